"""Do you intend to stand: asked, answered, changed, silent, second letter, late, exempt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.intention import Exempted, IntentionAnswered, IntentionAsked
from hustings.proceedings.readings import ReadingAdopted
from hustings.proceedings.silence import LateAnswerAccepted, SecondLetterSent, SilenceDecided
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from tests.proceedings.walk import OFFICE, REPRESENTATIVE, Walk


def answer(walk: Walk, said: Answer = Answer.YES, **more: object) -> IntentionAnswered:
    given = {"received_at": walk.now, "by": (REPRESENTATIVE,), **more}
    return IntentionAnswered(answer=said, **given)  # type: ignore[arg-type]


def past_the_deadline(walk: Walk) -> Walk:
    until = walk.state.intention.second_by or walk.state.intention.reply_by
    assert until is not None
    walk.now = until + timedelta(minutes=1)
    return walk


def test_the_letter_of_24_june_2019_is_to_be_answered_by_6_pm_on_8_july() -> None:
    walk = Walk("labour-2018").asked()
    assert walk.state.intention.reply_by == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(("minute", "late"), [(-1, False), (0, False), (1, True)])
def test_the_deadline_is_kept_to_the_minute(minute: int, late: bool) -> None:
    walk = Walk("model-association").asked()
    assert walk.state.intention.reply_by is not None
    walk.now = walk.state.intention.reply_by + timedelta(minutes=minute)
    made = walk.do(answer(walk))
    assert isinstance(made, IntentionAnswered)
    assert made.late is late


def test_what_is_less_than_a_second_makes_nobody_late() -> None:
    walk = Walk("model-association").asked()
    assert walk.state.intention.reply_by is not None
    walk.now = walk.state.intention.reply_by + timedelta(microseconds=900_000)
    assert walk.do(answer(walk)).late is False  # type: ignore[attr-defined]
    assert walk.replayed() == walk.state


def test_a_no_leads_straight_to_a_selection() -> None:
    assert Walk("labour-2018").answered(Answer.NO).state.stage is Stage.APPLICATIONS


def test_a_letter_is_not_dated_before_the_seat_was_opened() -> None:
    walk = Walk("labour-2018").opened()
    letter = IntentionAsked(sent_at=walk.now - timedelta(days=3), by=(OFFICE,))
    assert walk.refusal(letter) == "sent-before-the-opening"


def test_a_letter_is_not_recorded_when_the_time_to_answer_is_over() -> None:
    walk = Walk("labour-2018").opened()
    sent, walk.now = walk.now, walk.now + timedelta(days=30)
    assert walk.refusal(IntentionAsked(sent_at=sent, by=(OFFICE,))) == "recorded-too-late"


def test_an_answer_can_be_changed_until_the_deadline() -> None:
    walk = Walk("labour-2018").answered(Answer.YES)
    walk.do(answer(walk, Answer.NO))
    assert walk.state.intention.answer is Answer.NO
    assert walk.state.stage is Stage.APPLICATIONS


def test_an_answer_cannot_be_changed_after_the_deadline() -> None:
    walk = past_the_deadline(Walk("labour-2018").answered(Answer.YES))
    assert walk.refusal(answer(walk, Answer.NO)) == "answer-stands"


def test_an_answer_cannot_be_changed_once_what_follows_is_published() -> None:
    walk = Walk("labour-2018").answered(Answer.YES).planned("trigger")
    assert walk.refusal(answer(walk, Answer.NO)) == "timetable-published"


def test_an_exemption_is_not_undone_by_another_answer() -> None:
    walk = Walk("labour-2018").answered(Answer.YES)
    walk.do(walk.decision(Exempted, exemption=Withheld("pregnancy")))
    assert walk.refusal(answer(walk, Answer.NO)) == "too-late-to-answer"


def test_nobody_answers_for_the_representative_but_the_office_that_got_the_letter() -> None:
    walk = Walk("labour-2018").asked()
    stranger = (Actor("p-somebody", Role.REPRESENTATIVE),)
    assert walk.refusal(answer(walk, by=stranger)) == "persons-missing"
    walk.do(answer(walk, by=(OFFICE,)))


def test_silence_is_not_decided_before_the_second_letter() -> None:
    walk = past_the_deadline(Walk("model-association").asked())
    assert (
        walk.refusal(walk.decision(SilenceDecided, treated_as=Answer.NO)) == "second-letter-first"
    )


def test_a_second_letter_does_not_go_out_before_the_first_deadline() -> None:
    walk = Walk("model-association").asked()
    second = SecondLetterSent(sent_at=walk.now, by=(OFFICE,))
    assert walk.refusal(second) == "deadline-not-passed"
    sent = walk.now
    past_the_deadline(walk)
    assert walk.refusal(SecondLetterSent(sent_at=sent, by=(OFFICE,))) == "sent-too-early"


def test_silence_after_the_second_letter_is_for_the_body_to_decide() -> None:
    walk = past_the_deadline(Walk("model-association").asked())
    walk.do(SecondLetterSent(sent_at=walk.now, by=(OFFICE,)))
    decided = walk.decision(SilenceDecided, treated_as=Answer.NO)
    assert walk.refusal(decided) == "deadline-not-passed"
    past_the_deadline(walk)
    walk.do(decided)
    assert walk.state.stage is Stage.APPLICATIONS


def test_what_silence_means_waits_for_a_reading_where_nobody_settles_it() -> None:
    walk = past_the_deadline(Walk("labour-2018").asked())
    silent = walk.decision(SilenceDecided, treated_as=Answer.NO)
    assert walk.refusal(silent) == "reading-unsettled"
    walk.do(walk.decision(ReadingAdopted, reading=1, choice="treated-as-no"))
    assert (
        walk.refusal(walk.decision(SilenceDecided, treated_as=Answer.YES)) == "consequence-is-fixed"
    )
    walk.do(silent)
    assert walk.state.intention.answer is Answer.NO


def test_a_late_answer_counts_once_a_body_finds_good_cause() -> None:
    walk = past_the_deadline(Walk("model-association").asked())
    walk.do(answer(walk))
    assert walk.state.stage is Stage.ASKED
    walk.do(walk.decision(LateAnswerAccepted))
    assert walk.state.stage is Stage.TRIGGER


def test_whether_a_late_answer_counts_waits_for_a_reading_where_nobody_settles_it() -> None:
    walk = past_the_deadline(Walk("labour-2018").asked())
    walk.do(answer(walk))
    assert walk.refusal(walk.decision(LateAnswerAccepted)) == "reading-unsettled"
    walk.do(walk.decision(ReadingAdopted, reading=2, choice="refused"))
    assert walk.refusal(walk.decision(LateAnswerAccepted)) == "late"


def test_the_exempt_are_readopted_without_a_trigger_subject_to_endorsement() -> None:
    walk = Walk("labour-2018").answered()
    walk.do(walk.decision(Exempted, exemption=Withheld("maternity leave")))
    assert (walk.state.stage, walk.state.outcome) == (Stage.ENDORSEMENT, Outcome.RESELECTED)
    walk.do(walk.decision(EndorsementDecided, candidate="p-holder", endorsed=True))
    assert walk.state.stage is Stage.DECLARED


def test_an_exemption_rests_on_a_ground_that_the_rulebook_names() -> None:
    walk = Walk("labour-2018").asked()
    assert (
        walk.refusal(walk.decision(Exempted, exemption=Withheld("a long career")))
        == "no-such-exemption"
    )


@pytest.mark.parametrize(
    "named",
    [
        {"ground": "Pregnancy of the representative"},
        {"reasons": Withheld("She returned from maternity leave.", Visibility.PUBLIC)},
    ],
    ids=["ground", "public reasons"],
)
def test_the_ground_of_an_exemption_never_stands_in_public_words(named: dict[str, object]) -> None:
    walk = Walk("labour-2018").answered()
    exempted = walk.decision(Exempted, exemption=Withheld("pregnancy"))
    assert walk.refusal(replace(exempted, **named)) == "ground-is-private"
    for_parties = replace(exempted, reasons=Withheld("Pregnancy.", Visibility.PARTIES))
    walk.do(for_parties)


def test_a_rulebook_that_names_no_ground_exempts_nobody() -> None:
    walk = Walk("labour-pre2018").asked()
    assert walk.refusal(walk.decision(Exempted, exemption=Withheld(None))) == "no-such-exemption"
