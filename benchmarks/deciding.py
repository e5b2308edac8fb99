"""Decide 650 seats with 20 units each under three rulebooks, and start the command; prints the README's rows.

Run: ``python benchmarks/deciding.py``. The seats are made from a fixed seed: one third complete, one
third with returns outstanding (one in five of these with an unknown number of affiliates), one
third with voids and ties. Every answer is whole: certainty, settled, what each void would do, the
fewest returns that decide, and the reasoning. The best of three runs counts.
"""

import resource
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter

from hustings.proceedings.trigger.answer import decide_returns
from hustings.proceedings.trigger.returns import Answer, PoolReturns
from hustings.rulebooks.loader import load

SEATS, BRANCHES, AFFILIATES = 650, 10, 10
RULEBOOKS = ("labour-pre2018", "labour-2018", "labour-2021")
CASE = Path(__file__).parents[1] / "tests" / "golden" / "cases" / "newham-2016.toml"
RUNS = 3


def pool(coins: Random, units: int, sort: int, *, unknown: bool) -> PoolReturns:
    """The returns of so many units: 0 complete, 1 with some outstanding, 2 with voids and ties."""
    left = units
    numbers = [coins.randint(0, 3) for _ in range(3)] if sort else [0, 0, 0]
    left -= sum(numbers)
    wanting = coins.randint(0, left)
    valid = wanting, left - wanting
    if sort == 1:
        return PoolReturns(*valid, outstanding=None if unknown else sum(numbers))
    voids = tuple(coins.choice([*Answer, None]) for _ in range(numbers[0]))
    return PoolReturns(*valid, numbers[1], numbers[2], voids)


def seats(number: int = SEATS) -> list[dict[str, PoolReturns]]:
    """The same seats on every run."""
    coins = Random(2026)
    return [
        {
            "branch": pool(coins, BRANCHES, seat % 3, unknown=False),
            "affiliate": pool(coins, AFFILIATES, seat % 3, unknown=seat % 5 == 0),
        }
        for seat in range(number)
    ]


def best(task: Callable[[], object]) -> float:
    """Seconds of the quickest of three runs."""
    times: list[float] = []
    for _ in range(RUNS):
        began = perf_counter()
        task()
        times.append(perf_counter() - began)
    return min(times)


def decide_all(number: int = SEATS) -> int:
    """Decide every seat under every rulebook; how many were decided with certainty."""
    triggers = [load(name).rules.trigger for name in RULEBOOKS]
    return sum(
        decide_returns(trigger, returns).certain
        for returns in seats(number)
        for trigger in triggers
        if trigger is not None
    )


def command(*words: str) -> Callable[[], object]:
    """Run ``hustings decide`` in a process of its own."""
    program = "from hustings.cli.decide import command; command()"
    return lambda: subprocess.run(
        [sys.executable, "-c", program, *words], check=True, stdout=subprocess.DEVNULL
    )


def row(what: str, seconds: float, bound: float) -> None:
    """One row: the time, the bound from the issue, and the time as a share of the bound."""
    print(f"| {what} | {seconds:.2f} s | {bound:.1f} s | {seconds / bound:.2f} |", flush=True)


def main() -> None:
    """Print the table."""
    ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    certain = decide_all()
    print("| what | time | bound | time / bound |")
    print("|---|---:|---:|---:|")
    units = BRANCHES + AFFILIATES
    row(f"{SEATS} seats with {units} units, {len(RULEBOOKS)} rulebooks", best(decide_all), 1.0)
    row("`hustings decide --help`", best(command("--help")), 0.3)
    row("`hustings decide` of one case", best(command(str(CASE))), 0.5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{certain:,} of {SEATS * len(RULEBOOKS):,} answers certain; peak memory {peak} MB.")


if __name__ == "__main__":
    main()
