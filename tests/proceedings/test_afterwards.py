"""Appeals, endorsement, rest, cancellation, running again, reopening, overrides, emergency, readoption, petition."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from hustings.proceedings.appeals import AppealDecided, AppealMade, Remedy
from hustings.proceedings.applications import ApplicationWithdrawn
from hustings.proceedings.contested_returns import ReturnVoided
from hustings.proceedings.decisions import Decision
from hustings.proceedings.emergency import (
    EmergencyDeclared,
    PanelSelected,
    WaitingEnded,
    situation_of,
)
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.intention import Exempted
from hustings.proceedings.interruptions import (
    AgainFrom,
    Cancelled,
    DecisionReopened,
    Postponed,
    Resumed,
    RunAgain,
)
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.opening import ConflictDeclared
from hustings.proceedings.overrides import Overridden, OverrideEffect
from hustings.proceedings.petition import (
    PetitionCounted,
    PetitionEndedEarly,
    PetitionOpened,
    signatures_needed,
)
from hustings.proceedings.readings import ReadingAdopted
from hustings.proceedings.readoption import BodyBallotReturned, NextStepDemanded
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.state import PanelMember
from hustings.proceedings.suspension import Suspended
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.values import Actor, Role, Withheld
from hustings.rulebooks.loader import load
from hustings.rulebooks.selecting_stages import SeatSituation
from tests.proceedings.walk import BRANCHES, OFFICE, REPRESENTATIVE, TELLERS, Walk, text

GROUND = "the procedure was not followed and the outcome could have been different"
ASH = (Actor("p-ash", Role.CANDIDATE),)


def appealed(walk: Walk) -> int:
    rules = walk.rulebook.rules.appeals
    assert rules is not None
    ground = rules.grounds.value[0]
    walk.do(AppealMade(ground=ground, argument=Withheld("so"), by=(REPRESENTATIVE,)))
    return walk.state.entries


def upheld(walk: Walk, appeal: int, remedy: Remedy) -> Decision:
    return walk.decision(AppealDecided, appeal=appeal, upheld=True, remedy=remedy)


def endorsed(walk: Walk, *, yes: bool = True, **more: Any) -> Decision:
    return walk.decision(EndorsementDecided, candidate=walk.state.candidate, endorsed=yes, **more)


def overridden(walk: Walk, sets: OverrideEffect, **more: Any) -> Decision:
    return walk.decision(Overridden, sets=sets, **more)


# --- appeals ---------------------------------------------------------------------------------------


def test_an_appeal_rests_on_a_ground_of_the_rulebook_and_comes_in_time() -> None:
    walk = Walk("labour-2018").counted()
    unhappy = AppealMade(ground="it is unfair", argument=Withheld("so"), by=(REPRESENTATIVE,))
    assert walk.refusal(unhappy) == "ground-not-listed"
    walk.now += timedelta(days=16)
    late = AppealMade(ground=GROUND, argument=Withheld("so"), by=(REPRESENTATIVE,))
    assert walk.refusal(late) == "appeals-closed"


def test_endorsement_waits_for_the_window_and_for_every_appeal() -> None:
    walk = Walk("labour-2018").counted()
    assert walk.refusal(endorsed(walk)) == "appeals-open"
    number = appealed(walk)
    walk.now += timedelta(days=30)
    assert walk.refusal(endorsed(walk)) == "appeal-open"
    walk.do(walk.decision(AppealDecided, appeal=number, upheld=False))
    walk.do(endorsed(walk))
    assert walk.state.stage is Stage.DECLARED


def test_no_body_hears_an_appeal_from_itself() -> None:
    walk = Walk("labour-2018").asked()
    walk.do(walk.decision(Exempted, exemption=Withheld("pregnancy")))
    number = appealed(walk)
    own = walk.decision(AppealDecided, appeal=number, upheld=False)
    assert walk.refusal(own) == "appeal-from-itself"


def test_an_upheld_appeal_names_a_remedy_and_a_dismissed_one_has_none() -> None:
    walk = Walk("labour-2018").counted()
    number = appealed(walk)
    assert walk.refusal(upheld(walk, number, Remedy.NONE)) == "remedy-unclear"


def test_an_appeal_against_the_trigger_is_heard_while_the_selection_runs() -> None:
    """Upheld, the units vote again, and the applications made meanwhile fall with the outcome."""
    walk = Walk("labour-2018").triggered()
    number = appealed(walk)
    walk.planned("selection").at("selection-opens").applied("p-ash")
    walk.do(upheld(walk, number, Remedy.RUN_AGAIN))
    assert (walk.state.stage, walk.state.trigger) == (Stage.TRIGGER, None)
    assert walk.state.applicants == ()


def test_the_same_returns_are_decided_again_where_the_appeal_says_so() -> None:
    walk = Walk("labour-2018").triggered()
    number = appealed(walk)
    walk.do(upheld(walk, number, Remedy.DECIDE_AGAIN))
    assert len(walk.state.returns) == 12
    walk.do(walk.decision(TriggerDecided))
    assert walk.state.trigger is Outcome.OPEN_SELECTION


def test_an_appeal_against_the_trigger_undoes_the_trigger_even_after_the_count() -> None:
    walk = Walk("labour-2018").triggered()
    number = appealed(walk)
    counted = Walk("labour-2018").counted()
    counted.state = replace(counted.state, appeals=walk.state.appeals)
    counted.do(upheld(counted, number, Remedy.RUN_AGAIN))
    assert counted.state.stage is Stage.TRIGGER


def test_a_recount_on_appeal_goes_back_to_the_table() -> None:
    walk = Walk("labour-2018").counted()
    walk.do(upheld(walk, appealed(walk), Remedy.RECOUNT))
    assert (walk.state.stage, walk.state.outcome) == (Stage.COUNT, None)
    assert walk.refusal(CountMade(by=TELLERS)) == "no-papers"


def test_an_appeal_against_an_exemption_leads_back_to_where_the_seat_stood() -> None:
    walk = Walk("model-association").answered()
    walk.do(walk.decision(Exempted, exemption=Withheld("pregnancy")))
    walk.do(upheld(walk, appealed(walk), Remedy.RUN_AGAIN))
    assert (walk.state.stage, walk.state.intention.exempt) == (Stage.TRIGGER, False)


# --- endorsement -----------------------------------------------------------------------------------


def test_a_refusal_by_eight_to_one_with_a_chair_who_does_not_vote_is_a_decision() -> None:
    """Ten members: 8 for refusing, 1 against, the chair not voting; final, with no appeal from it."""
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    votes = {"present": 10, "in_favour": 8, "against": 1, "abstained": 0, "not_voting": 1}
    walk.do(endorsed(walk, yes=False, **votes))
    assert walk.state.stage is Stage.NOT_ENDORSED
    late = AppealMade(ground=GROUND, argument=Withheld("so"), by=ASH)
    assert walk.refusal(late) == "appeals-closed"


def test_votes_that_do_not_add_up_are_no_decision() -> None:
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    votes = {"present": 10, "in_favour": 8, "against": 1, "abstained": 0, "not_voting": 0}
    assert walk.refusal(endorsed(walk, yes=False, **votes)) == "votes-do-not-add-up"


def test_a_decision_that_was_not_carried_is_none() -> None:
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    tie = endorsed(walk, present=4, in_favour=2, against=2, abstained=0)
    assert walk.refusal(tie) == "not-carried"


def test_a_body_below_its_quorum_decides_nothing() -> None:
    walk = Walk("model-association").counted()
    walk.now += timedelta(days=30)
    few = endorsed(walk, present=2, in_favour=2, abstained=0)
    assert walk.refused(few).clause == "clause 7.1"


def test_a_seat_whose_endorsement_was_refused_waits_for_a_body_to_decide() -> None:
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    walk.do(endorsed(walk, yes=False))
    assert walk.refusal(walk.decision(WaitingEnded, goes_to=Stage.COUNT)) == "not-a-way-on"
    walk.do(walk.decision(WaitingEnded, goes_to=Stage.PANEL))
    assert walk.state.stage is Stage.PANEL
    assert walk.state.candidate is None


def test_where_the_rulebook_says_so_a_refusal_starts_the_selection_again() -> None:
    walk = Walk("model-association").reselected()
    walk.now += timedelta(days=60)
    walk.do(endorsed(walk, yes=False))
    assert (walk.state.stage, walk.state.representative) == (Stage.APPLICATIONS, None)


# --- rest, end and again ---------------------------------------------------------------------------


def test_a_postponed_procedure_rests_until_it_is_resumed() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.do(walk.decision(Postponed))
    assert walk.refusal(walk.return_of("branch-1")) == "postponed"
    walk.do(walk.decision(Resumed))
    walk.returned("branch-1")


def test_a_deadline_that_passed_while_the_procedure_rested_shuts_nobody_out() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.do(walk.decision(Postponed))
    walk.after("returns-due").do(walk.decision(Resumed))
    assert walk.refusal(walk.decision(TriggerDecided)) == "not-certain-yet"
    assert walk.refusal(walk.return_of("branch-1")) == "no-timetable"


def test_a_cancelled_ballot_is_sealed_and_nothing_follows_but_a_run_again() -> None:
    walk = Walk("labour-2018").ballot_open("p-holder", "p-ash")
    walk.do(walk.decision(Cancelled))
    assert walk.state.ballot is not None
    assert walk.state.ballot.void
    assert walk.refusal(walk.decision(TriggerDecided)) == "over"
    walk.do(walk.decision(RunAgain, begins=AgainFrom.HUSTINGS))
    assert walk.state.ballot is None


def test_newham_runs_again_on_the_original_freeze_date() -> None:
    """2016: frozen on 25 October; run again in 2018 on the same roll's date."""
    walk = Walk("labour-pre2018").reselected()
    original = walk.state.original_freeze
    walk.do(walk.decision(RunAgain, begins=AgainFrom.TRIGGER))
    assert walk.state.roll is None
    assert walk.state.returns == ()
    trees = (RollTree(("branch-1",), 50, "00" * 32),)
    walk.now += timedelta(days=90)
    another = walk.decision(RollFrozen, freeze=walk.now.date(), contests=("trigger",), trees=trees)
    assert walk.refusal(another) == "original-freeze-date"
    same = walk.decision(RollFrozen, freeze=original, contests=("trigger",), trees=trees)
    walk.do(same)


