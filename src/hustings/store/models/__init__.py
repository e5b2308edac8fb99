"""The tables: the record and its private side, the membership, rolls, boxes, persons and keys, letters, files."""

from hustings.store.models.attempts import Attempt
from hustings.store.models.blobs import Blob
from hustings.store.models.boxes import (
    Box,
    BoxCredential,
    BoxRecord,
    BoxResult,
    Cast,
    CastLink,
    DeskLook,
    Mark,
    StruckOff,
    TrusteeProof,
)
from hustings.store.models.drafts import Draft, DraftSignatory
from hustings.store.models.membership import Affiliation, Member, Membership, Suspension, Unit
from hustings.store.models.notices import Notice
from hustings.store.models.organisations import Organisation
from hustings.store.models.persons import Person, PublicKey, RoleGrant
from hustings.store.models.record import (
    Checkpoint,
    Cosignature,
    LogEntry,
    Opening,
    Subtree,
    Witness,
)
from hustings.store.models.rolls import Roll, RollRow

__all__ = [
    "Affiliation",
    "Attempt",
    "Blob",
    "Box",
    "BoxCredential",
    "BoxRecord",
    "BoxResult",
    "Cast",
    "CastLink",
    "Checkpoint",
    "Cosignature",
    "DeskLook",
    "Draft",
    "DraftSignatory",
    "LogEntry",
    "Mark",
    "Member",
    "Membership",
    "Notice",
    "Opening",
    "Organisation",
    "Person",
    "PublicKey",
    "RoleGrant",
    "Roll",
    "RollRow",
    "StruckOff",
    "Subtree",
    "Suspension",
    "TrusteeProof",
    "Unit",
    "Witness",
]
