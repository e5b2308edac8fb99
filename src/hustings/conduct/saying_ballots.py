"""What each entry about the members' ballot says, on paper and online, from the opening to the count."""

from hustings.conduct.wording import Sentence, Words, by_body, plain
from hustings.proceedings import (
    few_papers,
    member_ballot,
    member_count,
    member_papers,
    online_ballot,
    reconciliation,
    spare_codes,
)
from hustings.proceedings.entry import Entry
from hustings.proceedings.online import StrikeReason
from hustings.timetable.sentences import N_


def _ballot(e: member_ballot.BallotOpened, w: Words) -> str:
    text = N_("The ballot of members opened between {who}. It closes on {at}.")
    return w.say(text, who=", ".join(map(w.who, e.candidates)), at=w.at(e.closes))


def _online_result(e: online_ballot.OnlineResultEntered, w: Words) -> str:
    if e.invalid:
        return w.say(
            N_("What members cast online was opened and entered; {n} ballots held no ranking."),
            n=f"{e.invalid:,}",
        )
    return w.say(
        N_("What members cast online was opened and entered; every ballot held a ranking.")
    )


def _papers(e: member_papers.PapersEntered, w: Words) -> str:
    text = N_(
        "Two tellers read the papers apart and agreed on every one: "
        "{returned} came back, {spoilt} of them spoilt."
    )
    if e.resolved:
        text = N_(
            "Two tellers read the papers apart, differed on {differences}, and settled that: "
            "{resolved} {returned} papers came back, {spoilt} of them spoilt."
        )
    numbers = {"returned": f"{e.returned:,}", "spoilt": f"{e.spoilt:,}"}
    return w.say(text, differences=f"{e.differences:,}", resolved=e.resolved, **numbers)


def _few_papers(e: few_papers.FewPapersCounted, w: Words) -> str:
    text = N_(
        "So few votes counted, on paper or online, that they stay with the parties. "
        "Two tellers attest that {who} was selected."
    )
    return w.say(text, who=w.who(e.elected))


def _reconciled(e: reconciliation.BallotReconciled, w: Words) -> str:
    text = N_("Every numbered pack of papers was accounted for, and two tellers signed.")
    if e.returned is None:
        text = N_(
            "Every numbered pack of papers was accounted for, and two tellers signed. "
            "So few came back that no figure is told."
        )
    return w.say(text)


def _struck_off(e: online_ballot.CodeStruckOff, w: Words) -> str:
    match e.because:
        case StrikeReason.OTHER_HANDS:
            text = N_("A voting code was struck off, because its letter came into other hands.")
        case StrikeReason.OFF_THE_ROLL:
            text = N_("A voting code was struck off, because its elector was taken off the roll.")
    return w.say(text)


def _unused(e: spare_codes.SparesProvedUnused, w: Words) -> str:
    text = N_("The scrutineer opened {n} spare voting codes that nobody was given.")
    if len(e.unused) == 1:
        text = N_("The scrutineer opened one spare voting code that nobody was given.")
    if not e.unused:
        text = N_("The scrutineer says that every spare voting code was given to somebody.")
    return w.say(text, n=f"{len(e.unused):,}")


def _closed(e: online_ballot.OnlineBallotClosed, w: Words) -> str:
    if e.ballots is None:
        return w.say(
            N_(
                "The box online was closed before two witnesses, with so few ballots in it that "
                "their number is not told."
            )
        )
    text = N_("The box online was closed before two witnesses, with {n} ballots in it.")
    return w.say(text, n=f"{e.ballots:,}")


def _counted(e: member_count.CountMade, w: Words) -> str:
    text = N_("The papers were counted in {rounds} rounds, and {who} was selected.")
    if e.rounds == 1:
        text = N_("The papers were counted in one round, and {who} was selected.")
    return w.say(text, rounds=e.rounds, who=w.who(e.elected))


OF_BALLOTS: dict[type[Entry], Sentence] = {
    member_ballot.BallotOpened: _ballot,
    member_ballot.CandidateWithdrew: lambda e, w: w.say(
        N_("{who} withdrew after papers had gone out."), who=w.who(e.candidate)
    ),
    reconciliation.BallotReconciled: _reconciled,
    online_ballot.CodeStruckOff: _struck_off,
    online_ballot.OnlineBallotClosed: _closed,
    spare_codes.SparesProvedUnused: _unused,
    online_ballot.OnlineResultEntered: _online_result,
    member_papers.PapersRead: plain(
        N_("A teller read the papers alone and sealed what they read.")
    ),
    member_papers.PapersEntered: _papers,
    few_papers.FewPapersCounted: _few_papers,
    member_count.LotDrawn: lambda e, w: w.say(
        N_("A lot was drawn before witnesses, in this order: {who}."),
        who=", ".join(map(w.who, e.order)),
    ),
    member_count.CountMade: _counted,
    member_count.RecountRequested: plain(N_("A candidate asked for the papers to be counted again.")),
    member_count.RecountOrdered: by_body(N_("The {body} ordered that the papers be counted again.")),
}  # fmt: skip
"""What each kind says."""
