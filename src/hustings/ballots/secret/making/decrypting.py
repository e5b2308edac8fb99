"""A trustee raises every ciphertext of the tally to the secret exponent, and proves each factor, and all together."""

from dataclasses import dataclass
from typing import TypeVar

from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.checks.factors import Decryption, statement_of
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.hashes import challenge, hex_hash
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.factors import FactorsProof
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.tallying import (
    PartialDecryption,
    Row,
    Rows,
    Shaped,
    flat,
    message_bytes,
    shape_of,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class DecryptionKey:
    """The exponent of a trustee's public key (of its share, in a threshold block)."""

    x: int
    public: Element


def partial_decryption(
    election: Election, tally: Shaped[Ciphertext], key: DecryptionKey, coins: Coins
) -> PartialDecryption:
    """One factor with its proof for each ciphertext, in the shape of the tally."""
    factors: list[Row[Element] | Rows[Element]] = []
    proofs: list[Row[Proof] | Rows[Proof]] = []
    for row in tally:
        made = [_factor(election, one, key, coins) for one in flat(row)]
        factors.append(shaped_like(row, [factor for factor, _ in made]))
        proofs.append(shaped_like(row, [proof for _, proof in made]))
    return PartialDecryption(tuple(factors), tuple(proofs))


def decryption_of(owner: int, partial: PartialDecryption, group: Group) -> Decryption:
    """A trustee's message as its proof speaks of it."""
    factors = [one for each in partial.factors for one in flat(each)]
    return Decryption(owner, hex_hash(message_bytes(partial.json(group))), factors)


def factors_proof(
    election: Election,
    tally: Shaped[Ciphertext],
    made: Decryption,
    key: DecryptionKey,
    engine: Engine,
    coins: Coins,
) -> FactorsProof:
    """The proof over all factors of a decryption; the key that made it can prove it at any time."""
    group = election.group
    statement = statement_of(election, tally, made, key.public, engine)
    w = coins(group.q)
    commitments = (group.pow_g_secret(w), group.pow_secret(statement.base, w))
    c = challenge(statement.prefix, map(group.text, commitments), group.q)
    proof = Proof(c, (w - key.x * c) % group.q)
    return FactorsProof(election.fingerprint, made.owner, made.hash, proof)


def _factor(
    election: Election, ciphertext: Ciphertext, key: DecryptionKey, coins: Coins
) -> tuple[Element, Proof]:
    group = election.group
    factor = group.pow_secret(ciphertext.alpha, key.x)
    w = coins(group.q)
    commitments = (group.pow_g_secret(w), group.pow_secret(ciphertext.alpha, w))
    prefix = f"decrypt|{election.fingerprint}|{group.text(key.public)}|"
    c = challenge(prefix, map(group.text, commitments), group.q)
    return factor, Proof(c, (w - key.x * c) % group.q)


def shaped_like(row: Row[Ciphertext] | Rows[Ciphertext], items: list[T]) -> Row[T] | Rows[T]:
    """The items in rows as long as those of the tally."""
    shape = shape_of(row)
    if isinstance(shape, int):
        return tuple(items)
    rest = iter(items)
    return tuple(tuple(next(rest) for _ in range(size)) for size in shape)
