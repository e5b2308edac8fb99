"""After an entry stands, those whom it concerns are told: letters and notices, queued for sending."""

from hustings.conduct.letters import POSTINGS, told_of
from hustings.conduct.reading import read_seat
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.serving import queue
from hustings.store.models import Organisation


def notify(organisation: Organisation, seat: Seat, placed: Placed) -> None:
    """Queue the letters that an entry of this kind sends, in words that hold only what is public."""
    postings = POSTINGS.get(placed.entry.kind)
    if postings is None:
        return
    told = told_of(read_seat(organisation, seat.proceeding), placed.number)
    for posting in postings:
        queue(organisation, posting, told)
