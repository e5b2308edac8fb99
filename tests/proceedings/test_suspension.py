"""Suspension and withdrawal: the seat waits, and several cases have the union of their effects."""

from hustings.proceedings.applications import ApplicationMade
from hustings.proceedings.intention import Exempted
from hustings.proceedings.interruptions import AgainFrom, DecisionReopened, RunAgain
from hustings.proceedings.overrides import Overridden, OverrideEffect
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.suspension import IntentionWithdrawn, Suspended, SuspensionEnded
from hustings.proceedings.values import Withheld
from tests.proceedings.walk import REPRESENTATIVE, Walk, text


def suspended(walk: Walk) -> int:
    walk.do(walk.decision(Suspended, suspension=Withheld("a case")))
    return walk.state.entries


def ended(walk: Walk, *, lifted: bool = True, case: int | None = None) -> SuspensionEnded:
    made = walk.decision(SuspensionEnded, lifted=lifted, case=case)
    assert isinstance(made, SuspensionEnded)
    return made


def test_a_seat_whose_holder_is_suspended_waits_and_goes_on_where_it_stood() -> None:
    walk = Walk("labour-2018").trigger_open()
    suspended(walk)
    assert walk.state.stage is Stage.WAITING
    walk.do(ended(walk))
    assert walk.state.stage is Stage.TRIGGER


def test_a_suspension_in_the_middle_of_a_selection_ends_where_it_began() -> None:
    walk = Walk("labour-2018").nominated("p-holder", "p-ash")
    suspended(walk)
    walk.do(ended(walk))
    assert walk.state.stage is Stage.NOMINATIONS


def test_a_second_case_keeps_the_seat_waiting_when_the_first_is_closed() -> None:
    walk = Walk("labour-2018").answered()
    first, second = suspended(walk), suspended(walk)
    assert walk.refusal(ended(walk)) == "which-case"
    walk.do(ended(walk, case=first))
    assert walk.state.intention.suspensions == (second,)
    assert walk.state.stage is Stage.WAITING


def test_williamson_v_formby_case_one_stays_closed_and_case_two_stays_open() -> None:
    """27 February suspended; 26 June lifted with a warning; 9 July reopened by another body without a
    listed ground: of no effect; 3 September a separate suspension: still suspended on 10 October 2019.
    """
    walk = Walk("labour-2018").asked()
    suspended(walk)
    walk.do(ended(walk))
    june = walk.state.entries
    july = walk.decision(DecisionReopened, decision=june, body="disputes panel")
    assert walk.refusal(july) == "not-competent"
    july = walk.decision(DecisionReopened, decision=june, ground="public criticism")
    assert walk.refusal(july) == "ground-not-listed"
    assert not walk.state.intention.suspended
    september = suspended(walk)
    found = walk.state.decision(june)
    assert found is not None
    assert not found.reopened
    assert walk.state.intention.suspensions == (september,)


def test_a_case_reopened_on_a_listed_ground_by_the_competent_body_suspends_again() -> None:
    walk = Walk("labour-2018").answered()
    suspended(walk)
    walk.do(ended(walk))
    walk.do(walk.decision(DecisionReopened, decision=walk.state.entries))
    assert walk.state.intention.suspended
    assert walk.state.stage is Stage.WAITING


def test_a_suspended_representative_is_neither_triggered_nor_imposed_nor_run_again() -> None:
    walk = Walk("labour-2018").trigger_open()
    suspended(walk)
    again = walk.decision(RunAgain, begins=AgainFrom.TRIGGER)
    assert walk.refusal(again) == "suspended"
    imposed = walk.decision(Overridden, sets=OverrideEffect.IMPOSE_CANDIDATE, person="p-holder")
    assert walk.refusal(imposed) == "suspended"
    reselected = walk.decision(
        Overridden, sets=OverrideEffect.REPLACE_OUTCOME, outcome=Outcome.RESELECTED
    )
    assert walk.refusal(reselected) == "suspended"


def test_another_person_can_be_imposed_while_the_representative_is_suspended() -> None:
    walk = Walk("labour-2018").answered()
    suspended(walk)
    walk.do(walk.decision(Overridden, sets=OverrideEffect.IMPOSE_CANDIDATE, person="p-ash"))
    assert (walk.state.stage, walk.state.candidate) == (Stage.ENDORSEMENT, "p-ash")


def test_ending_the_representatives_standing_leaves_a_vacant_seat_without_an_outcome() -> None:
    walk = Walk("labour-2018").reselected()
    suspended(walk)
    walk.do(ended(walk, lifted=False))
    assert (walk.state.representative, walk.state.stage) == (None, Stage.APPLICATIONS)
    assert walk.state.outcome is None
    assert walk.state.candidate is None


def test_ending_their_standing_in_a_selection_takes_only_them_out_of_it() -> None:
    walk = Walk("labour-2018").nominated("p-holder", "p-ash")
    suspended(walk)
    walk.do(ended(walk, lifted=False))
    assert walk.state.stage is Stage.NOMINATIONS
    assert [a.person for a in walk.state.applicants if not a.withdrawn] == ["p-ash"]


def test_a_withdrawal_takes_the_incumbent_out_of_the_list_and_releases_nominations() -> None:
    walk = Walk("labour-2018").nominated("p-holder", "p-ash")
    walk.do(IntentionWithdrawn(by=(REPRESENTATIVE,)))
    assert walk.state.stage is Stage.NOMINATIONS
    assert all(n.released for n in walk.state.nominations if n.nominee == "p-holder")


def test_a_representative_who_lost_does_not_undo_the_result_by_withdrawing() -> None:
    walk = Walk("labour-2018").counted()
    assert walk.refusal(IntentionWithdrawn(by=(REPRESENTATIVE,))) == "another-candidate"
    assert walk.state.candidate == "p-ash"


def test_a_reselected_representative_who_withdraws_leaves_a_selection_to_be_held() -> None:
    walk = Walk("labour-2018").reselected()
    walk.do(IntentionWithdrawn(by=(REPRESENTATIVE,)))
    assert (walk.state.stage, walk.state.outcome) == (Stage.APPLICATIONS, None)


def test_whoever_said_no_and_applies_all_the_same_has_no_automatic_place() -> None:
    walk = Walk("labour-2018").answered(Answer.NO).planned("selection").at("selection-opens")
    walk.applied("p-holder")
    assert not walk.state.applicants[0].incumbent


def test_a_suspended_representative_does_not_apply() -> None:
    walk = Walk("labour-2018").answered()
    suspended(walk)
    walk.do(
        walk.decision(
            Overridden, sets=OverrideEffect.REPLACE_OUTCOME, outcome=Outcome.OPEN_SELECTION
        )
    )
    assert walk.state.stage is Stage.WAITING
    mine = ApplicationMade(applicant="p-holder", name=text("x"), meets=(), by=(REPRESENTATIVE,))
    assert walk.refusal(mine) == "another-stage"


def test_nobody_who_does_not_stand_is_suspended_here() -> None:
    walk = Walk("labour-2018").answered(Answer.NO)
    assert walk.refusal(walk.decision(Suspended, suspension=Withheld("x"))) == "nobody-to-suspend"


def test_the_exempt_who_are_suspended_wait_all_the_same() -> None:
    walk = Walk("labour-2018").asked()
    walk.do(walk.decision(Exempted, exemption=Withheld("pregnancy")))
    suspended(walk)
    assert walk.state.stage is Stage.WAITING
