"""Proof of service: batches of letters that went out, one root over one leaf a person, entered by the office."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.reading import read_seat
from hustings.conduct.seats import Seat
from hustings.kernel.canonical import Json, canonical_bytes
from hustings.kernel.merkle import inclusion_proof, leaf_hash, root_of
from hustings.kernel.refusals import Refused
from hustings.proceedings.planning import NoticesServed
from hustings.proceedings.values import Actor, Role
from hustings.store.models import Notice, Organisation


@dataclass(frozen=True, slots=True)
class Batch:
    """The letters of one entry that went out by one channel and did not come back.

    ``notice`` names the batch in the record; ``recorded``: the record holds exactly this root.
    """

    proceeding: str
    entry: int
    kind: str
    channel: str
    notice: str
    number: int
    sent_at: datetime
    root: str
    recorded: bool


def batches(organisation: Organisation, proceeding: str) -> list[Batch]:
    """Every batch of a seat in the order of its entries; letters still to send, or only played, are in none.

    Neither are letters that carry out no entry, which ask for a signature: each has its proof for itself.
    """
    seat = read_seat(organisation, proceeding)
    groups: dict[tuple[int, str], list[Notice]] = {}
    for notice in _sent(organisation, proceeding):
        if notice.entry is not None:
            groups.setdefault((notice.entry, notice.channel), []).append(notice)
    return [_batch(seat, notices) for notices in groups.values()]


def record_served(
    organisation: Organisation, batch: Batch, person: str, role: Role, now: datetime
) -> Entered | Waiting | Refused:
    """Enter that a batch was served; the proof for each person stays in the private store."""
    if batch.recorded:
        return Refused("recorded-already", "the record", "This batch is on the record already.")
    served = NoticesServed(
        notice=batch.notice,
        channel=batch.channel,  # type: ignore[arg-type]
        number=batch.number,
        sent_at=batch.sent_at,
        proofs=batch.root,
        by=(Actor(person, role),),
    )
    return act(organisation, batch.proceeding, served, now=now)


def proof_for(organisation: Organisation, notice: Notice) -> Json:
    """What shows a person or a court that one letter was served: its leaf, and the path to the recorded root.

    ``None`` for a letter that has not been sent, came back, or carries out no entry.
    """
    if notice.entry is None:
        return None
    together = [
        one
        for one in _sent(organisation, notice.proceeding)
        if one.entry == notice.entry and one.channel == notice.channel
    ]
    at = next((n for n, one in enumerate(together) if one.pk == notice.pk), None)
    if at is None:
        return None
    hashes = [leaf_hash(leaf(one)) for one in together]
    return {
        "v": 1,
        "leaf": _leaf(notice),
        "salt": json.loads(notice.proof)["salt"],
        "index": at,
        "size": len(hashes),
        "path": [node.hex() for node in inclusion_proof(hashes, at)],
        "root": root_of(hashes).hex(),
    }


def leaf(notice: Notice) -> bytes:
    """One person's leaf: canonical bytes without any name or address in clear."""
    return canonical_bytes(_leaf(notice))


def _leaf(notice: Notice) -> Json:
    shown = json.loads(notice.proof)
    return {
        "v": 1,
        "entry": notice.entry,
        "person": notice.person.reference,
        "channel": notice.channel,
        "sent_at": _text(notice.sent_at),
        "message_id": shown["message_id"],
        "content": shown["content"],
        "address": shown["address"],
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sent(organisation: Organisation, proceeding: str) -> list[Notice]:
    found = Notice.objects.filter(
        organisation=organisation,
        proceeding=proceeding,
        sent_at__isnull=False,
        bounced_at=None,
    ).exclude(Q(proof="") | Q(proof__contains='"played": true'))
    return list(found.select_related("person").order_by("entry", "channel", "pk"))


def _batch(seat: Seat, notices: list[Notice]) -> Batch:
    first = notices[0]
    root = root_of([leaf_hash(leaf(one)) for one in notices]).hex()
    number = next((one.number for one in seat.entries if one.position == first.entry), 0)
    notice = f"{first.subject} (entry {number})"
    entered = (one.entry for one in seat.entries if isinstance(one.entry, NoticesServed))
    return Batch(
        proceeding=seat.proceeding,
        entry=first.entry or 0,
        kind=first.kind,
        channel=first.channel,
        notice=notice,
        number=len(notices),
        sent_at=max(one.sent_at for one in notices if one.sent_at),
        root=root,
        recorded=any(one.proofs == root and one.notice == notice for one in entered),
    )
