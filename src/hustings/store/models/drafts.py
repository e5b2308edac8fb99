"""Statements that await their second signature: nothing in the record until everyone has signed the same bytes."""

from django.db import models
from django.db.models import F, Q

from hustings.store.models.constraints import is_one_of
from hustings.store.models.organisations import Organisation


class DraftStage(models.TextChoices):
    """Where a draft stands; only a waiting one can be signed."""

    WAITING = "waiting"
    ENTERED = "entered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Draft(models.Model):
    """A statement as its first signer made it. ``openings`` are lines of canonical bytes, as in a bundle."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="drafts")
    reference = models.CharField(max_length=20, unique=True)
    proceeding = models.CharField(max_length=200)
    kind = models.CharField(max_length=64)
    statement = models.BinaryField()
    openings = models.BinaryField()
    stage = models.CharField(max_length=9, choices=DraftStage, default=DraftStage.WAITING)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    entered_as = models.PositiveBigIntegerField(
        null=True, help_text="its position, once in the log"
    )

    class Meta:
        ordering = ["expires_at"]
        indexes = [models.Index(fields=["organisation", "stage", "proceeding"])]
        constraints = [
            is_one_of("stage", DraftStage.values, "a_draft_has_a_stage"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_draft_expires_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(stage=DraftStage.ENTERED, entered_as__isnull=False)
                | (~Q(stage=DraftStage.ENTERED) & Q(entered_as__isnull=True)),
                name="an_entered_draft_has_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"


class DraftSignatory(models.Model):
    """One person who must sign a draft, in one role; the signature once it is given, or the refusal."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="signatories")
    person = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    key = models.CharField(max_length=32, blank=True)
    value = models.BinaryField(max_length=64, null=True)
    signed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["draft", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "person"], name="one_person_one_signature"),
            models.UniqueConstraint(
                fields=["draft", "key"], condition=~Q(key=""), name="one_key_one_signature"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, key="", value__isnull=True)
                | (
                    Q(signed_at__isnull=False, value__isnull=False, refused_at__isnull=True)
                    & ~Q(key="")
                ),
                name="a_signature_is_whole_or_not_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.role}"
