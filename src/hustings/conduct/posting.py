"""Letters by post and by hand: the pack for the post room, who was given theirs, and what came back by another way."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.printing import printer
from hustings.conduct.serving import deemed_for, proof_made
from hustings.conduct.writing import Frame, Written, parts
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel


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
                sent_at=sent, served_at=deemed_for(notice, sent), proof=proof_made(notice, "")
            )
        return len(notices)


def by_another_way(organisation: Organisation, notice: int) -> Notice | None:
    """Queue a letter whose e-mail came back for the post, or for a person's hand where no address is known.

    What asks for a signature goes by hand: the post would come too late.
    """
    came_back = Notice.objects.filter(
        organisation=organisation, pk=notice, bounced_at__isnull=False
    ).first()
    if came_back is None or followed(came_back):
        return None
    member = came_back.person.member
    post = (member.post or "") if member and came_back.entry is not None else ""
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


def followed(notice: Notice) -> bool:
    """Whether the same letter has been queued by another way since."""
    later = Notice.objects.filter(
        organisation=notice.organisation, proceeding=notice.proceeding, entry=notice.entry,
        person=notice.person, subject=notice.subject, pk__gt=notice.pk,
    )  # fmt: skip
    return later.exclude(channel=notice.channel).exists()
