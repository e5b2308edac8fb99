"""What the scrutineer declares of spare codes before the poll opens, and opens of those that nobody was given."""

import json
from dataclasses import dataclass
from hashlib import sha256

from hustings.kernel.refusals import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Declaration:
    """How many electors were given a code, how many codes are spare, and a commitment to each spare one.

    ``weights``, where votes have some: each weight of which there are spares, and how many. So the roll's total is that
    of the list without them, and stays it: a spare can be given for a code of its own weight.
    """

    uuid: str
    electors: int
    spares: int
    commitments: tuple[str, ...]
    credentials: str
    weights: tuple[tuple[int, int], ...] = ()

    def to_bytes(self) -> bytes:
        """As the file has it."""
        whole: dict[str, object] = {
            "uuid": self.uuid,
            "electors": self.electors,
            "spares": self.spares,
            "spares_commitments": list(self.commitments),
            "credentials": self.credentials,
        }
        if self.weights:
            whole["spares_weights"] = {str(weight): number for weight, number in self.weights}
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
            tuple(sorted((int(w), int(n)) for w, n in value.get("spares_weights", {}).items())),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        what = "is not a scrutineer's declaration."
        raise BadInput(Problem(where, None, "", what, right)) from None
    if len(found.commitments) != found.spares:
        what = "does not commit to as many spares as it declares."
        raise BadInput(Problem(where, None, "spares_commitments", what))
    numbers = [number for _, number in found.weights]
    if numbers and (min(numbers) < 1 or sum(numbers) != found.spares):
        what = "does not have the weight of each spare."
        raise BadInput(Problem(where, None, "spares_weights", what))
    return found


def commitment(public: str, salt: str) -> str:
    """What is declared of a spare credential before the poll opens."""
    return sha256(f"hustings/spare/v1|{salt}|{public}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenedSpares:
    """The spares that nobody was given, each by its public credential and its salt.

    ``replaced``: public credentials that were struck off, for each of which an elector was given a spare.
    """

    uuid: str
    opened: tuple[tuple[str, str], ...]
    replaced: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """As the file has it."""
        unused = [{"credential": public, "salt": salt} for public, salt in sorted(self.opened)]
        whole = {"uuid": self.uuid, "unused": unused, "replaced": sorted(self.replaced)}
        return json.dumps(whole, indent=2).encode() + b"\n"


def opened_spares_in(raw: bytes, where: str) -> OpenedSpares:
    """Read the file that opens spares; ``BadInput`` for anything else."""
    try:
        value = json.loads(raw.decode("utf-8"))
        return OpenedSpares(
            str(value["uuid"]),
            tuple((str(one["credential"]), str(one["salt"])) for one in value["unused"]),
            tuple(map(str, value.get("replaced", ()))),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        right = OpenedSpares("…", (("…", "…"),)).to_bytes().decode()
        what = "does not open spare codes."
        raise BadInput(Problem(where, None, "", what, right)) from None
