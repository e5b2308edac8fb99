"""The second teller is told by letter that a return waits for their signature, and told anew when it is made anew."""

from datetime import timedelta

import pytest
from django.core import mail

from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting, entry_of_draft
from hustings.conduct.proving import batches, proof_for
from hustings.conduct.recipients import choose_language
from hustings.conduct.sendings import sendings
from hustings.conduct.serving import proof_of, send_waiting
from hustings.conduct.unserved import problems
from hustings.store.models import Draft, Notice, Person
from hustings.timetable.sentences import say_instant
from tests.web.teller.table import (
    MINE,
    OFFICER,
    SEAT,
    SECOND,
    TELLER,
    Table,
    in_the_trigger,
    text_of,
)
from tests.web.teller.test_return import FLOW, THEIRS, met, until_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    laid = in_the_trigger(monkeypatch)
    Notice.objects.all().delete()
    mail.outbox.clear()
    return laid


def letters(person: str = SECOND) -> list[Notice]:
    """What asks this person for a signature, the oldest first."""
    return list(Notice.objects.filter(person__reference=person, entry=None).order_by("pk"))


def made(table: Table) -> str:
    """The return is made and waits; its address."""
    until_check(table)
    address: str = table.post(TELLER, f"{FLOW}check/")["Location"]
    return address


def test_the_second_teller_is_told_what_waits_where_and_until_when(table: Table) -> None:
    address = made(table)
    (letter,) = letters()
    assert letter.subject == "Northmoor: the return of Branch-1 waits for your signature"
    assert "First Example has made the return of Branch-1" in letter.body
    assert f"{address}" in letter.body
    until = say_instant(table.walk.now + timedelta(days=7), "Europe/London")
    assert f"by {until}" in letter.body
    assert "On the record as" not in letter.body


def test_nothing_that_the_return_says_stands_in_the_letter(table: Table) -> None:
    made(table)
    (letter,) = letters()
    assert "24" not in letter.body.replace(made_days(table), "")
    assert "open selection" not in letter.body


def made_days(table: Table) -> str:
    """The day of the letter and the last day to sign, which may hold any number."""
    return say_instant(table.walk.now + timedelta(days=7), "Europe/London")


def test_whoever_makes_the_return_gets_no_letter(table: Table) -> None:
    made(table)
    assert letters(TELLER) == []


def test_an_affiliates_officer_who_signs_alone_gets_no_letter(table: Table) -> None:
    table.answer(
        OFFICER, THEIRS, ("meeting", met(table)), ("question", {"asked": "yes"}), ("how", {"how": "decision"}),
        ("decision", {"answer": "reselect"}), ("sheet", {"without": "on"}), ("declaration", {"followed": "on"}),
    )  # fmt: skip
    table.post(OFFICER, f"{THEIRS}check/")
    assert Notice.objects.count() == 0


def test_it_is_sent_with_proof_of_service_and_counts_as_served_by_the_rules(table: Table) -> None:
    made(table)
    assert send_waiting.call(table.union.organisation.pk) == 1
    assert [one.to for one in mail.outbox] == [[f"{SECOND}@commonweal.example"]]
    (letter,) = letters()
    assert set(proof_of(letter)) == {"message_id", "content", "address", "salt"}
    assert letter.served_at is not None


def test_it_is_written_in_the_second_tellers_language(table: Table) -> None:
    choose_language(SECOND, "cy")
    made(table)
    (letter,) = letters()
    assert "yn aros am eich llofnod" in letter.subject
    assert "Branch-1" in letter.body


def test_a_corrected_return_that_waits_anew_is_told_anew(table: Table) -> None:
    address = made(table)
    table.post(SECOND, f"{address}refuse/", because="The figures are those of another meeting")
    again = made(table)
    first, second = letters()
    assert again != address
    assert again in second.body
    assert "not the one that you were asked to sign before" in second.body
    assert "not the one that you were asked to sign before" not in first.body


def test_returns_due_before_the_week_is_over_are_the_last_moment_to_sign(table: Table) -> None:
    due = table.seat().state.step("returns-due")
    assert due is not None
    table.walk.now = due.last - timedelta(days=2)
    made(table)
    (letter,) = letters()
    assert f"by {say_instant(due.last, 'Europe/London')}" in letter.body


def test_a_second_teller_without_an_address_is_named_to_the_office(table: Table) -> None:
    Person.objects.filter(reference=SECOND).update(email="")
    made(table)
    found = [(one.name, one.why) for one in problems(table.union.organisation)]
    assert found == [("Second Example", "no-address")]


def test_such_letters_carry_out_no_entry_and_are_in_no_batch_for_the_record(table: Table) -> None:
    made(table)
    send_waiting.call(table.union.organisation.pk)
    (letter,) = letters()
    assert batches(table.union.organisation, SEAT) == []
    assert proof_for(table.union.organisation, letter) is None
    (row,) = sendings(table.union.organisation, SEAT)
    assert (row.entry, row.number, row.sent, row.to_record) == (0, 1, 1, False)


def test_the_office_sees_them_among_its_letters(table: Table) -> None:
    from tests.web.seats import OFFICE

    made(table)
    said = text_of(table.get(OFFICE, f"/office/seats/{SEAT}/letters/"))
    assert "Asked for a signature" in said
    assert MINE.title() not in said.split("Asked for a signature")[0]


def test_history_that_is_played_asks_nobody_to_sign(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(table)
    command = entry_of_draft(Draft.objects.get(kind="ReturnMade"))
    Draft.objects.all().delete()
    Notice.objects.all().delete()
    now = table.walk.now
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: now + timedelta(days=30))
    assert isinstance(act(table.union.organisation, SEAT, command, now=now), Waiting)
    assert not Notice.objects.exists()
