"""Acts on a played seat: asked, checked, made, signed; refused with the rule; and told what came meanwhile."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hustings.conduct.reading import read_seat
from hustings.proceedings.contested_returns import ReturnContested
from hustings.proceedings.member_ballot import NOBODY, HustingsNoticed
from hustings.proceedings.petition import PetitionOpened
from hustings.proceedings.rolls import RollFrozen, RollTree, UnitObjected
from hustings.proceedings.shortlist import PanelAppointed
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.values import Withheld
from hustings.web.office import fields as ask
from hustings.web.office.acts.register import ACTS
from tests.proceedings.walk import AFFILIATES, BRANCHES, REPRESENTATIVE, Walk
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
    walk = Walk("model-association").trigger_open()
    for unit in (*BRANCHES, *AFFILIATES):
        walk.returned(unit)
    playing = at_the_desk(walk, monkeypatch)
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


def test_a_choice_that_is_not_offered_is_sent_back_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    page = text_of(playing.check("secretary", {"secretary": "p-nobody", "declares": "yes"}))
    assert "Choose one of those that are offered" in page
    assert "p-nobody" not in page


def test_what_undoes_a_decision_is_not_asked_for_the_grounds_of_that_decision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rest for illness ends; a contention is dismissed because nothing voids the return."""
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[0])
    said = Withheld("We decided otherwise.")
    walk.do(ReturnContested(unit=BRANCHES[0], contention=said, by=(REPRESENTATIVE,)))
    playing = at_the_desk(walk, monkeypatch)
    assert "notice was not given" not in text_of(playing.get("dismiss"))
    ground = "the tellers' sheet shows the decision"
    answers = playing.decided("dismiss", unit=BRANCHES[0], ground=ground)
    playing.make_and_sign("dismiss", answers)
    assert not state(playing).standing_return(BRANCHES[0]).contested


def test_a_rest_is_shown_as_a_change_and_ends_on_a_ground_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    answers = playing.decided("postpone")
    assert "The procedure from “goes on” to “rests”" in text_of(playing.check("postpone", answers))
    playing.make_and_sign("postpone", answers)
    assert "illness or death" not in text_of(playing.get("resume"))
    resumed = {**playing.decided("resume"), "ground": "they are well again"}
    playing.make_and_sign("resume", resumed, len(playing.walk.entries) + 1)
    assert not state(playing).postponed


def test_an_objection_that_is_upheld_is_shown_as_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").rolls_published()
    walk.do(
        UnitObjected(unit=BRANCHES[0], objection=Withheld("It has not met."), by=(REPRESENTATIVE,))
    )
    playing = at_the_desk(walk, monkeypatch)
    because = {"counts": "no", "because": "It has not met for two years."}
    answers = playing.decided("objection", objection=len(walk.entries), **because)
    assert "Branch-1 from “counts” to “does not count”" in text_of(
        playing.check("objection", answers)
    )


def test_somebody_removed_is_shown_as_a_change_and_no_number_stands_for_the_entry_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").applications_open().applied("p-ash", "p-birch")
    playing = at_the_desk(walk, monkeypatch)
    answers = playing.decided("override-remove", person=reference_of("p-ash"))
    page = text_of(playing.check("override-remove", answers))
    assert "Ash Example from “takes part” to “takes no part”" in page
    assert "Overridden" not in page


def test_a_moved_date_is_called_by_its_name_and_shown_with_its_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").answered().planned("trigger")
    step = walk.state.step("unit-meetings")
    assert step is not None
    playing = at_the_desk(walk, monkeypatch)
    moved = the_day("day", timezone.localtime(step.last))
    answers = playing.decided("override-date", step=step.id, day_hour="18:00", **moved)
    page = text_of(playing.check("override-date", answers))
    assert "for “Branches and affiliates meet and vote”" in page
    assert "unit-meetings" not in page
    assert "to “Friday 23 April 2027 to Friday 21 May 2027, 6 pm" in page


def test_dates_that_are_published_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").answered(), monkeypatch)
    opened = playing.walk.state.opened_at
    assert opened is not None
    answers = playing.decided("timetable", **the_day("opened", opened.date()))
    page = text_of(playing.check("timetable", answers))
    assert "Dates 9 dates are published" in page
    assert page.count("The roll of units is published Thursday 8 April 2027") == 1


def test_only_what_the_rulebook_has_is_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").applications_open(), monkeypatch)
    assert "readoption by the body" not in text_of(playing.get("run-again"))


def test_the_moment_of_an_election_is_asked_for_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    assert "A body resolved so" in text_of(playing.get("emergency"))


