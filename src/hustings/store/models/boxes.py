"""Boxes of secret ballots cast online: the archive as it grows, who has voted, and what links the two for a time."""

from django.db import models
from django.db.models import Q

from hustings.proceedings.online import StrikeReason
from hustings.store.models.constraints import is_one_of
from hustings.store.models.organisations import Organisation


class Box(models.Model):
    """The box of one election. Its archive is its records in order; ``timestamp`` heads the archive."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="boxes")
    proceeding = models.CharField(max_length=200)
    uuid = models.CharField(max_length=50, unique=True)
    timestamp = models.PositiveBigIntegerField()
    replacement = models.BooleanField(default=False)
    announced = models.JSONField(
        default=dict, help_text="what the opening says of it, as the record will have it"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "published_at"]
        verbose_name_plural = "boxes"

    def __str__(self) -> str:
        return self.uuid


class BoxRecord(models.Model):
    """One record of the archive: an event, or data that the next event speaks of. Triggers refuse every change."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="records")
    number = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    height = models.PositiveBigIntegerField(null=True, help_text="of an event; data has none")
    body = models.BinaryField()

    class Meta:
        ordering = ["box", "number"]
        constraints = [
            models.UniqueConstraint(fields=["box", "number"], name="one_record_a_number"),
            models.UniqueConstraint(fields=["box", "sha256"], name="a_record_stands_once"),
            models.UniqueConstraint(fields=["box", "height"], name="one_event_a_height"),
        ]

    def __str__(self) -> str:
        return f"{self.box_id} at {self.number}"


class BoxCredential(models.Model):
    """A public credential of the election, as the scrutineer made it; nobody here knows whose it is."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="credentials")
    public = models.CharField(max_length=700)
    weight = models.PositiveBigIntegerField(default=1)

    class Meta:
        ordering = ["box", "id"]
        constraints = [
            models.UniqueConstraint(fields=["box", "public"], name="one_credential_stands_once"),
        ]

    def __str__(self) -> str:
        return self.public


class StruckOff(models.Model):
    """A credential with which nobody can cast any more. Triggers refuse a ballot of it, and every change."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="struck")
    credential = models.CharField(max_length=700)
    because = models.CharField(max_length=20)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["box", "id"]
        verbose_name_plural = "struck off"
        constraints = [
            models.UniqueConstraint(fields=["box", "credential"], name="struck_off_once"),
            is_one_of("because", StrikeReason, "a_strike_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.credential


class BoxResult(models.Model):
    """What the archive of a box was found to open when it was checked, so that no page checks it again."""

    box = models.OneToOneField(Box, models.PROTECT, related_name="result")
    archive = models.CharField(max_length=64, help_text="SHA-256 of the archive that was checked")
    rows = models.JSONField(help_text="each ranking as it was opened")
    foreign = models.JSONField(help_text="places of rows that nobody sealed as a ranking")
    seal = models.CharField(
        max_length=64, default="", db_default="", help_text="by the server that checked it"
    )

    class Meta:
        ordering = ["box"]

    def __str__(self) -> str:
        return self.archive


class TrusteeProof(models.Model):
    """A trustee's proof over all their factors, to go beside the archive; whoever holds the key can make it anew."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="proofs")
    trustee = models.PositiveSmallIntegerField()
    line = models.BinaryField()

    class Meta:
        ordering = ["box", "trustee"]
        constraints = [
            models.UniqueConstraint(fields=["box", "trustee"], name="one_proof_a_trustee"),
        ]

    def __str__(self) -> str:
        return f"trustee {self.trustee} of {self.box_id}"


class Cast(models.Model):
    """A ballot in the box. ``shown_from`` is when its batch is public; when it was cast stands nowhere here."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="casts")
    height = models.PositiveBigIntegerField(help_text="of its event in the archive")
    credential = models.CharField(max_length=700)
    tracker = models.CharField(max_length=43)
    shown_from = models.DateTimeField()
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["box", "height"]
        constraints = [
            models.UniqueConstraint(fields=["box", "height"], name="one_ballot_an_event"),
            models.UniqueConstraint(fields=["box", "tracker"], name="one_ballot_a_tracker"),
            models.UniqueConstraint(
                fields=["box", "credential"],
                condition=Q(replaced=False),
                name="one_ballot_a_credential_stands",
            ),
        ]
        indexes = [models.Index(fields=["box", "shown_from"])]

    def __str__(self) -> str:
        return self.tracker


class Channel(models.TextChoices):
    """How an elector has voted."""

    ONLINE = "online"
    PAPER = "paper"


class Mark(models.Model):
    """The marked register: that an elector has voted, and how. One elector, one mark: paper or online, not both."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="marks")
    elector = models.CharField(max_length=80, help_text="the number on the frozen roll")
    channel = models.CharField(max_length=8)

    class Meta:
        ordering = ["box", "elector"]
        constraints = [
            models.UniqueConstraint(fields=["box", "elector"], name="an_elector_is_marked_once"),
            is_one_of("channel", Channel.values, "a_mark_has_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.elector} {self.channel}"


class CastLink(models.Model):
    """Which elector cast with which credential, to the minute; destroyed when nobody can appeal any more."""

    mark = models.OneToOneField(Mark, models.CASCADE, related_name="link")
    credential = models.CharField(max_length=700)
    tracker = models.CharField(max_length=43)
    minute = models.DateTimeField()

    class Meta:
        ordering = ["mark"]

    def __str__(self) -> str:
        return f"link of mark {self.mark_id}"


class DeskLook(models.Model):
    """One look-up or act at a polling desk: who looked for whom, and what came of it."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="looks")
    by = models.CharField(max_length=80)
    elector = models.CharField(max_length=80)
    outcome = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["box", "id"]

    def __str__(self) -> str:
        return f"{self.elector}: {self.outcome}"
