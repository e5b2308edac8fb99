"""The bounds agree with plain enumeration: every completion of every small case, under every reading."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.proceedings.trigger.answer import decide_returns
from hustings.proceedings.trigger.returns import Answer, Outcome, PoolReturns
from tests.proceedings.trigger.made import (
    ALL_HALF,
    COLLEGE_HALF,
    EITHER_THIRD,
    MERGED_HALF,
    completions,
    disturbed,
    plain_outcomes,
    tally,
    trigger,
)

AGGREGATES = [
    EITHER_THIRD,
    MERGED_HALF,
    COLLEGE_HALF,
    ALL_HALF,
    {"value": "either-pool", "share_of": "open", "more_than": "1/2"},
    {"value": "either-pool", "share_of": "reselect", "at_least": "2/3"},
    {"value": "all-pools", "share_of": "reselect", "at_least": "1/2"},
    {"value": "pooled-majority", "share_of": "open", "at_least": "1/3"},
    {**COLLEGE_HALF, "weights": {"branch": "2/3", "affiliate": "1/3"}},
    {**COLLEGE_HALF, "weights": {"branch": "1/1", "affiliate": "0/1"}},
    {**COLLEGE_HALF, "share_of": "reselect"},
]
few = st.integers(0, 2)
rules = st.builds(
    trigger,
    st.sampled_from(AGGREGATES),
    unit_tie=st.sampled_from(["reselect", "open", "abstain", "unsettled"]),
    empty_pool=st.sampled_from(["counts-zero", "other-pools-decide", "unsettled"]),
    exactly_half=st.sampled_from(["as-written", "unsettled"]),
    no_returns=st.sampled_from(["reselected", "open-selection", "unsettled"]),
    each=st.sampled_from([(1, 1), (1, 2)]),
)
ties = st.sampled_from([None, "reselect", "open", "abstain"])


def pools(outstanding, void):
    return st.builds(PoolReturns, few, few, few, few, void, outstanding)


no_voids = st.just(())
voids = st.lists(st.sampled_from([*Answer, None]), max_size=2).map(tuple)


def one(outcomes):
    return next(iter(outcomes)) if len(outcomes) == 1 else Outcome.UNDETERMINED


def plainly(rules, returns, unit_tie, ways):
    """The outcome over every combination of each pool's ways to end."""
    names = list(returns)
    outcomes = set()
    for ends in product(*(list(ways(returns[name])) for name in names)):
        outcomes |= plain_outcomes(rules, dict(zip(names, ends, strict=True)), unit_tie)
    return one(outcomes)


def weightless(rules, returns):
    """Whether only pools of no weight can have valid returns, which the plain way cannot divide by."""
    weights = rules.decision.aggregate.weights or {}
    return 0 in weights.values()


@settings(max_examples=300)
@given(rules, pools(st.integers(0, 3), no_voids), pools(st.integers(0, 3), no_voids), ties)
def test_the_outcome_is_that_of_every_completion(rules, branch, affiliate, unit_tie):
    if weightless(rules, None) and branch.open + branch.reselect == 0:
        return
    returns = {"branch": branch, "affiliate": affiliate}
    answer = decide_returns(rules, returns, unit_tie=unit_tie)
    assert answer.outcome is plainly(rules, returns, unit_tie, completions)
    assert answer.certain == (answer.outcome is not Outcome.UNDETERMINED)


@settings(max_examples=150)
@given(rules, pools(st.just(0), voids), pools(st.just(0), voids), ties, st.booleans())
def test_it_is_settled_when_no_void_and_no_reinstatement_changes_it(
    rules, branch, affiliate, unit_tie, closed
):
    if weightless(rules, None):
        return
    returns = {"branch": branch, "affiliate": affiliate}
    answer = decide_returns(rules, returns, unit_tie=unit_tie, closed=closed)
    every = plainly(rules, returns, unit_tie, lambda pool: disturbed(pool, closed=closed))
    assert answer.settled == (answer.certain and every is answer.outcome)


@settings(max_examples=150)
@given(rules, pools(st.just(0), no_voids), pools(st.none(), no_voids), ties)
def test_an_unknown_number_is_like_every_number(rules, branch, affiliate, unit_tie):
    """Up to sixty more affiliates, all one way or none valid: enough to show either outcome if it can be."""
    if weightless(rules, None) and branch.open + branch.reselect == 0:
        return

    def ends(pool):
        if pool.outstanding == 0:
            return [tally(pool)]
        now = tally(pool)
        more = [0, 1, 2, 3, 59, 60]
        return [{**now, side: now[side] + k} for side in ("open", "reselect") for k in more]

    returns = {"branch": branch, "affiliate": affiliate}
    answer = decide_returns(rules, returns, unit_tie=unit_tie)
    assert answer.outcome is plainly(rules, returns, unit_tie, ends)


@settings(max_examples=100)
@given(rules, pools(st.integers(0, 4), no_voids), pools(st.integers(0, 4), no_voids))
def test_the_fewest_that_decide_are_the_fewest(rules, branch, affiliate):
    returns = {"branch": branch, "affiliate": affiliate}
    answer = decide_returns(rules, returns)
    if answer.certain:
        assert answer.deciders == ()
        return
    told = {decider.outcome: sum(decider.needed.values()) for decider in answer.deciders}
    for outcome, side in ((Outcome.OPEN_SELECTION, "open"), (Outcome.RESELECTED, "reselect")):
        sums = [
            b + a
            for b in range(branch.outstanding + 1)
            for a in range(affiliate.outstanding + 1)
            if decide_returns(
                rules,
                {
                    "branch": given_more(branch, side, b),
                    "affiliate": given_more(affiliate, side, a),
                },
            ).outcome
            is outcome
        ]
        assert told.get(outcome) == (min(sums) if sums else None)


def given_more(pool, side, number):
    now = tally(pool)
    now[side] += number
    return PoolReturns(**now, outstanding=pool.outstanding - number)


@settings(max_examples=100)
@given(rules, pools(st.integers(0, 3), no_voids), pools(st.integers(0, 3), no_voids), ties)
def test_the_floor_is_the_least_share_of_any_completion(rules, branch, affiliate, unit_tie):
    returns = {"branch": branch, "affiliate": affiliate}
    answer = decide_returns(rules, returns, unit_tie=unit_tie)
    policy = unit_tie or rules.decision.unit_tie.value
    policies = ("open", "reselect", "abstain") if policy == "unsettled" else (policy,)
    assert set(answer.floor) == {name for name, pool in returns.items() if pool.outstanding}
    for name, floor in answer.floor.items():
        shares = []
        for done, tie in product(completions(returns[name]), policies):
            wanting = done["open"] + (done["tie"] if tie == "open" else 0)
            base = wanting + done["reselect"] + (done["tie"] if tie == "reselect" else 0)
            shares += [wanting / base] if base else []
        assert float(floor) == min(shares)
