"""What returns decide under each aggregation and each policy, worked by hand."""

from fractions import Fraction

import pytest

from hustings.kernel.clauses import Ground
from hustings.proceedings.trigger.answer import decide_returns
from hustings.proceedings.trigger.returns import Answer, Outcome, PoolReturns
from tests.proceedings.trigger.made import (
    ALL_HALF,
    COLLEGE_HALF,
    EITHER_THIRD,
    MERGED_HALF,
    trigger,
)

OPEN, RESELECTED, UNDETERMINED = Outcome
EITHER = trigger(EITHER_THIRD)
MERGED = trigger(MERGED_HALF)
COLLEGE = trigger(COLLEGE_HALF)


def decide(rules, branch=None, affiliate=None, **how):
    pools = {"branch": branch or PoolReturns(), "affiliate": affiliate or PoolReturns()}
    return decide_returns(rules, pools, **how)


# --- the aggregations -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "outcome", "combined"),
    [
        (MERGED, RESELECTED, Fraction(17, 37)),
        (EITHER, OPEN, None),
        (COLLEGE, RESELECTED, Fraction(307, 680)),
    ],
    ids=["merged", "either", "college"],
)
def test_the_same_returns_decide_differently_under_three_rules(rules, outcome, combined):
    """11 of 20 branches and 6 of 17 affiliates: 17/37 merged; 11/20 reaches 1/3; 11/40 + 6/34 = 307/680."""
    answer = decide(rules, PoolReturns(11, 9), PoolReturns(6, 11))
    assert (answer.outcome, answer.combined) == (outcome, combined)
    assert answer.shares == {"branch": Fraction(11, 20), "affiliate": Fraction(6, 17)}


@pytest.mark.parametrize(("wanting", "of", "outcome"), [(3, 9, OPEN), (33, 100, RESELECTED)])
def test_a_third_is_exactly_a_third(wanting, of, outcome):
    assert decide(EITHER, PoolReturns(wanting, of - wanting)).outcome is outcome


def test_half_for_reselection_does_not_exceed_half():
    assert decide(MERGED, PoolReturns(10, 10)).outcome is OPEN


def test_one_pool_below_and_the_other_empty_is_reselected_where_either_pool_suffices():
    answer = decide(EITHER, PoolReturns(1, 9))
    assert (answer.outcome, answer.certain, answer.shares) == (
        RESELECTED,
        True,
        {"branch": Fraction(1, 10)},
    )


def test_every_pool_has_to_reach_the_share_where_all_must():
    """6 of 10 branches are more than half, 5 of 10 affiliates are not."""
    assert decide(trigger(ALL_HALF), PoolReturns(6, 4), PoolReturns(5, 5)).outcome is RESELECTED
    assert decide(trigger(ALL_HALF), PoolReturns(6, 4), PoolReturns(6, 4)).outcome is OPEN


@pytest.mark.parametrize(
    ("empty_pool", "outcome"), [("counts-zero", RESELECTED), ("other-pools-decide", OPEN)]
)
def test_a_pool_without_a_valid_return_fails_where_all_must_pass_only_if_it_counts_as_zero(
    empty_pool, outcome
):
    assert decide(trigger(ALL_HALF, empty_pool=empty_pool), PoolReturns(6, 4)).outcome is outcome


def test_a_pool_that_answers_one_way_only_is_no_empty_pool():
    """Three branches for reselection: 0 of 3 does not pass; three for an open selection: 3 of 3 does."""
    full = PoolReturns(4, 1)
    for aggregate in (ALL_HALF, COLLEGE_HALF):
        rules = trigger(aggregate, empty_pool="other-pools-decide")
        assert decide(rules, PoolReturns(0, 3), full).outcome is RESELECTED
    rules = trigger(ALL_HALF, empty_pool="counts-zero")
    assert decide(rules, PoolReturns(3, 0), full).outcome is OPEN


def test_a_third_in_every_pool_is_enough_where_all_must_reach_a_third():
    rules = trigger({"value": "all-pools", "share_of": "open", "at_least": "1/3"})
    assert decide(rules, PoolReturns(2, 4), PoolReturns(2, 4)).outcome is OPEN


