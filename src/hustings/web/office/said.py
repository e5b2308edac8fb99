"""Entries and moments in the words of the office's pages."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hustings.conduct.saying import names_of, say
from hustings.conduct.seats import Seat
from hustings.proceedings.appeals import AppealMade
from hustings.proceedings.contested_returns import ReturnContested
from hustings.proceedings.entry import Entry
from hustings.proceedings.rolls import UnitObjected
from hustings.web.base.dates import day_text, moment_text
from hustings.web.office.desk import Desk


def said(desk: Desk, entry: Entry) -> str:
    """What an entry says, in one sentence, with the names that the office knows."""
    names = {**names_of(desk.seat), **desk.names}
    return say(entry, names, desk.seat.rulebook.rules.rulebook.calendar.zone, _)


def entry_words(desk: Desk, number: int) -> str:
    """An entry of the seat by its number, with what it says."""
    found = next((one for one in desk.seat.entries if one.number == number), None)
    words = "" if found is None else said(desk, found.entry)
    return _("Entry %(n)s: %(says)s") % {"n": number, "says": words}


def with_words(name: str, said_: str) -> str:
    """Something that was entered, with the words of whoever entered it where we hold them."""
    return _("%(name)s: “%(said)s”") % {"name": name, "said": said_} if said_ else name


def argument_in(desk: Desk, number: int) -> str:
    """What a person says in an appeal, an objection or a contention; nothing once it has been erased."""
    match next((one.entry for one in desk.seat.entries if one.number == number), None):
        case (
            AppealMade(argument=said_)
            | UnitObjected(objection=said_)
            | ReturnContested(contention=said_)
        ):
            return str(said_.value or "")
        case _:
            return ""


def contention_about(desk: Desk, unit: str) -> str:
    """What was last said against a unit's return."""
    numbers = [
        one.number
        for one in desk.seat.entries
        if isinstance(one.entry, ReturnContested) and one.entry.unit == unit
    ]
    return argument_in(desk, numbers[-1]) if numbers else ""


def step_words(seat: Seat, step: str) -> str:
    """What a step of the timetable is called."""
    steps = seat.rulebook.rules.timetable.steps
    return next((_(one.what) for one in steps if one.id == step), step)


def until_text(at: datetime) -> str:
    """A last moment; the midnight that ends a day is said as the end of that day."""
    here = timezone.localtime(at)
    if (here.hour, here.minute) == (0, 0):
        return _("the end of %(day)s") % {"day": day_text(here.date() - timedelta(days=1))}
    return moment_text(at)


def from_text(at: datetime) -> str:
    """A first moment; the midnight that begins a day is said as the day."""
    here = timezone.localtime(at)
    return day_text(here.date()) if (here.hour, here.minute) == (0, 0) else moment_text(at)
