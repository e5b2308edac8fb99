"""What happens next is said for every stage of every rulebook at every moment, with a date or why there is none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hustings.proceedings.awaited import NextStep
from hustings.proceedings.clock import calendar_of
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.entry import Given
from hustings.proceedings.planning import TimetablePublished
from hustings.proceedings.stages import ENDED, Answer, Stage
from hustings.proceedings.state import PetitionState, PlannedStep, Selection
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.compute import compute
from hustings.timetable.sentences import in_english
from tests.proceedings.test_telling import STANDS
from tests.proceedings.walk import Walk

RULEBOOKS = (
    *("labour-pre2018", "labour-2018", "labour-2021", "model-association"),
    *("conservative-readoption", "libdem-reselection", "uk-recall-2015"),
)
ONLY = {
    "unit-trigger": frozenset(Stage) - ENDED - {Stage.READOPTION, Stage.PETITION},
    "body-readoption": frozenset(Stage) - ENDED - {Stage.TRIGGER, Stage.PETITION},
    "petition": frozenset({Stage.OPENED, Stage.PETITION}),
}
"""The stages that a procedure knows."""
EMPTY = ("The dates are published", "competent body", "{", "None")


def everything_planned(
    state: Selection, rulebook: Rulebook, now: datetime
) -> tuple[PlannedStep, ...]:
    """The dates of all phases, as if they had been published at the opening."""
    assert state.opened_at is not None
    calendar = calendar_of(Given(state, rulebook, now))
    table = compute(rulebook.rules, state.opened_at.date(), calendar)
    return tuple(PlannedStep(line.id, line.starts, line.ends) for line in table.lines)


def cases(rulebook: str) -> Iterator[tuple[Selection, Rulebook, datetime]]:
    """Every stage, without dates and with all of them, before each date and after it."""
    walk = Walk(rulebook).opened()
    state, book, now = walk.state, walk.rulebook, walk.now
    planned = everything_planned(state, book, now)
    moments = sorted({now, *(step.last + timedelta(hours=1) for step in planned)})
    for stage in sorted(ONLY[book.rules.rulebook.procedure]):
        for timetable in ((), planned):
            bare = replace(state, stage=stage, timetable=timetable)
            if stage is Stage.PETITION:
                bare = replace(bare, petition=PetitionState(now, now + timedelta(days=42), 900))
            for at in moments:
                yield bare, book, at


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_no_stage_of_a_rulebook_ends_in_an_empty_phrase(rulebook: str) -> None:
    seen = 0
    for state, book, at in cases(rulebook):
        coming = what_comes_next(state, book, at)
        where = (state.stage, bool(state.timetable), at)
        assert coming is not None, where
        told = f"{coming.what} {coming.note}"
        assert not any(phrase in told for phrase in EMPTY), (where, told)
        assert coming.what.strip(), where
        assert (coming.by is None) == bool(coming.note.strip()), (where, coming)
        assert coming.by is None or coming.by >= at, (where, coming)
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_with_published_dates_the_next_thing_has_one_as_long_as_it_lies_ahead(
    rulebook: str,
) -> None:
    """On the day of opening, with every date published, only what rests on a decision has none."""
    walk = Walk(rulebook).opened()
    planned = everything_planned(walk.state, walk.rulebook, walk.now)
    dated = {Stage.OPENED, Stage.TRIGGER, Stage.READOPTION, Stage.APPLICATIONS, Stage.COUNT}
    for stage in dated & ONLY[walk.rulebook.rules.rulebook.procedure]:
        state = replace(walk.state, stage=stage, timetable=planned)
        coming = what_comes_next(state, walk.rulebook, walk.now)
        assert coming is not None
        assert coming.by is not None, (stage, coming)
        assert coming.rule, (stage, coming)


def test_a_petition_without_dates_says_who_publishes_them_and_when_signing_begins_by_the_rules() -> (
    None
):
    """Signing opens ten working days after the notice: from Wednesday 26 June 2019 on Wednesday 10 July."""
    walk = Walk("uk-recall-2015").opened()
    coming = what_comes_next(walk.state, walk.rulebook, walk.now)
    assert coming is not None
    assert coming.what == "The petition officer publishes the dates of the petition"
    assert coming.note.startswith(
        "Counted by the rules, this is first: The petition is open for signing, "
    )


def test_a_petition_whose_signing_has_ended_waits_for_the_count_and_no_longer_for_its_end() -> None:
    walk = STANDS[Stage.PETITION][0]()
    running = walk.state.petition
    assert running is not None
    coming = what_comes_next(walk.state, walk.rulebook, running.closes + timedelta(hours=1))
    assert coming is not None
    assert coming.what != "Signing ends"


def test_units_that_have_reported_wait_for_the_declaration() -> None:
    walk = Walk("model-association").trigger_open()
    due = walk.state.step("returns-due")
    assert due is not None
    before = what_comes_next(walk.state, walk.rulebook, due.last)
    after = what_comes_next(walk.state, walk.rulebook, due.last + timedelta(minutes=1))
    assert before is not None
    assert after is not None
    assert before.what == "Units meet and make their returns"
    assert after.what == "The returns are added up, and the committee declares what they decide"


def test_silence_after_the_deadline_waits_for_the_second_letter_and_not_for_the_answer() -> None:
    walk = Walk("model-association").asked()
    until = walk.state.intention.reply_by
    assert until is not None
    coming = what_comes_next(walk.state, walk.rulebook, until + timedelta(minutes=1))
    assert coming is not None
    assert coming.what == "A second letter goes to the sitting representative"


def test_the_body_that_votes_on_readoption_does_so_on_the_published_day() -> None:
    walk = Walk("libdem-reselection").answered()
    walk.do(walk.decision(TimetablePublished, phase="readoption", opened=walk.now.date()))
    coming = what_comes_next(walk.state, walk.rulebook, walk.now)
    day = walk.state.step("first-ballot")
    assert coming is not None
    assert day is not None
    assert (coming.what, coming.by) == ("The body votes on readoption", day.last)


def test_endorsement_without_a_selection_names_the_body_and_waits_for_no_dates() -> None:
    walk = Walk("model-association").asked()
    walk.do(walk.decision(EmergencyDeclared, moment="resolution", happened_at=walk.now))
    assert walk.state.stage is Stage.ENDORSEMENT
    coming = what_comes_next(walk.state, walk.rulebook, walk.now)
    assert coming is not None
    assert coming.what == "The committee decides on endorsement"
    assert coming.note == "No rule sets a time for it."


def test_a_selection_without_dates_says_who_publishes_them() -> None:
    walk = Walk("model-association").answered(Answer.NO)
    coming = what_comes_next(walk.state, walk.rulebook, walk.now)
    assert coming is not None
    assert (
        coming.what == "The committee or the local committee publishes the dates of the selection"
    )


def test_what_begins_at_midnight_is_awaited_by_the_day_that_begins_then() -> None:
    midnight = datetime(2019, 7, 7, 23, tzinfo=UTC)
    opens = NextStep("The petition opens for signing", midnight, begins=True)
    assert opens.by_when("Europe/London", in_english) == "Monday 8 July 2019"
    closes = NextStep("Applications close", midnight)
    assert (
        closes.by_when("Europe/London", in_english) == "midnight at the end of Sunday 7 July 2019"
    )
