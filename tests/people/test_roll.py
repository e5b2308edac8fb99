"""The frozen roll of electors: counts, roots, salts, order."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.commitments import commit, opens
from hustings.kernel.merkle import leaf_hash, root_of
from hustings.kernel.refusals import BadInput, Problem
from hustings.people.members import Member
from hustings.people.roll import FrozenRoll, freeze_roll
from hustings.people.roll_rows import ROW_LABEL, Row, contact_commitment
from tests.people.making import (
    ARROWVALE,
    EASTWATER,
    FREEZE,
    NORTHMOOR,
    fixed_coins,
    member,
    members_of,
    rules,
)

UNITS = (NORTHMOOR, EASTWATER, ARROWVALE)


def frozen(members: list[Member], cell: int = 1, seed: str = "coins") -> FrozenRoll:
    return freeze_roll(
        members,
        UNITS,
        rules(cell),
        FREEZE,
        fixed_coins(seed),
        rulebook_digest="ab" * 32,
        contests=("selection",),
    )


def test_a_roll_has_one_tree_for_each_unit_with_its_count() -> None:
    roll = frozen(members_of(northmoor=3, eastwater=2))
    told = [(tree.units, tree.electors) for tree in roll.commitment.trees]
    assert told == [(("arrowvale",), 0), (("eastwater",), 2), (("northmoor",), 3)]
    assert roll.commitment.electors == 5


def test_counts_below_the_minimum_cell_are_merged_with_others_under_one_root() -> None:
    roll = frozen(members_of(northmoor=3, eastwater=12, arrowvale=20), cell=10)
    told = [(tree.units, tree.electors) for tree in roll.commitment.trees]
    assert told == [(("arrowvale",), 20), (("eastwater", "northmoor"), 15)]


def test_a_whole_roll_below_the_minimum_cell_publishes_no_count() -> None:
    roll = frozen(members_of(northmoor=3, eastwater=2), cell=10)
    assert roll.commitment.electors is None
    assert [tree.electors for tree in roll.commitment.trees] == [0, None]


def test_those_who_fail_a_test_are_left_out_and_counted_by_the_first_test() -> None:
    others = [
        member("C-2", member_class="supporter"),
        member("C-3", unit="elsewhere"),
        member("C-4", unit="elsewhere", member_class="supporter"),
    ]
    roll = frozen([member("C-1"), *others])
    assert roll.commitment.electors == 1
    assert roll.left_out == {"class": 1, "unit": 2}


def test_the_root_is_that_of_the_rows_hashes() -> None:
    roll = frozen(members_of(northmoor=5))
    tree = roll.trees[-1]
    leaves = [leaf_hash(tree.row(at).leaf()) for at in range(len(tree))]
    assert root_of(leaves).hex() == roll.commitment.trees[-1].root


def test_the_order_of_rows_is_that_of_their_hashes_and_not_of_the_list() -> None:
    roll = frozen(members_of(northmoor=50))
    hashes = roll.trees[-1].leaf_hashes()
    assert hashes == sorted(hashes)
    assert list(roll.trees[-1].numbers) != [f"northmoor-{at}" for at in range(50)]


def test_other_coins_give_another_order_and_another_root() -> None:
    one, two = frozen(members_of(northmoor=50)), frozen(members_of(northmoor=50), seed="other")
    assert one.trees[-1].numbers != two.trees[-1].numbers
    assert one.commitment.trees[-1].root != two.commitment.trees[-1].root


def test_every_row_has_salts_of_its_own() -> None:
    roll = frozen(members_of(northmoor=40, eastwater=40))
    salts = [salt for _, row in roll.rows() for salt in (row.salt, row.contact_salt)]
    assert len(set(salts)) == 160
    assert {len(salt) for salt in salts} == {16}


def test_the_public_part_holds_no_number_no_name_and_no_address() -> None:
    public = canonical_bytes(frozen([member("C-77")]).commitment.as_json()).decode()
    for secret in ("C-77", "Fernlight", "Alder", "members.example", "Lantern Row"):
        assert secret not in public


def test_a_number_that_stands_on_the_list_twice_is_turned_back() -> None:
    with pytest.raises(BadInput, match="C-1 stands on the list twice"):
        frozen([member("C-1"), member("C-1", email=None)])


def test_too_few_coins_are_not_stretched() -> None:
    with pytest.raises(ValueError, match="31 coins came, 32 were asked for"):
        freeze_roll([member()], UNITS, rules(), FREEZE, lambda n: bytes(n - 1), rulebook_digest="")


def test_coins_that_repeat_are_not_taken() -> None:
    with pytest.raises(ValueError, match="the coins repeat"):
        freeze_roll([member()], UNITS, rules(), FREEZE, bytes, rulebook_digest="")


def test_a_stream_of_members_that_fails_at_its_end_makes_no_roll() -> None:
    def stream() -> Iterator[Member]:
        yield member("C-1")
        raise BadInput(Problem("members.csv", 3, "", "impossible"))

    with pytest.raises(BadInput, match="impossible"):
        freeze_roll(stream(), UNITS, rules(), FREEZE, fixed_coins(), rulebook_digest="")


def test_the_commitment_names_rulebook_freeze_date_and_contests() -> None:
    told = frozen([member()]).commitment
    assert told.rulebook == "model-association"
    assert told.rulebook_digest == "ab" * 32
    assert told.freeze == date(2021, 11, 9)
    assert told.contests == ("selection",)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(texts, texts, st.lists(texts, max_size=3), st.binary(min_size=16, max_size=16))
def test_a_row_is_spelled_in_canonical_json(
    number: str, unit: str, contests: list[str], salt: bytes
) -> None:
    row = Row(number, unit, tuple(contests), "0f" * 32, salt, bytes(16))
    spelled = canonical_bytes(
        {
            "number": number,
            "unit": unit,
            "contests": list(contests),
            "contact": "0f" * 32,
            "salt": salt.hex(),
        }
    )
    assert row.leaf() == ROW_LABEL + spelled


@given(st.none() | texts, st.none() | texts, st.binary(min_size=16, max_size=16))
def test_the_fast_commitment_to_contact_details_is_the_kernel_s(
    email: str | None, post: str | None, salt: bytes
) -> None:
    who = member(email=email, post=post)
    assert contact_commitment(who, salt) == commit(salt, who.contact())
    assert opens(contact_commitment(who, salt), salt, {"email": email, "post": post})
