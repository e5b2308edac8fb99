"""What a count returns: every round with every figure, as data; all that people read is made from it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.ballots.validity import Rejection
from hustings.counting.lots import Fate, Lot
from hustings.kernel.canonical import Json
from hustings.kernel.exact import fraction_text

Amount = int | Fraction
"""Votes, always exact."""


class Finding(StrEnum):
    """Why somebody is elected in a round."""

    MAJORITY = "more-than-half-of-continuing-papers"
    MOST = "most-votes"
    LAST_TWO = "tie-of-the-last-two-settled"
    QUOTA = "reached-the-quota"
    ACTIVE_VOTE = "share-of-the-active-vote"
    LAST_VACANCIES = "as-many-continue-as-vacancies"
    LAST_VACANCY = "more-than-all-others-for-the-last-vacancy"
    OUT_OF_REACH = "the-lowest-cannot-reach-the-next"
    TESTS_MET = "every-test-is-met"
    TEST_NOT_MET = "a-test-is-not-met"
    STRONGEST_PATHS = "nobody-left-is-ranked-above"
    BEST_GRADES = "best-by-the-middle-grades"


class Kind(StrEnum):
    """What a round does."""

    FIRST_PREFERENCES = "first-preferences"
    SURPLUS = "transfer-of-surplus"
    EXCLUSION = "exclusion"
    ELECTION = "election"
    NO_TRANSFER = "no-transfer"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie and how it was settled: by looking back (rounds and who was left), by lot, or by both.

    ``chosen`` meets the ``fate``; ``votes`` is what each of the tied had. ``points`` name the places
    looked back to where the law looks at more than whole rounds ("3.2": stage 3, second batch).
    ``clause`` is the clause that settles it. ``seed`` is what the tabulator's chance was drawn from.
    """

    between: tuple[int, ...]
    votes: Amount
    fate: Fate
    chosen: int
    looked_back: tuple[tuple[int, tuple[int, ...]], ...] = ()
    lot: Lot | None = None
    points: tuple[str, ...] = ()
    clause: str = ""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Papers that moved in a round; ``to`` is ``None`` where no further preference was shown.

    ``papers`` at ``value`` each make ``votes`` (less what rounding takes off); both are ``None``
    where papers of several values moved together.
    """

    source: int
    to: int | None
    votes: Amount
    papers: int | None = None
    value: Amount | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A sub-stage: papers of one value that moved together within a round, and the votes after it."""

    value: Amount
    papers: int
    votes: tuple[Amount, ...]
    not_transferable: Amount
    elected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionVotes:
    """What one section's votes were in a round, of those weighed together; ``exhausted`` is not weighed."""

    name: str
    weight: Amount
    votes: tuple[int, ...]
    exhausted: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold put to a question: ``part`` of the ``base`` against ``needed``, and whether it is met."""

    what: str
    part: int
    base: str
    base_votes: int
    comparison: str
    needed: Fraction
    met: bool


@dataclass(frozen=True, slots=True)
class Round:
    """One round as the official sheet has it; ``exhausted`` and its neighbours are running totals.

    ``of`` is whose papers move, ``excluded`` who is excluded by it; ``findings`` stand beside
    ``elected`` and say why. ``quota`` is the quota after the round, ``transfer_value`` that of the
    papers that move, where they move at one. ``deferred`` are candidates whose surplus waits.
    ``votes``, ``not_transferable``, ``exhausted`` and ``loss_by_fraction`` add up to the valid papers.
    ``sections``, ``tests`` and ``tables`` are for the laws that weigh, ask for shares, or compare by
    pairs or grades; each table has a row for every candidate.
    """

    number: int
    votes: tuple[Amount, ...]
    exhausted: Amount
    not_transferable: Amount = 0
    loss_by_fraction: Amount = 0
    excluded: tuple[int, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    elected: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    ties: tuple[Tie, ...] = ()
    kind: Kind = Kind.FIRST_PREFERENCES
    of: tuple[int, ...] = ()
    quota: Amount | None = None
    transfer_value: Amount | None = None
    batches: tuple[Batch, ...] = ()
    deferred: tuple[int, ...] = ()
    sections: tuple[SectionVotes, ...] = ()
    tests: tuple[Threshold, ...] = ()
    tables: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...] = ()

    @property
    def finding(self) -> Finding | None:
        """Why the first of the elected is elected."""
        return self.findings[0] if self.findings else None

    @property
    def begins(self) -> bool:
        """Whether papers are counted from their first preferences, so that no round before it can be compared."""
        return self.kind is Kind.FIRST_PREFERENCES

    @property
    def continuing(self) -> Amount:
        """Papers in play: those that lie with a candidate."""
        return sum(self.votes)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A finished count: the law and its readings, the papers' digest, the rounds, who is elected.

    ``elected`` stands in order of election; ``vacant`` seats nobody could lawfully fill.
    ``places`` is how many decimals the official sheet of the law prints.
    """

    law: str
    readings: tuple[tuple[str, str], ...]
    title: str
    candidates: tuple[str, ...]
    withdrawn: tuple[int, ...]
    seats: int
    quota: Amount | None
    rounds: tuple[Round, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]
    valid: int
    rejected: tuple[tuple[Rejection, int], ...]
    papers: str
    vacant: int = 0
    places: int = 0

    @property
    def denominators(self) -> dict[str, Amount]:
        """What a share can be a share of, by name; a percentage without one of these says nothing."""
        return {
            "continuing_papers": self.rounds[-1].continuing,
            "first_preference_papers": self.rounds[0].continuing,
            "valid_papers": self.valid,
            "papers_returned": self.valid + sum(number for _, number in self.rejected),
        }

    def what(self, round: Round) -> str:
        """What a round is, as the head of its column."""
        names = " and ".join(self.candidates[c] for c in round.of or round.excluded)
        at = "" if round.transfer_value is None else f" at {exact_text(round.transfer_value)}"
        match round.kind:
            case Kind.FIRST_PREFERENCES:
                return "First preferences"
            case Kind.SURPLUS:
                return f"Surplus of {names}{at}"
            case Kind.EXCLUSION:
                return f"Exclusion of {names}{at}"
            case Kind.ELECTION:
                return "Last vacancies filled"
            case Kind.NO_TRANSFER:
                return "No transfer"


