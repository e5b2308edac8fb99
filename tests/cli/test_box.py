"""``hustings box``: the site's side of a secret ballot, run where its database is."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conduct.town import SEAT

ROOT = Path(__file__).parents[2]


def run(data: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """A process of its own, which knows nothing but the folder of the site."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HUSTINGS_", "PYTEST_"))}
    given = clean | {
        "HUSTINGS_DATA": str(data),
        "HUSTINGS_DEVELOPMENT": "1",
        "DJANGO_SETTINGS_MODULE": "hustings.web.settings",
    }
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def box(data: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    return run(data, Path(sys.executable).with_name("hustings"), "box", *words)


def test_a_box_is_set_up_from_the_command_line_once_everything_fits_together(
    tmp_path: Path,
) -> None:
    """Twenty electors, two spare codes, two of three trustees who have rehearsed; then the same again is refused."""
    data, files = tmp_path / "site", tmp_path / "files"
    data.mkdir()
    files.mkdir()
    without = box(data, "set-up", SEAT, __file__, "--declared", __file__, "--rehearsal", __file__)
    assert without.returncode == 1
    assert "the file has no Belenios header" in without.stderr
    made = run(data, "-m", "tests.conduct.made_apart", files)
    assert made.returncode == 0, made.stderr
    given = ("set-up", SEAT, files / "poll.bel", "--declared", files / "declared.json")
    early = box(data, *given, "--rehearsal", files / "unended.bel")
    assert early.returncode == 1
    assert "the trustees open its result first" in early.stderr
    done = box(data, *given, "--rehearsal", files / "rehearsal.bel")
    assert done.returncode == 0, done.stderr
    assert "set up: 2Northmoor2Ba11ot, 20 electors and 2 spares" in done.stdout
    again = box(data, *given, "--rehearsal", files / "rehearsal.bel")
    assert again.returncode == 1
    assert "There is a box for this election already" in again.stderr
    assert "Traceback" not in without.stderr + early.stderr + again.stderr
    nowhere = box(
        data, "set-up", "no-such-seat", *given[2:], "--rehearsal", files / "rehearsal.bel"
    )
    assert nowhere.returncode == 1
    assert "no seat no-such-seat" in nowhere.stderr
    assert box(data, "forget").stdout == "Nothing is due.\n"
