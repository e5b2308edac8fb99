"""Where a seat stands and what happens next, in sentences made from the state, not from a status code."""

from collections.abc import Callable
from datetime import datetime

from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.readoption import demand_closes
from hustings.proceedings.stages import Answer, Outcome, Stage, UnitAnswer
from hustings.proceedings.state import Selection
from hustings.proceedings.trigger.returns import Outcome as ReturnsOutcome
from hustings.proceedings.triggering import answer_now
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.sentences import N_, Translate, in_english, say_instant


def where_it_stands(
    state: Selection, rulebook: Rulebook, now: datetime, translate: Translate = in_english
) -> str:
    """One or two sentences for the top of a page."""
    given = Given(state, rulebook, now)
    parts = [_STANDING[state.stage](given, translate)]
    if state.postponed:
        parts.insert(0, translate(N_("The procedure is postponed.")))
    if state.emergency and state.stage is not Stage.DECLARED:
        parts.insert(0, translate(N_("An election has been called, and the emergency route runs.")))
    return " ".join(part for part in parts if part)


def _plain(text: str) -> Callable[[Given, Translate], str]:
    return lambda _given, translate: translate(text)


def _when(given: Given, at: datetime, translate: Translate) -> str:
    return say_instant(at, zone_of(given), translate)


def _asked(given: Given, translate: Translate) -> str:
    asked = given.state.intention
    until = asked.second_by or asked.reply_by
    if until is None:
        return translate(N_("The sitting representative has been asked."))
    if asked.late_answer is not None:
        return translate(
            N_(
                "The sitting representative answered after the deadline; a body decides whether it counts."
            )
        )
    if given.now > until:
        text = N_("The sitting representative has not answered. The deadline was {until}.")
    elif asked.second_by is not None:
        text = N_(
            "The sitting representative has been asked a second time, and may answer until {until}."
        )
    else:
        text = N_(
            "The sitting representative has been asked whether they intend to stand, and may answer until {until}."
        )
    return translate(text).format(until=_when(given, until, translate))


def _trigger(given: Given, translate: Translate) -> str:
    state = given.state
    rules = trigger_rules(given)
    if not isinstance(rules, Trigger) or state.step("returns-due") is None:
        return translate(
            N_(
                "The sitting representative intends to stand. The timetable of the trigger ballot is not published yet."
            )
        )
    if not state.units:
        return translate(
            N_(
                "The sitting representative intends to stand. The roll of units is not published yet."
            )
        )
    return f"{_reported(state, translate)} {_how_certain(given, rules, translate)}"


def _reported(state: Selection, translate: Translate) -> str:
    sentences: list[str] = []
    for kind in ("branch", "affiliate"):
        units = [unit.id for unit in state.units if unit.counts and unit.kind == kind]
        if not units:
            continue
        made = [r for u in units if (r := state.standing_return(u)) is not None and not r.void]
        wanting = sum(1 for r in made if r.answer is UnitAnswer.OPEN)
        name = translate(N_("branches") if kind == "branch" else N_("affiliates"))
        text = N_("{made} of {all} {units} have reported, {wanting} of them for an open selection.")
        if not made:
            text = N_("0 of {all} {units} have reported.")
        if len(made) == 1:
            text = (
                N_("1 of {all} {units} has reported: for an open selection.")
                if wanting
                else N_("1 of {all} {units} has reported: not for an open selection.")
            )
        sentences.append(
            translate(text).format(made=len(made), all=len(units), units=name, wanting=wanting)
        )
    return " ".join(sentences)


def _how_certain(given: Given, rules: Trigger, translate: Translate) -> str:
    answer = answer_now(given.state, rules, given.now)
    match answer.outcome:
        case ReturnsOutcome.OPEN_SELECTION if answer.outstanding:
            return translate(N_("That is certain to be enough, whatever the others say."))
        case ReturnsOutcome.RESELECTED if answer.outstanding:
            return translate(N_("That is certain not to be enough, whatever the others say."))
        case ReturnsOutcome.OPEN_SELECTION:
            return translate(N_("That is enough for an open selection."))
        case ReturnsOutcome.RESELECTED:
            return translate(N_("That is not enough for an open selection."))
        case ReturnsOutcome.UNDETERMINED if answer.outstanding:
            return translate(
                N_("It is not certain yet: units that have not reported could decide it.")
            )
        case ReturnsOutcome.UNDETERMINED:
            return translate(
                N_(
                    "The rules do not settle what follows from these returns; a body adopts a reading."
                )
            )


def _applications(given: Given, translate: Translate) -> str:
    why = N_("The seat is open.")
    if given.state.trigger is Outcome.OPEN_SELECTION:
        why = N_("The units have decided for an open selection.")
    elif given.state.intention.answer is Answer.NO:
        why = N_("The sitting representative does not stand again.")
    closes = given.state.step("applications-close")
    if closes is None:
        then = translate(N_("The timetable of the selection is not published yet."))
    elif given.now > closes.last:
        then = translate(N_("Applications have closed, and the longlist is being made."))
    else:
        then = translate(N_("Applications are open until {until}.")).format(
            until=_when(given, closes.last, translate)
        )
    return f"{translate(why)} {then}"


