"""Runs in the rivals' own environment: counts elections from standard input by other people's counters.

Input: JSON, a list of ``{"law", "candidates", "seats", "papers": [[number, [candidate, …]], …], "rivals": [name, …]}``,
candidates by index; for grades, numbers beside the candidates. Output: JSON, for each election ``{rival: answer}``, the
answer being a list of candidates elected, or a text: what the rival raised.
"""

import contextlib
import io
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

warnings.filterwarnings("ignore")


def pyrankvote_av(election: dict[str, Any]) -> list[int]:
    """Instant run-off by pyrankvote: one object for every paper."""
    import pyrankvote

    candidates = [pyrankvote.Candidate(str(c)) for c in range(election["candidates"])]
    ballots = [
        pyrankvote.Ballot(ranked_candidates=[candidates[c] for c in ranking])
        for number, ranking in election["papers"]
        for _ in range(number)
    ]
    result = pyrankvote.instant_runoff_voting(candidates, ballots)
    return [int(winner.name) for winner in result.get_winners()]


def _profile(election: dict[str, Any]) -> Any:
    from pref_voting.profiles_with_ties import ProfileWithTies

    papers = election["papers"]
    profile = ProfileWithTies(
        [{c: rank for rank, c in enumerate(ranking, 1)} for _, ranking in papers],
        [number for number, _ in papers],
        candidates=list(range(election["candidates"])),
    )
    profile.use_extended_strict_preference()
    return profile


def pref_voting_av(election: dict[str, Any]) -> list[int]:
    """Instant run-off by pref_voting, on truncated rankings."""
    from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders

    return sorted(instant_runoff_for_truncated_linear_orders(_profile(election)))


def _of_several(name: str) -> Callable[[dict[str, Any]], list[int]]:
    def counted(election: dict[str, Any]) -> list[int]:
        import pref_voting.proportional_methods as methods

        seats = election["seats"]
        return sorted(getattr(methods, name)(_profile(election), num_seats=seats))

    return counted


def pref_voting_schulze(election: dict[str, Any]) -> list[int]:
    """Beat path by margins."""
    from pref_voting.margin_based_methods import beat_path

    return sorted(beat_path(_profile(election)))


def pref_voting_judgment(election: dict[str, Any]) -> list[int]:
    """Majority judgment; the better grade is the larger number there."""
    from pref_voting.grade_methods import majority_judgement
    from pref_voting.grade_profiles import GradeProfile

    papers, worst = election["papers"], election["grades"]
    profile = GradeProfile(
        [{c: worst - grade for c, grade in enumerate(row)} for _, row in papers],
        list(range(worst)),
        gcounts=[number for number, _ in papers],
    )
    return sorted(majority_judgement(profile))


def votekit_av(election: dict[str, Any]) -> list[int]:
    """Instant run-off by votekit."""
    from votekit.ballot import RankBallot
    from votekit.elections import IRV
    from votekit.pref_profile import RankProfile

    ballots = [
        RankBallot(ranking=[{str(c)} for c in ranking], weight=number)
        for number, ranking in election["papers"]
    ]
    names = [str(c) for c in range(election["candidates"])]
    profile = RankProfile(ballots=ballots, candidates=names)
    return [int(name) for group in IRV(profile).get_elected() for name in group]


def votelib_schulze(election: dict[str, Any]) -> list[int]:
    """Schulze by winning votes."""
    import votelib.convert
    from votelib.evaluate.condorcet import Schulze

    everybody = frozenset(range(election["candidates"]))
    votes: dict[Any, int] = {}
    for number, ranking in election["papers"]:
        rest = everybody - set(ranking)
        vote = (*ranking, frozenset(rest)) if len(rest) > 1 else (*ranking, *rest)
        votes[vote] = votes.get(vote, 0) + number
    pairs = votelib.convert.RankedToCondorcetVotes().convert(votes)
    return [_plain(winner) for winner in Schulze().evaluate(pairs)]


def votelib_approval(election: dict[str, Any]) -> list[int]:
    """Approval, each paper a set."""
    import votelib.convert
    from votelib.evaluate.core import Plurality

    votes: dict[Any, int] = {}
    for number, marks in election["papers"]:
        votes[frozenset(marks)] = votes.get(frozenset(marks), 0) + number
    simple = votelib.convert.ApprovalToSimpleVotes().convert(votes)
    return sorted(_plain(winner) for winner in Plurality().evaluate(simple, election["seats"]))


def _plain(winner: Any) -> int:
    if isinstance(winner, int):
        return winner
    raise ValueError(f"tie: {winner}")


RIVALS: dict[str, Callable[[dict[str, Any]], list[int]]] = {
    "pyrankvote instant_runoff_voting": pyrankvote_av,
    "pref_voting instant_runoff": pref_voting_av,
    "votekit IRV": votekit_av,
    "pref_voting stv_scottish": _of_several("stv_scottish"),
    "pref_voting stv_meek": _of_several("stv_meek"),
    "pref_voting stv_warren": _of_several("stv_warren"),
    "pref_voting beat_path": pref_voting_schulze,
    "votelib Schulze": votelib_schulze,
    "pref_voting majority_judgement": pref_voting_judgment,
    "votelib approval": votelib_approval,
}


def answer(rival: str, election: dict[str, Any]) -> list[int] | str:
    """What one rival says, or what it raised."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return RIVALS[rival](election)
    except Exception as raised:  # noqa: BLE001 - whatever a counter raises is its answer
        return f"{type(raised).__name__}: {raised}"[:200]


def main() -> None:
    """Answer every election by every rival that it asks for."""
    elections = json.load(sys.stdin)
    json.dump([{r: answer(r, e) for r in e["rivals"]} for e in elections], sys.stdout)


if __name__ == "__main__":
    main()
