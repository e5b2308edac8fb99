"""Reading a seat for an audience: its entries from the record, and only the openings that the audience may see."""

from collections import defaultdict

from hustings.conduct.seats import SEES, Seat, seat_of
from hustings.proceedings.values import Visibility
from hustings.record.entries import ORGANISATION
from hustings.record.openings import Opening
from hustings.store import log
from hustings.store.models import Organisation
from hustings.store.openings import openings as stored_openings


class NoSuchSeat(LookupError):
    """The record has no proceeding of this name."""


def the_organisation() -> Organisation:
    """The one organisation of this site; ``NoSuchSeat`` before one has been founded."""
    found = Organisation.objects.order_by("id").first()
    if found is None:
        raise NoSuchSeat("No organisation has been founded here yet.")
    return found


def seat_ids(organisation: Organisation) -> list[str]:
    """Every proceeding of the record but the organisation's own, in the order of opening."""
    return [name for name in log.proceedings(organisation) if name != ORGANISATION]


def seat_name(organisation: Organisation, proceeding: str) -> str:
    """The place or the office that a proceeding is about, as its opening names it; "" where there is none."""
    if not proceeding or proceeding == ORGANISATION:
        return ""
    opened = next(iter(log.entries_of(organisation, proceeding)), None)
    return str(opened.statement.body.get("seat", "")) if opened is not None else ""


def read_seat(
    organisation: Organisation, proceeding: str, audience: Visibility = Visibility.PUBLIC
) -> Seat:
    """The seat as ``audience`` may see it; ``NoSuchSeat`` where the record does not know it."""
    size = log.size(organisation)
    records = tuple(log.entries_of(organisation, proceeding))
    if not records or proceeding == ORGANISATION:
        raise NoSuchSeat(f"The record knows no seat {proceeding}.")
    by_position: dict[int, list[Opening]] = defaultdict(list)
    for opening in stored_openings(organisation, SEES[audience], proceeding=proceeding):
        by_position[opening.position].append(opening)
    opened = {position: tuple(found) for position, found in by_position.items()}
    return seat_of(organisation.slug, proceeding, records, opened, size)