def test_two_names_in_one_place_on_the_paper_are_sent_back_and_no_order_is_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").shortlisted("p-ash", "p-birch")
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(THE_OFFICE,)))
    walk.now += timedelta(days=10)
    playing = at_the_desk(walk, monkeypatch)
    asked = playing.get("ballot").content.decode()
    assert not re.search(r'name="place_\d"[^>]*checked', asked)
    answers = {
        "place_1": "1",
        "place_2": "1",
        "packs": "A; the post room; 1; 900",
        **the_moment(playing, "closes", 14),
    }
    said = text_of(playing.check("ballot", answers))
    assert "Two names have the same place on the paper" in said


# --- a petition ---------------------------------------------------------------------------------------


def petition(electors: int | None = 75_428) -> Walk:
    """The roll is frozen, and nobody can sign yet."""
    walk = Walk("uk-recall-2015").opened()
    trees = (RollTree(("constituency",), electors, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    return walk


def opening(playing: Playing) -> dict[str, Any]:
    rules = playing.walk.rulebook.rules.petition
    assert rules is not None
    given = {"places": 10, "ground": rules.grounds.value[0], **the_moment(playing, "opens")}
    return playing.decided("petition", **given)


def test_a_petition_is_opened_checked_and_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six weeks, on the 75,428 electors of the frozen roll, whom nobody has to write down again."""
    playing = at_the_desk(petition(), monkeypatch)
    form = playing.get("petition")
    assert "a custodial sentence" in text_of(form)
    assert 'name="electors"' not in form.content.decode()
    checked = text_of(playing.check("petition", opening(playing)))
    assert "75,428 may sign" in checked
    assert "from “Opened” to “Petition”" in checked
    playing.make_and_sign("petition", opening(playing))
    running = state(playing).petition
    assert running.electors == 75_428
    assert (running.closes - running.opens).days in {41, 42}


def test_a_petition_says_when_it_opens_and_asks_for_no_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten working days after the notice of 24 June 2019, 8 July begins; no hour is filled in for it."""
    walk = petition().planned("petition")
    playing = at_the_desk(walk, monkeypatch)
    desk = text_of(playing.client.get(f"/office/seats/{SEAT}/"))
    assert "The petition can be opened" in desk
    assert "Record that the letter was sent These rules ask nobody" in desk
    page = text_of(playing.client.get(f"/seats/{SEAT}/"))
    assert "The petition opens for signing , by Monday 8 July 2019" in page
    form = playing.get("petition").content.decode()
    assert 'name="opens_day" value="8"' in form
    assert "00:00" not in form


def test_a_petition_that_runs_is_ended_and_not_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = petition()
    rules = walk.rulebook.rules.petition
    assert rules is not None
    given = {"ground": rules.grounds.value[0], "places": 10, "opens": walk.now}
    walk.do(walk.decision(PetitionOpened, electors=75_428, **given))
    playing = at_the_desk(walk, monkeypatch)
    refused = playing.get("cancel")
    assert refused.status_code == 409
    assert "end the petition instead" in text_of(refused)
    answers = playing.decided("petition-ends", ground=rules.early_ends.value[0])
    assert "Its signatures are never counted" in text_of(playing.check("petition-ends", answers))
    playing.make_and_sign("petition-ends", answers)
    assert state(playing).stage is Stage.CANCELLED


def test_more_places_than_the_rules_allow_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(petition(), monkeypatch)
    page = playing.check("petition", {**opening(playing), "places": 11})
    assert page.status_code == 409
    assert "at most 10 places" in text_of(page)


def test_no_petition_opens_before_its_roll_is_frozen_nor_where_the_rules_have_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("uk-recall-2015").opened(), monkeypatch)
    assert "not frozen yet" in text_of(playing.get("petition"))
    assert "No petition is running" in text_of(playing.get("petition-ends"))


def test_rules_without_a_petition_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").opened(), monkeypatch)
    assert "This rulebook has no petition." in text_of(playing.get("petition"))


def test_the_public_page_of_a_petition_speaks_of_signing_and_of_no_endorsement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(petition(), monkeypatch)
    page = text_of(playing.client.get(f"/seats/{SEAT}/"))
    assert "75,428 electors may sign" in page
    assert "The petition is being prepared." in page
    assert "Electors can see whether they may sign the petition" in page
    assert "ndorse" not in page
    assert "may vote" not in page


def test_an_override_says_what_it_changes_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    answers = playing.decided("override-outcome", outcome="open-selection")
    page = playing.check("override-outcome", answers)
    assert "from “Trigger ballot” to “Applications”" in text_of(page)
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
    walk = Walk("model-association").nominated("p-ash")
    walk.do(PanelAppointed(members=walk.panel(), by=(THE_OFFICE,)))
    playing = at_the_desk(walk.after("nominations-close"), monkeypatch)
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
