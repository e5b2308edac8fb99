"""A frozen roll in and out of its tables: rows are written once, and give each member their proof."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from hustings.kernel.canonical import Json, canonical_bytes
from hustings.kernel.merkle import inclusion_proof
from hustings.people.eligibility import Eligibility
from hustings.people.members import Member
from hustings.people.roll import FrozenRoll, RollCommitment
from hustings.people.roll_files import read_commitment
from hustings.people.roll_rows import Row
from hustings.people.row_proofs import RowProof
from hustings.store.models.organisations import Organisation
from hustings.store.models.rolls import Roll, RollRow

AT_ONCE = 2000


def keep_roll(
    organisation: Organisation,
    proceeding: str,
    frozen: FrozenRoll,
    left_off: Iterable[tuple[Member, Eligibility]] = (),
    name: str = "electors",
) -> Roll:
    """Write a frozen roll, all or nothing: the rows of the electors, and who was left off it, and why."""
    with transaction.atomic():
        roll = Roll.objects.create(
            organisation=organisation,
            proceeding=proceeding,
            name=name,
            frozen_on=frozen.commitment.freeze,
            commitment=canonical_bytes(frozen.commitment.as_json()),
        )
        _write(_elector_rows(roll, frozen))
        _write(
            RollRow(
                roll=roll,
                number=member.number,
                unit=member.unit,
                eligible=False,
                reasons=reasons(why),
            )
            for member, why in left_off
        )
    return roll


def _write(rows: Iterator[RollRow]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        RollRow.objects.bulk_create(batch)


def _elector_rows(roll: Roll, frozen: FrozenRoll) -> Iterator[RollRow]:
    for which, tree in enumerate(frozen.trees):
        for index, leaf in enumerate(tree.leaf_hashes()):
            row = tree.row(index)
            yield RollRow(
                roll=roll,
                number=row.number,
                unit=row.unit,
                eligible=True,
                tree=which,
                index=index,
                contact=row.contact,
                salt=row.salt,
                contact_salt=row.contact_salt,
                leaf_hash=leaf,
            )


def reasons(why: Eligibility) -> list[dict[str, Json]]:
    """Every test of one member as the row keeps it."""
    return [
        {
            "test": test.name,
            "passed": test.passed,
            "says": test.says,
            "rests_on": str(test.citation),
            "remedy": test.remedy,
            "otherwise": test.otherwise,
        }
        for test in why.tests
    ]


def roll_of(organisation: Organisation, proceeding: str, name: str = "electors") -> Roll | None:
    """The roll of this name that was frozen for a proceeding."""
    return organisation.rolls.filter(proceeding=proceeding, name=name).first()


def commitment_of(roll: Roll) -> RollCommitment:
    """The public commitment, as it was made."""
    return read_commitment(f"roll of {roll.proceeding}", bytes(roll.commitment))


def row_proof(roll: Roll, number: str) -> RowProof | None:
    """A member's own row with the path to its tree's root; ``None`` for one who is not on the roll."""
    kept = roll.rows.filter(number=number, eligible=True).first()
    if kept is None:
        return None
    places = roll.rows.filter(tree=kept.tree).order_by("index")
    leaves = [bytes(leaf) for leaf in places.values_list("leaf_hash", flat=True)]
    row = Row(
        number=kept.number,
        unit=kept.unit,
        contests=commitment_of(roll).contests,
        contact=kept.contact,
        salt=bytes(kept.salt),
        contact_salt=bytes(kept.contact_salt),
    )
    path = tuple(inclusion_proof(leaves, kept.index))
    return RowProof(row, kept.tree, kept.index, len(leaves), path)
