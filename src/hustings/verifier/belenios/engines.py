"""Which engine evaluates an election: the libraries alone, or compiled tables where there is enough to do."""

from importlib.util import find_spec
from typing import cast

from hustings.ballots.secret.checks.equations import Engine, PlainEngine
from hustings.ballots.secret.groups.finite_field import FiniteField
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import (
    Election,
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)

FEWEST_COMPILED = 4000
"""Below so many products libsodium alone is sooner done than the compiled code is loaded (measured: 1 s)."""

FEWEST_TABLES = 40
LARGE_TABLES = 1500
"""From so many products on GMP profits from tables for fixed bases, and from larger ones."""

TEETH, LARGE_TEETH = 8, 10
"""Of combs: 4,000 products for a table and 271 for a power of 2047 bits, or 20,000 and 219."""


def products_in(questions: tuple[Question, ...]) -> int:
    """About how many products of powers a ballot needs, its share of shuffles and decryptions included."""
    return 1 + sum(map(_products_of, questions))


def _products_of(question: Question) -> int:
    match question:
        case HomomorphicQuestion():
            return 4 * len(question.answers) + 2 * (question.max - question.min + 1)
        case RankedQuestion():
            return 5
        case ListsQuestion():
            return 4 * sum(len(one) + 1 for one in question.lists)


def engine_for(election: Election, events: int, coins: Coins) -> Engine:
    """The engine for an election with so many events."""
    work = events * products_in(election.questions)
    if isinstance(election.group, FiniteField):
        return _with_tables(election, election.group, work, coins)
    if work < FEWEST_COMPILED or find_spec("numba") is None:
        return PlainEngine(election.group)
    from hustings.ballots.secret.fast.edwards import FastEdwards

    return cast("Engine", FastEdwards([election.group.g, election.public_key], coins))


def _with_tables(election: Election, group: FiniteField, work: int, coins: Coins) -> Engine:
    if work < FEWEST_TABLES or not group.is_member(election.public_key):
        return PlainEngine(group)
    from hustings.ballots.secret.fast.finite_field import FastField

    teeth = LARGE_TEETH if work >= LARGE_TABLES else TEETH
    return FastField(group, [group.g, election.public_key], coins, teeth)


def uncompiled(election: Election, events: int, coins: Coins) -> Engine:
    """The libraries, with GMP's tables where those help: nothing that has to be compiled or loaded first."""
    if isinstance(election.group, FiniteField):
        return engine_for(election, events, coins)
    return PlainEngine(election.group)


def plainly(election: Election, events: int, coins: Coins) -> Engine:
    """The libraries alone, whatever the size."""
    return PlainEngine(election.group)
