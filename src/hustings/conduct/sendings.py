"""What a seat has written, in numbers: the letters of each entry by each way, and what is left to do about them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from hustings.conduct import proving
from hustings.conduct.proving import Batch
from hustings.conduct.unserved import Unserved, problems
from hustings.store.models import Notice, Organisation
from hustings.store.models.notices import Channel

PLAYED = '"played": true'


@dataclass(frozen=True, slots=True)
class Sending:
    """The letters of one entry that go by one way; ``batch`` are those of them that went out and count.

    ``played``: brought in with an entry of an earlier time, for which nothing went out.
    """

    entry: int
    channel: str
    subject: str
    number: int
    sent: int
    bounced: int
    waiting: int
    played: int
    served_at: datetime | None
    last: int
    batch: Batch | None

    @property
    def to_print(self) -> bool:
        """Whether the post room has a pack to print and to post."""
        return self.channel == Channel.POST and self.waiting > 0

    @property
    def to_record(self) -> bool:
        """Whether everything is sent and the record does not hold its proof yet."""
        return self.waiting == 0 and self.batch is not None and not self.batch.recorded

    @property
    def mark(self) -> str:
        """What a reader has seen of it: another letter since, and the mark is another one."""
        return f"{self.waiting}-{self.last}"


def sendings(organisation: Organisation, proceeding: str) -> list[Sending]:
    """Every letter of a seat, counted by entry and way, in the order of the entries."""
    found = Notice.objects.filter(organisation=organisation, proceeding=proceeding)
    out = Q(sent_at__isnull=False)
    rows = (
        found.order_by("entry", "channel")
        .values("entry", "channel")
        .annotate(
            number=Count("pk"),
            sent=Count("pk", filter=out),
            bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
            waiting=Count("pk", filter=Q(sent_at=None)),
            played=Count("pk", filter=Q(proof__contains=PLAYED)),
            served=Max("served_at"),
            subject=Max("subject"),
            last=Max("pk"),
        )
    )
    proofs = {(one.entry, one.channel): one for one in proving.batches(organisation, proceeding)}
    return [
        Sending(
            row["entry"] or 0, row["channel"], row["subject"], row["number"], row["sent"],
            row["bounced"], row["waiting"], row["played"], row["served"], row["last"],
            proofs.get((row["entry"] or 0, row["channel"])),
        )
        for row in rows
    ]  # fmt: skip


def unreached(organisation: Organisation, proceeding: str) -> list[Unserved]:
    """The persons of a seat's letters who need more than the post room's pack, the oldest first."""
    return [
        one
        for one in problems(organisation)
        if one.proceeding == proceeding and one.why != "to-post"
    ]
