"""The Merkle tree of RFC 6962: one hash that speaks for a list, and short proofs about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf (RFC 6962, 2.1): SHA-256 of a zero byte and the data."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 6962, 2.1): SHA-256 of a one byte and both children."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves, level by level; SHA-256 of nothing for an empty list."""
    if not leaf_hashes:
        return sha256(b"").digest()
    level = list(leaf_hashes)
    while len(level) > 1:
        pairs = [node_hash(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_levels(leaf_hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree from the leaves to the root, for many proofs from one hashing."""
    levels = [list(leaf_hashes)]
    while len(level := levels[-1]) > 1:
        pairs = [node_hash(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        levels.append([*pairs, level[-1]] if len(level) % 2 else pairs)
    return levels


def path_in(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The audit path of leaf ``index`` through :func:`tree_levels`, nearest sibling first."""
    size = len(levels[0])
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of a tree of {size}")
    siblings = [(level, (index >> height) ^ 1) for height, level in enumerate(levels[:-1])]
    return [level[sibling] for level, sibling in siblings if sibling < len(level)]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of leaf ``index`` (RFC 6962, 2.1.1), nearest sibling first."""
    return path_in(tree_levels(leaf_hashes), index)


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that ``path`` leads to from a leaf's hash; ``ValueError`` for a path of the wrong length."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of a tree of {size}")
    node, last, steps = leaf, size - 1, iter(path)
    while last > 0:
        if index % 2 == 1 or index < last:
            sibling = next(steps, None)
            if sibling is None:
                raise ValueError("the inclusion proof is too short")
            node = node_hash(sibling, node) if index % 2 else node_hash(node, sibling)
        index //= 2
        last //= 2
    if next(steps, None) is not None:
        raise ValueError("the inclusion proof is too long")
    return node


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Proof that the first ``old_size`` leaves are a prefix of the list (RFC 6962, 2.1.2)."""
    return consistency_steps(
        old_size, len(leaf_hashes), lambda start, end: root_of(leaf_hashes[start:end])
    )


RootBetween = Callable[[int, int], bytes]
"""The root over the leaves from a position on, up to another; a whole subtree, or the last of the tree."""


def consistency_steps(old_size: int, size: int, root_between: RootBetween) -> list[bytes]:
    """The same proof, from whoever knows the roots of subtrees: about two for each level are asked for."""
    if not 0 < old_size <= size:
        raise IndexError(f"a tree of {old_size} inside a tree of {size}")
    steps: list[bytes] = []
    start, end, whole = 0, size, True
    while old_size < end:
        middle = start + _split(end - start)
        if old_size <= middle:
            steps.append(root_between(middle, end))
            end = middle
        else:
            steps.append(root_between(start, middle))
            start, whole = middle, False
    if not whole:
        steps.append(root_between(start, end))
    return steps[::-1]


def inclusion_steps(index: int, size: int, root_between: RootBetween) -> list[bytes]:
    """The audit path of a leaf (:func:`inclusion_proof`) in the same way: one root for each level."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of a tree of {size}")
    steps: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            steps.append(root_between(middle, end))
            end = middle
        else:
            steps.append(root_between(start, middle))
            start = middle
    return steps[::-1]


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check a proof that the old tree is a prefix of the new one (RFC 9162, 2.1.4.2); ``ValueError`` if not."""
    if not 0 < old_size <= new_size:
        raise ValueError(f"a tree of {old_size} inside a tree of {new_size}")
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ValueError("two trees of one size are the same, and need no proof")
        return
    if roots_from_consistency(old_size, new_size, old_root, proof) != (old_root, new_root):
        raise ValueError("the consistency proof leads to other roots")


def roots_from_consistency(
    old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """The roots of both trees that a proof leads to; ``ValueError`` for a proof of the wrong length.

    Where the second is the new tree's, the first is the root of the new tree's own first ``old_size`` leaves: its
    nodes cannot be others. A whole subtree is no part of its proof; then ``old_root`` stands in for it.
    """
    if not 0 < old_size < new_size:
        raise ValueError(f"no proof leads from a tree of {old_size} to one of {new_size}")
    whole = old_size & (old_size - 1) == 0
    return _roots_from_consistency(old_size, new_size, [old_root, *proof] if whole else proof)


def _roots_from_consistency(
    old_size: int, new_size: int, steps: Sequence[bytes]
) -> tuple[bytes, bytes]:
    if not steps:
        raise ValueError("the consistency proof is empty")
    old_last, new_last = old_size - 1, new_size - 1
    while old_last % 2 == 1:
        old_last, new_last = old_last // 2, new_last // 2
    old_root = new_root = steps[0]
    for step in steps[1:]:
        if new_last == 0:
            raise ValueError("the consistency proof is too long")
        if old_last % 2 == 1 or old_last == new_last:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
            while old_last % 2 == 0 and old_last != 0:
                old_last, new_last = old_last // 2, new_last // 2
        else:
            new_root = node_hash(new_root, step)
        old_last, new_last = old_last // 2, new_last // 2
    if new_last != 0:
        raise ValueError("the consistency proof is too short")
    return old_root, new_root


@dataclass(slots=True)
class GrowingTree:
    """A tree that only grows: a leaf costs two hashes on average, the root one for each level.

    ``peaks`` are the roots of the whole subtrees that the leaves so far fill, the largest first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list[bytes])

    @classmethod
    def resumed(cls, size: int, peaks: Sequence[bytes], root: bytes) -> "GrowingTree":
        """The tree as it was left; ``ValueError`` unless these peaks lead to the root that it had."""
        tree = cls(size, list(peaks))
        if size < 0 or len(tree.peaks) != size.bit_count() or tree.root() != root:
            raise ValueError(f"these are not the peaks of that tree of {size}")
        return tree

    def add(self, leaf: bytes) -> None:
        """Add the hash of one more leaf."""
        whole, node = self.size, leaf
        while whole % 2:
            node = node_hash(self.peaks.pop(), node)
            whole //= 2
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far, as :func:`root_of` gives it."""
        if not self.peaks:
            return root_of([])
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root
