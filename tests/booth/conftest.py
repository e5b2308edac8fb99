"""The booth's TypeScript, built once for a run and run by node."""

import json
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

BOOTH = Path(__file__).resolve().parents[2] / "booth"

Cast = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Gives the booth requests (election, code, choices, perhaps coins) and answers its ballots."""


def run(*command: str, **options: Any) -> str:
    """Run a program in the booth's folder and give what it prints; what it complains of is shown if it fails."""
    done = subprocess.run(
        command, cwd=BOOTH, capture_output=True, text=True, check=False, timeout=240, **options
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The exact packages of the lock file, fetched if they are not there."""
    modules = BOOTH / "node_modules"
    lock = BOOTH / "package-lock.json"
    kept = modules / ".package-lock.json"
    if not kept.is_file() or kept.stat().st_mtime < lock.stat().st_mtime:
        run("npm", "ci", "--no-audit", "--no-fund")
    return modules


@pytest.fixture(scope="session")
def built_tests(node_modules: Path) -> Path:
    """The folder of the tests in JavaScript."""
    run("node", "build.mjs", "--tests")
    return BOOTH / "build/tests"


@pytest.fixture(scope="session")
def cast(built_tests: Path) -> Cast:
    """The booth without its page."""
    return partial(_cast, built_tests / "cast.mjs")


def _cast(program: Path, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in requests)
    printed = run("node", str(program), input=lines)
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
