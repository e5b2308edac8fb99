"""The organisation's log: entries in one order for ever, one hash that speaks for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hustings.kernel.merkle import (
    GrowingTree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_from_inclusion,
    root_of,
)
from hustings.record.entries import Entry, Signature, Statement, entry_bytes
from hustings.record.organisation import ProceedingsCounted


@dataclass(frozen=True, slots=True)
class Log:
    """The hashes of the leaves of an organisation's log, in order; the entries themselves lie elsewhere."""

    leaves: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[bytes]) -> "Log":
        """The log of entries given as their canonical bytes."""
        return cls(tuple(leaf_hash(data) for data in entries))

    @property
    def size(self) -> int:
        """How many entries it has."""
        return len(self.leaves)

    @property
    def root(self) -> bytes:
        """The root over all of them."""
        return root_of(self.leaves)

    def root_at(self, size: int) -> bytes:
        """The root when it had ``size`` entries."""
        if not 0 <= size <= self.size:
            raise ValueError(f"the log has {self.size} entries, not {size}")
        return root_of(self.leaves[:size])

    def inclusion(self, position: int) -> list[bytes]:
        """Proof that the entry at ``position`` is in the log."""
        return inclusion_proof(self.leaves, position)

    def consistency(self, old_size: int) -> list[bytes]:
        """Proof that nothing of the first ``old_size`` entries has changed since."""
        return consistency_proof(self.leaves, old_size)


def check_inclusion(
    data: bytes, position: int, size: int, root: bytes, path: Sequence[bytes]
) -> None:
    """Check that an entry's bytes stand at ``position`` of the log with this root; ``ValueError`` if not."""
    if root_from_inclusion(leaf_hash(data), position, size, path) != root:
        raise ValueError(f"the entry is not at position {position} of this log")


def entered(
    statement: Statement,
    at: datetime,
    *,
    position: int,
    number: int,
    signatures: Sequence[Signature] = (),
) -> Entry:
    """The entry that carries ``statement`` into a log of ``position`` entries.

    ``number`` counts the entries of the statement's own proceeding, this one included. Signatures
    stand in the order of their keys, so that one entry has one spelling.
    """
    if statement.after > position:
        raise ValueError(f"the statement has seen {statement.after} entries of {position}")
    in_order = tuple(sorted(signatures, key=lambda signature: signature.key))
    return Entry(position, number, at.replace(microsecond=0), statement, in_order)


def leaf_of(entry: Entry) -> bytes:
    """The hash of an entry's leaf."""
    return leaf_hash(entry_bytes(entry))


def counted(entries: Iterable[tuple[str, bytes]]) -> ProceedingsCounted:
    """The count of every proceeding, from each entry's proceeding and the hash of its leaf, in order."""
    trees: dict[str, GrowingTree] = {}
    for proceeding, leaf in entries:
        trees.setdefault(proceeding, GrowingTree()).add(leaf)
    return ProceedingsCounted(
        {name: tree.size for name, tree in trees.items()},
        {name: tree.root().hex() for name, tree in trees.items()},
    )
