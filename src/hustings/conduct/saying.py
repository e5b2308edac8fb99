"""What each entry of a record says, in one plain sentence; pages for every audience use the same one."""

from hustings.conduct import words
from hustings.conduct.saying_ballots import OF_BALLOTS
from hustings.conduct.seats import Seat
from hustings.conduct.wording import Names, Sentence, Words, by_body, plain
from hustings.kernel.exact import fraction_text
from hustings.proceedings import (
    appeals,
    applications,
    emergency,
    endorsement,
    intention,
    interruptions,
    meetings,
    member_ballot,
    nominations,
    opening,
    overrides,
    petition,
    planning,
    readings,
    readoption,
    rolls,
    shortlist,
    stages,
    suspension,
    triggering,
    unit_returns,
)
from hustings.proceedings.entry import Entry
from hustings.proceedings.overrides import OverrideEffect
from hustings.rulebooks.schema import TimetableRules
from hustings.timetable.sentences import N_, Translate, in_english


def names_of(seat: Seat) -> dict[str, str]:
    """The names of the seat's units and of its steps, and of the persons whom its opened entries disclose."""
    return (
        {unit.id: unit.name for unit in seat.state.units}
        | names_of_rules(seat.rulebook.rules.timetable)
        | seat.names()
    )


def names_of_rules(rules: TimetableRules) -> dict[str, str]:
    """What the timetable's rules call its steps and what can be waived, under names that nothing else can have."""
    steps = {step.id: step.what for step in rules.steps}
    ends = {
        f"{one.id} {end}": steps.get(step, step)
        for one in rules.intervals
        for end, step in (("from", one.from_), ("to", one.to))
    }
    called = {f"{step} step": what for step, what in steps.items()}
    return ends | called | {f"{one.id} what": one.what for one in rules.blackouts}


def say(entry: Entry, names: Names, zone: str, translate: Translate = in_english) -> str:
    """One sentence that says what the entry did; what the reader may not know is not in it."""
    said = SENTENCES[type(entry)](entry, Words(names, zone, translate))
    return said[:1].upper() + said[1:]


def _opened(e: opening.ProceedingOpened, w: Words) -> str:
    if e.representative is None:
        text = N_("The {body} opened the procedure for {seat}, a seat that nobody holds.")
        return w.say(text, body=e.body, seat=e.seat)
    text = N_("The {body} opened the procedure for {seat}, held by {who}.")
    return w.say(text, body=e.body, seat=e.seat, who=w.who(e.representative))


def _answered(e: intention.IntentionAnswered, w: Words) -> str:
    text = N_("The sitting representative answered: {answer}. The answer came in on {at}.")
    said = w.say(text, answer=w.word(words.ANSWERS, e.answer), at=w.at(e.received_at))
    return f"{said} {w.say(N_('That was after the deadline.'))}" if e.late else said


def _published(e: planning.TimetablePublished, w: Words) -> str:
    text = N_("The {body} published the dates of {phase}.")
    return w.say(text, body=e.body, phase=w.word(words.PHASES, e.phase))


def _waived(e: planning.IntervalWaived, w: Words) -> str:
    first, last = (w.names.get(f"{e.interval} {end}") for end in ("from", "to"))
    if first and last:
        text = N_("The {body} waived the minimum interval between “{first}” and “{last}”.")
        return w.say(text, body=e.body, first=first, last=last)
    what = w.names.get(f"{e.interval} what", e.interval.replace("-", " "))
    return w.say(N_("The {body} waived a rule of the timetable: {what}."), body=e.body, what=what)


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


def _silence(e: intention.SilenceDecided, w: Words) -> str:
    text = N_("The {body} decided that silence counts as: {answer}.")
    return w.say(text, body=e.body, answer=w.word(words.ANSWERS, e.treated_as))


def _notices(e: planning.NoticesServed, w: Words) -> str:
    text = N_("Notices were sent {channel} to {number} persons: {notice}.")
    if e.number == 1:
        text = N_("A notice was sent {channel} to one person: {notice}.")
    channel = w.word(words.CHANNELS, e.channel)
    return w.say(text, channel=channel, number=f"{e.number:,}", notice=e.notice)


def _by_unit(text: str) -> Sentence:
    return lambda e, w: w.say(text, unit=w.unit(e.unit), body=getattr(e, "body", ""))


