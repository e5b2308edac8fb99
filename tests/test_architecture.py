"""The tree is the architecture diagram: what may import what, how long a module is, what starts quickly."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from hustings.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hustings"
LONGEST_MODULE = 400
VAGUE_NAMES = {"utils", "helpers", "common", "manager", "service", "handler", "data", "info"}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
SLOW_TO_IMPORT = {"django", "numpy", "numba", "typst", "playwright", "dask", "distributed"}

each_module = pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(SOURCE))
)


def _import_linter(*arguments: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_go_the_way_of_the_story() -> None:
    finished = _import_linter()

    assert finished.returncode == 0, finished.stdout


def test_every_pure_folder_is_under_the_contract_that_forbids_frameworks() -> None:
    contracts = _contracts()
    layers = contracts["layers"][0]["layers"]
    pure = layers[layers.index("verifier") :]

    forbidden = next(c for c in contracts["forbidden"] if "django" in c["forbidden_modules"])

    assert {f"hustings.{name}" for name in pure} == set(forbidden["source_modules"])


def test_every_folder_has_its_place_in_the_story() -> None:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert folders == set(_contracts()["layers"][0]["layers"])


def _contracts() -> dict[str, list[dict[str, list[str]]]]:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    kinds = {contract["type"] for contract in written}
    return {kind: [contract for contract in written if contract["type"] == kind] for kind in kinds}


@each_module
def test_a_module_opens_with_a_sentence(module: Path) -> None:
    told = ast.get_docstring(ast.parse(module.read_text()))

    assert told
    assert re.search(r"[.?!:]$", told.splitlines()[0] if "\n\n" in told else told.rstrip())


@each_module
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= LONGEST_MODULE


@each_module
def test_a_module_is_named_for_its_part_of_the_story(module: Path) -> None:
    assert module.stem not in VAGUE_NAMES
    assert module.parent.name not in VAGUE_NAMES


def _loaded_by(*arguments: str) -> set[str]:
    """The packages that Python has loaded when the command line has answered."""
    program = (
        "import contextlib, io, json, sys\n"
        "from hustings.cli.main import main\n"
        f"sys.argv = ['hustings', *{list(arguments)!r}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    command = [sys.executable, "-c", program]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(finished.stdout))


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_starts_without_anything_slow(arguments: list[str]) -> None:
    assert not SLOW_TO_IMPORT & _loaded_by(*arguments)


def test_help_reads_no_rulebook() -> None:
    assert "pydantic" not in _loaded_by("--help")
