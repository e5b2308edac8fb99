"""What a proceeding knows of its secret ballot online: which election it is, how it closed, what it came to."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from hustings.proceedings.values import later

HEX64 = re.compile(r"[0-9a-f]{64}")
FINGERPRINT = re.compile(r"[A-Za-z0-9+/]{43}")
CREDENTIAL = re.compile(r"[0-9a-f]{64}|[1-9][0-9]{0,699}")
"""The public part of a voting code, an element of either group as the archive spells it."""
UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,50}")


class StrikeReason(StrEnum):
    """Why a code is struck off. Everybody reads it, so it is one of these and names nobody."""

    OTHER_HANDS = "other-hands"
    OFF_THE_ROLL = "off-the-roll"


@dataclass(frozen=True, slots=True)
class OnlineBox:
    """The election in which members vote, fixed at its opening by hashes that its archive has to show.

    ``election``: fingerprint of the election's description (base64 without padding). ``setup``: hash of
    the archive's first event, which names description, trustees and credentials. ``electors``: how many
    were given a credential; ``spares``: credentials made besides, declared before the opening.
    ``rehearsal``: hash of the last event of the trustees' rehearsal, a separate election; empty where
    there was none. ``booth``: SHA-256 of the voter's program, so that all are served the same. ``declaration``: SHA-256
    of the scrutineer's, which commits to each spare credential; older records have none.
    """

    uuid: str
    group: str
    election: str
    setup: str
    electors: int
    spares: int
    trustees: int
    needed: int
    rehearsal: str
    booth: str
    declaration: str = later("")

    @property
    def strikes_are_signed(self) -> bool:
        """Whether codes of this election are struck off over the scrutineer's signature; older ones asked for none."""
        return bool(self.declaration)

    @property
    def credentials(self) -> int:
        """Every credential that the archive lists."""
        return self.electors + self.spares

    def faults(self) -> str | None:
        """What in it cannot be, whatever the rules; ``None`` where it is well formed."""
        if UUID.fullmatch(self.uuid) is None:
            return "The election is named by at least 14 letters and digits."
        if FINGERPRINT.fullmatch(self.election) is None:
            return "The fingerprint of the election has 43 characters."
        if not all(HEX64.fullmatch(hash_) for hash_ in (self.setup, self.booth)):
            return "Setup and booth are named by their SHA-256."
        if self.rehearsal and HEX64.fullmatch(self.rehearsal) is None:
            return "The rehearsal is named by the SHA-256 of its last event."
        if self.declaration and HEX64.fullmatch(self.declaration) is None:
            return "The scrutineer's declaration is named by its SHA-256."
        if self.electors < 0 or self.spares < 0:
            return "Numbers of credentials are not below zero."
        if not 1 <= self.needed <= self.trustees:
            return "No more trustees are needed than there are, and at least one."
        return None


@dataclass(frozen=True, slots=True)
class OnlineState:
    """The box as far as the record has come: open, closed at an event of its archive, opened to a result."""

    box: OnlineBox
    closing: str | None = None
    """Hash of the archive's closing event; nothing after it is a ballot that counts."""
    ballots: int | None = 0
    """Ballots that stood at the close, one of each elector who voted online; None where they are a handful."""
    ballots_to_parties: int | None = field(default=None, compare=False)
    """The number of a handful, known only to whom that is disclosed; nothing follows from it."""
    archive: str | None = None
    papers: str | None = None
    invalid: int = 0
    struck: frozenset[str] = frozenset()
    """Public parts of the codes that were struck off, before any ballot was cast with them."""
    unused: frozenset[str] | None = None
    """Public parts of the spare codes that the scrutineer proved to be unused; ``None`` before that."""

    @property
    def usable(self) -> int:
        """Codes with which a ballot can be in the box: all but those struck off, or proved to be unused."""
        return self.box.credentials - len(self.struck | (self.unused or frozenset()))

    @property
    def closed(self) -> bool:
        """Whether the record holds the close."""
        return self.closing is not None

    @property
    def is_handful(self) -> bool:
        """Whether so few voted online that neither number, archive nor rankings are for everybody."""
        return self.closed and self.ballots is None

    @property
    def opened(self) -> bool:
        """Whether the record holds the rankings that the trustees opened together."""
        return self.papers is not None
