"""Persons as the site knows them, what they may do and since when, and the keys that they sign with."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hustings.store.models.constraints import ends_after_it_begins, has_bytes, is_one_of
from hustings.store.models.membership import Member, Unit
from hustings.store.models.organisations import Organisation


class Person(models.Model):
    """Somebody who acts. ``reference`` stands for them in the record and tells nothing; an account bears it too."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="persons")
    reference = models.CharField(max_length=14, unique=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="of their letters, if known")
    member = models.OneToOneField(Member, models.SET_NULL, null=True, related_name="person")

    class Meta:
        ordering = ["family_name", "given_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=r"^p-[a-z2-7]{12}$"), name="a_reference_tells_nothing"
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=~Q(email=""),
                name="one_address_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class RoleGrant(models.Model):
    """A role that a person has, everywhere or for one unit or one proceeding, from a day to a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="grants")
    proceeding = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person", "role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "proceeding", "since"],
                name="one_grant_at_a_time_in_a_unit",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "proceeding", "since"],
                condition=Q(unit__isnull=True),
                name="one_grant_at_a_time",
            ),
            ends_after_it_begins("a_grant_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class KeyState(models.TextChoices):
    """Where a key stands; only a registered one can sign for the record."""

    REQUESTED = "requested"
    REGISTERED = "registered"
    REVOKED = "revoked"


class PublicKey(models.Model):
    """A key that a person signs with; the private half never reaches the server."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="keys")
    key = models.CharField(max_length=32, unique=True)
    public = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=KeyState, default=KeyState.REQUESTED)
    requested_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person", "-requested_at"]
        constraints = [
            is_one_of("state", KeyState.values, "a_key_has_a_state"),
            has_bytes("public", 32, "a_public_key_has_32_bytes"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[0-9a-f]{32}$"), name="a_key_is_named_by_its_hash"
            ),
            models.CheckConstraint(
                condition=Q(state=KeyState.REQUESTED, registered_at__isnull=True)
                | Q(state=KeyState.REGISTERED, registered_at__isnull=False)
                | Q(state=KeyState.REVOKED, revoked_at__isnull=False),
                name="a_state_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(registered_by__isnull=True) | ~Q(registered_by=models.F("person")),
                name="nobody_registers_their_own_key",
            ),
        ]

    def __str__(self) -> str:
        return self.key
