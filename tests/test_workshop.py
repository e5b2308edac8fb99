"""The workshop itself: locks that name no address, every dependency explained, the licence whole."""

import re
import tomllib
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
AGPL_3 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
"""SHA-256 of the licence as the Free Software Foundation publishes it."""


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _asked_for() -> list[str]:
    """Everything that pyproject.toml and requirements/dev.in ask for by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = (ROOT / "requirements" / "dev.in").read_text().splitlines()
    asked = [
        *project["project"]["dependencies"],
        *chain.from_iterable(project["project"]["optional-dependencies"].values()),
        *project["build-system"]["requires"],
        *(line for line in lines if line and not line.startswith("#")),
    ]
    return sorted({_name(requirement) for requirement in asked})


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert not re.search(r"://|^-|@ ", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_has_a_hash(lock: Path) -> None:
    packages = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]

    assert packages
    assert [p.split()[0] for p in packages if "--hash=sha256:" not in p] == []


@pytest.mark.parametrize("name", _asked_for())
def test_what_is_asked_for_is_locked(name: str) -> None:
    locked = re.findall(
        r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements/dev.txt").read_text(), re.MULTILINE
    )

    assert name in locked


@pytest.mark.parametrize("name", _asked_for())
def test_every_dependency_says_what_it_is_for(name: str) -> None:
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text()
    explained = {_name(found) for found in re.findall(r"^- `([^`]+)`: \S", page, re.MULTILINE)}

    assert name in explained


def test_the_base_install_has_no_framework() -> None:
    base = (ROOT / "requirements" / "base.txt").read_text()

    assert "django" not in base.lower()


def test_the_licence_is_whole() -> None:
    assert sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_3
