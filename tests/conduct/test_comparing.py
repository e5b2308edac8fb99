"""What other rulebooks make of the same returns: a share that is not shown says why."""

import pytest

from hustings.conduct.comparing import _shares
from hustings.proceedings.trigger.answer import TriggerAnswer, decide_returns
from hustings.proceedings.trigger.returns import PoolReturns
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.loader import load


def _answered(rulebook: str, branch: PoolReturns) -> tuple[Trigger, TriggerAnswer]:
    trigger = load(rulebook).rules.trigger
    assert trigger is not None
    return trigger, decide_returns(trigger, {"branch": branch, "affiliate": PoolReturns(1, 1)})


@pytest.mark.parametrize("rulebook", ["labour-pre2018", "labour-2018", "labour-2021"])
def test_a_share_that_readings_give_differently_says_so(rulebook: str) -> None:
    """Whether a tied branch counts for the share no source settles."""
    trigger, answer = _answered(rulebook, PoolReturns(4, 2, tie=1))
    assert "branch" not in answer.shares
    said = _shares(trigger, answer, str)
    assert said == "Branches: it depends on how the rules are read, Affiliates: 1/2"


def test_shares_that_no_reading_changes_are_shown_exactly() -> None:
    trigger, answer = _answered("labour-2018", PoolReturns(4, 2))
    assert _shares(trigger, answer, str) == "Branches: 2/3, Affiliates: 1/2"
