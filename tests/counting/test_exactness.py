"""No float anywhere in counting or ballots, and no source of chance, clock or file in them."""

import ast
from pathlib import Path

import pytest

import hustings

PACKAGES = ("counting", "ballots")
MODULES = sorted(
    path for name in PACKAGES for path in (Path(hustings.__file__).parent / name).rglob("*.py")
)
INEXACT_MODULES = {
    "math",
    "cmath",
    "decimal",
    "statistics",
    "random",
    "secrets",
    "time",
    "os",
}


def _inexact(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float() | complex()):
            return True
        case ast.Name(id="float" | "complex"):
            return True
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return True
        case ast.Import(names=names):
            return any(alias.name.split(".")[0] in INEXACT_MODULES for alias in names)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] in INEXACT_MODULES
        case _:
            return False


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_that_counts_holds_no_float_and_no_true_division(module: Path) -> None:
    found = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if _inexact(node)]
    assert not found, [f"{module}:{getattr(node, 'lineno', '?')}" for node in found]


@pytest.mark.parametrize("source", ["x = 0.5", "float(3)", "a / b", "a /= 2", "import random"])
def test_the_scan_would_find_a_float(source: str) -> None:
    assert any(_inexact(node) for node in ast.walk(ast.parse(source)))
