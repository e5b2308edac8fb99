"""Spare codes that nobody was given: opened by the scrutineer after the close, each as it was declared before."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from hustings.ballots.secret.declarations import Declaration, commitment, declaration_in
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.online import CREDENTIAL, OnlineState
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Requirement, Role, needs


@dataclass(frozen=True, slots=True)
class OpenedSpare:
    """The public part of a spare code, and the salt with which it was committed to."""

    credential: str
    salt: str


@dataclass(frozen=True, kw_only=True)
class SparesProvedUnused(Entry):
    """Which of the spare codes were given to nobody. ``declared`` is the declaration that the opening names, whole.

    That none of them voted shows in the archive. A spare that is not opened was given to somebody: it may vote, and
    nothing tells which it is.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.SCRUTINEER),)
    AFTER_THE_END: ClassVar[bool] = True

    declared: str
    unused: tuple[OpenedSpare, ...]

    def decided(self, given: Given) -> Entry | Refused:
        """After the close, once; each declared as a spare before the opening."""
        online = _closed(given)
        if isinstance(online, Refused):
            return online
        declared = self._declaration(online)
        if isinstance(declared, Refused):
            return declared
        return self._not_declared(declared) or self._too_many(online) or self

    def _declaration(self, online: OnlineState) -> Declaration | Refused:
        if sha256(self.declared.encode()).hexdigest() != online.box.declaration:
            return refused(
                "other-declaration",
                THE_RECORD,
                "This is not the declaration that the opening of the ballot names.",
            )
        try:
            found = declaration_in(self.declared.encode(), "The declaration")
        except BadInput as bad:
            return refused("declaration-unreadable", THE_RECORD, str(bad.problems[0]))
        said = (found.uuid, found.electors, found.spares)
        if said != (online.box.uuid, online.box.electors, online.box.spares):
            return refused(
                "declaration-differs",
                THE_RECORD,
                "The declaration is of another election, or has other numbers of codes than the opening.",
            )
        return found

    def _not_declared(self, declared: Declaration) -> Refused | None:
        public = [one.credential for one in self.unused]
        if public != sorted(set(public)) or not all(map(CREDENTIAL.fullmatch, public)):
            return refused(
                "credential-unclear",
                THE_RECORD,
                "Spare codes are opened by their public parts, in order, each once.",
            )
        known = set(declared.commitments)
        if any(commitment(one.credential, one.salt) not in known for one in self.unused):
            return refused(
                "not-a-spare", THE_RECORD, "A code opened here was not declared as a spare one."
            )
        return None

    def _too_many(self, online: OnlineState) -> Refused | None:
        left = replace(online, unused=frozenset(one.credential for one in self.unused)).usable
        if online.ballots is None or online.ballots <= left:
            return None
        return refused(
            "more-than-credentials",
            THE_RECORD,
            f"Without these there are {left} codes, and {online.ballots} ballots were in the box.",
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """So many codes fewer with which a ballot can be in the box."""
        if state.ballot is None or state.ballot.online is None:
            return state
        unused = frozenset(one.credential for one in self.unused)
        online = replace(state.ballot.online, unused=unused)
        return replace(state, ballot=replace(state.ballot, online=online))


def _closed(given: Given) -> OnlineState | Refused:
    """The box that is closed, whose spares have not been opened yet."""
    ballot = given.state.ballot
    if ballot is None or ballot.online is None:
        return refused("not-online", THE_RECORD, "Members did not vote online in this ballot.")
    online = ballot.online
    if not online.closed:
        return refused("not-closed", THE_ORDER, "The box is closed on the record first.")
    if not online.box.declaration:
        return refused(
            "no-declaration",
            THE_RECORD,
            "The opening of this ballot names no declaration of the scrutineer.",
        )
    if online.unused is not None:
        return refused(
            "opened-already", THE_RECORD, "The spare codes of this ballot have been opened already."
        )
    return online
