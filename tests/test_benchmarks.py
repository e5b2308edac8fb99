"""What the benchmarks measure is made at a tiny size and accepted, so that none rots between two measurements."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks import booth, counting, deciding, looking, rolls, verifying, verifying_archives
from benchmarks.differential.__main__ import drawn, ours
from hustings.ballots.secret.messages.election import read_election
from hustings.record.bundle import make_bundle, read_files
from hustings.verifier.belenios.engines import plainly
from hustings.verifier.belenios.verify import verify_archive
from hustings.verifier.trust import read_trust
from hustings.verifier.verify import Verdict
from tests.verifier.making import verify

ROOT = Path(__file__).parent.parent


def test_the_bundle_of_two_proceedings_is_verified_and_anchored() -> None:
    contents = verifying.record(120)
    report = verify(read_files(make_bundle(contents)), read_trust(verifying.TRUST.encode()))

    assert report.failed == ()
    assert report.verdict is Verdict.VERIFIED
    assert len(contents.proceedings) == 2


def test_seats_of_each_kind_are_decided() -> None:
    """Three seats, one of each kind, under three rulebooks; the complete one is certain under each."""
    assert deciding.decide_all(3) >= 3


def test_a_list_of_fictional_members_is_imported_and_frozen(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    rolls.write_list(path, 700)

    _, _, electors = rolls.freeze_list(path)

    assert 350 < electors < 700
    assert path.with_suffix(".rows").read_bytes().count(b"\n") >= electors


def test_made_up_papers_are_read_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    counting.make(path, 200, 6)

    told = counting.count_csv(str(path), "alternative-vote,scottish-2007", "2")

    assert len(told["alternative-vote elected"]) == 1
    assert len(told["scottish-2007 elected"]) == 2


def test_made_up_senate_papers_are_read_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "senate.csv"
    counting.make_senate(path, 300)

    assert counting.count_made_senate(str(path))["papers"] == 300


@pytest.mark.parametrize("shuffles", [0, 1])
def test_made_up_archives_are_accepted(shuffles: int) -> None:
    made = verifying_archives
    maker = made.ranking(made.ED, made.rankings(3), shuffles)
    archive = maker.archive() if shuffles else made.opened(maker.archive())

    assert verify_archive(archive, plainly, map, Random(1).randrange).verdict == "accept"


def test_the_yes_or_no_archive_is_accepted() -> None:
    made = verifying_archives
    archive = made.opened(made.yes_no(made.ED, made.votes(3)).archive())

    assert verify_archive(archive, plainly, map, Random(1).randrange).verdict == "accept"


def test_the_elections_for_the_booth_are_elections() -> None:
    for name, group, election, choices in booth.elections():
        read = read_election(election.encode())
        assert read.group.name == group, name
        assert len(read.questions) == len(choices), name


def test_elections_drawn_for_the_rivals_are_counted() -> None:
    elections = list(drawn(12, "tiny"))

    assert any(ours(one, "scottish-2007", {}) for one in elections)


def test_a_look_at_a_log_is_measured() -> None:
    found = looking.in_a_process(300)

    assert found["look"] > 0
    assert 0 < found["hashes"] < 600


def test_help_is_printed_and_nothing_measured() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert "--keep" in done.stdout
    assert "| what |" not in done.stdout


def test_a_benchmark_that_there_is_not_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "decidng"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 2
    assert "no benchmark is called decidng" in done.stderr
