"""Letters on their way: sent once, proved for each person, and whoever is not reached is named."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from hustings.conduct import posting, serving
from hustings.conduct.proving import batches, leaf, proof_for, record_served
from hustings.conduct.serving import content_hash, send_waiting
from hustings.conduct.unserved import problems
from hustings.kernel.commitments import opens
from hustings.kernel.merkle import leaf_hash, root_from_inclusion
from hustings.kernel.refusals import Refused
from hustings.proceedings.intention import IntentionAsked
from hustings.proceedings.values import Role
from hustings.store.models import Notice
from hustings.timetable.instants import end_of_day, local_day
from tests.conduct.town import OFFICER, SEAT, Town, asked
from tests.proceedings.walk import OFFICE
from tests.web.seats import told


class Sink:
    """A mail server that keeps what it is given, and turns away one address."""

    def __init__(self) -> None:
        self.refused = "bryony@members.example"
        self.kept: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address == self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.kept.append(envelope.content)
        return "250 OK"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server on this machine, and the site sending to it."""
    handler = Sink()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    yield handler
    server.stop()


def send(town: Town) -> int:
    return send_waiting.call(town.union.organisation.pk)


def test_a_mail_server_takes_a_letter_with_all_its_parts(opened: Town, sink: Sink) -> None:
    asked(opened)
    assert send(opened) == 1
    message = message_from_bytes(sink.kept[0])
    kinds = {part.get_content_type() for part in message.walk() if not part.is_multipart()}
    assert kinds == {"text/plain", "text/html", "application/pdf"}
    notice = Notice.objects.get(kind="IntentionAsked")
    assert message["Message-ID"] == json.loads(notice.proof)["message_id"]


def test_a_letter_that_is_turned_away_has_come_back_and_the_others_are_served(
    trigger: Town, sink: Sink
) -> None:
    trigger.meeting()
    send(trigger)
    (unserved,) = [one for one in problems(trigger.union.organisation) if one.why == "bounced"]
    assert unserved.name == "Bryony Fernlight"
    served = Notice.objects.get(kind="MeetingNoticed", address="alder@members.example")
    assert served.served_at is not None


def test_a_letter_counts_as_served_when_the_rulebook_says(
    opened: Town, django_capture_on_commit_callbacks: Any
) -> None:
    """Clause 9.1 of the model rules: an e-mail counts as served one day after it was sent."""
    with django_capture_on_commit_callbacks(execute=True):
        asked(opened)
    notice = Notice.objects.get(kind="IntentionAsked")
    day = local_day(opened.walk.now, "Europe/London") + timedelta(days=1)
    assert notice.served_at == end_of_day(day, "Europe/London")


def test_a_letter_is_never_sent_twice(opened: Town) -> None:
    asked(opened)
    assert [send(opened), send(opened)] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_letter_that_another_worker_has_claimed_is_left_to_it(opened: Town) -> None:
    asked(opened)
    number = Notice.objects.get(kind="IntentionAsked").pk
    with mail.get_connection() as connection:
        assert serving._send(number, connection)
        assert not serving._send(number, connection)
    assert len(mail.outbox) == 1


def test_letters_wait_while_there_is_no_mail_server_and_go_once_there_is(
    opened: Town, settings: Any
) -> None:
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    asked(opened)
    assert send(opened) == 0
    settings.EMAIL_BACKEND = kept
    assert send(opened) == 1


def test_a_letter_that_does_not_go_out_is_named_after_an_hour(opened: Town) -> None:
    asked(opened)
    organisation, at = opened.union.organisation, opened.walk.now
    assert problems(organisation, at + timedelta(minutes=59)) == []
    (late,) = problems(organisation, at + timedelta(minutes=61))
    assert (late.why, late.kind) == ("not-sent", "IntentionAsked")


def test_nobody_is_skipped_silently(trigger: Town) -> None:
    trigger.meeting()
    found = {one.name: one.why for one in problems(trigger.union.organisation)}
    assert found == {"Cinder Fernlight": "to-post", "Dapple Fernlight": "no-address"}


def test_the_post_room_gets_one_pdf_and_says_when_it_has_posted(trigger: Town) -> None:
    """Clause 9.1 of the model rules: post counts as served two working days after it was posted."""
    trigger.meeting()
    organisation = trigger.union.organisation
    entry = Notice.objects.filter(kind="MeetingNoticed")[0].entry
    pack = posting.post_pack(organisation, SEAT, entry)
    assert pack is not None
    assert pack.startswith(b"%PDF")
    assert posting.mark_posted(organisation, SEAT, entry, trigger.walk.now) == 1
    posted = Notice.objects.get(kind="MeetingNoticed", channel="post")
    assert posted.served_at > posted.sent_at
    assert posting.post_pack(organisation, SEAT, entry) is None


