"""Readoption by a body's secret ballot on paper, and the ballot of all members that its loser may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar, Literal

from hustings.kernel.canonical import Json
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused, unsettled
from hustings.proceedings.clock import due, say
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import ReadoptionState, Selection
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.deciding_stages import BodyBallot, Readoption

TOTALS = ("entitled", "in_favour", "against", "spoilt")


def readoption_rules(given: Given) -> Readoption | Refused:
    """The rulebook's readoption with the readings adopted so far, or a refusal where it has none."""
    rules = settled_rules(given).readoption
    if rules is None:
        return Refused(
            "no-readoption", f"rulebook {given.rulebook.id}", "No body decides on readoption here."
        )
    return rules


def demand_closes(given: Given) -> datetime | None:
    """Until when a representative who lost may ask for the next step; None where nothing says so."""
    rules, done = readoption_rules(given), given.state.readoption
    if isinstance(rules, Refused) or rules.demand_within is None:
        return None
    if done is None or done.lost_at is None:
        return None
    return due(given, done.lost_at, rules.demand_within)


@dataclass(frozen=True, kw_only=True)
class BodyBallotReturned(Entry):
    """The result of the body's ballot, or of the ballot of all members: totals, by two tellers.

    Where the votes are a handful the totals are None for everybody and ``totals`` (``entitled``,
    ``in_favour``, ``against``, ``spoilt``) has them for the parties; ``attested`` says whether it was carried.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    ballot: Literal["first", "second"]
    question: str
    entitled: int | None
    in_favour: int | None
    against: int | None
    spoilt: int | None = 0
    totals: Withheld | None = None
    attested: bool | None = None
    carried: bool | None = computed(None)

    @classmethod
    def few(cls, said: "BodyBallotReturned", *, carried: bool) -> "BodyBallotReturned":
        """The same result without a figure for everybody."""
        totals: dict[str, Json] = {name: getattr(said, name) for name in TOTALS}
        return replace(
            said,
            **dict.fromkeys(TOTALS),
            totals=Withheld(totals, Visibility.PARTIES),
            attested=carried,
        )  # type: ignore[arg-type]

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
        carried = self._carried(rules, held, given)
        return carried if isinstance(carried, Refused) else replace(self, carried=carried)

    def _carried(self, rules: Readoption, held: BodyBallot, given: Given) -> bool | Refused:
        """Worked out from the totals; attested where they are a handful, and no longer disclosed."""
        cell = given.rulebook.rules.publication.minimum_cell
        told = [getattr(self, name) for name in TOTALS]
        kept = self.totals is not None
        if any((number is None) != kept for number in told) or (self.attested is None) == kept:
            return refused(
                "figures-unclear",
                THE_RECORD,
                "All totals are told, or none of them and the result.",
            )
        if self.totals is not None and self.totals.seen_by is Visibility.PUBLIC:
            return refused("cell-too-small", cell, _FEW.format(cell=cell.value))
        if self.totals is not None and not self.totals.is_disclosed:
            return bool(self.attested)
        totals = told if self.totals is None else _totals_in(self.totals)
        if totals is None:
            return refused("figures-unclear", THE_RECORD, "Totals are four whole numbers.")
        found = _majority(totals, rules, held)
        few = sum(totals[1:]) < cell.value
        if isinstance(found, Refused):
            return found
        if few != kept:
            return refused("cell-too-small", cell, _FEW.format(cell=cell.value))
        if kept and found != self.attested:
            return refused(
                "result-contradicts-votes", THE_RECORD, "The totals say otherwise than the result."
            )
        return found

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


_FEW = "With fewer than {cell} votes, and then only, the totals stay with the parties."


def _majority(totals: Sequence[int], rules: Readoption, held: BodyBallot) -> bool | Refused:
    """Whether these totals (entitled, in favour, against, spoilt) are a majority of those voting."""
    entitled, in_favour, against, spoilt = totals
    voting = in_favour + against
    if min(totals) < 0 or voting + spoilt > entitled:
        return refused(
            "votes-do-not-add-up",
            THE_RECORD,
            f"{voting + spoilt} votes are reported by {entitled} entitled to vote.",
        )
    if voting == 0:
        return refused("nobody-voted", held.of, "There is no majority of nobody voting.")
    share = Fraction(in_favour, voting)
    if share == held.more_than and rules.exactly_half.value == "unsettled":
        return unsettled(rules.exactly_half, "Whether exactly half is enough")
    return (rules.exactly_half.value == "enough" and share == held.more_than) or (
        share > held.more_than
    )


def carried_by(said: BodyBallotReturned, given: Given) -> bool | Refused:
    """Whether these totals carry, whoever may read them; for the tellers before they sign."""
    rules = readoption_rules(given)
    if isinstance(rules, Refused):
        return rules
    held = rules.first if said.ballot == "first" else rules.second
    if held is None:
        return refused("no-second-ballot", rules.if_lost, "No second ballot has been asked for.")
    return _majority([getattr(said, name) or 0 for name in TOTALS], rules, held)


def _totals_in(kept: Withheld) -> list[int] | None:
    fields: Any = kept.value
    try:
        totals: list[Any] = [fields[name] for name in TOTALS]
    except (KeyError, TypeError):
        return None
    return totals if {type(number) for number in totals} == {int} else None


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
        until = demand_closes(given)
        if rules.demand_within is not None and until is not None and given.now > until:
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
