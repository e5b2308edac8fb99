"""The shape of an open selection, of appeals and endorsement, and of the emergency route."""

from typing import Literal

from pydantic import Field, model_validator

from hustings.rulebooks.values import Cited, Deadline, FractionText, Rule, SpanText, Strict

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


class OnlineBallot(Strict):
    """What has to hold before members may vote secretly online; without it they vote on paper only."""

    at_least_electors: Rule[int]
    """Fewer than so many on the roll, and no secret ballot is held online: too few to hide among."""
    trustees: Rule[int]
    """At least so many persons hold a part of the key."""
    needed: Rule[int]
    """So many of them open the result together; the others' parts may be lost."""
    rehearsal: Rule[bool]
    """Whether a rehearsal, under a separate election, comes before the opening."""
    replacement: Rule[Literal["refused", "last-counts"]]
    """Whether a ballot that was cast can be replaced by a later one of the same elector."""
    grace_minutes: Rule[int]
    """Whoever opened the booth before the close may cast for so many minutes after it."""
    invalid: Rule[Literal["listed-and-not-counted"]]
    """What becomes of a ballot that holds no valid ranking once it is opened."""


class MemberBallot(Strict):
    """The secret ballot of members, its law, and what a lone nominee means; on paper, or online as well."""

    law: Rule[Literal["alternative-vote", "plurality"]]
    tie: Rule[Literal["lot", "first-preferences-back"]]
    open_for: Rule[SpanText]
    sole_nominee: Rule[Literal["deemed-selected", "affirmative-ballot", "unsettled"]]
    withdrawal_after_papers: Rule[Literal["preferences-pass-on", "run-again", "unsettled"]]
    recount: Rule[Literal["on-request", "by-decision"]]
    recount_within: Rule[SpanText]
    recounts: Rule[int] | None = None
    """How many recounts each candidate may ask for; none named, no limit."""
    online: OnlineBallot | None = None


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