def _ballot(given: Given, translate: Translate) -> str:
    ballot = given.state.ballot
    if ballot is None:
        return translate(N_("The ballot of members is being prepared."))
    if given.now > ballot.closes and not ballot.packs:
        return translate(N_("The ballot of members has closed, and the box is being closed."))
    if given.now > ballot.closes:
        return translate(
            N_("The ballot of members has closed, and the papers are being reconciled.")
        )
    return translate(N_("The ballot of members is open until {until}.")).format(
        until=_when(given, ballot.closes, translate)
    )


def _count(given: Given, translate: Translate) -> str:
    ballot = given.state.ballot
    if ballot is None or ballot.packs or ballot.online is None:
        return translate(N_("The ballot of members has closed, and the papers are being counted."))
    if not ballot.online.opened:
        return translate(N_("The ballot of members has closed, and the trustees open its result."))
    return translate(N_("The ballot of members has closed, and the votes are being counted."))


OUTCOMES = {
    Outcome.RESELECTED: N_("The sitting representative is reselected."),
    Outcome.OPEN_SELECTION: N_("There is an open selection."),
    Outcome.CANDIDATE_SELECTED: N_("The members have selected a candidate."),
    Outcome.PETITION_MET: N_("The petition has reached the share that it needs."),
    Outcome.PETITION_FAILED: N_("The petition has not reached the share that it needs."),
}


def _appeals(given: Given, translate: Translate) -> str:
    outcome = translate(OUTCOMES[given.state.outcome]) if given.state.outcome else ""
    open_appeals = len(given.state.open_appeals)
    if open_appeals:
        then = translate(N_("Appeals to be decided: {number}.")).format(number=open_appeals)
        return f"{outcome} {then}"
    closes = appeals_close(given)
    if closes is not None and given.now <= closes:
        then = translate(N_("Appeals are open until {until}; endorsement follows.")).format(
            until=_when(given, closes, translate)
        )
    else:
        then = translate(N_("The time for appeals is over, and endorsement follows."))
    return f"{outcome} {then}"


def _endorsement(given: Given, translate: Translate) -> str:
    if given.state.intention.exempt:
        return translate(N_("The sitting representative is re-adopted, subject to endorsement."))
    outcome = translate(OUTCOMES[given.state.outcome]) if given.state.outcome else ""
    subject = translate(N_("It is subject to endorsement."))
    return f"{outcome} {subject}"


def _declared(given: Given, translate: Translate) -> str:
    if given.state.petition is not None and given.state.outcome:
        return translate(OUTCOMES[given.state.outcome])
    if given.state.outcome is Outcome.RESELECTED:
        return translate(
            N_("The sitting representative is re-adopted and endorsed as the candidate.")
        )
    return translate(N_("A candidate has been selected, endorsed and declared."))


def _petition(given: Given, translate: Translate) -> str:
    running = given.state.petition
    if running is None:
        return translate(N_("The petition is being prepared."))
    if given.now > running.closes:
        return translate(N_("Signing has ended, and the signatures are being counted."))
    return translate(
        N_("The petition is open for signing until {until}. Nothing is counted before.")
    ).format(until=_when(given, running.closes, translate))


def _readoption(given: Given, translate: Translate) -> str:
    done = given.state.readoption
    if done is None:
        return translate(
            N_(
                "The sitting representative intends to stand; the body that decides has not voted yet."
            )
        )
    if done.demanded is None:
        until = demand_closes(given)
        if until is None:
            return translate(
                N_("The body voted against; the representative may ask for the next step.")
            )
        if given.now > until:
            return translate(
                N_(
                    "The body voted against, and nothing was asked for in time; a selection follows."
                )
            )
        return translate(
            N_(
                "The body voted against; the representative may ask for the next step until {until}."
            )
        ).format(until=_when(given, until, translate))
    return translate(N_("A ballot of all members has been asked for."))


def _waiting(given: Given, translate: Translate) -> str:
    return translate(N_("The seat waits for a decision of the competent body."))


def _opened(given: Given, translate: Translate) -> str:
    if given.rulebook.rules.petition is not None:
        return _petition(given, translate)
    return translate(
        N_("The procedure is open. The sitting representative has not been asked yet.")
    )


_STANDING: dict[Stage, Callable[[Given, Translate], str]] = {
    Stage.OPENED: _opened,
    Stage.ASKED: _asked,
    Stage.WAITING: _waiting,
    Stage.TRIGGER: _trigger,
    Stage.READOPTION: _readoption,
    Stage.PETITION: _petition,
    Stage.APPLICATIONS: _applications,
    Stage.NOMINATIONS: _plain(N_("The longlist is made, and units nominate from it.")),
    Stage.HUSTINGS: _plain(N_("The shortlist is made. Those on it speak to the members next.")),
    Stage.BALLOT: _ballot,
    Stage.COUNT: _count,
    Stage.PANEL: _plain(N_("A panel selects a candidate under the emergency route.")),
    Stage.APPEALS: _appeals,
    Stage.ENDORSEMENT: _endorsement,
    Stage.DECLARED: _declared,
    Stage.NOT_ENDORSED: _plain(N_("Endorsement was refused, and the seat waits for a decision.")),
    Stage.CANCELLED: _plain(N_("The procedure was cancelled. It has no outcome.")),
}
