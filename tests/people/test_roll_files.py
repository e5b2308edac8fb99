"""The frozen roll as files."""

import json
from typing import Any

import pytest

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput, CheckFailed
from hustings.people.roll import FrozenRoll, freeze_roll
from hustings.people.roll_files import (
    private_lines,
    proof_json,
    read_commitment,
    read_private,
    read_proof,
)
from hustings.people.row_proofs import RowProof, row_proof
from tests.people.making import EASTWATER, FREEZE, NORTHMOOR, fixed_coins, member, members_of, rules


@pytest.fixture
def roll() -> FrozenRoll:
    members = [*members_of(northmoor=5, eastwater=3), member('C-é"\\', member_class="full")]
    units = (NORTHMOOR, EASTWATER)
    return freeze_roll(members, units, rules(), FREEZE, fixed_coins(), rulebook_digest="ab")


def changed(content: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(content), **changes}).encode()


def test_a_commitment_comes_back_as_it_was_written(roll: FrozenRoll) -> None:
    content = canonical_bytes(roll.commitment.as_json())
    assert read_commitment("commitment.json", content) == roll.commitment


def test_private_rows_come_back_as_they_were_written(roll: FrozenRoll) -> None:
    assert read_private("rows", private_lines(roll)) == roll


def test_a_proof_comes_back_as_it_was_written(roll: FrozenRoll) -> None:
    proof = row_proof(roll, 'C-é"\\')
    assert isinstance(proof, RowProof)
    assert read_proof("proof.json", json.dumps(proof_json(proof))) == proof


def test_private_rows_that_were_altered_do_not_lead_to_the_root(roll: FrozenRoll) -> None:
    lines = list(private_lines(roll))
    lines[1] = changed(lines[1], number="ghost-1")
    with pytest.raises(CheckFailed, match="check R4"):
        read_private("rows", lines)


def test_private_rows_with_one_missing_do_not_lead_to_the_root(roll: FrozenRoll) -> None:
    with pytest.raises(CheckFailed, match="check R4"):
        read_private("rows", list(private_lines(roll))[:-1])


def test_a_line_that_is_no_row_is_named_by_its_number(roll: FrozenRoll) -> None:
    lines = list(private_lines(roll))
    for wrong in (b"no row", changed(lines[2], tree=9), changed(lines[2], salt="zz")):
        with pytest.raises(BadInput, match="rows:3: This line is no row of the roll"):
            read_private("rows", [*lines[:2], wrong])


def test_an_empty_file_is_no_private_rows() -> None:
    with pytest.raises(BadInput):
        read_private("rows", [])


def test_a_commitment_whose_total_is_not_the_sum_is_turned_back(roll: FrozenRoll) -> None:
    content = changed(canonical_bytes(roll.commitment.as_json()), electors=8)
    with pytest.raises(BadInput, match="9 electors together, the total says 8"):
        read_commitment("commitment.json", content)


@pytest.mark.parametrize(
    "changes", [{"freeze": "2021-02-31"}, {"trees": 3}, {"extra": 1}, {"v": 2}]
)
def test_a_commitment_of_another_shape_is_turned_back(
    roll: FrozenRoll, changes: dict[str, object]
) -> None:
    with pytest.raises(BadInput, match=r"commitment\.json"):
        read_commitment(
            "commitment.json", changed(canonical_bytes(roll.commitment.as_json()), **changes)
        )


def test_a_path_that_is_not_hexadecimal_is_turned_back(roll: FrozenRoll) -> None:
    proof = row_proof(roll, "northmoor-1")
    assert isinstance(proof, RowProof)
    content = changed(json.dumps(proof_json(proof)).encode(), path=["xyz"])
    with pytest.raises(BadInput, match="not in hexadecimal"):
        read_proof("proof.json", content)
