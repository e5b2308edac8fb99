"""How a trigger ballot stands that nobody has decided yet: what the returns on the record come to at its last entry."""

from hustings.kernel.canonical import Json
from hustings.kernel.exact import fraction_text
from hustings.proceedings.entry import Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.trigger.readings import by_pool
from hustings.proceedings.triggering import answer_now, pools_of
from hustings.rulebooks.deciding_stages import Trigger
from hustings.timetable.sentences import say_instant
from hustings.verifier.replaying import Replayed


def standing_of(replayed: Replayed) -> dict[str, Json] | None:
    """Shares so far, floor, and who has not reported; None where no trigger ballot of units is running.

    What units answered is public, and their votes have no part in it. A petition has no returns, and so no
    running count. The record knows no clock: deadlines are those that had passed at its last entry.
    """
    if replayed.rulebook is None or not replayed.said or replayed.state.stage is not Stage.TRIGGER:
        return None
    now = replayed.said[-1][0].at
    rules = trigger_rules(Given(replayed.state, replayed.rulebook, now))
    if not isinstance(rules, Trigger) or not replayed.state.units:
        return None
    answer = answer_now(replayed.state, rules, now)
    pools = by_pool(rules, pools_of(replayed.state, closed=False))
    reported: dict[str, Json] = {
        name: {
            "reported": pool.made,
            "units": pool.made + len(pool.void) + (pool.outstanding or 0),
            "outstanding": answer.outstanding.get(name, 0),
        }
        for name, pool in pools.items()
    }
    return {
        "at": say_instant(now, replayed.rulebook.rules.rulebook.calendar.zone),
        "outcome": str(answer.outcome),
        "certain": answer.certain,
        "settled": answer.settled,
        "shares": {name: fraction_text(share) for name, share in answer.shares.items()},
        "combined": None if answer.combined is None else fraction_text(answer.combined),
        "floor": {name: fraction_text(share) for name, share in answer.floor.items()},
        "pools": reported,
    }
