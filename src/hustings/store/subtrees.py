"""Roots of whole subtrees of a log, kept as it grows: a proof then reads a few hundred hashes, and not every leaf.

A proof that does not lead to the root that was signed is not given out; then every leaf is read.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count

from hustings.kernel.merkle import (
    consistency_steps,
    inclusion_steps,
    root_from_inclusion,
    root_of,
    verify_consistency,
)
from hustings.store.log import log_of
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import Checkpoint, LogEntry, Subtree

WIDE = 256
"""So many nodes of one height make one of the next (C2SP tlog-tiles); leaves have height 0."""
AT_ONCE = 1000


class NotKept(ValueError):
    """A node is missing: the log was taken back, or somebody took the node away."""


def keep_up(organisation: Organisation, size: int) -> None:
    """Keep the root of every whole subtree of the first ``size`` leaves that is not kept yet.

    Where some are missing among those that are kept, all are given up, and worked out again the next time.
    """
    try:
        for height in count(1):
            whole = size // WIDE**height
            if not whole:
                return
            first = _kept(organisation, height)
            fresh = [_worked_out(organisation, height, number) for number in range(first, whole)]
            Subtree.objects.bulk_create(fresh, batch_size=AT_ONCE)
    except NotKept:
        forget(organisation)


def _worked_out(organisation: Organisation, height: int, number: int) -> Subtree:
    below = _Nodes(organisation).between(height - 1, number * WIDE, (number + 1) * WIDE)
    return Subtree(organisation=organisation, height=height, number=number, root=root_of(below))


def forget(organisation: Organisation) -> None:
    """What was kept is not believed any more; it is worked out again as the log grows."""
    Subtree.objects.filter(organisation=organisation).delete()


def _kept(organisation: Organisation, height: int) -> int:
    found = organisation.subtrees.filter(height=height).order_by("-number")
    last = found.values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def consistency(checkpoint: Checkpoint, old: int) -> list[bytes]:
    """Proof that the checkpoint's log begins with its own first ``old`` leaves (RFC 6962, 2.1.2)."""
    size = checkpoint.size
    nodes = _Nodes(checkpoint.organisation)
    with suppress(ValueError):
        steps = consistency_steps(old, size, nodes.root_between)
        then = nodes.root_between(0, old)
        verify_consistency(old, size, then, bytes(checkpoint.root), steps)
        return steps
    return log_of(checkpoint.organisation, size).consistency(old)


def inclusion(checkpoint: Checkpoint, position: int) -> list[bytes]:
    """Proof that the entry at a position is in the checkpoint's log (RFC 6962, 2.1.1)."""
    size = checkpoint.size
    nodes = _Nodes(checkpoint.organisation)
    with suppress(ValueError):
        steps = inclusion_steps(position, size, nodes.root_between)
        (leaf,) = nodes.between(0, position, position + 1)
        if root_from_inclusion(leaf, position, size, steps) == bytes(checkpoint.root):
            return steps
    return log_of(checkpoint.organisation, size).inclusion(position)


class _Nodes:
    """The nodes of a log's tree as they are kept, each tile of them read once."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._tiles: dict[tuple[int, int], Mapping[int, bytes]] = {}

    def root_between(self, start: int, end: int) -> bytes:
        """The root of a subtree, whole or the last: of the widest kept nodes in it, and of what is left at its end."""
        height = 0
        while WIDE ** (height + 1) <= end - start:
            height += 1
        width = WIDE**height
        rest = end - (end - start) % width
        nodes = list(self.between(height, start // width, rest // width))
        if rest < end:
            nodes.append(self.root_between(rest, end))
        return root_of(nodes)

    def between(self, height: int, first: int, end: int) -> Sequence[bytes]:
        """Nodes of one height that stand in one tile; ``NotKept`` where one of them is missing."""
        tile = first // WIDE
        if (height, tile) not in self._tiles:
            self._tiles[height, tile] = self._read(height, tile * WIDE, (tile + 1) * WIDE)
        found = self._tiles[height, tile]
        try:
            return [found[number] for number in range(first, end)]
        except KeyError as missing:
            raise NotKept(f"node {missing} of height {height}") from None

    def _read(self, height: int, first: int, end: int) -> Mapping[int, bytes]:
        if height:
            here = Subtree.objects.filter(organisation=self._organisation, height=height)
            found = here.filter(number__gte=first, number__lt=end)
            numbered = found.values_list("number", "root")
        else:
            leaves = LogEntry.objects.filter(organisation=self._organisation)
            found = leaves.filter(position__gte=first, position__lt=end)
            numbered = found.values_list("position", "leaf_hash")
        return {number: bytes(node) for number, node in numbered}
