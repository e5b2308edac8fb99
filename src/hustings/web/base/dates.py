"""Dates as people say them: "Monday 8 July 2019, 6 pm", in the reader's language, the zone named where it matters."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hustings.timetable.sentences import say_day


def day_text(day: date) -> str:
    """``Monday 8 July 2019``."""
    return say_day(day, _)


def clock_text(at: datetime) -> str:
    """``6 pm``, ``9.30 am``, ``noon``, ``midnight``: twelve o'clock is never ambiguous."""
    if at.minute == 0 and at.hour in (0, 12):
        return _("midnight") if at.hour == 0 else _("noon")
    hour, minute = at.hour % 12 or 12, f".{at.minute:02d}" if at.minute else ""
    half = pgettext("before noon", "am") if at.hour < 12 else pgettext("after noon", "pm")
    return f"{hour}{minute} {half}"


def moment_text(at: datetime, *, zone: bool = False) -> str:
    """``Monday 8 July 2019, 6 pm`` in the current zone, midnight by the day it ends; with ``zone``, its name too."""
    here = timezone.localtime(at)
    if (here.hour, here.minute) == (0, 0):
        before = day_text(here.date() - timedelta(days=1))
        text = _("midnight at the end of {day}").format(day=before)
    else:
        text = f"{day_text(here.date())}, {clock_text(here)}"
    return f"{text} ({here.tzname()})" if zone else text
