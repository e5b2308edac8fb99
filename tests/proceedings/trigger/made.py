"""Trigger rules made for tests, and a second, plain way to decide: one completion at a time."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

from hustings.proceedings.trigger.returns import Answer, Outcome
from hustings.rulebooks.deciding_stages import Trigger

EITHER_THIRD = {"value": "either-pool", "share_of": "open", "at_least": "1/3"}
MERGED_HALF = {"value": "pooled-majority", "share_of": "reselect", "more_than": "1/2"}
COLLEGE_HALF = {
    "value": "weighted-college",
    "share_of": "open",
    "more_than": "1/2",
    "weights": {"branch": "1/2", "affiliate": "1/2"},
}
ALL_HALF = {"value": "all-pools", "share_of": "open", "more_than": "1/2"}


def trigger(
    aggregate=None,
    *,
    unit_tie="unsettled",
    empty_pool="unsettled",
    exactly_half="as-written",
    no_returns="unsettled",
    each=(1, 1),
):
    """Trigger rules with this aggregation and these policies; every value rests on clause 1."""

    def rule(value):
        return {"value": value, "clause": "1"}

    return Trigger.model_validate(
        {
            "question": {"text": rule("?"), "open": "yes", "reselect": "no"},
            "pools": {
                "branch": {"units": "branch", "each": each[0]},
                "affiliate": {"units": "affiliate", "each": each[1]},
            },
            "decision": {
                "aggregate": {**(aggregate or EITHER_THIRD), "clause": "2"},
                "base": rule("valid-returns"),
                "unit_tie": {"value": unit_tie, "reading": 1},
                "empty_pool": {"value": empty_pool, "reading": 2},
                "exactly_half": {"value": exactly_half, "reading": 3},
                "no_returns": {"value": no_returns, "reading": 4},
            },
            "meeting": {
                "notice": rule("7 days"),
                "quorum": rule(0),
                "representative": rule("excluded"),
            },
            "returns": {
                "tellers": rule(2),
                "affiliate_declaration": rule(True),
                "late": rule("not-returned"),
                "duplicate": rule("refused"),
                "contest_within": rule("7 days"),
            },
        }
    )


# --- the plain way, written apart from the code under test ----------------------------------------


def plain_outcomes(rules, tallies, unit_tie=None):
    """Outcomes of complete tallies ``{pool: {answer: number}}`` under every reading, by the definitions."""
    decision = rules.decision

    def ways(value, choices):
        return choices if value == "unsettled" else (value,)

    return {
        _plain(rules, tallies, *chosen)
        for chosen in product(
            ways(unit_tie or decision.unit_tie.value, ("open", "reselect", "abstain")),
            ways(decision.empty_pool.value, ("counts-zero", "other-pools-decide")),
            ways(decision.exactly_half.value, ("as-written", "enough")),
            ways(decision.no_returns.value, ("reselected", "open-selection")),
        )
    }


def _plain(rules, tallies, tie, empty, half, none):
    aggregate = rules.decision.aggregate
    wanted = aggregate.share_of
    votes = {}
    for name, tally in tallies.items():
        valid = {
            side: tally[side] + (tally["tie"] if tie == side else 0)
            for side in ("open", "reselect")
        }
        if sum(valid.values()):
            votes[name] = valid
    if not votes:
        return Outcome(none)
    shares = {name: Fraction(valid[wanted], sum(valid.values())) for name, valid in votes.items()}

    def reaches(share):
        if aggregate.at_least is not None:
            return share >= aggregate.at_least
        return share > aggregate.more_than or (half == "enough" and share == aggregate.more_than)

    won = _won(rules, votes, shares, reaches, empty)
    if wanted == "open":
        return Outcome.OPEN_SELECTION if won else Outcome.RESELECTED
    return Outcome.RESELECTED if won else Outcome.OPEN_SELECTION


def _won(rules, votes, shares, reaches, empty):
    aggregate = rules.decision.aggregate
    if aggregate.value == "either-pool":
        return any(map(reaches, shares.values()))
    if aggregate.value == "all-pools":
        missing = set(rules.pools) - set(votes)
        return all(map(reaches, shares.values())) and not (missing and empty == "counts-zero")
    if aggregate.value == "pooled-majority":
        each = {name: pool.each for name, pool in rules.pools.items()}
        total = sum(each[name] * sum(valid.values()) for name, valid in votes.items())
        wanting = sum(each[name] * votes[name][aggregate.share_of] for name in votes)
        return reaches(Fraction(wanting, total))
    share = sum(aggregate.weights[name] * shares[name] for name in votes)
    if empty == "other-pools-decide":
        share /= sum(aggregate.weights[name] for name in votes)
    return reaches(share)


def tally(pool):
    """The returns that stand, as ``{answer: number}``."""
    return {"open": pool.open, "reselect": pool.reselect, "tie": pool.tie, "abstain": pool.abstain}


def completions(pool):
    """Every tally the pool can end with: each outstanding unit any of the six ways."""
    ways = ("open", "reselect", "tie", "abstain", "void", "none")
    for answers in combinations_with_replacement(ways, pool.outstanding):
        done = tally(pool)
        for answer in answers:
            if answer in done:
                done[answer] += 1
        yield done


def disturbed(pool, *, closed):
    """Every tally after some voids came back (unknown ones as anything) and, if open, some returns were voided."""
    back = [(None, *(Answer if stood is None else (stood,))) for stood in pool.void]
    for returning in product(*back):
        grown = tally(pool)
        for answer in returning:
            if answer is not None:
                grown[str(answer)] += 1
        standing = tally(pool)
        ranges = [
            range(grown[side] - (0 if closed else standing[side]), grown[side] + 1)
            for side in grown
        ]
        for numbers in product(*ranges):
            yield dict(zip(grown, numbers, strict=True))
