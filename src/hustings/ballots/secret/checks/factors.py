"""One proof over all factors of a decryption, with everything hashed that crypto version 1 leaves out.

A factor's own proof (19.5) hashes neither the ciphertext nor the factor, so that whoever decrypts can choose the
factor after the challenge. Here all ciphertexts and factors are hashed first; the hash gives each a weight of 128 bits,
and the trustee proves that one exponent leads from ``g`` to their key and from the weighted product ``A`` of the
``alpha`` to the weighted product ``F`` of the factors (Chaum and Pedersen's proof, Fiat and Shamir's challenge). If
some factor is another, ``F`` is ``A`` to that exponent with a chance of 2^-128, because the group's order is prime.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hustings.ballots.secret.checks.equations import Engine, Equation
from hustings.ballots.secret.groups.group import Element, Product
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.tallying import Shaped, flat, tally_bytes

TOGETHER = "19.6"
WEIGHT_DIGITS = 32
"""Hexadecimal digits of a weight: 128 bits."""


@dataclass(frozen=True, slots=True)
class Decryption:
    """What trustee ``owner`` has done: the hash of their message in the archive, and its factors in order."""

    owner: int
    hash: str
    factors: Sequence[Element]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is proved: ``prefix`` begins the hash of the challenge, ``base`` and ``power`` are ``A`` and ``F``."""

    prefix: str
    key: Element
    base: Element
    power: Element


def statement_of(
    election: Election,
    tally: Shaped[Ciphertext],
    made: Decryption,
    key: Element,
    engine: Engine,
) -> Statement:
    """That ``made`` is the decryption of ``tally`` with this key."""
    group = election.group
    opened = hex_hash(tally_bytes(tally, group))
    whole = f"factors|{election.fingerprint}|{group.text(key)}|{opened}|{made.hash}|"
    seed = hex_hash(whole.encode())
    alphas = [one.alpha for each in tally for one in flat(each)]
    return Statement(
        f"factors-together|{seed}|",
        key,
        engine.product(_weighted(seed, alphas)),
        engine.product(_weighted(seed, made.factors)),
    )


def _weighted(seed: str, elements: Sequence[Element]) -> Product:
    return tuple((one, weight_of(seed, place)) for place, one in enumerate(elements))


def weight_of(seed: str, place: int) -> int:
    """The weight of the ciphertext, and of the factor, at this place."""
    return int(sha256(f"{seed}|{place}".encode()).hexdigest()[:WEIGHT_DIGITS], 16)


def factors_equation(statement: Statement, proof: Proof, generator: Element) -> Equation:
    """That the trustee knows the exponent from ``generator`` to their key, and it leads from ``A`` to ``F``."""
    c, r = proof.challenge, proof.response
    first = ((generator, r), (statement.key, c))
    second = ((statement.base, r), (statement.power, c))
    what = "the proof over all factors together"
    return Equation(TOGETHER, what, statement.prefix, (first, second), c)
