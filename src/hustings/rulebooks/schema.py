"""The shape of ``rules.toml``: typed stages that rulebooks compose; values only, never procedure."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from hustings.rulebooks.values import (
    Cited,
    ClockText,
    Deadline,
    FractionText,
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


# --- the trigger ballot -----------------------------------------------------------------------------


class Question(Strict):
    """The exact question that every unit answers; a return on another wording is refused."""

    text: Rule[str]
    open: str = Field(description="the answer that asks for an open selection")
    reselect: str = Field(description="the answer that keeps the sitting representative")


class Pool(Strict):
    """One pool of units in the aggregation."""

    units: Literal["branch", "affiliate"]
    each: int = Field(ge=1, description="votes that each unit of this pool has")


class Aggregate(Cited):
    """How the units' answers become one: a function, a share and an exact threshold."""

    value: Literal["pooled-majority", "either-pool", "weighted-college", "all-pools"]
    share_of: Literal["open", "reselect"]
    at_least: FractionText | None = None
    more_than: FractionText | None = None
    weights: dict[str, FractionText] | None = None

    @model_validator(mode="after")
    def _one_threshold(self) -> "Aggregate":
        if (self.at_least is None) == (self.more_than is None):
            raise ValueError('give exactly one of at_least and more_than, like at_least = "1/3"')
        threshold = self.at_least if self.at_least is not None else self.more_than
        if threshold is None or not 0 <= threshold <= 1:
            raise ValueError('a threshold lies between 0 and 1, like at_least = "1/3"')
        if (self.weights is not None) != (self.value == "weighted-college"):
            raise ValueError(
                "weights belong to weighted-college and to nothing else, "
                'like weights = { branch = "1/2", affiliate = "1/2" }'
            )
        if self.weights is not None and min(self.weights.values(), default=1) < 0:
            raise ValueError(
                'a weight is not below zero, like { branch = "1/2", affiliate = "1/2" }'
            )
        if self.weights is not None and sum(self.weights.values()) != 1:
            raise ValueError(
                'the weights add up to one, like { branch = "1/2", affiliate = "1/2" }'
            )
        return self


class TriggerDecision(Strict):
    """The test, its base, and what happens where the returns do not settle it."""

    aggregate: Aggregate
    base: Rule[Literal["valid-returns"]]
    exactly_half: Rule[Literal["as-written", "enough", "unsettled"]]
    unit_tie: Rule[Literal["reselect", "open", "abstain", "unsettled"]]
    empty_pool: Rule[Literal["counts-zero", "other-pools-decide", "unsettled"]]
    no_returns: Rule[Literal["reselected", "open-selection", "unsettled"]]


class TriggerMeeting(Strict):
    """The unit's meeting."""

    notice: Rule[SpanText]
    quorum: Rule[int] = Field(description="0 where none applies")
    representative: Rule[Literal["excluded", "allowed"]]


class TriggerReturns(Strict):
    """How a unit reports, and until when its report can be contested."""

    tellers: Rule[int]
    affiliate_declaration: Rule[bool]
    late: Rule[Literal["not-returned", "unsettled"]]
    duplicate: Rule[Literal["refused"]]
    contest_within: Rule[SpanText]


class Trigger(Strict):
    """The trigger ballot of units."""

    question: Question
    pools: dict[str, Pool]
    decision: TriggerDecision
    meeting: TriggerMeeting
    returns: TriggerReturns

    @model_validator(mode="after")
    def _weights_name_pools(self) -> "Trigger":
        weights = self.decision.aggregate.weights
        if weights is not None and set(weights) != set(self.pools):
            raise ValueError(
                f"the weights name {sorted(weights)}, the pools are {sorted(self.pools)}; name the same pools"
            )
        return self


# --- readoption by a body, and petition -----------------------------------------------------------------


class BodyBallot(Strict):
    """A secret ballot on paper of one body: ``majority of those voting`` and its like."""

    electors: Rule[Literal["executive-council", "members-present", "all-members"]]
    more_than: FractionText
    of: Rule[Literal["voting"]]
    question: Rule[str]


class Readoption(Strict):
    """Readoption by a body's ballot, and what the representative may ask for when it is lost."""

    first: BodyBallot
    exactly_half: Rule[Literal["as-written", "enough", "unsettled"]]
    if_lost: Rule[list[Literal["ballot-of-all-members", "shortlist"]]]
    demand_within: Deadline | None = None
    second: BodyBallot | None = None


