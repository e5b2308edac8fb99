"""What is delivered: a wheel with its data, and a base install that verifies without any web framework."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WITHOUT_DJANGO = """
import sys
for name in ("django", "typst", "allauth", "ninja", "gunicorn", "whitenoise", "segno", "csp"):
    sys.modules[name] = None
from hustings.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    (built,) = folder.glob("hustings-*.whl")
    return frozenset(zipfile.ZipFile(built).namelist())


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize(
    "file",
    [
        "hustings/rulebooks/model-association/rules.toml",
        "hustings/rulebooks/labour-2018/clauses.md",
        "hustings/web/static/hustings.css",
        "hustings/web/static/js/sign.js",
        "hustings/web/templates/base.html",
        "hustings/web/letters/letter.typ",
        "hustings/counting/laws/alternative_vote.md",
    ],
)
def test_the_wheel_carries_the_data_that_the_code_reads(wheel: frozenset[str], file: str) -> None:
    assert file in wheel


def test_the_wheel_carries_no_tests_and_no_private_file(wheel: frozenset[str]) -> None:
    assert not [name for name in wheel if name.startswith(("tests/", "var/", "docs/"))]


def test_a_base_install_decides_a_case() -> None:
    done = run("decide", "tests/golden/cases/newham-2016.toml")
    assert done.returncode == 0, done.stderr


def test_a_base_install_computes_a_timetable() -> None:
    done = run("timetable", "labour-2018", "--opened", "2019-06-24")
    assert "Monday 8 July 2019, 6 pm" in done.stdout, done.stderr


def test_a_base_install_reaches_the_verifier(tmp_path: Path) -> None:
    done = run("verify", str(tmp_path / "nothing-here"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_command_of_the_site_says_what_is_missing_in_a_base_install() -> None:
    done = run("serve")
    assert done.returncode == 2
    assert "hustings[server]" in done.stderr


def test_a_base_install_witnesses_a_log_as_far_as_the_site_that_does_not_answer(
    tmp_path: Path,
) -> None:
    """Nobody listens at port 1 of this machine: the last thing that a look does before it needs an answer."""
    key, trust = tmp_path / "key", tmp_path / "trust.toml"
    assert run("witness", "new", "gazette.example", str(key), "--no-passphrase").returncode == 0
    log = "record.example/commonweal+ff9fc54f+AfGy8bS6aH7IjZoW/57uu+/SO7mCeK9YwATFIBS7soEt"
    trust.write_text(f'[log]\nkey = "{log}"\n')
    words = ("witness", "run", "http://127.0.0.1:1", "--key", str(key), "--trust", str(trust))
    looked = run(*words, "--state", str(tmp_path / "state.json"))
    assert looked.returncode == 4, looked.stderr
    assert "cannot be reached" in looked.stderr