def test_a_trigger_run_again_leaves_nothing_of_the_selection_after_it() -> None:
    walk = Walk("labour-2018").counted()
    walk.do(walk.decision(RunAgain, begins=AgainFrom.TRIGGER))
    state = walk.state
    assert (state.applicants, state.ballot, state.count, state.outcome) == ((), None, None, None)


def test_nothing_is_run_again_that_never_ran() -> None:
    walk = Walk("labour-2018").answered()
    assert walk.refusal(walk.decision(RunAgain, begins=AgainFrom.HUSTINGS)) == "never-reached"


def test_a_trigger_is_reopened_once_and_on_a_listed_ground_only() -> None:
    walk = Walk("labour-2018").triggered()
    number = walk.state.entries
    politics = walk.decision(DecisionReopened, decision=number, ground="the press is unhappy")
    assert walk.refusal(politics) == "ground-not-listed"
    walk.do(walk.decision(DecisionReopened, decision=number))
    assert walk.state.stage is Stage.TRIGGER
    assert walk.refusal(walk.decision(DecisionReopened, decision=number)) == "reopened-already"


def test_a_trigger_is_not_reopened_over_a_candidate_selected_since() -> None:
    walk = Walk("labour-2018").counted()
    number = next(d.number for d in walk.state.decisions if d.kind == "TriggerDecided")
    assert walk.refusal(walk.decision(DecisionReopened, decision=number)) == "overtaken"


