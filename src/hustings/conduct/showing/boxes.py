"""The ballot box as everybody may see it: ballots in batches, without times; the whole archive once it is closed."""

import json
from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.boxing import archive_of
from hustings.conduct.closing import closing_event
from hustings.conduct.polling import Poll, poll_of
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.store import boxes

A_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShownBox:
    """What the page of the box shows; ``trackers`` is one page of them, in alphabetical order.

    ``seal`` is that of the ballot that was sought and found: what its voter noted before choosing to cast or to
    test it.
    """

    poll: Poll
    shown: int
    closed: bool
    trackers: tuple[str, ...]
    page: int
    pages: int
    sought: str
    found: bool
    seal: str
    struck: dict[StrikeReason, int]


def box_of(proceeding: str, now: datetime, sought: str = "", page: int = 1) -> ShownBox | Refused:
    """The box at ``now``; with ``sought``, whether a ballot of this tracker is among those shown."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    trackers = [cast.tracker for cast in boxes.shown(poll.box, now)]
    pages = max(1, -(-len(trackers) // A_PAGE))
    at = min(max(page, 1), pages)
    found = bool(sought) and sought in trackers
    return ShownBox(
        poll=poll,
        shown=len(trackers),
        closed=closing_event(poll.box) is not None,
        trackers=tuple(trackers[(at - 1) * A_PAGE : at * A_PAGE]),
        page=at,
        pages=pages,
        sought=sought,
        found=found,
        seal=_seal_in(boxes.body_called(poll.box, sought)) if found else "",
        struck=boxes.struck_off(poll.box),
    )


def _seal_in(ballot: bytes) -> str:
    """The hash that a ballot's signature is over; the ballot was checked before it came into the box."""
    return str(json.loads(ballot)["signature"]["hash"])


def whole_archive(proceeding: str) -> tuple[str, bytes] | Refused | None:
    """The election's name and its archive, for whoever wants to check it; ``None`` until the box is closed."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if closing_event(poll.box) is None:
        return None
    return poll.box.uuid, archive_of(poll.box)
