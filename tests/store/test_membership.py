"""The membership list comes out of its tables as it went in, and a new list changes what it says and no more."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hustings.people.fictional import (
    fictional_affiliates,
    fictional_affiliations,
    fictional_branches,
    fictional_members,
)
from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType
from hustings.store import membership
from hustings.store.models.organisations import Organisation
from tests.store.making import union

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 1)
BRANCHES = fictional_branches(3)
MEMBERS = list(fictional_members("store", 60, BRANCHES, DAY))
ADA = Member(
    number="7",
    family_name="Fell",
    given_name="Ada",
    unit=BRANCHES[0].id,
    member_class="full",
    membership=(Spell(date(2010, 1, 1), date(2012, 1, 1)), Spell(date(2015, 5, 1))),
    arrears=Spell(date(2026, 1, 1), date(2026, 2, 1)),
    suspensions=(Spell(date(2020, 1, 1), date(2020, 3, 1)), Spell(date(2026, 10, 1))),
)


@pytest.fixture
def here() -> Organisation:
    here = union()
    membership.keep_units(here, BRANCHES)
    return here


def test_units_come_out_as_they_went_in(here: Organisation) -> None:
    assert membership.units(here) == tuple(sorted(BRANCHES, key=lambda unit: unit.id))


def test_a_unit_that_is_there_takes_its_new_name(here: Organisation) -> None:
    renamed = replace(BRANCHES[1], name="Upper Northmoor")

    membership.keep_units(here, [renamed])

    assert renamed in membership.units(here)
    assert len(membership.units(here)) == len(BRANCHES)


def test_affiliations_come_out_as_they_went_in(here: Organisation) -> None:
    societies = fictional_affiliates(4)
    membership.keep_units(here, societies)
    kept = fictional_affiliations("store", societies, DAY, ("certificate",))

    membership.keep_affiliations(here, kept)

    assert set(membership.affiliations(here)) == set(kept)


def test_new_affiliations_take_the_place_of_the_old(here: Organisation) -> None:
    old = Affiliation(BRANCHES[0].id, Spell(date(2020, 1, 1)))
    new = Affiliation(BRANCHES[0].id, Spell(date(2021, 1, 1)), carries_vote=True)
    membership.keep_affiliations(here, [old])

    membership.keep_affiliations(here, [new])

    assert membership.affiliations(here) == (new,)


def test_members_come_out_as_they_went_in(here: Organisation) -> None:
    membership.keep_members(here, [*MEMBERS, ADA])

    assert list(membership.members(here)) == [*MEMBERS, ADA]


def test_some_members_can_be_asked_for(here: Organisation) -> None:
    membership.keep_members(here, [*MEMBERS, ADA])

    assert list(membership.members(here, ["7", MEMBERS[3].number])) == [MEMBERS[3], ADA]


def test_a_member_who_is_there_takes_the_new_facts_and_spells(here: Organisation) -> None:
    membership.keep_members(here, [ADA, MEMBERS[0]])
    moved = replace(ADA, unit=BRANCHES[2].id, suspensions=(), email="ada@members.example")

    membership.keep_members(here, [moved])

    assert list(membership.members(here)) == [moved, MEMBERS[0]]


def test_who_is_gone_is_taken_off_the_list(here: Organisation) -> None:
    membership.keep_members(here, [ADA, MEMBERS[0]])

    membership.keep_members(here, [], gone=["7"])

    assert list(membership.members(here)) == [MEMBERS[0]]


def test_a_list_with_a_unit_that_there_is_not_changes_nothing(here: Organisation) -> None:
    membership.keep_members(here, [ADA])

    with pytest.raises(KeyError):
        membership.keep_members(here, [MEMBERS[0], replace(ADA, unit="nowhere")], gone=["7"])

    assert list(membership.members(here)) == [ADA]


def test_two_organisations_keep_their_lists_apart(here: Organisation) -> None:
    there = Organisation.objects.create(slug="other", name="Other", origin="other.example/log")
    membership.keep_units(there, BRANCHES)
    membership.keep_members(here, [ADA])
    membership.keep_members(there, [replace(ADA, given_name="Bo")])

    assert [member.given_name for member in membership.members(here)] == ["Ada"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"membership": (Spell(DAY, DAY),)},
        {"suspensions": (Spell(DAY, date(2026, 10, 1)),)},
        {"arrears": Spell(DAY, DAY)},
        {"number": ""},
    ],
    ids=["an empty spell", "a spell that ends before it begins", "empty arrears", "no number"],
)
def test_the_database_turns_back_what_cannot_be(here: Organisation, wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        membership.keep_members(here, [replace(ADA, **wrong)])


def test_the_database_turns_back_a_unit_of_no_known_kind(here: Organisation) -> None:
    unit = Unit("x", "X", UnitType.BRANCH, "Commonweal Union")
    membership.keep_units(here, [unit])

    with pytest.raises(IntegrityError), transaction.atomic():
        here.units.filter(reference="x").update(kind="club")
