"""The small parts that answers, keys and decryptions share: ciphertexts and proofs."""

from dataclasses import dataclass

from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.messages.spelling import Reader


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An ElGamal ciphertext: ``alpha = g^r``, ``beta = y^r g^m`` (or ``y^r`` times an encoded ranking)."""

    alpha: Element
    beta: Element

    def json(self, group: Group) -> dict[str, object]:
        """As messages have it."""
        return {"alpha": group.text(self.alpha), "beta": group.text(self.beta)}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof of knowledge as challenge and response, both below ``q``."""

    challenge: int
    response: int

    def json(self) -> dict[str, object]:
        """As messages have it."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


Disjunction = tuple[Proof, ...]
"""One proof for each alternative, of which one holds; their challenges add up to the hash."""


def read_ciphertext(reader: Reader, value: object) -> Ciphertext:
    """A ciphertext; membership is for the check to say."""
    found = reader.fields(value, ("alpha", "beta"))
    return Ciphertext(reader.element(found["alpha"]), reader.element(found["beta"]))


def read_proof(reader: Reader, value: object) -> Proof:
    """A proof, its two numbers below ``q``."""
    found = reader.fields(value, ("challenge", "response"))
    return Proof(reader.scalar(found["challenge"]), reader.scalar(found["response"]))


def read_disjunction(reader: Reader, value: object) -> Disjunction:
    """An array of proofs."""
    return reader.many(value, lambda one: read_proof(reader, one))
