"""Letters and notices: to whom, by which way, what they said, and what shows that they arrived."""

from django.db import models
from django.db.models import F, Q

from hustings.store.models.constraints import is_one_of
from hustings.store.models.organisations import Organisation
from hustings.store.models.persons import Person


class Channel(models.TextChoices):
    """The ways in which a notice goes out."""

    EMAIL = "email"
    POST = "post"
    HAND = "hand"


class Notice(models.Model):
    """One letter to one person. ``entry`` is the position of the entry that it carries out, where there is one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    proceeding = models.CharField(max_length=200, blank=True)
    entry = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=5, choices=Channel)
    address = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    pdf = models.BinaryField(null=True)
    letter = models.JSONField(
        null=True, help_text="its parts, where it is printed or goes out with a PDF"
    )
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    proof = models.TextField(blank=True)

    class Meta:
        ordering = ["organisation", "queued_at", "id"]
        indexes = [models.Index(fields=["organisation", "proceeding", "kind"])]
        constraints = [
            is_one_of("channel", Channel.values, "a_notice_goes_by_a_channel"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("queued_at")),
                name="a_notice_is_sent_after_it_is_queued",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True)
                | (Q(sent_at__isnull=False) & Q(served_at__gte=F("sent_at"))),
                name="a_notice_is_served_after_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True) | Q(sent_at__isnull=False),
                name="only_what_was_sent_bounces",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True) | Q(bounced_at__isnull=True),
                name="what_bounced_was_not_served",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
