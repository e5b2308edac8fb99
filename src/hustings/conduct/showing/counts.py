"""The count of a seat, worked out again from the papers in its record, with names where they are disclosed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hustings.conduct.seats import Seat
from hustings.counting.lots import LotRequired
from hustings.counting.transcript import Amount, Transcript, exact_text
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.member_ballot import BallotOpened, PacksIssued
from hustings.proceedings.member_count import counted, is_countable, names_for, papers_text
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.online_ballot import OnlineResultEntered
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.reconciliation import BallotReconciled

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A finished count: the transcript by names, the same by references, and the papers as entered."""

    transcript: Transcript
    references: tuple[str, ...]
    papers: str
    papers_at: int
    reconciled: BallotReconciled | None
    returned: int
    spoilt: int
    issued: int
    online: int | None = None
    """Ballots cast online that stood at the close; ``None`` where members voted on paper only."""
    invalid: int = 0
    packs: tuple[PacksIssued, ...] = ()
    electors: int | None = None
    """Who may vote, by the frozen roll; ``None`` where that is withheld."""

    @property
    def cast(self) -> int:
        """Papers that came back to be counted, and ballots cast online."""
        return self.returned + (self.online or 0)

    @property
    def valid(self) -> int:
        """Papers and ballots that count."""
        return self.transcript.valid

    @property
    def rejected(self) -> int:
        """Papers and ballots that were cast and bear no vote that counts."""
        return self.cast - self.valid


def papers_with_names(shown: ShownCount) -> str:
    """The papers as entered, with the candidates' names where the record has their references.

    BLT has no way to write a quote in a name, nor two of one name: those have their references behind
    them.
    """
    plain = [" ".join(name.replace('"', "'").split()) for name in shown.transcript.candidates]
    said = _told_apart(shown.references, plain)
    named = {f'"{one}"': f'"{name}"' for one, name in zip(shown.references, said, strict=True)}
    return "".join(
        named.get(line.strip(), line.rstrip("\n")) + "\n" for line in shown.papers.splitlines()
    )


def count_of(seat: Seat) -> ShownCount | None:
    """The latest count; None before there is one."""
    ballot, entered = seat.state.ballot, _latest(seat, PapersEntered)
    given = Given(seat.state, seat.rulebook, seat.entries[-1].at)
    rules = settled_rules(given).selection
    if ballot is None or not is_countable(ballot) or rules is None or seat.state.count is None:
        return None
    try:
        result = counted(ballot, rules)
    except BadInput:
        return None
    online = _latest(seat, OnlineResultEntered)
    stands = entered or online
    if isinstance(result, LotRequired | Refused) or stands is None:
        return None
    reconciled, opened = _latest(seat, BallotReconciled), _latest(seat, BallotOpened)
    return ShownCount(
        replace(result, candidates=_distinct(result.candidates, seat.names())),
        result.candidates,
        papers_text(ballot),
        stands[0],
        reconciled[1] if reconciled is not None else None,
        0 if entered is None else entered[1].returned,
        0 if entered is None else entered[1].spoilt,
        ballot.issued,
        None if ballot.online is None else ballot.online.ballots,
        0 if ballot.online is None else ballot.online.invalid,
        opened[1].packs if opened is not None else (),
        seat.state.roll.electors if seat.state.roll is not None else None,
    )


def attested_by_tellers(seat: Seat) -> str:
    """Who was selected where a handful of votes is for the parties alone; empty where none is."""
    made, few = seat.state.count, _latest(seat, FewPapersCounted)
    if made is None or few is None or few[0] != made.number:
        return ""
    return seat.names().get(made.elected, made.elected)


def _latest(seat: Seat, kind: type[E]) -> tuple[int, E] | None:
    return next(
        ((p.number, p.entry) for p in reversed(seat.entries) if isinstance(p.entry, kind)), None
    )


def _distinct(references: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    """Names for references; two persons of one name keep their references beside it."""
    return _told_apart(references, names_for(references, names))


def _told_apart(references: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    times = Counter(named)
    return tuple(
        f"{name} ({reference})" if times[name] > 1 else name
        for name, reference in zip(named, references, strict=True)
    )


def sheet_rows(transcript: Transcript) -> tuple[tuple[str, ...], ...]:
    """The sheet: candidates down, rounds across, what each gained or lost in brackets."""
    rounds = transcript.rounds
    columns = [(*round.votes, round.exhausted, round.not_transferable) for round in rounds]
    names = (*transcript.candidates, "exhausted", "not-transferable")
    rows = [
        (name, *(_cell(columns, n, at) for n in range(len(rounds))))
        for at, name in enumerate(names)
    ]
    return tuple(row for row in rows if row[0] in transcript.candidates or _says(row))


def _says(row: tuple[str, ...]) -> bool:
    return any(cell not in ("0", "") for cell in row[1:])


def _cell(columns: list[tuple[Amount, ...]], n: int, at: int) -> str:
    now = columns[n][at]
    if n == 0:
        return exact_text(now)
    moved = now - columns[n - 1][at]
    if moved == 0:
        return exact_text(now)
    sign = "+" if moved > 0 else "−"
    return f"{exact_text(now)} ({sign}{exact_text(abs(moved))})"
