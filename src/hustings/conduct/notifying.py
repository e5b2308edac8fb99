"""After an entry stands, those whom it concerns are told: letters and notices, queued for sending."""

from collections.abc import Callable

from hustings.conduct.seats import Placed, Seat
from hustings.store.models import Organisation

Letter = Callable[[Organisation, Seat, Placed], None]

LETTERS: dict[str, Letter] = {}
"""Which kinds of entry send letters, and how each is written; filled by ``hustings.conduct.letters``."""


def notify(organisation: Organisation, seat: Seat, placed: Placed) -> None:
    """Queue the letters that an entry of this kind sends."""
    letter = LETTERS.get(placed.entry.kind)
    if letter is not None:
        letter(organisation, seat, placed)