@pytest.mark.parametrize("empty_pool", ["counts-zero", "other-pools-decide"])
def test_where_all_pools_must_be_for_reselection_one_that_is_wholly_against_is_enough(empty_pool):
    rules = trigger(
        {"value": "all-pools", "share_of": "reselect", "at_least": "1/2"}, empty_pool=empty_pool
    )
    assert decide(rules, PoolReturns(0, 3), PoolReturns(0, 3)).outcome is RESELECTED
    assert decide(rules, PoolReturns(3, 0), PoolReturns(0, 3)).outcome is OPEN


def test_returns_for_reselection_alone_are_returns():
    rules = trigger(EITHER_THIRD, no_returns="open-selection")
    assert decide(rules, PoolReturns(0, 3)).outcome is RESELECTED


def test_nothing_has_to_be_reached_only_where_somebody_answered():
    """At least none of the returns is reached by any; whether the one unit answers at all is open."""
    none = {"value": "either-pool", "share_of": "open", "at_least": "0/1"}
    for policy, outcome in (("reselected", UNDETERMINED), ("open-selection", OPEN)):
        rules = trigger(none, no_returns=policy)
        assert decide(rules, PoolReturns(outstanding=1)).outcome is outcome


def test_a_unit_with_two_votes_counts_twice_in_a_merged_pool():
    """3 branches for, 2 affiliates against with two votes each: 3 of 7 for an open selection."""
    answer = decide(trigger(MERGED_HALF, each=(1, 2)), PoolReturns(3, 0), PoolReturns(0, 2))
    assert (answer.outcome, answer.combined) == (RESELECTED, Fraction(3, 7))


def test_abstentions_and_voids_are_outside_the_base():
    """3 of 21 affiliates and one abstention: 3/20, not 3/21."""
    answer = decide(COLLEGE, PoolReturns(10, 0), PoolReturns(3, 17, 0, 1, (Answer.OPEN,)))
    assert (answer.shares["affiliate"], answer.combined) == (Fraction(3, 20), Fraction(23, 40))


# --- what a rulebook leaves open --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "share"),
    [("open", Fraction(2, 3)), ("reselect", Fraction(1, 3)), ("abstain", Fraction(1, 2))],
)
def test_a_tied_unit_counts_as_the_case_sets_before_the_rulebook(policy, share):
    rules = trigger(EITHER_THIRD, unit_tie="reselect")
    assert decide(rules, PoolReturns(1, 1, 1), unit_tie=policy).shares == {"branch": share}


def test_readings_of_a_tie_that_agree_determine_the_outcome_but_give_no_share():
    """1 of 3, 2 of 3 or 1 of 2: each a third or more."""
    answer = decide(EITHER, PoolReturns(1, 1, 1))
    assert (answer.outcome, answer.certain, answer.shares) == (OPEN, True, {})
    assert [one.readings for one in answer.by_reading] == [
        {"unit_tie": policy} for policy in ("reselect", "open", "abstain")
    ]


def test_readings_of_a_tie_that_differ_leave_it_undetermined():
    """One tie, three for reselection: 0/4, 1/4 or 0/3 against a third; with two ties 2/4 reaches it."""
    assert decide(EITHER, PoolReturns(0, 3, 1)).outcome is RESELECTED
    assert decide(EITHER, PoolReturns(0, 2, 2)).outcome is UNDETERMINED


def test_a_tie_in_every_pool_is_read_every_way():
    """2 of 4, 0 of 4 or 0 of 2, in both pools: only as open does it reach a third."""
    answer = decide(EITHER, PoolReturns(0, 2, 2), PoolReturns(0, 2, 2))
    assert answer.outcome is UNDETERMINED
    assert len(answer.by_reading) == 3


def test_a_tie_in_a_college_is_read_every_way():
    """Branches 5:4 and a tie, affiliates 1:1: 1/2, 6/10 or 5/9 of the one half, 1/2 of the other."""
    answer = decide(COLLEGE, PoolReturns(5, 4, 1), PoolReturns(1, 1))
    assert answer.outcome is UNDETERMINED
    assert [one.combined for one in answer.by_reading] == [
        Fraction(1, 2),
        Fraction(11, 20),
        Fraction(19, 36),
    ]
    assert (answer.combined, answer.shares) == (None, {"affiliate": Fraction(1, 2)})


def test_an_empty_pool_of_a_college_is_read_both_ways():
    """2 of 3 branches: 1/3 of the whole if the empty pool counts as zero, 2/3 if the branches decide."""
    answer = decide(COLLEGE, PoolReturns(2, 1))
    assert answer.outcome is UNDETERMINED
    assert [
        (one.readings["empty_pool"], one.outcome, one.combined) for one in answer.by_reading
    ] == [
        ("counts-zero", RESELECTED, Fraction(1, 3)),
        ("other-pools-decide", OPEN, Fraction(2, 3)),
    ]


