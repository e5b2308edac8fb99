"""Everything that the store promises, promised again by a real PostgreSQL (``make test`` runs on SQLite)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import environment


@pytest.mark.needs("postgresql")
def test_the_tests_of_the_store_pass_on_postgresql(postgresql: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/store"]
    command += ["--ignore", "tests/store/test_on_postgresql.py"]
    given = {k: v for k, v in environment(postgresql).items() if not k.startswith("PYTEST_")}

    finished = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stdout[-4000:]
