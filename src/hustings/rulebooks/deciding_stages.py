"""The shape of the stages that decide whether there is a selection: trigger ballot, readoption, petition."""

from typing import Literal

from pydantic import Field, model_validator

from hustings.rulebooks.values import Cited, Deadline, FractionText, Rule, SpanText, Strict

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
        if self.weights is None and self.value == "weighted-college":
            raise ValueError(
                "a weighted-college says what each pool weighs, "
                'like weights = { branch = "1/2", affiliate = "1/2" }'
            )
        if self.weights is not None and self.value != "weighted-college":
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
