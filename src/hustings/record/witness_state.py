"""What a witness keeps between two looks: the log's key, and the last checkpoint that it cosigned."""

import json
from dataclasses import dataclass
from typing import cast

from hustings.kernel.refusals import BadInput, Problem
from hustings.record.checkpoints import Checkpoint, checkpoint_bytes, read_checkpoint
from hustings.record.notes import (
    KeyKind,
    VerifierKey,
    check_note,
    read_verifier_key,
)
from hustings.record.witnessing import Seen, check_signed_by

FORMAT = "hustings-witness/1"


@dataclass(frozen=True, slots=True)
class WitnessState:
    """The log's key, pinned when it was first seen; whose state this is; the checkpoint with both signatures."""

    log: VerifierKey
    witness: VerifierKey
    cosigned: Checkpoint

    @property
    def seen(self) -> Seen:
        """What the next checkpoint has to continue."""
        return Seen(self.cosigned.size, self.cosigned.root)


def state_bytes(state: WitnessState) -> bytes:
    """The state as a file."""
    table = {
        "format": FORMAT,
        "log": str(state.log),
        "witness": str(state.witness),
        "cosigned": checkpoint_bytes(state.cosigned).decode(),
    }
    return json.dumps(table, indent=2, ensure_ascii=False).encode() + b"\n"


def read_state(data: bytes, name: str = "state") -> WitnessState:
    """Read a state; ``BadInput`` where it is none, or where its signatures do not hold."""
    try:
        table = json.loads(data)
        return _state(cast("dict[str, object]", table) if isinstance(table, dict) else {})
    except (ValueError, RecursionError) as problem:
        told = f"is not what a witness kept: {problem}."
        raise BadInput(Problem(name, None, "", told)) from None


def _state(table: dict[str, object]) -> WitnessState:
    if table.get("format") != FORMAT:
        raise ValueError(f"it is not of the format {FORMAT}")
    log, witness = (read_verifier_key(_text(table, name)) for name in ("log", "witness"))
    if log.kind is not KeyKind.ED25519 or witness.kind is not KeyKind.COSIGNATURE:
        raise ValueError("its keys are not a log's and a witness's")
    cosigned = read_checkpoint(_text(table, "cosigned").encode())
    check_signed_by(cosigned, log)
    check_note(cosigned.note, witness)
    return WitnessState(log, witness, cosigned)


def _text(table: dict[str, object], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value
