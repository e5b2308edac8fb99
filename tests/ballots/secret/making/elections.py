"""Whole elections made by the code under test, with coins from a seed, for our verifier and for belenios-tool."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.ballots import check_ballot
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.tally import Counted, tally_of
from hustings.ballots.secret.checks.trustees import holders_of
from hustings.ballots.secret.credentials import new_code, public_of, random_text, secret_of
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.making.archives import Tip, begin
from hustings.ballots.secret.making.ballots import Credential, make_ballot
from hustings.ballots.secret.making.ceremony import (
    assembled,
    block_of,
    certificate,
    deal,
    decryption_key,
    key_of,
    take_shares,
)
from hustings.ballots.secret.making.decrypting import (
    DecryptionKey,
    decryption_of,
    factors_proof,
    partial_decryption,
)
from hustings.ballots.secret.making.keys import public_key
from hustings.ballots.secret.making.results import result_of
from hustings.ballots.secret.making.shuffling import shuffle_of
from hustings.ballots.secret.messages.ballot import HomomorphicAnswer, ListsAnswer, RankedAnswer
from hustings.ballots.secret.messages.election import (
    Election,
    Question,
    RankedQuestion,
    election_bytes,
    read_election,
)
from hustings.ballots.secret.messages.factors import FactorsProof, factors_file
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import (
    PartialDecryption,
    Result,
    SizedTally,
    message_bytes,
    result_json,
    tally_bytes,
)
from hustings.ballots.secret.messages.trustees import (
    Context,
    Pedersen,
    PublicCredential,
    SingleTrustee,
    Trustees,
    credentials_bytes,
    trustees_bytes,
)
from hustings.verifier.belenios.engines import engine_for
from hustings.verifier.belenios.verify import ArchiveReport, verify_archive

TIMESTAMP = 1795353485
UUID = "Rr3gqyJDXw7Uzm"


def drawn(seed: str) -> Coins:
    """Coins that fall the same in every run; never for an election that is not a test."""
    return Random(seed).randrange


@dataclass
class Held:
    """Keys that one test holds together and that in life nobody does: by the trustee's number."""

    trustees: Trustees
    keys: dict[int, DecryptionKey]
    y: Element


def trustees_for(group: Group, made_of: Sequence[int | tuple[int, int]], coins: Coins) -> Held:
    """Trustees in order: a number of single ones, or ``(k, n)``."""
    items: list[SingleTrustee | Pedersen] = []
    keys: dict[int, DecryptionKey] = {}
    y = group.identity
    for one in made_of:
        if isinstance(one, int):
            for _ in range(one):
                x = coins(group.q)
                items.append(SingleTrustee(public_key(group, x, coins)))
                keys[len(keys) + 1] = DecryptionKey(x, group.pow_g_secret(x))
                y = group.mul(y, group.pow_g_secret(x))
        else:
            block, own = threshold_block(group, *one, coins)
            items.append(block)
            y = group.mul(y, key_of(block, group))
            keys |= {len(keys) + 1 + at: key for at, key in enumerate(own)}
    return Held(tuple(items), keys, y)


def threshold_block(
    group: Group, k: int, n: int, coins: Coins
) -> tuple[Pedersen, list[DecryptionKey]]:
    """A whole ceremony."""
    seeds = [random_text(22, coins) for _ in range(n)]
    contexts = [Context(group.name, n, k, i + 1) for i in range(n)]
    certs = [certificate(group, s, c, coins) for s, c in zip(seeds, contexts, strict=True)]
    block = block_of(group, certs)
    dealt = [deal(block, seed, coins) for seed in seeds]
    shares = [take_shares(block, dealt, seed, coins) for seed in seeds]
    keys = [decryption_key(group, seed, one) for seed, one in zip(seeds, shares, strict=True)]
    return assembled(block, dealt, shares), keys


