"""RFC 6962 trees against the Certificate Transparency reference values and against brute force.

The eight leaves, the roots and the proofs are the published test values of Certificate Transparency
(transparency-dev/merkle, testonly/constants.go), facts that every implementation of RFC 6962 shares.
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.merkle import (
    GrowingTree,
    consistency_proof,
    consistency_steps,
    inclusion_proof,
    inclusion_steps,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    root_of,
    verify_consistency,
)

DATA = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in DATA]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION_0_OF_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
INCLUSION_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_6_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_2_5 = [
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]


def hexes(path: list[bytes]) -> list[str]:
    return [node.hex() for node in path]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962, 2.1 words it: split at the largest power of two below the size."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = max(2**i for i in range(20) if 2**i < len(leaves))
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


def tree(size: int) -> list[bytes]:
    return [leaf_hash(str(i).encode()) for i in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(70))
def test_a_root_is_the_one_that_the_definition_gives(size: int) -> None:
    assert root_of(tree(size)) == by_definition(tree(size))


def test_inclusion_proofs_are_those_of_certificate_transparency() -> None:
    assert hexes(inclusion_proof(LEAVES, 0)) == INCLUSION_0_OF_8
    assert hexes(inclusion_proof(LEAVES, 5)) == INCLUSION_5_OF_8


def test_consistency_proofs_are_those_of_certificate_transparency() -> None:
    assert hexes(consistency_proof(LEAVES, 6)) == CONSISTENCY_6_8
    assert hexes(consistency_proof(LEAVES[:5], 2)) == CONSISTENCY_2_5


def test_every_inclusion_proof_leads_to_the_root() -> None:
    for size in range(1, 40):
        leaves = tree(size)
        for index in range(size):
            path = inclusion_proof(leaves, index)
            assert root_from_inclusion(leaves[index], index, size, path) == root_of(leaves)


def test_an_inclusion_proof_of_another_place_leads_elsewhere() -> None:
    leaves = tree(13)
    for index in range(13):
        for other in range(13):
            try:
                root = root_from_inclusion(leaves[index], other, 13, inclusion_proof(leaves, index))
            except ValueError:
                continue
            assert (root == root_of(leaves)) == (index == other)


def test_an_inclusion_proof_of_the_wrong_length_is_refused() -> None:
    leaves = tree(7)
    path = inclusion_proof(leaves, 2)
    with pytest.raises(ValueError, match="too short"):
        root_from_inclusion(leaves[2], 2, 7, path[:-1])
    with pytest.raises(ValueError, match="too long"):
        root_from_inclusion(leaves[2], 2, 7, [*path, path[0]])


@pytest.mark.parametrize("index", [-1, 7, 100])
def test_a_leaf_outside_the_tree_has_no_proof(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(tree(7), index)
    with pytest.raises(ValueError, match="of a tree of 7"):
        root_from_inclusion(tree(7)[0], index, 7, [])


def test_every_consistency_proof_holds() -> None:
    for size in range(1, 40):
        leaves = tree(size)
        for old in range(1, size + 1):
            proof = consistency_proof(leaves, old)
            verify_consistency(old, size, root_of(leaves[:old]), root_of(leaves), proof)


def test_a_consistency_proof_fails_for_every_other_pair_of_roots() -> None:
    leaves = tree(21)
    other = leaf_hash(b"another tree")
    for old in range(1, 21):
        proof = consistency_proof(leaves, old)
        with pytest.raises(ValueError, match=r"other roots|need no proof"):
            verify_consistency(old, 21, other, root_of(leaves), proof)
        with pytest.raises(ValueError, match=r"other roots|need no proof"):
            verify_consistency(old, 21, root_of(leaves[:old]), other, proof)


def test_a_consistency_proof_fails_for_every_other_size() -> None:
    leaves = tree(21)
    proof = consistency_proof(leaves, 6)
    for old in range(1, 22):
        if old != 6:
            with pytest.raises(ValueError, match="proof"):
                verify_consistency(old, 21, root_of(leaves[:6]), root_of(leaves), proof)


@given(
    size=st.integers(2, 64),
    old=st.integers(1, 63),
    place=st.integers(0, 6),
    bit=st.integers(0, 255),
)
def test_a_consistency_proof_with_one_changed_bit_fails(
    size: int, old: int, place: int, bit: int
) -> None:
    old = min(old, size - 1)
    leaves = tree(size)
    proof = consistency_proof(leaves, old)
    changed = bytearray(proof[place % len(proof)])
    changed[bit // 8] ^= 1 << (bit % 8)
    proof[place % len(proof)] = bytes(changed)
    with pytest.raises(ValueError, match="other roots"):
        verify_consistency(old, size, root_of(leaves[:old]), root_of(leaves), proof)


@given(size=st.integers(2, 64), old=st.integers(1, 63), cut=st.booleans())
def test_a_consistency_proof_of_the_wrong_length_fails(size: int, old: int, cut: bool) -> None:
    old = min(old, size - 1)
    leaves = tree(size)
    proof = consistency_proof(leaves, old)
    wrong = proof[:-1] if cut else [*proof, leaves[0]]
    with pytest.raises(ValueError, match=r"too short|too long|empty|other roots"):
        verify_consistency(old, size, root_of(leaves[:old]), root_of(leaves), wrong)


def test_trees_of_one_size_need_no_proof_and_one_root() -> None:
    root = root_of(tree(5))
    verify_consistency(5, 5, root, root, [])
    with pytest.raises(ValueError, match="need no proof"):
        verify_consistency(5, 5, root, root, [root])
    with pytest.raises(ValueError, match="need no proof"):
        verify_consistency(5, 5, root, root_of(tree(6)), [])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_a_tree_that_cannot_lie_inside_the_other_is_refused(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="inside a tree"):
        verify_consistency(old, new, b"", b"", [])
    with pytest.raises(IndexError):
        consistency_proof(tree(5), old)


def test_a_growing_tree_has_the_root_of_its_leaves_at_every_size() -> None:
    growing = GrowingTree()
    for size, leaf in enumerate(tree(130)):
        assert growing.root() == root_of(tree(size))
        growing.add(leaf)
    assert growing.size == 130


@given(st.integers(1, 70), st.data())
def test_proofs_from_roots_of_subtrees_are_those_from_the_leaves(
    size: int, data: st.DataObject
) -> None:
    """What is asked for is a whole subtree, or the last one of the tree, and is few: two for each level at most."""
    leaves = [leaf_hash(str(i).encode()) for i in range(size)]
    asked: list[tuple[int, int]] = []

    def between(start: int, end: int) -> bytes:
        asked.append((start, end))
        return root_of(leaves[start:end])

    old, index = data.draw(st.integers(1, size)), data.draw(st.integers(0, size - 1))
    steps = consistency_steps(old, size, between)
    verify_consistency(old, size, root_of(leaves[:old]), root_of(leaves), steps)
    assert inclusion_steps(index, size, between) == inclusion_proof(leaves, index)
    for start, end in asked:
        wide = 1 << (end - start - 1).bit_length()
        assert start % wide == 0
        assert end - start == wide or end in {size, old}
    assert len(asked) <= 2 * size.bit_length() + 1
