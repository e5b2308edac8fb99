"""Acts on a played seat: asked, checked, made, signed; refused with the rule; and told what came meanwhile."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hustings.conduct.reading import read_seat
from hustings.proceedings.member_ballot import NOBODY, HustingsNoticed
from hustings.proceedings.rolls import UnitObjected
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.unit_returns import ReturnContested
from hustings.proceedings.values import Withheld
from hustings.web.office import fields as ask
from hustings.web.office.acts.register import ACTS
from tests.proceedings.walk import BRANCHES, REPRESENTATIVE, Walk
from tests.proceedings.walk import OFFICE as THE_OFFICE
from tests.web.office.playing import SEAT, Playing, at_the_desk, sign_here, signed_in, text_of
from tests.web.seats import OFFICE, reference_of

pytestmark = pytest.mark.django_db


def state(playing: Playing) -> Any:
    return read_seat(playing.union.organisation, SEAT).state


def the_moment(playing: Playing, name: str, days: int = 0) -> dict[str, Any]:
    at = playing.walk.now + timedelta(days=days)
    here = timezone.localtime(at)
    return {**the_day(name, here), f"{name}_hour": f"{here:%H:%M}"}


def the_day(name: str, day: Any) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# --- every act, at every stage ------------------------------------------------------------------------


STRETCHES = ["opened", "trigger_open", "applications_open", "declared"]


@pytest.mark.parametrize("stretch", STRETCHES)
def test_every_act_is_a_form_or_a_refusal_that_says_why(
    monkeypatch: pytest.MonkeyPatch, stretch: str
) -> None:
    playing = at_the_desk(getattr(Walk("model-association"), stretch)(), monkeypatch)
    forms = 0
    for slug, act in ACTS.items():
        answer = playing.get(slug)
        said = text_of(answer).replace("&#x27;", "'")
        if answer.status_code == 200:
            forms += 1
            assert str(act.title) in said
            assert 'name="seen"' in answer.content.decode()
        else:
            assert answer.status_code == 409, slug
            assert "This was refused" in said
    assert forms >= 2


@pytest.mark.parametrize("stretch", STRETCHES)
def test_the_desk_of_a_seat_shows_what_can_be_done_and_what_cannot(
    monkeypatch: pytest.MonkeyPatch, stretch: str
) -> None:
    playing = at_the_desk(getattr(Walk("model-association"), stretch)(), monkeypatch)
    page = playing.client.get(f"/office/seats/{SEAT}/")
    assert page.status_code == 200
    assert "What cannot be done now, and why" in text_of(page)


# --- from the questions to the record -----------------------------------------------------------------


def test_a_timetable_is_checked_made_and_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").answered(), monkeypatch)
    opened = playing.walk.state.opened_at
    assert opened is not None
    answers = playing.decided("timetable", **the_day("opened", opened.date()))
    page = playing.check("timetable", answers)
    assert page.status_code == 200
    assert "check before it is made" in text_of(page)
    assert not state(playing).step("freeze")
    signed = playing.make_and_sign("timetable", answers)
    assert "This stands in the record" in text_of(signed)
    assert state(playing).step("freeze")


def test_nothing_is_entered_before_it_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").answered(), monkeypatch)
    opened = playing.walk.state.opened_at
    assert opened is not None
    answers = playing.decided("timetable", **the_day("opened", opened.date()))
    made = playing.make("timetable", answers)
    assert made["Location"].startswith("/sign/")
    assert not state(playing).step("freeze")


def test_an_answer_on_paper_enters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").asked(), monkeypatch)
    answers = {"answer": "yes", **the_moment(playing, "received_at")}
    made = playing.make("answer", answers)
    assert made["Location"] == f"/office/seats/{SEAT}/"
    assert state(playing).intention.answer is Answer.YES


def test_one_nominee_alone_is_put_to_a_yes_and_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the model rules, 4.9; "nobody" stands beside the nominee, last on the paper."""
    walk = Walk("model-association").shortlisted("p-ash")
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(THE_OFFICE,)))
    walk.now += timedelta(days=10)
    playing = at_the_desk(walk, monkeypatch)
    answers = {
        "place_1": "1",
        "packs": "A; the post room; 1; 500",
        **the_moment(playing, "closes", 14),
    }
    checked = text_of(playing.check("ballot", answers))
    assert "Pack A (the post room): papers 1 to 500" in checked
    playing.make_and_sign("ballot", answers)
    assert state(playing).ballot.candidates == (reference_of("p-ash"), NOBODY)


def test_a_form_with_a_gap_says_what_is_missing_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").asked(), monkeypatch)
    page = playing.check("answer", {"answer": ""})
    assert "Before you can go on" in text_of(page)
    assert "Enter a day and an hour" in text_of(page)


def test_what_the_rules_refuse_keeps_the_answers_and_says_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    answers = {**playing.decided("trigger"), "present": 1, "in_favour": 1, "abstained": 0}
    page = playing.check("trigger", answers)
    assert page.status_code == 409
    assert "this body decides with at least" in text_of(page)
    assert 'value="1"' in page.content.decode()


def test_an_outcome_that_is_not_certain_cannot_be_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[0])
    playing = at_the_desk(walk, monkeypatch)
    page = playing.check("trigger", playing.decided("trigger"))
    assert page.status_code == 409
    assert "may still report" in text_of(page)


def test_a_decision_without_a_power_names_nobody_who_could_take_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").opened(), monkeypatch)
    assert "adopt-reading" not in playing.walk.rulebook.rules.powers
    page = playing.get("reading")
    assert page.status_code == 409
    assert "gives nobody the power" in text_of(page)


