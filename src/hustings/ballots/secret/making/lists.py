"""An answer to a question with lists of candidates: one list, and candidates of that list."""

from collections.abc import Sequence

from hustings.ballots.secret.checks.answers import Statement
from hustings.ballots.secret.groups.group import Coins, Element
from hustings.ballots.secret.hashes import challenge
from hustings.ballots.secret.making.proving import (
    Held,
    disjunction,
    encrypt,
    holds,
    total_of,
    zero_or_one,
)
from hustings.ballots.secret.messages.ballot import ListsAnswer, NonzeroProof
from hustings.ballots.secret.messages.election import ListsQuestion
from hustings.ballots.secret.messages.proofs import Ciphertext, Disjunction

Marks = Sequence[Sequence[int]]
"""For each list a 0 or 1 for the list itself, then for each of its candidates."""


def seal_lists(
    statement: Statement, question: ListsQuestion, marks: Marks, coins: Coins
) -> ListsAnswer:
    """The answer with its five kinds of proofs; ``ValueError`` for marks that the question does not allow."""
    _check_marks(question, marks)
    group, y = statement.group, statement.y
    held = [[Held(one, coins(group.q)) for one in row] for row in marks]
    sealed = tuple(tuple(encrypt(group, y, one) for one in row) for row in held)
    every = [one for row in sealed for one in row]
    individual = tuple(
        tuple(zero_or_one(statement, ct, one, coins) for ct, one in zip(cts, row, strict=True))
        for cts, row in zip(sealed, held, strict=True)
    )
    bound = f"{statement.bound}|{statement.texts(every)}"
    heads = statement.sum(row[0] for row in sealed)
    prefix = f"prove|{bound}|{statement.texts([heads])}|"
    head = total_of([row[0] for row in held])
    [overall] = disjunction(group, y, prefix, [holds(head, 1)], 0, coins)
    lists = tuple(_list_proof(statement, bound, row, coins) for row in held)
    candidates = statement.sum(one for row in sealed for one in row[1:])
    inside = total_of([one for row in held for one in row[1:]])
    nonzero = _nonzero(statement, bound, candidates, inside, coins)
    return ListsAnswer(sealed, individual, overall, lists, nonzero)


def _check_marks(question: ListsQuestion, marks: Marks) -> None:
    if [len(row) for row in marks] != [len(row) for row in question.lists]:
        raise ValueError("a 0 or 1 is expected for each list and each of its candidates")
    if not {one for row in marks for one in row} <= {0, 1}:
        raise ValueError("a mark is 0 or 1")
    if sum(row[0] for row in marks) != 1:
        raise ValueError("exactly one list is chosen")
    for row in marks:
        if not row[0] and any(row[1:]):
            raise ValueError("candidates are chosen on the chosen list only")
        if row[0] and not any(row[1:]):
            raise ValueError("at least one candidate of the list is chosen")


def _list_proof(statement: Statement, bound: str, row: Sequence[Held], coins: Coins) -> Disjunction:
    branches = [holds(row[0], 1), holds(total_of(row[1:]), 0)]
    right = 0 if row[0].value else 1
    group, y = statement.group, statement.y
    return disjunction(group, y, f"lproof|{bound}|", branches, right, coins)


def _nonzero(
    statement: Statement, bound: str, candidates: Ciphertext, held: Held, coins: Coins
) -> NonzeroProof:
    """``A0 = g^(u m)`` for a random ``u`` is not the identity exactly where ``m`` is not zero.

    Proved are exponents ``u`` and ``-u r`` with ``a^u g^(-u r) = 1`` and ``b^u y^(-u r) = A0``.
    """
    group, q = statement.group, statement.group.q
    u = 1 + coins(q - 1)
    w1, w2 = coins(q), coins(q)
    a0 = group.pow_g_secret(u * held.value)
    a1 = _joint(statement, candidates.alpha, group.g, w1, w2)
    a2 = _joint(statement, candidates.beta, statement.y, w1, w2)
    prefix = f"nonzero|{bound}|{group.text(a0)},"
    c = challenge(prefix, [group.text(a1), group.text(a2)], q)
    return NonzeroProof(a0, c, ((w1 - u * c) % q, (w2 + u * held.randomness * c) % q))


def _joint(statement: Statement, first: Element, second: Element, w1: int, w2: int) -> Element:
    group = statement.group
    return group.mul(group.pow_secret(first, w1), group.pow_secret(second, w2))
