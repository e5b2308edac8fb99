"""What follows the close: the encrypted tally, shuffles, partial decryptions and the result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof, read_ciphertext, read_proof
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json, weight_json

T = TypeVar("T")
U = TypeVar("U")

Row = tuple[T, ...]
Rows = tuple[Row[T], ...]
Shaped = tuple[Row[T] | Rows[T], ...]
"""One item for each question: a row, or for lists of candidates a row for each list."""


def flat(shaped: Row[T] | Rows[T]) -> list[T]:
    """The items of one question in order."""
    items: list[T] = []
    for one in shaped:
        if isinstance(one, tuple):
            items.extend(one)  # type: ignore[reportUnknownArgumentType]
        else:
            items.append(one)
    return items


def shape_of(shaped: Row[T] | Rows[T]) -> tuple[int, ...] | int:
    """How many items one question has: a number, or one for each list."""
    if shaped and isinstance(shaped[0], tuple):
        return tuple(len(one) for one in shaped)  # type: ignore[reportArgumentType]
    return len(shaped)


@dataclass(frozen=True, slots=True)
class SizedTally:
    """How many ballots were tallied, what they weigh, and the hash of the encrypted tally."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str

    def json(self) -> dict[str, object]:
        """As messages have it."""
        return {
            "num_tallied": self.num_tallied,
            "total_weight": weight_json(self.total_weight),
            "encrypted_tally": self.encrypted_tally,
        }


@dataclass(frozen=True, slots=True)
class Owned:
    """A payload (its hash) and the number of the trustee whose it is."""

    owner: int
    payload: str

    def json(self) -> dict[str, object]:
        """As messages have it."""
        return {"owner": self.owner, "payload": self.payload}


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """The proof of a shuffle in CHVote's letters: commitments t, responses s, permutation c, chain c-hat."""

    t: tuple[Element, Element, Element, Element, Element]
    t_hat: tuple[Element, ...]
    s: tuple[int, int, int, int]
    s_hat: tuple[int, ...]
    s_prime: tuple[int, ...]
    c: tuple[Element, ...]
    c_hat: tuple[Element, ...]

    def json(self, group: Group) -> list[object]:
        """As messages have it; ``t`` is t1, t2, t3, t41, t42."""
        t1, t2, t3, t41, t42 = map(group.text, self.t)
        return [
            [t1, t2, t3, [t41, t42], [group.text(one) for one in self.t_hat]],
            [
                *map(str, self.s),
                [str(one) for one in self.s_hat],
                [str(one) for one in self.s_prime],
            ],
            [group.text(one) for one in self.c],
            [group.text(one) for one in self.c_hat],
        ]


@dataclass(frozen=True, slots=True)
class Shuffle:
    """The ciphertexts of each ranked question in another order and encrypted anew, with a proof for each."""

    ciphertexts: tuple[tuple[Ciphertext, ...], ...]
    proofs: tuple[ShuffleProof, ...]

    def json(self, group: Group) -> dict[str, object]:
        """As messages have it."""
        return {
            "ciphertexts": [[one.json(group) for one in each] for each in self.ciphertexts],
            "proofs": [one.json(group) for one in self.proofs],
        }


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """One trustee's factor for each ciphertext of the tally, each with its proof."""

    factors: Shaped[Element]
    proofs: Shaped[Proof]

    def json(self, group: Group) -> dict[str, object]:
        """As messages have it."""
        return {
            "decryption_factors": [_nested(one, group.text) for one in self.factors],
            "decryption_proofs": [_nested(one, Proof.json) for one in self.proofs],
        }


Totals = tuple[int, ...]
Result = tuple[Totals | tuple[Totals, ...], ...]
"""For each question: totals, or totals for each list, or the numbers of each paper."""


def tally_bytes(tally: Shaped[Ciphertext], group: Group) -> bytes:
    """The encrypted tally as it is hashed."""
    return compact([_nested(one, lambda ct: ct.json(group)) for one in tally]).encode()


def message_bytes(value: object) -> bytes:
    """Any message from its ``json()``."""
    return compact(value).encode()


