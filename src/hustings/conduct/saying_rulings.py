"""What each entry says of appeals, endorsement, the course of the procedure, overrides and the emergency route."""

from hustings.conduct import words
from hustings.conduct.wording import Sentence, Words, by_body
from hustings.proceedings import appeals, emergency, endorsement, interruptions, overrides
from hustings.proceedings.entry import Entry
from hustings.proceedings.overrides import OverrideEffect
from hustings.timetable.sentences import N_


def _appeal(e: appeals.AppealDecided, w: Words) -> str:
    if not e.upheld:
        return w.say(N_("The {body} dismissed the appeal."), body=e.body)
    text = N_("The {body} upheld the appeal, {remedy}.")
    return w.say(text, body=e.body, remedy=w.word(words.REMEDIES, e.remedy.value))


def _endorsed(e: endorsement.EndorsementDecided, w: Words) -> str:
    text = N_("The {body} endorsed {who}.")
    if not e.endorsed:
        text = N_("The {body} refused to endorse {who}.")
    return w.say(text, body=e.body, who=w.who(e.candidate))


def _postponed(e: interruptions.Postponed, w: Words) -> str:
    if e.until is None:
        return w.say(N_("The {body} postponed the procedure."), body=e.body)
    return w.say(
        N_("The {body} postponed the procedure until {at}."), body=e.body, at=w.at(e.until)
    )


_OVERRIDES: dict[OverrideEffect, str] = {
    OverrideEffect.SET_DATE: N_("By override, the {body} set another date, {day}, for “{step}”."),
    OverrideEffect.SKIP_TO: N_("By override, the {body} moved the procedure to: {stage}."),
    OverrideEffect.IMPOSE_CANDIDATE: N_("By override, the {body} made {who} the candidate."),
    OverrideEffect.REPLACE_OUTCOME: N_(
        "By override, the {body} replaced the outcome. It is now: {outcome}."
    ),
    OverrideEffect.ADMIT: N_("By override, the {body} admitted {who} to the selection."),
    OverrideEffect.REMOVE: N_("By override, the {body} removed {who} from the selection."),
}


def _overridden(e: overrides.Overridden, w: Words) -> str:
    return w.say(
        _OVERRIDES[e.sets],
        body=e.body,
        day=w.at(e.day),
        step=w.say(w.names.get(f"{e.step} step", (e.step or "").replace("-", " "))),
        stage="" if e.stage is None else w.word(words.STAGES, e.stage),
        who=w.who(e.person),
        outcome="" if e.outcome is None else w.word(words.OUTCOMES, e.outcome),
    )


def _emergency(e: emergency.EmergencyDeclared, w: Words) -> str:
    text = N_(
        "An election was called, and the emergency route began on {at}. At that moment "
        "{situation}; so {consequence}."
    )
    return w.say(
        text,
        at=w.at(e.happened_at),
        situation=w.word(words.SITUATIONS, e.situation),
        consequence=w.word(words.CONSEQUENCES, e.consequence),
    )


OF_RULINGS: dict[type[Entry], Sentence] = {
    appeals.AppealMade: lambda e, w: w.say(
        N_("Somebody appealed against the outcome, on the ground: {ground}."), ground=e.ground
    ),
    appeals.AppealDecided: _appeal,
    endorsement.EndorsementDecided: _endorsed,
    interruptions.Postponed: _postponed,
    interruptions.Resumed: by_body(N_("The {body} resumed the procedure.")),
    interruptions.Cancelled: by_body(
        N_("The {body} cancelled the procedure. It has no outcome, and votes cast are never counted.")
    ),
    interruptions.RunAgain: lambda e, w: w.say(
        N_("The {body} had {what} run again."), body=e.body, what=w.word(words.AGAIN, e.begins)
    ),
    interruptions.DecisionReopened: lambda e, w: w.say(
        N_("The {body} reopened the decision in entry {number}."), body=e.body, number=e.decision
    ),
    overrides.Overridden: _overridden,
    emergency.EmergencyDeclared: _emergency,
    emergency.PanelSelected: lambda e, w: w.say(
        N_("Under the emergency route, the panel selected {who}."), who=w.who(e.candidate)
    ),
    emergency.WaitingEnded: lambda e, w: w.say(
        N_("The {body} decided how the seat goes on: {stage}."),
        body=e.body, stage=w.word(words.STAGES, e.goes_to),
    ),
}  # fmt: skip
"""The sentence for each of these kinds."""
