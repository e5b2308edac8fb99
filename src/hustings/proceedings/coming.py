"""What happens next on a seat: who does what, by when and by which rule, or why there is no date."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.awaited import (
    ENDORSES,
    GOES_ON,
    NO_TIME,
    NextStep,
    Point,
    bodies_of,
    dates_first,
    on_the_course,
    overdue,
    rule_of,
    undated,
)
from hustings.proceedings.entry import Given
from hustings.proceedings.readoption import demand_closes
from hustings.proceedings.stages import ENDED, SELECTION_STAGES, Stage
from hustings.proceedings.state import Selection
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.sentences import N_, Translate, in_english


def what_comes_next(
    state: Selection, rulebook: Rulebook, now: datetime, translate: Translate = in_english
) -> NextStep | None:
    """The next thing that happens, by when, and by which rule; None once it is over."""
    given = Given(state, rulebook, now)
    if state.stage in ENDED:
        return None
    if state.postponed:
        text = N_("The {body} has the procedure go on, or cancels it")
        return undated(given, text, "postpone", translate)
    found = _OF[state.stage](given, translate)
    return found if found.by is not None or found.note else replace(found, note=translate(NO_TIME))


def _opened(given: Given, translate: Translate) -> NextStep:
    if given.rulebook.rules.petition is None:
        return on_the_course(given, translate)
    signing = given.state.step("signing")
    if signing is None:
        return dates_first(given, "petition", translate)
    if given.now <= signing.starts:
        return NextStep(
            translate(N_("The petition opens for signing")),
            signing.starts,
            rule_of(given, "signing"),
            begins=True,
        )
    opens = N_("The {body} opens the petition for signing")
    return overdue(given, Point("signing", opens, "open", at_start=True), translate)


def _asked(given: Given, translate: Translate) -> NextStep:
    """The answer; after its time what the rules make of silence, or of an answer that came late."""
    asked, rules = given.state.intention, given.rulebook.rules.intention
    until = asked.second_by or asked.reply_by
    if asked.late_answer is not None:
        text = N_("The {body} decides whether the late answer counts")
        return undated(given, text, "accept-late-answer", translate)
    if until is None or given.now <= until:
        rule = None if rules is None else rules.reply_within.citation
        return NextStep(translate(N_("The sitting representative answers")), until, rule)
    again = rules is not None and rules.silence.value == "second-letter-then-decision"
    if again and asked.second_at is None:
        return NextStep(
            translate(N_("A second letter goes to the sitting representative")),
            rule=rules.silence.citation if rules is not None else None,
        )
    text = N_("The {body} decides what the silence of the sitting representative means")
    return undated(given, text, "decide-silence", translate)


def _waiting(given: Given, translate: Translate) -> NextStep:
    if given.state.intention.suspended:
        text = N_("The {body} decides whether the suspension ends")
        return undated(given, text, "suspend", translate)
    return undated(given, GOES_ON, "override", translate)


def _readoption(given: Given, translate: Translate) -> NextStep:
    """The body votes; if it votes against, the representative asks for something, or a selection is held."""
    done, until = given.state.readoption, demand_closes(given)
    if done is None:
        return on_the_course(given, translate)
    if done.demanded is not None:
        text, planned = N_("All members vote on readoption"), given.state.step("second-ballot")
        if planned is None or given.now > planned.last:
            return overdue(given, Point("second-ballot", text), translate)
        return NextStep(translate(text), planned.last, rule_of(given, "second-ballot"))
    if until is not None and given.now > until:
        return dates_first(given, "selection", translate)
    return NextStep(translate(N_("The representative may ask for the next step")), until)


def _petition(given: Given, translate: Translate) -> NextStep:
    running = given.state.petition
    if running is None or given.now > running.closes:
        return on_the_course(given, translate)
    if given.now < running.opens:
        return NextStep(translate(N_("Signing begins")), running.opens, rule_of(given, "signing"))
    return NextStep(translate(N_("Signing ends")), running.closes, rule_of(given, "signing"))


def _hustings(given: Given, translate: Translate) -> NextStep:
    held = given.state.hustings_at
    if held is not None and given.now <= held:
        text = N_("Those on the shortlist speak to the members")
        return NextStep(translate(text), held, rule_of(given, "hustings"))
    return on_the_course(given, translate)


def _ballot(given: Given, translate: Translate) -> NextStep:
    ballot = given.state.ballot
    if ballot is None or given.now > ballot.closes:
        return on_the_course(given, translate)
    return NextStep(
        translate(N_("The ballot closes")), ballot.closes, rule_of(given, "ballot-closes")
    )


def _panel(given: Given, translate: Translate) -> NextStep:
    return NextStep(translate(N_("The panel selects a candidate")))


def _after_the_outcome(given: Given, translate: Translate) -> NextStep:
    """The end of the time for appeals; after it those that were made are decided, then endorsement."""
    closes, rules = appeals_close(given), given.rulebook.rules.appeals
    if closes is not None and given.now <= closes and rules is not None:
        text = translate(N_("The time for appeals ends"))
        return NextStep(text, closes, rules.window.citation)
    if given.state.open_appeals:
        text = N_("The {body} decides the appeals that were made")
        return undated(given, text, "hear-appeal", translate)
    return _endorsement(given, translate)


def _endorsement(given: Given, translate: Translate) -> NextStep:
    """By the published date; a seat that came here without a selection has none."""
    planned = given.state.step("endorsement")
    if planned is not None and given.now <= planned.last:
        words = translate(ENDORSES).format(body=bodies_of(given, "endorse", translate))
        return NextStep(words, planned.last, rule_of(given, "endorsement"))
    if planned is not None:
        return overdue(given, Point("endorsement", ENDORSES, "endorse"), translate)
    return undated(given, ENDORSES, "endorse", translate)


def _unendorsed(given: Given, translate: Translate) -> NextStep:
    return undated(given, GOES_ON, "override", translate)


_OF: dict[Stage, Callable[[Given, Translate], NextStep]] = {
    **dict.fromkeys(SELECTION_STAGES, on_the_course),
    Stage.OPENED: _opened,
    Stage.ASKED: _asked,
    Stage.WAITING: _waiting,
    Stage.TRIGGER: on_the_course,
    Stage.READOPTION: _readoption,
    Stage.PETITION: _petition,
    Stage.HUSTINGS: _hustings,
    Stage.BALLOT: _ballot,
    Stage.PANEL: _panel,
    Stage.APPEALS: _after_the_outcome,
    Stage.ENDORSEMENT: _endorsement,
    Stage.NOT_ENDORSED: _unendorsed,
}
