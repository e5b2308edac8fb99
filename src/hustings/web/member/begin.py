"""What every page of one's own begins with: the seat before this person, or a page that says why not."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct.membering import Mine, NotYours, mine
from hustings.conduct.reading import NoSuchSeat
from hustings.proceedings.clock import zone_of
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.telling import where_it_stands
from hustings.timetable.sentences import say_instant
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
    coming = what_comes_next(state, rulebook, found.now, gettext)
    return {
        "found": found,
        "seat": found.seat,
        "state": state,
        "proceeding": found.seat.proceeding,
        "stands": where_it_stands(state, rulebook, found.now, gettext),
        "coming": coming,
        "by": coming.by_when(zone_of(found.given), gettext) if coming is not None else "",
        "unofficial": unofficial_of(rulebook),
    }


def when(found: Mine, at: Any) -> str:
    """A moment in the zone of the seat's rules, midnight by the day that it ends."""
    return "–" if at is None else say_instant(at, zone_of(found.given), gettext)