@dataclass
class TestElection:
    """An election with everybody's secrets, and its archive as it grows."""

    __test__ = False

    election: Election
    trustees: Trustees
    keys: dict[int, DecryptionKey]
    codes: list[str]
    weights: dict[Element, int]
    coins: Coins
    tip: Tip
    archive: bytes
    counted: dict[Element, bytes] = field(default_factory=dict)
    tally: Any = None
    total: int = 0
    decryptions: dict[int, PartialDecryption] = field(default_factory=dict)
    proofs: dict[int, FactorsProof] = field(default_factory=dict)

    def add(self, kind: EventType, *data: bytes) -> None:
        """Append an event."""
        self.tip, piece = self.tip.add(kind, *data)
        self.archive += piece

    def owned(self, kind: EventType, owner: int, payload: bytes) -> None:
        """Append what a trustee made."""
        self.tip, piece = self.tip.owned(kind, owner, payload)
        self.archive += piece

    def ballot(self, voter: int, choices: Sequence[Any]) -> bytes:
        """A ballot of the voter at this place of the roll."""
        election, code = self.election, self.codes[voter]
        secret = secret_of(election.uuid, code, election.group.q)
        public = public_of(election.uuid, code, election.group)
        return make_ballot(election, Credential(secret, public), choices, self.coins)

    def cast(self, voter: int, *choices: Any) -> None:
        """Make a ballot and append it."""
        self.take(self.ballot(voter, choices))

    def take(self, raw: bytes) -> None:
        """Check a ballot and append it."""
        found = check_ballot(raw, self.election, self.weights, PlainEngine(self.election.group))
        self.counted.pop(found.credential, None)
        self.counted[found.credential] = raw
        self.add(EventType.BALLOT, raw)

    def close(self) -> None:
        """End the casting and tally."""
        engine = PlainEngine(self.election.group)
        counted: list[Counted] = []
        for key, raw in self.counted.items():
            ballot = check_ballot(raw, self.election, self.weights, engine)
            choices = tuple(_choices(one) for one in ballot.answers)
            counted.append(Counted(choices, self.weights[key]))
        self.tally = tally_of(counted, self.election.questions, engine)
        self.total = sum(one.weight for one in counted)
        raw = tally_bytes(self.tally, self.election.group)
        sized = SizedTally(len(counted), self.total, hex_hash(raw))
        self.add(EventType.END_BALLOTS)
        self.add(EventType.ENCRYPTED_TALLY, raw, message_bytes(sized.json()))

    def shuffle(self, owner: int) -> None:
        """One trustee's shuffle."""
        ranked = self.ranked()
        made = shuffle_of(self.election, [self.tally[place] for place in ranked], self.coins)
        rows = list(self.tally)
        for place, row in zip(ranked, made.ciphertexts, strict=True):
            rows[place] = row
        self.tally = tuple(rows)
        raw = message_bytes(made.json(self.election.group))
        self.owned(EventType.SHUFFLE, owner, raw)

    def ranked(self) -> list[int]:
        """The places of the ranked questions."""
        questions = enumerate(self.election.questions)
        return [place for place, one in questions if isinstance(one, RankedQuestion)]

    def decrypt(self, owner: int) -> None:
        """One trustee's partial decryption."""
        made = partial_decryption(self.election, self.tally, self.keys[owner], self.coins)
        self.decryptions[owner] = made
        raw = message_bytes(made.json(self.election.group))
        self.owned(EventType.PARTIAL_DECRYPTION, owner, raw)

    def prove(self, *owners: int) -> None:
        """Their proofs over all factors together, as whoever holds the key makes them."""
        group = self.election.group
        for owner in owners:
            made = decryption_of(owner, self.decryptions[owner], group)
            key, engine = self.keys[owner], PlainEngine(group)
            proof = factors_proof(self.election, self.tally, made, key, engine, self.coins)
            self.proofs[owner] = proof

    def end(self) -> Result:
        """The result."""
        result = result_of(
            self.election,
            self.tally,
            self.decryptions,
            holders_of(self.trustees),
            self.total,
            PlainEngine(self.election.group),
        )
        self.add(EventType.RESULT, message_bytes(result_json(result)))
        return result

    def whole(self, *, shuffles: Sequence[int] = (), decrypts: Sequence[int] = (1,)) -> Result:
        """From the close to the result."""
        self.close()
        for owner in shuffles:
            self.shuffle(owner)
        if shuffles:
            self.add(EventType.END_SHUFFLES)
        for owner in decrypts:
            self.decrypt(owner)
        return self.end()

    def report(self, proofs: bytes | None = None) -> ArchiveReport:
        """What our verifier says."""
        return verify_archive(self.archive, engine_for, map, self.coins, proofs=proofs)

    def beside(self) -> ArchiveReport:
        """What it says with the proofs that stand beside the archive."""
        return self.report(factors_file(self.proofs.values()))


def opened(
    group_name: str,
    questions: tuple[Question, ...],
    *,
    voters: int = 3,
    weights: Sequence[int] | None = None,
    trustees: Sequence[int | tuple[int, int]] = (1,),
    replacement: bool = True,
    coins: Coins | None = None,
) -> TestElection:
    """An election whose poll is open; with the same coins every time, unless others are given."""
    group, coins = group_named(group_name), coins or drawn("an election")
    held = trustees_for(group, trustees, coins)
    election = read_election(
        election_bytes(
            group=group,
            name="Selection",
            description="Made by a test",
            public_key=held.y,
            questions=questions,
            uuid=UUID,
            replacement=replacement,
        )
    )
    codes = [new_code(coins) for _ in range(voters)]
    weighed = dict(
        zip([public_of(UUID, code, group) for code in codes], weights or [1] * voters, strict=True)
    )
    listed = sorted(
        (PublicCredential(key, weight if weights else None) for key, weight in weighed.items()),
        key=lambda one: group.order(one.key),
    )
    tip, archive = begin(
        TIMESTAMP,
        election.raw,
        trustees_bytes(held.trustees, group),
        credentials_bytes(tuple(listed), group),
    )
    return TestElection(election, held.trustees, held.keys, codes, weighed, coins, tip, archive)


def _choices(answer: HomomorphicAnswer | RankedAnswer | ListsAnswer) -> tuple[Ciphertext, ...]:
    match answer:
        case HomomorphicAnswer():
            return answer.choices
        case RankedAnswer():
            return (answer.choices,)
        case ListsAnswer():
            return tuple(one for row in answer.choices for one in row)


def tool(folder: Path, *command: str, given: str = "") -> str:
    """What belenios-tool answers; a failed command fails the test."""
    done = subprocess.run(
        ["belenios-tool", *command],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout + done.stderr
