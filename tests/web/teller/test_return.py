"""Making a return: one thing per page, worked out and shown, checked, signed by two with two keys."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.record.entries import read_statement
from hustings.store.models import Blob
from hustings.timetable.sentences import say_instant
from hustings.web.teller.models import Sheet
from tests.proceedings.walk import OFFICE as WALK_OFFICE
from tests.proceedings.walk import Walk
from tests.web.teller.table import (
    AFFILIATE,
    MINE,
    OFFICER,
    SEAT,
    SECOND,
    TELLER,
    Table,
    in_the_trigger,
    text_of,
)
from tests.web.teller.table import table as lay

pytestmark = pytest.mark.django_db

HOME = f"/unit/{SEAT}/{MINE}/"
FLOW = f"{HOME}return/"
PNG = b"\x89PNG\r\n\x1a\n" + b"tally"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    return in_the_trigger(monkeypatch)


def meeting(table: Table) -> dict[str, Any]:
    found = next(m for m in table.seat().state.meetings if m.unit == MINE)
    return {"meeting": found.at.isoformat()}


def until_figures(table: Table, present: int = 60) -> None:
    table.answer(
        TELLER,
        FLOW,
        ("meeting", meeting(table)),
        ("present", {"present": present, "representative": "no"}),
        ("question", {"asked": "yes"}),
    )


def give_figures(table: Table, open_: int, reselect: int, abstained: int = 0) -> Any:
    given = {"open": open_, "reselect": reselect, "abstained": abstained, "spoilt": 0}
    return table.answer(TELLER, FLOW, ("figures", given))


def until_check(table: Table, votes: tuple[int, int] = (24, 19), **seen: str) -> None:
    until_figures(table)
    give_figures(table, *votes)
    text = f"open={votes[0]},reselect={votes[1]},abstained=0,spoilt=0"
    table.answer(
        TELLER,
        FLOW,
        ("answer", {"seen": text, **seen}),
        ("sheet", {"without": "on"}),
        ("second", {"second": SECOND}),
    )


def test_the_first_open_question_is_where_the_flow_begins(table: Table) -> None:
    assert table.get(TELLER, FLOW)["Location"] == f"{FLOW}meeting/"


def test_answers_survive_signing_in_on_another_device(table: Table) -> None:
    until_figures(table)
    table.clients.clear()
    assert table.get(TELLER, FLOW)["Location"] == f"{FLOW}figures/"
    assert 'value="60"' in table.get(TELLER, f"{FLOW}present/").content.decode()


def test_a_later_question_cannot_be_answered_before_the_earlier_ones(table: Table) -> None:
    assert table.get(TELLER, f"{FLOW}second/")["Location"] == f"{FLOW}meeting/"


def test_more_votes_than_members_are_sent_back_with_both_numbers(table: Table) -> None:
    until_figures(table, present=40)
    given = {"open": 24, "reselect": 19, "abstained": 0, "spoilt": 0}
    answer = table.post(TELLER, f"{FLOW}figures/", **given)
    assert answer.status_code == 200
    assert "The figures come to 43 votes, but 40 members were present." in text_of(answer)


def test_the_answer_that_follows_is_worked_out_and_shown(table: Table) -> None:
    until_figures(table)
    assert give_figures(table, 24, 19)["Location"] == f"{FLOW}answer/"
    said = text_of(table.get(TELLER, f"{FLOW}answer/"))
    assert "Yes 24, No 19: Branch-1 wants an open selection." in said


def test_a_tie_is_said_with_what_the_rulebook_does_with_it(table: Table) -> None:
    until_figures(table)
    give_figures(table, 20, 20)
    said = text_of(table.get(TELLER, f"{FLOW}answer/"))
    assert "Yes 20, No 20: Branch-1 is tied." in said
    assert "a tied unit counts for reselection" in said


def test_a_tie_that_the_rules_do_not_settle_is_said_to_be_unsettled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = in_the_trigger(monkeypatch, "labour-2018")
    until_figures(table)
    give_figures(table, 20, 20)
    said = text_of(table.get(TELLER, f"{FLOW}answer/"))
    assert "The rules do not settle what a tied unit counts for" in said


def test_unanimity_is_warned_of_and_asks_who_may_see_the_figures(table: Table) -> None:
    until_figures(table)
    give_figures(table, 24, 0)
    said = text_of(table.get(TELLER, f"{FLOW}answer/"))
    assert "Publishing the figures would tell how every single person voted." in said
    seen = "open=24,reselect=0,abstained=0,spoilt=0"
    assert table.post(TELLER, f"{FLOW}answer/", seen=seen).status_code == 200


def test_unanimous_figures_stay_with_the_parties_where_the_tellers_say_so(table: Table) -> None:
    until_check(table, (24, 0), publish="no")
    table.post(TELLER, f"{FLOW}check/")
    assert made(table).figures.seen_by is Visibility.PARTIES  # type: ignore[union-attr]


def test_figures_of_a_handful_are_not_published_and_the_page_says_so(table: Table) -> None:
    until_check(table, (2, 1))
    assert "The figures will not be published" in text_of(table.get(TELLER, f"{FLOW}check/"))
    table.post(TELLER, f"{FLOW}check/")
    assert made(table).figures.seen_by is Visibility.PARTIES  # type: ignore[union-attr]


def test_changed_figures_have_to_be_looked_at_again(table: Table) -> None:
    until_check(table)
    give_figures(table, 10, 30)
    assert table.get(TELLER, f"{FLOW}check/")["Location"] == f"{FLOW}answer/"


def test_whoever_corrects_the_figures_gets_on_with_what_the_page_shows(table: Table) -> None:
    until_check(table)
    give_figures(table, 10, 30)
    for _ in range(2):
        page = table.get(TELLER, f"{FLOW}answer/").content.decode()
        (shown,) = re.findall(r'name="seen" value="([^"]*)"', page)
        answer = table(TELLER).post(f"{FLOW}answer/", {"seen": shown})
    assert shown == "open=10,reselect=30,abstained=0,spoilt=0"
    assert answer.status_code == 302
    assert table.get(TELLER, f"{FLOW}check/").status_code == 200


def test_the_tally_sheet_is_kept_by_its_hash(table: Table) -> None:
    until_figures(table)
    give_figures(table, 24, 19)
    seen = "open=24,reselect=19,abstained=0,spoilt=0"
    sheet = SimpleUploadedFile("sheet.png", PNG, "image/png")
    table.answer(TELLER, FLOW, ("answer", {"seen": seen}), ("sheet", {"photograph": sheet}))
    kept = Blob.objects.get()
    assert bytes(kept.content) == PNG
    assert kept.sha256 in text_of(table.get(TELLER, f"{FLOW}sheet/"))


def test_a_file_that_is_no_picture_is_refused_whatever_it_calls_itself(table: Table) -> None:
    until_figures(table)
    give_figures(table, 24, 19)
    table.answer(TELLER, FLOW, ("answer", {"seen": "open=24,reselect=19,abstained=0,spoilt=0"}))
    script = SimpleUploadedFile("sheet.png", b"<script>1</script>", "image/png")
    answer = table.post(TELLER, f"{FLOW}sheet/", photograph=script)
    assert answer.status_code == 409
    assert not Blob.objects.exists()


@pytest.mark.parametrize(
    "file",
    [("sheet.txt", b"24 for", "text/plain"), ("sheet.png", bytes(10 * 1024**2 + 1), "image/png")],
    ids=["text", "too large"],
)
def test_a_file_that_cannot_be_taken_is_said_at_its_field_where_another_can_be_chosen(
    table: Table, file: tuple[str, bytes, str]
) -> None:
    until_figures(table)
    give_figures(table, 24, 19)
    table.answer(TELLER, FLOW, ("answer", {"seen": "open=24,reselect=19,abstained=0,spoilt=0"}))
    answer = table.post(TELLER, f"{FLOW}sheet/", photograph=SimpleUploadedFile(*file))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Choose a JPEG or PNG picture, or a PDF, of up to 10 MB" in page
    assert "say below that there is no tally sheet" not in page


def test_a_fingerprint_that_was_never_uploaded_cannot_be_posted(table: Table) -> None:
    until_figures(table)
    give_figures(table, 24, 19)
    table.answer(TELLER, FLOW, ("answer", {"seen": "open=24,reselect=19,abstained=0,spoilt=0"}))
    table.post(TELLER, f"{FLOW}sheet/", kept="0f" * 32)
    assert table.get(TELLER, FLOW)["Location"] == f"{FLOW}sheet/"


def test_another_question_is_refused_where_it_is_answered_with_what_to_do(table: Table) -> None:
    """The model rules count one question only; the branch can meet again until returns are due."""
    until_figures(table)
    answer = table.post(TELLER, f"{FLOW}question/", asked="no")
    assert answer.status_code == 200
    said = text_of(answer)
    assert "question 3 of 7" in said
    assert "The rules count an answer to this question only, in these words." in said
    due = table.seat().state.step("returns-due")
    assert due is not None
    until = say_instant(due.last, "Europe/London")
    assert (
        "No return can be made of this meeting: the secretary of Branch-1 calls another one, "
        f"and its return is made by {until}." in said
    )
    assert table.get(TELLER, f"{FLOW}check/")["Location"] == f"{FLOW}figures/"


def test_an_affiliate_that_decided_another_question_decides_this_one_first(table: Table) -> None:
    table.answer(OFFICER, THEIRS, ("meeting", met(table)))
    said = text_of(table.post(OFFICER, f"{THEIRS}question/", asked="no"))
    assert "Affiliate-1 decides this question first, under its own rules, by" in said
    assert "secretary" not in said


def test_the_representative_in_the_room_is_refused_where_it_is_said(table: Table) -> None:
    table.answer(TELLER, FLOW, ("meeting", meeting(table)))
    answer = table.post(TELLER, f"{FLOW}present/", present=60, representative="yes")
    assert answer.status_code == 200
    assert "The rules exclude the sitting representative from the room." in text_of(answer)


def made(table: Table) -> ReturnMade:
    """The statement that waits, whose signatories sign the same bytes."""
    from hustings.conduct.drafting import entry_of_draft
    from hustings.store.models import Draft

    entry = entry_of_draft(Draft.objects.get(kind="ReturnMade"))
    assert isinstance(entry, ReturnMade)
    return entry


def test_making_it_leads_to_the_statement_and_throws_the_sheet_away(table: Table) -> None:
    until_check(table)
    answer = table.post(TELLER, f"{FLOW}check/")
    assert answer["Location"].startswith("/sign/")
    assert not Sheet.objects.exists()
    assert made(table).answer is UnitAnswer.OPEN


def signed_words() -> dict[str, Any]:
    """What the statement that waits says in public."""
    from hustings.store.models import Draft

    return dict(read_statement(bytes(Draft.objects.get(kind="ReturnMade").statement)).body)


def test_a_branch_says_nothing_that_only_affiliates_and_handfuls_are_asked(table: Table) -> None:
    until_check(table)
    table.post(TELLER, f"{FLOW}check/")
    said = signed_words()
    assert (said["quorate"], said["own_rules_followed"]) == (None, None)
    assert said["representative_present"] is False


def test_nothing_is_in_the_record_before_both_have_signed(table: Table) -> None:
    until_check(table)
    address = table.post(TELLER, f"{FLOW}check/")["Location"]
    table.sign(TELLER, address)
    assert table.seat().state.standing_return(MINE) is None
    assert "waits for a signature" in text_of(table.get(TELLER, HOME))
    waits = text_of(table.get(SECOND, HOME))
    assert "waits for your signature" in waits
    assert "Nothing waits for you here now." not in waits
    refused = table.get(SECOND, FLOW)
    assert refused.status_code == 409
    assert f'<a href="{address}">Read it, then sign or refuse</a>' in refused.content.decode()


def test_with_the_second_signature_the_return_stands(table: Table) -> None:
    until_check(table)
    address = table.post(TELLER, f"{FLOW}check/")["Location"]
    table.sign(TELLER, address)
    table.sign(SECOND, address)
    standing = table.seat().state.standing_return(MINE)
    assert standing is not None
    assert standing.answer is UnitAnswer.OPEN
    assert "Branch-1 made its return" in text_of(table.get(TELLER, HOME))


def test_a_refusal_by_the_second_teller_is_told_and_the_return_can_be_made_again(
    table: Table,
) -> None:
    until_check(table)
    address = table.post(TELLER, f"{FLOW}check/")["Location"]
    table.post(SECOND, f"{address}refuse/", because="The figures are those of another meeting")
    said = text_of(table.get(TELLER, HOME))
    assert "The figures are those of another meeting" in said
    assert "Make the return" in said


def test_a_second_return_cannot_be_begun_while_one_waits(table: Table) -> None:
    until_check(table)
    table.post(TELLER, f"{FLOW}check/")
    answer = table.get(TELLER, FLOW)
    assert answer.status_code == 409
    assert "waits for the signature of" in text_of(answer)


def test_nothing_is_stored_by_reading_any_page_of_the_flow(table: Table) -> None:
    until_check(table)
    before = Sheet.objects.get().content
    for step in ("meeting", "present", "question", "figures", "answer", "sheet", "second", "check"):
        assert table.get(TELLER, f"{FLOW}{step}/").status_code == 200
    assert Sheet.objects.get().content == before


def test_an_unknown_step_is_no_page(table: Table) -> None:
    assert table.get(TELLER, f"{FLOW}nothing/").status_code == 404


# --- an affiliate ---------------------------------------------------------------------------------------

THEIRS = f"/unit/{SEAT}/{AFFILIATE}/return/"


def met(table: Table) -> dict[str, Any]:
    day = table.walk.now.date()
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year, "hour": "09:00"}


def test_the_day_of_a_meeting_that_was_called_need_not_be_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk("model-association").rolls_published()
    meets = walk.state.step("unit-meetings")
    assert meets is not None
    at, walk.now = meets.starts + timedelta(days=3, hours=17), meets.starts - timedelta(days=14)
    walk.do(MeetingNoticed(unit=AFFILIATE, at=at, noticed_at=walk.now, by=(WALK_OFFICE,)))
    table = lay(walk.units_meet(), monkeypatch)
    shown = boxes(table.get(OFFICER, f"{THEIRS}meeting/"))
    walk.now = at - timedelta(hours=1)
    assert 'value="' not in boxes(table.get(OFFICER, f"{THEIRS}meeting/"))
    day = at.astimezone(ZoneInfo("Europe/London"))
    for name, value in (
        ("day_day", day.day),
        ("day_month", day.month),
        ("day_year", day.year),
        ("hour", f"{day:%H:%M}"),
    ):
        assert f'name="{name}" value="{value}"' in shown


def test_a_day_that_is_still_to_come_is_refused_at_its_question_with_the_last_that_can_be_given(
    table: Table,
) -> None:
    tomorrow = (table.walk.now + timedelta(days=1)).date()
    day = {"day_day": tomorrow.day, "day_month": tomorrow.month, "day_year": tomorrow.year}
    answer = table.post(OFFICER, f"{THEIRS}meeting/", **day, hour="09:00")
    assert answer.status_code == 200
    now = say_instant(table.walk.now, "Europe/London")
    said = "A return is made after the unit has decided. Give a moment up to now, "
    assert f"{said}{now}." in text_of(answer)
    assert table.get(OFFICER, f"{THEIRS}check/")["Location"] == f"{THEIRS}meeting/"


def boxes(answer: Any) -> str:
    """The boxes to type in."""
    return " ".join(re.findall(r'<input type="text"[^>]*>', answer.content.decode()))


def test_an_officer_reports_the_decision_alone_and_signs_it_alone(table: Table) -> None:
    table.answer(
        OFFICER,
        THEIRS,
        ("meeting", met(table)),
        ("question", {"asked": "yes"}),
        ("how", {"how": "decision"}),
        ("decision", {"answer": "reselect"}),
        ("sheet", {"without": "on"}),
        ("declaration", {"followed": "on"}),
    )
    address = table.post(OFFICER, f"{THEIRS}check/")["Location"]
    said = signed_words()
    assert (said["quorate"], said["representative_present"]) == (None, None)
    assert said["own_rules_followed"] is True
    table.sign(OFFICER, address)
    standing = table.seat().state.standing_return(AFFILIATE)
    assert standing is not None
    assert standing.answer is UnitAnswer.RESELECT


def test_without_the_declaration_an_officer_does_not_get_on(table: Table) -> None:
    table.answer(
        OFFICER,
        THEIRS,
        ("meeting", met(table)),
        ("question", {"asked": "yes"}),
        ("how", {"how": "decision"}),
        ("decision", {"answer": "open"}),
        ("sheet", {"without": "on"}),
    )
    answer = table.post(OFFICER, f"{THEIRS}declaration/")
    assert "Without this declaration the return cannot be made" in text_of(answer)