def exact_text(amount: Amount) -> str:
    """An amount without loss: ``12``, ``12.34`` where decimals end, ``37/3`` where they do not."""
    value = Fraction(amount)
    if value.denominator == 1:
        return str(value.numerator)
    places, rest = 0, value.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return fraction_text(value)
    whole, part = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{places}d}"


def as_json(transcript: Transcript) -> dict[str, Json]:
    """The transcript for other programs: names for indices, exact texts for amounts."""
    names = transcript.candidates
    return {
        "law": transcript.law,
        "readings": dict[str, Json](transcript.readings),
        "title": transcript.title,
        "papers": transcript.papers,
        "candidates": list(names),
        "withdrawn": [names[c] for c in transcript.withdrawn],
        "seats": transcript.seats,
        "vacant": transcript.vacant,
        "quota": None if transcript.quota is None else exact_text(transcript.quota),
        "elected": [names[c] for c in transcript.elected],
        "rounds": [_round_json(transcript, round) for round in transcript.rounds],
        "lots": [lot.as_json() for lot in transcript.lots],
        "rejected": {why.value: number for why, number in transcript.rejected},
        "denominators": {k: exact_text(v) for k, v in transcript.denominators.items()},
    }


def _round_json(transcript: Transcript, round: Round) -> dict[str, Json]:
    names = transcript.candidates
    return {
        "what": transcript.what(round),
        "kind": round.kind.value,
        "of": [names[c] for c in round.of],
        "votes": {name: exact_text(v) for name, v in zip(names, round.votes, strict=True)},
        "continuing": exact_text(round.continuing),
        "not_transferable": exact_text(round.not_transferable),
        "exhausted": exact_text(round.exhausted),
        "loss_by_fraction": exact_text(round.loss_by_fraction),
        "elected": [names[c] for c in round.elected],
        "finding": None if round.finding is None else round.finding.value,
        "findings": [finding.value for finding in round.findings],
        "excluded": [names[c] for c in round.excluded],
        "deferred": [names[c] for c in round.deferred],
        "quota": _text(round.quota),
        "transfer_value": _text(round.transfer_value),
        "transfers": [
            {
                "from": names[move.source],
                "to": None if move.to is None else names[move.to],
                "papers": move.papers,
                "value": _text(move.value),
                "votes": exact_text(move.votes),
            }
            for move in round.transfers
        ],
        "batches": [_batch_json(transcript, batch) for batch in round.batches],
        "ties": [_tie_json(transcript, tie) for tie in round.ties],
        "sections": [_section_json(transcript, section) for section in round.sections],
        "tests": [_test_json(test) for test in round.tests],
        "tables": {name: [list(row) for row in rows] for name, rows in round.tables},
    }


def _section_json(transcript: Transcript, section: SectionVotes) -> dict[str, Json]:
    pairs = zip(transcript.candidates, section.votes, strict=True)
    return {
        "name": section.name,
        "weight": exact_text(section.weight),
        "votes": {name: str(votes) for name, votes in pairs},
        "exhausted": str(section.exhausted),
    }


def _test_json(test: Threshold) -> dict[str, Json]:
    return {
        "what": test.what,
        "part": str(test.part),
        "base": test.base,
        "base_votes": str(test.base_votes),
        "comparison": test.comparison,
        "needed": fraction_text(test.needed),
        "met": test.met,
    }


def _text(amount: Amount | None) -> str | None:
    return None if amount is None else exact_text(amount)


def _batch_json(transcript: Transcript, batch: Batch) -> dict[str, Json]:
    names = transcript.candidates
    return {
        "value": exact_text(batch.value),
        "papers": batch.papers,
        "votes": {name: exact_text(v) for name, v in zip(names, batch.votes, strict=True)},
        "not_transferable": exact_text(batch.not_transferable),
        "elected": [names[c] for c in batch.elected],
    }


def _tie_json(transcript: Transcript, tie: Tie) -> dict[str, Json]:
    names = transcript.candidates
    return {
        "between": [names[c] for c in tie.between],
        "votes": exact_text(tie.votes),
        "fate": tie.fate.value,
        "chosen": names[tie.chosen],
        "looked_back": [
            {"round": number, "left": [names[c] for c in left]} for number, left in tie.looked_back
        ],
        "points": list(tie.points),
        "clause": tie.clause,
        "seed": tie.seed,
        "lot": None if tie.lot is None else tie.lot.as_json(),
    }
