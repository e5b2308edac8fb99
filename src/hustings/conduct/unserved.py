"""Letters that have not reached their person: each is named until somebody has seen to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hustings.conduct import clock
from hustings.conduct.posting import followed
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel


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
        if one.bounced_at is None or not followed(one)
    ]  # fmt: skip


def _why(notice: Notice) -> str:
    if notice.bounced_at is not None:
        return "bounced"
    return {Channel.HAND: "no-address", Channel.POST: "to-post"}.get(
        Channel(notice.channel), "not-sent"
    )
