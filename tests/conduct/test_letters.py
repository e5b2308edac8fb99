"""What each entry tells, and whom: everybody whom it concerns, and in words that hold only what is public."""

from typing import Any

import pytest
from django.core import mail

from hustings.conduct.letters import POSTINGS
from hustings.conduct.sealing import seal
from hustings.conduct.trust_file import fixed_lines, trust_text
from hustings.proceedings.entry import KINDS, command_of
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility, Withheld
from hustings.store.models import Notice
from hustings.timetable.sentences import say_instant
from tests.conduct.conftest import Build
from tests.conduct.town import HOLDER, Town, asked
from tests.proceedings.walk import Walk
from tests.web.seats import reference_of, told


def notices(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).select_related("person").order_by("pk"))


def test_every_posting_is_for_a_kind_of_entry_that_there_is() -> None:
    assert set(POSTINGS) <= set(KINDS)


def test_the_representative_gets_the_letter_with_its_deadline_to_the_minute(
    opened: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(opened)
    (letter,) = mail.outbox
    until = opened.walk.state.intention.reply_by
    assert until is not None
    assert say_instant(until, "Europe/London") in letter.body
    assert letter.to == [f"{HOLDER}@commonweal.example"]
    assert "https://vote.example.org/me/northmoor-1/letter/" in letter.body


def test_the_letter_carries_the_same_words_as_a_tagged_pdf(
    opened: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(opened)
    (letter,) = mail.outbox
    (pdf,) = [one for one in letter.attachments if one.mimetype == "application/pdf"]
    assert pdf.content.startswith(b"%PDF")
    assert b"pdfuaid" in pdf.content


def test_a_letter_says_which_entry_of_the_record_it_carries_out(opened: Town) -> None:
    asked(opened)
    (notice,) = notices("IntentionAsked")
    number = opened.walk.state.entries
    assert f"Northmoor, entry {number} (position {notice.entry} of the record)" in notice.body


def test_a_letter_under_a_reconstructed_rulebook_says_that_it_is_unofficial(build: Build) -> None:
    town = build(Walk("labour-2018").opened())
    asked(town)
    (notice,) = notices("IntentionAsked")
    assert "Unofficial reconstruction" in notice.body
    assert notice.letter["unofficial"] is True


def test_a_letter_under_the_model_rules_names_them(opened: Town) -> None:
    asked(opened)
    (notice,) = notices("IntentionAsked")
    assert "Made under: Model rules" in notice.body


def test_the_dates_come_with_their_rules_and_as_a_calendar(
    trigger: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.walk.planned("trigger")
        entry, at = trigger.walk.entries.pop()
        trigger.union.do("northmoor-1", command_of(told(entry)), at)
    to_holder = next(one for one in mail.outbox if one.to == [f"{HOLDER}@commonweal.example"])
    (calendar,) = [one for one in to_holder.attachments if one.mimetype == "text/calendar"]
    assert "BEGIN:VCALENDAR" in calendar.content
    assert "- Last moment for returns: " in to_holder.body
    assert "(clause 3.10)" in to_holder.body


def test_the_notice_of_the_dates_prints_the_lines_of_the_trust_file_that_never_change(
    trigger: Town, django_capture_on_commit_callbacks: Any
) -> None:
    """Once the record has grown, the file differs from the first one in its checkpoint alone."""
    here = trigger.union.organisation
    seal(here)
    before = trust_text(here).splitlines()
    with django_capture_on_commit_callbacks(execute=True):
        trigger.walk.planned("trigger")
        entry, at = trigger.walk.entries.pop()
        trigger.union.do("northmoor-1", command_of(told(entry)), at)
    seal(here)
    after = trust_text(here).splitlines()
    to_holder = next(one for one in mail.outbox if one.to == [f"{HOLDER}@commonweal.example"])
    printed = [line for line in to_holder.body.splitlines() if line in after and line]
    assert printed == list(fixed_lines(here))
    assert [line.partition(" = ")[0] for line in printed] == ["organisation", "key", "keys"]
    changed = [line for line in after if line not in before]
    assert [line.partition(" = ")[0] for line in changed] == ["size", "root"]


def test_every_member_of_the_unit_is_told_of_its_meeting_and_nobody_else(trigger: Town) -> None:
    trigger.meeting("branch-1")
    numbers = {notice.person.member.number for notice in notices("MeetingNoticed")}
    assert numbers == {"N-1", "N-2", "N-3", "N-4"}


def test_the_notice_of_a_meeting_has_the_question_word_for_word(trigger: Town) -> None:
    trigger.meeting("branch-1")
    rules = trigger.walk.rulebook.rules.trigger
    assert rules is not None
    assert f"“{rules.question.text.value}”" in notices("MeetingNoticed")[0].body


def test_an_affiliates_officer_is_told_of_its_meeting(trigger: Town) -> None:
    trigger.meeting("affiliate-1")
    (notice,) = notices("MeetingNoticed")
    assert notice.address == "affiliate-1@commonweal.example"


def a_return(town: Town, figures: dict[str, int], seen_by: Visibility) -> ReturnMade:
    town.meeting("branch-1")
    meets = town.walk.state.meetings[0].at
    town.at(meets.replace(minute=30))
    return town.walk.return_of("branch-1", figures=Withheld(dict(figures), seen_by), present=60)


def test_members_read_the_figures_of_their_unit(trigger: Town) -> None:
    figures = {"open": 31, "reselect": 12, "abstained": 2, "spoilt": 0}
    made = a_return(trigger, figures, Visibility.PUBLIC)
    for teller in made.by:
        trigger.union.person(reference_of(teller.person), trigger.walk.now, "teller")
    trigger.do(made)
    assert "31 for an open selection, 12 for reselection" in notices("ReturnMade")[0].body


def test_figures_below_the_minimum_cell_are_in_no_letter(trigger: Town) -> None:
    figures = {"open": 4, "reselect": 3, "abstained": 0, "spoilt": 0}
    made = a_return(trigger, figures, Visibility.PARTIES)
    for teller in made.by:
        trigger.union.person(reference_of(teller.person), trigger.walk.now, "teller")
    trigger.do(made)
    body = notices("ReturnMade")[0].body
    assert "The figures are withheld" in body
    assert "4 for an open selection" not in body


def test_a_person_with_welsh_letters_reads_them_in_welsh(opened: Town) -> None:
    holder = opened.union.organisation.persons.get(reference=HOLDER)
    holder.language = "cy"
    holder.save()
    asked(opened)
    (notice,) = notices("IntentionAsked")
    assert notice.letter["language"] == "cy"
    assert "Rhaid i’ch ateb ein cyrraedd erbyn 23 Mawrth 2027 (dydd Mawrth)" in notice.body


@pytest.mark.parametrize("number", ["N-1", "N-2", "N-3", "N-4"])
def test_members_who_were_told_are_known_to_the_record_by_a_reference(
    trigger: Town, number: str
) -> None:
    trigger.meeting("branch-1")
    assert trigger.union.organisation.persons.get(member__number=number).reference.startswith("p-")


def test_an_address_that_two_members_share_signs_nobody_in(trigger: Town) -> None:
    trigger.union.organisation.members.filter(number="N-2").update(email="ALDER@members.example")
    trigger.meeting("branch-1")
    persons = trigger.union.organisation.persons.filter(member__number__in=["N-1", "N-2"])
    assert {person.email for person in persons} == {""}
    assert Notice.objects.filter(address__iexact="alder@members.example").count() == 2
