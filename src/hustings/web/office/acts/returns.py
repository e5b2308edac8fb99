"""Meetings and returns: notice, what a body does about a return, and the outcome that the returns decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.proceedings.contested_returns import (
    ContentionDismissed,
    ReturnReinstated,
    ReturnVoided,
)
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import ReturnState
from hustings.proceedings.triggering import TriggerDecided
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, public
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.acts.looking import returns_shown
from hustings.web.office.desk import Desk
from hustings.web.office.said import (
    contention_about,
    from_text,
    until_text,
    with_words,
)


def _meeting_fields(desk: Desk) -> Fields:
    called = {meeting.unit for meeting in desk.seat.state.meetings}
    counting = [u for u in desk.seat.state.units if u.counts and not _has_returned(desk, u.id)]
    counting.sort(key=lambda unit: (unit.id in called, unit.name))
    window = desk.seat.state.step("unit-meetings")
    hint = ""
    if window is not None:
        inside = {"first": from_text(window.starts), "last": until_text(window.last)}
        hint = str(_("The timetable has meetings from %(first)s to %(last)s.") % inside)
    return {
        "unit": ask.choose(_("Which unit meets?"), [(u.id, u.name) for u in counting]),
        "at": ask.moment(_("When does it meet?"), hint),
        "noticed_at": ask.moment(_("When was the notice given to its members?"), initial=desk.now),
        "place": ask.words(_("Where?"), required=False),
    }


def _has_returned(desk: Desk, unit: str) -> bool:
    made = desk.seat.state.standing_return(unit)
    return made is not None and not made.void


def _all_called(desk: Desk) -> bool:
    state = desk.seat.state
    called = {meeting.unit for meeting in state.meetings}
    return bool(called) and all(
        unit.id in called for unit in state.units if unit.counts and unit.kind == "branch"
    )


def _meeting(desk: Desk, answers: Answers) -> dict[str, Any]:
    place = str(answers["place"]).strip()
    return {
        "unit": answers["unit"], "at": answers["at"], "noticed_at": answers["noticed_at"],
        "place": public(place) if place else None,
    }  # fmt: skip


def _with_contention(desk: Desk, unit: str, made: ReturnState) -> str:
    name = desk.unit_name(unit)
    return with_words(name, contention_about(desk, unit)) if made.contested else name


def _returned(*, void: bool, contested: bool = False) -> Any:
    def fields(desk: Desk) -> Fields:
        state = desk.seat.state
        standing = {made.unit: state.standing_return(made.unit) for made in state.returns}
        listed = [
            (unit, _with_contention(desk, unit, made))
            for unit, made in standing.items()
            if made is not None and made.void is void and (made.contested or not contested)
        ]
        return {"unit": ask.choose(_("Which unit's return?"), listed)}

    return fields


def _unit(desk: Desk, answers: Answers) -> dict[str, Any]:
    return {"unit": answers["unit"]}


_TRIGGER = frozenset({Stage.TRIGGER})

RETURNS = (
    Act(
        "meeting", MeetingNoticed, _("Give notice of a unit's meeting"),
        _("A unit's secretary can do this too. A later notice takes the place of an earlier one."),
        _meeting_fields, _meeting, stages=_TRIGGER,
        unready=lambda desk: (
            None if desk.seat.state.units else _("The roll of units is not published yet.")
        ),
        nothing=_("Every unit has made its return."), done=_all_called,
    ),
    Act(
        "void-return", ReturnVoided, _("Void a return"),
        _("It stays on the record, struck through; the unit may make another one in time."),
        _returned(void=False), _unit, stages=_TRIGGER, nothing=_("No return stands."),
    ),
    Act(
        "reinstate-return", ReturnReinstated, _("Reinstate a return"),
        _("A voided return has its force again."),
        _returned(void=True), _unit, stages=_TRIGGER, nothing=_("No return is void."),
    ),
    Act(
        "dismiss", ContentionDismissed, _("Dismiss a contention"),
        _("A contested return stands as it was made."),
        _returned(void=False, contested=True), _unit, nothing=_("No return is contested."),
    ),
    Act(
        "trigger", TriggerDecided, _("Declare the outcome of the trigger ballot"),
        _("Everything but the votes of those who declare it is worked out from the returns."),
        stages=_TRIGGER, show=returns_shown,
    ),
)  # fmt: skip
