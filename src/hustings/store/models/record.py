"""The record and its private side: entries, the openings of what they withhold, checkpoints, cosignatures."""

from django.db import models
from django.db.models import Q

from hustings.proceedings.values import Visibility
from hustings.store.models.constraints import has_bytes, is_one_of
from hustings.store.models.organisations import Organisation

VISIBILITIES = [visibility.value for visibility in Visibility]


class LogEntry(models.Model):
    """One entry. ``content`` are its canonical bytes, the data of its leaf; the rest is there to find it by.

    Triggers refuse every change and every position but the next (migration 0002).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="entries")
    position = models.PositiveBigIntegerField()
    proceeding = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    content = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["organisation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "position"], name="one_entry_a_position"
            ),
            models.UniqueConstraint(
                fields=["organisation", "proceeding", "number"], name="one_entry_a_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_count_from_one"),
            has_bytes("leaf_hash", 32, "a_leaf_hash_has_32_bytes"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"


class Opening(models.Model):
    """What one commitment of one entry was made of; ``value`` are canonical bytes, so that null is a value.

    It can be erased (salt and value go, the moment and the reason stay) and changed in no other way.
    """

    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="openings")
    field = models.CharField(max_length=100)
    visibility = models.CharField(max_length=8)
    salt = models.BinaryField(max_length=64, null=True)
    value = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["entry", "field"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "field"], name="one_opening_a_commitment"),
            is_one_of("visibility", VISIBILITIES, "an_opening_has_a_visibility"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False, value__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True, value__isnull=True),
                name="an_opening_is_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.field}"


class Checkpoint(models.Model):
    """The log's signed promise of its size and root. ``note`` is the text with the log's own signature."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.BinaryField()
    at = models.DateTimeField()
    peaks = models.BinaryField(
        null=True, help_text="roots of the whole subtrees, 32 bytes each, the largest first"
    )

    class Meta:
        ordering = ["organisation", "size"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "size"], name="one_checkpoint_a_size"),
            has_bytes("root", 32, "a_root_has_32_bytes"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} at {self.size}"


class Subtree(models.Model):
    """The root of a whole subtree of the log, of 256 nodes one height lower; leaves have height 0.

    Worked out from the leaves, and held against the checkpoint's root wherever it is used: no more than a short cut.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="subtrees")
    height = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["organisation", "height", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "height", "number"], name="one_root_a_subtree"
            ),
            has_bytes("root", 32, "a_subtree_s_root_has_32_bytes"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.height}.{self.number}"


class Cosignature(models.Model):
    """An outside witness's line under a checkpoint. ``witness`` is the verifier key as it is printed."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=300)
    line = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["checkpoint", "witness"]
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="a_witness_signs_a_checkpoint_once"
            )
        ]

    def __str__(self) -> str:
        return self.witness


class Witness(models.Model):
    """An outside witness on the organisation's list. ``key`` is the verifier key as it is printed.

    ``address`` is where the witness takes checkpoints (C2SP tlog-witness); empty where it comes by itself.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=300)
    public = models.BinaryField(max_length=32)
    address = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["organisation", "name", "id"]
        verbose_name_plural = "witnesses"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public"], name="one_witness_a_public_key"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(retired_at__isnull=True),
                name="one_listed_key_a_witness",
            ),
            has_bytes("public", 32, "a_witness_s_key_has_32_bytes"),
        ]

    def __str__(self) -> str:
        return self.name
