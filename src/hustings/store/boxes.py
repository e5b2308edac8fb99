"""Boxes in and out of their tables: an archive that only grows, ballots shown in batches, marks and passing links."""

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from hustings.proceedings.online import StrikeReason
from hustings.store.models import (
    Box,
    BoxCredential,
    BoxRecord,
    BoxResult,
    Cast,
    CastLink,
    DeskLook,
    Mark,
    StruckOff,
)
from hustings.store.models.boxes import Channel
from hustings.store.models.organisations import Organisation

AT_ONCE = 2000
BATCH = 10
"""Ballots become public so many at a time, or at the full hour; a single one would tell who cast it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an archive: its bytes, and the height of an event; ``None`` for data."""

    body: bytes
    height: int | None = None

    @property
    def sha256(self) -> str:
        """What the record is called in the archive."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class LastEvent:
    """Where the archive's chain of events ends."""

    height: int
    sha256: str


def make_box(
    organisation: Organisation,
    proceeding: str,
    uuid: str,
    credentials: Iterable[tuple[str, int]],
    setup: Sequence[Record],
    at: datetime,
    *,
    replacement: bool,
    announced: dict[str, str | int] | None = None,
) -> Box:
    """Make a box with its archive's first records and every public credential with its weight, or nothing."""
    with transaction.atomic():
        box = Box.objects.create(
            organisation=organisation,
            proceeding=proceeding,
            uuid=uuid,
            timestamp=int(at.timestamp()),
            replacement=replacement,
            announced=announced or {},
            published_at=at,
        )
        BoxCredential.objects.bulk_create(
            (
                BoxCredential(box=box, public=public, weight=weight)
                for public, weight in credentials
            ),
            batch_size=AT_ONCE,
        )
        add_records(box, setup)
    return box


def wait_for_the_box(box: Box) -> Box:
    """The box as it stands, for one writer at a time until the transaction ends."""
    return Box.objects.select_for_update().get(pk=box.pk)


def add_records(box: Box, records: Sequence[Record]) -> None:
    """Add records to the archive; data that stands there already is not added again."""
    last = box.records.order_by("-number").values_list("number", flat=True).first()
    number = 0 if last is None else last + 1
    known = set(
        box.records.filter(sha256__in=[one.sha256 for one in records]).values_list(
            "sha256", flat=True
        )
    )
    for one in records:
        if one.sha256 in known:
            continue
        BoxRecord.objects.create(
            box=box, number=number, sha256=one.sha256, height=one.height, body=one.body
        )
        known.add(one.sha256)
        number += 1


def newest_event(box: Box) -> Record | None:
    """The newest event; ``None`` in an archive without any."""
    newest = box.records.filter(height__isnull=False).order_by("-number").first()
    return None if newest is None else Record(bytes(newest.body), newest.height)


def last_event(box: Box) -> LastEvent | None:
    """Where the chain of events ends; ``None`` in an archive without any."""
    newest = newest_event(box)
    return None if newest is None else LastEvent(newest.height or 0, newest.sha256)


def records_of(box: Box) -> Iterator[Record]:
    """Every record of the archive in order."""
    found = box.records.order_by("number").values_list("body", "height")
    return (Record(bytes(body), height) for body, height in found.iterator(AT_ONCE))


def events_of(box: Box) -> Iterator[Record]:
    """The events of the archive, the newest first."""
    found = box.records.filter(height__isnull=False).order_by("-number")
    return (
        Record(bytes(body), height)
        for body, height in found.values_list("body", "height").iterator(AT_ONCE)
    )


def first_records(box: Box, number: int) -> list[Record]:
    """The records with which the archive begins."""
    found = box.records.order_by("number").values_list("body", "height")[:number]
    return [Record(bytes(body), height) for body, height in found]


def credentials_of(box: Box) -> Iterator[str]:
    """Every public credential, in the order in which the scrutineer listed them."""
    found = box.credentials.order_by("id").values_list("public", flat=True)
    return found.iterator(AT_ONCE)


def weights_of(box: Box) -> dict[str, int]:
    """Every public credential with its weight."""
    return dict(box.credentials.values_list("public", "weight"))


def weight_of(box: Box, credential: str) -> int | None:
    """The weight of a public credential; ``None`` for one that is not of this election."""
    return box.credentials.filter(public=credential).values_list("weight", flat=True).first()


# --- codes struck off -------------------------------------------------------------------------------


def strike_off(box: Box, credential: str, because: StrikeReason, by: str, at: datetime) -> None:
    """Let nobody cast with a credential from now on; the database holds to it."""
    StruckOff.objects.create(box=box, credential=credential, because=because, by=by, at=at)


def is_struck_off(box: Box, credential: str) -> bool:
    """Whether a credential was struck off."""
    return box.struck.filter(credential=credential).exists()


def struck_off(box: Box) -> dict[StrikeReason, int]:
    """How many credentials were struck off, for each reason that there was."""
    counted = Counter(box.struck.values_list("because", flat=True))
    return {reason: counted[reason] for reason in StrikeReason if counted[reason]}


