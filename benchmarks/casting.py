"""What it costs the server to accept one ballot: its checks, and the append that a receipt promises is on the disk.

Run: ``python benchmarks/casting.py``. Checks are processor time of one core, by libsodium and GMP alone: what is
compiled is never met inside a request. On the site everything is time by the clock, with a box of 10,000 credentials,
on SQLite (``synchronous=FULL``) and, where there is one, on a PostgreSQL with ``fsync=on``. Best and median of the
ballots, because a machine is seldom quiet.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from unittest import mock

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.verifying_archives import ED, RFC, check, rankings, row, votes  # noqa: E402
from tests import postgresql  # noqa: E402

LIMIT = 3
BALLOTS = 40
CREDENTIALS = 10_000
STEPS = {
    "poll_of": "the seat and its rules, from the record",
    "elector_of": "the elector on the frozen roll",
    "sound_ballot": "checks of the ballot",
    "_put_in": "append: ballot, event, register, link, receipt, commit",
    "cast": "all of it",
}


def checks() -> None:
    """Milliseconds of processor time for the checks of one ballot, by the libraries alone."""
    from tests.verifier.belenios.making import ranking, yes_no

    row("checks of one ballot, one core", "limit", "best", "median")
    row("---", "---:", "---:", "---:")
    for group, count, limit in ((ED, 100, f"{LIMIT} ms"), (RFC, 12, "")):
        for name, maker in (
            ("a ranking of twelve", ranking(group, rankings(count, 12), 0)),
            ("yes or no", yes_no(group, votes(count))),
        ):
            times = of_each_ballot(maker.archive())
            row(f"{name}, {group}", limit, f"{min(times):.2f} ms", f"{median(times):.2f} ms")


def of_each_ballot(archive: bytes) -> list[float]:
    """Read strictly, members, every proof; as ``conduct.sound_ballots`` does it."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.checks.ballots import check_ballot
    from hustings.ballots.secret.checks.equations import PlainEngine
    from hustings.ballots.secret.making.archives import resume
    from hustings.verifier.belenios.setup import check_setup, election_in

    (_, setup), *events = resume(archive).events
    election = election_in(setup)
    engine = PlainEngine(election.group)
    weights = check_setup(setup, election, engine).weights
    times: list[float] = []
    for event, data in events:
        if event.type is EventType.BALLOT:
            began = process_time()
            check_ballot(data[0], election, weights, engine)
            times.append((process_time() - began) * 1000)
    return times


# --- on the site --------------------------------------------------------------------------------------


def on_the_site() -> None:
    """The steps of casting on each database, side by side."""
    columns = {"SQLite": steps_with({})}
    if postgresql.programs() is not None:
        with postgresql.running(fsync=True) as url:
            columns["PostgreSQL"] = steps_with({"HUSTINGS_DATABASE_URL": url})
    heads = [f"{database}, {which}" for database in columns for which in ("best", "median")]
    row("casting one ballot on the site", *heads)
    row("---", *["---:"] * len(heads))
    for step, told in STEPS.items():
        figures = [f(found[step]) for found in columns.values() for f in (min, median)]
        row(told, *(f"{figure:.1f} ms" for figure in figures))


def steps_with(given: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds of every step of every ballot, measured in a process of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HUSTINGS_")}
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--site"],
            env=clean | given | {"HUSTINGS_DATA": folder},
            check=True,
            stdout=subprocess.PIPE,
        )
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def cast_and_tell() -> None:
    """Cast, and print the times of each step as JSON."""
    from tests.web.booth.killing import ENVIRONMENT, make_town

    os.environ.update(ENVIRONMENT)
    from hustings.cli.serve import prepare

    prepare(quiet=True)
    town = make_town(BALLOTS, spares=CREDENTIALS - BALLOTS)
    from hustings.conduct import casting
    from tests.conduct.town import SEAT

    times: dict[str, list[float]] = defaultdict(list)
    for step in STEPS:
        setattr(casting, step, timed(getattr(casting, step), times[step]))
    with mock.patch("hustings.conduct.clock.now", return_value=town.now):
        for voter in town.voters:
            done = casting.cast(voter.person, SEAT, voter.ballot)
            check(isinstance(done, casting.Accepted), str(done))
    print(json.dumps(times))


def timed(step: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    """The same step, with what it took by the clock added to ``times``."""

    def run(*about: Any, **named: Any) -> Any:
        began = perf_counter()
        done = step(*about, **named)
        times.append((perf_counter() - began) * 1000)
        return done

    return run


def main() -> None:
    """Both tables, or the times of one database."""
    if "--site" in sys.argv:
        return cast_and_tell()
    checks()
    print()
    return on_the_site()


if __name__ == "__main__":
    main()