def test_the_appeal_that_is_reopened_is_the_one_that_was_decided() -> None:
    walk = Walk("labour-2018").counted()
    first, second = appealed(walk), appealed(walk)
    walk.do(walk.decision(AppealDecided, appeal=first, upheld=False))
    decided = walk.state.entries
    walk.do(walk.decision(AppealDecided, appeal=second, upheld=False))
    walk.do(walk.decision(DecisionReopened, decision=decided))
    assert [a.number for a in walk.state.open_appeals] == [first]


def test_an_endorsement_reopened_after_the_declaration_is_decided_again() -> None:
    walk = Walk("labour-2018").declared()
    walk.do(walk.decision(DecisionReopened, decision=walk.state.entries))
    assert walk.state.stage is Stage.ENDORSEMENT


def test_a_decision_is_superseded_by_its_own_power_or_an_override_only() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned(BRANCHES[0])
    frozen = next(d.number for d in walk.state.decisions if d.kind == "RollFrozen")
    other = walk.decision(ReturnVoided, unit=BRANCHES[0], supersedes=frozen)
    assert walk.refusal(other) == "not-superseded-this-way"


# --- overrides -------------------------------------------------------------------------------------


def test_an_override_moves_a_date_ahead_and_never_behind() -> None:
    walk = Walk("labour-2018").trigger_open()
    before = overridden(
        walk, OverrideEffect.SET_DATE, step="returns-due", day=walk.now - timedelta(days=1)
    )
    assert walk.refusal(before) == "date-has-passed"
    day = walk.now + timedelta(days=90)
    walk.do(overridden(walk, OverrideEffect.SET_DATE, step="returns-due", day=day))
    walk.now += timedelta(days=80)
    walk.returned("branch-1")


