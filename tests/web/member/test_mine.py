"""My page and my letters: what concerns me, and nothing of anybody else."""

from datetime import timedelta

from django.test import Client

from hustings.conduct.persons import enter_person, grant
from hustings.conduct.roles import Role
from hustings.conduct.serving import proof_made
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.store.models import Notice
from tests.conduct.town import HOLDER, OFFICER, SEAT, Town, asked, signed_in
from tests.web.office.playing import text_of


def test_a_member_sees_the_seat_of_their_area(trigger: Town) -> None:
    page = text_of(trigger.as_member("N-1").get("/me/"))
    assert "Northmoor" in page
    assert "Am I eligible, and why?" in page


def test_a_member_of_another_area_sees_no_seat(trigger: Town) -> None:
    assert "No seat concerns you now." in text_of(trigger.as_member("E-1").get("/me/"))


def test_the_letter_waits_for_the_representative(opened: Town) -> None:
    asked(opened)
    page = text_of(signed_in(HOLDER).get("/me/"))
    assert "One thing waits for you." in page
    assert "Do you intend to stand? Answer the letter" in page


def test_whoever_acts_for_a_unit_finds_its_desk(trigger: Town) -> None:
    secretary = trigger.union.organisation.persons.get(email="branch-1@commonweal.example")
    page = signed_in(secretary.reference).get("/me/").content.decode()
    assert f'href="/unit/{SEAT}/branch-1/"' in page


def test_the_office_finds_its_desk(trigger: Town) -> None:
    page = signed_in(OFFICER).get("/me/").content.decode()
    assert f'href="/office/seats/{SEAT}/"' in page


def test_the_office_is_told_where_what_waits_for_it_stands(trigger: Town) -> None:
    page = signed_in(OFFICER).get("/me/")
    assert "Nothing waits for you now." not in text_of(page)
    assert 'href="/office/"' in page.content.decode()


def test_my_dates_say_whole_days_as_days(trigger: Town) -> None:
    page = text_of(trigger.as_member("N-1").get(f"/me/{SEAT}/dates/"))
    assert "The rolls are frozen" in page
    assert "midnight" not in page


def test_i_read_my_letters_and_nobody_elses(trigger: Town) -> None:
    trigger.meeting()
    alder, bryony = trigger.as_member("N-1"), trigger.as_member("N-2")
    mine = Notice.objects.get(kind="MeetingNoticed", person__member__number="N-1")
    assert alder.get(f"/me/letters/{mine.pk}/").status_code == 200
    assert bryony.get(f"/me/letters/{mine.pk}/").status_code == 404


def test_a_letter_of_an_earlier_time_says_once_that_it_was_not_sent_and_where_it_would_have_gone(
    trigger: Town,
) -> None:
    trigger.meeting()
    mine = Notice.objects.get(kind="MeetingNoticed", person__member__number="N-1")
    mine.sent_at, mine.served_at = mine.queued_at, mine.queued_at + timedelta(days=2)
    mine.proof = proof_made(mine, "", played=True)
    mine.save()
    page = text_of(trigger.as_member("N-1").get(f"/me/letters/{mine.pk}/"))
    assert f"it would have gone by e-mail to {mine.address}, and nothing was sent." in page
    assert "It went by" not in page
    assert "which was entered afterwards; it was not sent from here." in page


def test_a_letter_that_waits_says_where_it_goes_and_not_that_it_went(trigger: Town) -> None:
    trigger.meeting()
    mine = Notice.objects.get(kind="MeetingNoticed", person__member__number="N-1")
    Notice.objects.filter(pk=mine.pk).update(sent_at=None, served_at=None, proof="")
    page = text_of(trigger.as_member("N-1").get(f"/me/letters/{mine.pk}/"))
    assert f"It goes by e-mail to {mine.address}." in page
    assert "It went by" not in page


def test_a_member_chooses_the_language_of_their_letters(trigger: Town) -> None:
    client = trigger.as_member("N-1")
    client.post("/me/language/", {"language": "cy"})
    trigger.meeting()
    letters = {
        one.person.member.number: one.body
        for one in Notice.objects.filter(kind="MeetingNoticed").select_related("person__member")
    }
    assert "Annwyl aelod," in letters["N-1"]
    assert "Dear member," in letters["N-2"]


def test_a_language_that_the_site_does_not_have_is_not_taken(trigger: Town) -> None:
    answer = trigger.as_member("N-1").post("/me/language/", {"language": "xx"})
    assert answer.status_code == 200
    assert trigger.person_of("N-1").language == ""


def test_letters_are_for_who_is_signed_in(client: Client, trigger: Town) -> None:
    assert client.get("/me/letters/").status_code == 302


def test_a_return_waits_for_the_tellers_of_a_branch_that_has_met(trigger: Town) -> None:
    organisation = trigger.union.organisation
    teller = enter_person(organisation, "First", "Teller", "teller@commonweal.example")
    branch = organisation.units.get(reference="branch-1")
    grant(teller, Role.TELLER, trigger.walk.entries[0][1], unit=branch)
    words = "Make the return of " + branch.name
    trigger.meeting(days=20)
    assert words not in text_of(signed_in(teller.reference).get("/me/"))
    trigger.set_clock(trigger.walk.now + timedelta(days=21))
    after = text_of(signed_in(teller.reference).get("/me/"))
    assert "One thing waits for you." in after
    assert words in after


def test_my_dates_are_struck_where_the_emergency_route_replaced_them(trigger: Town) -> None:
    trigger.decide(EmergencyDeclared, moment="resolution", happened_at=trigger.walk.now)
    page = trigger.as_member("N-1").get(f"/me/{SEAT}/dates/").content.decode()
    assert "<s>Last moment for returns</s>" in page
    assert "Last moment for returns</dt>" not in page
