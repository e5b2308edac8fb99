"""The state of one proceeding: a fold of its entries, and nothing that the entries do not say."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from hustings.ballots.paper import Pack
from hustings.proceedings.online import OnlineState
from hustings.proceedings.stages import Answer, Outcome, Stage, UnitAnswer


@dataclass(frozen=True, slots=True)
class IntentionState:
    """Asked, answered, silent, asked again."""

    asked_at: datetime | None = None
    reply_by: datetime | None = None
    second_at: datetime | None = None
    second_by: datetime | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None
    late_answer: Answer | None = None
    late_at: datetime | None = None
    exempt: bool = False
    suspensions: tuple[int, ...] = ()

    @property
    def suspended(self) -> bool:
        """Whether at least one case on the representative is open: several have the union of their effects."""
        return bool(self.suspensions)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the published timetable."""

    id: str
    starts: datetime
    ends: datetime | None

    @property
    def last(self) -> datetime:
        """The last instant of the step; a step with an hour and no length is that instant."""
        return self.ends if self.ends is not None else self.starts


@dataclass(frozen=True, slots=True)
class RollState:
    """What the record knows of the frozen roll of electors."""

    freeze: date
    digest: str
    electors: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit on the roll of units."""

    id: str
    name: str
    kind: str
    organisation: str
    counts: bool
    because: str
    affiliated_since: date | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to the roll of units, open until it is decided."""

    number: int
    unit: str
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A unit's meeting on the trigger question."""

    unit: str
    at: datetime
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnState:
    """A unit's return and what has happened to it. Earlier, void returns of the unit stay in the list."""

    unit: str
    answer: UnitAnswer
    made_at: datetime
    void: bool = False
    contested: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who wants to be selected, by reference."""

    person: str
    incumbent: bool = False
    due_diligence: Literal[True] | None = None
    """Whether checks have been reported; what they found is no part of the state, and can be erased."""
    longlisted: bool = False
    shortlisted: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Nomination:
    """A unit's nomination; it counts once the nominee has consented."""

    unit: str
    nominee: str
    consented: bool = False
    released: bool = False


@dataclass(frozen=True, slots=True)
class PanelMember:
    """One seat of a panel, and the body that filled it."""

    person: str
    appointed_by: str


@dataclass(frozen=True, slots=True)
class BallotState:
    """The members' ballot: on paper, online, or both."""

    candidates: tuple[str, ...]
    opens: datetime
    closes: datetime
    issued: int
    withdrawn_after_papers: tuple[str, ...] = ()
    reconciled: bool = False
    papers: str | None = None
    spoilt: int = 0
    void: bool = False
    packs: tuple[Pack, ...] = ()
    returned: int | None = 0
    """Papers that came back by the reconciliation; None where they are a handful."""
    returned_to_parties: int | None = field(default=None, compare=False)
    """The same by the account of the packs, known only to whom that is disclosed; nothing follows from it."""
    lots: tuple["DrawnLot", ...] = ()
    recounts: tuple[str, ...] = ()
    """Who has asked for a recount, once for each time."""
    online: OnlineState | None = None
    readings: tuple["SealedReading", ...] = ()
    """Sealed readings of the papers that have not been opened yet, one a teller."""


@dataclass(frozen=True, slots=True)
class SealedReading:
    """One teller's reading of the papers, under a seal."""

    person: str
    seal: str


@dataclass(frozen=True, slots=True)
class DrawnLot:
    """A lot that people drew, fitted to exactly one situation of one count."""

    situation: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountState:
    """The latest count; a recount replaces it and leaves it in the record."""

    elected: str
    number: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class AppealState:
    """An appeal against one outcome: ``outcome`` is the number of the entry that brought it about."""

    number: int
    against: str
    decided: bool = False
    upheld: bool = False
    outcome: int | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A decision, remembered so that it can be superseded, appealed or reopened on a listed ground only."""

    number: int
    kind: str
    body: str
    power: str
    ground: str
    at: datetime
    reopened: bool = False
    superseded_by: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A minimum interval that a competent body has waived."""

    interval: str
    body: str
    number: int


@dataclass(frozen=True, slots=True)
class ReadoptionState:
    """Readoption by a body's ballot, and a second ballot of all members where it was asked for."""

    first_lost: bool | None = None
    lost_at: datetime | None = None
    demanded: str | None = None
    second_lost: bool | None = None


@dataclass(frozen=True, slots=True)
class PetitionState:
    """A petition while it runs. Signatures are never counted before it has ended."""

    opens: datetime
    closes: datetime
    electors: int
    ended_early: str | None = None
    signatures: int | None = None
    rejected: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that a seat's entries say, and how many there are."""

    proceeding: str = ""
    seat: str = ""
    rulebook: str = ""
    rulebook_digest: str = ""
    representative: str | None = None
    holder: str | None = None
    opened_at: datetime | None = None
    holidays: tuple[tuple[date, str], ...] = ()
    stage: Stage = Stage.OPENED
    entries: int = 0
    last_at: datetime | None = None
    intention: IntentionState = field(default_factory=IntentionState)
    timetable: tuple[PlannedStep, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    secretary: str | None = None
    conflicts: tuple[tuple[str, str], ...] = ()
    original_freeze: date | None = None
    roll: RollState | None = None
    units: tuple[UnitRow, ...] = ()
    units_published_at: datetime | None = None
    objections_until: datetime | None = None
    objections: tuple[Objection, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    returns: tuple[ReturnState, ...] = ()
    readings: tuple[tuple[int, str], ...] = ()
    trigger: Outcome | None = None
    readoption: ReadoptionState | None = None
    petition: PetitionState | None = None
    applicants: tuple[Applicant, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    panel: tuple[PanelMember, ...] = ()
    shortlisted_at: datetime | None = None
    hustings_at: datetime | None = None
    ballot: BallotState | None = None
    count: CountState | None = None
    recount_ordered: bool = False
    outcome: Outcome | None = None
    candidate: str | None = None
    outcome_at: datetime | None = None
    outcome_number: int | None = None
    appeals_until: datetime | None = None
    appeals: tuple[AppealState, ...] = ()
    decisions: tuple[DecisionState, ...] = ()
    postponed_at: datetime | None = None
    resumes_at: Stage | None = None
    emergency: bool = False
    emergency_effect: str | None = None
    overridden: tuple[int, ...] = ()

    def step(self, step_id: str) -> PlannedStep | None:
        """The published date of a step, if the timetable has it."""
        return next((step for step in self.timetable if step.id == step_id), None)

    def unit(self, unit_id: str) -> UnitRow | None:
        """A unit on the roll of units."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def standing_return(self, unit_id: str) -> ReturnState | None:
        """The unit's latest return, void or not."""
        return next((r for r in reversed(self.returns) if r.unit == unit_id), None)

    def applicant(self, person: str) -> Applicant | None:
        """An applicant by reference."""
        return next((a for a in self.applicants if a.person == person), None)

    def decision(self, number: int) -> DecisionState | None:
        """A decision by the number of its entry in this proceeding (the first entry is 1)."""
        return next((d for d in self.decisions if d.number == number), None)

    @property
    def postponed(self) -> bool:
        """Whether the procedure rests."""
        return self.postponed_at is not None

    @property
    def open_appeals(self) -> tuple[AppealState, ...]:
        """Appeals that nobody has decided yet."""
        return tuple(appeal for appeal in self.appeals if not appeal.decided)
