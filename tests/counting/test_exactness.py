"""No float anywhere in counting or ballots, in what is written and in what runs; and no chance, clock or file."""

import ast
import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

import hustings
from hustings.counting import collapse
from hustings.counting import papers as store
from hustings.counting.count import count
from hustings.counting.formats.csv_papers import read_csv
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.registry import LAWS, Takes
from hustings.counting.transcript import Transcript
from tests.counting.elections import in_any_order, papers

PACKAGES = ("counting", "ballots")
ROOT = Path(hustings.__file__).parent
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
INEXACT_MODULES = {"math", "cmath", "decimal", "statistics", "random", "secrets", "time", "os"}
EXACT_OF_MATH = {"comb", "gcd", "isqrt", "lcm", "prod"}
INEXACT_OF_NUMPY = {
    "float16", "float32", "float64", "double", "single", "half", "longdouble", "floating",
    "complex64", "complex128", "true_divide", "divide", "mean", "average", "std", "var",
    "sqrt", "log", "exp", "linspace", "random", "weights", "median", "interp",
}  # fmt: skip


def _inexact(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float() | complex()):
            return True
        case ast.Name(id="float" | "complex"):
            return True
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name):
            return name in INEXACT_OF_NUMPY
        case ast.keyword(arg="weights"):
            return True
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return True
        case ast.Import(names=names):
            return any(alias.name.split(".")[0] in INEXACT_MODULES for alias in names)
        case ast.ImportFrom(module="math", names=names):
            return any(alias.name not in EXACT_OF_MATH for alias in names)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] in INEXACT_MODULES
        case _:
            return False


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_that_counts_holds_no_float_and_no_true_division(module: Path) -> None:
    found = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if _inexact(node)]
    assert not found, [f"{module}:{getattr(node, 'lineno', '?')}" for node in found]


@pytest.mark.parametrize(
    "source",
    [
        "x = 0.5", "float(3)", "a / b", "a /= 2", "import random", "from math import sqrt",
        "x.astype(np.float64)", "np.mean(x)", "np.bincount(x, weights=y)",
    ],
)  # fmt: skip
def test_the_scan_would_find_a_float(source: str) -> None:
    assert any(_inexact(node) for node in ast.walk(ast.parse(source)))


def _is_float(value: object) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fc"
    return isinstance(value, float | complex | np.floating)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every local name and every result of a function of counting that ever holds a float."""
    found: list[str] = []

    def look(frame: FrameType, event: str, result: Any) -> None:
        if event == "return" and "/hustings/counting/" in frame.f_code.co_filename:
            held = {**frame.f_locals, "the result": result}
            where = f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}"
            found.extend(f"{where} {name}" for name, value in held.items() if _is_float(value))

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)


LINES = {"A>C>B": 50, "C>D": 4, "B": 17, "D": 18, "E>B": 6, "E>D": 5}
RANKED = [law.id for law in LAWS.values() if law.takes is Takes.RANKINGS]


def election(law: str) -> Papers:
    return papers(LINES, 2 if LAWS[law].several else 1, "ABCDE")


@pytest.mark.parametrize("law", RANKED)
def test_no_function_ever_holds_a_float_while_it_counts(law: str) -> None:
    given = election(law)
    with watched() as found:
        in_any_order(given, law)
    assert found == []


def test_no_function_ever_holds_a_float_while_it_reads() -> None:
    lines = b"Rank 1,Rank 2\n" + b"Ash,Birch\nBirch,\n,Ash\n" * 50
    with watched() as found:
        read_csv([lines])
    assert found == []


def test_the_watch_would_find_a_float() -> None:
    code = compile(
        "def half(x):\n    y = x * 0.5\n    return y", "/x/hustings/counting/z.py", "exec"
    )
    names: dict[str, Any] = {}
    exec(code, names)
    with watched() as found:
        names["half"](3)
    assert found == ["z.py:half y", "z.py:half the result"]


@pytest.mark.parametrize("law", RANKED)
def test_beyond_64_bits_whole_numbers_of_any_size_are_counted_alike(
    law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same papers with the bound set to nothing go through Python's own integers, to the same rounds."""
    narrow = in_any_order(election(law), law)
    monkeypatch.setattr(store, "LARGEST_TOTAL", 0)
    monkeypatch.setattr(collapse, "LARGEST_TOTAL", 0)
    wide = election(law)
    assert wide.copies.dtype == object
    assert in_any_order(wide, law).rounds == narrow.rounds


def test_the_bound_is_looked_at_where_papers_are_put_together() -> None:
    """Two piles of 2^61 papers do not fit, so the total is kept as Python's integers and stays exact."""
    assert from_rankings(("A", "B"), {(0,): 2**61}, seats=1).copies.dtype == np.int64
    large = from_rankings(("A", "B"), {(0,): 2**63 + 1, (1,): 2**62}, seats=1)
    assert (large.copies.dtype, large.valid) == (np.dtype(object), 2**63 + 2**62 + 1)
    result = count(large, "scottish-2007")
    assert isinstance(result, Transcript)
    assert result.rounds[0].votes == (2**63 + 1, 2**62)
    rows = np.array([[0], [0]], dtype=np.int8)
    _, copies = collapse.collapse(rows, np.array([2**62, 2**62], dtype=np.int64), 2)
    assert copies.tolist() == [2**63]


def test_exact_means_the_last_digit(shared_data: Path) -> None:
    """A Senate transfer value is a fraction that no float holds: every digit is kept."""
    from hustings.counting.formats.aec import read_aec

    folder = shared_data / "counting" / "public" / "au-senate" / "nt-2019"
    content = gzip.decompress((folder / "formal-preferences.csv.gz").read_bytes())
    result = count(read_aec([content], seats=4), "senate-2016")
    assert isinstance(result, Transcript)
    values = [round.transfer_value for round in result.rounds if round.transfer_value is not None]
    assert all(isinstance(value, int | Fraction) for value in values)
    assert any(Fraction(value).denominator > 10_000 for value in values)
