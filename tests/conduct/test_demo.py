"""The demonstration, as a newcomer runs it: in a process of its own, up to the point of serving."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

EMBEDDED = {k: v for k, v in os.environ.items() if k != "HUSTINGS_DATABASE_URL"}
COMMAND = "from hustings.cli.main import main; main()"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "demo", "--no-serve", "--data", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, folder


def test_it_decides_the_published_cases_under_three_rulebooks(printed: tuple[str, Path]) -> None:
    (line,) = (line for line in printed[0].splitlines() if line.strip().startswith("newham-2016"))
    assert line.split() == ["newham-2016", "reselected", "open-selection", "reselected"]


def test_it_plays_one_seat_to_a_declared_candidate(printed: tuple[str, Path]) -> None:
    assert "A candidate has been selected, endorsed and declared." in printed[0]


def test_it_leaves_a_second_seat_in_its_trigger_ballot_and_a_third_under_the_emergency_route(
    printed: tuple[str, Path],
) -> None:
    assert "7 of 11 branches have reported" in printed[0]
    assert "the emergency route runs" in printed[0]


def test_it_leaves_a_fourth_seat_voting_online_in_a_box_that_can_be_looked_into(
    printed: tuple[str, Path],
) -> None:
    assert "The ballot of members is open until" in printed[0]
    written = hustings(printed[1], "bundle", "tidewell", str(printed[1].parent / "tidewell.zip"))
    assert written.returncode == 0, written.stderr
    trust = str(printed[1] / "trust.toml")
    bundle = str(printed[1].parent / "tidewell.zip")
    verified = hustings(printed[1], "verify", bundle, "--trust", trust, "--json")
    assert verified.returncode == 0, verified.stdout


def test_the_codes_and_the_trustees_sheets_are_left_where_only_their_owner_reads_them(
    printed: tuple[str, Path],
) -> None:
    folder = printed[1] / "tidewell"
    secret = [folder / "scrutineer" / "codes.csv", folder / "scrutineer" / "spares.csv"]
    secret += [folder / f"trustee-{number}.sheet" for number in (1, 2, 3)]
    assert [oct(file.stat().st_mode & 0o777) for file in secret] == ["0o600"] * 5


def test_its_bundle_verifies_anchored_to_the_log_its_authorities_and_two_witnesses(
    printed: tuple[str, Path],
) -> None:
    assert "Verified: every check holds" in printed[0]
    assert "quorum = 2" in (printed[1] / "trust.toml").read_text()


def test_it_tells_how_to_sign_in_as_each_role(printed: tuple[str, Path]) -> None:
    for address in ("office@", "eastwater.representative@", "eastwater-willowgate.teller-1@"):
        assert address in printed[0]


def test_it_removes_nothing_that_a_demonstration_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "demo", "--no-serve", "--data", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "no demonstration made" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "keep me"


def hustings(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        check=False,
        capture_output=True,
        text=True,
        env={**EMBEDDED, "HUSTINGS_DATA": str(data), "HUSTINGS_DEVELOPMENT": "1"},
    )


@pytest.mark.parametrize("out", ["eastwater", "eastwater.zip"])
def test_a_bundle_of_a_running_seat_is_consistent_and_anchored_only_with_the_trust_file(
    printed: tuple[str, Path], tmp_path: Path, out: str
) -> None:
    written = hustings(printed[1], "bundle", "eastwater", str(tmp_path / out))
    assert written.returncode == 0, written.stderr
    alone = hustings(printed[1], "verify", str(tmp_path / out), "--json")
    assert alone.returncode == 3, alone.stdout
    assert json.loads(alone.stdout)["verdict"] == "consistent"
    trust = str(printed[1] / "trust.toml")
    anchored = hustings(printed[1], "verify", str(tmp_path / out), "--trust", trust, "--json")
    assert anchored.returncode == 0, anchored.stdout
    assert json.loads(anchored.stdout)["state"] == "trigger"


def test_its_witnesses_look_again_while_it_is_served_again(
    printed: tuple[str, Path], tmp_path: Path
) -> None:
    """By hustings serve --development with the same data; each look signs at its own time."""
    states = sorted((printed[1] / "witnesses").glob("*.example.json"))
    before = [state.read_bytes() for state in states]
    assert len(before) == 2
    with socket.socket() as free, (tmp_path / "told").open("wb") as told:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        served = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--development", "--port", port],
            env=EMBEDDED | {"HUSTINGS_DATA": str(printed[1])},
            stdout=told,
            stderr=told,
        )
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and any(
                state.read_bytes() == then for state, then in zip(states, before, strict=True)
            ):
                time.sleep(0.2)
        finally:
            served.terminate()
            served.wait(20)
    said = (tmp_path / "told").read_text()
    assert all(state.read_bytes() != then for state, then in zip(states, before, strict=True)), said
    assert "Two outside witnesses, played by this command" in said
