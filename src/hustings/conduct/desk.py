"""The polling desk: one elector at a time is looked up, and a paper is accepted or set aside, never both ways."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.electors import elector_numbered
from hustings.conduct.polling import Poll, poll_of
from hustings.kernel.refusals import Refused
from hustings.store import boxes
from hustings.store.models.boxes import Channel

THE_DESK = "the desk"


class DeskOutcome(StrEnum):
    """What a look-up or an act at the desk came to; the log of the desk keeps it."""

    MAY_VOTE = "may vote on paper"
    ACCEPTED = "paper accepted"
    SET_ASIDE = "paper set aside unopened: voted online"
    SECOND_PAPER = "paper set aside unopened: voted on paper"

    @property
    def in_brief(self) -> str:
        """In the forty letters that a look-up of the desk holds, with what stands before it."""
        return self.value.replace("paper set aside unopened", "set aside")

    HAS_VOTED_ONLINE = "has voted online"
    HAS_VOTED_ON_PAPER = "has voted on paper"


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """An elector before the desk: their number, and what was found or done."""

    elector: str
    outcome: DeskOutcome


def look_up(
    by: str, proceeding: str, number: str, *, now: datetime | None = None
) -> AtTheDesk | Refused:
    """Whether an elector may still vote on paper. The look is logged before it is answered."""
    at = now or clock.now()
    poll = _desk_of(proceeding, at)
    if isinstance(poll, Refused):
        return poll
    elector = elector_numbered(poll.organisation, proceeding, number)
    if isinstance(elector, Refused):
        return elector
    with transaction.atomic():
        mark = boxes.mark_of(poll.box, elector.number)
        found = _found(None if mark is None else mark.channel)
        boxes.note_look(poll.box, by, elector.number, found.value, at)
    return AtTheDesk(elector.number, found)


def accept_paper(
    by: str, proceeding: str, number: str, *, tendered: bool = False, now: datetime | None = None
) -> AtTheDesk | Refused:
    """Accept an elector's paper, which closes their way online; or set it aside unopened if they have voted.

    ``tendered``: the paper was taken in its envelope during an outage, and is entered now; that may be
    done until the papers are reconciled. The mark and the answer are one act: no ballot comes between.
    """
    at = now or clock.now()
    poll = _desk_of(proceeding, at, tendered=tendered)
    if isinstance(poll, Refused):
        return poll
    elector = elector_numbered(poll.organisation, proceeding, number)
    if isinstance(elector, Refused):
        return elector
    with transaction.atomic():
        boxes.wait_for_the_box(poll.box)
        mark = boxes.mark_of(poll.box, elector.number)
        if mark is None:
            boxes.add_mark(poll.box, elector.number, Channel.PAPER)
        outcome = _accepted(None if mark is None else mark.channel)
        told = f"tendered: {outcome.in_brief}" if tendered else outcome.value
        boxes.note_look(poll.box, by, elector.number, told, at)
    return AtTheDesk(elector.number, outcome)


def _found(channel: str | None) -> DeskOutcome:
    match channel:
        case None:
            return DeskOutcome.MAY_VOTE
        case Channel.ONLINE:
            return DeskOutcome.HAS_VOTED_ONLINE
        case _:
            return DeskOutcome.HAS_VOTED_ON_PAPER


def _accepted(channel: str | None) -> DeskOutcome:
    match channel:
        case None:
            return DeskOutcome.ACCEPTED
        case Channel.ONLINE:
            return DeskOutcome.SET_ASIDE
        case _:
            return DeskOutcome.SECOND_PAPER


def _desk_of(proceeding: str, at: datetime, *, tendered: bool = False) -> Poll | Refused:
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if not poll.ballot.packs:
        return Refused(
            "no-papers", THE_DESK, "No papers were issued in this ballot; members vote online."
        )
    late = at > poll.ballot.closes and not (tendered and not poll.ballot.reconciled)
    if late or poll.ballot.void:
        return Refused(
            "desk-closed",
            THE_DESK,
            "The ballot is closed. A paper taken in its envelope during an outage is entered as tendered, "
            "until the papers are reconciled.",
        )
    return poll
