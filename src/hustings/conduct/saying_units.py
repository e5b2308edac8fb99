"""What each entry says from the rolls to what the units decide, and of the other two ways: readoption and petition."""

from hustings.conduct import words
from hustings.conduct.wording import Sentence, Words
from hustings.kernel.exact import fraction_text
from hustings.proceedings import (
    contested_returns,
    meetings,
    petition,
    readoption,
    rolls,
    stages,
    triggering,
    unit_returns,
)
from hustings.proceedings.entry import Entry
from hustings.timetable.sentences import N_


def _frozen(e: rolls.RollFrozen, w: Words) -> str:
    if e.electors is None:
        text = N_(
            "The roll of electors was frozen as it stood on {day}. How many are on it is not told."
        )
        return w.say(text, day=w.day(e.freeze))
    text = N_("The roll of electors was frozen as it stood on {day}: {electors} may vote.")
    if "petition" in e.contests:
        text = N_("The roll of electors was frozen as it stood on {day}: {electors} may sign.")
    return w.say(text, day=w.day(e.freeze), electors=f"{e.electors:,}")


def _units(e: rolls.UnitsPublished, w: Words) -> str:
    counting = sum(1 for unit in e.units if unit.counts)
    text = N_("The roll of units was published: {counting} of {all} units count.")
    said = w.say(text, counting=counting, all=len(e.units))
    if e.objections_until is None:
        return said
    until = w.say(N_("The time for objections: until {at}."), at=w.at(e.objections_until))
    return f"{said} {until}"


def _objection(e: rolls.ObjectionDecided, w: Words) -> str:
    text = N_("The {body} decided an objection: {unit} counts.")
    if not e.unit.counts:
        text = N_("The {body} decided an objection: {unit} does not count.")
    return w.say(text, body=e.body, unit=e.unit.name)


def _returned(e: unit_returns.ReturnMade, w: Words) -> str:
    text = N_("{unit} made its return: {answer}.")
    return w.say(text, unit=w.unit(e.unit), answer=w.word(words.UNIT_ANSWERS, e.answer))


def _triggered(e: triggering.TriggerDecided, w: Words) -> str:
    if e.outcome is None:
        return w.say(N_("The {body} declared what the returns decide."), body=e.body)
    text = N_("The {body} declared what the returns decide: {outcome}.")
    return w.say(text, body=e.body, outcome=w.word(words.OUTCOMES, e.outcome))


def _body_ballot(e: readoption.BodyBallotReturned, w: Words) -> str:
    if e.in_favour is None or e.against is None:
        text = N_(
            "The ballot on readoption was carried; with so few votes the figures are not told."
        )
        if not e.carried:
            text = N_(
                "The ballot on readoption was not carried; with so few votes the figures are not told."
            )
        return w.say(text)
    text = N_("The ballot on readoption came to {yes} for and {no} against: carried.")
    if not e.carried:
        text = N_("The ballot on readoption came to {yes} for and {no} against: not carried.")
    return w.say(text, yes=f"{e.in_favour:,}", no=f"{e.against:,}")


def _demanded(e: readoption.NextStepDemanded, w: Words) -> str:
    if e.demand == "shortlist":
        return w.say(N_("The sitting representative asked for a place on the shortlist."))
    return w.say(N_("The sitting representative asked for a ballot of all members."))


def _petition(e: petition.PetitionOpened, w: Words) -> str:
    text = N_(
        "The petition was opened for signing from {opens} until {closes}; {electors} may sign."
    )
    return w.say(text, opens=w.at(e.opens), closes=w.at(e.closes), electors=f"{e.electors:,}")


def _signatures(e: petition.PetitionCounted, w: Words) -> str:
    if e.signatures is None:
        text = N_(
            "The signatures were counted, and there are enough; so few that no figure is told."
        )
        if e.outcome is not stages.Outcome.PETITION_MET:
            text = N_(
                "The signatures were counted, and there are not the {needed} that are needed; so few "
                "that no figure is told."
            )
        return w.say(text, needed=f"{e.needed:,}")
    text = N_("The signatures were counted: {signatures}, of {needed} needed; exactly {share}.")
    share = "–" if e.share is None else fraction_text(e.share)
    return w.say(text, signatures=f"{e.signatures:,}", needed=f"{e.needed:,}", share=share)


def _by_unit(text: str) -> Sentence:
    return lambda e, w: w.say(text, unit=w.unit(e.unit), body=getattr(e, "body", ""))


OF_UNITS: dict[type[Entry], Sentence] = {
    rolls.RollFrozen: _frozen,
    rolls.UnitsPublished: _units,
    rolls.UnitObjected: _by_unit(N_("Somebody objected to how {unit} stands on the roll of units.")),
    rolls.ObjectionDecided: _objection,
    meetings.MeetingNoticed: lambda e, w: w.say(
        N_("Notice was given that {unit} meets on {at}."), unit=w.unit(e.unit), at=w.at(e.at)
    ),
    unit_returns.ReturnMade: _returned,
    contested_returns.ReturnContested: _by_unit(
        N_("The return of {unit} was contested: somebody says that this is not what it decided.")
    ),
    contested_returns.ReturnVoided: _by_unit(N_("The {body} voided the return of {unit}.")),
    contested_returns.ReturnReinstated: _by_unit(N_("The {body} reinstated the return of {unit}.")),
    contested_returns.ContentionDismissed: _by_unit(
        N_("The {body} found that the contested return of {unit} stands.")
    ),
    triggering.TriggerDecided: _triggered,
    readoption.BodyBallotReturned: _body_ballot,
    readoption.NextStepDemanded: _demanded,
    petition.PetitionOpened: _petition,
    petition.PetitionEndedEarly: lambda e, w: w.say(
        N_("The petition ended early: {ground}. Its signatures are never counted."), ground=e.ground
    ),
    petition.PetitionCounted: _signatures,
}  # fmt: skip
"""The sentence for each of these kinds."""
