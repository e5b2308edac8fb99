"""Rolls: who may vote, frozen and committed to; which units count, published and objected to."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.conduct import office
from hustings.conduct.rolls import contests_of, freeze_electors, unit_roll, unit_rows, units_in
from hustings.people.units import UnitType
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Entry
from hustings.proceedings.rolls import ObjectionDecided, RollFrozen, RollTree, UnitsPublished
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import UnitRow
from hustings.timetable.instants import local_day
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.acts.looking import electors_shown, freeze_day, units_shown
from hustings.web.office.desk import Desk
from hustings.web.office.said import (
    argument_in,
    with_words,
)


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
                _("entry %(n)s, about %(unit)s") % {"n": o.number, "unit": desk.unit_name(o.unit)},
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