def test_an_empty_pool_whose_readings_agree_determines_the_outcome_without_a_combined_share():
    """4 of 10: 1/5 or 2/5, neither more than half."""
    answer = decide(COLLEGE, PoolReturns(4, 6))
    assert (answer.outcome, answer.certain, answer.combined) == (RESELECTED, True, None)


def test_exactly_half_is_undetermined_where_no_source_settles_it():
    rules = trigger(COLLEGE_HALF, exactly_half="unsettled")
    answer = decide(rules, PoolReturns(1, 1), PoolReturns(2, 2))
    assert (answer.outcome, answer.combined) == (UNDETERMINED, Fraction(1, 2))
    assert [one.readings for one in answer.by_reading] == [
        {"exactly_half": "as-written"},
        {"exactly_half": "enough"},
    ]


def test_a_reading_that_makes_no_difference_is_not_told():
    """Three of four on both sides are more than half, whatever exactly half would be."""
    rules = trigger(COLLEGE_HALF, exactly_half="unsettled")
    assert decide(rules, PoolReturns(3, 1), PoolReturns(3, 1)).by_reading == ()


def test_of_the_open_questions_only_those_that_make_a_difference_are_told():
    """6 : 3 and a tie are 6/10, 7/10 or 6/9 of the one half; with 3/4 of the other, more than half each time."""
    rules = trigger(COLLEGE_HALF, exactly_half="unsettled")
    answer = decide(rules, PoolReturns(6, 3, 1), PoolReturns(3, 1))
    assert [one.readings for one in answer.by_reading] == [
        {"unit_tie": policy} for policy in ("reselect", "open", "abstain")
    ]


def test_readings_that_differ_in_the_combined_share_alone_are_told():
    """4 of 10 branches and no affiliate: 1/5 or 2/5, reselected either way."""
    assert [one.combined for one in decide(COLLEGE, PoolReturns(4, 6)).by_reading] == [
        Fraction(1, 5),
        Fraction(2, 5),
    ]


def test_a_voided_tie_makes_no_difference_while_it_is_void():
    assert decide(EITHER, PoolReturns(1, 3, void=(Answer.TIE,))).by_reading == ()


def test_exactly_half_as_written_is_not_more_than_half():
    assert decide(COLLEGE, PoolReturns(1, 1), PoolReturns(2, 2)).outcome is RESELECTED


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("reselected", RESELECTED), ("open-selection", OPEN), ("unsettled", UNDETERMINED)],
)
@pytest.mark.parametrize("aggregate", [EITHER_THIRD, MERGED_HALF, COLLEGE_HALF, ALL_HALF])
def test_without_any_valid_return_the_rulebook_must_say_what_follows(aggregate, policy, outcome):
    rules = trigger(aggregate, no_returns=policy)
    answer = decide(rules, PoolReturns(abstain=4, void=(Answer.OPEN,)))
    assert (answer.outcome, answer.shares, answer.combined) == (outcome, {}, None)


def test_what_no_source_settles_is_said_with_its_reading():
    says = {step.says: step.citation for step in decide(EITHER, PoolReturns(abstain=4)).reasoning}
    (sentence,) = [line for line in says if "no valid return in any pool" in line]
    assert "no source settles what follows" in sentence
    assert (says[sentence].ground, says[sentence].reference) == (Ground.READING, "4")


# --- returns still outstanding ----------------------------------------------------------------------


def test_three_of_seven_are_certain_whatever_the_other_four_say():
    answer = decide(EITHER, PoolReturns(3, 0, outstanding=4))
    assert (answer.outcome, answer.certain, answer.floor) == (
        OPEN,
        True,
        {"branch": Fraction(3, 7)},
    )


def test_two_of_seven_are_not_certain_and_one_more_decides():
    answer = decide(EITHER, PoolReturns(2, 0, outstanding=5))
    assert (answer.outcome, answer.certain, answer.settled) == (UNDETERMINED, False, False)
    assert [(one.outcome, one.needed) for one in answer.deciders] == [
        (OPEN, {"branch": 1}),
        (RESELECTED, {"branch": 5}),
    ]