def result_json(result: Result) -> dict[str, object]:
    """The result as messages have it, large totals as strings."""
    return {"result": [_nested(one, weight_json) for one in result]}


def _nested(shaped: Row[T] | Rows[T], one: Callable[[T], object]) -> list[object]:
    return [
        [one(item) for item in each] if isinstance(each, tuple) else one(each)  # type: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        for each in shaped
    ]


def _read_nested(
    reader: Reader, question: Question, value: object, one: Callable[[object], T]
) -> Row[T] | Rows[T]:
    match question:
        case HomomorphicQuestion() | RankedQuestion():
            return reader.many(value, one)
        case ListsQuestion():
            return reader.many(value, lambda each: reader.many(each, one))


def read_shaped(
    reader: Reader, questions: tuple[Question, ...], value: object, one: Callable[[object], T]
) -> Shaped[T]:
    """One item for each question, in the shape of its kind."""
    items = reader.items(value, len(questions))
    return tuple(
        _read_nested(reader, question, item, one)
        for question, item in zip(questions, items, strict=True)
    )


def read_tally(reader: Reader, questions: tuple[Question, ...], raw: bytes) -> Shaped[Ciphertext]:
    """The encrypted tally."""
    return read_shaped(reader, questions, read_json(raw), lambda one: read_ciphertext(reader, one))


def read_sized(reader: Reader, raw: bytes) -> SizedTally:
    """The numbers that go with the encrypted tally."""
    found = reader.fields(read_json(raw), ("num_tallied", "total_weight", "encrypted_tally"))
    return SizedTally(
        reader.small(found["num_tallied"]),
        reader.weight(found["total_weight"]),
        reader.string(found["encrypted_tally"]),
    )


def read_owned(reader: Reader, raw: bytes) -> Owned:
    """A payload with its owner."""
    found = reader.fields(read_json(raw), ("owner", "payload"))
    return Owned(reader.small(found["owner"]), reader.string(found["payload"]))


def read_shuffle(reader: Reader, raw: bytes) -> Shuffle:
    """A shuffle; lengths are for the check to say."""
    found = reader.fields(read_json(raw), ("ciphertexts", "proofs"))
    return Shuffle(
        reader.many(
            found["ciphertexts"],
            lambda each: reader.many(each, lambda one: read_ciphertext(reader, one)),
        ),
        reader.many(found["proofs"], lambda one: _read_shuffle_proof(reader, one)),
    )


def _read_shuffle_proof(reader: Reader, value: object) -> ShuffleProof:
    commitments, responses, c, c_hat = reader.items(value, 4)
    t1, t2, t3, t4, t_hat = reader.items(commitments, 5)
    t41, t42 = reader.items(t4, 2)
    s1, s2, s3, s4, s_hat, s_prime = reader.items(responses, 6)
    element, scalar = reader.element, reader.scalar
    return ShuffleProof(
        (element(t1), element(t2), element(t3), element(t41), element(t42)),
        reader.many(t_hat, element),
        (scalar(s1), scalar(s2), scalar(s3), scalar(s4)),
        reader.many(s_hat, scalar),
        reader.many(s_prime, scalar),
        reader.many(c, element),
        reader.many(c_hat, element),
    )


def read_partial_decryption(
    reader: Reader, questions: tuple[Question, ...], raw: bytes
) -> PartialDecryption:
    """A partial decryption; that its shape is the tally's is for the check to say."""
    found = reader.fields(read_json(raw), ("decryption_factors", "decryption_proofs"))
    return PartialDecryption(
        read_shaped(reader, questions, found["decryption_factors"], reader.element),
        read_shaped(
            reader,
            questions,
            found["decryption_proofs"],
            lambda one: read_proof(reader, one),
        ),
    )


def read_result(reader: Reader, questions: tuple[Question, ...], raw: bytes) -> Result:
    """The result: totals, totals by list, or numbers by paper."""
    found = reader.fields(read_json(raw), ("result",))
    items = reader.items(found["result"], len(questions))
    return tuple(
        reader.many(item, reader.weight)
        if isinstance(question, HomomorphicQuestion)
        else reader.many(item, lambda each: reader.many(each, reader.weight))
        for question, item in zip(questions, items, strict=True)
    )
