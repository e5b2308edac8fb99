"""Freezing the rolls of a seat: computed from the list, committed to in the record, kept row by row in private."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hustings.people.eligibility import (
    CANNOT_SIGN,
    CANNOT_VOTE,
    elector_tests,
    eligibility,
    is_eligible,
)
from hustings.people.roll import freeze_roll
from hustings.people.unit_roll import UnitRoll, freeze_units
from hustings.people.units import Unit, UnitType
from hustings.proceedings.rolls import RollTree
from hustings.proceedings.state import UnitRow
from hustings.rulebooks.loader import Rulebook
from hustings.rulebooks.schema import Rules
from hustings.store import membership
from hustings.store.models import Organisation
from hustings.store.rolls import keep_roll


def contests_of(rules: Rules) -> tuple[str, ...]:
    """What whoever is on the roll may take part in."""
    return ("petition",) if rules.petition is not None else ("trigger", "selection")


def cannot(rules: Rules) -> str:
    """How a sentence begins that tells why somebody is not on the roll."""
    return CANNOT_SIGN if rules.petition is not None else CANNOT_VOTE


def units_in(organisation: Organisation, area: str) -> tuple[Unit, ...]:
    """The branches of a seat's area, and the affiliates that name it."""
    return tuple(unit for unit in membership.units(organisation) if unit.area == area)


def freeze_electors(
    organisation: Organisation,
    proceeding: str,
    units: Iterable[Unit],
    rulebook: Rulebook,
    freeze: date,
) -> tuple[RollTree, ...]:
    """Freeze the roll, keep its rows, and give the trees that the record commits to.

    Rows kept before for a freeze that never entered the record are replaced.
    """
    ours = {unit.id: unit for unit in units if unit.kind is UnitType.BRANCH}
    members = tuple(one for one in membership.members(organisation) if one.unit in ours)
    roll = freeze_roll(
        members,
        ours.values(),
        rulebook.rules,
        freeze,
        secrets.token_bytes,
        rulebook_digest=rulebook.digest,
        contests=contests_of(rulebook.rules),
    )
    tests = elector_tests(ours.values(), rulebook.rules.roll, freeze)
    left_off = (
        (one, eligibility(one, ours[one.unit], rulebook.rules.roll, freeze, cannot(rulebook.rules)))
        for one in members
        if not is_eligible(one, tests)
    )
    with transaction.atomic():
        organisation.rolls.filter(proceeding=proceeding).delete()
        keep_roll(organisation, proceeding, roll, left_off)
    return tuple(RollTree(t.units, t.electors, t.root) for t in roll.commitment.trees)


def unit_roll(
    organisation: Organisation,
    units: Iterable[Unit],
    rulebook: Rulebook,
    freeze: date,
    published: date,
) -> UnitRoll:
    """Which units count at the freeze date, with every test."""
    ours = tuple(units)
    ids = {unit.id for unit in ours}
    affiliations = tuple(a for a in membership.affiliations(organisation) if a.unit in ids)
    return freeze_units(ours, affiliations, rulebook.rules, freeze, published=published)


def unit_rows(organisation: Organisation, roll: UnitRoll) -> tuple[UnitRow, ...]:
    """The rows that the record publishes, each with its reason in a sentence."""
    since = {
        a.unit: a.spell.since
        for a in membership.affiliations(organisation)
        if a.spell.covers(roll.freeze)
    }
    return tuple(
        UnitRow(
            id=standing.unit.id,
            name=standing.unit.name,
            kind=standing.unit.kind.value,
            organisation=standing.unit.organisation,
            counts=standing.counts,
            because=" ".join(t.says for t in standing.tests if t.passed is standing.counts)
            or "Nothing stands in its way.",
            affiliated_since=since.get(standing.unit.id),
        )
        for standing in roll.standings
    )
