"""A frozen roll that went through the database gives every elector a proof that fits the commitment."""

from datetime import date
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from hustings.kernel.canonical import canonical_bytes
from hustings.people.eligibility import elector_tests, eligibility, is_eligible
from hustings.people.fictional import fictional_branches, fictional_members
from hustings.people.roll import FrozenRoll, freeze_roll
from hustings.people.row_proofs import check_contact, check_row, row_proof
from hustings.rulebooks.loader import Rulebook, load
from hustings.store import rolls
from hustings.store.models.organisations import Organisation
from hustings.store.models.rolls import Roll, RollRow
from tests.store.making import union

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 1)
UNITS = fictional_branches(3)
MEMBERS = list(fictional_members("roll", 90, UNITS, DAY))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load("model-association")


@pytest.fixture(scope="module")
def frozen(rulebook: Rulebook) -> FrozenRoll:
    numbers = count()
    coins = lambda size: b"".join(next(numbers).to_bytes(16, "big") for _ in range(size // 16))  # noqa: E731
    return freeze_roll(MEMBERS, UNITS, rulebook.rules, DAY, coins, rulebook_digest=rulebook.digest)


@pytest.fixture
def here() -> Organisation:
    return union()


@pytest.fixture
def roll(here: Organisation, frozen: FrozenRoll, rulebook: Rulebook) -> Roll:
    tests = elector_tests(UNITS, rulebook.rules.roll, DAY)
    by_id = {unit.id: unit for unit in UNITS}
    left_off = [
        (member, eligibility(member, by_id[member.unit], rulebook.rules.roll, DAY))
        for member in MEMBERS
        if not is_eligible(member, tests)
    ]
    return rolls.keep_roll(here, "northmoor", frozen, left_off)


def test_every_member_has_a_row(roll: Roll) -> None:
    assert set(roll.rows.values_list("number", flat=True)) == {m.number for m in MEMBERS}


def test_the_commitment_comes_out_as_it_was_made(roll: Roll, frozen: FrozenRoll) -> None:
    assert rolls.commitment_of(roll) == frozen.commitment
    assert bytes(roll.commitment) == canonical_bytes(frozen.commitment.as_json())


def test_an_elector_s_proof_is_the_one_that_the_frozen_roll_gives(
    roll: Roll, frozen: FrozenRoll
) -> None:
    for number in roll.rows.filter(eligible=True).values_list("number", flat=True)[:10]:
        proof = rolls.row_proof(roll, number)

        assert proof == row_proof(frozen, number)
        assert proof is not None
        check_row(frozen.commitment, proof)


def test_an_elector_s_row_speaks_for_the_contact_details_of_the_freeze(roll: Roll) -> None:
    elector = roll.rows.filter(eligible=True).first()
    assert elector is not None
    member = next(m for m in MEMBERS if m.number == elector.number)

    proof = rolls.row_proof(roll, member.number)

    assert proof is not None
    check_contact(proof.row, member.email, member.post)


def test_who_was_left_off_has_no_proof_but_reasons(roll: Roll) -> None:
    left_off = roll.rows.filter(eligible=False).first()
    assert left_off is not None

    assert rolls.row_proof(roll, left_off.number) is None
    assert [test["says"] for test in left_off.reasons if not test["passed"]]


def test_a_number_that_is_nobody_s_has_no_proof(roll: Roll) -> None:
    assert rolls.row_proof(roll, "C-9999999") is None


def test_a_roll_is_found_by_its_proceeding(here: Organisation, roll: Roll) -> None:
    assert rolls.roll_of(here, "northmoor") == roll
    assert rolls.roll_of(here, "eastwater") is None


def test_a_proceeding_has_one_roll_of_a_name(
    here: Organisation, roll: Roll, frozen: FrozenRoll
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rolls.keep_roll(here, "northmoor", frozen)

    assert Roll.objects.count() == 1
    assert RollRow.objects.count() == len(MEMBERS)


def test_an_elector_without_a_place_is_turned_back(roll: Roll) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        roll.rows.filter(eligible=True).update(leaf_hash=None)


def test_a_member_cannot_be_made_an_elector_afterwards(roll: Roll) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        roll.rows.filter(eligible=False).update(eligible=True)
