"""Counts with several places, quotas and transfers in sentences; from the transcript alone, whatever the law."""

from hustings.counting.phrases import (
    IN_PER_CENT,
    counted,
    is_decided_before,
    listed,
    nearest,
    settled,
    votes_of,
)
from hustings.counting.phrases import told as exactly
from hustings.counting.registry import LAWS, Takes
from hustings.counting.transcript import Amount, Finding, Kind, Round, Threshold, Transcript

ASKING = tuple(
    law.id for law in LAWS.values() if law.takes in {Takes.MARKS, Takes.NUMBERS, Takes.GRADES}
)
"""Laws whose papers show no first preference: marks, numbers or grades beside the candidates."""


def sentences_of(transcript: Transcript, round: Round) -> tuple[str, ...]:
    """What happened in one round: whose papers moved and why, who gained, who is elected by what."""
    before = round.number > 1 and transcript.rounds[round.number - 2]
    ties = [(tie, is_decided_before(round, tie)) for tie in round.ties]
    told = [settled(transcript, before or round, tie) for tie, early in ties if early]
    match round.kind:
        case Kind.FIRST_PREFERENCES:
            told += _opening(transcript, round)
        case Kind.SURPLUS:
            told += _surplus(transcript, round)
        case Kind.EXCLUSION:
            told += exclusion(transcript, round)
        case Kind.ELECTION:
            pass
        case Kind.NO_TRANSFER:
            told.append("Somebody is elected; the count goes on until two are left.")
    told += _elections(transcript, round)
    told += [settled(transcript, round, tie) for tie, early in ties if not early]
    return (*told, *_waiting(transcript, round))


def _opening(transcript: Transcript, round: Round) -> list[str]:
    if transcript.law in IN_PER_CENT:
        return [_gains(transcript, round)]
    if transcript.law in ASKING:
        told = [f"{counted(transcript.valid, 'paper')} were counted."]
        return told + [_test(test) for test in round.tests]
    told = [f"{counted(round.continuing, 'paper')} show a first preference."]
    return told if round.quota is None else [*told, f"The quota is {exactly(round.quota)}."]


def _test(test: Threshold) -> str:
    """A test that an answer has to pass, with its figures and how it came out."""
    asked = "more than" if test.comparison == "more-than" else "at least"
    met = "met" if test.met else "not met"
    share = f"{test.needed.numerator}/{test.needed.denominator}"
    return (
        f"The test of {test.what}: {test.part} of {test.base_votes} ({test.base}), "
        f"and {asked} {share} is needed; it is {met}."
    )


def _surplus(transcript: Transcript, round: Round) -> list[str]:
    before = transcript.rounds[round.number - 2]
    told: list[str] = []
    for candidate in round.of:
        name = transcript.candidates[candidate]
        passed = before.votes[candidate] - round.votes[candidate]
        at = "" if round.transfer_value is None else _at(round.transfer_value)
        told.append(f"{name} passed on {votes_of(transcript, passed)} above the quota{at}.")
    return [*told, _gains(transcript, round)]


def _at(value: Amount) -> str:
    return f", each paper at {exactly(value)}"


def exclusion(transcript: Transcript, round: Round) -> list[str]:
    """Who was excluded, why it was them, and who gained by it."""
    before = transcript.rounds[round.number - 2]
    had = {c: before.votes[c] for c in round.of or round.excluded}
    names = [transcript.candidates[c] for c in had]
    value = "" if round.transfer_value is None else _at(round.transfer_value)
    if not round.excluded:
        told = [f"{listed(names)} had to go: part of the papers passed on{value}."]
    elif len(had) == 1:
        (votes,) = had.values()
        told = [
            f"{names[0]} was excluded with {votes_of(transcript, votes)}{_next(transcript, round)}{value}."
        ]
    else:
        each = [f"{n} with {exactly(v)}" for n, v in zip(names, had.values(), strict=True)]
        told = [f"Excluded together were {listed(each)}{_next(transcript, round)}{value}."]
    return [*told, _gains(transcript, round)]


def _next(transcript: Transcript, round: Round) -> str:
    found = nearest(transcript, round)
    if found is None:
        return ""
    return f"; next was {transcript.candidates[found[0]]} with {exactly(found[1])}"


def _gains(transcript: Transcript, round: Round) -> str:
    """Who has more votes than before the round, and what left the count."""
    if transcript.law in IN_PER_CENT:
        rows = zip(transcript.candidates, round.votes, strict=True)
        return f"{listed([f'{name} now has {exactly(now)}' for name, now in rows if now])}."
    before = transcript.rounds[round.number - 2]
    rows = zip(transcript.candidates, before.votes, round.votes, strict=True)
    parts = [f"{name} gained {exactly(now - was)}" for name, was, now in rows if now > was]
    left = (
        ("could not be transferred", round.not_transferable - before.not_transferable),
        ("showed no further preference", round.exhausted - before.exhausted),
        ("were lost by fractions", round.loss_by_fraction - before.loss_by_fraction),
    )
    parts += [f"{exactly(number)} {what}" for what, number in left if number > 0]
    back = [f"{exactly(-number)} fewer {what}" for what, number in left if number < 0]
    return f"{listed([*parts, *back])}.".replace("nobody.", "Nobody gained anything.")


