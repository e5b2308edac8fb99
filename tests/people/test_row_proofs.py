"""Own-row checks and seeded samples against the public commitment."""

from dataclasses import replace

import pytest

from hustings.kernel.refusals import CheckFailed, Refused
from hustings.people.roll import FrozenRoll, freeze_roll
from hustings.people.row_proofs import (
    RowProof,
    audit_sample,
    check_contact,
    check_row,
    row_proof,
    sample_places,
)
from tests.people.making import EASTWATER, FREEZE, NORTHMOOR, fixed_coins, members_of, rules


@pytest.fixture
def roll() -> FrozenRoll:
    return freeze_roll(
        members_of(northmoor=13, eastwater=7),
        (NORTHMOOR, EASTWATER),
        rules(),
        FREEZE,
        fixed_coins(),
        rulebook_digest="",
        contests=("selection",),
    )


def proof_of(roll: FrozenRoll, number: str = "northmoor-3") -> RowProof:
    proof = row_proof(roll, number)
    assert isinstance(proof, RowProof)
    return proof


def test_every_elector_can_check_their_own_row(roll: FrozenRoll) -> None:
    for _, row in roll.rows():
        check_row(roll.commitment, proof_of(roll, row.number))


def test_someone_who_is_not_on_the_roll_is_told_so(roll: FrozenRoll) -> None:
    answer = row_proof(roll, "northmoor-99")
    assert isinstance(answer, Refused)
    assert answer.code == "not-on-the-roll"


@pytest.mark.parametrize("field", ["number", "unit", "contact", "salt"])
def test_a_row_changed_in_any_field_does_not_lead_to_the_root(roll: FrozenRoll, field: str) -> None:
    proof = proof_of(roll)
    other = proof_of(roll, "northmoor-4").row
    value = "northmoor" if field == "unit" else getattr(other, field)
    row = replace(proof.row, **{field: value})
    if field == "unit":
        row = replace(row, unit="eastwater")
    with pytest.raises(CheckFailed) as failed:
        check_row(roll.commitment, replace(proof, row=row))
    assert failed.value.number == ("R1" if field == "unit" else "R4")


def test_a_tree_that_the_commitment_does_not_have_is_check_r1(roll: FrozenRoll) -> None:
    for tree in (-1, 2):
        with pytest.raises(CheckFailed, match="check R1"):
            check_row(roll.commitment, replace(proof_of(roll), tree=tree))


def test_a_proof_about_another_number_of_electors_is_check_r2(roll: FrozenRoll) -> None:
    with pytest.raises(CheckFailed, match="check R2"):
        check_row(roll.commitment, replace(proof_of(roll), size=14))


def test_a_row_for_other_contests_is_check_r3(roll: FrozenRoll) -> None:
    proof = proof_of(roll)
    row = replace(proof.row, contests=("selection", "another"))
    with pytest.raises(CheckFailed, match="check R3"):
        check_row(roll.commitment, replace(proof, row=row))


def test_a_path_that_is_too_short_is_check_r4(roll: FrozenRoll) -> None:
    proof = proof_of(roll)
    with pytest.raises(CheckFailed, match="check R4"):
        check_row(roll.commitment, replace(proof, path=proof.path[:-1]))


def test_a_row_at_another_place_is_check_r4(roll: FrozenRoll) -> None:
    proof = proof_of(roll)
    with pytest.raises(CheckFailed, match="check R4"):
        check_row(roll.commitment, replace(proof, index=(proof.index + 1) % proof.size))


def test_a_member_can_check_that_their_own_address_was_frozen(roll: FrozenRoll) -> None:
    row = proof_of(roll).row
    check_contact(row, "northmoor-3@members.example", "1 Lantern Row, Northmoor")
    with pytest.raises(CheckFailed, match="check R5"):
        check_contact(row, "someone-else@members.example", "1 Lantern Row, Northmoor")


def test_a_sample_is_the_same_for_the_same_seed_and_checks_row_by_row(roll: FrozenRoll) -> None:
    sample = audit_sample(roll, "3 1 4 1 5", 6)
    assert sample == audit_sample(roll, "3 1 4 1 5", 6)
    assert len({proof.row.number for proof in sample}) == 6
    for proof in sample:
        check_row(roll.commitment, proof)


def test_another_seed_picks_another_sample(roll: FrozenRoll) -> None:
    one = {proof.row.number for proof in audit_sample(roll, "one", 6)}
    assert one != {proof.row.number for proof in audit_sample(roll, "two", 6)}


def test_the_places_follow_from_the_public_commitment_alone(roll: FrozenRoll) -> None:
    sizes = [tree.electors for tree in roll.commitment.trees]
    assert None not in sizes
    public = sample_places(roll.commitment.digest, [s for s in sizes if s is not None], "dice", 5)
    assert [(p.tree, p.index) for p in audit_sample(roll, "dice", 5)] == list(public)


def test_a_sample_larger_than_the_roll_is_the_whole_roll(roll: FrozenRoll) -> None:
    assert len({proof.row.number for proof in audit_sample(roll, "all", 100)}) == 20


def test_places_are_picked_evenly_over_trees_of_different_size() -> None:
    """Of 2,000 picks over trees of 1,000 and 3,000, about 500 fall on the first (within 5 sigma)."""
    places = sample_places("d", [1000, 3000], "even", 2000)
    first = sum(tree == 0 for tree, _ in places)
    assert 400 < first < 600
