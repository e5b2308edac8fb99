"""Group 20: the result worked out again from the factors of the trustees who are needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from hustings.ballots.secret.checks.decryption import coefficients, opened
from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.messages.election import RankedQuestion
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import (
    Result,
    Shaped,
    flat,
    message_bytes,
    read_result,
    result_json,
    shape_of,
)
from hustings.kernel.refusals import CheckFailed
from hustings.kernel.sharing import Spread
from hustings.verifier.belenios.batches import alone, batches
from hustings.verifier.belenios.setup import Setup

FORM, TOTALS, RANKINGS = "20.2", "20.3", "20.4"

Foreign = dict[int, frozenset[int]]
"""By question, the places of rows that were opened from an element which no program makes of a ranking.

The proof of a decryption factor does not cover the factor itself, so a trustee who decrypts can turn a ranking into
such a row and no other: what it seems to say must not count.
"""

Sealed = tuple[Ciphertext, tuple[Element, ...]]
"""A ciphertext with the factor of each trustee used."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens ciphertexts with the factors of the trustees used; ``powers`` has one for each of these."""

    powers: Sequence[int]
    engine: Engine

    def __call__(self, rows: Sequence[Sealed]) -> list[str]:
        """What the ciphertexts hold, as texts of elements."""
        products = [
            opened(ciphertext, list(zip(factors, self.powers, strict=True)))
            for ciphertext, factors in rows
        ]
        return self.engine.texts(products)


def check_result(
    raw: bytes,
    setup: Setup,
    ciphertexts: Shaped[Ciphertext],
    factors: Mapping[int, Sequence[Sequence[Element]]],
    engine: Engine,
    spread: Spread,
) -> tuple[Result, Foreign]:
    """20.1 to 20.4: enough trustees, the right form, and every value; and the rows that no ranking was sealed as."""
    election = setup.election
    used = coefficients(setup.holders, sorted(factors), election.group.q)
    result, foreign = _read(raw, setup), Foreign()
    for place, question in enumerate(election.questions):
        by_owner = [factors[owner][place] for owner, _ in used]
        rows = list(zip(flat(ciphertexts[place]), zip(*by_owner, strict=True), strict=True))
        opening = Opening([power for _, power in used], alone(engine))
        if isinstance(question, RankedQuestion):
            found = _check_rankings(opening, rows, len(question.answers), result[place], spread)
            foreign |= {place: found} if found else {}
        else:
            _check_totals(opening, rows, shape_of(ciphertexts[place]), result[place])
    return result, foreign


def _read(raw: bytes, setup: Setup) -> Result:
    try:
        result = read_result(Reader(setup.election.group), setup.election.questions, raw)
    except ValueError as problem:
        raise CheckFailed(FORM, f"the result: {problem}") from None
    if message_bytes(result_json(result)) != raw:
        raise CheckFailed(FORM, "the result is not in its canonical form")
    return result


def _check_totals(
    opening: Opening,
    rows: Sequence[Sealed],
    shape: tuple[int, ...] | int,
    totals: tuple[int, ...] | tuple[tuple[int, ...], ...],
) -> None:
    if shape_of(totals) != shape:
        raise CheckFailed(FORM, "the result has another number of totals than the tally")
    engine = opening.engine
    texts = opening(rows)
    claimed = engine.texts([((engine.group.g, total),) for total in flat(totals)])
    for place, (text, total) in enumerate(zip(texts, claimed, strict=True)):
        if text != total:
            raise CheckFailed(TOTALS, f"total {place} is not {flat(totals)[place]}")


def _check_rankings(
    opening: Opening,
    rows: Sequence[Sealed],
    answers: int,
    claimed: tuple[int, ...] | tuple[tuple[int, ...], ...],
    spread: Spread,
) -> frozenset[int]:
    rankings = cast("tuple[tuple[int, ...], ...]", claimed)
    if len(rankings) != len(rows) or any(len(one) != answers for one in rankings):
        raise CheckFailed(FORM, "the result does not have a number for each answer of each ballot")
    group = opening.engine.group
    parts = [rows[begin:end] for begin, end in batches(len(rows))]
    place, foreign = 0, set[int]()
    for texts in spread(opening, parts):
        for text in cast("list[str]", texts):
            element = group.read(text)
            found = group.to_ints(answers, element)
            if found != list(rankings[place]):
                raise CheckFailed(
                    RANKINGS, f"ranking {place} is {found}, not {list(rankings[place])}"
                )
            if not group.may_hold(answers, element):
                foreign.add(place)
            place += 1
    return frozenset(foreign)
