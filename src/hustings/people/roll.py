"""The frozen roll of electors: who may vote, committed to in public, opened row by row in private."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from hustings.kernel.canonical import Json, digest
from hustings.kernel.commitments import SALT_BYTES
from hustings.kernel.merkle import leaf_hash, root_of
from hustings.kernel.refusals import BadInput, Problem
from hustings.people.cells import publication_groups
from hustings.people.elector_tests import ElectorTest
from hustings.people.eligibility import elector_tests
from hustings.people.members import Member
from hustings.people.roll_rows import (
    COINS_PER_ROW,
    Row,
    contact_commitment,
    contests_text,
    leaf_bytes,
)
from hustings.people.units import Unit
from hustings.rulebooks.schema import Rules

Coins = Callable[[int], bytes]
"""Gives as many independent random bytes as it is asked for, as ``os.urandom`` does."""

_AT_ONCE = 4096
_PACKED = 32 + 2 * SALT_BYTES + 32


@dataclass(frozen=True, slots=True)
class TreeCommitment:
    """One Merkle tree of the roll: its units, its root, and how many electors it has.

    ``electors`` is ``None`` only where the whole roll is below the minimum cell.
    """

    units: tuple[str, ...]
    electors: int | None
    root: str


@dataclass(frozen=True, slots=True)
class RollCommitment:
    """The public part of a frozen roll: what the record holds."""

    rulebook: str
    rulebook_digest: str
    freeze: date
    contests: tuple[str, ...]
    minimum_cell: int
    trees: tuple[TreeCommitment, ...]

    @property
    def electors(self) -> int | None:
        """How many electors there are in all; ``None`` below the minimum cell."""
        counts = [tree.electors for tree in self.trees if tree.electors is not None]
        return sum(counts) if len(counts) == len(self.trees) else None

    def as_json(self) -> Json:
        """The commitment as the record spells it."""
        return {
            "v": 1,
            "rulebook": self.rulebook,
            "rulebook_digest": self.rulebook_digest,
            "freeze": self.freeze.isoformat(),
            "contests": list(self.contests),
            "minimum_cell": self.minimum_cell,
            "electors": self.electors,
            "trees": [
                {"units": list(tree.units), "electors": tree.electors, "root": tree.root}
                for tree in self.trees
            ],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical bytes of the commitment."""
        return digest(self.as_json())


@dataclass(frozen=True, slots=True)
class FrozenTree:
    """The rows under one root, kept in columns: a roll of a million fits in modest memory.

    ``packed`` holds for each row the leaf's hash, the two salts and the commitment to the contact
    details. The order is that of the leaves' hashes: random, because the salts are.
    """

    numbers: tuple[str, ...]
    units: tuple[str, ...]
    packed: bytes
    contests: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, index: int) -> Row:
        """The row at one place of the tree."""
        cells = memoryview(self.packed)[index * _PACKED : (index + 1) * _PACKED]
        salt, contact_salt, contact = cells[32:48], cells[48:64], cells[64:]
        return Row(
            number=self.numbers[index],
            unit=self.units[index],
            contests=self.contests,
            contact=contact.hex(),
            salt=bytes(salt),
            contact_salt=bytes(contact_salt),
        )

    def leaf_hashes(self) -> list[bytes]:
        """The hashes of the leaves, in the order of the tree."""
        return [self.packed[at : at + 32] for at in range(0, len(self.packed), _PACKED)]


