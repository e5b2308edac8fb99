"""What a timetable is: dated lines with the rule behind each, breaches, remarks, the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from hustings.kernel.clauses import Citation
from hustings.timetable.calendars import FrozenCalendar


@dataclass(frozen=True, slots=True)
class Waiver:
    """A recorded decision of a named body to let one breach stand.

    ``interval`` is the id of the interval, or of the blackout or step whose breach is waived;
    ``decision`` says where the decision is recorded.
    """

    interval: str
    body: str
    decision: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that the dates do not keep; ``waived_by`` names who let it stand, by which decision."""

    rule: str
    citation: Citation
    says: str
    waived_by: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One date of the timetable and why it is that one.

    ``day`` and ``last_day`` are days of the timetable's zone; ``starts`` and ``ends`` are instants
    in UTC. Where ``whole_days`` is true the hours say nothing: the line counts from the first
    midnight to the last. A line without ``ends`` is one instant. ``moved`` says what kept the date
    from being the one that the count alone gives.
    """

    id: str
    what: str
    phase: str
    day: date
    last_day: date | None
    starts: datetime
    ends: datetime | None
    whole_days: bool
    because: str
    citation: Citation
    moved: str | None = None

    @property
    def until(self) -> datetime:
        """The last instant of the line, itself still in time: its end, its hour, or its midnight."""
        return self.starts if self.ends is None else self.ends


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every date of a proceeding, in the order of time."""

    rulebook: str
    opened: date
    lines: tuple[Line, ...]
    breaches: tuple[Breach, ...]
    calendar: FrozenCalendar
    warnings: tuple[str, ...] = ()

    def line(self, step: str) -> Line:
        """The line of that step; ``KeyError`` where the timetable has none."""
        for line in self.lines:
            if line.id == step:
                return line
        raise KeyError(step)
