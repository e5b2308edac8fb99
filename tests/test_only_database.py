"""On another database the tests run to which it makes a difference, and no test that may touch it is left out."""

import subprocess
import sys

import pytest


def collected(*arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "--only-database", *arguments], capture_output=True, text=True, check=False
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
