"""The reference page names every kind of entry and every refusal that the source has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hustings.proceedings import kinds
from hustings.proceedings.kinds import KINDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/proceedings.md").read_text(encoding="utf-8")
SOURCES = sorted(Path(kinds.__file__).parent.glob("*.py"))


def refusals_in(source: Path) -> Iterator[str]:
    """The codes with which a module refuses."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first = node.args[0]
        if node.func.id in ("refused", "Refused") and isinstance(first, ast.Constant):
            yield str(first.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_entry_is_documented(kind: str) -> None:
    assert f"### `{kind}`" in PAGE


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_refusal_is_documented(source: Path) -> None:
    missing = {code for code in refusals_in(source) if f"| `{code}` |" not in PAGE}
    assert not missing


def test_nothing_is_documented_that_no_longer_exists() -> None:
    named = {line[5:-1] for line in PAGE.splitlines() if line.startswith("### `")}
    assert named == set(KINDS)
    codes = {line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")}
    assert codes == {code for source in SOURCES for code in refusals_in(source)}
