"""The membership list in and out of its tables; what a list means is decided in hustings.people."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType
from hustings.store.models import membership as tables
from hustings.store.models.organisations import Organisation

AT_ONCE = 2000
COLUMNS = (
    *("number", "family_name", "given_name", "unit__reference", "member_class"),
    *("email", "post", "born", "paid_until", "arrears_since", "arrears_until"),
)
UNIT_FIELDS = ["name", "kind", "part_of", "area"]
MEMBER_FIELDS = [
    *("family_name", "given_name", "unit", "member_class", "email", "post", "born"),
    *("paid_until", "arrears_since", "arrears_until"),
]


def units(organisation: Organisation) -> tuple[Unit, ...]:
    """Every unit, by its reference."""
    return tuple(
        Unit(row.reference, row.name, UnitType(row.kind), row.part_of, row.area)
        for row in organisation.units.order_by("reference")
    )


def keep_units(organisation: Organisation, kept: Iterable[Unit]) -> None:
    """Write these units; one that is there already takes the new name, kind and place."""
    tables.Unit.objects.bulk_create(
        [
            tables.Unit(
                organisation=organisation,
                reference=unit.id,
                name=unit.name,
                kind=unit.kind.value,
                part_of=unit.organisation,
                area=unit.area,
            )
            for unit in kept
        ],
        update_conflicts=True,
        unique_fields=["organisation", "reference"],
        update_fields=UNIT_FIELDS,
        batch_size=AT_ONCE,
    )


def affiliations(organisation: Organisation) -> tuple[Affiliation, ...]:
    """Every affiliation, by its unit and first day."""
    found = tables.Affiliation.objects.filter(unit__organisation=organisation)
    return tuple(
        Affiliation(
            row.unit.reference,
            Spell(row.since, row.until),
            row.fees_paid_until,
            tuple(row.evidence),
            row.carries_vote,
        )
        for row in found.select_related("unit").order_by("unit__reference", "since", "id")
    )


def keep_affiliations(organisation: Organisation, kept: Iterable[Affiliation]) -> None:
    """Let these be all the affiliations that there are; ``KeyError`` for a unit that there is not."""
    known = dict(organisation.units.values_list("reference", "pk"))
    rows = [
        tables.Affiliation(
            unit_id=known[one.unit],
            since=one.spell.since,
            until=one.spell.until,
            fees_paid_until=one.fees_paid_until,
            evidence=list(one.evidence),
            carries_vote=one.carries_vote,
        )
        for one in kept
    ]
    with transaction.atomic():
        tables.Affiliation.objects.filter(unit__organisation=organisation).delete()
        tables.Affiliation.objects.bulk_create(rows, batch_size=AT_ONCE)


def members(organisation: Organisation, numbers: Sequence[str] | None = None) -> Iterator[Member]:
    """Every member (or those with these numbers) as a stream, in the order in which they were entered."""
    found = organisation.members.all()
    if numbers is not None:
        found = found.filter(number__in=numbers)
    memberships = _Spells(tables.Membership.objects.filter(member__in=found))
    suspensions = _Spells(tables.Suspension.objects.filter(member__in=found))
    rows = found.order_by("pk").values_list("pk", *COLUMNS).iterator(AT_ONCE)
    for pk, *cells in rows:
        yield _member(cells, memberships.of(pk), suspensions.of(pk))


class _Spells:
    """Spells in the order of their members, handed out while the members go by in the same order."""

    def __init__(self, found: "QuerySet[Any]") -> None:
        ordered = found.order_by("member_id", "since", "pk")
        rows = ordered.values_list("member_id", "since", "until").iterator(AT_ONCE)
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, member: int) -> tuple[Spell, ...]:
        while self._next is not None and self._next[0] < member:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != member:
            return ()
        found = tuple(Spell(since, until) for _, since, until in self._next[1])
        self._next = next(self._groups, None)
        return found


def _member(
    cells: Sequence[Any], membership: tuple[Spell, ...], suspensions: tuple[Spell, ...]
) -> Member:
    *plain, email, post, born, paid_until, since, until = cells
    arrears = None if since is None else Spell(since, until)
    return Member(*plain, membership, email, post, born, paid_until, arrears, suspensions)


def keep_members(
    organisation: Organisation, kept: Iterable[Member], gone: Iterable[str] = ()
) -> None:
    """Write these members, all or none; take those with the numbers in ``gone`` off the list.

    A member who is there already (by number) takes the new facts and spells. ``KeyError`` for a
    unit that there is not.
    """
    known = dict(organisation.units.values_list("reference", "pk"))
    stream, numbers = iter(kept), iter(gone)
    with transaction.atomic():
        while some := list(islice(numbers, AT_ONCE)):
            organisation.members.filter(number__in=some).delete()
        while batch := list(islice(stream, AT_ONCE)):
            _keep_batch(organisation, known, batch)


def _keep_batch(organisation: Organisation, known: dict[str, int], batch: list[Member]) -> None:
    rows = tables.Member.objects.bulk_create(
        [_row(organisation, known[member.unit], member) for member in batch],
        update_conflicts=True,
        unique_fields=["organisation", "number"],
        update_fields=MEMBER_FIELDS,
    )
    places = [row.pk for row in rows]
    for table in (tables.Membership, tables.Suspension):
        table.objects.filter(member_id__in=places).delete()
    both = list(zip(rows, batch, strict=True))
    tables.Membership.objects.bulk_create(
        tables.Membership(member=row, since=spell.since, until=spell.until)
        for row, member in both
        for spell in member.membership
    )
    tables.Suspension.objects.bulk_create(
        tables.Suspension(member=row, since=spell.since, until=spell.until)
        for row, member in both
        for spell in member.suspensions
    )


def _row(organisation: Organisation, unit: int, member: Member) -> tables.Member:
    return tables.Member(
        organisation=organisation,
        number=member.number,
        family_name=member.family_name,
        given_name=member.given_name,
        unit_id=unit,
        member_class=member.member_class,
        email=member.email,
        post=member.post,
        born=member.born,
        paid_until=member.paid_until,
        arrears_since=member.arrears.since if member.arrears else None,
        arrears_until=member.arrears.until if member.arrears else None,
    )