@dataclass(frozen=True, slots=True)
class FrozenRoll:
    """The commitment with the private rows behind it.

    ``left_out`` counts the members whom a test kept off the roll, by the first test that did.
    """

    commitment: RollCommitment
    trees: tuple[FrozenTree, ...]
    left_out: dict[str, int]

    def find(self, number: str) -> tuple[int, int] | None:
        """Which tree and which place in it a member's row has; ``None`` if there is no such row."""
        for which, tree in enumerate(self.trees):
            if number in tree.numbers:
                return which, tree.numbers.index(number)
        return None

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row, with the number of its tree, in the order of the trees."""
        for which, tree in enumerate(self.trees):
            for index in range(len(tree)):
                yield which, tree.row(index)


def freeze_roll(
    members: Iterable[Member],
    units: Iterable[Unit],
    rules: Rules,
    freeze: date,
    coins: Coins,
    *,
    rulebook_digest: str,
    contests: Sequence[str] = (),
) -> FrozenRoll:
    """Put every test to every member and commit to those who pass, one tree per publishable unit.

    ``units`` are the units whose members vote; members of other units are left out. ``members``
    may be a stream; if it raises, nothing has been made. ``BadInput`` for a number that comes twice.
    """
    ours = tuple(units)
    electors = _Electors({unit.id: [] for unit in ours}, contests_text(contests), {}, set())
    tests = elector_tests(ours, rules.roll, freeze)
    stream = iter(members)
    while some := list(islice(stream, _AT_ONCE)):
        electors.admit([m for m in some if electors.is_admitted(m, tests)], coins)
    cell = rules.publication.minimum_cell.value
    counts = {unit: len(rows) for unit, rows in electors.rows.items()}
    groups = publication_groups(counts, cell)
    trees = tuple(_plant(group, electors.rows, tuple(contests)) for group in groups)
    commitment = RollCommitment(
        rulebook=rules.rulebook.id,
        rulebook_digest=rulebook_digest,
        freeze=freeze,
        contests=tuple(contests),
        minimum_cell=cell,
        trees=tuple(
            TreeCommitment(group, _told(len(tree), cell), root_of(tree.leaf_hashes()).hex())
            for group, tree in zip(groups, trees, strict=True)
        ),
    )
    return FrozenRoll(commitment, trees, electors.left_out)


def _told(electors: int, cell: int) -> int | None:
    """A tree's count as published: after the merging, only a whole roll can be below the cell."""
    return None if 0 < electors < cell else electors


@dataclass(slots=True)
class _Electors:
    """The roll while it is being made: packed rows by unit, and who was left out."""

    rows: dict[str, list[tuple[bytes, str]]]
    contests: str
    left_out: dict[str, int]
    seen: set[str]

    def is_admitted(self, member: Member, tests: tuple[ElectorTest, ...]) -> bool:
        """Whether the member passes; the first test that fails is counted."""
        if member.number in self.seen:
            raise BadInput(
                Problem("members", None, "number", f"{member.number} stands on the list twice.")
            )
        self.seen.add(member.number)
        for test in tests:
            if not test.passes(member):
                self.left_out[test.name] = self.left_out.get(test.name, 0) + 1
                return False
        return True

    def admit(self, members: list[Member], coins: Coins) -> None:
        """Salt, hash and keep the rows of some electors."""
        salts = coins(COINS_PER_ROW * len(members))
        if len(salts) != COINS_PER_ROW * len(members):
            raise ValueError(
                f"{len(salts)} coins came, {COINS_PER_ROW * len(members)} were asked for"
            )
        if len({salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES)}) < 2 * len(
            members
        ):
            raise ValueError("the coins repeat; a salt is drawn anew for every row")
        for at, member in zip(range(0, len(salts), COINS_PER_ROW), members, strict=True):
            both = salts[at : at + COINS_PER_ROW]
            salt, contact_salt = both[:SALT_BYTES], both[SALT_BYTES:]
            contact = contact_commitment(member, contact_salt)
            leaf = leaf_bytes(member.number, contact, salt, self.contests, member.unit)
            packed = leaf_hash(leaf) + both + bytes.fromhex(contact)
            self.rows[member.unit].append((packed, member.number))


def _plant(
    group: tuple[str, ...], rows: dict[str, list[tuple[bytes, str]]], contests: tuple[str, ...]
) -> FrozenTree:
    """Order the rows of a group by their leaves' hashes and let go of the loose ones."""
    mixed = sorted((packed, number, unit) for unit in group for packed, number in rows.pop(unit))
    return FrozenTree(
        numbers=tuple(number for _, number, _ in mixed),
        units=tuple(unit for _, _, unit in mixed),
        packed=b"".join(packed for packed, _, _ in mixed),
        contests=contests,
    )
