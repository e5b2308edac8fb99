"""The dates of a seat as a reader sees them: what turned out not to be needed is struck, and says why."""

from dataclasses import replace
from datetime import datetime, timedelta

from hustings.conduct import words
from hustings.conduct.seats import Seat
from hustings.conduct.showing.stages import ShownStage, stages_of
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.entry import Given
from hustings.proceedings.silence import SecondLetterSent
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.triggering import TriggerDecided
from hustings.timetable.sentences import in_english
from tests.conduct.polls import walk_to_the_box
from tests.proceedings.walk import AFFILIATES, BRANCHES, OFFICE, Walk


def shown(walk: Walk, step: str) -> ShownStage:
    seat = Seat("commonweal", "northmoor-1", walk.rulebook, walk.state, (), 0)
    after = walk.now + timedelta(days=60)
    (found,) = [one for one in stages_of(seat, after, in_english) if one.id == step]
    return found


def test_the_date_for_a_second_answer_is_struck_where_the_first_letter_was_answered() -> None:
    walk = Walk("model-association").answered()
    second = shown(walk, "second-reply")
    assert second.standing == "overridden"
    assert second.replacement.startswith("nothing, because the answer came in on ")
    assert second.unneeded
    assert shown(walk, "reply").standing == "past"


def test_the_date_for_a_second_answer_stands_while_nobody_has_answered() -> None:
    assert shown(Walk("model-association").asked(), "second-reply").standing == "past"


def test_the_date_for_a_second_answer_stands_where_a_second_letter_was_sent() -> None:
    walk = Walk("model-association").asked()
    assert walk.state.intention.reply_by is not None
    walk.now = walk.state.intention.reply_by + timedelta(minutes=1)
    walk.do(SecondLetterSent(sent_at=walk.now, by=(OFFICE,)))
    assert shown(walk, "second-reply").standing == "past"


def test_the_bodies_of_the_model_rules_are_words_that_can_be_translated() -> None:
    powers = Walk("model-association").rulebook.rules.powers.values()
    bodies = {body for power in powers for body in power.bodies}
    assert bodies == set(words.BODIES_OF_THE_MODEL_RULES)


def test_the_dates_of_the_model_rules_are_words_that_can_be_translated() -> None:
    steps = Walk("model-association").rulebook.rules.timetable.steps
    assert {step.what for step in steps} == set(words.DATES_OF_THE_MODEL_RULES)


def both(walk: Walk, step: str, at: datetime) -> list[ShownStage]:
    seat = Seat("commonweal", "northmoor-1", walk.rulebook, walk.state, (), 0)
    return [one for one in stages_of(seat, at, in_english) if one.id == step]


def test_the_last_moment_to_vote_is_that_of_the_ballot_and_not_the_published_one() -> None:
    """Published for Monday 16 August 2027, 6 pm; the ballot that was opened closes on Tuesday 10 August, 6.01 pm."""
    walk = walk_to_the_box()
    published, holds = both(walk, "ballot-closes", walk.now)
    assert (published.standing, published.when) == ("overridden", "Monday 16 August 2027, 6 pm")
    assert published.replacement == holds.when == "Tuesday 10 August 2027, 6.01 pm"
    assert holds.standing == "future"
    (_, held) = both(walk, "hustings", walk.now)
    assert walk.state.hustings_at == held.starts


def test_a_ballot_of_its_published_days_stands_once() -> None:
    walk = walk_to_the_box()
    planned = walk.state.step("ballot")
    assert planned is not None
    assert walk.state.ballot is not None
    on_its_days = replace(
        walk.state.ballot,
        opens=planned.starts + timedelta(hours=9),
        closes=planned.last - timedelta(hours=6),
    )
    walk.state = replace(walk.state, ballot=on_its_days)
    (shown_once,) = both(walk, "ballot", walk.now)
    assert shown_once.when == "Tuesday 3 August 2027 to Monday 16 August 2027"


def test_dates_that_led_to_an_outcome_are_struck_where_it_was_declared_before_them() -> None:
    """Declared on 26 April 2027, a month before the published date: appeals end seven days later."""
    walk = Walk("model-association").trigger_open()
    for unit in (*BRANCHES, *AFFILIATES):
        walk.returned(unit, UnitAnswer.RESELECT)
    walk.do(walk.decision(TriggerDecided))
    for step in ("unit-meetings", "returns-due", "trigger-count"):
        (struck,) = both(walk, step, walk.now)
        assert (struck.standing, struck.unneeded) == ("overridden", True)
        assert struck.replacement.startswith("nothing, because the outcome was declared on ")
    published, holds = both(walk, "appeal-ends", walk.now)
    assert published.when == "Tuesday 1 June 2027, 6 pm"
    assert (holds.standing, holds.last) == (
        "future",
        appeals_close(Given(walk.state, walk.rulebook, walk.now)),
    )
