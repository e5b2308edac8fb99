"""A member checks their own row, and candidates' agents a seeded sample, against the public commitment."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hustings.kernel.merkle import (
    inclusion_proof,
    leaf_hash,
    path_in,
    root_from_inclusion,
    tree_levels,
)
from hustings.kernel.refusals import CheckFailed, Refused
from hustings.people.roll import FrozenRoll, RollCommitment
from hustings.people.roll_rows import Row


@dataclass(frozen=True, slots=True)
class RowProof:
    """A row with its place and the path from it to its tree's root, nearest sibling first."""

    row: Row
    tree: int
    index: int
    size: int
    path: tuple[bytes, ...]


def row_proof(roll: FrozenRoll, number: str) -> RowProof | Refused:
    """The proof that a member's row is on the frozen roll."""
    place = roll.find(number)
    if place is None:
        return Refused(
            "not-on-the-roll",
            "the frozen roll of electors",
            f"There is no row for membership number {number} on the roll frozen for "
            f"{roll.commitment.freeze.isoformat()}. Ask which test kept it off.",
        )
    return _proof_at(roll, *place)


def _proof_at(roll: FrozenRoll, which: int, index: int) -> RowProof:
    tree = roll.trees[which]
    path = inclusion_proof(tree.leaf_hashes(), index)
    return RowProof(tree.row(index), which, index, len(tree), tuple(path))


def check_row(commitment: RollCommitment, proof: RowProof) -> None:
    """Check a row against the public commitment; ``CheckFailed`` with R1 to R4 where it does not hold."""
    if not 0 <= proof.tree < len(commitment.trees):
        raise CheckFailed("R1", f"the commitment has no tree {proof.tree}")
    tree = commitment.trees[proof.tree]
    if proof.row.unit not in tree.units:
        raise CheckFailed("R1", f"tree {proof.tree} is not that of the unit {proof.row.unit}")
    if tree.electors is not None and proof.size != tree.electors:
        raise CheckFailed(
            "R2", f"the proof is about {proof.size} electors, the commitment about {tree.electors}"
        )
    if proof.row.contests != commitment.contests:
        raise CheckFailed("R3", "the row names other contests than the roll")
    try:
        root = root_from_inclusion(leaf_hash(proof.row.leaf()), proof.index, proof.size, proof.path)
    except ValueError as what:
        raise CheckFailed("R4", str(what)) from None
    if root.hex() != tree.root:
        raise CheckFailed("R4", "the row does not lead to the root in the commitment")


def check_contact(row: Row, email: str | None, post: str | None) -> None:
    """Check that the row froze these contact details; ``CheckFailed`` with R5 where it did not."""
    if not row.contact_is({"email": email, "post": post}):
        raise CheckFailed("R5", "the row was frozen with other contact details")


def sample_places(
    digest: str, sizes: Sequence[int], seed: str, n: int
) -> tuple[tuple[int, int], ...]:
    """The places (tree, index) that a seed picks, the same for everyone who knows the commitment.

    Counter by counter, SHA-256 over a label, the commitment's digest, the seed and the counter is
    taken as a number modulo the size of the roll; a place that comes again is passed over. The
    seed is drawn in public after the commitment is published.
    """
    total = sum(sizes)
    places: dict[int, None] = {}
    counter = 0
    while len(places) < min(n, total):
        text = f"hustings/roll-sample/v1\n{digest}\n{counter}\n{seed}"
        places[int.from_bytes(sha256(text.encode()).digest(), "big") % total] = None
        counter += 1
    return tuple(_place(sizes, place) for place in places)


def _place(sizes: Sequence[int], place: int) -> tuple[int, int]:
    """A place on the whole roll as a tree and a place in it."""
    for which, size in enumerate(sizes):
        if place < size:
            return which, place
        place -= size
    raise IndexError(place)


def audit_sample(roll: FrozenRoll, seed: str, n: int) -> tuple[RowProof, ...]:
    """The rows that a seed picks, each with its proof, for candidates' agents to check."""
    sizes = [len(tree) for tree in roll.trees]
    levels: dict[int, list[list[bytes]]] = {}
    proofs: list[RowProof] = []
    for which, index in sample_places(roll.commitment.digest, sizes, seed, n):
        tree = roll.trees[which]
        if which not in levels:
            levels[which] = tree_levels(tree.leaf_hashes())
        path = tuple(path_in(levels[which], index))
        proofs.append(RowProof(tree.row(index), which, index, len(tree), path))
    return tuple(proofs)
