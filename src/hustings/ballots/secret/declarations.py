"""What the scrutineer declares of spare codes before the poll opens, and opens of those that nobody was given."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from hustings.kernel.refusals import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Declaration:
    """How many electors were given a code, how many codes are spare, and a commitment to each spare one."""

    uuid: str
    electors: int
    spares: int
    commitments: tuple[str, ...]
    credentials: str

    def to_bytes(self) -> bytes:
        """As the file has it."""
        whole = {
            "uuid": self.uuid,
            "electors": self.electors,
            "spares": self.spares,
            "spares_commitments": list(self.commitments),
            "credentials": self.credentials,
        }
        return json.dumps(whole, indent=2).encode() + b"\n"


def declaration_in(raw: bytes, where: str) -> Declaration:
    """Read a declaration; ``BadInput`` says what is wrong with anything else."""
    right = Declaration("…", 1, 0, (), "…").to_bytes().decode()
    try:
        value = json.loads(raw.decode("utf-8"))
        found = Declaration(
            str(value["uuid"]),
            int(value["electors"]),
            int(value["spares"]),
            tuple(map(str, value["spares_commitments"])),
            str(value["credentials"]),
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        what = "is not a scrutineer's declaration."
        raise BadInput(Problem(where, None, "", what, right)) from None
    if len(found.commitments) != found.spares:
        what = "does not commit to as many spares as it declares."
        raise BadInput(Problem(where, None, "spares_commitments", what))
    return found


def commitment(public: str, salt: str) -> str:
    """What is declared of a spare credential before the poll opens."""
    return sha256(f"hustings/spare/v1|{salt}|{public}".encode()).hexdigest()


def unused_bytes(uuid: str, opened: Iterable[tuple[str, str]]) -> bytes:
    """The file that opens spares: the public credential and the salt of each that is left."""
    unused = [{"credential": public, "salt": salt} for public, salt in sorted(opened)]
    return json.dumps({"uuid": uuid, "unused": unused}, indent=2).encode() + b"\n"


def unused_in(raw: bytes, where: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Of which election, and the public credential and the salt of each; ``BadInput`` for anything else."""
    try:
        value = json.loads(raw.decode("utf-8"))
        pairs = tuple((str(one["credential"]), str(one["salt"])) for one in value["unused"])
        return str(value["uuid"]), pairs
    except (ValueError, TypeError, KeyError, RecursionError):
        right = unused_bytes("…", [("…", "…")]).decode()
        what = "does not open spare codes."
        raise BadInput(Problem(where, None, "", what, right)) from None
