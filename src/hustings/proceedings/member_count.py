"""The papers are counted by the rulebook's law; a lot is drawn by people; recounts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt, write_blt
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, withdraw
from hustings.counting.transcript import Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from, back_to_the_table, nothing_to_recount
from hustings.proceedings.applications import not_in, selection_rules
from hustings.proceedings.citing import THE_ORDER, refused, unsettled
from hustings.proceedings.clock import end_after, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.member_ballot import NOBODY
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.standing import without_outcome
from hustings.proceedings.state import BallotState, CountState, DrawnLot, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.selecting_stages import SelectionRules


def is_countable(ballot: BallotState) -> bool:
    """Whether there are papers to count: entered from every way of voting, and not sealed as void."""
    on_paper = ballot.papers is not None or not ballot.packs
    online = ballot.online is None or ballot.online.opened
    return on_paper and online and not ballot.void


def papers_of(ballot: BallotState) -> Papers:
    """The papers as entered and the rankings cast online, with those who withdrew after papers were out.

    ``BadInput`` if they cannot be read.
    """
    whole = read_blt(papers_text(ballot).encode(), "papers.blt")
    return withdraw(whole.as_papers(), ballot.withdrawn_after_papers)


def papers_text(ballot: BallotState) -> str:
    """The papers as entered and the rankings cast online, as one BLT file; anybody can count it again."""
    ways = (ballot.papers, None if ballot.online is None else ballot.online.papers)
    texts = [text for text in ways if text is not None]
    if len(texts) == 1:
        return texts[0]
    read = [read_blt(text.encode(), "papers.blt") for text in texts]
    return write_blt(replace(read[0], papers=tuple(line for blt in read for line in blt.papers)))


def counted(ballot: BallotState, rules: SelectionRules) -> Transcript | LotRequired | Refused:
    """The count of the entered papers under the rulebook's law, with the lots drawn so far."""
    law, tie = rules.ballot.law.value, rules.ballot.tie.value
    lots = tuple(Lot(lot.situation, lot.order) for lot in ballot.lots)
    if law == "plurality":
        return count(papers_of(ballot), law, lots=lots)
    return count(papers_of(ballot), law, readings={"tie": tie}, lots=lots)