def _elections(transcript: Transcript, round: Round) -> list[str]:
    told: list[str] = []
    for place, candidate in enumerate(round.elected):
        finding = round.findings[place] if place < len(round.findings) else None
        told.append(election(transcript, round, candidate, finding))
    return told


def election(transcript: Transcript, round: Round, candidate: int, finding: Finding | None) -> str:
    """Why somebody is elected in a round."""
    quota = transcript.quota if round.quota is None else round.quota
    name, votes = transcript.candidates[candidate], exactly(round.votes[candidate])
    match finding:
        case Finding.QUOTA if quota is not None and round.votes[candidate] >= quota:
            return f"{name} has {votes}, the quota of {exactly(quota)} or more, and is elected."
        case Finding.ACTIVE_VOTE:
            return f"{name} has {votes}, a share of the active vote that is enough, and is elected."
        case Finding.LAST_VACANCIES:
            return f"{name} has {votes} and is elected: as many continue as there are places left."
        case Finding.LAST_VACANCY:
            return f"{name} has {votes}, more than all others together, and takes the last place."
        case Finding.OUT_OF_REACH:
            return f"{name} has {votes} and is elected: nobody below can reach that any more."
        case Finding.TESTS_MET:
            return f"{name} has {votes}, every test is met, and that is the answer."
        case Finding.TEST_NOT_MET:
            return f"A test is not met, so that the answer is {name}."
        case Finding.STRONGEST_PATHS:
            return (
                f"{name} is elected: nobody left has a stronger path to {name} than {name} to them."
            )
        case Finding.BEST_GRADES:
            return f"{name} is elected: the best by the middle grades."
        case Finding.MOST:
            return f"{name} has {votes}, among the most, and is elected."
        case Finding.MAJORITY:
            return f"{name} has {votes}, more than half, and is elected."
        case _:
            return f"{name} has {votes} and is elected."


def _waiting(transcript: Transcript, round: Round) -> list[str]:
    names = [transcript.candidates[c] for c in round.deferred]
    return [f"The surplus of {listed(names)} waits: it could change nothing yet."] if names else []


def story_of(transcript: Transcript, candidate: int) -> list[str]:
    """What became of one candidate from the first preferences to the end."""
    name = transcript.candidates[candidate]
    for round in transcript.rounds:
        if candidate in round.excluded:
            return _why_excluded(transcript, round, candidate)
        if candidate in round.elected:
            finding = round.findings[round.elected.index(candidate)] if round.findings else None
            return [f"In round {round.number}: {election(transcript, round, candidate, finding)}"]
    last = transcript.rounds[-1]
    if transcript.law == "yes-no":
        answer = listed([transcript.candidates[c] for c in transcript.elected])
        return [
            f"{name} had {votes_of(transcript, last.votes[candidate])}; the answer is {answer}."
        ]
    told = f"{name} was not elected: at the end, in round {last.number}, {name} had"
    told += f" {votes_of(transcript, last.votes[candidate])}, and"
    vacant = transcript.vacant
    told += f" {counted(vacant, 'place')} stayed vacant" if vacant else " every place was filled"
    lowest = _last_elected(transcript)
    if lowest is not None:
        told += f"; the last went to {transcript.candidates[lowest]}"
    return [f"{told}.", *_short(transcript, last, candidate), *_pair(transcript, last, candidate)]


def _pair(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    """Where candidates are compared by pairs: how many papers prefer the last elected, and how many not."""
    tables, last = dict(round.tables), _last_elected(transcript)
    if "preferred" not in tables or last is None:
        return []
    preferred, names = tables["preferred"], transcript.candidates
    over, under = preferred[last][candidate], preferred[candidate][last]
    return [
        (
            f"{counted(over, 'paper')} preferred {names[last]} to {names[candidate]}, "
            f"{under} {names[candidate]} to {names[last]}."
        )
    ]


def _why_excluded(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    before = transcript.rounds[round.number - 2]
    name = transcript.candidates[candidate]
    ties = [tie for tie in round.ties if is_decided_before(round, tie) and candidate in tie.between]
    parts = round.number - 1
    while parts > 1 and candidate in transcript.rounds[parts - 1].of:
        parts -= 1
    began = transcript.rounds[parts - 1]
    had = votes_of(transcript, began.votes[candidate])
    told = [f"{name} was excluded after round {began.number} with {had}{_next(transcript, round)}."]
    told += [settled(transcript, before, tie) for tie in ties]
    return [*told, *_short(transcript, began, candidate)]


def _short(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    quota = transcript.quota if round.quota is None else round.quota
    if quota is None or round.votes[candidate] >= quota:
        return []
    lacked = exactly(quota - round.votes[candidate])
    return [f"That was {lacked} short of the quota of {exactly(quota)}."]


def _last_elected(transcript: Transcript) -> int | None:
    return transcript.elected[-1] if transcript.elected else None
