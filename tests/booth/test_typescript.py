"""The booth's own tests and types, run by node."""

import os
from pathlib import Path

import pytest

from tests.booth.conftest import BOOTH, run

pytestmark = pytest.mark.needs("node")


def test_the_tests_of_the_booth_pass(built_tests: Path) -> None:
    tests = sorted(str(file) for file in built_tests.glob("*.test.mjs"))
    vectors = {"HUSTINGS_VECTORS": str(BOOTH.parent / "tests/golden/secret")}
    printed = run("node", "--test", "--test-reporter=tap", *tests, env=os.environ | vectors)
    assert "# fail 0" in printed.splitlines()


def test_the_types_of_the_booth_hold(node_modules: Path) -> None:
    run("node", str(node_modules / "typescript/bin/tsc"), "--noEmit")
