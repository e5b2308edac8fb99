"""Days and instants as people read them: "Monday 8 July 2019, 6 pm"."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.said import Said
from hustings.kernel.time import Span, SpanUnit
from hustings.people.spells import Day
from hustings.timetable.instants import zone_of
from hustings.timetable.timetables import Breach, Line

Translate = Callable[[str], str]
"""A gettext-like function; :func:`in_english` leaves the text as it is."""


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the translators' catalogue without translating it here."""
    return text


def in_english(text: str) -> str:
    """The translation into English: the text itself."""
    return text


WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
DAY = N_("{weekday} {day} {month} {year}")
DATE = N_("{day} {month} {year}")
INSTANT = N_("{day}, {hour}")
MIDNIGHT = N_("midnight at the end of {day}")
FROM_TO = N_("{first} to {last}")
WAIVED = N_("{breach} Waived by {body}: {decision}.")
NOON = N_("noon")
MORNING = N_("{clock} am")
AFTERNOON = N_("{clock} pm")
HALF_A_DAY = 12


def say_day(day: date, translate: Translate = in_english) -> str:
    """``Monday 8 July 2019``."""
    return translate(DAY).format(
        weekday=translate(WEEKDAYS[day.weekday()]),
        day=day.day,
        month=translate(MONTHS[day.month - 1]),
        year=day.year,
    )


def say_clock(clock: time, translate: Translate = in_english) -> str:
    """``6 pm``, ``5.30 pm``, ``noon``; half past midnight is ``12.30 am``, and 00:00 ``12 am``."""
    if (clock.hour, clock.minute) == (HALF_A_DAY, 0):
        return translate(NOON)
    hour = clock.hour % HALF_A_DAY or HALF_A_DAY
    spoken = f"{hour}.{clock.minute:02}" if clock.minute else str(hour)
    return translate(MORNING if clock.hour < HALF_A_DAY else AFTERNOON).format(clock=spoken)


def say_instant(at: datetime, zone: str, translate: Translate = in_english) -> str:
    """``Monday 8 July 2019, 6 pm``; 00:00 is ``midnight at the end of`` the day that it ends."""
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    local = at.astimezone(zone_of(zone))
    if (local.hour, local.minute) == (0, 0) and local.date() > date.min:
        day_before = say_day(local.date() - timedelta(days=1), translate)
        return translate(MIDNIGHT).format(day=day_before)
    return translate(INSTANT).format(
        day=say_day(local.date(), translate), hour=say_clock(local.time(), translate)
    )


def say_when(line: Line, zone: str, translate: Translate = in_english) -> str:
    """When a line is: a day, days from one to another, an hour, or hours from one to another."""
    if line.whole_days:
        first = say_day(line.day, translate)
        several = line.last_day is not None and line.last_day > line.day
        last = say_day(line.last_day, translate) if several and line.last_day else None
    else:
        first = say_instant(line.starts, zone, translate)
        last = None if line.ends is None else say_instant(line.ends, zone, translate)
    return first if last is None else translate(FROM_TO).format(first=first, last=last)


CLAUSE = N_("clause {number}")
READING = N_("our reading {number}")


def say_again(sentence: str, translate: Translate) -> str | None:
    """A sentence from below in another language; ``None`` where it does not remember what it was made from."""
    if not isinstance(sentence, Said) or not sentence.words:
        return None
    values = {name: _value(one, translate) for name, one in sentence.values.items()}
    return translate(sentence.words).format(**values)


def _value(one: object, translate: Translate) -> object:
    match one:
        case Day(with_weekday=True):
            return say_day(one.day, translate)
        case Day():
            month = translate(MONTHS[one.day.month - 1])
            return translate(DATE).format(day=one.day.day, month=month, year=one.day.year)
        case Span():
            return say_span(one, translate)
        case Citation():
            if one.ground is Ground.SOURCE:
                return one.reference
            text = CLAUSE if one.ground is Ground.CLAUSE else READING
            return translate(text).format(number=one.reference)
        case Said():
            return say_again(one, translate) or one
        case _:
            return one


def say_breach(breach: Breach, translate: Translate = in_english) -> str:
    """What is not kept and, where a body let it stand, who did and by which decision."""
    if breach.waived_by is None:
        return breach.says
    return translate(WAIVED).format(
        breach=breach.says, body=breach.waived_by.body, decision=breach.waived_by.decision
    )


def say_number_of(number: int, unit: str) -> str:
    """``1 day``, ``7 days``; ``unit`` is given in the plural."""
    return f"{number} {unit.removesuffix('s')}" if number == 1 else f"{number} {unit}"


SPANS = {
    SpanUnit.DAYS: (N_("{number} day"), N_("{number} days")),
    SpanUnit.CLEAR_DAYS: (N_("{number} clear day"), N_("{number} clear days")),
    SpanUnit.WORKING_DAYS: (N_("{number} working day"), N_("{number} working days")),
    SpanUnit.WEEKS: (N_("{number} week"), N_("{number} weeks")),
    SpanUnit.MONTHS: (N_("{number} month"), N_("{number} months")),
    SpanUnit.YEARS: (N_("{number} year"), N_("{number} years")),
}


def say_span(span: Span, translate: Translate = in_english) -> str:
    """``1 day``, ``7 days``, ``5 working days``."""
    one, several = SPANS[span.unit]
    return translate(one if span.number == 1 else several).format(number=span.number)