def test_an_override_of_the_last_moment_to_vote_holds_for_a_ballot_that_is_open() -> None:
    walk = Walk("labour-2018").ballot_open("p-holder", "p-ash")
    assert walk.state.ballot is not None
    day = walk.state.ballot.closes + timedelta(days=7)
    walk.do(overridden(walk, OverrideEffect.SET_DATE, step="ballot-closes", day=day))
    assert walk.state.ballot.closes == day


def test_an_imposed_candidate_is_named_and_still_needs_endorsement() -> None:
    walk = Walk("labour-2018").triggered()
    sets = OverrideEffect.IMPOSE_CANDIDATE
    assert walk.refusal(overridden(walk, sets, person="")) == "nobody-named"
    walk.do(overridden(walk, sets, person="p-elm", name=text("Elm")))
    assert (walk.state.stage, walk.state.candidate) == (Stage.ENDORSEMENT, "p-elm")


def test_an_override_replaces_a_reselection_by_an_open_selection_that_can_be_appealed() -> None:
    walk = Walk("labour-2018").reselected()
    sets, opened = OverrideEffect.REPLACE_OUTCOME, Outcome.OPEN_SELECTION
    walk.do(overridden(walk, sets, outcome=opened, replaces=walk.state.outcome_number))
    assert (walk.state.stage, walk.state.outcome) == (Stage.APPLICATIONS, opened)
    appealed(walk)


def test_an_override_replaces_only_what_there_is() -> None:
    walk = Walk("labour-2018").reselected()
    sets = OverrideEffect.IMPOSE_CANDIDATE
    assert (
        walk.refusal(overridden(walk, sets, person="p-elm", replaces=999)) == "nothing-to-replace"
    )


def test_whoever_is_admitted_to_the_shortlist_stands_on_the_paper() -> None:
    walk = Walk("labour-2018").shortlisted("p-holder", "p-ash")
    walk.do(overridden(walk, OverrideEffect.ADMIT, person="p-elm"))
    assert [a.person for a in walk.state.applicants if a.shortlisted][-1] == "p-elm"


def test_nobody_is_admitted_once_papers_are_out() -> None:
    walk = Walk("labour-2018").ballot_open("p-holder", "p-ash")
    assert walk.refusal(overridden(walk, OverrideEffect.ADMIT, person="p-elm")) == "no-list-open"