class Petition(Strict):
    """A petition of electors for a named time."""

    at_least: FractionText
    of: Rule[Literal["roll"]]
    signing: Rule[SpanText]
    places: Rule[int] | None = None
    reaching_ends: Rule[bool]
    early_ends: Rule[list[str]]
    running_count: Rule[bool]
    grounds: Rule[list[str]]
    effect: Rule[str]


# --- the selection ------------------------------------------------------------------------------------


class Applications(Strict):
    """Who may apply."""

    open_for: Rule[SpanText]
    member_for: Rule[SpanText] | None = None
    requirements: Rule[list[str]]


class Longlist(Strict):
    """Who goes on the longlist, and who goes there without being chosen."""

    made_by: Rule[str]
    automatic: Rule[list[Literal["incumbent", "nominated-by-affiliate"]]]
    reasons: Rule[Literal["to-applicant", "none"]]


class Nominations(Strict):
    """Nominations by units, each with the nominee's consent."""

    by: Rule[list[Literal["branch", "affiliate"]]]
    per_unit: Rule[int]
    needed: Rule[int]
    consent: Rule[bool]


class Quota(Cited):
    """At least so many of a category; refused without the lawful basis and definition adopted with it."""

    category: str
    at_least: FractionText
    basis: str = Field(min_length=1)
    definition: str = Field(min_length=1)


class PanelSeat(Strict):
    """So many members of a panel appointed by one body."""

    appointed_by: str
    number: int = Field(ge=1)


class Panel(Cited):
    """Who sits on the panel."""

    seats: list[PanelSeat]
    recusal: Literal["close-relatives-and-employees", "none"]


class Shortlist(Strict):
    """The shortlist, the incumbent's place on it, its limits and its panel."""

    incumbent_automatic: Rule[bool]
    at_least: Rule[int]
    at_most: Rule[int]
    panel: Panel
    quotas: list[Quota] = Field(default_factory=list[Quota])


class MemberBallot(Strict):
    """The secret ballot of members on paper, its law, and what a lone nominee means."""

    law: Rule[Literal["alternative-vote", "plurality"]]
    tie: Rule[Literal["lot", "first-preferences-back"]]
    open_for: Rule[SpanText]
    sole_nominee: Rule[Literal["deemed-selected", "affirmative-ballot", "unsettled"]]
    withdrawal_after_papers: Rule[Literal["preferences-pass-on", "run-again", "unsettled"]]
    recount: Rule[Literal["on-request", "by-decision"]]
    recount_within: Rule[SpanText]


class SelectionRules(Strict):
    """The open selection from applications to the count."""

    applications: Applications
    longlist: Longlist
    nominations: Nominations
    shortlist: Shortlist
    ballot: MemberBallot


class Appeals(Strict):
    """The window after an outcome in which it can be appealed, to whom, and on what grounds."""

    window: Deadline
    to: Rule[str]
    grounds: Rule[list[str]]


class Endorsement(Strict):
    """Who endorses, and what a refusal leads to."""

    by: Rule[str]
    refusal: Rule[Literal["run-again", "waits-for-decision"]]


# --- the emergency route --------------------------------------------------------------------------------

SeatSituation = Literal[
    "not-asked",
    "asked",
    "said-no",
    "trigger-running",
    "triggered-unselected",
    "ballot-open",
    "selected-unendorsed",
    "suspended",
    "vacant",
]
EmergencyEffect = Literal[
    "readopted-subject-to-endorsement",
    "panel-selects",
    "votes-void-panel-selects",
    "goes-to-endorsement",
    "waits-for-decision",
    "continues",
]


class Consequence(Cited):
    """What the emergency does to a seat in one situation."""

    value: EmergencyEffect


class Emergency(Strict):
    """When the emergency route begins, and its consequence for every situation of a seat."""

    moment: Rule[Literal["announcement", "dissolution", "resolution"]]
    declared_by: Rule[str]
    consequences: dict[SeatSituation, Consequence]
    panel: Panel

    @model_validator(mode="after")
    def _every_situation(self) -> "Emergency":
        missing = sorted(set(SeatSituation.__args__) - set(self.consequences))  # type: ignore[attr-defined]
        if missing:
            raise ValueError(
                f"no consequence for {', '.join(missing)}; write one for every situation, "
                'like vacant = { value = "panel-selects", source = "…" }'
            )
        return self


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