def test_the_fewest_that_decide_are_found_to_the_very_return():
    """Of four branches two are a third or more for certain; one of four is less, so three against decide."""
    answer = decide(EITHER, PoolReturns(outstanding=4))
    assert [one.needed for one in answer.deciders] == [{"branch": 2}, {"branch": 3}]


def test_of_the_ways_to_decide_the_one_with_the_fewest_returns_is_told():
    """Two of five branches are a third, and so is one affiliate of three."""
    answer = decide(EITHER, PoolReturns(outstanding=5), PoolReturns(outstanding=3))
    assert answer.deciders[0].needed == {"affiliate": 1}


def test_of_an_unknown_number_one_return_is_enough_where_it_decides():
    """All branches are half of the college; one affiliate for an open selection makes it more for ever."""
    answer = decide(COLLEGE, PoolReturns(10, 0), PoolReturns(outstanding=None))
    assert [(one.outcome, one.needed) for one in answer.deciders] == [(OPEN, {"affiliate": 1})]


def test_an_outcome_that_no_further_return_can_make_certain_has_no_decider():
    """2 : 3 and two ties, one to come. One more is 3/8, 3/6 or 5/8: open. One less is 2/8 or 4/8: a reading decides."""
    answer = decide(EITHER, PoolReturns(2, 3, 2, outstanding=1))
    assert [(one.outcome, one.needed) for one in answer.deciders] == [(OPEN, {"branch": 1})]


def test_tied_units_are_read_every_way_also_once_more_have_answered():
    """0 : 4, two ties and an abstention, one to come. One less is 2/7 at most; with none it could still be 3/7."""
    answer = decide(EITHER, PoolReturns(0, 4, 2, 1, outstanding=1))
    assert [(one.outcome, one.needed) for one in answer.deciders] == [(RESELECTED, {"branch": 1})]


def test_the_floor_counts_a_tied_unit_the_way_that_leaves_least():
    """2 : 1, a tie, two to come: as reselect 2/6, as open 3/6, as neither 2/5."""
    answer = decide(EITHER, PoolReturns(2, 1, 1, outstanding=2))
    assert answer.floor == {"branch": Fraction(1, 3)}


def test_a_pool_of_which_nothing_is_needed_is_not_named():
    """One affiliate of three is a third, and one is fewer than any number of branches with it."""
    answer = decide(EITHER, PoolReturns(2, 0, outstanding=5), PoolReturns(outstanding=3))
    assert [one.needed for one in answer.deciders] == [
        {"affiliate": 1},
        {"branch": 5, "affiliate": 3},
    ]


def test_a_pool_of_unknown_number_does_not_matter_where_the_other_suffices_alone():
    answer = decide(EITHER, PoolReturns(3, 0, outstanding=4), PoolReturns(outstanding=None))
    assert (answer.outcome, answer.certain) == (OPEN, True)
    assert answer.floor == {"branch": Fraction(3, 7), "affiliate": Fraction(0)}


def test_one_affiliate_of_an_unknown_number_keeps_the_college_above_half_for_ever():
    """All branches give 1/2; one affiliate of n gives 1/2n more, above 1/2 whatever n."""
    college = PoolReturns(10, 0)
    sure = decide(COLLEGE, college, PoolReturns(1, 0, outstanding=None))
    assert (sure.outcome, sure.certain) == (OPEN, True)
    unsure = decide(COLLEGE, college, PoolReturns(0, 1, outstanding=None))
    assert (unsure.outcome, unsure.certain) == (UNDETERMINED, False)


def test_a_tie_decides_whether_a_college_can_still_be_lost():
    """Nine branches and a tie, one affiliate for an open selection, unknown others: 10/10, 9/9 or 9/10."""
    pools = PoolReturns(9, 0, 1), PoolReturns(1, 0, outstanding=None)
    assert [
        decide(COLLEGE, *pools, unit_tie=tie).outcome for tie in ("open", "abstain", "reselect")
    ] == [
        OPEN,
        OPEN,
        UNDETERMINED,
    ]


def test_a_college_has_no_combined_share_while_a_pool_has_reported_nothing():
    answer = decide(COLLEGE, PoolReturns(9, 1), PoolReturns(outstanding=3))
    assert (answer.combined, answer.shares) == (None, {"branch": Fraction(9, 10)})


def test_a_college_waits_for_a_silent_pool_even_where_an_empty_one_counts_as_zero():
    """9 of 10 branches would be 9/20 together, but three affiliates may still say something."""
    rules = trigger(COLLEGE_HALF, empty_pool="counts-zero")
    assert decide(rules, PoolReturns(9, 1), PoolReturns(outstanding=3)).combined is None
    assert decide(rules, PoolReturns(9, 1), PoolReturns()).combined == Fraction(9, 20)


