"""The rolls as they were frozen: the public commitment, and the private rows behind it."""

from django.db import models
from django.db.models import Q

from hustings.store.models.organisations import Organisation


class Roll(models.Model):
    """A roll of electors, frozen for one proceeding. ``commitment`` are the bytes that the record commits to.

    ``name`` tells the rolls of one proceeding apart, where a rulebook has it frozen more than once.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rolls")
    proceeding = models.CharField(max_length=200)
    name = models.CharField(max_length=80, default="electors")
    frozen_on = models.DateField()
    commitment = models.BinaryField()

    class Meta:
        ordering = ["organisation", "proceeding", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "proceeding", "name"], name="one_roll_a_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proceeding}: {self.name}"


class RollRow(models.Model):
    """One member on the day of the freeze: on the roll at a place of a tree, or left off it, with every test."""

    roll = models.ForeignKey(Roll, models.CASCADE, related_name="rows")
    number = models.CharField(max_length=80)
    unit = models.CharField(max_length=80)
    eligible = models.BooleanField()
    reasons = models.JSONField(default=list)
    tree = models.PositiveIntegerField(null=True)
    index = models.PositiveIntegerField(null=True)
    contact = models.CharField(max_length=64, blank=True)
    salt = models.BinaryField(max_length=16, null=True)
    contact_salt = models.BinaryField(max_length=16, null=True)
    leaf_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        ordering = ["roll", "tree", "index"]
        constraints = [
            models.UniqueConstraint(fields=["roll", "number"], name="one_row_a_member"),
            models.UniqueConstraint(fields=["roll", "tree", "index"], name="one_row_a_place"),
            models.CheckConstraint(
                condition=Q(
                    eligible=True,
                    tree__isnull=False,
                    index__isnull=False,
                    salt__isnull=False,
                    contact_salt__isnull=False,
                    leaf_hash__isnull=False,
                )
                | Q(eligible=False, tree__isnull=True, index__isnull=True, leaf_hash__isnull=True),
                name="an_elector_has_a_place_in_a_tree",
            ),
        ]
        indexes = [models.Index(fields=["roll", "unit"])]

    def __str__(self) -> str:
        return self.number
