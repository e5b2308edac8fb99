"""Letters on their way: queued with the entry, sent in the background, proved for each person."""

import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime, make_msgid
from functools import partial
from hashlib import sha256
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from hustings.conduct import clock
from hustings.conduct.letter_words import Told
from hustings.conduct.letters import Posting
from hustings.conduct.printing import printer
from hustings.conduct.reading import NoSuchSeat, read_seat
from hustings.conduct.recipients import Recipient
from hustings.conduct.seats import Seat
from hustings.conduct.writing import Frame, Written, frame_of, parts, plain_text
from hustings.kernel.commitments import SALT_BYTES, commit
from hustings.proceedings.clock import calendar_of, month_end_of
from hustings.proceedings.entry import Given
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel
from hustings.timetable.instants import end_of_day
from hustings.timetable.serving import Channel as Way
from hustings.timetable.serving import served_at

log = logging.getLogger("hustings.letters")

HISTORY = timedelta(days=1)
"""An entry older than this when it is entered is brought in from elsewhere (or played): nothing goes out for it."""

AT_ONCE = 1000


# --- queueing ---------------------------------------------------------------------------------------


def queue(organisation: Organisation, posting: Posting, told: Told) -> int:
    """Keep one notice for each person, with the entry; the e-mails go out once both are stored."""
    rows = list(_rows(organisation, posting, told))
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE)
    if any(row.sent_at is None and row.channel == Channel.EMAIL for row in rows):
        transaction.on_commit(partial(send_waiting.enqueue, organisation.pk))
    return len(rows)


def _rows(organisation: Organisation, posting: Posting, told: Told) -> Iterable[Notice]:
    frame = frame_of(organisation.name, told.seat, told.placed)
    texts: dict[tuple[str, str], tuple[Written, str, str]] = {}
    served = _served_if_history(told)
    for one in posting.to(organisation, told):
        name = "" if posting.to_many else one.name
        if (one.language, name) not in texts:
            with translation.override(one.language):
                written = posting.words(told)
                greeting = _("Dear %(name)s,") % {"name": name} if name else _("Dear member,")
            text = plain_text(written, frame, greeting, one.language)
            texts[one.language, name] = (written, text, greeting)
        written, text, greeting = texts[one.language, name]
        row = _row(organisation, told, one, written, text)
        if row.channel != Channel.EMAIL or written.is_letter:
            row.letter = parts(written, frame, greeting, one.lines(), one.language)
        if row.channel in served:
            row.sent_at, row.served_at = row.queued_at, served[row.channel]
            row.proof = _proof(row, message_id="", played=True)
        yield row


def _served_if_history(told: Told) -> dict[str, datetime]:
    """For an entry of an earlier time, when its letters count as served, by channel; otherwise nothing.

    Such letters are kept as sent at the moment of the entry, and their proof says that nothing went out.
    """
    if clock.now() - told.placed.at <= HISTORY:
        return {}
    ways = (Channel.EMAIL.value, Channel.POST.value)
    return {way: deemed(told.seat, way, told.placed.at) for way in ways}


def _row(
    organisation: Organisation, told: Told, one: Recipient, written: Written, text: str
) -> Notice:
    way = Channel.EMAIL if one.email else Channel.POST if one.post else Channel.HAND
    return Notice(
        organisation=organisation,
        proceeding=told.seat.proceeding,
        entry=told.placed.position,
        kind=told.entry.kind,
        person_id=one.pk,
        channel=way,
        address=(one.email or one.post)[:500],
        subject=written.subject[:300],
        body=text,
        queued_at=told.placed.at,
    )


# --- sending ----------------------------------------------------------------------------------------


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
    proof = _proof(notice, message_id)
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
    mine.update(sent_at=now, served_at=_deemed_for(notice, now))
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


PDF = "application/pdf"


def _proof(notice: Notice, message_id: str, *, played: bool = False) -> str:
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


# --- when it counts as served -------------------------------------------------------------------------


def deemed(seat: Seat, channel: str, sent: datetime) -> datetime:
    """The end of the day on which a notice sent then by this channel counts as served."""
    given = Given(seat.state, seat.rulebook, sent)
    calendar = calendar_of(given)
    served = served_at(
        Way(channel), sent, seat.rulebook.rules.service, calendar, month_end_of(given)
    )
    return end_of_day(served.day, calendar.zone)


def _deemed_for(notice: Notice, sent: datetime) -> datetime | None:
    try:
        return deemed(read_seat(notice.organisation, notice.proceeding), notice.channel, sent)
    except NoSuchSeat:
        return None


# --- by post and by hand ------------------------------------------------------------------------------


