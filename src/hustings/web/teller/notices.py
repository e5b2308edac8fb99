"""Call the unit's meeting: the day and hour, the place, and a refusal that names the earliest day in time."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.stages import Stage
from hustings.timetable.instants import at_local
from hustings.timetable.sentences import say_day, say_instant
from hustings.web.base.forms import DayField, Question
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.return_forms import hour_field

L = gettext_lazy
ROLES = (Role.UNIT_SECRETARY,)


class DayAndHour(Question):
    """When the unit meets."""

    day = DayField(label=L("Day"), help_text=L("For example 8 7 2019"))
    hour = hour_field(L("Hour"), L("For example 19:30"))


class Place(Question):
    """Where the unit meets."""

    place = forms.CharField(
        max_length=300,
        label=L("Place"),
        help_text=L("The hall and its address, or how to join from afar. Everybody can read it."),
        error_messages={"required": L("Enter where the meeting is")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def _when(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    earliest = returning.earliest_meeting(desk)
    window = desk.seat.state.step("unit-meetings")
    words = {
        "earliest": say_day(earliest, _) if earliest else "",
        "until": say_instant(window.last, desk.zone, _) if window else "",
        "rule": desk.rules.meeting.notice if desk.rules else None,
    }
    title = _("When does %(unit)s meet?") % {"unit": desk.unit.name}
    return Asked(DayAndHour(post), title, "teller/notice/when.html", words)


def _at(desk: UnitDesk, answers: Answers) -> datetime:
    return at_local(answers["when"]["day"], answers["when"]["hour"], desk.zone)


def _where(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    return Asked(Place(post), _("Where does it meet?"))


def _command(desk: UnitDesk, answers: Answers) -> MeetingNoticed:
    return returning.meeting_command(desk, _at(desk, answers), answers["place"]["place"])


def _not_now(desk: UnitDesk) -> Refused | None:
    if desk.rules is None or desk.seat.state.stage is not Stage.TRIGGER:
        text = _("No trigger ballot is running for this seat, so there is no meeting to call.")
        return Refused("no-trigger-now", "", text)
    return None if desk.unit.counts else Refused("unit-does-not-count", "", desk.unit.because)


def _allowed(desk: UnitDesk, refused: Refused) -> list[str]:
    earliest = returning.earliest_meeting(desk)
    if refused.code not in {"notice-too-short", "outside-the-window", "objections-open"}:
        return []
    lines = []
    window = desk.seat.state.step("unit-meetings")
    if earliest is not None and (window is None or at_local_end(desk, earliest) <= window.last):
        text = _("The earliest day that would be in time is %(day)s.")
        lines.append(text % {"day": say_day(earliest, _)})
    elif window is not None:
        text = _("No day is left: meetings end on %(day)s. Ask the national office.")
        lines.append(text % {"day": say_instant(window.last, desk.zone, _)})
    return lines


def at_local_end(desk: UnitDesk, day: Any) -> datetime:
    """The morning of a day: if even that lies after the window, no hour of the day is left."""
    return at_local(day, datetime.min.time(), desk.zone)


NOTICE = Flow(
    subject=lambda desk: f"meeting/{desk.unit.id}",
    address=lambda desk, slug: reverse(
        "teller-notice-step", args=[desk.seat.proceeding, desk.unit.id, slug]
    ),
    home=lambda desk: reverse("teller-unit", args=[desk.seat.proceeding, desk.unit.id]),
    steps=(
        Step(
            "when",
            _when,
            lambda desk, answers: [
                (_("Day and hour"), say_instant(_at(desk, answers), desk.zone, _))
            ],
        ),
        Step("place", _where, lambda desk, answers: [(_("Place"), answers["place"]["place"])]),
    ),
    title=L("Check the notice of the meeting"),
    button=L("Call the meeting"),
    command=_command,
    what_if=returning.what_if,
    carry_out=returning.carry_out,
    not_now=_not_now,
    allowed=_allowed,
    done=L("The meeting is called. The notice stands in the record."),
)
