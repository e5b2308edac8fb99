"""Whole elections of any size, made for tests and benchmarks: the coins are a seed's, so nothing here is secret."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from hustings.ballots.secret.archive import (
    Event,
    EventType,
    SetupPayload,
    data_entry,
    event_entry,
    opening_entry,
)
from hustings.ballots.secret.checks.answers import Statement, statement_of
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.shuffles import challenges, generators
from hustings.ballots.secret.groups.group import Element, Group, Product
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import challenge, fingerprint, hex_hash
from hustings.ballots.secret.messages.ballot import (
    Answer,
    HomomorphicAnswer,
    RankedAnswer,
    Signature,
    signed_bytes,
    unsigned_bytes,
)
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    Question,
    RankedQuestion,
    election_bytes,
    read_election,
)
from hustings.ballots.secret.messages.proofs import Ciphertext, Disjunction, Proof
from hustings.ballots.secret.messages.tallying import (
    Owned,
    PartialDecryption,
    Result,
    Shuffle,
    ShuffleProof,
    SizedTally,
    message_bytes,
    result_json,
    tally_bytes,
)
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    SingleTrustee,
    TrusteeKey,
    credentials_bytes,
    trustees_bytes,
)

TIMESTAMP = 1795353485
UUID = "ygVKro4wXaFG1M"


class Powers(Protocol):
    """Works out many products at once."""

    def __call__(self, products: Sequence[Product]) -> list[Element]: ...


@dataclass
class Maker:
    """One election: keys of trustees and voters, and the events so far."""

    group: Group
    questions: tuple[Question, ...]
    voters: int
    seed: int = 1
    trustees: int = 1
    replacement: bool = True
    powers: Powers | None = None
    entries: list[bytes] = field(default_factory=list[bytes])
    events: int = 0
    parent: str | None = None

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        group = self.group
        self.x = [self.coin() for _ in range(self.trustees)]
        self.keys = [group.pow_g(x) for x in self.x]
        self.y = group.product(tuple((one, 1) for one in self.keys))
        self.s = [self.coin() for _ in range(self.voters)]
        self.credentials = self.many([((group.g, s),) for s in self.s])
        self.election = read_election(
            election_bytes(
                group=group,
                name="Chair",
                description="made for a test",
                public_key=self.y,
                questions=self.questions,
                uuid=UUID,
                replacement=self.replacement,
            )
        )

    def coin(self) -> int:
        return self.random.randrange(1, self.group.q)

    def many(self, products: Sequence[Product]) -> list[Element]:
        if self.powers is not None:
            return self.powers(products)
        return [self.group.product(terms) for terms in products]

    # --- the archive ------------------------------------------------------------------------------

    def write(self, kind: EventType, *data: bytes) -> None:
        if not self.entries:
            self.entries.append(opening_entry(TIMESTAMP))
        payload = hex_hash(data[-1]) if data else None
        event = Event(self.parent, self.events, kind, payload)
        self.entries += [data_entry(one, TIMESTAMP) for one in data]
        self.entries.append(event_entry(event, TIMESTAMP))
        self.parent = hex_hash(event.to_bytes())
        self.events += 1

    def archive(self) -> bytes:
        return b"".join(self.entries)

    # --- setup ------------------------------------------------------------------------------------

    def schnorr(self, prefix: str, x: int) -> Proof:
        w = self.coin()
        c = challenge(prefix, [self.group.text(self.group.pow_g(w))], self.group.q)
        return Proof(c, (w - x * c) % self.group.q)

    def trustee_keys(self) -> tuple[SingleTrustee, ...]:
        text, name = self.group.text, self.group.name
        proofs = [
            self.schnorr(f"pok|{name}|{text(key)}|", x)
            for key, x in zip(self.keys, self.x, strict=True)
        ]
        pairs = zip(self.keys, proofs, strict=True)
        return tuple(SingleTrustee(TrusteeKey(proof, key)) for key, proof in pairs)

    def set_up(self, weights: Sequence[int] | None = None) -> None:
        trustees = trustees_bytes(self.trustee_keys(), self.group)
        weighed = [None] * self.voters if weights is None else weights
        pairs = zip(self.credentials, weighed, strict=True)
        credentials = tuple(PublicCredential(key, weight) for key, weight in pairs)
        self.set_up_with(trustees, credentials_bytes(credentials, self.group))

    def set_up_with(self, trustees: bytes, credentials: bytes) -> None:
        raw = self.election.raw
        payload = SetupPayload(hex_hash(raw), hex_hash(trustees), hex_hash(credentials))
        self.write(EventType.SETUP, raw, trustees, credentials, payload.to_bytes())

    # --- ballots ----------------------------------------------------------------------------------

    def statement(self, voter: int) -> Statement:
        return statement_of(self.election, self.credentials[voter])

    def disjunction(
        self,
        prefix: str,
        alternatives: Sequence[tuple[Ciphertext, int]],
        true: int,
        r: int,
    ) -> Disjunction:
        """All but the true alternative are made up."""
        group, q = self.group, self.group.q
        statement = Statement(group, self.y, "")
        faked = [Proof(self.coin(), self.coin()) for _ in alternatives]
        w = self.coin()
        texts: list[str] = []
        for place, ((ciphertext, m), proof) in enumerate(zip(alternatives, faked, strict=True)):
            honest = (((group.g, w),), ((self.y, w),))
            pair = honest if place == true else statement.holds(ciphertext, m, proof)
            texts += [group.text(one) for one in self.many(pair)]
        others = sum(one.challenge for at, one in enumerate(faked) if at != true)
        c = (challenge(prefix, texts, q) - others) % q
        faked[true] = Proof(c, (w - r * c) % q)
        return tuple(faked)

    def encrypt(self, m: int) -> tuple[Ciphertext, int]:
        r, group = self.coin(), self.group
        alpha, beta = self.many([((group.g, r),), ((self.y, r), (group.g, m))])
        return Ciphertext(alpha, beta), r

    def homomorphic(
        self, voter: int, question: HomomorphicQuestion, votes: Sequence[int]
    ) -> HomomorphicAnswer:
        """``votes`` has the blank vote first where the question allows one."""
        statement, q = self.statement(voter), self.group.q
        made = [self.encrypt(m) for m in votes]
        choices = tuple(one for one, _ in made)
        individual = tuple(
            self.disjunction(
                f"prove|{statement.bound}|{statement.texts([one])}|", [(one, 0), (one, 1)], m, r
            )
            for (one, r), m in zip(made, votes, strict=True)
        )
        bound = f"{statement.bound}|{statement.texts(choices)}"
        counts = range(question.min, question.max + 1)
        rest = made[1:] if question.blank else made
        total = statement.sum(one for one, _ in rest)
        r, chosen = sum(r for _, r in rest) % q, sum(votes[len(votes) - len(rest) :])
        if not question.blank:
            prefix = f"prove|{bound}|{statement.texts([total])}|"
            pairs = [(total, m) for m in counts]
            overall = self.disjunction(prefix, pairs, chosen - question.min, r)
            return HomomorphicAnswer(choices, individual, overall)
        (blank, blank_r), is_blank = made[0], votes[0]
        pairs = [(blank, 0), (total, 0)]
        first = self.disjunction(f"bproof0|{bound}|", pairs, is_blank, r if is_blank else blank_r)
        pairs = [(blank, 1), *((total, m) for m in counts)]
        true = 0 if is_blank else 1 + chosen - question.min
        overall = self.disjunction(f"bproof1|{bound}|", pairs, true, blank_r if is_blank else r)
        return HomomorphicAnswer(choices, individual, overall, first)

    def ranked(self, voter: int, ranking: Sequence[int]) -> RankedAnswer:
        group, r, w = self.group, self.coin(), self.coin()
        encoded = group.of_ints(ranking)
        alpha, beta, a = self.many([((group.g, r),), ((self.y, r), (encoded, 1)), ((group.g, w),)])
        statement, ciphertext = self.statement(voter), Ciphertext(alpha, beta)
        prefix = f"raweg|{statement.bound}|{group.text(self.y)},{statement.texts([ciphertext])}|"
        c = challenge(prefix, [group.text(a)], group.q)
        return RankedAnswer(ciphertext, Proof(c, (w - r * c) % group.q))

    def signed(self, voter: int, answers: tuple[Answer, ...]) -> bytes:
        unsigned = unsigned_bytes(self.election, self.credentials[voter], answers)
        return self.sign(unsigned, voter)

    def sign(self, unsigned: bytes, voter: int) -> bytes:
        hashed = fingerprint(unsigned)
        proof = self.schnorr(f"sig|{hashed}|", self.s[voter])
        return signed_bytes(unsigned, Signature(hashed, proof))

    def ballot(self, voter: int, votes: Sequence[Sequence[int]]) -> bytes:
        answers: list[Answer] = []
        for question, vote in zip(self.questions, votes, strict=True):
            if isinstance(question, HomomorphicQuestion):
                answers.append(self.homomorphic(voter, question, vote))
            else:
                answers.append(self.ranked(voter, vote))
        return self.signed(voter, tuple(answers))

    def cast(self, voter: int, votes: Sequence[Sequence[int]]) -> bytes:
        ballot = self.ballot(voter, votes)
        self.write(EventType.BALLOT, ballot)
        return ballot

    def ranked_ballots(self, rankings: Sequence[Sequence[int]]) -> list[Ciphertext]:
        """One ballot for each voter, all made together: for elections of many thousands."""
        group, q, text = self.group, self.group.q, self.group.text
        encoded = {tuple(one): group.of_ints(one) for one in rankings}
        r, w, v = ([self.coin() for _ in rankings] for _ in range(3))
        g = group.g
        alphas = self.many([((g, one),) for one in r])
        betas = self.many(
            [
                ((self.y, one), (encoded[tuple(ranking)], 1))
                for one, ranking in zip(r, rankings, strict=True)
            ]
        )
        commitments = self.many([((g, one),) for one in w])
        signing = self.many([((g, one),) for one in v])
        key = text(self.y)
        ciphertexts: list[Ciphertext] = []
        for voter in range(len(rankings)):
            ciphertext = Ciphertext(alphas[voter], betas[voter])
            statement = self.statement(voter)
            prefix = f"raweg|{statement.bound}|{key},{statement.texts([ciphertext])}|"
            c = challenge(prefix, [text(commitments[voter])], q)
            answer = RankedAnswer(ciphertext, Proof(c, (w[voter] - r[voter] * c) % q))
            unsigned = unsigned_bytes(self.election, self.credentials[voter], (answer,))
            hashed = fingerprint(unsigned)
            c = challenge(f"sig|{hashed}|", [text(signing[voter])], q)
            signature = Signature(hashed, Proof(c, (v[voter] - self.s[voter] * c) % q))
            self.write(EventType.BALLOT, signed_bytes(unsigned, signature))
            ciphertexts.append(ciphertext)
        order = group.order
        return sorted(ciphertexts, key=lambda one: (order(one.alpha), order(one.beta)))

    # --- after the close --------------------------------------------------------------------------

    def close(self, tally: Sequence[Sequence[Ciphertext]], ballots: int, weight: int) -> None:
        self.write(EventType.END_BALLOTS)
        raw = tally_bytes(tuple(tuple(one) for one in tally), self.group)
        sized = SizedTally(ballots, weight, hex_hash(raw))
        self.write(EventType.ENCRYPTED_TALLY, raw, message_bytes(sized.json()))

    def shuffled(self, before: Sequence[Ciphertext]) -> tuple[list[Ciphertext], ShuffleProof]:
        """A shuffle with the letters of the specification."""
        group, q, size, y = self.group, self.group.q, len(before), self.y
        g, (h, hs) = group.g, generators(PlainEngine(group), len(before))
        psi = list(range(size))
        self.random.shuffle(psi)
        again, r, rh, wh, wp = ([self.coin() for _ in range(size)] for _ in range(5))
        alphas = self.many([((before[j].alpha, 1), (g, again[j])) for j in psi])
        betas = self.many([((before[j].beta, 1), (y, again[j])) for j in psi])
        after = [Ciphertext(a, b) for a, b in zip(alphas, betas, strict=True)]
        place = {j: i for i, j in enumerate(psi)}
        c = self.many([((g, r[j]), (hs[place[j]], 1)) for j in range(size)])
        zero = ShuffleProof((g, g, g, g, g), (), (0, 0, 0, 0), (), (), tuple(c), ())
        u, _ = challenges(before, after, zero, self.election.fingerprint, y, group)
        ut = [u[j] for j in psi]
        powers_g, powers_h = [0], [1]
        for i in range(size):
            powers_g.append((rh[i] + ut[i] * powers_g[-1]) % q)
            powers_h.append(ut[i] * powers_h[-1] % q)
        hat = self.many([((g, powers_g[i + 1]), (h, powers_h[i + 1])) for i in range(size)])
        t_hat = self.many(
            [((g, wh[i] + wp[i] * powers_g[i]), (h, wp[i] * powers_h[i])) for i in range(size)]
        )
        w1, w2, w3, w4 = (self.coin() for _ in range(4))
        t = tuple(
            self.many(
                [
                    ((g, w1),),
                    ((g, w2),),
                    ((g, w3), *zip(hs, wp, strict=True)),
                    ((y, -w4), *zip(betas, wp, strict=True)),
                    ((g, -w4), *zip(alphas, wp, strict=True)),
                ]
            )
        )
        half = ShuffleProof(t, tuple(t_hat), (0, 0, 0, 0), (), (), tuple(c), tuple(hat))  # type: ignore[arg-type]
        _, big = challenges(before, after, half, self.election.fingerprint, y, group)
        s = (
            (w1 + big * sum(r)) % q,
            (w2 + big * powers_g[-1]) % q,
            (w3 + big * sum(map(int.__mul__, r, u))) % q,
            (w4 + big * sum(map(int.__mul__, again, u))) % q,
        )
        s_hat = tuple((wh[i] + big * rh[i]) % q for i in range(size))
        s_prime = tuple((wp[i] + big * ut[i]) % q for i in range(size))
        return after, ShuffleProof(half.t, half.t_hat, s, s_hat, s_prime, half.c, half.c_hat)

    def shuffle(
        self, before: Sequence[Sequence[Ciphertext]], owner: int = 1
    ) -> list[list[Ciphertext]]:
        made = [self.shuffled(one) for one in before]
        shuffle = Shuffle(tuple(tuple(one) for one, _ in made), tuple(proof for _, proof in made))
        raw = message_bytes(shuffle.json(self.group))
        self.write(EventType.SHUFFLE, raw, message_bytes(Owned(owner, hex_hash(raw)).json()))
        return [one for one, _ in made]

    def decrypt(self, tally: Sequence[Sequence[Ciphertext]], owner: int = 1) -> None:
        partial = self.partial(tally, owner)
        raw = message_bytes(partial.json(self.group))
        owned = message_bytes(Owned(owner, hex_hash(raw)).json())
        self.write(EventType.PARTIAL_DECRYPTION, raw, owned)

    def partial(self, tally: Sequence[Sequence[Ciphertext]], owner: int) -> PartialDecryption:
        group, x, q = self.group, self.x[owner - 1], self.group.q
        prefix = f"decrypt|{self.election.fingerprint}|{group.text(self.keys[owner - 1])}|"
        factors: list[tuple[Element, ...]] = []
        proofs: list[tuple[Proof, ...]] = []
        for row in tally:
            w = [self.coin() for _ in row]
            factors.append(tuple(self.many([((one.alpha, x),) for one in row])))
            first = self.many([((group.g, one),) for one in w])
            second = self.many([((one.alpha, k),) for one, k in zip(row, w, strict=True)])
            c = [
                challenge(prefix, [group.text(a), group.text(b)], q)
                for a, b in zip(first, second, strict=True)
            ]
            proofs.append(tuple(Proof(e, (k - x * e) % q) for e, k in zip(c, w, strict=True)))
        return PartialDecryption(tuple(factors), tuple(proofs))

    def opened(self, row: Sequence[Ciphertext]) -> list[Element]:
        x = sum(self.x)
        return self.many([((one.beta, 1), (one.alpha, -x)) for one in row])

    def conclude(self, result: Result) -> None:
        self.write(EventType.RESULT, message_bytes(result_json(result)))


def yes_no(
    group: str, votes: Sequence[Sequence[int]], powers: Powers | None = None, **options: int
) -> Maker:
    """A whole election with one question of two answers."""
    question = HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1)
    maker = Maker(group_named(group), (question,), len(votes), powers=powers, **options)
    maker.set_up()
    sums = [maker.group.identity] * 4
    for voter, vote in enumerate(votes):
        answer = maker.homomorphic(voter, question, vote)
        maker.write(EventType.BALLOT, maker.signed(voter, (answer,)))
        parts = [part for one in answer.choices for part in (one.alpha, one.beta)]
        sums = [maker.group.mul(a, b) for a, b in zip(sums, parts, strict=True)]
    tally = [[Ciphertext(sums[0], sums[1]), Ciphertext(sums[2], sums[3])]]
    maker.close(tally, len(votes), len(votes))
    for owner in range(1, maker.trustees + 1):
        maker.decrypt(tally, owner)
    maker.conclude((tuple(sum(vote[at] for vote in votes) for at in range(2)),))
    return maker


def ranking(
    group: str,
    rankings: Sequence[Sequence[int]],
    shuffles: int = 1,
    powers: Powers | None = None,
    **options: int,
) -> Maker:
    """A whole election with one question whose answers are ranked."""
    names = tuple(f"Candidate {at}" for at in range(len(rankings[0])))
    question = RankedQuestion("Who?", names)
    maker = Maker(group_named(group), (question,), len(rankings), powers=powers, **options)
    maker.set_up()
    row = maker.ranked_ballots(rankings)
    maker.close([row], len(rankings), len(rankings))
    for _ in range(shuffles):
        [row] = maker.shuffle([row])
    if shuffles:
        maker.write(EventType.END_SHUFFLES)
    for owner in range(1, maker.trustees + 1):
        maker.decrypt([row], owner)
    opened = [maker.group.to_ints(len(names), one) for one in maker.opened(row)]
    maker.conclude((tuple(map(tuple, opened)),))
    return maker
