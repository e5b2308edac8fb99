"""The organisation whose record this is, and the few things that it may set about its pages."""

from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """One body with one log. ``origin`` names the log and its key in every checkpoint, for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=200, unique=True)
    accent = models.CharField(max_length=7, blank=True)
    accent_dark = models.CharField(max_length=7, blank=True)
    minimum_cell = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex=r"^#[0-9A-Fa-f]{6}$"),
                name="an_accent_is_a_colour",
            ),
            models.CheckConstraint(
                condition=Q(accent_dark="") | Q(accent_dark__regex=r"^#[0-9A-Fa-f]{6}$"),
                name="a_dark_accent_is_a_colour",
            ),
            models.CheckConstraint(
                condition=Q(origin__regex=r"^[^ +]+$"), name="an_origin_names_a_key"
            ),
            models.CheckConstraint(
                condition=Q(minimum_cell__gte=2), name="a_cell_hides_more_than_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name
