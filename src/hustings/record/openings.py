"""Openings: the values behind commitments, kept apart from the log so that they can be withheld or erased."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hustings.kernel.canonical import Json, canonical_bytes, read_canonical
from hustings.kernel.commitments import SALT_BYTES, commit, opens
from hustings.proceedings.values import Visibility
from hustings.record.entries import Entry, matching, whole_number

_SALT = re.compile(rf"([0-9a-f]{{2}}){{{SALT_BYTES},64}}")
_FIELD = re.compile(r"[a-z][A-Za-z0-9_.-]{0,99}")
_KEYS = frozenset({"position", "field", "salt", "value", "visibility"})


@dataclass(frozen=True, slots=True)
class Opening:
    """What one commitment of one entry was made of, and who may see it."""

    position: int
    field: str
    salt: bytes
    value: Json
    visibility: Visibility


def make_commitments(withheld: Mapping[str, Json], salts: Sequence[bytes]) -> dict[str, str]:
    """A commitment for each field, with one fresh salt each, in the order of the fields' names."""
    if len(salts) != len(withheld) or len(set(salts)) != len(salts):
        raise ValueError(f"{len(withheld)} fields need {len(withheld)} different salts")
    return {
        name: commit(salt, withheld[name])
        for name, salt in zip(sorted(withheld), salts, strict=True)
    }


def opening_bytes(opening: Opening) -> bytes:
    """The canonical bytes of an opening: one line of ``openings.jsonl``."""
    return canonical_bytes(
        {
            "position": opening.position,
            "field": opening.field,
            "salt": opening.salt.hex(),
            "value": opening.value,
            "visibility": opening.visibility.value,
        }
    )


def read_opening(data: bytes) -> Opening:
    """Read what :func:`opening_bytes` wrote; ``ValueError`` says what is wrong with anything else."""
    value = read_canonical(data)
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise ValueError(f"an opening has exactly the keys {', '.join(sorted(_KEYS))}")
    return Opening(
        position=whole_number(value["position"], "position"),
        field=matching(_FIELD, value["field"], "field"),
        salt=bytes.fromhex(matching(_SALT, value["salt"], "salt")),
        value=value["value"],
        visibility=Visibility(value["visibility"]),
    )


def check_opening(entry: Entry, opening: Opening) -> None:
    """Check that an opening is what the entry committed to; ``ValueError`` where it is not."""
    commitment = entry.statement.commitments.get(opening.field)
    if commitment is None:
        raise ValueError(f"entry {entry.position} commits to no {opening.field}")
    if not opens(commitment, opening.salt, opening.value):
        raise ValueError(f"the opening of {opening.field} is not what entry {entry.position} holds")
