"""What the scrutineer declares with the public credentials, before the poll opens."""

import json
from dataclasses import dataclass

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
        value = json.loads(raw)
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
