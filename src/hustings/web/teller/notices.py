"""Call the unit's meeting: the day and hour, the place, and a refusal that names the earliest day in time."""

from datetime import date, datetime, timedelta
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
from hustings.timetable.instants import at_local, local_day
from hustings.timetable.sentences import say_day, say_instant
from hustings.web.base.forms import DayField, Question
from hustings.web.base.refusals import Worded
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
    earliest, last = _earliest(desk), _last_day(desk)
    words = {
        "earliest": say_day(earliest, _) if earliest else "",
        "last": say_day(last, _) if last else "",
        "none_left": _no_day_left(desk),
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
        return Worded("no-trigger-now", "", text)
    return None if desk.unit.counts else Refused("unit-does-not-count", "", desk.unit.because)


def _earliest(desk: UnitDesk) -> date | None:
    """The first day in time that still lies in the window; None where no day is left."""
    earliest, last = returning.earliest_meeting(desk), _last_day(desk)
    return None if earliest is None or (last is not None and earliest > last) else earliest


def _last_day(desk: UnitDesk) -> date | None:
    window = desk.seat.state.step("unit-meetings")
    return local_day(window.last - timedelta(seconds=1), desk.zone) if window else None


def _no_day_left(desk: UnitDesk) -> str:
    last = _last_day(desk)
    if _earliest(desk) is not None or last is None:
        return ""
    text = _(
        "No day is left: the last day for meetings is %(day)s. A body can change the timetable; "
        "ask the national office."
    )
    return text % {"day": say_day(last, _)}


def _allowed(desk: UnitDesk, refused: Refused) -> list[str]:
    if refused.code not in {"notice-too-short", "outside-the-window", "objections-open"}:
        return []
    earliest = _earliest(desk)
    if earliest is None:
        return [_no_day_left(desk)]
    text = _("The earliest day that would be in time is %(day)s.")
    return [text % {"day": say_day(earliest, _)}]


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
