"""A ballot is made: each answer encrypted and proved, the whole signed with the voter's credential."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.answers import Statement, statement_of
from hustings.ballots.secret.groups.group import Coins, Element
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.making.lists import Marks, seal_lists
from hustings.ballots.secret.making.proving import (
    Held,
    disjunction,
    encrypt,
    holds,
    knowledge,
    total_of,
    zero_or_one,
)
from hustings.ballots.secret.messages.ballot import (
    Answer,
    HomomorphicAnswer,
    RankedAnswer,
    Signature,
    signed_bytes,
    unsigned_bytes,
)
from hustings.ballots.secret.messages.election import (
    Election,
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import Ciphertext, Disjunction

Choice = Sequence[int] | Marks
"""For one question: a 0 or 1 for each answer (blank's first, where it is offered), for a ranking the number of each
answer, for lists a 0 or 1 for each list and each of its candidates."""


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """A voter's secret exponent and its public half."""

    secret: int
    public: Element


def make_ballot(
    election: Election, credential: Credential, choices: Sequence[Choice], coins: Coins
) -> bytes:
    """A ballot ready to be cast; ``ValueError`` for choices that the questions do not allow."""
    unsigned = seal_ballot(election, credential.public, choices, coins)
    return sign_ballot(election, credential, unsigned, coins)


def seal_ballot(
    election: Election, credential: Element, choices: Sequence[Choice], coins: Coins
) -> bytes:
    """The ballot without its signature."""
    if len(choices) != len(election.questions):
        raise ValueError(f"{len(choices)} answers to {len(election.questions)} questions")
    statement = statement_of(election, credential)
    answers = tuple(
        _seal(statement, question, choice, coins)
        for question, choice in zip(election.questions, choices, strict=True)
    )
    return unsigned_bytes(election, credential, answers)


def sign_ballot(election: Election, credential: Credential, unsigned: bytes, coins: Coins) -> bytes:
    """The whole ballot, its hash signed."""
    seal = fingerprint(unsigned)
    proof = knowledge(election.group, f"sig|{seal}|", credential.secret, coins)
    return signed_bytes(unsigned, Signature(seal, proof))


def _seal(statement: Statement, question: Question, choice: Choice, coins: Coins) -> Answer:
    match question:
        case HomomorphicQuestion():
            return _seal_homomorphic(statement, question, _plain(choice), coins)
        case RankedQuestion():
            return _seal_ranked(statement, question, _plain(choice), coins)
        case ListsQuestion():
            return seal_lists(statement, question, _nested(choice), coins)


def _plain(choice: Choice) -> tuple[int, ...]:
    numbers = tuple(one for one in choice if isinstance(one, int))
    if len(numbers) != len(choice):
        raise ValueError("a number is expected for each answer")
    return numbers


def _nested(choice: Choice) -> Marks:
    rows = tuple(tuple(one) for one in choice if not isinstance(one, int))
    if len(rows) != len(choice):
        raise ValueError("a row of numbers is expected for each list")
    return rows


def _seal_ranked(
    statement: Statement, question: RankedQuestion, numbers: tuple[int, ...], coins: Coins
) -> RankedAnswer:
    group, y = statement.group, statement.y
    if len(numbers) != len(question.answers):
        raise ValueError(f"{len(numbers)} numbers for {len(question.answers)} answers")
    randomness = coins(group.q)
    beta = group.mul(group.pow_secret(y, randomness), group.of_ints(numbers))
    sealed = Ciphertext(group.pow_g_secret(randomness), beta)
    prefix = f"raweg|{statement.bound}|{group.text(y)},{statement.texts([sealed])}|"
    return RankedAnswer(sealed, knowledge(group, prefix, randomness, coins))


def _seal_homomorphic(
    statement: Statement, question: HomomorphicQuestion, choices: tuple[int, ...], coins: Coins
) -> HomomorphicAnswer:
    _check_choices(question, choices)
    group, y = statement.group, statement.y
    randomness = [coins(group.q) for _ in choices]
    held = [Held(value, r) for value, r in zip(choices, randomness, strict=True)]
    sealed = tuple(encrypt(group, y, one) for one in held)
    individual = tuple(
        zero_or_one(statement, ciphertext, one, coins)
        for ciphertext, one in zip(sealed, held, strict=True)
    )
    bound = f"{statement.bound}|{statement.texts(sealed)}"
    if question.blank:
        blank, overall = _blank_and_overall(statement, question, bound, held, coins)
        return HomomorphicAnswer(sealed, individual, overall, blank)
    total = total_of(held)
    prefix = f"prove|{bound}|{statement.texts([statement.sum(sealed)])}|"
    branches = [holds(total, m) for m in range(question.min, question.max + 1)]
    overall = disjunction(group, y, prefix, branches, total.value - question.min, coins)
    return HomomorphicAnswer(sealed, individual, overall)


def _check_choices(question: HomomorphicQuestion, choices: tuple[int, ...]) -> None:
    blank = bool(question.blank)
    if len(choices) != len(question.answers) + blank:
        raise ValueError(f"{len(choices)} choices for {len(question.answers) + blank} places")
    if not set(choices) <= {0, 1}:
        raise ValueError("a choice is 0 or 1")
    chosen = sum(choices[blank:])
    if blank and choices[0]:
        if chosen:
            raise ValueError("a blank vote chooses nothing else")
    elif not question.min <= chosen <= question.max:
        raise ValueError(f"{chosen} answers chosen, not {question.min} to {question.max}")


def _blank_and_overall(
    statement: Statement,
    question: HomomorphicQuestion,
    bound: str,
    held: Sequence[Held],
    coins: Coins,
) -> tuple[Disjunction, Disjunction]:
    """Not blank, or nothing chosen; and blank, or as many chosen as may be."""
    group, y = statement.group, statement.y
    blank, total = held[0], total_of(held[1:])
    either = [holds(blank, 0), holds(total, 0)]
    first = disjunction(group, y, f"bproof0|{bound}|", either, blank.value, coins)
    counts = range(question.min, question.max + 1)
    branches = [holds(blank, 1), *(holds(total, m) for m in counts)]
    right = 0 if blank.value else 1 + total.value - question.min
    return first, disjunction(group, y, f"bproof1|{bound}|", branches, right, coins)
