"""The encrypted tally, worked out again from the ballots that count, and compared byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import (
    Row,
    Rows,
    Shaped,
    SizedTally,
    message_bytes,
    read_sized,
    tally_bytes,
)
from hustings.kernel.refusals import CheckFailed

SAME, NUMBERS = "17.1", "17.2"


@dataclass(frozen=True, slots=True)
class Counted:
    """A ballot that counts: for each question the ciphertexts of its choices in order, and its weight."""

    choices: tuple[tuple[Ciphertext, ...], ...]
    weight: int


def tally_of(
    counted: Sequence[Counted], questions: Sequence[Question], engine: Engine
) -> Shaped[Ciphertext]:
    """The encrypted tally: sums by answer, and for rankings every ciphertext, sorted."""
    return tuple(
        _tally_one(counted, place, question, engine) for place, question in enumerate(questions)
    )


def _tally_one(
    counted: Sequence[Counted], place: int, question: Question, engine: Engine
) -> Row[Ciphertext] | Rows[Ciphertext]:
    match question:
        case HomomorphicQuestion():
            size = len(question.answers) + bool(question.blank)
            return tuple(_sum(counted, place, at, engine) for at in range(size))
        case RankedQuestion():
            order = engine.group.order
            every = [one.choices[place][0] for one in counted]
            return tuple(sorted(every, key=lambda one: (order(one.alpha), order(one.beta))))
        case ListsQuestion():
            rows: list[Row[Ciphertext]] = []
            begin = 0
            for each in question.lists:
                row = range(begin, begin + len(each))
                rows.append(tuple(_sum(counted, place, at, engine) for at in row))
                begin += len(each)
            return tuple(rows)


def _sum(counted: Sequence[Counted], place: int, at: int, engine: Engine) -> Ciphertext:
    def weighed(element: str) -> Element:
        terms = tuple((getattr(one.choices[place][at], element), one.weight) for one in counted)
        return engine.product(terms)

    return Ciphertext(weighed("alpha"), weighed("beta"))


def check_tally(
    published: bytes,
    sized: bytes,
    recomputed: Shaped[Ciphertext],
    counted: Sequence[Counted],
    group: Group,
) -> SizedTally:
    """17.1 and 17.2: the published tally and its numbers are those of the ballots that count."""
    if published != tally_bytes(recomputed, group):
        raise CheckFailed(SAME, "the encrypted tally is not that of the ballots")
    expected = SizedTally(len(counted), sum(one.weight for one in counted), hex_hash(published))
    try:
        found = read_sized(Reader(group), sized)
    except ValueError as problem:
        raise CheckFailed(NUMBERS, f"the tally's numbers: {problem}") from None
    if found != expected or message_bytes(expected.json()) != sized:
        raise CheckFailed(
            NUMBERS,
            f"{found.num_tallied} ballots of weight {found.total_weight} are said to be in the tally, "
            f"and there are {expected.num_tallied} of {expected.total_weight}",
        )
    return found
