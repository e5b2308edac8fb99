"""``hustings verify`` as people and scripts meet it: the sentence, the JSON, and four exit statuses."""

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from hustings.cli.sharing import spread
from hustings.proceedings.petition import PetitionOpened
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.stages import UnitAnswer
from hustings.record.archive import write_folder, write_zip
from tests.proceedings.walk import Walk
from tests.record.making import LOG_VKEY, WITNESS_VKEYS
from tests.verifier.making import SEAT, Case, recorded

PROGRAM = "from hustings.cli.main import main; main()"


def hustings(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    line = [sys.executable, "-c", PROGRAM, *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def report_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(done.stdout)
    assert set(report) == {"verdict", "state", "failed", "warnings", "result"}
    return report


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, a zip and a trust file of one good record."""
    place = tmp_path_factory.mktemp("good")
    files = recorded().sealed()
    write_folder(files, place / "bundle")
    write_zip(files, place / "bundle.zip")
    keys = ", ".join(f'"{key}"' for key in WITNESS_VKEYS)
    (place / "trust.toml").write_text(
        f'[log]\nkey = "{LOG_VKEY}"\n[witnesses]\nquorum = 2\nkeys = [{keys}]\n'
    )
    return place


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle in which a decision lost its signature."""
    place = tmp_path_factory.mktemp("bad") / "bundle"
    case: Case = recorded()
    case.change(case.last("ReturnVoided"), signatures=())
    write_folder(case.sealed(), place)
    return place


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_verified_and_anchored_is_status_0(good: Path, name: str) -> None:
    done = hustings("verify", good / name, "--trust", good / "trust.toml", "--json")
    report = report_of(done)
    assert (done.returncode, report["verdict"], report["failed"]) == (0, "verified", [])
    assert report["state"] == "declared"
    assert report["result"]["trigger"]["shares"] == {"affiliate": "2/3", "branch": "8/9"}
    assert report["result"]["elected"] == "p-ash"


def test_anchored_to_nobody_is_status_3(good: Path) -> None:
    done = hustings("verify", good / "bundle", "--json")
    assert (done.returncode, report_of(done)["verdict"]) == (3, "consistent")


def test_a_failed_check_is_status_1_and_named_by_its_number(bad: Path) -> None:
    done = hustings("verify", bad, "--json")
    report = report_of(done)
    assert (done.returncode, report["verdict"]) == (1, "failed")
    (failure,) = report["failed"]
    assert failure["check"] == "5.5"
    assert isinstance(failure["entry"], int)
    assert "ReturnVoided" in failure["what"]


def test_an_unreadable_bundle_is_status_2_with_one_message(tmp_path: Path) -> None:
    done = hustings("verify", tmp_path / "none.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no folder and no zip file of this name" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreadable_bundle_has_a_report_for_scripts(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK")
    done = hustings("verify", tmp_path / "b.zip", "--json")
    report = report_of(done)
    assert (done.returncode, report["verdict"], report["result"]) == (2, "unreadable", None)


@pytest.mark.parametrize(
    ("trust", "what"),
    [("[log", "is not TOML"), ("[log]\nkey = 1", "log.key"), ("", "log: is missing")],
)
def test_a_malformed_trust_file_is_status_2(
    good: Path, tmp_path: Path, trust: str, what: str
) -> None:
    file = tmp_path / "trust.toml"
    file.write_text(trust)
    done = hustings("verify", good / "bundle", "--trust", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr
    assert "trust.toml" in done.stderr


def test_a_trust_file_that_is_not_there_is_status_2(good: Path, tmp_path: Path) -> None:
    done = hustings("verify", good / "bundle", "--trust", tmp_path / "no.toml")
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_people_read_a_sentence_first(good: Path, bad: Path) -> None:
    verified = hustings("verify", good / "bundle", "--trust", good / "trust.toml").stdout
    assert verified.startswith(
        "Verified: every check holds, and the trust file anchors the record."
    )
    assert f"{SEAT}: declared" in verified
    assert (
        "trigger ballot: an open selection (share for an open selection: affiliate 2/3, branch 8/9)"
        in verified
    )
    assert "outcome: The members have selected a candidate." in verified
    assert hustings("verify", good / "bundle").stdout.startswith("Consistent with itself, anchored")
    failed = hustings("verify", bad).stdout
    assert failed.startswith("Failed: check 5.5 does not hold.")
    assert "As many different persons have signed as the rules need" in failed


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle in the middle of a trigger ballot: two of nine branches, one of them for an open selection."""
    place = tmp_path_factory.mktemp("running") / "bundle"
    walk = Walk(proceeding=SEAT).trigger_open()
    walk.returned("branch-1")
    walk.returned("branch-2", UnitAnswer.RESELECT)
    write_folder(recorded(walk).sealed(), place)
    return place


def test_a_trigger_ballot_that_is_not_decided_says_how_its_shares_stand(running: Path) -> None:
    """One of two; one of nine at least, should all others be for reselection."""
    said = hustings("verify", running).stdout
    assert "trigger ballot: not decided yet. At the last entry, " in said
    assert (
        "branch: 2 of 9 units reported, 7 may still report; "
        "1/2 of the valid returns for an open selection; at least 1/9 in the end"
    ) in said
    assert "affiliate: 0 of 3 units reported, 3 may still report; no share" in said
    assert "It is not certain what follows." in said


def test_a_trigger_ballot_that_is_not_decided_stands_in_the_json_beside_the_result(
    running: Path,
) -> None:
    report = json.loads(hustings("verify", running, "--json").stdout)
    assert report["result"]["trigger"] is None
    assert report["result"]["standing"]["shares"] == {"branch": "1/2"}
    assert report["result"]["standing"]["floor"] == {"affiliate": "0/1", "branch": "1/9"}
    assert report["result"]["standing"]["outcome"] == "undetermined"


def test_a_petition_that_runs_shows_no_count(tmp_path: Path) -> None:
    """Signing has begun; nobody but the Act's own officers knows how many have signed."""
    walk = Walk("uk-recall-2015", proceeding=SEAT).opened()
    trees = (RollTree(("constituency",), 900, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    rules = walk.rulebook.rules.petition
    assert rules is not None
    ground = rules.grounds.value[0]
    walk.do(walk.decision(PetitionOpened, electors=900, places=1, opens=walk.now, ground=ground))
    write_folder(recorded(walk).sealed(), tmp_path / "bundle")
    report = report_of(hustings("verify", tmp_path / "bundle", "--json"))
    assert report["state"] == "petition"
    assert "standing" not in report["result"]
    assert "not decided yet" not in hustings("verify", tmp_path / "bundle").stdout


def with_known(good: Path, place: Path, size: int) -> Path:
    """The trust file of a good record, with a checkpoint of so many entries that nobody has shown here."""
    root = b64encode(b"\x05" * 32).decode()
    trust = place / "trust.toml"
    known = f'[checkpoint]\nsize = {size}\nroot = "{root}"\n'
    trust.write_text((good / "trust.toml").read_text() + known)
    return trust


def test_a_copy_that_is_only_too_old_is_said_to_be_so_in_the_first_sentence(
    good: Path, tmp_path: Path
) -> None:
    done = hustings("verify", good / "bundle.zip", "--trust", with_known(good, tmp_path, 99_999))
    first = done.stdout.splitlines()[0]
    assert done.returncode == 1
    assert first.startswith("Failed, most likely because your copy is too old")
    assert "Fetch the bundle again" in first


def test_a_rewritten_log_is_not_called_old(good: Path, tmp_path: Path) -> None:
    done = hustings("verify", good / "bundle.zip", "--trust", with_known(good, tmp_path, 5))
    assert done.stdout.splitlines()[0] == "Failed: check 4.3 does not hold."
    assert "too old" not in done.stdout


def test_verifying_needs_no_django(good: Path) -> None:
    program = (
        "import sys; sys.modules['django'] = None\n"
        f"sys.argv = ['hustings', 'verify', {str(good / 'bundle')!r}]\n{PROGRAM}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr


def test_work_is_shared_without_being_changed() -> None:
    """More jobs than one process takes, fewer than it is worth sharing, and none."""
    for number in (1000, 3, 0):
        assert list(spread(abs, [-n for n in range(number)])) == list(range(number))
