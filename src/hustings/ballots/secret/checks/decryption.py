"""A trustee's partial decryption, proved factor by factor, and the result that the factors lead to."""

from collections.abc import Iterator, Mapping, Sequence

from hustings.ballots.secret.checks.equations import Engine, Equation
from hustings.ballots.secret.checks.trustees import Holders
from hustings.ballots.secret.groups.group import Element, Product
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.tallying import (
    PartialDecryption,
    Shaped,
    flat,
    shape_of,
)
from hustings.kernel.refusals import CheckFailed

SHAPE, MEMBERS, PROOFS, ENOUGH = "19.3", "19.4", "19.5", "20.1"


def check_shape(partial: PartialDecryption, tally: Shaped[Ciphertext]) -> None:
    """19.3: a factor and a proof for each ciphertext of the tally."""
    expected = [shape_of(one) for one in tally]
    factors = [shape_of(one) for one in partial.factors]
    proofs = [shape_of(one) for one in partial.proofs]
    if not expected == factors == proofs:
        raise CheckFailed(SHAPE, "factors or proofs do not have the shape of the tally")


def in_order(shaped: Sequence[tuple[object, ...]]) -> Iterator[object]:
    """All items of all questions."""
    for one in shaped:
        yield from flat(one)


def factor_equation(
    ciphertext: Ciphertext, factor: Element, proof: Proof, key: Element, election: Election
) -> Equation:
    """That ``factor`` is ``alpha`` to the exponent of ``key``."""
    group, c, r = election.group, proof.challenge, proof.response
    first = ((group.g, r), (key, c))
    second = ((ciphertext.alpha, r), (factor, c))
    prefix = f"decrypt|{election.fingerprint}|{group.text(key)}|"
    return Equation(PROOFS, "the proof of a partial decryption", prefix, (first, second), c)


def coefficients(holders: Holders, owners: Sequence[int], q: int) -> list[tuple[int, int]]:
    """20.1: for each owner that is used (its number), the power of its factors in their product.

    A trustee who stands alone is needed; of a threshold block the first so many in order are taken, with
    Lagrange's coefficients at zero.
    """
    used: list[tuple[int, int]] = []
    for first, size, threshold in holders.groups:
        present = [owner - first for owner in sorted(owners) if first < owner <= first + size]
        if threshold is None:
            if not present:
                raise CheckFailed(ENOUGH, f"trustee {first + 1} is needed and has not decrypted")
            used.append((first + 1, 1))
            continue
        if len(present) < threshold:
            said = f"{threshold} of the trustees {first + 1} to {first + size} are needed"
            raise CheckFailed(ENOUGH, f"{said}; so far it is {len(present)}")
        chosen = present[:threshold]
        used += [(first + index, lagrange(index, chosen, q)) for index in chosen]
    return used


def lagrange(index: int, indices: Sequence[int], q: int) -> int:
    """Lagrange's coefficient of ``index`` at zero."""
    above = below = 1
    for other in indices:
        if other != index:
            above = above * other % q
            below = below * (other - index) % q
    return above * pow(below, -1, q) % q


def opened(ciphertext: Ciphertext, factors: Sequence[tuple[Element, int]]) -> Product:
    """``M = beta / F`` as a product of powers."""
    return ((ciphertext.beta, 1), *((factor, -power) for factor, power in factors))


def opened_texts(
    ciphertexts: Sequence[Ciphertext],
    factors: Mapping[int, Sequence[Element]],
    used: Sequence[tuple[int, int]],
    engine: Engine,
) -> list[str]:
    """The texts of ``M`` for a row of ciphertexts, with each owner's factors in the same order."""
    return engine.texts(
        [
            opened(one, [(factors[owner][place], power) for owner, power in used])
            for place, one in enumerate(ciphertexts)
        ]
    )