def test_a_refusal_of_a_stage_says_who_could_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").opened(), monkeypatch)
    page = playing.get("endorse")
    assert page.status_code == 409
    assert "Then the committee can decide this, under clause 7.1" in text_of(page)


def test_what_makes_no_sense_now_says_where_to_look_and_sends_nobody_to_a_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").opened(), monkeypatch)
    page = text_of(playing.get("resume"))
    assert "The procedure is not postponed." in page
    assert "can decide this" not in page
    assert "The page of the seat says what can be done now" in page


def test_a_long_list_has_nothing_chosen_before_somebody_chooses() -> None:
    """A return is voided, and a role granted, only for whom somebody has named."""
    nine = ask.choose("Which?", [(str(n), str(n)) for n in range(9)])
    assert next(iter(nine.choices)) == ("", "Choose one")
    with pytest.raises(ValidationError):
        nine.clean("")


def test_an_override_says_what_it_changes_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    answers = playing.decided("override-outcome", outcome="open-selection")
    page = playing.check("override-outcome", answers)
    assert "from “trigger ballot of the units” to “applications”" in text_of(page)
    playing.make_and_sign("override-outcome", answers)
    assert state(playing).stage is Stage.APPLICATIONS


def test_a_void_return_is_shown_as_a_change_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[0])
    playing = at_the_desk(walk, monkeypatch)
    page = playing.check("void-return", playing.decided("void-return", unit=BRANCHES[0]))
    assert "Return of Branch-1 from “stands” to “void”" in text_of(page)


def test_whoever_decides_an_objection_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").rolls_published()
    walk.do(
        UnitObjected(unit=BRANCHES[0], objection=Withheld("It has not met."), by=(REPRESENTATIVE,))
    )
    assert "about Branch-1: “It has not met.”" in text_of(
        at_the_desk(walk, monkeypatch).get("objection")
    )


def test_one_nomination_is_not_called_nominations(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").nominated("p-ash"), monkeypatch)
    assert "Ash Example: 1 nomination accepted" in text_of(playing.get("shortlist"))


def test_no_hour_of_the_hustings_is_filled_in_before_somebody_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").shortlisted("p-ash"), monkeypatch)
    page = playing.get("hustings").content.decode()
    assert re.search(r'name="at_day" value="\d', page)
    assert "00:00" not in page


def test_whoever_dismisses_a_contention_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[0])
    said = Withheld("We decided otherwise.")
    walk.do(ReturnContested(unit=BRANCHES[0], contention=said, by=(REPRESENTATIVE,)))
    page = text_of(at_the_desk(walk, monkeypatch).get("dismiss"))
    assert "Branch-1: “We decided otherwise.”" in page


@pytest.mark.parametrize(
    ("interval", "says"),
    [
        (
            "shortlist-hustings",
            "the minimum interval between “The shortlist is made” and “Hustings”",
        ),
        ("christmas", "a rule of the timetable: Christmas and New Year."),
    ],
)
def test_a_waived_rule_is_called_by_its_words(
    monkeypatch: pytest.MonkeyPatch, interval: str, says: str
) -> None:
    playing = at_the_desk(Walk("model-association").answered(), monkeypatch)
    page = playing.check("waive", playing.decided("waive", interval=interval))
    assert f"The committee waived {says}" in text_of(page)


def test_a_reopened_decision_leaves_no_outcome_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").applications_open()
    declared = next(
        n for n, (one, _at) in enumerate(walk.entries, 1) if isinstance(one, TriggerDecided)
    )
    playing = at_the_desk(walk, monkeypatch)
    page = playing.check("reopen", playing.decided("reopen", decision=declared))
    assert "from “open selection” to “none”" in text_of(page)


def test_the_ground_of_an_exemption_never_becomes_public(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").asked(), monkeypatch)
    rules = playing.walk.rulebook.rules.intention
    assert rules is not None
    ground = rules.exempt.value[0]
    answers = playing.decided("exempt", exemption=ground)
    playing.make_and_sign("exempt", answers)
    public = read_seat(playing.union.organisation, SEAT).entries[-1].entry
    assert state(playing).intention.exempt
    assert ground not in repr(public)


# --- two officers at once -----------------------------------------------------------------------------


def test_of_two_officers_the_second_is_told_what_came_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").asked(), monkeypatch)
    seen = len(playing.walk.entries)
    yes = {"answer": "yes", **the_moment(playing, "received_at")}
    no = {"answer": "no", **the_moment(playing, "received_at")}
    assert playing.make("answer", yes, seen).status_code == 302
    second = playing.make("answer", no, seen)
    assert second.status_code == 409
    assert "changed-meanwhile" not in text_of(second), "people read words, not codes"
    assert "answered: yes" in text_of(second)
    assert state(playing).intention.answer is Answer.YES


def test_a_statement_signed_after_something_else_was_entered_is_withdrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    answers = playing.decided("postpone")
    first, second = (playing.make("postpone", answers) for _ in range(2))
    entered = sign_here(playing.client, first["Location"], OFFICE)
    assert "This stands in the record" in text_of(entered)
    late = sign_here(playing.client, second["Location"], OFFICE)
    assert late.status_code == 409
    assert "Something has changed since this was written" in text_of(late)
    assert "This was withdrawn" in text_of(playing.client.get(second["Location"]))


def test_a_person_without_the_role_cannot_make_what_the_office_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    holder = signed_in(reference_of("p-holder"))
    assert holder.get(f"/office/seats/{SEAT}/trigger/").status_code == 403
    assert holder.post(f"/office/seats/{SEAT}/trigger/", {"step": "make"}).status_code == 403