def _to_post(organisation: Organisation, proceeding: str, entry: int) -> Any:
    return Notice.objects.filter(
        organisation=organisation, proceeding=proceeding, entry=entry,
        channel=Channel.POST, sent_at=None,
    ).order_by("person__family_name", "pk")  # fmt: skip


def post_pack(organisation: Organisation, proceeding: str, entry: int) -> bytes | None:
    """One PDF for the post room: every letter of this entry that goes by post and has not been posted."""
    letters = [one.letter for one in _to_post(organisation, proceeding, entry) if one.letter]
    return printer().pack(letters) if letters else None


def mark_posted(organisation: Organisation, proceeding: str, entry: int, at: datetime) -> int:
    """The post room has posted the pack; how many letters that were."""
    return _mark(_to_post(organisation, proceeding, entry), at)


def mark_given(organisation: Organisation, notice: int, at: datetime) -> int:
    """Somebody without any address was given the letter by hand."""
    found = Notice.objects.filter(
        organisation=organisation, pk=notice, channel=Channel.HAND, sent_at=None
    )
    return _mark(found, at)


def _mark(found: Any, at: datetime) -> int:
    with transaction.atomic():
        notices = list(found.select_related("organisation"))
        for notice in notices:
            sent = max(at, notice.queued_at)
            Notice.objects.filter(pk=notice.pk, sent_at=None).update(
                sent_at=sent, served_at=_deemed_for(notice, sent), proof=_proof(notice, "")
            )
        return len(notices)


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


def by_another_way(organisation: Organisation, notice: int) -> Notice | None:
    """Queue a letter whose e-mail came back for the post, or for a person's hand where no address is known."""
    came_back = Notice.objects.filter(
        organisation=organisation, pk=notice, bounced_at__isnull=False
    ).first()
    if came_back is None or _followed(came_back):
        return None
    member = came_back.person.member
    post = (member.post or "") if member else ""
    return Notice.objects.create(
        organisation=organisation,
        proceeding=came_back.proceeding,
        entry=came_back.entry,
        kind=came_back.kind,
        person=came_back.person,
        channel=Channel.POST if post else Channel.HAND,
        address=post[:500],
        subject=came_back.subject,
        body=came_back.body,
        letter=came_back.letter or _printed_from(came_back, post),
        queued_at=clock.now(),
    )


def _printed_from(notice: Notice, post: str) -> dict[str, Any]:
    """The parts of a letter that had gone out as text only."""
    blocks = notice.body.rstrip("\n").split("\n\n")
    lines = tuple(part.strip() for part in post.replace("\n", ",").split(",") if part.strip())
    written = Written(notice.subject, tuple(blocks[1:-1]))
    frame = Frame(notice.organisation.name, clock.now().date(), "", 0, notice.entry or 0, "", False)
    made = parts(written, frame, "", (str(notice.person), *lines), str(settings.LANGUAGE_CODE))
    return {**made, "after_dates": [], "signed_by": [], "record_reference": blocks[-1]}


def _followed(notice: Notice) -> bool:
    """Whether the same letter has been queued by another way since."""
    later = Notice.objects.filter(
        organisation=notice.organisation, proceeding=notice.proceeding, entry=notice.entry,
        person=notice.person, pk__gt=notice.pk,
    )  # fmt: skip
    return later.exclude(channel=notice.channel).exists()


# --- what needs the office ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unserved:
    """A letter that has not reached somebody: ``why`` is no-address, bounced, to-post or not-sent."""

    notice: int
    person: str
    name: str
    proceeding: str
    entry: int | None
    kind: str
    subject: str
    why: str
    since: datetime


NOT_SENT_AFTER = timedelta(hours=1)


def problems(organisation: Organisation, now: datetime | None = None) -> list[Unserved]:
    """Every letter that needs a person in the office, the oldest first; nobody is skipped silently."""
    at = now or clock.now()
    waiting = Q(sent_at=None) & (~Q(channel=Channel.EMAIL) | Q(queued_at__lt=at - NOT_SENT_AFTER))
    found = Notice.objects.filter(waiting | Q(bounced_at__isnull=False), organisation=organisation)
    return [
        Unserved(
            one.pk, one.person.reference, str(one.person), one.proceeding, one.entry, one.kind,
            one.subject, _why(one), one.bounced_at or one.queued_at,
        )
        for one in found.select_related("person", "organisation").order_by("queued_at", "pk")
        if one.bounced_at is None or not _followed(one)
    ]  # fmt: skip


def _why(notice: Notice) -> str:
    if notice.bounced_at is not None:
        return "bounced"
    return {Channel.HAND: "no-address", Channel.POST: "to-post"}.get(
        Channel(notice.channel), "not-sent"
    )


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
