"""The shape of ``rules.toml``: typed stages that rulebooks compose; values only, never procedure."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from hustings.rulebooks.deciding_stages import Petition, Readoption, Trigger
from hustings.rulebooks.selecting_stages import Appeals, Emergency, Endorsement, SelectionRules
from hustings.rulebooks.values import (
    Cited,
    ClockText,
    Deadline,
    Rule,
    SpanText,
    Strict,
)

# --- the head -----------------------------------------------------------------------------------


class InForce(Strict):
    """The days on which a proceeding is opened under this rulebook; ``until`` is the first day after."""

    from_: date = Field(alias="from")
    until: date | None = None


class Calendar(Strict):
    """Whose bank holidays count, and which clock."""

    country: str
    subdivision: str | None = None
    zone: str


class Head(Strict):
    """Which rulebook this is."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    organisation: str
    label: Literal["unofficial reconstruction", "model", "adopted"]
    procedure: Literal["unit-trigger", "body-readoption", "petition"]
    in_force: InForce
    calendar: Calendar
    amends: str | None = Field(
        default=None, description="the id of the rulebook that this one replaces"
    )
    note: str = ""


# --- do you intend to stand? ----------------------------------------------------------------------


class Intention(Strict):
    """The letter to the sitting representative, the answer, and what silence means."""

    asked_by: Rule[str]
    reply_within: Deadline
    silence: Rule[
        Literal["second-letter-then-decision", "treated-as-no", "treated-as-yes", "unsettled"]
    ]
    second_letter_within: Deadline | None = None
    late_answer: Rule[Literal["good-cause-by-decision", "refused", "unsettled"]]
    change_of_answer: Rule[Literal["until-deadline", "never"]]
    exempt: Rule[list[str]]
    exempt_effect: Rule[Literal["readopted-subject-to-endorsement"]]
    suspended: Rule[Literal["waits-for-the-competent-body"]]


# --- the rolls --------------------------------------------------------------------------------------


class Roll(Strict):
    """Who may vote: tests on each member at the freeze date."""

    freeze: Rule[Literal["timetable-meeting", "opening", "notice"]]
    member_for: Rule[SpanText]
    month_end: Rule[Literal["last-day", "next-day"]]
    classes: Rule[list[str]]
    arrears: Rule[Literal["excluded", "chance-to-pay", "ignored"]]
    pay_within: Rule[SpanText] | None = None
    suspended: Rule[Literal["excluded", "included"]]
    minimum_age: Rule[int] | None = None


class UnitKind(Strict):
    """Which units of one kind count, and how often."""

    affiliated_for: Rule[SpanText] | None = Field(
        default=None, description="before the freeze date"
    )
    fees_paid: Rule[bool] | None = None
    one_per: Rule[Literal["organisation", "branch"]]
    evidence: Rule[list[str]]


class Units(Strict):
    """The roll of units, and the time to object to it once it is published."""

    objections: Rule[SpanText]
    branch: UnitKind | None = None
    affiliate: UnitKind | None = None


# --- powers, timetable, service, publication --------------------------------------------------------------

PowerName = Literal[
    "open",
    "set-timetable",
    "freeze-rolls",
    "decide-silence",
    "accept-late-answer",
    "exempt",
    "suspend",
    "void-return",
    "reinstate-return",
    "decide-objection",
    "declare-trigger",
    "longlist",
    "shortlist",
    "order-recount",
    "hear-appeal",
    "endorse",
    "postpone",
    "cancel",
    "run-again",
    "waive-interval",
    "override",
    "declare-emergency",
    "reopen",
    "adopt-reading",
]


class Power(Cited):
    """Which bodies may do one thing, with what quorum, and on which grounds (none listed: any stated ground)."""

    bodies: list[str] = Field(min_length=1)
    quorum: int = Field(default=1, ge=1)
    grounds: list[str] = Field(default_factory=list[str])


class Step(Cited):
    """One date of the timetable, counted from the opening or from another step.

    ``after`` is ``opened`` or the id of another step; ``offset`` counts forward, ``back`` backward;
    ``lasts`` makes it a window from the computed day for that long. ``during`` keeps a step out of
    the named blackouts.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    what: str
    phase: Literal["intention", "trigger", "selection", "petition", "readoption"]
    after: str
    offset: SpanText | None = None
    back: SpanText | None = None
    at: ClockText | None = None
    lasts: SpanText | None = None
    starts: Literal["that-day", "monday-of-week"] = "that-day"
    if_not_working: Literal["stays", "next-working-day", "working-day-before"] = "stays"
    avoids: list[str] = Field(default_factory=list[str])


class Blackout(Cited):
    """A time of year in which some steps may not fall: ``from`` and ``until`` are ``MM-DD``, both inside."""

    id: str
    what: str
    from_: str = Field(alias="from", pattern=r"^\d\d-\d\d$")
    until: str = Field(pattern=r"^\d\d-\d\d$")


class Interval(Cited):
    """At least so much time between two steps; a breach is shown, and only ``waive-interval`` heals it."""

    id: str
    from_: str = Field(alias="from")
    to: str
    at_least: SpanText


class TimetableRules(Strict):
    """The steps with their dates, the blackouts and the minimum intervals."""

    steps: list[Step]
    blackouts: list[Blackout] = Field(default_factory=list[Blackout])
    intervals: list[Interval] = Field(default_factory=list[Interval])


class Service(Strict):
    """When a notice counts as served, by channel."""

    email: Rule[SpanText]
    post: Rule[SpanText]
    hand: Rule[SpanText]
    sent_by: Rule[ClockText] | None = Field(
        default=None,
        description="what is sent after this time, or not on a working day, is taken as sent on the next one",
    )


class Publication(Strict):
    """Below this many votes a unit's figures are withheld, and complementary ones with them."""

    minimum_cell: Rule[int]


class Rules(Strict):
    """The whole of ``rules.toml``."""

    rulebook: Head
    intention: Intention | None = None
    roll: Roll
    units: Units | None = None
    trigger: Trigger | None = None
    readoption: Readoption | None = None
    petition: Petition | None = None
    selection: SelectionRules | None = None
    appeals: Appeals | None = None
    endorsement: Endorsement | None = None
    emergency: Emergency | None = None
    powers: dict[PowerName, Power]
    timetable: TimetableRules
    service: Service
    publication: Publication

    @model_validator(mode="after")
    def _procedure_has_its_stages(self) -> "Rules":
        needs = {
            "unit-trigger": (
                "intention",
                "units",
                "trigger",
                "selection",
                "appeals",
                "endorsement",
                "emergency",
            ),
            "body-readoption": (
                "intention",
                "readoption",
                "selection",
                "appeals",
                "endorsement",
                "emergency",
            ),
            "petition": ("petition",),
        }[self.rulebook.procedure]
        missing = [f"[{name}]" for name in needs if getattr(self, name) is None]
        if missing:
            raise ValueError(
                f'procedure = "{self.rulebook.procedure}" needs {", ".join(missing)}; add what is missing'
            )
        return self


# --- readings ---------------------------------------------------------------------------------------------


class Reading(Strict):
    """An ambiguity: the question, what we read, who decided so, and on what evidence."""

    number: int = Field(ge=1)
    question: str
    reads: str
    choices: list[str] = Field(default_factory=list[str], description="every way it could be read")
    decided_by: str
    evidence: str


class Readings(Strict):
    """The whole of ``readings.toml``."""

    reading: list[Reading] = Field(default_factory=list[Reading])
