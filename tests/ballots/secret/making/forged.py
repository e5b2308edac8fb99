"""A decryption factor that was chosen after its challenge: its own proof holds, and it is false."""

from collections.abc import Callable

from hustings.ballots.secret.groups.group import Coins, Element
from hustings.ballots.secret.hashes import challenge
from hustings.ballots.secret.making.decrypting import DecryptionKey, partial_decryption
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.tallying import PartialDecryption, Shaped, flat

Wanted = Callable[[Element], bool]
"""Whether a factor opens what the forger wants to be read."""


def forged(
    election: Election,
    tally: Shaped[Ciphertext],
    key: DecryptionKey,
    coins: Coins,
    place: int = 0,
    wanted: Wanted = lambda _factor: True,
) -> PartialDecryption:
    """An honest decryption of the first question but for the factor at ``place``, drawn until it is ``wanted``.

    With ``A = g^w`` and ``B = alpha^v`` hashed to ``c``, the factor ``alpha^(x + (v - w)/c)`` fits the response
    ``w - xc``. What it opens nobody can aim at, but some hundred attempts give numbers that read as a ranking.
    """
    group, q = election.group, election.group.q
    alpha = flat(tally[0])[place].alpha
    prefix = f"decrypt|{election.fingerprint}|{group.text(key.public)}|"
    while True:
        w, v = coins(q), coins(q)
        c = challenge(prefix, [group.text(group.pow_g(w)), group.text(group.pow(alpha, v))], q)
        factor = group.pow(alpha, key.x + (v - w) * pow(c, -1, q))
        if wanted(factor):
            break
    honest = partial_decryption(election, tally, key, coins)
    factors, proofs = flat(honest.factors[0]), flat(honest.proofs[0])
    factors[place], proofs[place] = factor, Proof(c, (w - key.x * c) % q)
    return PartialDecryption(
        (tuple(factors), *honest.factors[1:]), (tuple(proofs), *honest.proofs[1:])
    )


def is_last_first(election: Election, opened: Element) -> bool:
    """Whether an element reads "first: the last of three candidates, nobody second"."""
    first, second, last = election.group.to_ints(3, opened)
    return last == 1 and 1 not in {first, second} and 2 not in {first, second}
