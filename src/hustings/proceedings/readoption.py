"""Readoption by a body's secret ballot on paper, and the ballot of all members that its loser may ask for."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import ClassVar, Literal

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused, unsettled
from hustings.proceedings.clock import due, say
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import ReadoptionState, Selection
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.deciding_stages import BodyBallot, Readoption


def readoption_rules(given: Given) -> Readoption | Refused:
    """The rulebook's readoption with the readings adopted so far, or a refusal where it has none."""
    rules = settled_rules(given).readoption
    if rules is None:
        return Refused(
            "no-readoption", f"rulebook {given.rulebook.id}", "No body decides on readoption here."
        )
    return rules


@dataclass(frozen=True, kw_only=True)
class BodyBallotReturned(Entry):
    """The result of the body's ballot, or of the ballot of all members: totals, by two tellers."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    ballot: Literal["first", "second"]
    question: str
    entitled: int
    in_favour: int
    against: int
    spoilt: int = 0
    carried: bool | None = computed(None)

    @clause("libdem-reselection", "19.6")
    def decided(self, given: Given) -> Entry | Refused:
        """On the exact question, in turn, with totals that fit; exactly half only where it is settled."""
        rules = readoption_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.READOPTION:
            return refused(
                "no-readoption-now", THE_ORDER, "No readoption is running for this seat."
            )
        held = self._rules_of(rules, given)
        if isinstance(held, Refused):
            return held
        if self.question != held.question.value:
            return refused(
                "another-question",
                held.question,
                f'The question is, word for word: "{held.question.value}"',
            )
        voting = self.in_favour + self.against
        if min(self.in_favour, self.against, self.spoilt) < 0 or (
            voting + self.spoilt > self.entitled
        ):
            return refused(
                "votes-do-not-add-up",
                THE_RECORD,
                f"{voting + self.spoilt} votes are reported by {self.entitled} entitled to vote.",
            )
        if voting == 0:
            return refused("nobody-voted", held.of, "There is no majority of nobody voting.")
        share = Fraction(self.in_favour, voting)
        if share == held.more_than and rules.exactly_half.value == "unsettled":
            return unsettled(rules.exactly_half, "Whether exactly half is enough")
        enough = rules.exactly_half.value == "enough" and share == held.more_than
        return replace(self, carried=enough or share > held.more_than)

    def _rules_of(self, rules: Readoption, given: Given) -> BodyBallot | Refused:
        done = given.state.readoption
        if self.ballot == "first":
            if done is not None:
                return refused("voted-already", THE_RECORD, "The first ballot has been held.")
            return rules.first
        if rules.second is None or done is None or done.demanded != "ballot-of-all-members":
            return refused(
                "no-second-ballot", rules.if_lost, "No second ballot has been asked for."
            )
        return rules.second

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Carried: readopted, appeals are open. Lost: the representative may ask for what the rulebook gives."""
        if self.carried:
            return replace(
                state,
                stage=Stage.APPEALS,
                outcome=Outcome.RESELECTED,
                candidate=state.representative,
                outcome_at=at,
                outcome_number=state.entries + 1,
                readoption=self._won(state.readoption or ReadoptionState()),
            )
        if self.ballot == "first":
            return replace(state, readoption=ReadoptionState(first_lost=True, lost_at=at))
        lost = replace(state.readoption or ReadoptionState(), second_lost=True)
        return replace(state, readoption=lost, stage=Stage.APPLICATIONS)

    def _won(self, done: ReadoptionState) -> ReadoptionState:
        if self.ballot == "first":
            return replace(done, first_lost=False)
        return replace(done, second_lost=False)


@dataclass(frozen=True, kw_only=True)
class NextStepDemanded(Entry):
    """A representative who lost asks for a ballot of all members, or for a place on the shortlist."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.REPRESENTATIVE, signed=False),)

    demand: Literal["ballot-of-all-members", "shortlist"]

    @clause("libdem-reselection", "19.6")
    def decided(self, given: Given) -> Entry | Refused:
        """After a lost first ballot, in time, one of the ways that the rulebook gives."""
        rules = readoption_rules(given)
        if isinstance(rules, Refused):
            return rules
        done = given.state.readoption
        if given.state.stage is not Stage.READOPTION or done is None or done.lost_at is None:
            return refused("nothing-lost", THE_ORDER, "No ballot on readoption has been lost.")
        if done.demanded is not None:
            return refused("demanded-already", THE_RECORD, "The next step has been chosen already.")
        if self.demand not in rules.if_lost.value:
            ways = " or ".join(rules.if_lost.value)
            return refused("no-such-way", rules.if_lost, f"After a lost ballot there is: {ways}.")
        if rules.demand_within is not None:
            until = due(given, done.lost_at, rules.demand_within)
            if given.now > until:
                return refused(
                    "too-late",
                    rules.demand_within,
                    f"This could be asked for until {say(given, until)}.",
                )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A second ballot, or an open selection with the representative's place in it."""
        done = replace(state.readoption or ReadoptionState(), demanded=self.demand)
        stage = Stage.APPLICATIONS if self.demand == "shortlist" else state.stage
        return replace(state, readoption=done, stage=stage)
