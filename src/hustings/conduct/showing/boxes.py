"""The ballot box as everybody may see it: ballots in batches, without times; the whole archive once it is closed."""

import json
from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.closing import closing_event
from hustings.conduct.factors import has_proofs, unproved
from hustings.conduct.polling import Poll, poll_of
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.publication import archive_may_be_public, is_handful
from hustings.store import boxes
from hustings.store.models import Box

A_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShownBox:
    """What the page of the box shows; ``trackers`` is one page of them, in alphabetical order.

    ``few``: fewer than the minimum cell stand in it, or are shown before it is closed; then neither list nor number
    is shown, and a tracker can still be looked up.

    ``seal`` is that of the ballot that was sought and found: what its voter noted before choosing to cast or to
    test it. Of fewer than ``cell`` ballots the public gets no archive either.
    """

    poll: Poll
    shown: int
    few: bool
    closed: bool
    cell: int
    trackers: tuple[str, ...]
    page: int
    pages: int
    sought: str
    found: bool
    seal: str
    struck: dict[StrikeReason, int]
    has_proofs: bool
    unproved: tuple[int, ...]


def box_of(proceeding: str, now: datetime, sought: str = "", page: int = 1) -> ShownBox | Refused:
    """The box at ``now``; with ``sought``, whether a ballot of this tracker is among those shown."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    trackers = [cast.tracker for cast in boxes.shown(poll.box, now)]
    found = bool(sought) and sought in trackers
    closed = closing_event(poll.box) is not None
    few = _few(poll) if closed else is_handful(len(trackers), _cell(poll))
    trackers = [] if few else trackers
    pages = max(1, -(-len(trackers) // A_PAGE))
    at = min(max(page, 1), pages)
    return ShownBox(
        poll=poll,
        shown=len(trackers),
        few=few,
        closed=closed,
        cell=_cell(poll),
        trackers=tuple(trackers[(at - 1) * A_PAGE : at * A_PAGE]),
        page=at,
        pages=pages,
        sought=sought,
        found=found,
        seal=_seal_in(boxes.body_called(poll.box, sought)) if found else "",
        struck=boxes.struck_off(poll.box),
        has_proofs=has_proofs(poll.box),
        unproved=unproved(poll.box) if closed else (),
    )


def _seal_in(ballot: bytes) -> str:
    """The hash that a ballot's signature is over; the ballot was checked before it came into the box."""
    return str(json.loads(ballot)["signature"]["hash"])


def _cell(poll: Poll) -> int:
    return poll.seat.rulebook.rules.publication.minimum_cell.value


def _few(poll: Poll) -> bool:
    """Whether so few ballots stand that their archive is for the scrutineer and the witnesses only."""
    return not archive_may_be_public(boxes.standing_ballots(poll.box), _cell(poll))


def archive_shown(proceeding: str, *, for_witnesses: bool) -> Box | Refused | None:
    """The box whose archive is given to whoever wants to check it; ``None`` until it is closed.

    The archive of a handful of ballots is for the scrutineer, the tellers and the witnesses whom they give it to.
    """
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if closing_event(poll.box) is None:
        return None
    if not for_witnesses and _few(poll):
        cell = poll.seat.rulebook.rules.publication.minimum_cell
        because = (
            f"Fewer than {cell.value} ballots are in the box; its archive goes to the scrutineer and the "
            "witnesses only."
        )
        return Refused("few-ballots", str(cell.citation), because)
    return poll.box
