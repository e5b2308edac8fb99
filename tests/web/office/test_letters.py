"""A seat's letters: queued, posted, given, sent again and proved, by those whose work it is and by nobody else."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hustings.conduct import serving
from hustings.conduct.proving import batches
from hustings.conduct.roles import Role
from hustings.store.models import LogEntry, Notice
from tests.conduct.town import OFFICER, SEAT, Town
from tests.web.office.playing import signed_in, text_of
from tests.web.seats import reference_of

LETTERS = f"/office/seats/{SEAT}/letters/"
MAY = {Role.OFFICE, Role.PROCEDURES_SECRETARY}


@pytest.fixture
def called(trigger: Town, django_capture_on_commit_callbacks: Any) -> Town:
    """A branch is called to meet: two are told by e-mail, one by post, one has no address."""
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    trigger.at(trigger.walk.now + timedelta(minutes=5))
    return trigger


def the(channel: str) -> Notice:
    """The first letter about the meeting by this way."""
    return Notice.objects.filter(kind="MeetingNoticed", channel=channel).order_by("pk")[0]


def addresses() -> dict[str, str]:
    """Every page about the letters of the meeting."""
    entry, bounced = the("post").entry, came_back()
    return {
        "list": LETTERS,
        "pack": f"{LETTERS}{entry}/pack.pdf",
        "posted": f"{LETTERS}{entry}/posted/",
        "record": f"{LETTERS}{entry}/email/record/",
        "again": f"{LETTERS}again/{bounced.pk}/",
        "given": f"{LETTERS}given/{the('hand').pk}/",
    }


def came_back() -> Notice:
    """An e-mail that came back."""
    sent = the("email")
    serving.note_bounce(json.loads(sent.proof)["message_id"], sent.sent_at + timedelta(minutes=1))
    return sent


def answer_all(client: Client, address: str) -> Any:
    """Take the one answer of each question, see the check, and make it."""
    asked = client.get(address).content.decode()
    names = re.findall(r'name="(\w+)" value="([^"]+)"', asked)
    answers = {name: unescape(value) for name, value in names if name in {"posted", "root"}}
    checked = client.post(address, answers)
    assert "Make this" in checked.content.decode(), text_of(checked)
    return client.post(address, {**answers, "step": "make"}, follow=True)


def stored() -> tuple[Any, ...]:
    """Every notice with all that is kept of it, and how long the record is."""
    return (*Notice.objects.order_by("pk").values_list(), LogEntry.objects.count())


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STRANGER}))
def test_the_letters_open_for_their_roles_and_for_no_other(called: Town, role: Role) -> None:
    somebody = reference_of(f"p-somebody-{role.value}")
    called.union.person(somebody, called.walk.now, role.value)
    client, pages = signed_in(somebody), addresses()
    kept = stored()
    for address in pages.values():
        assert client.get(address).status_code == (200 if role in MAY else 403), address
        if role not in MAY:
            assert client.post(address, {"step": "make"}).status_code in {403, 405}, address
    assert stored() == kept


def test_nobody_is_asked_to_sign_in(called: Town) -> None:
    for address in addresses().values():
        assert Client().get(address)["Location"].startswith("/sign-in/"), address


def test_looking_changes_nothing(called: Town) -> None:
    client, pages = signed_in(OFFICER), addresses()
    before = stored()
    for address in pages.values():
        assert client.get(address).status_code == 200
    assert stored() == before


def test_answers_that_were_only_checked_change_nothing(called: Town) -> None:
    client, pages = signed_in(OFFICER), addresses()
    before = stored()
    for name in ("posted", "record", "again", "given"):
        assert client.post(pages[name]).status_code == 200
    assert stored() == before


def test_the_page_shows_each_way_and_whom_nothing_reached(called: Town) -> None:
    page = text_of(signed_in(OFFICER).get(LETTERS))
    for words in (", by e-mail", ", by post", ", by hand", "not sent yet", "clause 9.1"):
        assert words in page
    assert "Dapple Fernlight" in page
    assert "no address is known" in page


def test_a_seat_links_to_its_letters(called: Town) -> None:
    assert f'href="{LETTERS}"' in signed_in(OFFICER).get(f"/office/seats/{SEAT}/").content.decode()


def test_the_pack_is_a_pdf_until_it_is_posted(called: Town) -> None:
    client, address = signed_in(OFFICER), f"{LETTERS}{the('post').entry}/pack.pdf"
    pack = client.get(address)
    assert pack["Content-Type"] == "application/pdf"
    assert pack.content.startswith(b"%PDF")
    answer_all(client, f"{LETTERS}{the('post').entry}/posted/")
    assert client.get(address).status_code == 404


def test_letters_go_from_the_queue_to_the_post_and_to_the_record(called: Town) -> None:
    client, entry = signed_in(OFFICER), the("post").entry
    early = client.get(f"{LETTERS}{entry}/post/record/")
    assert early.status_code == 404  # nothing of it has gone out
    assert "1 letter is posted." in text_of(answer_all(client, f"{LETTERS}{entry}/posted/"))
    assert the("post").sent_at == called.walk.now
    page = answer_all(client, f"{LETTERS}{entry}/post/record/")
    assert "The proof is on the record as entry" in text_of(page)
    (batch,) = [one for one in batches(called.union.organisation, SEAT) if one.channel == "post"]
    assert (batch.recorded, batch.number) == (True, 1)
    assert batch.root in page.content.decode()


def test_a_proof_is_put_on_the_record_once(called: Town) -> None:
    client, address = signed_in(OFFICER), f"{LETTERS}{the('email').entry}/email/record/"
    assert "The proof is on the record" in text_of(answer_all(client, address))
    assert address not in client.get(LETTERS).content.decode()
    length = LogEntry.objects.count()
    root = batches(called.union.organisation, SEAT)[0].root
    answer = client.post(address, {"root": root, "step": "make"})
    assert "This batch is on the record already" in text_of(answer)
    assert LogEntry.objects.count() == length


def test_a_proof_waits_until_every_letter_of_its_batch_is_sent(called: Town) -> None:
    client, entry = signed_in(OFFICER), the("post").entry
    answer_all(client, f"{LETTERS}{entry}/posted/")
    answer_all(client, f"{LETTERS}again/{came_back().pk}/")
    length = LogEntry.objects.count()
    answer = client.post(f"{LETTERS}{entry}/post/record/", {"step": "make"})
    assert "Some of these letters are not sent yet" in text_of(answer)
    assert LogEntry.objects.count() == length


def test_a_pack_that_has_grown_since_it_was_printed_is_asked_about_again(called: Town) -> None:
    client, entry = signed_in(OFFICER), the("post").entry
    address = f"{LETTERS}{entry}/posted/"
    seen = re.findall(r'name="posted" value="([^"]+)"', client.get(address).content.decode())
    answer_all(client, f"{LETTERS}again/{came_back().pk}/")
    client.post(address, {"posted": seen[0], "step": "make"})
    assert the("post").sent_at is None


def test_a_letter_that_came_back_shows_and_goes_by_post_once(called: Town) -> None:
    client, bounced = signed_in(OFFICER), came_back()
    assert "the e-mail came back" in text_of(client.get(LETTERS))
    page = text_of(answer_all(client, f"{LETTERS}again/{bounced.pk}/"))
    assert "now goes by post" in page
    assert "the e-mail came back" not in page
    assert client.get(f"{LETTERS}again/{bounced.pk}/").status_code == 404
    assert Notice.objects.filter(person=bounced.person, kind="MeetingNoticed").count() == 2


def test_whoever_has_no_address_is_given_the_letter(called: Town) -> None:
    page = answer_all(signed_in(OFFICER), f"{LETTERS}given/{the('hand').pk}/")
    assert "Dapple Fernlight was given the letter" in text_of(page)
    assert the("hand").sent_at == called.walk.now


def test_a_letter_that_arrived_is_not_sent_by_another_way(called: Town) -> None:
    arrived = Notice.objects.filter(kind="MeetingNoticed", channel="email").order_by("-pk")[0]
    assert signed_in(OFFICER).post(f"{LETTERS}again/{arrived.pk}/").status_code == 404


def test_a_secretary_of_another_seat_is_nobody_here(called: Town) -> None:
    somebody = reference_of("p-somebody-else")
    role = Role.PROCEDURES_SECRETARY.value
    called.union.person(somebody, called.walk.now, role, proceeding="eastwater-1")
    assert signed_in(somebody).get(LETTERS).status_code == 403
