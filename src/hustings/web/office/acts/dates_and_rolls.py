"""Dates, rolls, meetings and returns: what the office does before and while the units decide."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.conduct import office
from hustings.conduct.needs import phase_now
from hustings.conduct.rolls import contests_of, freeze_electors, unit_roll, unit_rows, units_in
from hustings.kernel.refusals import BadInput
from hustings.people.units import UnitType
from hustings.proceedings.clock import calendar_of, zone_of
from hustings.proceedings.contested_returns import (
    ContentionDismissed,
    ReturnReinstated,
    ReturnVoided,
)
from hustings.proceedings.entry import Entry
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.planning import IntervalWaived, StepChange, TimetablePublished
from hustings.proceedings.rolls import ObjectionDecided, RollFrozen, RollTree, UnitsPublished
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import ReturnState, UnitRow
from hustings.proceedings.triggering import TriggerDecided
from hustings.timetable.compute import compute
from hustings.timetable.instants import local_day
from hustings.timetable.timetables import Timetable, Waiver
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, Answers, Fields, Shown, public
from hustings.web.office.acts.looking import electors_shown, freeze_day, returns_shown, units_shown
from hustings.web.office.desk import Desk
from hustings.web.office.said import (
    argument_in,
    contention_about,
    from_text,
    until_text,
    with_words,
)

_PHASES = {
    "intention": _("asking the representative"),
    "trigger": _("the trigger ballot"),
    "readoption": _("the readoption"),
    "petition": _("the petition"),
    "selection": _("the selection"),
}


# --- the timetable ------------------------------------------------------------------------------------


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


# --- the rolls ----------------------------------------------------------------------------------------


def _freeze_fields(desk: Desk) -> Fields:
    return {"freeze": ask.day(_("On which day is the roll frozen?"), initial=freeze_day(desk))}


def _not_frozen_yet(desk: Desk, answers: Answers) -> dict[str, Any]:
    """A tree that stands in until the roll is really frozen: what is decided does not depend on it."""
    ours = units_in(desk.organisation, desk.seat.state.seat)
    branches = tuple(unit.id for unit in ours if unit.kind is UnitType.BRANCH)
    tree = RollTree(branches, None, "0" * 64)
    return {
        "freeze": answers["freeze"],
        "contests": contests_of(desk.seat.rulebook.rules),
        "trees": (tree,),
    }


def _freeze(desk: Desk, entry: Entry) -> Entry:
    """Freeze for real; an earlier freeze that still waits for its signature is withdrawn with its rows."""
    if not isinstance(entry, RollFrozen):
        return entry
    office.withdraw_waiting(desk.organisation, desk.seat.proceeding, RollFrozen.__name__)
    ours = units_in(desk.organisation, desk.seat.state.seat)
    trees = freeze_electors(
        desk.organisation, desk.seat.proceeding, ours, desk.seat.rulebook, entry.freeze
    )
    return replace(entry, trees=trees)


def _units(desk: Desk, answers: Answers) -> dict[str, Any]:
    ours = units_in(desk.organisation, desk.seat.state.seat)
    published = local_day(desk.now, zone_of(desk.given))
    roll = unit_roll(desk.organisation, ours, desk.seat.rulebook, freeze_day(desk), published)
    return {"units": unit_rows(desk.organisation, roll)}


def _objections(desk: Desk) -> Fields:
    state = desk.seat.state
    listed = [
        (
            str(o.number),
            with_words(
                _("entry %(n)s, about %(unit)s") % {"n": o.number, "unit": unit_name(desk, o.unit)},
                argument_in(desk, o.number),
            ),
        )
        for o in state.objections
        if not o.decided
    ]
    return {
        "objection": ask.choose(_("Which objection?"), listed),
        "counts": ask.yes_no(_("Does the unit count?"), _("It counts"), _("It does not count")),
        "because": ask.words(_("Because"), _("One sentence; it stands on the public roll of units.")),
    }  # fmt: skip


def _objection(desk: Desk, answers: Answers) -> dict[str, Any]:
    number = int(answers["objection"])
    found = next(o for o in desk.seat.state.objections if o.number == number)
    known = {unit.id: unit for unit in units_in(desk.organisation, desk.seat.state.seat)}
    row, listed = desk.seat.state.unit(found.unit), known.get(found.unit)
    if row is None:
        name = listed.name if listed else found.unit
        kind = listed.kind.value if listed else "branch"
        row = UnitRow(found.unit, name, kind, listed.organisation if listed else name, False, "")
    unit = replace(row, counts=answers["counts"] == "yes", because=answers["because"])
    return {"objection": number, "unit": unit}


ROLLS = (
    Act(
        "roll", RollFrozen, _("Freeze the roll of electors"),
        _("Each row is kept in private and committed to in the record: nobody can be added later unseen."),
        _freeze_fields, _not_frozen_yet, show=electors_shown, before_making=_freeze,
        unready=lambda desk: _("The roll has been frozen already.") if desk.seat.state.roll else None,
    ),
    Act(
        "units", UnitsPublished, _("Publish the roll of units"),
        _("Which branches and affiliates count, and why others do not, with time to object."),
        build=_units, stages=frozenset({Stage.TRIGGER}), show=units_shown,
        done=lambda desk: bool(desk.seat.state.units),
    ),
    Act(
        "objection", ObjectionDecided, _("Decide an objection"),
        _("The unit counts, or it does not, and why."),
        _objections, _objection, nothing=_("No objection waits for a decision."),
    ),
)  # fmt: skip


# --- meetings, returns, the outcome -------------------------------------------------------------------


def unit_name(desk: Desk, unit: str) -> str:
    """A unit's name, as the roll of units has it."""
    row = desk.seat.state.unit(unit)
    return unit if row is None else row.name


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
    name = unit_name(desk, unit)
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