def test_whoever_is_removed_after_papers_are_out_counts_as_withdrawn() -> None:
    walk = Walk("model-association").ballot_open("p-holder", "p-ash", "p-birch")
    walk.do(overridden(walk, OverrideEffect.REMOVE, person="p-birch"))
    assert walk.state.ballot is not None
    assert walk.state.ballot.withdrawn_after_papers == ("p-birch",)


def test_an_override_skips_to_a_stage_that_the_rulebook_has() -> None:
    walk = Walk("conservative-readoption").asked()
    skip = OverrideEffect.SKIP_TO
    assert walk.refusal(overridden(walk, skip, stage=Stage.TRIGGER)) == "not-a-stage-to-skip-to"
    assert walk.refusal(overridden(walk, skip, stage=Stage.DECLARED)) == "not-a-stage-to-skip-to"
    walk.do(overridden(walk, skip, stage=Stage.APPLICATIONS))


def test_an_override_leaves_open_appeals_behind_with_what_it_replaces() -> None:
    walk = Walk("labour-2018").counted()
    appealed(walk)
    walk.do(overridden(walk, OverrideEffect.IMPOSE_CANDIDATE, person="p-elm"))
    walk.do(endorsed(walk))


# --- the emergency route -----------------------------------------------------------------------------


def called(walk: Walk) -> Walk:
    rules = walk.rulebook.rules.emergency
    assert rules is not None
    walk.do(walk.decision(EmergencyDeclared, moment=rules.moment.value, happened_at=walk.now))
    return walk


def _suspended(rulebook: str) -> Walk:
    walk = Walk(rulebook).answered()
    walk.do(walk.decision(Suspended, suspension=Withheld("x")))
    return walk


SITUATIONS = {
    "not-asked": lambda r: Walk(r).opened(),
    "asked": lambda r: Walk(r).asked(),
    "said-no": lambda r: Walk(r).answered(Answer.NO),
    "trigger-running": lambda r: Walk(r).trigger_open(),
    "triggered-unselected": lambda r: Walk(r).nominated("p-holder", "p-ash"),
    "ballot-open": lambda r: Walk(r).ballot_open("p-holder", "p-ash"),
    "selected-unendorsed": lambda r: Walk(r).counted(),
    "suspended": _suspended,
    "vacant": lambda r: Walk(r).opened(vacant=True),
}
LEADS_TO = {
    "readopted-subject-to-endorsement": Stage.ENDORSEMENT,
    "goes-to-endorsement": Stage.ENDORSEMENT,
    "panel-selects": Stage.PANEL,
    "votes-void-panel-selects": Stage.PANEL,
    "waits-for-decision": Stage.WAITING,
}


@pytest.mark.parametrize("situation", get_args(SeatSituation))
@pytest.mark.parametrize("rulebook", ["labour-2018", "model-association"])
def test_an_election_has_a_consequence_for_every_situation(rulebook: str, situation: Any) -> None:
    walk = SITUATIONS[situation](rulebook)
    assert situation_of(walk.state) == situation
    called(walk)
    rules = load(rulebook).rules.emergency
    assert rules is not None
    assert walk.state.stage is LEADS_TO[rules.consequences[situation].value]
    assert walk.replayed() == walk.state


def test_votes_cast_are_sealed_and_void_and_never_counted() -> None:
    walk = called(Walk("model-association").ballot_open("p-holder", "p-ash"))
    assert walk.state.ballot is not None
    assert walk.state.ballot.void
    assert walk.refusal(CountMade(by=TELLERS)) == "another-stage"


def test_the_route_begins_with_the_rulebooks_own_moment() -> None:
    walk = Walk("labour-2018").asked()
    early = walk.decision(EmergencyDeclared, moment="dissolution", happened_at=walk.now)
    assert walk.refusal(early) == "another-moment"


def test_an_election_called_while_the_procedure_rests_ends_the_rest() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.do(walk.decision(Postponed))
    called(walk)
    assert (walk.state.postponed, walk.state.stage) == (False, Stage.ENDORSEMENT)


def test_a_refused_candidate_is_not_sent_to_endorsement_again_by_an_election() -> None:
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    walk.do(endorsed(walk, yes=False))
    assert situation_of(walk.state) == "triggered-unselected"


