"""The booth's TypeScript, built once for a run and run by node."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from fcntl import LOCK_EX, flock
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.node import command, environment

BOOTH = Path(__file__).resolve().parents[2] / "booth"

Cast = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Gives the booth requests (election, code, choices, perhaps coins) and answers its ballots."""


def run(*words: str, given: str | None = None, **variables: str) -> str:
    """Run a program of Node's in the booth's folder and give what it prints, or fail with what it complains of."""
    there = environment() | variables
    name, *arguments = command(*words)
    program = shutil.which(name, path=there["PATH"]) or name
    done = subprocess.run(
        [program, *arguments],
        cwd=BOOTH,
        env=there,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The exact packages of the lock file, fetched if they are not there; one process of the run does it."""
    modules = BOOTH / "node_modules"
    kept, lock = modules / ".package-lock.json", BOOTH / "package-lock.json"
    with (BOOTH / ".fetching").open("w") as fetching:
        flock(fetching, LOCK_EX)
        if not kept.is_file() or kept.stat().st_mtime < lock.stat().st_mtime:
            run("npm", "ci", "--no-audit", "--no-fund")
    return modules


@pytest.fixture(scope="session")
def built_tests(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tests in JavaScript."""
    folder = tmp_path_factory.mktemp("booth") / "tests"
    run("node", "build.mjs", "--tests", str(folder))
    return folder


@pytest.fixture(scope="session")
def cast(built_tests: Path) -> Cast:
    """The booth without its page."""
    return partial(_cast, built_tests / "cast.mjs")


def _cast(program: Path, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in requests)
    printed = run("node", str(program), given=lines)
    return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; every journey opens a fresh profile in it.

    It ends with its module: two of Playwright's loops in one process do not go together.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()