def test_a_merged_pool_does_not_wait_for_the_side_that_is_silent():
    assert decide(MERGED, PoolReturns(9, 1), PoolReturns(outstanding=3)).combined == Fraction(9, 10)


def test_nothing_is_outstanding_where_the_floor_is_empty():
    answer = decide(EITHER, PoolReturns(4, 6))
    assert (answer.floor, answer.outstanding, answer.settled) == ({}, {}, True)


# --- voids -------------------------------------------------------------------------------------------


def test_a_void_that_would_flip_the_outcome_leaves_it_certain_but_not_settled():
    """1 of 4 is below a third; with the annulled return 2 of 5 is not."""
    answer = decide(EITHER, PoolReturns(1, 3, void=(Answer.OPEN,)))
    assert (answer.outcome, answer.certain, answer.settled) == (RESELECTED, True, False)
    assert answer.if_reinstated is not None
    assert (answer.if_reinstated.outcome, answer.if_reinstated.shares) == (
        OPEN,
        {"branch": Fraction(2, 5)},
    )


def test_a_void_that_changes_nothing_leaves_it_settled():
    answer = decide(EITHER, PoolReturns(1, 8, void=(Answer.RESELECT,)))
    assert (answer.outcome, answer.settled) == (RESELECTED, True)


@pytest.mark.parametrize(
    ("pool", "outcome"),
    [
        (PoolReturns(1, 3, void=(Answer.RESELECT,)), RESELECTED),
        (PoolReturns(1, 2, void=(Answer.OPEN,)), OPEN),
    ],
)
def test_a_void_that_comes_back_says_only_what_it_said(pool, outcome):
    """1 of 4 becomes 1 of 5, still below a third; 1 of 3 becomes 2 of 4, still a third or more."""
    answer = decide(EITHER, pool)
    assert (answer.outcome, answer.settled) == (outcome, True)


def test_a_voided_tie_that_a_reading_could_count_as_open_leaves_it_unsettled():
    """1 of 4 in either pool; a tie that comes back makes it 2 of 5 where it counts as open."""
    pool = PoolReturns(1, 3, void=(Answer.TIE,))
    answer = decide(EITHER, pool, pool)
    assert (answer.outcome, answer.settled) == (RESELECTED, False)
    assert decide(EITHER, pool, pool, unit_tie="abstain").settled is True


def test_voids_that_cancel_out_together_may_still_unsettle_one_by_one():
    """1 of 4; with both voids 2 of 7; with the one for an open selection alone 2 of 5."""
    answer = decide(EITHER, PoolReturns(1, 3, void=(Answer.OPEN, Answer.RESELECT, Answer.RESELECT)))
    assert answer.if_reinstated is not None
    assert answer.if_reinstated.outcome is RESELECTED
    assert answer.settled is False
    assert [(one.stood, one.number, one.finding.outcome) for one in answer.reinstating] == [
        (Answer.OPEN, 1, OPEN),
        (Answer.RESELECT, 2, RESELECTED),
    ]


def test_a_void_of_which_nobody_knows_what_it_said_may_say_anything_when_it_comes_back():
    answer = decide(EITHER, PoolReturns(1, 3, void=(None,)))
    assert answer.if_reinstated is not None
    assert (answer.if_reinstated.outcome, answer.settled) == (UNDETERMINED, False)


def test_a_reinstated_tie_is_read_by_the_policy_for_ties():
    """1 of 4; the tied void is 2 of 5, 1 of 5 or still 1 of 4."""
    pool = PoolReturns(1, 3, void=(Answer.TIE,))
    outcomes = [
        decide(EITHER, pool, unit_tie=tie).if_reinstated.outcome
        for tie in ("open", "reselect", "abstain")
    ]
    assert outcomes == [OPEN, RESELECTED, RESELECTED]
    assert decide(EITHER, pool).if_reinstated.outcome is UNDETERMINED


def test_while_returns_can_be_contested_a_certain_outcome_is_not_settled():
    answer = decide(EITHER, PoolReturns(4, 6), closed=False)
    assert (answer.certain, answer.settled) == (True, False)


