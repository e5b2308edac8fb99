"""What every public view begins with: the seat of the address as a stranger may read it."""

from django.http import Http404
from django.utils.translation import gettext as _

from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.seats import Seat
from hustings.conduct.showing.reading import public_seat


def seat_or_404(proceeding: str) -> Seat:
    """The public side of a seat."""
    try:
        return public_seat(the_organisation(), proceeding)
    except NoSuchSeat as nothing:
        raise Http404(_("The record knows no such seat.")) from nothing
