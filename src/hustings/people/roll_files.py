"""The frozen roll as files: the public commitment, the private rows, and one member's proof."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hustings.kernel.canonical import Json
from hustings.kernel.merkle import leaf_hash, root_of
from hustings.kernel.refusals import BadInput, CheckFailed, Problem
from hustings.people.roll import FrozenRoll, FrozenTree, RollCommitment, TreeCommitment
from hustings.people.roll_rows import Row
from hustings.people.row_proofs import RowProof

Hash = Field(pattern=r"^[0-9a-f]{64}$")
Salt = Field(pattern=r"^[0-9a-f]{32}$")
M = TypeVar("M", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _TreePart(_Part):
    units: list[str]
    electors: int | None = Field(ge=0)
    root: str = Hash


class _CommitmentPart(_Part):
    v: int = Field(ge=1, le=1)
    rulebook: str
    rulebook_digest: str
    freeze: date
    contests: list[str]
    minimum_cell: int
    electors: int | None
    trees: list[_TreePart]


class _RowPart(_Part):
    number: str
    unit: str
    contact: str = Hash
    salt: str = Salt
    contact_salt: str = Salt
    tree: int = Field(ge=0)


class _ProofPart(_RowPart):
    v: int = Field(ge=1, le=1)
    contests: list[str]
    index: int = Field(ge=0)
    size: int = Field(ge=1)
    path: list[str]


class _HeadPart(_Part):
    v: int = Field(ge=1, le=1)
    commitment: _CommitmentPart
    left_out: dict[str, int]


def read_commitment(file: str, content: bytes | str) -> RollCommitment:
    """Read a public commitment; ``BadInput`` where it is none."""
    return _commitment(_parsed(_CommitmentPart, file, None, content), file)


def _commitment(part: _CommitmentPart, file: str) -> RollCommitment:
    commitment = RollCommitment(
        rulebook=part.rulebook,
        rulebook_digest=part.rulebook_digest,
        freeze=part.freeze,
        contests=tuple(part.contests),
        minimum_cell=part.minimum_cell,
        trees=tuple(TreeCommitment(tuple(t.units), t.electors, t.root) for t in part.trees),
    )
    if commitment.electors != part.electors:
        what = f"The trees have {commitment.electors} electors together, the total says {part.electors}."
        raise BadInput(Problem(file, None, "electors", what))
    return commitment


def proof_json(proof: RowProof) -> Json:
    """A member's row and proof as the file that they are given."""
    return {
        "v": 1,
        **_row_json(proof.row, proof.tree),
        "contests": list(proof.row.contests),
        "index": proof.index,
        "size": proof.size,
        "path": [node.hex() for node in proof.path],
    }


def _row_json(row: Row, tree: int) -> dict[str, Json]:
    return {
        "number": row.number,
        "unit": row.unit,
        "contact": row.contact,
        "salt": row.salt.hex(),
        "contact_salt": row.contact_salt.hex(),
        "tree": tree,
    }


def read_proof(file: str, content: bytes | str) -> RowProof:
    """Read what :func:`proof_json` wrote; ``BadInput`` where it is something else."""
    part = _parsed(_ProofPart, file, None, content)
    try:
        path = tuple(bytes.fromhex(node) for node in part.path)
    except ValueError:
        raise BadInput(Problem(file, None, "path", "The path is not in hexadecimal.")) from None
    return RowProof(_row(part, tuple(part.contests)), part.tree, part.index, part.size, path)


def _row(part: _RowPart, contests: tuple[str, ...]) -> Row:
    salts = bytes.fromhex(part.salt), bytes.fromhex(part.contact_salt)
    return Row(part.number, part.unit, contests, part.contact, *salts)


def private_lines(roll: FrozenRoll) -> Iterator[bytes]:
    """The private rows as lines of JSON: first the commitment, then every row in its tree's order."""
    head = {"v": 1, "commitment": roll.commitment.as_json(), "left_out": roll.left_out}
    yield _line(head)
    for tree, row in roll.rows():
        yield _line(_row_json(row, tree))


def _line(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_private(file: str, lines: Iterable[bytes]) -> FrozenRoll:
    """Read private rows again; ``CheckFailed`` R4 where they do not lead to the committed roots."""
    numbered = enumerate(lines, 1)
    _, first = next(numbered, (1, b""))
    head = _parsed(_HeadPart, file, 1, first)
    commitment = _commitment(head.commitment, file)
    trees: list[list[tuple[bytes, str, str]]] = [[] for _ in commitment.trees]
    read = TypeAdapter(_RowPart).validate_json
    for line, content in numbered:
        try:
            part = read(content)
            rows = trees[part.tree]
        except (ValidationError, IndexError):
            what = "This line is no row of the roll."
            raise BadInput(Problem(file, line, "", what)) from None
        row = _row(part, commitment.contests)
        rows.append((_packed(row), row.number, row.unit))
    return FrozenRoll(commitment, _replanted(commitment, trees), head.left_out)


def _packed(row: Row) -> bytes:
    return leaf_hash(row.leaf()) + row.salt + row.contact_salt + bytes.fromhex(row.contact)


def _replanted(
    commitment: RollCommitment, trees: list[list[tuple[bytes, str, str]]]
) -> tuple[FrozenTree, ...]:
    """The trees from their rows, each checked against its root."""
    planted: list[FrozenTree] = []
    for which, (rows, told) in enumerate(zip(trees, commitment.trees, strict=True)):
        tree = FrozenTree(
            numbers=tuple(number for _, number, _ in rows),
            units=tuple(unit for _, _, unit in rows),
            packed=b"".join(packed for packed, _, _ in rows),
            contests=commitment.contests,
        )
        if root_of(tree.leaf_hashes()).hex() != told.root:
            raise CheckFailed("R4", f"the private rows do not lead to the root of tree {which}")
        planted.append(tree)
    return tuple(planted)


def _parsed(model: type[M], file: str, line: int | None, content: bytes | str) -> M:
    try:
        return model.model_validate_json(content)
    except ValidationError as failed:
        problems = [
            Problem(file, line, ".".join(str(part) for part in one["loc"]), one["msg"])
            for one in failed.errors()
        ]
        raise BadInput(*problems) from None
