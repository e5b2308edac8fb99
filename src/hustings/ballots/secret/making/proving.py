"""How a prover shows that it knows an exponent, or which of several values a ciphertext holds, and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.answers import Statement
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.hashes import challenge
from hustings.ballots.secret.messages.proofs import Ciphertext, Disjunction, Proof


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a ciphertext holds, and the exponent that it was made with: never printed, for it opens the ciphertext."""

    value: int
    randomness: int


@dataclass(frozen=True, slots=True, repr=False)
class Branch:
    """The statement "this ciphertext holds ``m``": what it was made with, and how far what it holds lies from ``m``."""

    randomness: int
    distance: int


def holds(held: Held, m: int) -> Branch:
    """The statement that what is held is ``m``; true where the distance is 0."""
    return Branch(held.randomness, held.value - m)


def encrypt(group: Group, y: Element, held: Held) -> Ciphertext:
    """``(g^r, y^r g^m)``."""
    beta = group.mul(group.pow_secret(y, held.randomness), group.pow_g_secret(held.value))
    return Ciphertext(group.pow_g_secret(held.randomness), beta)


def knowledge(group: Group, prefix: str, exponent: int, coins: Coins) -> Proof:
    """That the prover knows an exponent: of a key, a credential, an encryption."""
    nonce = coins(group.q)
    own = challenge(prefix, [group.text(group.pow_g_secret(nonce))], group.q)
    return Proof(own, (nonce - exponent * own) % group.q)


def disjunction(
    group: Group, y: Element, prefix: str, branches: Sequence[Branch], right: int, coins: Coins
) -> Disjunction:
    """That one of the branches is true: ``right``, by its place, which the proof does not tell.

    The others are played backwards from random challenges. As the prover knows the randomness, every commitment is
    a product of powers of ``g`` and ``y``: ``g^r alpha^c = g^(r + c s)``, and for beta besides ``g^(c distance)``.
    """
    q = group.q
    played = [None if j == right else Proof(coins(q), coins(q)) for j in range(len(branches))]
    nonce = Proof(0, coins(q))
    texts: list[str] = []
    for branch, one in zip(branches, played, strict=True):
        texts += _commitments(group, y, branch, one or nonce)
    others = sum(one.challenge for one in played if one is not None)
    own = (challenge(prefix, texts, q) - others) % q
    return tuple(
        one or Proof(own, (nonce.response - branch.randomness * own) % q)
        for branch, one in zip(branches, played, strict=True)
    )


def zero_or_one(
    statement: Statement, ciphertext: Ciphertext, held: Held, coins: Coins
) -> Disjunction:
    """The individual proof of one choice."""
    prefix = f"prove|{statement.bound}|{statement.texts([ciphertext])}|"
    branches = [holds(held, 0), holds(held, 1)]
    return disjunction(statement.group, statement.y, prefix, branches, held.value, coins)


def total_of(held: Sequence[Held]) -> Held:
    """What the product of the ciphertexts holds, and with which exponent."""
    return Held(sum(one.value for one in held), sum(one.randomness for one in held))


def _commitments(group: Group, y: Element, branch: Branch, played: Proof) -> tuple[str, str]:
    exponent = played.response + played.challenge * branch.randomness
    off = group.pow_g_secret(played.challenge * branch.distance)
    second = group.mul(group.pow_secret(y, exponent), off)
    return group.text(group.pow_g_secret(exponent)), group.text(second)
