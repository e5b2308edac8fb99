"""The record of a seat: its entries in order, in plain words, with who signed and where to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hustings.conduct import clock, words
from hustings.conduct.published import NotPublishedYet, checkpoint_text
from hustings.conduct.reading import the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.saying import names_of, say
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.showing.decisions import citation_of
from hustings.kernel.clauses import Citation
from hustings.proceedings.decisions import Decision
from hustings.web.permissions import requires
from hustings.web.public.reading import seat_or_404
from hustings.web.public.seats import head_of


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a line of the record."""

    number: int
    position: int
    at: datetime
    kind: str
    says: str
    by: str
    signatures: int
    seen_by: str
    citation: Citation | None


@requires(Role.STRANGER)
def record(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Every entry, the downloads, and how to check them."""
    seat = seat_or_404(proceeding)
    try:
        checkpoint = checkpoint_text(the_organisation())
    except NotPublishedYet:
        checkpoint = ""
    lines = tuple(_lines(seat))
    page = {**head_of(seat, clock.now()), "lines": lines, "checkpoint": checkpoint}
    return render(request, "public/record.html", page)


def _lines(seat: Seat) -> Iterator[Line]:
    names, zone = names_of(seat), seat.rulebook.rules.rulebook.calendar.zone
    for placed in seat.entries:
        entry = placed.entry
        yield Line(
            placed.number,
            placed.position,
            placed.at,
            entry.kind,
            say(entry, names, zone, gettext),
            _by(placed),
            len(placed.signatures),
            gettext(words.VISIBILITIES[entry.VISIBILITY]),
            citation_of(seat, entry) if isinstance(entry, Decision) else None,
        )


def _by(placed: Placed) -> str:
    """The parts that people played; who they are stays between the parties."""
    roles = dict.fromkeys(actor.role.value for actor in placed.entry.by)
    return ", ".join(gettext(words.ROLES[Role(role)]) for role in roles)
