"""The dates of a seat as a reader sees them: what turned out not to be needed is struck, and says why."""

from datetime import timedelta

from hustings.conduct import words
from hustings.conduct.seats import Seat
from hustings.conduct.showing.stages import ShownStage, stages_of
from hustings.proceedings.silence import SecondLetterSent
from hustings.timetable.sentences import in_english
from tests.proceedings.walk import OFFICE, Walk


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
