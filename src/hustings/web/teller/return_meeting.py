"""What a return says of the meeting: which one it was, who was there, and the question that was put."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk
from hustings.proceedings.entry import Entry
from hustings.proceedings.unit_returns import ReturnMade, still_to_come
from hustings.timetable.instants import at_local, local_day
from hustings.timetable.sentences import say_instant
from hustings.web.teller import return_forms as ask
from hustings.web.teller.flows import Answers, Asked, Step


def _meeting(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    if desk.is_affiliate:
        title = _("When did %(unit)s decide?") % {"unit": desk.unit.name}
        form = ask.WhenDecided(
            lambda day, hour: _why_not(desk, day, hour), post, initial=_called_to(desk)
        )
        return Asked(form, title)
    meeting = desk.meeting
    choices = [] if meeting is None else [(meeting.at.isoformat(), when(desk, meeting.at))]
    form = ask.WhichMeeting(choices, post, initial={"meeting": choices[0][0] if choices else ""})
    return Asked(form, _("Which meeting was it?"), "teller/return/meeting.html")


def _why_not(desk: UnitDesk, day: date, hour: time) -> str:
    """Why no return can be of this moment, with the last that can be given; empty where it can."""
    if still_to_come(at_local(day, hour, desk.zone), desk.given) is None:
        return ""
    text = _("A return is made after the unit has decided. Give a moment up to now, %(now)s.")
    return text % {"now": when(desk, desk.now)}


def _called_to(desk: UnitDesk) -> dict[str, Any]:
    """The day and the hour of the meeting that the unit was called to, once it is over; nothing otherwise."""
    if desk.meeting is None or desk.meeting.at > desk.now:
        return {}
    at = desk.meeting.at
    return {"day": local_day(at, desk.zone), "hour": f"{at.astimezone(ZoneInfo(desk.zone)):%H:%M}"}


def met_at(desk: UnitDesk, answers: Answers) -> datetime:
    """When the unit met, or an affiliate decided."""
    answer = answers["meeting"]
    if desk.is_affiliate:
        return at_local(answer["day"], answer["hour"], desk.zone)
    return datetime.fromisoformat(answer["meeting"])


def when(desk: UnitDesk, at: datetime) -> str:
    """A moment in the zone of the rules."""
    return say_instant(at, desk.zone, _)


def _present(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    words = {
        "rule": desk.rules.meeting.representative if desk.rules else None,
        "quorum": desk.rules.meeting.quorum if desk.rules else None,
        "cell": desk.seat.rulebook.rules.publication.minimum_cell,
    }
    quorum = desk.rules.meeting.quorum.value if desk.rules else 0
    form = ask.WhoWasThere(quorum, _no_return(desk), post)
    return Asked(form, _("Who was there?"), "teller/return/present.html", words)


def _no_return(desk: UnitDesk) -> dict[str, str]:
    """Why an answer leads to no return, by its code; each with what can be done instead."""
    rules = desk.rules
    if rules is None:
        return {}
    no = {"another-question": _("The rules count an answer to this question only, in these words.")}
    if rules.meeting.quorum.value:
        text = _("The meeting needs at least %(n)s present.")
        no["not-quorate"] = text % {"n": rules.meeting.quorum.value}
    if rules.meeting.representative.value == "excluded":
        no["representative-present"] = _(
            "The rules exclude the sitting representative from the room."
        )
    return {answer: f"{why} {_instead(desk)}" for answer, why in no.items()}


def _instead(desk: UnitDesk) -> str:
    """What the unit can still do before returns are due."""
    due = desk.seat.state.step("returns-due")
    said = {"unit": desk.unit.name, "until": "–" if due is None else when(desk, due.last)}
    if desk.is_affiliate:
        text = _(
            "No return can be made yet: %(unit)s decides this question first, under its own rules, by %(until)s."
        )
    else:
        text = _(
            "No return can be made of this meeting: the secretary of %(unit)s calls another one, "
            "and its return is made by %(until)s."
        )
    return text % said


def _said_present(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    there = answers["present"]
    said = _("yes") if there["representative"] == "yes" else _("no")
    present = str(there["present"])
    if returning.present_as_told(desk, there["present"])[0] is None:
        present = _("%(text)s (not published)") % {"text": present}
    return [
        (_("Members present"), present),
        (_("Representative in the room"), said),
    ]


def _question(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    words = {"question": desk.rules.question if desk.rules else None}
    form = ask.AskedWordForWord(_no_return(desk), post)
    return Asked(form, _("The question, word for word"), "teller/return/question.html", words)


def _said_question(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    text = "" if desk.rules is None else desk.rules.question.text.value
    return [(_("Question"), _("“%(text)s”") % {"text": text})]


def _said_meeting(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    return [(_("Meeting"), when(desk, met_at(desk, answers)))]


def _is_branch(desk: UnitDesk, answers: Answers) -> bool:
    return not desk.is_affiliate


STEPS = (
    Step("meeting", _meeting, _said_meeting),
    Step("present", _present, _said_present, _is_branch),
    Step("question", _question, _said_question),
)


def number_untold(desk: UnitDesk, present: int | None) -> list[str]:
    """That the number stays unpublished, where it does, and what is said instead."""
    told, quorate = returning.present_as_told(desk, present)
    if present is None or told is not None:
        return []
    words = {"n": desk.seat.rulebook.rules.publication.minimum_cell.value}
    text = _("Fewer than %(n)s were present, so the number is not published.") % words
    if quorate:
        text += " " + _("The return says instead that the meeting was quorate.")
    return [text]


def worked_out(desk: UnitDesk, made: Entry) -> list[tuple[str, str]]:
    """That a handful was a quorum, which the return says instead of their number."""
    if not isinstance(made, ReturnMade) or not made.quorate or desk.rules is None:
        return []
    text = _("yes, the quorum is %(n)s") % {"n": desk.rules.meeting.quorum.value}
    return [(_("The meeting was quorate"), text)]
