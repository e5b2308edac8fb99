"""Constraints that several tables share; the database holds them, whoever writes to it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """A spell ends on a later day than it begins, or goes on."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gt=F("since")), name=name
    )


def has_bytes(field: str, number: int, name: str) -> models.CheckConstraint:
    """A hash or a key has exactly so many bytes (or is not there, where it may be null)."""
    return models.CheckConstraint(condition=Exact(Length(field), number), name=name)


def is_one_of(field: str, choices: Any, name: str) -> models.CheckConstraint:
    """A word is one of a closed list, also for those who write past Django."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(choices)}), name=name)
