"""Readings, appeals, endorsement, the course of the procedure, the emergency route: what bodies decide on the way."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hustings.proceedings.appeals import AppealDecided, Remedy
from hustings.proceedings.emergency import (
    EmergencyDeclared,
    PanelSelected,
    WaitingEnded,
    way_on_refused,
)
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.interruptions import (
    AgainFrom,
    Cancelled,
    DecisionReopened,
    Postponed,
    Resumed,
    RunAgain,
    begins_refused,
    reopens_refused,
)
from hustings.proceedings.readings import ReadingAdopted, unsettled_readings
from hustings.proceedings.stages import Stage
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, public
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.acts.beginning import person
from hustings.web.office.acts.selecting import panel_fields, panel_members
from hustings.web.office.desk import Desk
from hustings.web.office.said import argument_in, entry_words, with_words
from hustings.web.office.words import stage_words

# --- readings, appeals, endorsement -------------------------------------------------------------------


def _reading_fields(desk: Desk) -> Fields:
    book, adopted = desk.seat.rulebook, {number for number, _c in desk.seat.state.readings}
    open_ = sorted(set(unsettled_readings(book.rules)) - adopted)
    listed = [
        (
            f"{number}:{choice}",
            _("Reading %(n)s. %(question)s Then: %(choice)s")
            % {"n": number, "question": book.readings[number].question.rstrip("?.") + "?",
               "choice": choice.replace("-", " ")},
        )
        for number in open_
        if number in book.readings
        for choice in book.readings[number].choices
    ]  # fmt: skip
    return {"reading": ask.choose(_("Which reading is adopted?"), listed)}


def _reading(desk: Desk, answers: Answers) -> dict[str, Any]:
    number, _colon, choice = str(answers["reading"]).partition(":")
    return {"reading": int(number), "choice": choice}


_REMEDIES = {
    Remedy.NONE: _("Dismissed: the outcome stands"),
    Remedy.RECOUNT: _("Upheld: the papers are counted again"),
    Remedy.RUN_AGAIN: _("Upheld: it is run again"),
    Remedy.DECIDE_AGAIN: _("Upheld: the competent body decides again"),
}


def _appeal_fields(desk: Desk) -> Fields:
    listed = [
        (str(a.number), with_words(
            _("entry %(n)s, against: %(what)s") % {"n": a.number, "what": a.against.replace("-", " ")},
            argument_in(desk, a.number),
        ))
        for a in desk.seat.state.open_appeals
    ]  # fmt: skip
    return {
        "appeal": ask.choose(_("Which appeal?"), listed),
        "remedy": ask.choose(_("How is it decided?"), [(r.value, str(w)) for r, w in _REMEDIES.items()]),
        "reporting_to": ask.words(_("To which body is this reported?"), required=False),
    }  # fmt: skip


def _appeal(desk: Desk, answers: Answers) -> dict[str, Any]:
    remedy = Remedy(answers["remedy"])
    return {
        "appeal": int(answers["appeal"]),
        "upheld": remedy is not Remedy.NONE,
        "remedy": remedy,
        "reporting_to": answers["reporting_to"] or None,
    }


def _endorse_fields(desk: Desk) -> Fields:
    who = desk.name(desk.seat.state.candidate or "")
    return {
        "endorsed": ask.yes_no(
            _("Is %(name)s endorsed?") % {"name": who}, _("Endorsed"), _("Endorsement is refused")
        )
    }


def _decisions(desk: Desk) -> Fields:
    state = desk.seat.state
    listed = [
        (str(d.number), entry_words(desk, d.number))
        for d in state.decisions
        if reopens_refused(d, state) is None
    ]
    return {"decision": ask.choose(_("Which decision is reopened?"), listed)}


def _petition_runs(desk: Desk) -> Any:
    if desk.seat.state.stage is not Stage.PETITION:
        return None
    return _("A petition that runs ends early only on its own grounds: end the petition instead.")


def _again_fields(desk: Desk) -> Fields:
    rules = desk.seat.rulebook.rules
    missing = {
        AgainFrom.TRIGGER: rules.trigger is None,
        AgainFrom.READOPTION: rules.readoption is None,
        AgainFrom.APPLICATIONS: rules.selection is None,
        AgainFrom.HUSTINGS: rules.selection is None,
    }
    listed = [
        (one.value, str(stage_words(Stage(one.value))))
        for one in AgainFrom
        if not missing[one] and begins_refused(one, desk.given) is None
    ]
    return {"begins": ask.choose(_("Where does it begin again?"), listed)}


_MOMENTS = {
    "announcement": _("The election was announced"),
    "dissolution": _("The dissolution"),
    "resolution": _("A body resolved so"),
}


# --- the emergency route ------------------------------------------------------------------------------


def _emergency_fields(desk: Desk) -> Fields:
    rules = desk.seat.rulebook.rules.emergency
    listed = [] if rules is None else [(rules.moment.value, str(_MOMENTS[rules.moment.value]))]
    return {
        "moment": ask.choose(_("Which moment has come?"), listed, _("The rules name the one that counts.")),
        "happened_at": ask.moment(_("When was it?"), initial=desk.now),
    }  # fmt: skip


def _panel_fields(desk: Desk) -> Fields:
    rules = desk.seat.rulebook.rules.emergency
    seats = {} if rules is None else panel_fields(desk, rules.panel)
    return {**seats, "candidate": person(desk, _("Whom did the panel select?"))}


def _panel(desk: Desk, answers: Answers) -> dict[str, Any]:
    rules, who = desk.seat.rulebook.rules.emergency, str(answers["candidate"])
    return {
        "members": () if rules is None else panel_members(rules.panel, answers),
        "candidate": who,
        "name": public(desk.full_name(who)),
    }


def _ways_on(desk: Desk) -> Fields:
    ways = (Stage.PANEL, Stage.APPLICATIONS, Stage.ENDORSEMENT)
    can = [way for way in ways if way_on_refused(way, desk.given) is None]
    listed = [(s.value, str(stage_words(s))) for s in can]
    return {"goes_to": ask.choose(_("How does the seat go on?"), listed)}


RULING = (
    Act(
        "reading", ReadingAdopted, _("Adopt a reading"),
        _("Where no source settles a rule, a competent body chooses one of the named readings, openly."),
        _reading_fields, _reading, nothing=_("No reading of this rulebook is open."),
    ),
    Act(
        "appeal", AppealDecided, _("Decide an appeal"),
        _("A body never hears an appeal from itself."),
        _appeal_fields, _appeal, nothing=_("No appeal is open."),
    ),
    Act(
        "endorse", EndorsementDecided, _("Decide on endorsement"),
        _("Of the very person selected, once appeals are over."),
        _endorse_fields,
        lambda desk, answers: {
            "candidate": desk.seat.state.candidate or "", "endorsed": answers["endorsed"] == "yes",
        },
        stages=frozenset({Stage.APPEALS, Stage.ENDORSEMENT}),
    ),
)  # fmt: skip

COURSE = (
    Act(
        "postpone", Postponed, _("Postpone the procedure"),
        _("The procedure rests; only what cannot wait is done meanwhile."),
        lambda desk: {"until": ask.moment(_("Until when?"), required=False)},
        lambda desk, answers: {"until": answers["until"]},
    ),
    Act(
        "resume", Resumed, _("Resume the procedure"), _("The procedure goes on where it rested."),
        unready=lambda desk: None if desk.seat.state.postponed else _("The procedure is not postponed."),
    ),
    Act(
        "cancel", Cancelled, _("Cancel the procedure"),
        _("The procedure ends without an outcome; votes cast are sealed and never counted."),
        unready=_petition_runs,
    ),
    Act(
        "run-again", RunAgain, _("Run a part again"),
        _("On the original freeze date; the history stays."),
        _again_fields, lambda desk, answers: {"begins": AgainFrom(answers["begins"])},
    ),
    Act(
        "reopen", DecisionReopened, _("Reopen a decision"),
        _("On a listed ground only; otherwise the decision stands."),
        _decisions, lambda desk, answers: {"decision": int(answers["decision"])},
        nothing=_("There is no decision that can be reopened."),
    ),
    Act(
        "emergency", EmergencyDeclared, _("Declare the emergency route"),
        _("An election is called. The consequence for this seat follows from the rules; nobody chooses it."),
        _emergency_fields,
        lambda desk, answers: {"moment": answers["moment"], "happened_at": answers["happened_at"]},
        nothing=_("This rulebook has no emergency route."),
    ),
    Act(
        "panel-selects", PanelSelected, _("Record whom the panel selected"),
        _("A panel composed as the rules say fills the place."),
        _panel_fields, _panel, stages=frozenset({Stage.PANEL}),
    ),
    Act(
        "waiting-ended", WaitingEnded, _("Decide how a waiting seat goes on"),
        _("To a panel, to applications, or to endorsement of the representative."),
        _ways_on, lambda desk, answers: {"goes_to": Stage(answers["goes_to"])},
        stages=frozenset({Stage.WAITING, Stage.NOT_ENDORSED}),
    ),
)  # fmt: skip
