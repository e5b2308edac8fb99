"""``hustings verify ARCHIVE.bel`` as people and scripts meet it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hustings.cli.verify import command


def verify(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], standalone_mode=False)


def report_of(done: Result) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(done.stdout)
    assert set(report) == {"verdict", "state", "failed", "warnings", "last_event", "result"}
    return report


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Path:
    return shared_data / "belenios"


def test_a_good_archive_is_status_0_with_its_result(published: Path) -> None:
    done = verify(published / "good" / "src33-04-zero-ballots" / "archive.bel", "--json")
    assert done.return_value == 0
    report = report_of(done)
    assert (report["verdict"], report["state"], report["result"]) == ("accept", "result", [[0, 0]])


def test_a_rejection_is_status_1_and_names_check_and_event(published: Path) -> None:
    archive = published / "broken" / "ed-B27-wrong-result" / "archive.bel"
    done = verify(archive, "--json")
    assert done.return_value == 1
    [failed] = report_of(done)["failed"]
    assert (failed["check"], failed["event"]) == ("20.3", 55)
    said = verify(archive).stdout
    assert "Rejected: check 20.3 does not hold." in said
    assert "event 55: total 0 is not 18" in said


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("ed-A03-truncated-tail", "warn"),
        ("C-Ed25519-01-uppercase-alpha", "accept-with-warning"),
    ],
)
def test_warnings_are_status_0(published: Path, name: str, verdict: str) -> None:
    done = verify(published / "broken" / name / "archive.bel", "--json")
    assert done.return_value == 0
    report = report_of(done)
    assert report["verdict"] == verdict
    assert report["warnings"]


def test_a_file_that_is_none_is_status_2(tmp_path: Path) -> None:
    for name, content in (("empty.bel", b""), ("other.bel", b"PK\3\4" + b"x" * 600)):
        (tmp_path / name).write_bytes(content)
        done = verify(tmp_path / name, "--json")
        assert (done.return_value, report_of(done)["verdict"]) == (2, "unreadable")
    assert verify(tmp_path / "nowhere.bel", "--json").return_value == 2


def test_a_broken_header_is_a_rejection(published: Path, tmp_path: Path) -> None:
    whole = (published / "good" / "src33-04-zero-ballots" / "archive.bel").read_bytes()
    for name, content in (
        ("version.bel", whole.replace(b'{"version":1,"timestamp"', b'{"version":2,"timestamp"', 1)),
        ("short.bel", whole[:700]),
    ):
        (tmp_path / name).write_bytes(content)
        done = verify(tmp_path / name, "--json")
        assert done.return_value == 1
        assert report_of(done)["failed"][0]["check"] == "12.1"


def test_an_earlier_copy_is_a_beginning_or_the_archive_is_rejected(
    published: Path, tmp_path: Path
) -> None:
    good = published / "good"
    archive = good / "src33-09-odd-strings" / "archive.bel"
    other = good / "src33-04-zero-ballots" / "archive.bel"
    whole = archive.read_bytes()
    cut = whole.rindex(b".event.json") - 64 - 1024
    earlier = tmp_path / "earlier.bel"
    earlier.write_bytes(whole[:cut])
    assert verify(archive, "--earlier", archive, "--json").return_value == 0
    assert verify(archive, "--earlier", earlier, "--json").return_value == 0
    for newer, older in ((other, archive), (earlier, archive)):
        done = verify(newer, "--earlier", older, "--json")
        assert done.return_value == 1
        assert report_of(done)["failed"][0]["check"] == "12.8"