def test_a_panel_of_the_rulebooks_composition_selects_and_its_members_step_aside() -> None:
    walk = called(Walk("labour-2018").answered(Answer.NO))
    members = walk.panel(emergency=True)
    short = walk.decision(PanelSelected, members=members[1:], candidate="p-elm", name=text("Elm"))
    assert walk.refusal(short) == "panel-composition"
    own = (PanelMember("p-elm", members[0].appointed_by), *members[1:])
    mine = walk.decision(PanelSelected, members=own, candidate="p-elm", name=text("Elm"))
    assert walk.refusal(mine) == "recusal"
    walk.do(walk.decision(PanelSelected, members=members, candidate="p-elm", name=text("Elm")))
    assert (walk.state.candidate, walk.state.stage) == ("p-elm", Stage.ENDORSEMENT)


def test_a_panel_member_connected_with_the_person_selected_steps_aside() -> None:
    walk = Walk("labour-2018").answered(Answer.NO)
    members = walk.panel(emergency=True)
    cousin = members[0].person
    walk.do(
        ConflictDeclared(person=cousin, contender="p-elm", connection=Withheld("x"), by=(OFFICE,))
    )
    called(walk)
    picked = walk.decision(PanelSelected, members=members, candidate="p-elm", name=text("Elm"))
    assert walk.refusal(picked) == "recusal"


def test_a_seat_that_waits_can_go_on_where_it_stood() -> None:
    walk = called(Walk("labour-2018").shortlisted("p-holder", "p-ash"))
    assert walk.state.stage is Stage.WAITING
    walk.do(walk.decision(WaitingEnded, goes_to=Stage.HUSTINGS))
    assert walk.state.stage is Stage.HUSTINGS


def test_a_suspended_representative_is_not_sent_to_endorsement_by_ending_the_wait() -> None:
    walk = called(_suspended("labour-2018"))
    assert walk.refusal(walk.decision(WaitingEnded, goes_to=Stage.ENDORSEMENT)) == "suspended"


def test_a_trigger_quashed_after_an_election_was_called_is_not_run_again() -> None:
    walk = Walk("labour-2018").reselected()
    number = appealed(walk)
    called(walk)
    walk.do(upheld(walk, number, Remedy.RUN_AGAIN))
    assert walk.state.stage is Stage.WAITING


# --- readoption --------------------------------------------------------------------------------------


def voted(walk: Walk, ballot: Any, yes: int, no: int) -> BodyBallotReturned:
    rules = walk.rulebook.rules.readoption
    assert rules is not None
    assert rules.second is not None
    question = (rules.first if ballot == "first" else rules.second).question.value
    return BodyBallotReturned(
        ballot=ballot, question=question, entitled=60, in_favour=yes, against=no, by=TELLERS
    )


def test_a_majority_of_those_voting_readopts() -> None:
    walk = Walk("conservative-readoption").answered()
    walk.do(voted(walk, "first", 16, 15))
    assert (walk.state.outcome, walk.state.stage) == (Outcome.RESELECTED, Stage.APPEALS)


def test_exactly_half_waits_for_a_reading_and_then_counts_as_it_says() -> None:
    walk = Walk("conservative-readoption").answered()
    half = voted(walk, "first", 15, 15)
    assert walk.refused(half).clause == "reading 7"
    walk.do(walk.decision(ReadingAdopted, reading=7, choice="enough"))
    walk.do(half)
    assert walk.state.outcome is Outcome.RESELECTED


def test_whoever_lost_may_ask_for_all_members_or_for_the_shortlist() -> None:
    walk = Walk("conservative-readoption").answered()
    walk.do(voted(walk, "first", 10, 20))
    walk.do(NextStepDemanded(demand="ballot-of-all-members", by=(REPRESENTATIVE,)))
    walk.do(voted(walk, "second", 40, 20))
    assert walk.state.outcome is Outcome.RESELECTED
    assert walk.state.readoption is not None
    assert (walk.state.readoption.first_lost, walk.state.readoption.second_lost) == (True, False)


