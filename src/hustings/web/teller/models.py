"""A teller's working sheet: the answers of a form under way, or papers as read, before anything is signed."""

from django.db import models


class Sheet(models.Model):
    """One person's sheet on one subject. It is no part of the record and is thrown away once used."""

    person = models.CharField(max_length=80)
    proceeding = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["proceeding", "subject", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "proceeding", "subject"], name="one_sheet_on_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proceeding} {self.subject}"
