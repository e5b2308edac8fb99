"""``hustings verify --dask ADDRESS``: a real cluster of processes here, and what is said where there is none."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import dask
import pytest
from click.testing import CliRunner, Result
from distributed import Client, LocalCluster

from hustings import __version__
from hustings.cli import cluster as sharing_out
from hustings.cli.cluster import of_cluster
from hustings.cli.sharing import spread
from hustings.cli.verify import command
from hustings.kernel.sharing import WorkLost
from hustings.record.archive import write_folder
from hustings.verifier.belenios.machine import BallotsCheck
from tests.verifier.belenios.making import ranking, yes_no
from tests.verifier.making import recorded


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes; a job whose worker dies is given up at once, so that the test need not wait."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as here,
    ):
        yield here.scheduler_address


def verify(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], standalone_mode=False)


def report_of(done: Result) -> dict[str, Any]:
    assert done.stdout, done.exception
    report: dict[str, Any] = json.loads(done.stdout)
    return report


VOTES = [(1, 0)] * 9 + [(0, 1)] * 8


def test_a_good_archive_is_accepted_over_a_cluster(address: str, tmp_path: Path) -> None:
    ranked, plain = ranking("Ed25519", [(1, 2), (2, 1)] * 8), yes_no("RFC-3526-2048", VOTES[5:13])
    for number, made in enumerate((ranked, plain)):
        archive = tmp_path / f"{number}.bel"
        archive.write_bytes(made.archive())
        done = verify(archive, "--json", "--dask", address)
        assert (done.return_value, report_of(done)["verdict"]) == (0, "accept")
        assert report_of(done) == report_of(verify(archive, "--json"))


def test_a_broken_archive_is_rejected_over_a_cluster_with_the_number_of_its_check(
    address: str, shared_data: Path
) -> None:
    broken = shared_data / "belenios" / "broken"
    for one in ("ed-B27-wrong-result", "ed-B05-signature-hash"):
        archive = broken / one / "archive.bel"
        done = verify(archive, "--json", "--dask", address)
        assert done.return_value == 1
        assert report_of(done)["failed"] == report_of(verify(archive, "--json"))["failed"]


def process_of(_job: int) -> int:
    return os.getpid()


def test_the_work_is_done_in_the_workers_and_answers_come_in_order(address: str) -> None:
    with of_cluster(address) as over, Client(address, set_as_default=False) as client:
        workers = set(client.run(os.getpid).values())
        assert set(over(process_of, range(40))) == workers
        assert list(over(abs, range(0, -40, -1))) == list(range(40))


def complain(_job: int) -> None:
    raise ValueError("what the work itself says")


def vanish(_job: int) -> None:
    os._exit(1)


def test_what_the_work_raises_is_raised_and_a_lost_worker_is_no_verdict(address: str) -> None:
    with of_cluster(address) as over:
        with pytest.raises(ValueError, match="itself"):
            list(over(complain, range(10)))
        with pytest.raises(WorkLost, match="KilledWorker"):
            list(over(vanish, range(10)))


def test_an_archive_whose_checking_was_cut_short_is_neither_accepted_nor_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BallotsCheck, "__call__", lambda _self, _raws: os._exit(1))
    archive = tmp_path / "a.bel"
    archive.write_bytes(yes_no("Ed25519", VOTES).archive())
    done = verify(archive, "--json")
    assert (done.return_value, report_of(done)["verdict"]) == (2, "unreadable")
    assert "was not checked to the end" in done.stderr


def test_a_bundle_is_checked_over_a_cluster_as_it_is_here(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing_out, "FEWEST", 1)
    case = recorded()
    case.change(case.last("ReturnVoided"), signatures=())
    for files, status in ((recorded().sealed(), 3), (case.sealed(), 1)):
        bundle = tmp_path / str(status)
        write_folder(files, bundle)
        done = verify(bundle, "--json", "--dask", address)
        assert done.return_value == status
        assert report_of(done) == report_of(verify(bundle, "--json"))


def test_a_worker_with_another_version_is_refused(address: str) -> None:
    def become(version: str) -> None:
        from hustings.cli import cluster

        cluster.__version__ = version

    with Client(address, set_as_default=False) as client:
        client.run(become, "0.0.1")
        with pytest.raises(click.BadParameter, match=r"has Hustings 0\.0\.1 .* and here it is"):
            of_cluster(address).__enter__()
        client.run(become, __version__)
    with of_cluster(address) as over:
        assert list(over(abs, [-1])) == [1]


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing_out, "SECONDS", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(click.BadParameter, match="no workers. Start some: dask worker tcp"),
    ):
        of_cluster(empty.scheduler_address).__enter__()


def test_processes_that_are_ended_from_outside_are_no_verdict() -> None:
    with pytest.raises(WorkLost, match="ended from outside"):
        list(spread(vanish, range(10)))


def test_where_nobody_answers_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sharing_out, "SECONDS", 1)
    archive = tmp_path / "a.bel"
    archive.write_bytes(b"BELENIOS\0")
    done = verify(archive, "--dask", "tcp://127.0.0.1:9")
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in str(done.exception)


def test_without_the_optional_package_its_name_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sharing_out, "find_spec", lambda _: None)
    archive = tmp_path / "a.bel"
    archive.write_bytes(b"BELENIOS\0")
    done = verify(archive, "--dask", "tcp://127.0.0.1:9")
    assert "pip install 'hustings[dask]'" in str(done.exception)


WITHOUT_DASK = """
import sys
for name in ("dask", "distributed"):
    sys.modules[name] = None
from hustings.cli.main import main
main()
"""


def test_a_cluster_is_looked_for_only_where_one_is_named(shared_data: Path) -> None:
    archive = shared_data / "belenios" / "good" / "src33-04-zero-ballots" / "archive.bel"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DASK, "verify", str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
