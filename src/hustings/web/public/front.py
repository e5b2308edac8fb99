"""The front: what is going on in this organisation today, for a stranger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hustings.conduct import clock
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.saying import names_of
from hustings.conduct.seats import Seat
from hustings.conduct.showing.decisions import ShownDecision, decisions_of
from hustings.conduct.showing.reading import public_seats
from hustings.conduct.showing.stages import stages_of
from hustings.conduct.showing.standing import stage_words
from hustings.proceedings.clock import zone_of
from hustings.proceedings.coming import NextStep, what_comes_next
from hustings.proceedings.entry import Given
from hustings.proceedings.stages import Stage
from hustings.proceedings.telling import where_it_stands
from hustings.timetable.sentences import N_
from hustings.web.permissions import requires
from hustings.web.public.seat_map import draw_map, without_procedure

A_WEEK = timedelta(days=7)
UNTIL = N_("until {until}")
MOST_DECISIONS = 8
MOST_SEATS = 12
"""How many seats the front shows; every seat has its line on the page of seats."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A seat on the front page: one sentence, and what comes next."""

    id: str
    name: str
    stage: str
    says: str
    coming: NextStep | None
    by: str


@dataclass(frozen=True, slots=True)
class Soon:
    """A date of the next seven days: a beginning, or the end of what has begun."""

    at: datetime
    when: str
    what: str
    seat: Seat


@requires(Role.STRANGER)
def front(request: HttpRequest) -> HttpResponse:
    """Seats by stage, dates of the next seven days, recent decisions."""
    try:
        seats = public_seats(the_organisation())
    except NoSuchSeat:
        seats = ()
    if not seats:
        return render(request, "front.html")
    now = clock.now()
    first, quiet = sorted(seats, key=_is_over)[:MOST_SEATS], without_procedure(seats)
    words = {
        "seats": [glance_of(seat, now) for seat in first],
        "more": len(seats) - len(first),
        "map": draw_map(seats),
        "all": len({seat.state.seat for seat in seats}) + len(quiet),
        "quiet": len(quiet),
        "running": len({seat.state.seat for seat in seats if not _is_over(seat)}),
        "soon": sorted(_soon(seats, now), key=lambda one: one.at),
        "decisions": _decisions(seats),
    }
    return render(request, "public/front.html", words)


def _is_over(seat: Seat) -> bool:
    return seat.state.stage in (Stage.DECLARED, Stage.CANCELLED)


def glance_of(seat: Seat, now: datetime) -> Glance:
    """A seat in one sentence, and what comes next."""
    state, book = seat.state, seat.rulebook
    coming = what_comes_next(state, book, now, gettext)
    zone = zone_of(Given(state, book, now))
    by = coming.by_when(zone, gettext) if coming is not None else ""
    says = where_it_stands(state, book, now, gettext)
    return Glance(seat.proceeding, state.seat, stage_words(seat, gettext), says, coming, by)


def _soon(seats: tuple[Seat, ...], now: datetime) -> Iterator[Soon]:
    """What begins within a week, whole; of what has begun before, its end."""
    for seat in seats:
        for stage in stages_of(seat, now, gettext):
            if stage.standing == "future" and stage.starts <= now + A_WEEK:
                yield Soon(stage.starts, stage.when, stage.name, seat)
            elif stage.standing == "present" and stage.last <= now + A_WEEK:
                when = gettext(UNTIL).format(until=stage.until)
                yield Soon(stage.last, when, stage.name, seat)


def _decisions(seats: tuple[Seat, ...]) -> list[tuple[Seat, ShownDecision]]:
    found = [
        (seat, decision)
        for seat in seats
        for decision in decisions_of(seat, names_of(seat), gettext)[:MOST_DECISIONS]
    ]
    found.sort(key=lambda pair: pair[1].at, reverse=True)
    return found[:MOST_DECISIONS]
