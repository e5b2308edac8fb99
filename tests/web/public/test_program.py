"""The program that the site hands out is the one that it runs, and verifies a bundle on its own."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

import hustings
from hustings.web.public.program import running_program

RUN = "import hustings; print(hustings.__file__); from hustings.cli.main import main; main()"


@pytest.fixture
def installed(stranger: Client, tmp_path: Path) -> Path:
    """A folder into which pip has put what the page names, and nothing else."""
    name = running_program().name
    page = stranger.get("/how-to-check/").content.decode()
    assert f"pip install http://testserver/program/{name}" in page
    wheel = tmp_path / name
    wheel.write_bytes(stranger.get(f"/program/{name}").content)
    place = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(place), str(wheel)], check=True)
    return place


def test_a_stranger_verifies_a_seat_with_what_the_site_handed_out(
    installed: Path, stranger: Client, tmp_path: Path
) -> None:
    for path, name in (("/seats/declared/bundle.zip", "b.zip"), ("/record/trust.toml", "t.toml")):
        (tmp_path / name).write_bytes(stranger.get(path).getvalue())
    words = [sys.executable, "-c", RUN, "verify", "b.zip", "--trust", "t.toml"]
    done = subprocess.run(
        words,
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{installed / 'hustings' / '__init__.py'}\nVerified: ")


def test_it_holds_the_source_and_nothing_that_was_compiled_while_running(tmp_path: Path) -> None:
    place = tmp_path / "program.whl"
    place.write_bytes(running_program().content)
    with ZipFile(place) as wheel:
        names = set(wheel.namelist())
        source = Path(hustings.__file__).read_bytes()
        assert wheel.read("hustings/__init__.py") == source
        assert "GNU AFFERO GENERAL PUBLIC LICENSE" in wheel.read(
            f"hustings-{hustings.__version__}.dist-info/licenses/LICENSE"
        ).decode("utf-8")
        packed = {name: wheel.read(name) for name in names if name.startswith("hustings/")}
    root = Path(hustings.__file__).parent
    assert packed == {name: (root.parent / name).read_bytes() for name in packed}
    modules = {f"hustings/{path.relative_to(root).as_posix()}" for path in root.rglob("*.py")}
    assert modules <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".mo"))]
    assert "hustings/web/templates/public/how_to_check.html" in names


def test_the_page_tells_the_digest_by_which_copies_are_compared(stranger: Client) -> None:
    answer = stranger.get(f"/program/{running_program().name}")
    assert answer["ETag"] == f'"{running_program().digest}"'
    assert running_program().digest in stranger.get("/how-to-check/").content.decode()


def test_under_another_name_there_is_none(stranger: Client) -> None:
    assert stranger.get("/program/hustings-0.0.0-py3-none-any.whl").status_code == 404