SENTENCES: dict[type[Entry], Sentence] = {
    opening.ProceedingOpened: _opened,
    opening.ProceduresSecretaryAppointed: plain(
        N_("A procedures secretary was appointed, who declares no connection with a contender.")
    ),
    opening.ConflictDeclared: plain(
        N_("A person who acts declared a connection with a contender. Which one is for the parties.")
    ),
    readings.ReadingAdopted: lambda e, w: w.say(
        N_("The {body} adopted a reading of an unsettled rule, reading {number}: “{choice}”."),
        body=e.body, number=e.reading, choice=e.choice.replace("-", " "),
    ),
    intention.IntentionAsked: lambda e, w: w.say(
        N_("The sitting representative was asked whether they intend to stand, with an answer due by {at}."),
        at=w.at(e.reply_by),
    ),
    intention.SecondLetterSent: lambda e, w: w.say(
        N_("A second letter asked the sitting representative again, with an answer due by {at}."),
        at=w.at(e.reply_by),
    ),
    intention.IntentionAnswered: _answered,
    intention.SilenceDecided: _silence,
    intention.LateAnswerAccepted: by_body(N_("The {body} accepted the late answer.")),
    intention.Exempted: by_body(
        N_("The {body} decided, under the rule named below: no trigger ballot; re-adopted, subject to endorsement.")
    ),
    suspension.Suspended: by_body(
        N_("The {body} decided, under the rule named below, that there is no trigger ballot for now: the seat waits.")
    ),
    suspension.SuspensionEnded: lambda e, w: w.say(
        N_("The {body} decided that the procedure goes on with the sitting representative.")
        if e.lifted
        else N_("The {body} decided that the procedure goes on without the sitting representative."),
        body=e.body,
    ),
    suspension.IntentionWithdrawn: plain(
        N_("The sitting representative no longer wishes to stand; the seat needs another candidate.")
    ),
    planning.TimetablePublished: _published,
    planning.IntervalWaived: _waived,
    planning.NoticesServed: _notices,
    rolls.RollFrozen: _frozen,
    rolls.UnitsPublished: _units,
    rolls.UnitObjected: _by_unit(N_("Somebody objected to how {unit} stands on the roll of units.")),
    rolls.ObjectionDecided: _objection,
    meetings.MeetingNoticed: lambda e, w: w.say(
        N_("Notice was given that {unit} meets on {at}."), unit=w.unit(e.unit), at=w.at(e.at)
    ),
    unit_returns.ReturnMade: _returned,
    unit_returns.ReturnContested: _by_unit(
        N_("The return of {unit} was contested: somebody says that this is not what it decided.")
    ),
    unit_returns.ReturnVoided: _by_unit(N_("The {body} voided the return of {unit}.")),
    unit_returns.ReturnReinstated: _by_unit(N_("The {body} reinstated the return of {unit}.")),
    unit_returns.ContentionDismissed: _by_unit(
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
    applications.ApplicationMade: plain(N_("Somebody applied to be selected.")),
    applications.ApplicationWithdrawn: plain(N_("An applicant withdrew.")),
    applications.DueDiligenceReported: plain(
        N_("Checks on an applicant were reported. What they found is for the parties.")
    ),
    applications.LonglistMade: lambda e, w: w.say(
        N_("The {body} made the longlist: {who}."), body=e.body, who=w.listed(e.listed)
    ),
    nominations.NominationMade: lambda e, w: w.say(
        N_("{unit} nominated {who}."), unit=w.unit(e.unit), who=w.who(e.nominee)
    ),
    nominations.NominationConsented: lambda e, w: w.say(
        N_("{who} accepted the nomination of {unit}."), who=w.who(e.nominee), unit=w.unit(e.unit)
    ),
    shortlist.PanelAppointed: lambda e, w: w.say(
        N_("The shortlisting panel was appointed: {number} seats, filled by {bodies}."),
        number=len(e.members),
        bodies=", ".join(dict.fromkeys(member.appointed_by for member in e.members)),
    ),
    shortlist.ShortlistMade: lambda e, w: w.say(
        N_("The {body} made the shortlist: {who}."), body=e.body, who=w.listed(e.listed)
    ),
    shortlist.SoleNomineeSelected: lambda e, w: w.say(
        N_("{who} was the only nominee left, and is selected."), who=w.who(e.nominee)
    ),
    member_ballot.HustingsNoticed: lambda e, w: w.say(
        N_("Notice was given of the hustings on {at}."), at=w.at(e.at)
    ),
    **OF_BALLOTS,
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
"""What each kind says; a test fails for a kind that is not here."""
