"""Parts of a statement that hold several things at once, each said as people say it: dates, packs, units, holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hustings.conduct.showing.stages import when
from hustings.conduct.words import PHASES
from hustings.counting.registry import LAWS
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.planning import StepChange
from hustings.proceedings.reconciliation import PacksTold
from hustings.proceedings.rolls import RollTree
from hustings.proceedings.state import PlannedStep, UnitRow
from hustings.rulebooks.loader import load, shipped
from hustings.web.base.dates import day_text
from hustings.web.signing.labels import label_of

Names = Mapping[str, str]


def said_whole(value: Any, names: Names) -> str:
    """One value of several parts in one phrase; "" for a value that is read part by part."""
    match value:
        case PlannedStep():
            said = when(value, settings.TIME_ZONE, _)
            return f"{step_name(value.id, names)}: {said}"
        case StepChange():
            return f"{step_name(value.step, names)}: {day_text(value.day)}"
        case PacksIssued():
            issued = {"pack": value.pack, "to": value.to, "first": value.first, "last": value.last}
            return _("Pack %(pack)s, papers %(first)s to %(last)s: %(to)s") % issued
        case PacksTold():
            return _told(value)
        case UnitRow():
            counts = _("counts") if value.counts else _("does not count")
            return f"{value.name}: {counts}. {value.because}"
        case RollTree():
            units = ", ".join(names.get(unit, unit) for unit in value.units)
            electors = "" if value.electors is None else f"{value.electors:,}, "
            return f"{units}: {electors}{value.root}"
        case (date() as day, str() as name):
            return f"{day_text(day)} ({name})"
        case _:
            return ""


def said_by_name(name: str, value: Any, names: Names) -> str:
    """What the record spells as one word, by the field that holds it; "" for every other field."""
    match name:
        case "procedure":
            known = {
                "unit-trigger": _("a trigger ballot of the units"),
                "body-readoption": _("readoption by a body"),
                "petition": _("a petition"),
            }
            return known.get(str(value), "")
        case "phase":
            return _(PHASES[value]) if value in PHASES else ""
        case "contests":
            return ", ".join(_contest(one) for one in value)
        case "law":
            return LAWS[value].name if value in LAWS else ""
        case "rulebook":
            return titled(str(value))
        case "step":
            return step_name(str(value), names)
        case _:
            return ""


def titled(rulebook: str) -> str:
    """A shipped rulebook by its title, with the name that is signed; another by the name alone."""
    return f"“{load(rulebook).title}” ({rulebook})" if rulebook in shipped() else rulebook


def step_name(step: str, names: Names) -> str:
    """A date of the timetable as its rules call it."""
    return _(names.get(f"{step} step", step.replace("-", " ")))


def _contest(name: str) -> str:
    known = {
        "trigger": _("the trigger ballot"),
        "selection": _("the ballot of members"),
        "petition": _("the petition"),
    }
    return known.get(name, name)


def _told(told: PacksTold) -> str:
    """Each number under its name, as in the account of the packs."""
    figures = ("spoilt", "returned", "unused", "outstanding")
    numbers = [
        f"{label_of(name)}: {number}"
        for name in figures
        if (number := getattr(told, name)) is not None
    ]
    return "; ".join((f"{label_of('pack')}: {', '.join(told.packs)}", *numbers))
