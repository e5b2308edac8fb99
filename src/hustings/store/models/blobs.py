"""Files that are evidence, such as the photograph of a tally sheet: kept by their hash, which the record holds."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from hustings.store.models.constraints import is_one_of
from hustings.store.models.organisations import Organisation

LARGEST = 10 * 1024 * 1024
CONTENT_TYPES = ("application/pdf", "image/jpeg", "image/png", "text/csv", "text/plain")


class Blob(models.Model):
    """One file. It can be erased (the bytes go, the hash stays), because evidence may show persons."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["organisation", "sha256"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="one_file_a_hash"),
            is_one_of("content_type", CONTENT_TYPES, "a_file_is_of_a_known_type"),
            models.CheckConstraint(condition=Q(size__lte=LARGEST), name="a_file_is_not_too_large"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, content__isnull=False)
                | Q(erased_at__isnull=False, content__isnull=True),
                name="a_file_is_whole_or_erased",
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Exact(Length("content"), models.F("size")),
                name="a_file_has_its_size",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
