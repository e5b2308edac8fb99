"""The membership list as it stands: units, affiliations, members and their dated spells (see hustings.people)."""

from django.db import models
from django.db.models import Q

from hustings.people.units import UnitType
from hustings.store.models.constraints import ends_after_it_begins, is_one_of
from hustings.store.models.organisations import Organisation


class Unit(models.Model):
    """One branch or affiliate. ``part_of`` is the body that it is part of."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    reference = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=9)
    part_of = models.CharField(max_length=200)
    area = models.CharField(max_length=200, null=True)  # noqa: DJ001 - as in the dataclass

    class Meta:
        ordering = ["organisation", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="one_unit_a_reference"
            ),
            is_one_of("kind", [kind.value for kind in UnitType], "a_unit_has_a_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """One time for which a unit has been affiliated."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="affiliations")
    since = models.DateField()
    until = models.DateField(null=True)
    fees_paid_until = models.DateField(null=True)
    evidence = models.JSONField(default=list)
    carries_vote = models.BooleanField(default=False)

    class Meta:
        ordering = ["unit", "since"]
        constraints = [ends_after_it_begins("an_affiliation_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.unit_id} since {self.since}"


class Member(models.Model):
    """One member, as the list has them today; what a roll froze stands in its own rows."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    number = models.CharField(max_length=80)
    family_name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members")
    member_class = models.CharField(max_length=80)
    email = models.CharField(max_length=254, null=True)  # noqa: DJ001 - none differs from empty
    post = models.TextField(null=True)  # noqa: DJ001
    born = models.DateField(null=True)
    paid_until = models.DateField(null=True)
    arrears_since = models.DateField(null=True)
    arrears_until = models.DateField(null=True)

    class Meta:
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_member_a_number"),
            models.CheckConstraint(
                condition=Q(arrears_until__isnull=True)
                | Q(arrears_until__gt=models.F("arrears_since")),
                name="arrears_end_after_they_begin",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="a_member_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number


class Membership(models.Model):
    """One spell of being a member."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["member", "since"]
        constraints = [ends_after_it_begins("a_membership_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.member_id} since {self.since}"


class Suspension(models.Model):
    """One spell of being suspended; its ground is in no table here."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="suspensions")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["member", "since"]
        constraints = [ends_after_it_begins("a_suspension_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.member_id} since {self.since}"
