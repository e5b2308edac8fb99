"""What is different after an act, in words: the stage, the outcome, who takes part, dates, what is set aside."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.conduct.showing.stages import when
from hustings.proceedings.clock import zone_of
from hustings.proceedings.deciding import evolve
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.overrides import Overridden
from hustings.proceedings.state import ReturnState, Selection
from hustings.web.office.desk import Desk
from hustings.web.office.said import entry_words, step_words
from hustings.web.office.words import stage_words


def changes(desk: Desk, entry: Entry) -> list[dict[str, str]]:
    """What is different afterwards: the stage, the outcome, who is selected, what is set aside."""
    before, after = desk.seat.state, evolve(desk.seat.state, entry, desk.now)
    rows: list[dict[str, str]] = []
    if after.stage is not before.stage or isinstance(entry, ProceedingOpened):
        was = stage_words(before.stage) if before.opened_at else ""
        rows.append(_row(_("Where the seat stands"), was, stage_words(after.stage)))
    if after.outcome is not before.outcome:
        was, now = (s.outcome.value.replace("-", " ") if s.outcome else "" for s in (before, after))
        rows.append(_row(_("Outcome"), was, now or _("none")))
    if after.candidate != before.candidate:
        was, now = (desk.name(s.candidate) if s.candidate else "" for s in (before, after))
        rows.append(_row(_("Candidate"), was, now or _("nobody")))
    if after.postponed is not before.postponed:
        was, now = (_("rests") if s.postponed else _("goes on") for s in (before, after))
        rows.append(_row(_("The procedure"), was, now))
    rows.extend(_changed_units(before, after))
    rows.extend(_changed_returns(before, after))
    rows.extend(_changed_contenders(desk, before, after))
    rows.extend(_changed_dates(desk, before, after))
    if isinstance(entry, Decision) and entry.supersedes is not None:
        rows.append(_row(_("Set aside"), _("entry %(n)s") % {"n": entry.supersedes}, ""))
    if isinstance(entry, Overridden) and entry.replaces is not None:
        rows.append(_row(_("Overridden"), "", entry_words(desk, entry.replaces)))
    return rows


def _changed_units(before: Selection, after: Selection) -> list[dict[str, str]]:
    """Units that count afterwards and did not before, or the other way."""
    said = {True: _("counts"), False: _("does not count")}
    return [
        _row(row.name, said[was.counts], said[row.counts])
        for row in after.units
        if (was := before.unit(row.id)) is not None and was.counts is not row.counts
    ]


def _changed_contenders(desk: Desk, before: Selection, after: Selection) -> list[dict[str, str]]:
    """Who takes part in the selection afterwards and did not before, or no longer."""

    def taking_part(state: Selection) -> list[str]:
        return [one.person for one in state.applicants if not one.withdrawn]

    old, new = taking_part(before), taking_part(after)
    came = [_row(desk.full_name(one), "", _("takes part")) for one in new if one not in old]
    left = [one for one in old if one not in new and before.stage is after.stage]
    gone = [_row(desk.full_name(one), _("takes part"), _("takes no part")) for one in left]
    return [*came, *gone]


def _changed_returns(before: Selection, after: Selection) -> list[dict[str, str]]:
    """Units whose return stands, is void or is contested afterwards, and was not before."""
    rows: list[dict[str, str]] = []
    for unit in after.units:
        was, now = before.standing_return(unit.id), after.standing_return(unit.id)
        if was is not None and now is not None and was != now:
            name = _("Return of %(unit)s") % {"unit": unit.name}
            rows.append(_row(name, _standing(was), _standing(now)))
    return rows


def _standing(made: ReturnState) -> str:
    if made.void:
        return _("void")
    return _("contested") if made.contested else _("stands")


def _changed_dates(desk: Desk, before: Selection, after: Selection) -> list[dict[str, str]]:
    """Dates that are moved; of those that are published for the first time only how many, for they are listed below."""
    zone = zone_of(desk.given)
    changed = [step for step in after.timetable if before.step(step.id) != step]
    fresh = sum(before.step(step.id) is None for step in changed)
    rows = [
        _row(step_words(desk.seat, step.id), when(was, zone, _), when(step, zone, _))
        for step in changed
        if (was := before.step(step.id)) is not None
    ]
    if fresh:
        text = ngettext("%(n)s date is published", "%(n)s dates are published", fresh)
        rows.append(_row(_("Dates"), "", text % {"n": fresh}))
    return rows


def _row(name: str, was: Any, now: Any) -> dict[str, str]:
    return {"name": name, "was": str(was), "now": str(now)}
