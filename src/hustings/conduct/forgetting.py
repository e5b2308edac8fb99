"""What linked electors and ballots is destroyed, to the minute, once nobody can appeal any more."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.cast_notice import forget_notices
from hustings.conduct.reading import read_seat
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.entry import Given
from hustings.proceedings.stages import ENDED
from hustings.store import boxes
from hustings.store.models import Box, CastLink


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many links of a box were destroyed."""

    uuid: str
    links: int


def forget_due(now: datetime | None = None) -> list[Forgotten]:
    """Destroy the links of every box of which the time for appeals is over and no appeal is open."""
    at = now or clock.now()
    linked = CastLink.objects.values_list("mark__box", flat=True).distinct()
    found: list[Forgotten] = []
    for box in Box.objects.filter(pk__in=linked).select_related("organisation"):
        if is_over(box, at):
            with transaction.atomic():
                found.append(Forgotten(box.uuid, boxes.destroy_links(box)))
                forget_notices()
    return found


def is_over(box: Box, now: datetime) -> bool:
    """Whether nobody can appeal against what this box decided: the window has closed, or the seat has ended."""
    seat = read_seat(box.organisation, box.proceeding)
    if seat.state.open_appeals:
        return False
    closes = appeals_close(Given(seat.state, seat.rulebook, now))
    if closes is not None:
        return now > closes
    return seat.state.stage in ENDED
