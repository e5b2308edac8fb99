"""Tell a count in sentences: what happened in each round, and why somebody was or was not elected.

Every figure comes from the transcript; nothing is counted again here.
"""

from collections.abc import Sequence

from hustings.counting.lots import Fate
from hustings.counting.transcript import Amount, Finding, Round, Tie, Transcript, exact_text
from hustings.kernel.refusals import BadInput, Problem


def round_sentences(transcript: Transcript, round: Round) -> tuple[str, ...]:
    """What happened in one round."""
    told: list[str] = []
    for candidate in round.excluded:
        told += _exclusion(transcript, round, candidate)
    told.append(_standing_of_the_round(transcript, round))
    told += [_settled(transcript, round, tie) for tie in round.ties if _is_decided_here(round, tie)]
    return tuple(told)


def explain(transcript: Transcript, name: str) -> tuple[str, ...]:
    """Why ``name`` was elected, excluded or not elected; ``BadInput`` for a name not on the paper."""
    if name not in transcript.candidates:
        right = ", ".join(transcript.candidates[:12])
        raise BadInput(Problem("papers", None, "why", f"{name!r} is not a candidate here", right))
    candidate = transcript.candidates.index(name)
    if candidate in transcript.withdrawn:
        return (_withdrawn(transcript, name),)
    first = transcript.rounds[0]
    votes = _count(first.votes[candidate], "first preference")
    told = [f"{name} had {votes} among {_papers(first.continuing)} in play."]
    for round in transcript.rounds:
        if candidate in round.excluded:
            return (*told, *_exclusion(transcript, round, candidate))
    return (*told, *_at_the_end(transcript, candidate))


def _at_the_end(transcript: Transcript, candidate: int) -> list[str]:
    round = transcript.rounds[-1]
    name, votes = transcript.candidates[candidate], round.votes[candidate]
    settled = [_settled(transcript, round, tie) for tie in round.ties if candidate in tie.between]
    if candidate in round.elected:
        return [_standing_of_the_round(transcript, round), *_decided(round, settled)]
    if round.number == 1 and round.finding is Finding.MOST:
        had = f"{name} was not elected:"
    else:
        had = f"{name} was not elected: in round {round.number} {name} had"
        had += f" {exact_text(votes)} of the {_papers(round.continuing)} in play."
    return [had + _winner_clause(transcript, round), *_decided(round, settled)]


def _decided(round: Round, settled: list[str]) -> list[str]:
    return settled if round.finding is not Finding.MAJORITY else []


def _winner_clause(transcript: Transcript, round: Round) -> str:
    (winner,) = round.elected
    name, votes = transcript.candidates[winner], exact_text(round.votes[winner])
    match round.finding:
        case Finding.MAJORITY:
            return f" {name} had {votes}, more than half."
        case Finding.MOST:
            return f" {name} had {votes} of the {_papers(round.continuing)}; most votes elect."
        case _:
            return f" {name} had {votes} as well."


def _standing_of_the_round(transcript: Transcript, round: Round) -> str:
    total = _papers(round.continuing)
    if not round.elected:
        return (
            f"Nobody has more than half of the {total} in play ({_more_than_half(round)} or more)."
        )
    (winner,) = round.elected
    name, votes = transcript.candidates[winner], exact_text(round.votes[winner])
    match round.finding:
        case Finding.MAJORITY:
            half = f"more than half ({_more_than_half(round)} or more)"
            return f"{name} has {votes} of the {total} in play, {half}, and is elected."
        case Finding.MOST:
            more = " as many as anybody," if round.ties else " more than anybody else,"
            return f"{name} has {votes} of the {total} that count,{more} and is elected."
        case _:
            return f"The last two have {votes} each of the {total} in play, and {name} is elected."


def _more_than_half(round: Round) -> str:
    return str(round.continuing // 2 + 1)


def _exclusion(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    before = transcript.rounds[round.number - 2]
    name, votes = transcript.candidates[candidate], before.votes[candidate]
    above = _next_above(transcript, round, candidate)
    told = [
        f"{name} was excluded after round {before.number} with {_count(votes, 'vote')}, the fewest{above}."
    ]
    told += [
        _settled(transcript, before, tie) for tie in round.ties if _is_decided_before(round, tie)
    ]
    return [*told, _passed_on(transcript, round, candidate)]


def _is_decided_before(round: Round, tie: Tie) -> bool:
    return tie.fate is Fate.EXCLUDED and tie.chosen in round.excluded


def _is_decided_here(round: Round, tie: Tie) -> bool:
    return not _is_decided_before(round, tie)


def _next_above(transcript: Transcript, round: Round, candidate: int) -> str:
    before = transcript.rounds[round.number - 2]
    gone = {c for earlier in transcript.rounds[: before.number] for c in earlier.excluded}
    gone.update(transcript.withdrawn, (candidate,))
    others = [c for c in range(len(transcript.candidates)) if c not in gone]
    if not others or (round.ties and _is_decided_before(round, round.ties[0])):
        return ""
    nearest = min(others, key=lambda c: (before.votes[c], c))
    gap = before.votes[nearest] - before.votes[candidate]
    with_it = exact_text(before.votes[nearest])
    return f"; next was {transcript.candidates[nearest]} with {with_it}, {exact_text(gap)} more"


def _passed_on(transcript: Transcript, round: Round, candidate: int) -> str:
    moves = [move for move in round.transfers if move.source == candidate]
    name = transcript.candidates[candidate]
    if not moves:
        return f"{name} had no papers to pass on."
    total: Amount = sum(move.votes for move in moves)
    parts = [
        f"{exact_text(move.votes)} passed to {transcript.candidates[move.to]}"
        for move in moves
        if move.to is not None
    ]
    parts += [f"{exact_text(m.votes)} showed no further preference" for m in moves if m.to is None]
    return f"Of {name}'s {_papers(total)}, {_listed(parts)}."


def _settled(transcript: Transcript, at: Round, tie: Tie) -> str:
    names = transcript.candidates
    told = f"{_listed([names[c] for c in tie.between])} had {_count(tie.votes, 'vote')} each"
    told += f" in round {at.number}."
    for number, left in tie.looked_back:
        fewest = _count(transcript.rounds[number - 1].votes[left[0]], "vote")
        verb = "had" if len(left) == 1 else "each had"
        told += (
            f" Looking back to round {number}, {_listed([names[c] for c in left])} {verb} {fewest},"
        )
        told += " the fewest of them."
    if tie.lot is not None:
        told += f" The lot drew {tie.lot.order[0]} first, who is {tie.fate.value}."
    elif tie.looked_back:
        told += f" So {names[tie.chosen]} is {tie.fate.value}."
    return told


def _withdrawn(transcript: Transcript, name: str) -> str:
    if transcript.law == "plurality":
        return (
            f"{name} withdrew after the papers went out; papers marked for {name} count for nobody."
        )
    return (
        f"{name} withdrew after the papers went out; "
        f"papers for {name} counted for the next preference that they show."
    )


def _papers(number: Amount) -> str:
    return _count(number, "paper")


def _count(number: Amount, what: str) -> str:
    return f"{exact_text(number)} {what}" if number == 1 else f"{exact_text(number)} {what}s"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
