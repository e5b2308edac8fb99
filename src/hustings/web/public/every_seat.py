"""Every seat, to be found by its name or its stage: those on the record, and those that only the map has."""

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hustings.conduct import clock
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.seats import Seat
from hustings.conduct.showing.reading import public_seats
from hustings.conduct.showing.standing import stage_words
from hustings.web.permissions import requires
from hustings.web.pictures.hexagons import NO_PROCEDURE
from hustings.web.public.front import glance_of
from hustings.web.public.seat_map import without_procedure

A_PAGE = 50


@requires(Role.STRANGER)
def seats(request: HttpRequest) -> HttpResponse:
    """Every seat, so many to a page; after the last the seats without a procedure."""
    try:
        found = public_seats(the_organisation())
    except NoSuchSeat:
        found = ()
    sought, stage = request.GET.get("name", "").strip(), request.GET.get("stage", "")
    quiet, none = without_procedure(found), gettext(NO_PROCEDURE)
    kept = sorted(
        (seat for seat in found if _is_sought(seat, sought, stage)),
        key=lambda seat: seat.state.seat.casefold(),
    )
    quiet_kept = [name for name in quiet if _has(name, sought) and stage in ("", none)]
    stages = sorted(Counter(stage_words(seat, gettext) for seat in found).items())
    now, page = clock.now(), Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    several = len(kept) > len({seat.state.seat for seat in kept})
    words = {
        "glances": [glance_of(seat, now) for seat in page],
        "page": page,
        "stages": [*stages, *([(none, len(quiet))] if quiet else [])],
        "sought": sought,
        "stage": stage,
        "several": several,
        "number": len({seat.state.seat for seat in kept}) + len(quiet_kept),
        "all": len({seat.state.seat for seat in found}) + len(quiet),
        "quiet": len(quiet),
        "quiet_kept": () if page.has_next() else quiet_kept,
        "query": urlencode({"name": sought, "stage": stage}),
    }
    return render(request, "public/seats.html", words)


def _is_sought(seat: Seat, sought: str, stage: str) -> bool:
    return _has(seat.state.seat, sought) and stage in ("", stage_words(seat, gettext))


def _has(name: str, sought: str) -> bool:
    return sought.casefold() in name.casefold()
