"""On another database the tests run to which it makes a difference, and no test that may touch it is left out."""

import subprocess
import sys
from pathlib import Path

import pytest

COLLECT = (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider")


def collected(*arguments: str) -> str:
    return subprocess.run(
        [*COLLECT, "--only-database", *arguments], capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("tests/store/test_log.py", True),
        ("tests/web/signin/test_signing_in.py", True),
        ("tests/kernel/test_merkle.py", False),
    ],
)
def test_what_may_touch_the_database_is_kept_and_nothing_else(place: str, *, kept: bool) -> None:
    assert (f"{place}::" in collected(place)) is kept


def test_a_test_at_the_database_outside_of_the_folders_that_are_looked_in_stops_the_run() -> None:
    place = Path(__file__).parent / "kernel" / "test_stray_for_this_test.py"
    place.write_text("import pytest\n\n@pytest.mark.django_db\ndef test_rows():\n    pass\n")
    try:
        done = subprocess.run([*COLLECT, str(place)], capture_output=True, text=True, check=False)
    finally:
        place.unlink()
    assert done.returncode != 0
    assert "outside of DATABASE_FOLDERS: ['tests/kernel/test_stray" in done.stderr + done.stdout
