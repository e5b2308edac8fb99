"""Attempts to cast, counted for some minutes: by whom stands here as a keyed hash only."""

from django.db import models


class Attempt(models.Model):
    """One attempt, counted under ``key`` until its time is over."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["key", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"
