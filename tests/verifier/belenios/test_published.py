"""Elections made by three releases of belenios-tool, and copies with one thing wrong: each gets its right answer."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from hustings.verifier.belenios.engines import engine_for
from hustings.verifier.belenios.verify import ArchiveReport, verify_archive


def verified(archive: Path) -> ArchiveReport:
    data = archive.read_bytes()
    return verify_archive(data, engine_for, map, secrets.randbelow)


def index(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_data / "belenios" / "index.json").read_text())
    return found


def archive_of(shared_data: Path, id_: str) -> Path:
    [path] = (shared_data / "belenios").glob(f"*/{id_}/archive.bel")
    return path


def test_every_archive_gets_its_right_answer(shared_data: Path) -> None:
    listed = index(shared_data)
    assert len(listed) > 60
    for one in listed:
        archive = archive_of(shared_data, one["id"])
        report = verified(archive)
        assert (one["id"], report.verdict) == (one["id"], one["right"]), report
        assert bool(report.failed) == (one["right"] == "reject")
        result = archive.parent / "result.json"
        if result.exists():
            assert report.state == "result"
            assert report.result == json.loads(result.read_text())["result"]


STATES = {
    "deb20-08-open": "open",
    "src33-13-partial-decryption": "partially decrypted",
    "ed-A03-truncated-tail": "partially decrypted",
    "src33-04-zero-ballots": "result",
}


@pytest.mark.parametrize(("id_", "state"), STATES.items())
def test_the_state_is_how_far_the_election_has_come(
    shared_data: Path, id_: str, state: str
) -> None:
    report = verified(archive_of(shared_data, id_))
    assert report.state == state
    assert (report.result is None) == (state != "result")


FAILED = {
    "ed-A01-ballot-digit-stale-name": "12.3",
    "ed-A05-garbage-tail": "12.2",
    "ed-A07-reordered-events": "12.5",
    "ed-A09-tar-mtime": "12.2",
    "ed-B09-noncanonical-space": "15.1",
    "ed-B13-unknown-credential": "15.4",
    "ed-B17-duplicate-last-ballot": "15.2",
    "ed-B21-wrong-decryption-proof": "19.5",
    "ed-B23-missing-mandatory-pd": "20.1",
    "ed-B27-wrong-result": "20.3",
    "ed-B29-second-result": "13.6",
    "ed-B31-wrong-encrypted-tally": "17.1",
    "ed-B33-wrong-total-weight": "17.2",
    "ed-B39-two-EndBallots": "13.3",
    "ed-B41-missing-trustee": "14.9",
    "ed-B51-negative-weight": "14.4",
    "ed-B65-shuffles-reordered": "18.4",
    "ed-B69-nh-result-value": "20.4",
    "ed-B77-shuffle-fewer-questions": "18.1",
    "C-Ed25519-05-response-plus-q": "15.6",
    "C-Ed25519-07-copied-ciphertext": "16.2",
    "C-Ed25519-08-vote-of-1000": "16.2",
}


@pytest.mark.parametrize(("id_", "check"), FAILED.items())
def test_the_failed_check_is_named(shared_data: Path, id_: str, check: str) -> None:
    report = verified(archive_of(shared_data, id_))
    assert [failure.check for failure in report.failed] == [check]
