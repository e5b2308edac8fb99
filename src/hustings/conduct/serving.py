"""Letters on their way by e-mail: sent once in the background, proved for each person, and what came back noted."""

import json
import logging
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email.utils import format_datetime, make_msgid
from hashlib import sha256
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task

from hustings.conduct import clock
from hustings.conduct.printing import printer
from hustings.conduct.reading import NoSuchSeat, read_seat
from hustings.conduct.seats import Seat
from hustings.kernel.commitments import SALT_BYTES, commit
from hustings.proceedings.clock import calendar_of, month_end_of
from hustings.proceedings.entry import Given
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel
from hustings.timetable.instants import end_of_day
from hustings.timetable.serving import Channel as Way
from hustings.timetable.serving import served_at

log = logging.getLogger("hustings.letters")
PDF = "application/pdf"


@task(priority=-10)  # after every sign-in code
def send_waiting(organisation: int) -> int:
    """Send every e-mail that waits; how many went out. What a mail server turns away for now goes on waiting."""
    waiting = Notice.objects.filter(
        organisation_id=organisation, channel=Channel.EMAIL, sent_at=None, proof=""
    ).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True))
    sent = 0
    try:
        with mail.get_connection() as connection:
            for number in numbers:
                sent += _send(number, connection)
    except (SMTPException, OSError):
        log.warning("The mail server did not take everything; %s of %s sent.", sent, len(numbers))
    return sent


def _send(number: int, connection: BaseEmailBackend) -> bool:
    """Send one notice. It is claimed first, so that two workers never send it twice."""
    notice = Notice.objects.select_related("organisation").get(pk=number)
    message_id = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost")
    proof = proof_made(notice, message_id)
    unclaimed = Notice.objects.filter(pk=number, sent_at=None, proof="")
    if not unclaimed.update(proof=proof):
        return False
    mine = Notice.objects.filter(pk=number, proof=proof)
    try:
        connection.send_messages([message_of(notice, message_id)])
    except SMTPRecipientsRefused:
        now = clock.now()
        mine.update(sent_at=now, bounced_at=now)
        return False
    except Exception:
        mine.update(proof="")
        raise
    now = max(clock.now(), notice.queued_at)
    mine.update(sent_at=now, served_at=deemed_for(notice, now))
    return True


def message_of(notice: Notice, message_id: str = "") -> mail.EmailMessage:
    """The e-mail of a notice: its text, and where it is a letter the same as HTML and PDF, and the dates."""
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    message = mail.EmailMultiAlternatives(
        subject=" ".join(notice.subject.split()),
        body=notice.body,
        to=[notice.address],
        headers={name: value for name, value in headers.items() if value},
    )
    if notice.letter is not None:
        message.attach_alternative(printer().html(notice.letter), "text/html")
        message.attach(printer().file_name(notice.letter), printer().pdf(notice.letter), PDF)
        if notice.letter.get("calendar"):
            message.attach("dates.ics", notice.letter["calendar"], "text/calendar")
    return message


def proof_made(notice: Notice, message_id: str, *, played: bool = False) -> str:
    """What shows service on one person: message id, hash of the content, salted commitment to the address."""
    salt = secrets.token_bytes(SALT_BYTES)
    shown: dict[str, Any] = {
        "message_id": message_id,
        "content": content_hash(notice),
        "address": commit(salt, notice.address),
        "salt": salt.hex(),
    }
    return json.dumps({**shown, "played": True} if played else shown, sort_keys=True)


def content_hash(notice: Notice) -> str:
    """SHA-256 over the subject, a line break and the text."""
    return sha256(f"{notice.subject}\n{notice.body}".encode()).hexdigest()


def deemed(seat: Seat, channel: str, sent: datetime) -> datetime:
    """The end of the day on which a notice sent then by this channel counts as served."""
    given = Given(seat.state, seat.rulebook, sent)
    calendar = calendar_of(given)
    served = served_at(
        Way(channel), sent, seat.rulebook.rules.service, calendar, month_end_of(given)
    )
    return end_of_day(served.day, calendar.zone)


def deemed_for(notice: Notice, sent: datetime) -> datetime | None:
    """When a notice that was sent at this moment counts as served; None where no seat says."""
    try:
        return deemed(read_seat(notice.organisation, notice.proceeding), notice.channel, sent)
    except NoSuchSeat:
        return None


def note_bounce(message_id: str, at: datetime) -> bool:
    """An e-mail came back: it was not served, and another channel is needed."""
    found = Notice.objects.filter(
        proof__contains=json.dumps(message_id), sent_at__isnull=False, bounced_at=None
    )
    ours = [
        pk
        for pk, proof in found.values_list("pk", "proof")
        if message_id and json.loads(proof).get("message_id") == message_id
    ]
    waiting = Notice.objects.filter(pk__in=ours[:1], bounced_at=None)
    return waiting.update(bounced_at=at, served_at=None) == 1


def letters_of(organisation: Organisation, person: str) -> list[Notice]:
    """Everything that was written to a person, newest first."""
    found = Notice.objects.filter(organisation=organisation, person__reference=person)
    return list(found.order_by("-queued_at", "-pk"))


def proof_of(notice: Notice) -> dict[str, Any]:
    """What is kept to show that a letter was served; empty before it is sent."""
    return json.loads(notice.proof) if notice.proof and notice.sent_at else {}


def served_on(notice: Notice) -> date | None:
    """The day on which a letter counts as served; its moment is the end of that day."""
    if notice.served_at is None:
        return None
    return timezone.localtime(notice.served_at - timedelta(seconds=1)).date()


def put_into_mailbox(organisation: Organisation, addresses: Iterable[str]) -> int:
    """Put the letters of played history to these addresses into the development mailbox; how many.

    Each bears the day on which it was written in that history.
    """
    if not settings.DEVELOPMENT:
        raise ValueError("only a development site keeps letters in a mailbox")
    found = Notice.objects.filter(organisation=organisation, address__in=list(addresses))
    messages: list[mail.EmailMessage] = []
    for notice in found.order_by("queued_at", "pk"):
        message = message_of(notice)
        message.extra_headers["Date"] = format_datetime(notice.queued_at)
        messages.append(message)
    return mail.get_connection().send_messages(messages) or 0
