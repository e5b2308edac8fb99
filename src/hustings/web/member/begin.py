"""What every page of one's own begins with: the seat before this person, or a page that says why not."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct.membering import Mine, NotYours, mine
from hustings.conduct.reading import NoSuchSeat
from hustings.proceedings.clock import zone_of
from hustings.proceedings.telling import where_it_stands
from hustings.timetable.instants import MIDNIGHT
from hustings.timetable.instants import zone_of as zone_of_name
from hustings.timetable.sentences import say_day, say_instant
from hustings.web.member.ruling import unofficial_of


def found_or_404(request: HttpRequest, proceeding: str) -> Mine:
    """The seat before whoever is signed in; no page where there is none, or where it is not theirs."""
    person = request.person  # type: ignore[attr-defined]
    try:
        return mine(person.id, proceeding)
    except NoSuchSeat as nothing:
        raise Http404(_("The record knows no such seat.")) from nothing
    except NotYours as others:
        raise Http404(_("This seat is not in your area, and you have no part in it.")) from others


def words_of(found: Mine) -> dict[str, Any]:
    """What every page of one's own about a seat may name."""
    state, rulebook = found.seat.state, found.seat.rulebook
    return {
        "found": found,
        "seat": found.seat,
        "state": state,
        "proceeding": found.seat.proceeding,
        "stands": where_it_stands(state, rulebook, found.now, gettext),
        "unofficial": unofficial_of(rulebook),
    }


def when(found: Mine, at: Any) -> str:
    """A moment in the zone of the seat's rules, midnight by the day that it ends."""
    return "–" if at is None else say_instant(at, zone_of(found.given), gettext)


def when_all(found: Mine, starts: datetime, last: datetime) -> str:
    """Days from one to another where a step lasts whole days, otherwise its hours."""
    zone = zone_of_name(zone_of(found.given))
    first, end = starts.astimezone(zone), last.astimezone(zone)
    if first.time() == end.time() == MIDNIGHT and last > starts:
        days = (first.date(), (end - timedelta(seconds=1)).date())
        one, other = (say_day(day, gettext) for day in days)
        return one if one == other else _("%(first)s to %(last)s") % {"first": one, "last": other}
    if last == starts:
        return when(found, starts)
    return _("%(first)s to %(last)s") % {"first": when(found, starts), "last": when(found, last)}
