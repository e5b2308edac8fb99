"""An equation of a sigma proof: commitments worked out again from challenge and response, and hashed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Element, Group, Product
from hustings.ballots.secret.hashes import challenge
from hustings.kernel.refusals import CheckFailed


@dataclass(frozen=True, slots=True)
class Equation:
    """``claimed == Hq(prefix; commitments)``; ``check`` is the number that fails otherwise, ``what`` says of what."""

    check: str
    what: str
    prefix: str
    commitments: tuple[Product, ...]
    claimed: int


class Engine(Protocol):
    """Evaluates public products of powers in one group; all give the same answers, in different times."""

    @property
    def group(self) -> Group:
        """The group."""
        ...

    def are_members(self, elements: Sequence[Element]) -> list[bool]:
        """For each element that was read, whether it belongs to the group."""
        ...

    def texts(self, products: Sequence[Product]) -> list[str]:
        """The texts of products of powers of members."""
        ...

    def product(self, terms: Product) -> Element:
        """One product of many powers of members."""
        ...

    def generators(self, first: int, count: int) -> list[Element]:
        """So many independent generators, from number ``first`` on."""
        ...

    def fix(self, base: Element) -> None:
        """Prepare for many powers of one base."""
        ...


@dataclass(frozen=True, slots=True)
class PlainEngine:
    """One element after another, by libsodium or GMP alone: for small elections, and as the measure of the others."""

    group: Group

    def are_members(self, elements: Sequence[Element]) -> list[bool]:
        """One by one."""
        return [self.group.is_member(one) for one in elements]

    def texts(self, products: Sequence[Product]) -> list[str]:
        """One by one."""
        return [self.group.text(self.group.product(terms)) for terms in products]

    def product(self, terms: Product) -> Element:
        """Term by term."""
        return self.group.product(terms)

    def generators(self, first: int, count: int) -> list[Element]:
        """One by one."""
        return [_generator(self.group, i) for i in range(first, first + count)]

    def fix(self, base: Element) -> None:
        """Nothing is prepared."""


@cache
def _generator(group: Group, i: int) -> Element:
    """The same for every election, and not quickly found."""
    return group.independent_generator(i)


def failed_equations(equations: Sequence[Equation], engine: Engine) -> list[int]:
    """The places of the equations that do not hold, evaluated together.

    Before anybody is told of a failure the library works out the first one again: ``Disagreement`` if it holds.
    """
    products = [one for equation in equations for one in equation.commitments]
    texts = iter(engine.texts(products))
    q = engine.group.q
    failed: list[int] = []
    for place, equation in enumerate(equations):
        own = [next(texts) for _ in equation.commitments]
        if challenge(equation.prefix, own, q) != equation.claimed:
            failed.append(place)
    if failed and not isinstance(engine, PlainEngine):
        first = equations[failed[0]]
        own = PlainEngine(engine.group).texts(first.commitments)
        if challenge(first.prefix, own, q) == first.claimed:
            raise Disagreement(first.what)
    return failed


def check_equations(equations: Sequence[Equation], engine: Engine) -> None:
    """Raise ``CheckFailed`` for the first equation that does not hold."""
    for place in failed_equations(equations, engine):
        raise CheckFailed(equations[place].check, f"{equations[place].what} does not hold")


def check_members(elements: Iterable[Element], engine: Engine, check: str, what: str) -> None:
    """Raise ``CheckFailed`` for the first element outside the group."""
    listed = list(elements)
    for place, member in enumerate(engine.are_members(listed)):
        if not member:
            text = engine.group.text(listed[place])[:80]
            raise CheckFailed(check, f"{what}: {text} is not a member of the group")
