"""What is not run is counted and named, and counts as failed where everything has to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import pytest

@pytest.mark.needs("chromium")
def test_a_page_in_a_browser():
    pass

def test_published_ballots(shared_data):
    pass

def test_a_sum():
    assert 1 + 1 == 2
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder of three tests, under this project's conftest."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_bare.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = needs\n")
    return tmp_path


def _run(folder: Path, **given: str) -> "subprocess.CompletedProcess[str]":
    """Run the tests in ``folder`` on a machine with no Debian program and no published data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    kept |= {"PATH": str(folder), "PYTHONPATH": str(ROOT), "HUSTINGS_SHARED": str(folder)}
    kept |= {"HUSTINGS_REQUIRE_ALL": "0"} | given
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )


def test_what_needs_a_missing_program_is_counted_and_named_in_the_last_lines(bare: Path) -> None:
    finished = _run(bare)

    lines = finished.stdout.splitlines()
    told = lines.index("NOT RUN: 1 (needs chromium, which is not on this machine)")
    assert lines[told + 1] == "  test_bare.py::test_a_page_in_a_browser"
    assert lines[-1].startswith("1 passed, 2 skipped in")
    assert finished.returncode == 0


def test_where_everything_has_to_run_a_missing_program_is_a_failure(bare: Path) -> None:
    finished = _run(bare, HUSTINGS_REQUIRE_ALL="1")

    assert finished.returncode == 1
    assert "test_a_page_in_a_browser was not run: needs chromium" in finished.stdout


def test_where_everything_has_to_run_missing_published_data_is_named_and_no_failure(
    bare: Path,
) -> None:
    finished = _run(bare, HUSTINGS_REQUIRE_ALL="1")

    assert "NOT RUN: 1 (needs the published data beside the project)" in finished.stdout
    assert "1 passed, 1 deselected, 1 error in" in finished.stdout
