"""Nothing acknowledged is lost: the whole site is killed while electors cast, on both databases, and goes on."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import environment

RUNS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 5
ROOT = Path(__file__).parents[3]


def killed_and_killed_again(given: Mapping[str, str], folder: Path) -> None:
    """The program checks receipts and archive after every kill; its last line says that all of it held."""
    kept = {
        name: told
        for name, told in given.items()
        if not name.startswith(("HUSTINGS_", "PYTEST_")) or name == "HUSTINGS_DATABASE_URL"
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.booth.killing", str(RUNS)],
        cwd=ROOT,
        env=kept | {"HUSTINGS_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stderr[-4000:]
    *runs, _rivals, last = done.stdout.splitlines()
    assert len(runs) == RUNS
    found = re.fullmatch(r"(\d+) receipts, \1 ballots: every ballot that was sent .*", last)
    assert found, last
    assert int(found[1]) >= RUNS


@pytest.mark.hypothesis
def test_a_site_on_sqlite_killed_while_casting_has_every_ballot_with_a_receipt_once(
    tmp_path: Path,
) -> None:
    without = {k: v for k, v in os.environ.items() if k != "HUSTINGS_DATABASE_URL"}
    killed_and_killed_again(without, tmp_path)


@pytest.mark.hypothesis
@pytest.mark.needs("postgresql")
def test_a_site_on_postgresql_killed_while_casting_has_every_ballot_with_a_receipt_once(
    postgresql: str, tmp_path: Path
) -> None:
    """In every second run the database's own processes are killed with the site."""
    with psycopg.connect(postgresql, autocommit=True) as server:
        server.execute("CREATE DATABASE killed")
    killed_and_killed_again(environment(postgresql.replace("/postgres", "/killed")), tmp_path)
