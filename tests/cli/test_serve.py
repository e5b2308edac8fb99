"""``hustings serve`` sets up what is missing and answers; ``hustings work`` does what waits."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest


def environment(folder: Path) -> dict[str, str]:
    clean = {name: v for name, v in os.environ.items() if not name.startswith("HUSTINGS_")}
    return clean | {"HUSTINGS_DATA": str(folder)}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A development site on a free port, from nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    program = Path(sys.executable).with_name("hustings")
    command = [program, "serve", "--development", "--port", port]
    site = subprocess.Popen(command, env=environment(tmp_path))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.wait(20)


def answer(address: str) -> str:
    for _ in range(120):
        try:
            with urlopen(address) as page:
                return str(page.read().decode())
        except URLError:
            time.sleep(0.25)
    raise TimeoutError(address)


def test_a_site_is_served_from_an_empty_folder(served: str, tmp_path: Path) -> None:
    assert "Sign in" in answer(f"{served}/sign-in/")
    assert {"hustings.sqlite3", "secret-key"} <= {file.name for file in tmp_path.iterdir()}


def test_the_background_work_of_a_fresh_site_is_done(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'hustings.web.settings'\n"
        "from hustings.cli.serve import prepare; prepare(quiet=True)\n"
        "from hustings.web.signin.adapter import post; post.enqueue(to='', subject='', text='')\n"
        "from django.core.management import call_command\n"
        "call_command('db_worker', queue_name='*', batch=True)\n"
        "from django_tasks_db.models import DBTaskResult\n"
        "print([task.status for task in DBTaskResult.objects.all()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith("['SUCCESSFUL']")
