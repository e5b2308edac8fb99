"""The decisions of a seat: which body, by which power, with what votes, on what ground, for which reasons."""

from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.saying import Names, say
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.showing.applied import applied_rule
from hustings.conduct.showing.returns import public_text
from hustings.kernel.clauses import Citation
from hustings.proceedings.decisions import Decision
from hustings.proceedings.intention import Exempted
from hustings.proceedings.overrides import Overridden
from hustings.proceedings.suspension import Suspended, SuspensionEnded
from hustings.timetable.sentences import Translate

GROUND_IS_NOT_PUBLIC = (Exempted, Suspended, SuspensionEnded)
"""Which ground applied is never shown; the page says under which rule it was decided, and no more."""


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision with everything that a reader needs to judge it."""

    number: int
    kind: str
    at: datetime
    says: str
    body: str
    citation: Citation | None
    quorum: int
    present: int
    in_favour: int
    against: int
    abstained: int
    not_voting: int
    ground: str
    reasons: str
    is_override: bool
    supersedes: int | None
    superseded_by: int | None
    reopened: bool
    replaced: bool
    applied: Citation | None = None
    """The rule that it rests on besides the body's power, where there is one."""

    @property
    def is_struck(self) -> bool:
        """Whether another decision stands in its place now."""
        return self.superseded_by is not None or self.reopened or self.replaced


def decisions_of(seat: Seat, names: Names, translate: Translate) -> tuple[ShownDecision, ...]:
    """Every decision, the latest first."""
    return tuple(
        _shown(placed, placed.entry, seat, names, translate)
        for placed in reversed(seat.entries)
        if isinstance(placed.entry, Decision)
    )


LATEST = 3
"""So many of the latest decisions are always in sight."""


def in_sight(
    decisions: tuple[ShownDecision, ...],
) -> tuple[tuple[ShownDecision, ...], tuple[ShownDecision, ...]]:
    """Those that stay in sight, and the others, which a long page folds.

    The latest stay, and each that was struck, replaced another, or is an override.
    """
    shown = tuple(
        one
        for at, one in enumerate(decisions)
        if at < LATEST or one.is_struck or one.is_override or one.supersedes is not None
    )
    rest = tuple(one for one in decisions if one not in shown)
    return (shown, rest) if len(rest) > 1 else (decisions, ())


def citation_of(seat: Seat, decision: Decision) -> Citation | None:
    """The rule that gives the body its power."""
    power = seat.rulebook.rules.powers.get(decision.power_name)
    return power.citation if power is not None else None


def _shown(
    placed: Placed, entry: Decision, seat: Seat, names: Names, translate: Translate
) -> ShownDecision:
    known = seat.state.decision(placed.number)
    power = seat.rulebook.rules.powers.get(entry.power_name)
    private = isinstance(entry, GROUND_IS_NOT_PUBLIC)
    return ShownDecision(
        number=placed.number,
        kind=entry.kind,
        at=placed.at,
        says=say(entry, names, seat.rulebook.rules.rulebook.calendar.zone, translate),
        body=translate(entry.body),
        citation=citation_of(seat, entry),
        applied=applied_rule(entry, seat.rulebook.rules),
        quorum=power.quorum if power is not None else 1,
        present=entry.present,
        in_favour=entry.in_favour,
        against=entry.against,
        abstained=entry.abstained,
        not_voting=entry.not_voting,
        ground="" if private else entry.ground,
        reasons=public_text(entry.reasons),
        is_override=isinstance(entry, Overridden),
        supersedes=entry.supersedes,
        superseded_by=known.superseded_by if known is not None else None,
        reopened=known.reopened if known is not None else False,
        replaced=_replaced(placed.number, seat),
    )


def _replaced(number: int, seat: Seat) -> bool:
    return any(
        isinstance(placed.entry, Overridden) and placed.entry.replaces == number
        for placed in seat.entries
    )
