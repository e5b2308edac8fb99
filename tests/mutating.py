"""Mutants of the deciding of triggers, each run against narrow tests: ``python -m tests.mutating --sample 300``.

One thing is changed at a time: a comparison, "and" and "or", a "not", a number, True and False, a sign, a condition,
a filter, what is returned. A mutant that no test notices has survived. Nothing is written to disk: each mutant is
compiled in a process of its own, which runs the tests, the quickest first, up to the first that fails. Results are
kept in docs/measurements.
"""

import ast
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = ("proceedings/triggering.py", *(
    f"proceedings/trigger/{name}.py"
    for name in (
        "account", "aggregate", "answer", "case", "certainty", "explain", "readings", "results", "returns",
        "sensitivity", "table", "words",
    )
))  # fmt: skip
TESTS = (
    "tests/proceedings/trigger/test_case.py",
    "tests/proceedings/trigger/test_answer.py",
    "tests/golden/test_unit_return_cases.py",
    "tests/proceedings/test_deciding.py",
    "tests/proceedings/test_units.py",
)
ENUMERATED = "tests/proceedings/trigger/test_enumeration.py"
"""All completions of small cases; it takes ten seconds, and is run for what decides and not for what explains."""
EXPLAIN = ("account", "explain", "words", "table", "case", "triggering")
PATIENCE = 300
"""Seconds after which a mutant that never ends counts as noticed."""
OTHER: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
    ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The ``number``-th change of one file."""

    file: str
    number: int
    line: int
    what: str

    @property
    def module(self) -> str:
        """The name under which it is imported."""
        return "hustings." + self.file.removesuffix(".py").replace("/", ".")


class Mutating(ast.NodeTransformer):
    """Counts the changes that can be made, and makes the one asked for."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.found: list[tuple[int, str]] = []

    def offer(self, node: Any, what: str, change: Callable[[], ast.AST | None]) -> Any:
        """Note one change; the node as it is, or as the wanted change leaves it."""
        self.found.append((node.lineno, what))
        if len(self.found) - 1 != self.wanted:
            return node
        return ast.copy_location(change() or node, node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Bodies and defaults only: no decorators, annotations or docstrings."""
        node.args.defaults = [self.visit(one) for one in node.args.defaults]
        node.body = [self.visit(one) for one in _without_docstring(node.body)] or [ast.Pass()]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """The same for the methods and fields of a class."""
        node.body = [self.visit(one) for one in _without_docstring(node.body)] or [ast.Pass()]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """The value, never the annotation."""
        node.value = self.visit(node.value) if node.value else None
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """One comparison of a chain turned into its neighbour or its opposite."""
        self.generic_visit(node)
        for at, op in enumerate(node.ops):
            new = OTHER[type(op)]
            what = f"{type(op).__name__} to {new.__name__}"
            self.offer(node, what, lambda at=at, new=new: node.ops.__setitem__(at, new()))
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        """And becomes or."""
        self.generic_visit(node)
        return self._operator(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """A sign becomes another."""
        self.generic_visit(node)
        return self._operator(node) if type(node.op) in OTHER else node

    def _operator(self, node: Any) -> Any:
        new = OTHER[type(node.op)]
        what = f"{type(node.op).__name__} to {new.__name__}"
        return self.offer(node, what, lambda: setattr(node, "op", new()))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        """A "not" is left out."""
        self.generic_visit(node)
        if not isinstance(node.op, ast.Not):
            return node
        return self.offer(node, "not left out", lambda: node.operand)

    def visit_Constant(self, node: ast.Constant) -> Any:
        """True becomes False, a number one more."""
        value = node.value
        if isinstance(value, bool):
            return self.offer(node, f"{value} turned", lambda: ast.Constant(not value))
        if isinstance(value, int):
            return self.offer(node, f"{value} one more", lambda: ast.Constant(value + 1))
        return node

    def visit_If(self, node: ast.If) -> Any:
        """A condition always or never holds."""
        self.generic_visit(node)
        for sure in (True, False):
            self.offer(
                node, f"if {sure}", lambda sure=sure: setattr(node, "test", ast.Constant(sure))
            )
        return node

    visit_IfExp = visit_While = visit_If  # noqa: N815

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        """A filter is left out."""
        self.generic_visit(node)
        if node.ifs:
            self.found.append((node.ifs[0].lineno, "filter left out"))
            if len(self.found) - 1 == self.wanted:
                node.ifs = []
        return node

    def visit_Return(self, node: ast.Return) -> Any:
        """None is returned instead of a value."""
        self.generic_visit(node)
        if node.value is None or isinstance(node.value, ast.Constant):
            return node
        return self.offer(node, "returns None", lambda: ast.Return(ast.Constant(None)))

    def visit_Call(self, node: ast.Call) -> Any:
        """Min becomes max, any becomes all."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
            name, new = node.func.id, SWAPPED[node.func.id]
            return self.offer(node, f"{name} to {new}", lambda: setattr(node.func, "id", new))
        return node


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    has = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if has and len(body) > 1 else body


def mutants_of(file: str) -> list[Mutant]:
    """Every mutant of a file."""
    mutating = Mutating()
    mutating.visit(ast.parse((ROOT / "src/hustings" / file).read_text("utf-8")))
    return [Mutant(file, n, line, what) for n, (line, what) in enumerate(mutating.found)]


class Finder(MetaPathFinder, Loader):
    """Imports one module as the mutant has it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """The mutated module, and no other."""
        del path, target
        return ModuleSpec(fullname, self) if fullname == self.mutant.module else None

    def exec_module(self, module: ModuleType) -> None:
        """The changed tree, compiled."""
        source = ROOT / "src/hustings" / self.mutant.file
        tree = Mutating(self.mutant.number).visit(ast.parse(source.read_text("utf-8")))
        exec(compile(ast.fix_missing_locations(tree), str(source), "exec"), module.__dict__)


def survives(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Whether every test passes with this mutant in place, in a process of its own."""
    child = os.fork()
    if child == 0:
        os._exit(_tried(mutant, tests))
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(PATIENCE)
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _tried(mutant: Mutant, tests: Sequence[str]) -> int:
    import pytest

    sys.meta_path.insert(0, Finder(mutant))
    words = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        return int(pytest.main(words))


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Try every mutant, or a sample by a fixed seed, and list those that survive."""
    words = ArgumentParser(
        prog="python -m tests.mutating", description=(__doc__ or "").split(":")[0]
    )
    words.add_argument("--sample", type=int, default=0, help="so many mutants; all without it")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("files", nargs="*", default=FILES, help="below src/hustings")
    given = words.parse_args()
    found = [mutant for file in given.files for mutant in mutants_of(file)]
    tried = Random(given.seed).sample(found, given.sample) if given.sample else found
    killed = 0
    for mutant in sorted(tried, key=lambda one: (one.file, one.number)):
        explains = Path(mutant.file).stem in EXPLAIN
        if survives(mutant, TESTS if explains else (*TESTS, ENUMERATED)):
            say(f"survived: {mutant.file}:{mutant.line}: {mutant.what}")
        else:
            killed += 1
    say(
        f"{len(found)} mutants, {len(tried)} tried, {killed} noticed, {len(tried) - killed} survived."
    )


if __name__ == "__main__":
    main()
