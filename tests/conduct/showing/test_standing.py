"""What a reader is told that they can do: nothing whose time is over."""

from hustings.conduct.seats import Seat
from hustings.conduct.showing.standing import chances_of
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.timetable.sentences import in_english
from tests.proceedings.walk import Walk

WHO_MAY_VOTE = "Members can see whether they may vote, and why."


def told(walk: Walk) -> list[str]:
    seat = Seat("commonweal", "northmoor-1", walk.rulebook, walk.state, (), 0)
    return [one.says for one in chances_of(seat, walk.now, in_english)]


def test_members_are_asked_to_look_whether_they_may_vote_while_there_is_a_vote() -> None:
    assert WHO_MAY_VOTE in told(Walk("model-association").trigger_open())


def test_nobody_is_sent_to_look_whether_they_may_vote_where_a_panel_selects() -> None:
    walk = Walk("model-association").applications_open()
    walk.do(walk.decision(EmergencyDeclared, moment="resolution", happened_at=walk.now))
    assert WHO_MAY_VOTE not in told(walk)
