"""A branch that met and made no return is on the office's list, and whoever can make the return is reminded of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import localtime

from hustings.conduct.needs import Needs, tasks
from hustings.conduct.recipients import choose_language
from hustings.conduct.serving import proof_of, send_waiting
from hustings.store.models import Notice
from hustings.web.base.dates import day_text
from tests.web.seats import OFFICE
from tests.web.teller.table import MINE, OTHER, SEAT, SECOND, TELLER, Table, in_the_trigger, text_of

pytestmark = pytest.mark.django_db
REMIND = f"/office/seats/{SEAT}/remind/{MINE}/"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    """The morning after the branches met; nobody has made a return."""
    laid = in_the_trigger(monkeypatch)
    laid.walk.now += timedelta(hours=12)
    Notice.objects.all().delete()
    mail.outbox.clear()
    return laid


def silent(table: Table) -> list[str]:
    found = tasks(table.seat(), table.walk.now)
    return [one.about for one in found if one.needs is Needs.NO_RETURN]


def carried_out(table: Table) -> Any:
    return table(OFFICE).post(REMIND, {"step": "make"}, follow=True)


def test_a_branch_that_met_yesterday_and_made_no_return_is_listed_with_the_day_and_a_way_to_remind(
    table: Table,
) -> None:
    met = next(m.at for m in table.seat().state.meetings if m.unit == MINE)
    page = table.get(OFFICE, "/office/")
    day = day_text(localtime(met).date())
    assert f"It has met and made no return (Branch-1, {day})" in text_of(page)
    assert REMIND in page.content.decode()


def test_on_the_evening_of_the_meeting_nobody_is_missing_yet(table: Table) -> None:
    table.walk.now -= timedelta(hours=12)
    assert silent(table) == []


def test_a_branch_with_a_return_is_not_listed_and_one_whose_return_is_void_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hustings.proceedings.contested_returns import ReturnVoided
    from tests.proceedings.walk import Walk
    from tests.web.teller.table import table as lay

    walk = Walk("model-association").trigger_open()
    walk.returned(MINE)
    walk.returned(OTHER)
    walk.do(walk.decision(ReturnVoided, unit=OTHER))
    laid = lay(walk, monkeypatch)
    walk.now += timedelta(hours=12)
    assert MINE not in silent(laid)
    assert OTHER in silent(laid)


def test_once_returns_are_closed_there_is_nothing_to_remind_of(table: Table) -> None:
    due = table.seat().state.step("returns-due")
    assert due is not None
    table.walk.now = due.last + timedelta(minutes=1)
    assert silent(table) == []
    assert table.get(OFFICE, REMIND).status_code == 409


def test_a_letter_goes_to_those_who_make_the_return_with_proof_of_service(table: Table) -> None:
    asked = text_of(table.get(OFFICE, REMIND))
    assert "A letter goes to: " in asked
    assert "First Example" in asked
    assert not Notice.objects.exists()
    assert "3 letters go out." in text_of(carried_out(table))
    assert send_waiting.call(table.union.organisation.pk) == 3
    letter = Notice.objects.get(person__reference=TELLER)
    assert letter.subject == "Northmoor: the return of Branch-1 has not been made yet"
    assert f"/unit/{SEAT}/{MINE}/" in letter.body
    assert set(proof_of(letter)) == {"message_id", "content", "address", "salt"}


def test_it_is_written_in_the_language_of_each(table: Table) -> None:
    choose_language(SECOND, "cy")
    carried_out(table)
    assert "heb ei wneud eto" in Notice.objects.get(person__reference=SECOND).subject


def test_nobody_is_reminded_twice_on_one_day(table: Table) -> None:
    carried_out(table)
    again = carried_out(table)
    assert "They have been reminded today." in text_of(again)
    assert Notice.objects.count() == 3
    table.walk.now += timedelta(days=1)
    carried_out(table)
    assert Notice.objects.count() == 6


def test_the_table_of_the_units_says_none_yet_and_reminds(table: Table) -> None:
    page = table.get(OFFICE, f"/office/seats/{SEAT}/meetings/")
    assert REMIND in page.content.decode()
    assert "none yet" in text_of(page)


def test_who_is_not_of_the_office_cannot_remind(table: Table) -> None:
    assert table.get(TELLER, REMIND).status_code == 403
    assert table.post(TELLER, REMIND, step="make").status_code == 403
