"""Reading seats for strangers: the public side only, folded once for as long as nothing changes."""

from functools import lru_cache

from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids
from hustings.conduct.seats import Seat
from hustings.proceedings.values import Visibility
from hustings.store.models import Organisation
from hustings.store.models.record import Opening


def public_seat(organisation: Organisation, proceeding: str) -> Seat:
    """The seat as a stranger may see it; ``NoSuchSeat`` where the record does not know it."""
    newest = organisation.entries.filter(proceeding=proceeding).order_by("-number").first()
    if newest is None:
        raise NoSuchSeat(f"The record knows no seat {proceeding}.")
    erased = Opening.objects.filter(
        entry__organisation=organisation, entry__proceeding=proceeding, erased_at__isnull=False
    ).count()
    return _folded(organisation.pk, proceeding, bytes(newest.leaf_hash), erased)


def public_seats(organisation: Organisation) -> tuple[Seat, ...]:
    """Every seat of the record, in the order of opening."""
    return tuple(public_seat(organisation, name) for name in seat_ids(organisation))


@lru_cache(maxsize=1024)
def _folded(organisation: int, proceeding: str, newest: bytes, erased: int) -> Seat:
    """``newest`` and ``erased`` are in the key, so that an entry or an erasure is seen at once."""
    return read_seat(Organisation.objects.get(pk=organisation), proceeding, Visibility.PUBLIC)
