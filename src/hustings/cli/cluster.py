"""Shares work over the machines of a Dask cluster that somebody runs: a ``map`` as ``sharing.spread`` is one."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

import click

from hustings import __version__
from hustings.cli.sharing import FEWEST
from hustings.kernel.sharing import Spread, WorkLost

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 15
"""So long a cluster may take to answer, and to have a worker."""

AHEAD = 3
"""So many jobs wait for each core, so that none is idle and no scheduler holds the whole archive."""

MOST_SAID = 300
"""Characters of a cluster's own words."""

_one_at_a_time = Lock()


@contextmanager
def of_cluster(address: str) -> Iterator[Spread]:
    """A ``map`` over the workers of the scheduler at ``address``, all of which have this version of Hustings."""
    if find_spec("distributed") is None:
        said = "--dask needs a part that is not installed: pip install 'hustings[dask]'"
        raise click.UsageError(said)
    import logging

    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as problem:
        said = f"No Dask scheduler answers at {address}: {problem}"
        raise click.BadParameter(said, param_hint="--dask") from None
    with client:
        _check_workers(client, address)
        yield partial(_spread, client)


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, or with one that would check something else than this program does."""
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError:
        said = f"The cluster at {address} has no workers. Start some: dask worker {address}"
        raise click.BadParameter(said, param_hint="--dask") from None
    for worker, found in client.run(_found_here, on_error="return").items():
        if isinstance(found, ModuleNotFoundError):
            said = f"Worker {worker} lacks {found.name}. Install Hustings {__version__} on it."
        elif found != _found_here():
            said = f"Worker {worker} has {found}, and here it is {_found_here()}. Both have to be the same."
        else:
            continue
        raise click.BadParameter(said, param_hint="--dask")


def _found_here() -> str:
    """What decides how work is done."""
    numba = "without" if find_spec("numba") is None else "with"
    return f"Hustings {__version__} {numba} numba"


def _spread(client: "Client", work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
    """``map(work, jobs)``: the work goes to every worker once, the jobs a few at a time, answers come in order."""
    listed = list(jobs)
    if len(listed) < FEWEST:
        return map(work, listed)
    return _over_workers(client, work, listed)


def _over_workers(client: "Client", work: Callable[[Any], Any], jobs: list[Any]) -> Iterator[Any]:
    with _nothing_lost():
        there = client.scatter(work, broadcast=True, hash=False)
        most = AHEAD * sum(client.nthreads().values())
    waiting: deque[Any] = deque()
    for job in jobs:
        with _nothing_lost():
            waiting.append(client.submit(_carry_out, there, job, pure=False))
        if len(waiting) > most:
            yield _answer(waiting.popleft())
    while waiting:
        yield _answer(waiting.popleft())


@contextmanager
def _nothing_lost() -> Iterator[None]:
    """What the work itself raises comes back as a value, so that an exception here is always the cluster's."""
    try:
        yield
    except Exception as problem:  # noqa: BLE001 (machines, networks and schedulers fail in many ways)
        said = f"the cluster did not finish its work ({type(problem).__name__}: {problem}"
        raise WorkLost(f"{said[:MOST_SAID]})") from None


def _carry_out(work: Callable[[Any], Any], job: Any) -> tuple[bool, Any]:
    """On a worker: the answer, or what the work raised; whatever else is raised there is the cluster's.

    One job at a time, for an engine keeps what it has just decompressed and a worker's threads share it.
    """
    with _one_at_a_time:
        try:
            return True, work(job)
        except Exception as problem:  # noqa: BLE001 (it is raised again where the work was asked for)
            return False, problem


def _answer(asked: Any) -> Any:
    with _nothing_lost():
        done, answer = asked.result()
    if not done:
        raise answer
    return answer
