"""When a notice counts as served: by channel, by the rulebook's spans, and by nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hustings.kernel.clauses import Citation
from hustings.kernel.time import MonthEnd, Span, SpanUnit
from hustings.rulebooks.schema import Service
from hustings.rulebooks.values import Rule
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.instants import zone_of
from hustings.timetable.sentences import say_clock, say_day
from hustings.timetable.spans import add_span


class Channel(StrEnum):
    """How a notice travels."""

    EMAIL = "email"
    POST = "post"
    HAND = "hand"


SENT = {Channel.EMAIL: "Sent by e-mail", Channel.POST: "Posted", Channel.HAND: "Given by hand"}


@dataclass(frozen=True, slots=True)
class Served:
    """The day on which a notice counts as served, and why."""

    channel: Channel
    sent: datetime
    day: date
    because: str
    citation: Citation


def served_at(
    channel: Channel,
    sent: datetime,
    service: Service,
    calendar: FrozenCalendar,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
) -> Served:
    """The day on which a notice sent then, by that channel, counts as served.

    Sent after the rulebook's hour of the day, or on a day that is not a working one, it counts as
    sent on the next working day, but only where the rulebook names such an hour.
    """
    if sent.tzinfo is None:
        raise ValueError("an instant has a time zone")
    local = sent.astimezone(zone_of(calendar.zone))
    taken_as, remark = _day_of_sending(local, service, calendar)
    rule = _rule_of(channel, service)
    day = add_span(taken_as, rule.value, calendar, month_end)
    said = f"{SENT[channel]} on {say_day(local.date())}{remark}"
    return Served(channel, sent, day, f"{said}; {_counts(rule.value, day)}.", rule.citation)


def _rule_of(channel: Channel, service: Service) -> Rule[Span]:
    match channel:
        case Channel.EMAIL:
            return service.email
        case Channel.POST:
            return service.post
        case Channel.HAND:
            return service.hand


def _counts(span: Span, day: date) -> str:
    if span.number == 0 and span.unit is not SpanUnit.CLEAR_DAYS:
        return "it counts as served on that day"
    return f"it counts as served {span} later, on {say_day(day)}"


def _day_of_sending(
    local: datetime, service: Service, calendar: FrozenCalendar
) -> tuple[date, str]:
    day = local.date()
    rule = service.sent_by
    if rule is None:
        return day, ""
    working = calendar.is_working_day(day)
    if working and local.time().replace(microsecond=0) <= rule.value:
        return day, ""
    why = f"after {say_clock(rule.value)}" if working else "not a working day"
    taken_as = day + timedelta(days=1)
    while not calendar.is_working_day(taken_as):
        taken_as += timedelta(days=1)
    return taken_as, f", {why}, so it is taken as sent on {say_day(taken_as)}"
