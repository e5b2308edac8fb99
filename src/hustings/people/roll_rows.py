"""One row of the frozen roll: what is hashed into the tree, and how it can be opened row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring as quoted  # escapes exactly what RFC 8785 escapes

from hustings.kernel.canonical import Json
from hustings.kernel.commitments import SALT_BYTES, commit
from hustings.people.members import Member

ROW_LABEL = b"hustings/roll-row/v1\n"
CONTACT_LABEL = b"hustings/commitment/v1\x00" + SALT_BYTES.to_bytes(2, "big")
COINS_PER_ROW = 2 * SALT_BYTES
"""Salt of the row and salt of the contact details, 128 independent random bits each."""


@dataclass(frozen=True, slots=True)
class Row:
    """One elector on the frozen roll; private, shown to the elector and to those who audit.

    ``contact`` commits to the contact details under ``contact_salt``, so that a row can be shown
    in an audit without letting anyone confirm a guess of the address.
    """

    number: str
    unit: str
    contests: tuple[str, ...]
    contact: str
    salt: bytes
    contact_salt: bytes

    def leaf(self) -> bytes:
        """The bytes that are hashed into the tree: a label and the RFC 8785 form of the row."""
        return leaf_bytes(
            self.number, self.contact, self.salt, contests_text(self.contests), self.unit
        )

    def contact_is(self, contact: Json) -> bool:
        """Whether these are the contact details that were frozen."""
        return commit(self.contact_salt, contact) == self.contact


def contests_text(contests: Sequence[str]) -> str:
    """The contests as the row spells them, the same for every row of a roll."""
    return "[" + ",".join(quoted(contest) for contest in contests) + "]"


def leaf_bytes(number: str, contact: str, salt: bytes, contests: str, unit: str) -> bytes:
    """Spell one row: the canonical JSON of its five fields, written out because a roll has millions."""
    return (
        ROW_LABEL
        + (
            f'{{"contact":"{contact}","contests":{contests},"number":{quoted(number)},'
            f'"salt":"{salt.hex()}","unit":{quoted(unit)}}}'
        ).encode()
    )


def contact_commitment(member: Member, salt: bytes) -> str:
    """Commit to a member's contact details, to the same bytes as :func:`commit` does, only faster."""
    email = "null" if member.email is None else quoted(member.email)
    post = "null" if member.post is None else quoted(member.post)
    contact = f'{{"email":{email},"post":{post}}}'
    return sha256(CONTACT_LABEL + salt + contact.encode()).hexdigest()
