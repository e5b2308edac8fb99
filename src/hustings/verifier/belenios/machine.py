"""The election followed event by event: each checked against everything that came before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.ballots import Outcome, check_ballots
from hustings.ballots.secret.checks.decryption import (
    MEMBERS,
    check_shape,
    factor_equation,
)
from hustings.ballots.secret.checks.equations import (
    Engine,
    check_members,
    failed_equations,
)
from hustings.ballots.secret.checks.factors import Decryption
from hustings.ballots.secret.checks.shuffles import check_shuffle
from hustings.ballots.secret.checks.tally import Counted, check_tally, tally_of
from hustings.ballots.secret.groups.group import Coins, Element
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.ballot import (
    Ballot,
    HomomorphicAnswer,
    ListsAnswer,
    RankedAnswer,
)
from hustings.ballots.secret.messages.election import Election, RankedQuestion
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import (
    Result,
    Shaped,
    flat,
    message_bytes,
    read_owned,
    read_partial_decryption,
    read_shuffle,
)
from hustings.kernel.refusals import CheckFailed
from hustings.kernel.sharing import Spread
from hustings.verifier.belenios.batches import alone, batches
from hustings.verifier.belenios.results import Foreign, check_result
from hustings.verifier.belenios.setup import Setup
from hustings.verifier.belenios.together import Together


@dataclass(frozen=True, slots=True)
class CastBallot:
    """What is kept of a ballot: whose it is, and the ciphertexts of its choices by question."""

    credential: Element
    choices: tuple[tuple[Ciphertext, ...], ...]


Checked = tuple[CastBallot | None, tuple[str, str] | None, tuple[str, ...]]
"""A ballot's choices, or the number and words of its failed check; and how its spelling departs."""


@dataclass(frozen=True, slots=True)
class BallotsCheck:
    """Checks some of the ballots."""

    setup: Setup
    engine: Engine

    def __call__(self, raws: Sequence[bytes]) -> list[Checked]:
        """The outcome for each ballot."""
        outcomes = check_ballots(raws, self.setup.election, self.setup.weights, self.engine)
        return [_kept(one) for one in outcomes]


def _kept(outcome: Outcome) -> Checked:
    if outcome.failed is not None:
        return None, (outcome.failed.number, outcome.failed.what), ()
    ballot = cast("Ballot", outcome.ballot)
    return CastBallot(ballot.credential, choices_of(ballot)), None, ballot.warnings


def choices_of(ballot: Ballot) -> tuple[tuple[Ciphertext, ...], ...]:
    """The ciphertexts of each answer, those of lists one list after the other."""
    found: list[tuple[Ciphertext, ...]] = []
    for answer in ballot.answers:
        match answer:
            case HomomorphicAnswer():
                found.append(answer.choices)
            case RankedAnswer():
                found.append((answer.choices,))
            case ListsAnswer():
                found.append(tuple(one for each in answer.choices for one in each))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FactorsCheck:
    """Checks some of the proofs of one trustee's partial decryption."""

    key: Element
    election: Election
    engine: Engine

    def __call__(self, rows: Sequence[tuple[int, Ciphertext, Element, Proof]]) -> int | None:
        """The place of the first proof that does not hold, of rows of place, ciphertext, factor and proof."""
        equations = [
            factor_equation(ciphertext, factor, proof, self.key, self.election)
            for _, ciphertext, factor, proof in rows
        ]
        failed = failed_equations(equations, self.engine)
        return rows[failed[0]][0] if failed else None


