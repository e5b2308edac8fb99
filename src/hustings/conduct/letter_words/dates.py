"""The letter of the dates: each with its rule, and the same as a calendar file."""

from django.utils.translation import gettext as _

from hustings.conduct.letter_words.told import Told, reasons
from hustings.conduct.reading import the_organisation
from hustings.conduct.trust_file import fixed_lines
from hustings.conduct.writing import Written
from hustings.proceedings.clock import calendar_of
from hustings.proceedings.planning import TimetablePublished
from hustings.timetable.compute import compute
from hustings.timetable.feed import calendar_feed
from hustings.timetable.sentences import say_when
from hustings.timetable.timetables import Line, Timetable, Waiver


def dates(told: Told) -> Written:
    """The dates of one phase, each with its rule, and the same as a calendar file."""
    entry: TimetablePublished = told.entry
    zone = told.seat.rulebook.rules.rulebook.calendar.zone
    table = timetable_of(told)
    mine = [line for line in table.lines if line.phase == entry.phase]
    return Written(
        subject=told.about(_("the dates")),
        paragraphs=(told.said(), *reasons(entry)),
        dates=tuple((_(one.what), say_when(one, zone, _), str(one.citation)) for one in mine),
        after_dates=(
            _("The same dates are attached as a calendar file."),
            *_to_compare(),
            *(_("Not kept, and waived: %(what)s") % {"what": said} for said in entry.breaches),
        ),
        calendar=_calendar(told, table, mine),
        is_letter=True,
    )


def _to_compare() -> tuple[str, ...]:
    """The lines of the trust file that never change, printed where the site cannot change them afterwards."""
    lines = fixed_lines(the_organisation())
    if not lines:
        return ()
    text = _(
        "Keep this notice: it tells whose record it is. In the trust file that the site hands out these lines must "
        "stand letter by letter; its other lines change as the record grows, and witnesses outside vouch for them."
    )
    return (text, *lines)


def timetable_of(told: Told) -> Timetable:
    """The published timetable with the rule behind every date, worked out again from the entry."""
    entry: TimetablePublished = told.entry
    given = told.given()
    return compute(
        told.seat.rulebook.rules,
        entry.opened,
        calendar_of(given),
        changes={change.step: change.day for change in entry.changes},
        waivers=tuple(Waiver(w.interval, w.body, f"entry {w.number}") for w in given.state.waivers),
    )


def _calendar(told: Told, table: Timetable, lines: list[Line]) -> str:
    book = told.seat.rulebook
    shown = Timetable(table.rulebook, table.opened, tuple(lines), (), table.calendar)
    note = _("Unofficial reconstruction of the rules.") if book.unofficial else book.title
    return calendar_feed(shown, told.seat.proceeding, told.name(), note).decode()
