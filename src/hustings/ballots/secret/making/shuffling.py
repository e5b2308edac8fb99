"""A trustee puts the rankings in a secret order, encrypts each anew, and proves it (CHVote 1.3.2; its letters)."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.shuffles import challenges, generators
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import Shuffle, ShuffleProof


def shuffle_of(election: Election, inputs: Sequence[Sequence[Ciphertext]], coins: Coins) -> Shuffle:
    """A shuffle of the ciphertexts of every ranked question, each in an order of its own."""
    made = [_shuffle_one(election, one, coins) for one in inputs]
    return Shuffle(tuple(after for after, _ in made), tuple(proof for _, proof in made))


def permutation(count: int, coins: Coins) -> list[int]:
    """A uniform permutation of ``range(count)`` (Fisher and Yates)."""
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = coins(i + 1)
        order[i], order[j] = order[j], order[i]
    return order


@dataclass(frozen=True, slots=True, repr=False)
class _Secret:
    """The order (output ``i`` is input ``psi[i]``), ``r'`` by output, and ``r`` of the commitments by input."""

    psi: list[int]
    r_prime: list[int]
    r: list[int]


def _shuffle_one(
    election: Election, before: Sequence[Ciphertext], coins: Coins
) -> tuple[tuple[Ciphertext, ...], ShuffleProof]:
    group, y, size = election.group, election.public_key, len(before)
    psi = permutation(size, coins)
    r_prime = [coins(group.q) for _ in range(size)]
    after = tuple(_encrypt_anew(group, y, before[psi[i]], r_prime[i]) for i in range(size))
    secret = _Secret(psi, r_prime, [coins(group.q) for _ in range(size)])
    return after, _prove(election, before, after, secret, coins)


def _encrypt_anew(group: Group, y: Element, one: Ciphertext, r: int) -> Ciphertext:
    alpha = group.mul(one.alpha, group.pow_g_secret(r))
    return Ciphertext(alpha, group.mul(one.beta, group.pow_secret(y, r)))


def _prove(
    election: Election,
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    secret: _Secret,
    coins: Coins,
) -> ShuffleProof:
    """The proof; commitments are made with empty places first, for ``u`` hashes only the statement and ``c``."""
    group, q, size = election.group, election.group.q, len(before)
    h, hs = generators(PlainEngine(group), size)
    c = _permutation_commitments(group, secret, hs)
    draft = ShuffleProof((h, h, h, h, h), (), (0, 0, 0, 0), (), (), c, ())
    key = election.public_key
    u, _ = challenges(before, after, draft, election.fingerprint, key, group)
    u_prime = [u[place] for place in secret.psi]
    r_hat = [coins(q) for _ in range(size)]
    chain = _chain(group, h, r_hat, u_prime)
    w = tuple(coins(q) for _ in range(4))
    w_hat = [coins(q) for _ in range(size)]
    w_prime = [coins(q) for _ in range(size)]
    t = _commitments(election, after, hs, w, w_prime)
    t_hat = _chain_commitments(group, [h, *chain], w_hat, w_prime)
    draft = ShuffleProof(t, t_hat, (0, 0, 0, 0), (), (), c, chain)
    _, big = challenges(before, after, draft, election.fingerprint, key, group)
    sums = (
        sum(secret.r),
        _chained(r_hat, u_prime, q),
        sum(map(int.__mul__, secret.r, u)),
        sum(map(int.__mul__, secret.r_prime, u_prime)),
    )
    s1, s2, s3, s4 = ((one + big * total) % q for one, total in zip(w, sums, strict=True))
    return ShuffleProof(
        t,
        t_hat,
        (s1, s2, s3, s4),
        tuple((one + big * r) % q for one, r in zip(w_hat, r_hat, strict=True)),
        tuple((one + big * r) % q for one, r in zip(w_prime, u_prime, strict=True)),
        c,
        chain,
    )


def _permutation_commitments(
    group: Group, secret: _Secret, hs: Sequence[Element]
) -> tuple[Element, ...]:
    """``c_psi(i) = g^r_psi(i) h_i``."""
    c: dict[int, Element] = {}
    for i, place in enumerate(secret.psi):
        c[place] = group.mul(group.pow_g_secret(secret.r[place]), hs[i])
    return tuple(c[place] for place in range(len(hs)))


def _chain(
    group: Group, h: Element, r_hat: Sequence[int], u_prime: Sequence[int]
) -> tuple[Element, ...]:
    """``ch_i = g^rh_i ch_(i-1)^u'_i``, beginning with ``h``."""
    chain: list[Element] = []
    last = h
    for r, u in zip(r_hat, u_prime, strict=True):
        last = group.mul(group.pow_g_secret(r), group.pow_secret(last, u))
        chain.append(last)
    return tuple(chain)


def _chain_commitments(
    group: Group, chain: Sequence[Element], w_hat: Sequence[int], w_prime: Sequence[int]
) -> tuple[Element, ...]:
    return tuple(
        group.mul(group.pow_g_secret(w), group.pow_secret(last, w_p))
        for w, w_p, last in zip(w_hat, w_prime, chain, strict=False)
    )


def _chained(r_hat: Sequence[int], u_prime: Sequence[int], q: int) -> int:
    """``sum rh_i v_i`` with ``v_N = 1`` and ``v_i = u'_(i+1) v_(i+1)``."""
    total, v = 0, 1
    for r, u in zip(reversed(r_hat), reversed(u_prime), strict=True):
        total = (total + r * v) % q
        v = v * u % q
    return total


def _commitments(
    election: Election,
    after: Sequence[Ciphertext],
    hs: Sequence[Element],
    w: tuple[int, ...],
    w_prime: Sequence[int],
) -> tuple[Element, Element, Element, Element, Element]:
    group = election.group
    w1, w2, w3, w4 = w
    t3, t41, t42 = (
        group.pow_g_secret(w3),
        group.pow_secret(election.public_key, -w4),
        group.pow_g_secret(-w4),
    )
    for one, h, exponent in zip(after, hs, w_prime, strict=True):
        t3 = group.mul(t3, group.pow_secret(h, exponent))
        t41 = group.mul(t41, group.pow_secret(one.beta, exponent))
        t42 = group.mul(t42, group.pow_secret(one.alpha, exponent))
    return group.pow_g_secret(w1), group.pow_g_secret(w2), t3, t41, t42
