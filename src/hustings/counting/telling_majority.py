"""The eliminating ballot and plurality in sentences: who has more than half of what, who has the fewest."""

from hustings.counting.phrases import counted, is_decided_before, listed, nearest, settled
from hustings.counting.transcript import Amount, Finding, Round, Transcript, exact_text

LAWS = ("alternative-vote", "plurality")


def sentences_of(transcript: Transcript, round: Round) -> tuple[str, ...]:
    """What happened in one round."""
    told = _place_begun(transcript, round)
    for candidate in round.excluded:
        told += gone(transcript, round, candidate)
    told.append(_standing_of_the_round(transcript, round))
    told += [settled(transcript, round, t) for t in round.ties if not is_decided_before(round, t)]
    return tuple(told)


def story_of(transcript: Transcript, candidate: int) -> list[str]:
    """Why somebody was elected, or was not: in the ballot for the place that they won, or for the last one."""
    for round in transcript.rounds:
        if candidate in round.elected:
            told = [
                settled(transcript, round, tie) for tie in round.ties if candidate in tie.between
            ]
            return [_standing_of_the_round(transcript, round), *_decided(round, told)]
    begun = max(r.number for r in transcript.rounds if r.begins)
    for round in transcript.rounds[begun - 1 :]:
        if candidate in round.excluded:
            return gone(transcript, round, candidate)
    return _at_the_end(transcript, candidate)


def gone(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    """Who was excluded for having the fewest votes, or barred by a constraint before any were counted."""
    if not round.begins:
        return exclusion(transcript, round, candidate)
    told = listed([text for name, text in transcript.readings if name == "constraint"])
    name = transcript.candidates[candidate]
    return [f"{name} is passed over: the places left are kept by the constraint of {told}."]


def _place_begun(transcript: Transcript, round: Round) -> list[str]:
    if round.number == 1 or not round.begins:
        return []
    before = [c for r in transcript.rounds[: round.number - 1] for c in r.elected]
    names = listed([transcript.candidates[c] for c in before])
    place = f"For place {len(before) + 1} all papers are counted again from their first preferences"
    return [f"{place}, passing over {names}."]


def _at_the_end(transcript: Transcript, candidate: int) -> list[str]:
    """Why somebody who was still there at the end is not elected."""
    round = transcript.rounds[-1]
    name, votes = transcript.candidates[candidate], round.votes[candidate]
    told = [settled(transcript, round, tie) for tie in round.ties if candidate in tie.between]
    if round.number == 1 and round.finding is Finding.MOST:
        had = f"{name} was not elected:"
    else:
        had = f"{name} was not elected: in round {round.number} {name} had"
        had += f" {exact_text(votes)} of the {counted(round.continuing, 'paper')} in play."
    return [had + _winner_clause(transcript, round), *_decided(round, told)]


def exclusion(transcript: Transcript, round: Round, candidate: int) -> list[str]:
    """Who was excluded, why it was them, and where their papers went."""
    before = transcript.rounds[round.number - 2]
    name, votes = transcript.candidates[candidate], before.votes[candidate]
    decided = [tie for tie in round.ties if is_decided_before(round, tie)]
    above = "" if decided and decided[0] is round.ties[0] else next_above(transcript, round, votes)
    had = counted(votes, "vote")
    told = [f"{name} was excluded after round {before.number} with {had}, the fewest{above}."]
    told += [settled(transcript, before, tie) for tie in decided]
    return [*told, passed_on(transcript, round, candidate, "paper")]


def next_above(transcript: Transcript, round: Round, votes: Amount) -> str:
    """Who had the fewest after those excluded, and how many more."""
    found = nearest(transcript, round)
    if found is None:
        return ""
    name, gap = transcript.candidates[found[0]], found[1] - votes
    return f"; next was {name} with {exact_text(found[1])}, {exact_text(gap)} more"


def passed_on(transcript: Transcript, round: Round, candidate: int, what: str) -> str:
    """Where the papers (or votes) of a candidate went in a round."""
    moves = [move for move in round.transfers if move.source == candidate]
    name = transcript.candidates[candidate]
    if not moves:
        return f"{name} had no {what}s to pass on."
    total: Amount = sum(move.votes for move in moves)
    parts = [
        f"{exact_text(move.votes)} passed to {transcript.candidates[move.to]}"
        for move in moves
        if move.to is not None
    ]
    parts += [f"{exact_text(m.votes)} showed no further preference" for m in moves if m.to is None]
    return f"Of {name}'s {counted(total, what)}, {listed(parts)}."


def _decided(round: Round, told: list[str]) -> list[str]:
    return told if round.finding is not Finding.MAJORITY else []


def _winner_clause(transcript: Transcript, round: Round) -> str:
    (winner,) = round.elected
    name, votes = transcript.candidates[winner], exact_text(round.votes[winner])
    match round.finding:
        case Finding.MAJORITY:
            return f" {name} had {votes}, more than half."
        case Finding.MOST:
            return f" {name} had {votes} of the {counted(round.continuing, 'paper')}; most votes elect."
        case _:
            return f" {name} had {votes} as well."


def _standing_of_the_round(transcript: Transcript, round: Round) -> str:
    total = counted(round.continuing, "paper")
    if not round.elected and 2 * max(round.votes) > round.continuing:
        first = max(range(len(round.votes)), key=lambda c: round.votes[c])
        had = f"{transcript.candidates[first]} has {exact_text(round.votes[first])} of the {total} in play"
        return f"{had}, more than half ({_more_than_half(round)} or more), and the count goes on."
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
