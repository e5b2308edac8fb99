"""The booth's own tests and types, run by node."""

from pathlib import Path

import pytest

from tests.booth.conftest import BOOTH, run

ROOT = BOOTH.parent
BUILT = ("src/hustings/web/static/booth", "booth/tools")

pytestmark = pytest.mark.needs("node")


def test_the_tests_of_the_booth_pass(built_tests: Path) -> None:
    tests = sorted(str(file) for file in built_tests.glob("*.test.mjs"))
    vectors = str(BOOTH.parent / "tests/golden/secret")
    printed = run("node", "--test", "--test-reporter=tap", *tests, HUSTINGS_VECTORS=vectors)
    assert "# fail 0" in printed.splitlines()


def test_the_types_of_the_booth_hold(node_modules: Path) -> None:
    run("node", str(node_modules / "typescript/bin/tsc"), "--noEmit")


def test_the_built_booth_is_what_its_source_builds(node_modules: Path, tmp_path: Path) -> None:
    """The files that browsers are given are committed, and anybody can make them again, byte for byte."""
    run("node", "build.mjs", str(tmp_path))
    for folder in BUILT:
        made = tmp_path / folder
        names = sorted(file.name for file in (ROOT / folder).iterdir())
        assert sorted(file.name for file in made.iterdir()) == names
        for name in names:
            assert (made / name).read_bytes() == (ROOT / folder / name).read_bytes(), (
                f"{folder}/{name} is not what booth/ builds: run `make booth`"
            )
