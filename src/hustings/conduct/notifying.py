"""After an entry stands, those whom it concerns have their part and are told: letters, queued for sending."""

from hustings.conduct.letters import POSTINGS, told_of
from hustings.conduct.persons import seat_holder
from hustings.conduct.queueing import queue
from hustings.conduct.reading import read_seat
from hustings.conduct.seats import Placed, Seat
from hustings.proceedings.opening import ProceedingOpened
from hustings.store.models import Organisation


def notify(organisation: Organisation, seat: Seat, placed: Placed) -> None:
    """Queue the letters that an entry of this kind sends, in words that hold only what is public."""
    if isinstance(placed.entry, ProceedingOpened):
        seat_holder(organisation, placed.entry, placed.at)
    postings = POSTINGS.get(placed.entry.kind)
    if postings is None:
        return
    told = told_of(read_seat(organisation, seat.proceeding), placed.number)
    for posting in postings:
        queue(organisation, posting, told)
