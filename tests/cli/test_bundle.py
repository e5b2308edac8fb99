"""``hustings bundle``: what it says where it cannot write."""

import os
import subprocess
import sys
from pathlib import Path

EMBEDDED = {k: v for k, v in os.environ.items() if k != "HUSTINGS_DATABASE_URL"}
"""The environment of a process that keeps its record in the folder that it is given."""
PROGRAM = "from hustings.cli.main import main; main()"


def test_without_the_site_it_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['django'] = None\n"
        f"sys.argv = ['hustings', 'bundle', 'northmoor-1', {str(tmp_path / 'b.zip')!r}]\n{PROGRAM}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'hustings[server]'" in done.stderr
    assert list(tmp_path.iterdir()) == []


def bundle(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    line = [sys.executable, "-c", PROGRAM, "bundle", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=EMBEDDED)


def test_a_folder_without_a_record_is_said_to_have_none(tmp_path: Path) -> None:
    done = bundle("northmoor-1", tmp_path / "b.zip", "--data", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no record here" in done.stderr
    assert not (tmp_path / "b.zip").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = bundle("northmoor-1", tmp_path / "b.zip", "--data", tmp_path / "no")
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not exist" in done.stderr


def test_a_seat_that_the_record_does_not_know_is_named(tmp_path: Path) -> None:
    program = (
        "import os, django\n"
        f"os.environ['HUSTINGS_DATA'] = {str(tmp_path)!r}\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'hustings.web.settings'\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', interactive=False, verbosity=0)\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=EMBEDDED
    )
    assert made.returncode == 0, made.stderr
    done = bundle("northmoor-1", tmp_path / "b.zip", "--data", tmp_path)
    assert done.returncode == 1
    assert "No organisation has been founded here yet." in done.stderr
