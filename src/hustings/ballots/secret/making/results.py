"""The trustees' factors come together, and what the tally holds can be read: totals, or the numbers of every paper."""

from collections.abc import Mapping, Sequence
from math import isqrt

from hustings.ballots.secret.checks.decryption import coefficients, opened
from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.checks.trustees import Holders
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.making.decrypting import shaped_like
from hustings.ballots.secret.messages.election import Election, RankedQuestion
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import (
    PartialDecryption,
    Result,
    Shaped,
    Totals,
    flat,
)


def result_of(
    election: Election,
    tally: Shaped[Ciphertext],
    decryptions: Mapping[int, PartialDecryption],
    holders: Holders,
    most: int,
    engine: Engine,
) -> Result:
    """The result from checked decryptions by owner; see :func:`opened_result`."""
    factors = {owner: tuple(flat(row) for row in one.factors) for owner, one in decryptions.items()}
    return opened_result(election, tally, factors, holders, most, engine)


def opened_result(
    election: Election,
    tally: Shaped[Ciphertext],
    factors: Mapping[int, Sequence[Sequence[Element]]],
    holders: Holders,
    most: int,
    engine: Engine,
) -> Result:
    """The result from checked factors by owner and question; ``most`` is the total weight, which no total passes.

    Raises ``CheckFailed`` where too few trustees have decrypted.
    """
    used = coefficients(holders, sorted(factors), election.group.q)
    logarithms = Logarithms(election.group, most)
    result: list[Totals | tuple[Totals, ...]] = []
    for place, question in enumerate(election.questions):
        row = tally[place]
        powers = [(factors[owner][place], power) for owner, power in used]
        elements = _open(flat(row), powers, engine)
        if isinstance(question, RankedQuestion):
            count = len(question.answers)
            result.append(tuple(tuple(engine.group.to_ints(count, one)) for one in elements))
        else:
            totals = [logarithms.of(one) for one in elements]
            result.append(shaped_like(row, totals))
    return tuple(result)


def _open(
    ciphertexts: Sequence[Ciphertext],
    factors: Sequence[tuple[Sequence[Element], int]],
    engine: Engine,
) -> list[Element]:
    texts = engine.texts(
        [
            opened(one, [(every[at], power) for every, power in factors])
            for at, one in enumerate(ciphertexts)
        ]
    )
    return [engine.group.read(text) for text in texts]


class Logarithms:
    """Small logarithms to the base ``g``, up to ``most``: baby steps kept, giant steps taken (Shanks)."""

    def __init__(self, group: Group, most: int) -> None:
        self.group = group
        self.most = most
        self.size = isqrt(most) + 1
        self.steps: dict[Element, int] = {}

    def of(self, element: Element) -> int:
        """The number ``m`` with ``element == g^m``; ``ValueError`` where there is none up to ``most``."""
        group = self.group
        if not self.steps:
            self._walk()
        giant = group.pow_g(-self.size)
        at = element
        for turn in range(self.size + 1):
            found = self.steps.get(at)
            if found is not None and turn * self.size + found <= self.most:
                return turn * self.size + found
            at = group.mul(at, giant)
        raise ValueError(f"a total is not a number up to {self.most}")

    def _walk(self) -> None:
        at = self.group.identity
        for number in range(self.size):
            self.steps[at] = number
            at = self.group.mul(at, self.group.g)
