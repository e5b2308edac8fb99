"""To whom letters go: persons in their roles, and every member of a unit, nobody left out silently."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from hustings.conduct import clock
from hustings.conduct.persons import new_reference
from hustings.conduct.roles import Role
from hustings.conduct.writing import language_or_own
from hustings.store.models import Member, Organisation, Person

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told: the row of the person, their name, and the addresses that are known now."""

    pk: int
    name: str
    email: str
    post: str
    language: str

    def lines(self) -> tuple[str, ...]:
        """Name and postal address as they stand on a letter."""
        parts = (part.strip() for part in self.post.replace("\n", ",").split(","))
        return (self.name, *(part for part in parts if part))


def persons(organisation: Organisation, references: Iterable[str | None]) -> list[Recipient]:
    """The persons behind these references of the record."""
    wanted = {reference for reference in references if reference}
    found = Person.objects.filter(organisation=organisation, reference__in=wanted)
    return _as_recipients(found)


def holding(
    organisation: Organisation,
    *roles: Role,
    units: Iterable[str] | None = None,
    proceeding: str = "",
) -> list[Recipient]:
    """Whoever has one of the roles now: for one of ``units`` if given, and for this proceeding or all."""
    now = clock.now()
    in_force = Q(grants__until=None) | Q(grants__until__gt=now)
    wanted = Q(grants__role__in=[role.value for role in roles], grants__since__lte=now)
    if units is not None:
        wanted &= Q(grants__unit__reference__in=list(units))
    wanted &= Q(grants__proceeding__in=["", proceeding])
    found = Person.objects.filter(in_force & wanted, organisation=organisation)
    return _as_recipients(found.distinct())


def members_of(
    organisation: Organisation, units: Iterable[str], numbers: Any = None
) -> list[Recipient]:
    """Every member of these units (or those of them with these numbers) on the list now.

    Members with no address are among them.
    """
    found = Member.objects.filter(organisation=organisation, unit__reference__in=list(units))
    if numbers is not None:
        found = found.filter(number__in=numbers)
    enter_members(organisation, found)
    columns = (
        *("person__pk", "given_name", "family_name", "email", "post"),
        *("person__email", "person__language"),
    )
    return [
        Recipient(
            pk, f"{given} {family}".strip(), own or email or "", post or "", language_or_own(tongue)
        )
        for pk, given, family, email, post, own, tongue in found.order_by("pk").values_list(
            *columns
        )
    ]


def enter_members(organisation: Organisation, found: "QuerySet[Member]") -> int:
    """Give each of these members a person of the record, with whom they can be told and can sign in.

    An address that two members share, or that another person has, is not entered for signing in.
    """
    new = list(found.filter(person__isnull=True).only("given_name", "family_name", "email"))
    if not new:
        return 0
    shared = _shared(organisation)
    Person.objects.bulk_create(
        (
            Person(
                organisation=organisation,
                reference=new_reference(),
                given_name=member.given_name,
                family_name=member.family_name,
                email="" if (member.email or "").lower() in shared else member.email or "",
                member=member,
            )
            for member in new
        ),
        batch_size=AT_ONCE,
    )
    return len(new)


def language_of(person: str) -> str:
    """The language in which letters to this person are written."""
    found = Person.objects.filter(reference=person).values_list("language", flat=True).first()
    return language_or_own(found or "")


def choose_language(person: str, language: str) -> None:
    """Write to this person in ``language`` from now on."""
    Person.objects.filter(reference=person).update(language=language_or_own(language))


def _shared(organisation: Organisation) -> set[str]:
    lower = organisation.members.exclude(email=None).annotate(address=Lower("email"))
    twice = lower.order_by().values("address").annotate(n=Count("pk")).filter(n__gt=1)
    members = {row["address"] for row in twice}
    taken = Person.objects.filter(organisation=organisation).exclude(email="")
    return members | {email.lower() for email in taken.values_list("email", flat=True)}


def _as_recipients(found: "QuerySet[Person]") -> list[Recipient]:
    return [
        Recipient(
            one.pk,
            str(one),
            one.email or (one.member.email or "" if one.member else ""),
            (one.member.post or "") if one.member else "",
            language_or_own(one.language),
        )
        for one in found.select_related("member").order_by("pk")
    ]
