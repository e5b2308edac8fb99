"""What each entry of a record says, in one plain sentence; pages for every audience use the same one."""

from hustings.conduct import words
from hustings.conduct.saying_ballots import OF_BALLOTS
from hustings.conduct.saying_rulings import OF_RULINGS
from hustings.conduct.saying_units import OF_UNITS
from hustings.conduct.seats import Seat
from hustings.conduct.wording import Names, Sentence, Words, by_body, plain
from hustings.proceedings import (
    applications,
    intention,
    member_ballot,
    nominations,
    opening,
    planning,
    readings,
    shortlist,
    silence,
    suspension,
)
from hustings.proceedings.entry import Entry
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
    late = w.say(N_("That was after the deadline."))
    return f"{said} {late}" if e.late else said


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


def _silence(e: silence.SilenceDecided, w: Words) -> str:
    text = N_("The {body} decided that silence counts as: {answer}.")
    return w.say(text, body=e.body, answer=w.word(words.ANSWERS, e.treated_as))


def _notices(e: planning.NoticesServed, w: Words) -> str:
    text = N_("Notices were sent {channel} to {number} persons: {notice}.")
    if e.number == 1:
        text = N_("A notice was sent {channel} to one person: {notice}.")
    channel = w.word(words.CHANNELS, e.channel)
    return w.say(text, channel=channel, number=f"{e.number:,}", notice=e.notice)


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
    silence.SecondLetterSent: lambda e, w: w.say(
        N_("A second letter asked the sitting representative again, with an answer due by {at}."),
        at=w.at(e.reply_by),
    ),
    intention.IntentionAnswered: _answered,
    silence.SilenceDecided: _silence,
    silence.LateAnswerAccepted: by_body(N_("The {body} accepted the late answer.")),
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
    **OF_UNITS,
    **OF_BALLOTS,
    **OF_RULINGS,
}  # fmt: skip
"""What each kind says; a test fails for a kind that is not here."""