def test_returns_for_reselection_could_be_voided_as_well():
    """1 of 10 for an open selection; with all the others voided it would be all of 1, and no more than that."""
    assert decide(EITHER, PoolReturns(1, 9), closed=False).settled is False
    all_of_them = trigger({"value": "either-pool", "share_of": "open", "at_least": "1/1"})
    assert decide(all_of_them, PoolReturns(1, 9), closed=False).settled is False


@pytest.mark.parametrize(
    ("pool", "outcome", "otherwise"),
    [
        (PoolReturns(0, 5), "reselected", "open-selection"),
        (PoolReturns(5, 0), "open-selection", "reselected"),
    ],
)
def test_where_all_agree_voids_matter_only_if_no_return_at_all_leads_elsewhere(
    pool, outcome, otherwise
):
    for policy, settled in ((outcome, True), (otherwise, False), ("unsettled", False)):
        answer = decide(trigger(EITHER_THIRD, no_returns=policy), pool, closed=False)
        assert (answer.outcome.value, answer.settled) == (outcome, settled)


def test_there_is_nothing_to_reinstate_where_nothing_is_void():
    answer = decide(EITHER, PoolReturns(4, 6))
    assert (answer.if_reinstated, answer.reinstating) == (None, ())


def test_where_all_is_void_what_would_come_back_decides():
    answer = decide(EITHER, PoolReturns(void=(Answer.OPEN,) * 3))
    assert answer.outcome is UNDETERMINED
    assert answer.if_reinstated is not None
    assert (answer.if_reinstated.outcome, answer.if_reinstated.shares) == (
        OPEN,
        {"branch": Fraction(1)},
    )


BRANCHES_ALONE = {
    "value": "weighted-college",
    "share_of": "open",
    "more_than": "1/2",
    "weights": {"branch": "1/1", "affiliate": "0/1"},
}


@pytest.mark.parametrize(
    ("empty_pool", "no_returns", "outcome"),
    [
        ("other-pools-decide", "open-selection", Outcome.OPEN_SELECTION),
        ("other-pools-decide", "reselected", Outcome.RESELECTED),
        ("other-pools-decide", "unsettled", Outcome.UNDETERMINED),
        ("counts-zero", "open-selection", Outcome.RESELECTED),
    ],
)
def test_returns_of_a_pool_without_weight_alone_are_no_returns(
    empty_pool: str, no_returns: str, outcome: Outcome
) -> None:
    """Three affiliates are for an open selection, at a weight of 0, and no branch made a return.

    Where the other pools decide there is none, so the rule on no returns decides; where the empty pool
    counts as zero the share is 1 · 0 + 0 · 1 = 0, and nothing is reached.
    """
    rules = trigger(BRANCHES_ALONE, empty_pool=empty_pool, no_returns=no_returns)
    answer = decide_returns(rules, {"branch": PoolReturns(), "affiliate": PoolReturns(3, 0)})
    assert answer.outcome is outcome


def test_a_pool_without_weight_alone_has_a_combined_share_of_nothing_where_the_empty_one_counts():
    for empty_pool, combined in (("counts-zero", Fraction(0)), ("other-pools-decide", None)):
        rules = trigger(BRANCHES_ALONE, empty_pool=empty_pool)
        assert decide(rules, affiliate=PoolReturns(3, 0)).combined == combined


# --- the returns themselves ----------------------------------------------------------------------------


def test_every_answer_but_a_void_is_a_return_that_was_made():
    assert PoolReturns().made == 0
    assert PoolReturns(1, 2, 4, 8, void=(None, Answer.OPEN), outstanding=16).made == 15


def test_more_answers_leave_what_was_there_and_what_is_outstanding():
    before = PoolReturns(1, 2, 3, 4, void=(Answer.TIE,), outstanding=9)
    more = before.answering([Answer.OPEN, Answer.RESELECT, Answer.TIE, Answer.ABSTAIN])
    assert more == PoolReturns(2, 3, 4, 5, void=(Answer.TIE,), outstanding=9)


def test_a_void_that_comes_back_without_what_it_said_is_awaited_anew():
    before = PoolReturns(1, void=(None, Answer.OPEN, Answer.TIE), outstanding=2)
    assert before.reinstating((None, Answer.OPEN)) == PoolReturns(
        2, void=(Answer.TIE,), outstanding=3
    )


def test_of_an_unknown_number_as_many_are_awaited_as_before():
    before = PoolReturns(1, void=(None, Answer.OPEN), outstanding=None)
    assert before.reinstating(before.void) == PoolReturns(2, outstanding=None)