@dataclass(frozen=True, kw_only=True)
class LotDrawn(Entry):
    """People drew a lot for one exact situation of the count, before witnesses."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    situation: str
    order: tuple[str, ...]
    witnesses: Withheld | None = None

    def decided(self, given: Given) -> Entry | Refused:
        """Only where the count asks for exactly this lot."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        ballot = given.state.ballot
        if given.state.stage is not Stage.COUNT or ballot is None or not is_countable(ballot):
            return refused("no-papers", THE_ORDER, "There are no papers that a lot could decide.")
        result = counted(ballot, rules)
        if not isinstance(result, LotRequired):
            return refused("no-lot-needed", rules.ballot.tie, "The count needs no lot.")
        if result.situation != self.situation or sorted(result.between) != sorted(self.order):
            return refused(
                "another-lot",
                rules.ballot.tie,
                f"The count asks for another lot. {result.sentence}",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The lot goes into the count."""
        if state.ballot is None:
            return state
        lots = (*state.ballot.lots, DrawnLot(self.situation, self.order))
        return replace(state, ballot=replace(state.ballot, lots=lots))


@dataclass(frozen=True, kw_only=True)
class CountMade(Entry):
    """The count: worked out from the papers, the law and the lots, and nothing else."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    law: str = computed("")
    papers: str = computed("")
    elected: str = computed("")
    rounds: int = computed(0)

    def decided(self, given: Given) -> Entry | Refused:
        """Refused while a lot is to be drawn; the refusal says between whom and by which clause."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.COUNT)
        if no is not None:
            return no
        ballot = given.state.ballot
        if ballot is None or not is_countable(ballot):
            return refused("no-papers", THE_ORDER, "The papers have not been entered yet.")
        stopped = stopped_by_withdrawal(ballot, rules)
        if stopped is not None:
            return stopped
        result = counted(ballot, rules)
        if isinstance(result, LotRequired):
            return refused("lot-required", f"{result.law} {result.clause}", result.sentence)
        if isinstance(result, Refused):
            return result
        return replace(
            self,
            law=result.law,
            papers=result.papers,
            elected=result.candidates[result.elected[0]],
            rounds=len(result.rounds),
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Somebody is selected; appeals are open."""
        return selected(state, self.elected, at)


def stopped_by_withdrawal(ballot: BallotState, rules: SelectionRules) -> Refused | None:
    """A refusal where somebody withdrew after papers were out and the ballot is run again, or nobody knows."""
    rule = rules.ballot.withdrawal_after_papers
    if ballot.withdrawn_after_papers and rule.value == "unsettled":
        return unsettled(rule, "What a withdrawal after papers are out means")
    if ballot.withdrawn_after_papers and rule.value == "run-again":
        return refused(
            "run-again",
            rule,
            "A candidate withdrew after papers were out; under this rulebook the ballot is run again.",
        )
    return None


def selected(state: Selection, elected: str, at: datetime) -> Selection:
    """A count has selected somebody; one nominee alone whom the members turned down opens applications anew."""
    number = state.entries + 1
    if elected == NOBODY:
        return again_from(without_outcome(state), Stage.APPLICATIONS)
    return replace(
        state,
        stage=Stage.APPEALS,
        count=CountState(elected, number, at),
        recount_ordered=False,
        outcome=Outcome.CANDIDATE_SELECTED,
        candidate=elected,
        outcome_at=at,
        outcome_number=number,
    )


@dataclass(frozen=True, kw_only=True)
class RecountRequested(Entry):
    """A candidate asks for the papers to be counted again."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.CANDIDATE, Role.REPRESENTATIVE, signed=False),
    )

    @clause("model-association", "4.11")
    def decided(self, given: Given) -> Entry | Refused:
        """In time, where the rulebook gives candidates that right."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.APPEALS)
        if no is not None:
            return no
        made = given.state.count
        none = nothing_to_recount(given.state)
        if none is not None or made is None:
            return none or refused("nothing-to-recount", THE_ORDER, "No count has been made.")
        if rules.ballot.recount.value != "on-request":
            return refused(
                "recount-by-decision", rules.ballot.recount, "A recount needs a decision here."
            )
        within = rules.ballot.recount_within
        until = end_after(given, made.counted_at, within.value)
        if given.now > until:
            return refused(
                "too-late", within, f"A recount could be asked for until {say(given, until)}."
            )
        return self._once_more(rules, given) or self

    def _once_more(self, rules: SelectionRules, given: Given) -> Refused | None:
        most, ballot = rules.ballot.recounts, given.state.ballot
        if most is None or ballot is None:
            return None
        if all(ballot.recounts.count(who) < most.value for who in self._asking()):
            return None
        return refused(
            "recounted-already",
            most,
            f"This candidate has had a recount; each may ask for {most.value}.",
        )

    def _asking(self) -> tuple[str, ...]:
        """Who asks, each person once, in whatever role."""
        return tuple(sorted({actor.person for actor in self.by}))

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Back to the table; who asked is remembered."""
        if state.ballot is None:
            return state
        asked = (*state.ballot.recounts, *self._asking())
        return back_to_the_table(replace(state, ballot=replace(state.ballot, recounts=asked)))


@dataclass(frozen=True, kw_only=True)
class RecountOrdered(Decision):
    """A competent body orders a recount."""

    POWER: ClassVar[PowerName] = "order-recount"

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """While the result can still be appealed."""
        return not_in(given, Stage.APPEALS) or nothing_to_recount(given.state)

    def effect(self, given: Given) -> Entry | Refused:
        """The papers are counted again."""
        return self.barred(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Back to the table."""
        return back_to_the_table(state)


def names_for(transcript_names: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """The candidates' names for their references, where they are known."""
    return tuple(names.get(reference, reference) for reference in transcript_names)
