"""One count by a library of somebody else, in an environment of its own; prints one line of JSON.

Run by ``counting.py``: ``.venv-rivals/bin/python benchmarks/rivals.py LIBRARY METHOD FILE SEATS``. Reading the file
is timed apart from building the library's own objects and counting, as a user has to do all of it.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

Rankings = Counter[tuple[str, ...]]


def read(path: Path) -> Rankings:
    """Distinct rankings with how many papers carry each."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return Counter(tuple(name for name in row if name) for row in rows)


def pyrankvote(rankings: Rankings, method: str, seats: int) -> list[str]:
    """One object for each ballot, as the library asks for."""
    import pyrankvote as library

    names = sorted({name for ranking in rankings for name in ranking})
    candidates = {name: library.Candidate(name) for name in names}
    ballots = [
        library.Ballot(ranked_candidates=[candidates[name] for name in ranking])
        for ranking, number in rankings.items()
        for _ in range(number)
    ]
    people = list(candidates.values())
    if method == "av":
        result = library.instant_runoff_voting(people, ballots)
    else:
        result = library.single_transferable_vote(people, ballots, number_of_seats=seats)
    return sorted(winner.name for winner in result.get_winners())


def votekit(rankings: Rankings, method: str, seats: int) -> list[str]:
    """Collapsed rankings with weights, and the library's quick transferable vote."""
    from votekit.ballot import RankBallot
    from votekit.elections import FastSTV
    from votekit.pref_profile import RankProfile

    ballots = tuple(
        RankBallot(ranking=tuple(frozenset([name]) for name in ranking), weight=number)
        for ranking, number in rankings.items()
    )
    profile = RankProfile(ballots=ballots)
    election = FastSTV(profile, m=1 if method == "av" else seats, tiebreak="random")
    return sorted(name for group in election.get_elected() for name in group)


def pref_voting(rankings: Rankings, method: str, seats: int) -> list[str]:
    """Collapsed rankings with numbers."""
    from pref_voting.profiles_with_ties import ProfileWithTies

    names = sorted({name for ranking in rankings for name in ranking})
    place = {name: at for at, name in enumerate(names)}
    profile = ProfileWithTies(
        [{place[name]: rank + 1 for rank, name in enumerate(r)} for r in rankings],
        rcounts=list(rankings.values()),
        candidates=list(place.values()),
    )
    if method == "av":
        from pref_voting.iterative_methods import instant_runoff_tb

        won = instant_runoff_tb(profile)
    else:
        from pref_voting.proportional_methods import stv_scottish

        won = stv_scottish(profile, num_seats=seats)
    return sorted(names[c] for c in won)


LIBRARIES: dict[str, Callable[[Rankings, str, int], list[str]]] = {
    "pyrankvote": pyrankvote,
    "votekit": votekit,
    "pref_voting": pref_voting,
}


def main(library: str, method: str, path: str, seats: str) -> None:
    """Time one count."""
    start = perf_counter()
    rankings = read(Path(path))
    taken = perf_counter() - start
    start = perf_counter()
    elected = LIBRARIES[library](rankings, method, int(seats))
    told: dict[str, Any] = {
        "read": taken,
        "seconds": perf_counter() - start,
        "megabytes": int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
        // 1024,
        "elected": elected,
        "processor": process_time(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
