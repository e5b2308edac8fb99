"""What a letter says before it has a form: its words, and around them who writes, when, and under which rules."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hustings.conduct.seats import Placed, Seat
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import say_day, say_instant


@dataclass(frozen=True, slots=True)
class Written:
    """The words of one letter in one language.

    ``dates`` are lines of what happens, when, and by which rule; ``calendar`` is the same as a
    calendar file. ``is_letter``: it goes out with a PDF that can be kept and printed.
    """

    subject: str
    paragraphs: tuple[str, ...]
    dates: tuple[tuple[str, str, str], ...] = ()
    after_dates: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    calendar: str = ""
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words: the organisation, the day, the entry that the letter carries out.

    ``number`` is 0 where the letter carries out no entry.
    """

    organisation: str
    sent_on: date
    seat: str
    number: int
    position: int
    rulebook: str
    unofficial: bool

    def reference(self) -> str:
        """Which entry of the record the letter carries out."""
        if not self.number:
            return _("nothing that is on the record yet")
        return _("%(seat)s, entry %(number)d (position %(position)d of the record)") % {
            "seat": self.seat,
            "number": self.number,
            "position": self.position,
        }


def frame_of(organisation: str, seat: Seat, placed: Placed) -> Frame:
    """The frame of every letter that an entry sends."""
    zone = seat.rulebook.rules.rulebook.calendar.zone
    return Frame(
        organisation=organisation,
        sent_on=local_day(placed.at, zone),
        seat=seat.state.seat or seat.proceeding,
        number=placed.number,
        position=placed.position,
        rulebook=seat.rulebook.title,
        unofficial=seat.rulebook.unofficial,
    )


def frame_before(organisation: str, seat: Seat, at: datetime) -> Frame:
    """The frame of a letter about what is no entry yet."""
    return Frame(
        organisation=organisation,
        sent_on=local_day(at, seat.rulebook.rules.rulebook.calendar.zone),
        seat=seat.state.seat or seat.proceeding,
        number=0,
        position=0,
        rulebook=seat.rulebook.title,
        unofficial=seat.rulebook.unofficial,
    )


def plain_text(written: Written, frame: Frame, greeting: str, language: str) -> str:
    """The letter as plain text: exactly what is mailed, and what the proof of service is about."""
    with translation.override(language):
        blocks = [
            f"{frame.organisation}\n{say_day(frame.sent_on, _)}",
            _unofficial(frame),
            greeting,
            *written.paragraphs,
            _listed(_("Dates"), [_dated(*line) for line in written.dates]),
            *written.after_dates,
            _listed(_("The rules behind this letter"), list(written.rules)),
            "\n".join(signed_by(frame)),
            f"-- \n{_on_the_record(frame)}{made_under(frame)}",
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def parts(
    written: Written, frame: Frame, greeting: str, addressee: tuple[str, ...], language: str
) -> dict[str, Any]:
    """The letter in parts, as it is kept for printing and for its PDF."""
    with translation.override(language):
        return {
            "organisation": frame.organisation,
            "sender": [_("The national office")],
            "sent_on": frame.sent_on.isoformat(),
            "addressee": list(addressee),
            "subject": written.subject,
            "greeting": greeting,
            "paragraphs": list(written.paragraphs),
            "dates": [list(line) for line in written.dates],
            "after_dates": [*written.after_dates, made_under(frame)],
            "citations": list(written.rules),
            "signed_by": list(signed_by(frame)),
            "record_reference": frame.reference(),
            "unofficial": frame.unofficial,
            "language": language,
            "calendar": written.calendar,
        }


def signed_by(frame: Frame) -> tuple[str, ...]:
    """Who the letter is from."""
    return (_("The national office"), frame.organisation)


def made_under(frame: Frame) -> str:
    """The rules by their title."""
    return _("Made under: %(rulebook)s.") % {"rulebook": frame.rulebook}


def link(path: str) -> str:
    """An address of this site, as it is written in a letter; opening it changes nothing."""
    return f"{settings.ADDRESS}{path}"


def language_or_own(language: str) -> str:
    """The language of somebody's letters; the organisation's own where theirs is not known."""
    known = {code for code, _name in settings.LANGUAGES}
    return language if language in known else str(settings.LANGUAGE_CODE)


def _on_the_record(frame: Frame) -> str:
    on_the_record = _("On the record as")
    return f"{on_the_record} {frame.reference()}\n" if frame.number else ""


def _unofficial(frame: Frame) -> str:
    if not frame.unofficial:
        return ""
    words = _(
        "Unofficial reconstruction: the rules cited here were written down from public sources, "
        "not by the organisation whose rules they are."
    )
    return f"[{words}]"


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines)]) if lines else ""


def _dated(what: str, when: str, rule: str) -> str:
    return f"{what}: {when} ({rule})" if rule else f"{what}: {when}"


def moment_of(at: datetime | None, seat: Seat) -> str:
    """A moment in the zone of the seat's rules."""
    zone = seat.rulebook.rules.rulebook.calendar.zone
    return "–" if at is None else say_instant(at, zone, _)
