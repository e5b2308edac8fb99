"""Overrides of every kind: what a body sets in place of what was, each an entry like any other."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.proceedings.overrides import (
    Overridden,
    OverrideEffect,
    outcome_barred,
    override_barred,
    ways_to_skip,
)
from hustings.proceedings.stages import Outcome, Stage
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.acts.beginning import person
from hustings.web.office.desk import Desk
from hustings.web.office.said import entry_words
from hustings.web.office.words import stage_words


def _replaces(desk: Desk) -> Fields:
    decided = [(str(d.number), entry_words(desk, d.number)) for d in desk.seat.state.decisions]
    return {
        "replaces": ask.choose(
            _("Which entry does it replace?"), decided, nothing=_("No entry"), required=False
        )
    }


def _override(effect: OverrideEffect, name: str, question: Any, more: Any = None) -> Any:
    """The questions of one kind of override, and what they set."""

    def fields(desk: Desk) -> Fields:
        extra = {} if more is None else more(desk)
        return {name: question(desk), **extra, **_replaces(desk)}

    def build(desk: Desk, answers: Answers) -> dict[str, Any]:
        read = {"stage": Stage, "outcome": Outcome}.get(name, str)
        given: dict[str, Any] = {"sets": effect, name: read(answers[name])}
        given["replaces"] = int(answers["replaces"]) if answers.get("replaces") else None
        if "day" in answers:
            given["day"] = answers["day"]
        return given

    return fields, build


def _steps(desk: Desk) -> Any:
    what = {step.id: step.what for step in desk.seat.rulebook.rules.timetable.steps}
    listed = [(step.id, what.get(step.id, step.id)) for step in desk.seat.state.timetable]
    return ask.choose(_("Which date?"), listed)


def _stages(desk: Desk) -> Any:
    ways = ways_to_skip(desk.given)
    return ask.choose(_("To which stage?"), [(s.value, str(stage_words(s))) for s in ways])


def _anybody(desk: Desk) -> Any:
    return person(desk, _("Who?"))


def _applicants(desk: Desk) -> Any:
    running = [a.person for a in desk.seat.state.applicants if not a.withdrawn]
    return ask.choose(_("Which applicant?"), [(one, desk.name(one)) for one in running])


def _outcomes(desk: Desk) -> Any:
    listed = [
        (Outcome.RESELECTED.value, _("The representative is reselected")),
        (Outcome.OPEN_SELECTION.value, _("An open selection is held")),
    ]
    can = [
        (value, said)
        for value, said in listed
        if outcome_barred(Outcome(value), desk.given) is None
    ]
    return ask.choose(_("What is the outcome now?"), can)


def _overriding(slug: str, title: Any, nothing: Any, *asks: Any) -> Act:
    effect: OverrideEffect = asks[0]
    fields, build = _override(*asks)
    explain = _(
        "An override is an entry like any other: what it replaces stays on the record, struck through."
    )
    return Act(
        slug, Overridden, title, explain, fields, build, nothing=nothing,
        barred=lambda desk: override_barred(effect, desk.given),
    )  # fmt: skip


_NOBODY = _("There is nobody to choose from.")
_NO_DATE = _("No timetable is published yet.")

OVERRIDES = (
    _overriding(
        "override-date", _("Override: set another date"), _NO_DATE, OverrideEffect.SET_DATE, "step",
        _steps, lambda desk: {"day": ask.moment(_("The new day and hour"))},
    ),
    _overriding(
        "override-stage", _("Override: go to another stage"), _NOBODY, OverrideEffect.SKIP_TO, "stage", _stages
    ),
    _overriding(
        "override-candidate", _("Override: impose a candidate"), _NOBODY,
        OverrideEffect.IMPOSE_CANDIDATE, "person", _anybody,
    ),
    _overriding(
        "override-outcome", _("Override: replace the outcome"), _NOBODY,
        OverrideEffect.REPLACE_OUTCOME, "outcome", _outcomes,
    ),
    _overriding(
        "override-admit", _("Override: admit somebody"), _NOBODY, OverrideEffect.ADMIT, "person", _anybody
    ),
    _overriding(
        "override-remove", _("Override: remove somebody"), _("Nobody has applied."),
        OverrideEffect.REMOVE, "person", _applicants,
    ),
)  # fmt: skip
