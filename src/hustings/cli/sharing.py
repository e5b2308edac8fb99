"""Shares independent work over this machine's cores: a ``map`` for work that takes long enough to be worth it."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from hustings.kernel.sharing import Spread, WorkLost

FEWEST = 8
"""Below so many jobs, starting processes costs more than it saves."""

_held: tuple[Callable[[Any], Any], list[Any]] | None = None


def spread(work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
    """``map(work, jobs)``, over processes where the machine can fork and has more than one core.

    The processes inherit work and jobs as they are; only results travel.
    """
    listed = list(jobs)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(listed) < FEWEST or cores < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return map(work, listed)
    return _over_processes(work, listed, min(cores, len(listed)))


def shared(dask: str | None) -> AbstractContextManager[Spread]:
    """``spread`` over this machine, or over the Dask cluster at an address."""
    if dask is None:
        return nullcontext(spread)
    from hustings.cli.cluster import of_cluster

    return of_cluster(dask)


def _over_processes(work: Callable[[Any], Any], jobs: list[Any], processes: int) -> Iterator[Any]:
    forking = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, forking, _hold, (work, jobs)) as pool:
        try:
            yield from pool.map(_carry_out, range(len(jobs)), chunksize=1 + len(jobs) // 64)
        except BrokenExecutor:
            said = "a process that shared the work was ended from outside (is there enough memory?)"
            raise WorkLost(said) from None


def _hold(work: Callable[[Any], Any], jobs: list[Any]) -> None:
    global _held  # noqa: PLW0603 (each process holds one piece of work for its whole life)
    _held = (work, jobs)


def _carry_out(place: int) -> Any:
    if _held is None:
        raise RuntimeError("there is no work to carry out")
    work, jobs = _held
    return work(jobs[place])