# --- what the archive opens -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedResult:
    """The rankings that an archive was found to open: its SHA-256, its rows, and the places of foreign ones."""

    archive: str
    rows: tuple[tuple[int, ...], ...]
    foreign: frozenset[int]


def keep_checked_result(box: Box, found: CheckedResult) -> None:
    """Keep what was found, under a seal that whoever has only the database cannot make."""
    said = {
        "archive": found.archive,
        "rows": [list(row) for row in found.rows],
        "foreign": sorted(found.foreign),
    }
    BoxResult.objects.update_or_create(box=box, defaults={**said, "seal": _seal(box, said)})


def checked_result(box: Box) -> CheckedResult | None:
    """What was found; ``None`` where no result has been checked yet, or what is kept is not what was."""
    kept = BoxResult.objects.filter(box=box).first()
    if kept is None:
        return None
    said = {"archive": kept.archive, "rows": kept.rows, "foreign": kept.foreign}
    if not constant_time_compare(kept.seal, _seal(box, said)):
        return None
    return CheckedResult(kept.archive, tuple(map(tuple, kept.rows)), frozenset(kept.foreign))


def _seal(box: Box, said: dict[str, Any]) -> str:
    text = json.dumps([box.uuid, said], sort_keys=True)
    return salted_hmac("hustings.result", text, algorithm="sha256").hexdigest()


# --- ballots ----------------------------------------------------------------------------------------


def standing(box: Box, credential: str) -> Cast | None:
    """The ballot that stands for a credential."""
    return box.casts.filter(credential=credential, replaced=False).first()


def ballot_called(box: Box, tracker: str) -> Cast | None:
    """The ballot with this tracker, standing or replaced."""
    return box.casts.filter(tracker=tracker).first()


def add_cast(box: Box, height: int, credential: str, tracker: str, at: datetime) -> Cast:
    """Note a ballot that was added to the archive, and show its batch if it is the tenth that waits."""
    hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    box.casts.filter(credential=credential, replaced=False).update(replaced=True)
    cast = Cast.objects.create(
        box=box, height=height, credential=credential, tracker=tracker, shown_from=hour
    )
    waiting = box.casts.filter(shown_from__gt=at)
    if waiting.count() >= BATCH:
        waiting.update(shown_from=at)
        cast.refresh_from_db()
    return cast


def shown(box: Box, now: datetime) -> list[Cast]:
    """The ballots of the batches that are public at ``now``, in no order that tells when they came."""
    return list(box.casts.filter(shown_from__lte=now).order_by("tracker"))


def standing_bodies(box: Box) -> Iterator[bytes]:
    """The ballots that stand, in the order in which they were cast."""
    standing = box.casts.filter(replaced=False)
    trackers = {_hex_of(tracker) for tracker in standing.values_list("tracker", flat=True)}
    data = box.records.filter(height__isnull=True).order_by("number")
    for name, body in data.values_list("sha256", "body").iterator(AT_ONCE):
        if name in trackers:
            yield bytes(body)


def body_called(box: Box, tracker: str) -> bytes:
    """The bytes of a ballot that is in the box under this tracker."""
    return body_of(box, _hex_of(tracker))


def body_of(box: Box, name: str) -> bytes:
    """The bytes of the record with this hash."""
    return bytes(box.records.get(sha256=name).body)


def _hex_of(tracker: str) -> str:
    """The hash that a tracker spells in base64 without padding."""
    return b64decode(tracker + "=").hex()


def standing_ballots(box: Box) -> int:
    """How many ballots stand: one of each credential that was used."""
    return box.casts.filter(replaced=False).count()


# --- who has voted ----------------------------------------------------------------------------------


def mark_of(box: Box, elector: str) -> Mark | None:
    """How an elector has voted, if they have."""
    return box.marks.filter(elector=elector).first()


def add_mark(box: Box, elector: str, channel: Channel) -> Mark:
    """Mark an elector as having voted; the database refuses a second mark."""
    return Mark.objects.create(box=box, elector=elector, channel=channel)


def link(mark: Mark, credential: str, tracker: str, at: datetime) -> None:
    """Note, to the minute, with which credential an elector voted; it is destroyed later."""
    minute = at.replace(second=0, microsecond=0)
    CastLink.objects.update_or_create(
        mark=mark, defaults={"credential": credential, "tracker": tracker, "minute": minute}
    )


def linked_elector(box: Box, credential: str) -> str | None:
    """Who voted with a credential, while that is still known."""
    found = CastLink.objects.filter(mark__box=box, credential=credential)
    return found.values_list("mark__elector", flat=True).first()


def destroy_links(box: Box) -> int:
    """Destroy every link between electors and ballots of a box; how many there were."""
    destroyed, _ = CastLink.objects.filter(mark__box=box).delete()
    return destroyed


def note_look(box: Box, by: str, elector: str, outcome: str, at: datetime) -> None:
    """Log one look-up or act at a desk."""
    DeskLook.objects.create(box=box, by=by, elector=elector, outcome=outcome, at=at)