@dataclass(slots=True)
class Machine:
    """What is known of an election after some of its events; each method takes the data of one more.

    ``ciphertexts`` is what is decrypted: the tally, its rankings as the last shuffle left them. ``foreign`` are
    the rows of the result that hold no ranking, whatever they seem to say. ``together`` stands beside the archive.
    """

    setup: Setup
    engine: Engine
    spread: Spread
    coins: Coins
    together: Together = field(default_factory=Together)
    seen: set[str] = field(default_factory=set[str])
    latest: dict[Element, CastBallot] = field(default_factory=dict[Element, CastBallot])
    ciphertexts: Shaped[Ciphertext] = ()
    factors: dict[int, tuple[list[Element], ...]] = field(
        default_factory=dict[int, tuple[list[Element], ...]]
    )
    shuffled: list[int] = field(default_factory=list[int])
    decryptions: dict[int, str] = field(default_factory=dict[int, str])
    result: Result | None = None
    foreign: Foreign = field(default_factory=dict[int, frozenset[int]])
    lenient: list[str] = field(default_factory=list[str])

    def take(self, kind: EventType, data: tuple[bytes, ...]) -> None:
        """Follow one event after Setup, other than a ballot."""
        match kind:
            case EventType.BALLOT:
                self.ballots([data[0]])
            case EventType.ENCRYPTED_TALLY:
                self.tally(*data)
            case EventType.SHUFFLE:
                self.shuffle(*data)
            case EventType.PARTIAL_DECRYPTION:
                self.decrypt(*data)
            case EventType.RESULT:
                self.conclude(data[0])
            case EventType.SETUP | EventType.END_BALLOTS | EventType.END_SHUFFLES:
                return

    def ballots(self, raws: Sequence[bytes]) -> None:
        """Groups 15 and 16 for ballots in the order in which they were cast.

        The first that fails ends the run: ``FailedAt`` says which.
        """
        work = BallotsCheck(self.setup, alone(self.engine))
        parts = [raws[begin:end] for begin, end in batches(len(raws))]
        place = 0
        for batch in self.spread(work, parts):
            for kept, failed, warnings in cast("list[Checked]", batch):
                if kept is None:
                    raise FailedAt(place, *cast("tuple[str, str]", failed))
                self._cast(place, raws[place], kept)
                self.lenient += [one for one in warnings if one not in self.lenient]
                place += 1

    def _cast(self, place: int, raw: bytes, kept: CastBallot) -> None:
        name = hex_hash(raw)
        if name in self.seen:
            raise FailedAt(place, "15.2", "a ballot stands twice")
        if not self.setup.election.replacement and kept.credential in self.latest:
            raise FailedAt(place, "15.8", "a credential has cast a second ballot")
        self.seen.add(name)
        self.latest[kept.credential] = kept

    def tally(self, published: bytes, sized: bytes | None = None) -> None:
        """Group 17."""
        weights, election = self.setup.weights, self.setup.election
        counted = [Counted(one.choices, weights[one.credential]) for one in self.latest.values()]
        recomputed = tally_of(counted, election.questions, self.engine)
        if sized is not None:
            check_tally(published, sized, recomputed, counted, election.group)
        self.ciphertexts = recomputed

    def ranked(self) -> list[int]:
        """The places of the questions that ask for rankings."""
        questions = self.setup.election.questions
        return [at for at, one in enumerate(questions) if isinstance(one, RankedQuestion)]

    def shuffle(self, raw: bytes, owned: bytes | None = None) -> None:
        """Group 18."""
        election, group = self.setup.election, self.setup.election.group
        places = self.ranked()
        if not places:
            raise CheckFailed("13.4", "there is nothing to shuffle")
        try:
            shuffle = read_shuffle(Reader(group), raw)
        except ValueError as problem:
            raise CheckFailed("18.1", f"a shuffle: {problem}") from None
        if message_bytes(shuffle.json(group)) != raw:
            raise CheckFailed("18.1", "a shuffle is not in its canonical form")
        if owned is not None:
            self.shuffled.append(self._owner("18.2", raw, owned))
        inputs = [cast("tuple[Ciphertext, ...]", self.ciphertexts[at]) for at in places]
        check_shuffle(shuffle, inputs, election, self.engine, self.coins)
        after = list(self.ciphertexts)
        for at, outputs in zip(places, shuffle.ciphertexts, strict=True):
            after[at] = outputs
        self.ciphertexts = tuple(after)

    def _owner(self, check: str, raw: bytes, owned: bytes) -> int:
        group, count = self.setup.election.group, len(self.setup.holders.keys)
        try:
            found = read_owned(Reader(group), owned)
        except ValueError as problem:
            raise CheckFailed(check, f"the owner: {problem}") from None
        if found.payload != hex_hash(raw) or message_bytes(found.json()) != owned:
            raise CheckFailed(check, "the owner's note does not name what stands before it")
        if not 1 <= found.owner <= count:
            raise CheckFailed(check, f"there is no trustee {found.owner}")
        return found.owner

    def decrypt(self, raw: bytes, owned: bytes | None = None) -> None:
        """Group 19; without the owner's note, everything but the proofs."""
        election, group = self.setup.election, self.setup.election.group
        try:
            partial = read_partial_decryption(Reader(group), election.questions, raw)
        except ValueError as problem:
            raise CheckFailed("19.3", f"a partial decryption: {problem}") from None
        if message_bytes(partial.json(group)) != raw:
            raise CheckFailed("19.3", "a partial decryption is not in its canonical form")
        check_shape(partial, self.ciphertexts)
        factors = tuple(flat(one) for one in partial.factors)
        every = [one for each in factors for one in each]
        check_members(every, self.engine, MEMBERS, "a factor")
        if owned is None:
            return
        owner = self._owner("19.1", raw, owned)
        if owner in self.factors:
            raise CheckFailed("19.2", f"trustee {owner} decrypts a second time")
        proofs = [one for each in partial.proofs for one in flat(each)]
        key = self.setup.holders.keys[owner - 1]
        self._check_factors(every, proofs, key, owner)
        made = Decryption(owner, hex_hash(raw), every)
        self.together.check(made, self.ciphertexts, key, election, self.engine)
        self.factors[owner], self.decryptions[owner] = factors, made.hash

    def decryption(self, owner: int) -> Decryption | None:
        """What a trustee has done; ``None`` for one who has not decrypted."""
        if owner not in self.factors:
            return None
        every = [one for each in self.factors[owner] for one in each]
        return Decryption(owner, self.decryptions[owner], every)

    def proved(self) -> dict[int, bytes]:
        """The lines of the trustees who have decrypted and proved it, by their number."""
        given = self.together.proofs
        return {owner: given[owner].to_line() for owner in sorted(self.factors) if owner in given}

    def unproved(self) -> tuple[int, ...]:
        """Who has decrypted and not proved it."""
        return tuple(self.together.missing(self.factors))

    def _check_factors(
        self, factors: Sequence[Element], proofs: Sequence[Proof], key: Element, owner: int
    ) -> None:
        ciphertexts = [one for each in self.ciphertexts for one in flat(each)]
        rows = list(zip(range(len(factors)), ciphertexts, factors, proofs, strict=True))
        self.engine.fix(key)
        work = FactorsCheck(key, self.setup.election, alone(self.engine))
        parts = [rows[begin:end] for begin, end in batches(len(rows))]
        for place in self.spread(work, parts):
            if place is not None:
                said = f"factor {place} of trustee {owner} is not that of their key"
                raise CheckFailed("19.5", said)

    def conclude(self, raw: bytes) -> None:
        """Group 20."""
        self.result, self.foreign = check_result(
            raw, self.setup, self.ciphertexts, self.factors, self.engine, self.spread
        )


class FailedAt(CheckFailed):
    """A check that failed at one of several ballots; ``place`` counts from nought."""

    def __init__(self, place: int, number: str, what: str) -> None:
        super().__init__(number, what)
        self.place = place
