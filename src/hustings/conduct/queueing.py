"""Letters are queued with what they tell: a notice for each person, in their language, by the way that reaches them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hustings.conduct import clock
from hustings.conduct.letter_words.told import Told
from hustings.conduct.letters import Posting
from hustings.conduct.recipients import Recipient
from hustings.conduct.seats import Seat
from hustings.conduct.serving import deemed, proof_made, send_waiting
from hustings.conduct.writing import Written, frame_before, frame_of, parts, plain_text
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel

HISTORY = timedelta(days=1)
"""An entry older than this when it is entered is brought in from elsewhere (or played): nothing goes out for it."""

AT_ONCE = 1000


def queue(organisation: Organisation, posting: Posting, told: Told) -> int:
    """Keep one notice for each person, with the entry; how many."""
    rows = list(_rows(organisation, posting, told))
    keep_notices(organisation, rows)
    return len(rows)


def keep_notices(organisation: Organisation, rows: list[Notice]) -> None:
    """Keep the notices with what they tell; the e-mails go out once both are stored."""
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE)
    if any(row.sent_at is None and row.channel == Channel.EMAIL for row in rows):
        transaction.on_commit(partial(send_waiting.enqueue, organisation.pk))


def letter_before(
    organisation: Organisation,
    seat: Seat,
    kind: str,
    one: Recipient,
    words: Callable[[], Written],
    at: datetime,
) -> Notice:
    """A letter about what is no entry yet: by e-mail, or to the hand of somebody who has no address."""
    with translation.override(one.language):
        written = words()
        greeting = _("Dear %(name)s,") % {"name": one.name}
    frame = frame_before(organisation.name, seat, at)
    text = plain_text(written, frame, greeting, one.language)
    to_print = parts(written, frame, greeting, one.lines(), one.language)
    return Notice(
        organisation=organisation,
        proceeding=seat.proceeding,
        kind=kind,
        person_id=one.pk,
        channel=Channel.EMAIL if one.email else Channel.HAND,
        address=one.email[:500],
        subject=written.subject[:300],
        body=text,
        letter=None if one.email else to_print,
        queued_at=at,
    )


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
            row.proof = proof_made(row, message_id="", played=True)
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
