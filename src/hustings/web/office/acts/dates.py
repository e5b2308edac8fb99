"""Dates: the timetable that the rules give, another day that a body sets, and a rule that it waives."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.conduct.needs import phase_now
from hustings.kernel.refusals import BadInput
from hustings.proceedings.clock import calendar_of, zone_of
from hustings.proceedings.planning import IntervalWaived, StepChange, TimetablePublished
from hustings.timetable.compute import compute
from hustings.timetable.instants import local_day
from hustings.timetable.timetables import Timetable, Waiver
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, Shown
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.desk import Desk

_PHASES = {
    "intention": _("asking the representative"),
    "trigger": _("the trigger ballot"),
    "readoption": _("the readoption"),
    "petition": _("the petition"),
    "selection": _("the selection"),
}


def _opening_day(desk: Desk) -> date:
    at = desk.seat.state.opened_at or desk.now
    return local_day(at, zone_of(desk.given))


def _phase(desk: Desk) -> str:
    return phase_now(desk.seat.state, desk.seat.rulebook) or "selection"


def _timetable_fields(desk: Desk) -> Fields:
    fields: Fields = {
        "opened": ask.day(
            _("From which day are the dates counted?"), _("The day of the opening."),
            initial=_opening_day(desk),
        )
    }  # fmt: skip
    for step in desk.seat.rulebook.rules.timetable.steps:
        if step.phase == _phase(desk):
            fields[f"set_{step.id}"] = ask.day(
                _("Set another day: %(what)s") % {"what": step.what}, required=False
            )
    return fields


def _changes(answers: Answers | None) -> dict[str, date]:
    given = answers or {}
    return {
        name.removeprefix("set_"): value
        for name, value in given.items()
        if name.startswith("set_") and value is not None
    }


def computed(desk: Desk, answers: Answers | None) -> Timetable:
    """The timetable that the answers lead to, with every breach."""
    opened = (answers or {}).get("opened") or _opening_day(desk)
    return compute(
        desk.seat.rulebook.rules,
        opened,
        calendar_of(desk.given),
        changes=_changes(answers),
        waivers=tuple(
            Waiver(w.interval, w.body, str(_("entry %(n)s") % {"n": w.number}))
            for w in desk.seat.state.waivers
        ),
    )


def _show_timetable(desk: Desk, answers: Answers | None) -> Shown:
    words: dict[str, Any] = {"phase": _PHASES[_phase(desk)], "proceeding": desk.seat.proceeding}
    try:
        table = computed(desk, answers)
    except BadInput as bad:
        return Shown("office/shows/timetable.html", {**words, "problem": bad.problems[0].what})
    phases = {s.id: s.phase for s in desk.seat.rulebook.rules.timetable.steps}
    to = {i.id: i.to for i in desk.seat.rulebook.rules.timetable.intervals}
    mine = [
        b for b in table.breaches if phases.get(to.get(b.rule, b.rule), "") in ("", _phase(desk))
    ]
    lines = [line for line in table.lines if line.phase == _phase(desk)]
    set_by_hand = _changes(answers)
    words |= {"lines": lines, "breaches": mine, "warnings": table.warnings, "set": set_by_hand}
    return Shown("office/shows/timetable.html", words)


def _is_published(desk: Desk) -> bool:
    steps = desk.seat.rulebook.rules.timetable.steps
    mine = {step.id for step in steps if step.phase == _phase(desk)}
    return any(step.id in mine for step in desk.seat.state.timetable)


TIMETABLE = Act(
    "timetable", TimetablePublished, _("Publish the timetable"),
    _("Every date follows from the rules. A body may set another day; the rules are checked all the same."),
    _timetable_fields,
    lambda desk, answers: {
        "phase": _phase(desk), "opened": answers["opened"],
        "changes": tuple(StepChange(step, day) for step, day in sorted(_changes(answers).items())),
    },
    show=_show_timetable, done=_is_published,
)  # fmt: skip


def _intervals(desk: Desk) -> Fields:
    rules = desk.seat.rulebook.rules.timetable
    waived = {waiver.interval for waiver in desk.seat.state.waivers}
    what = {step.id: step.what for step in rules.steps}
    listed = [
        (
            i.id,
            _("at least %(span)s between “%(first)s” and “%(second)s”")
            % {
                "span": i.at_least,
                "first": what.get(i.from_, i.from_),
                "second": what.get(i.to, i.to),
            },
        )
        for i in rules.intervals
    ] + [(b.id, b.what) for b in rules.blackouts]
    return {
        "interval": ask.choose(
            _("Which rule is waived?"), [(k, v) for k, v in listed if k not in waived]
        )
    }


WAIVER = Act(
    "waive", IntervalWaived, _("Waive a rule of the timetable"),
    _(
        "A competent body lets dates stand that are closer together than the rules ask, "
        "or fall into a time they keep free."
    ),
    _intervals,
    lambda desk, answers: {"interval": answers["interval"]},
    nothing=_("Every interval of these rules has been waived, or there is none."),
)  # fmt: skip