def test_whoever_also_lost_among_all_members_has_no_automatic_place() -> None:
    walk = Walk("conservative-readoption").answered()
    walk.do(voted(walk, "first", 10, 20))
    walk.do(NextStepDemanded(demand="ballot-of-all-members", by=(REPRESENTATIVE,)))
    walk.do(voted(walk, "second", 20, 40))
    walk.planned("selection").at("selection-opens").applied("p-holder")
    assert not walk.state.applicants[0].incumbent


def test_whoever_lost_and_asks_for_nothing_in_time_leaves_a_selection_to_be_held() -> None:
    walk = Walk("conservative-readoption").answered()
    walk.do(voted(walk, "first", 10, 20))
    walk.now += timedelta(days=16)
    late = NextStepDemanded(demand="shortlist", by=(REPRESENTATIVE,))
    assert walk.refusal(late) == "too-late"
    walk.planned("selection")
    assert walk.state.stage is Stage.APPLICATIONS


# --- petition ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("roll", "needed"), [(75_428, 7_543), (69_673, 6_968), (79_402, 7_941)])
def test_a_tenth_is_the_first_whole_number_that_reaches_it(roll: int, needed: int) -> None:
    rules = load("uk-recall-2015").rules.petition
    assert rules is not None
    assert signatures_needed(rules, roll) == needed


def petition(electors: int) -> Walk:
    walk = Walk("uk-recall-2015").opened()
    trees = (RollTree(("constituency",), electors, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    walk.do(opening(walk, electors))
    return walk


def opening(walk: Walk, electors: int, **more: Any) -> Decision:
    rules = walk.rulebook.rules.petition
    assert rules is not None
    given = {"ground": rules.grounds.value[0], "places": 10, "opens": walk.now, **more}
    return walk.decision(PetitionOpened, electors=electors, **given)


def test_a_petition_opens_on_the_number_of_electors_of_its_frozen_roll() -> None:
    walk = Walk("uk-recall-2015").opened()
    assert walk.refusal(opening(walk, 75_428)) == "no-roll"


def test_a_petition_runs_for_its_whole_time_from_a_day_that_has_not_passed() -> None:
    walk = Walk("uk-recall-2015").opened()
    trees = (RollTree(("constituency",), 75_428, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    assert (
        walk.refusal(opening(walk, 75_428, opens=walk.now - timedelta(days=20)))
        == "opens-in-the-past"
    )


@pytest.mark.parametrize(
    ("roll", "signed", "outcome"),
    [
        (75_428, 7_099, Outcome.PETITION_FAILED),
        (69_673, 19_261, Outcome.PETITION_MET),
        (79_402, 10_505, Outcome.PETITION_MET),
        (75_428, 7_542, Outcome.PETITION_FAILED),
        (75_428, 7_543, Outcome.PETITION_MET),
    ],
)
def test_signatures_are_counted_once_after_six_weeks(
    roll: int, signed: int, outcome: Outcome
) -> None:
    walk = petition(roll)
    counted = PetitionCounted(signatures=signed, rejected=82, by=TELLERS)
    walk.now += timedelta(days=14)
    assert walk.refusal(counted) == "still-open"
    walk.now += timedelta(days=29)
    walk.do(counted)
    assert walk.state.outcome is outcome


def test_reaching_the_figure_ends_no_petition_and_neither_does_a_plain_cancellation() -> None:
    walk = petition(75_428)
    reached = walk.decision(PetitionEndedEarly, ground="the figure was reached")
    assert walk.refusal(reached) == "ground-not-listed"
    assert walk.refusal(walk.decision(Cancelled)) == "petition-ends-by-its-grounds"
    walk.do(walk.decision(PetitionEndedEarly, ground="the seat becomes vacant"))
    assert walk.state.stage is Stage.CANCELLED


def test_withdrawing_an_application_needs_the_applicant() -> None:
    walk = Walk("labour-2018").applications_open().applied("p-ash", "p-birch")
    assert walk.refusal(ApplicationWithdrawn(applicant="p-birch", by=ASH)) == "not-your-own"