def test_a_letter_given_by_hand_is_served_that_day(trigger: Town) -> None:
    trigger.meeting()
    by_hand = Notice.objects.get(kind="MeetingNoticed", channel="hand")
    assert posting.mark_given(trigger.union.organisation, by_hand.pk, trigger.walk.now) == 1
    by_hand.refresh_from_db()
    day = local_day(trigger.walk.now, "Europe/London")
    assert by_hand.served_at == end_of_day(day, "Europe/London")


def test_what_came_back_goes_by_another_way_once(
    trigger: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    organisation = trigger.union.organisation
    sent = Notice.objects.get(address="alder@members.example")
    assert serving.note_bounce(json.loads(sent.proof)["message_id"], trigger.walk.now)
    second = posting.by_another_way(organisation, sent.pk)
    assert second is not None
    assert (second.channel, second.address) == ("post", "1 Lantern Row, Northmoor")
    assert posting.by_another_way(organisation, sent.pk) is None
    assert "bounced" not in {one.why for one in problems(organisation)}


def test_a_letter_that_went_as_text_is_printed_with_the_same_words(
    trigger: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    sent = Notice.objects.get(address="alder@members.example")
    serving.note_bounce(json.loads(sent.proof)["message_id"], trigger.walk.now)
    second = posting.by_another_way(trigger.union.organisation, sent.pk)
    assert second is not None
    assert all(words in sent.body for words in second.letter["paragraphs"])
    assert second.letter["addressee"] == ["Alder Fernlight", "1 Lantern Row", "Northmoor"]


def test_an_unknown_message_is_no_bounce_of_ours(opened: Town) -> None:
    assert not serving.note_bounce("<nothing@example.org>", opened.walk.now)
    assert not serving.note_bounce("", opened.walk.now)


def test_entries_of_an_earlier_time_send_nothing_and_say_so(opened: Town) -> None:
    at = opened.walk.now
    opened.set_clock(at + timedelta(days=3))
    opened.walk.do(command := IntentionAsked(sent_at=at, by=(OFFICE,)))
    opened.union.do(SEAT, told(command), at)
    notice = Notice.objects.get(kind="IntentionAsked")
    assert notice.sent_at == at
    assert json.loads(notice.proof)["played"] is True
    assert send(opened) == 0


def test_the_proof_shows_content_and_address_and_names_nobody(
    opened: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(opened)
    notice = Notice.objects.get(kind="IntentionAsked")
    shown = json.loads(notice.proof)
    assert shown["content"] == content_hash(notice)
    assert opens(shown["address"], bytes.fromhex(shown["salt"]), notice.address)
    assert notice.address.encode() not in leaf(notice)


def test_a_batch_is_recorded_by_its_root_and_each_persons_proof_leads_to_it(
    trigger: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    organisation, now = trigger.union.organisation, trigger.walk.now + timedelta(minutes=5)
    trigger.set_clock(now)
    (batch,) = [one for one in batches(organisation, SEAT) if one.kind == "MeetingNoticed"]
    assert (batch.number, batch.channel, batch.recorded) == (2, "email", False)
    done = record_served(organisation, batch, OFFICER, Role.OFFICE, now)
    assert not isinstance(done, Refused), done
    (batch,) = [one for one in batches(organisation, SEAT) if one.kind == "MeetingNoticed"]
    assert batch.recorded
    notice = Notice.objects.get(address="bryony@members.example")
    proof: Any = proof_for(organisation, notice)
    path = [bytes.fromhex(node) for node in proof["path"]]
    root = root_from_inclusion(leaf_hash(leaf(notice)), proof["index"], proof["size"], path)
    assert root.hex() == proof["root"] == batch.root


def test_a_batch_is_recorded_once(trigger: Town, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    organisation, now = trigger.union.organisation, trigger.walk.now + timedelta(minutes=5)
    trigger.set_clock(now)
    for _ in range(2):
        (batch,) = [one for one in batches(organisation, SEAT) if one.kind == "MeetingNoticed"]
        done = record_served(organisation, batch, OFFICER, Role.OFFICE, now)
    assert isinstance(done, Refused)
    assert done.code == "recorded-already"


def test_the_log_never_says_to_whom(
    trigger: Town, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="hustings"):
        trigger.meeting()
        send(trigger)
    assert "members.example" not in caplog.text
    assert "Fernlight" not in caplog.text
