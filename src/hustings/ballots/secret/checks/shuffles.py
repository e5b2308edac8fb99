"""The proof of a shuffle (CHVote 1.3.2): what came out is what went in, in another order and encrypted anew."""

from collections.abc import Sequence
from hashlib import sha256

from hustings.ballots.secret.checks.equations import Engine, check_members
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import Shuffle, ShuffleProof
from hustings.kernel.refusals import CheckFailed

FORM, MEMBERS, PERMUTATION, SAME_VOTES = "18.1", "18.3", "18.4", "18.5"

WEIGHT = 2**128
"""Coefficients that join equations into one are drawn below this, after the proof is there."""


def generators(engine: Engine, count: int) -> tuple[Element, tuple[Element, ...]]:
    """``h`` and ``h_1`` to ``h_count``: independent generators -1, then 0 and on, all different."""
    h, *every = engine.generators(-1, count + 1)
    if len({h, *every}) != count + 1:
        raise ValueError("two independent generators are the same")
    return h, tuple(every)


def check_shuffle(
    shuffle: Shuffle,
    inputs: Sequence[Sequence[Ciphertext]],
    election: Election,
    engine: Engine,
    coins: Coins,
) -> None:
    """18.1 and 18.3 to 18.5 for one shuffle of the ciphertexts of all ranked questions."""
    check_form(shuffle, inputs)
    for outputs, proof in zip(shuffle.ciphertexts, shuffle.proofs, strict=True):
        check_members(_elements(outputs, proof), engine, MEMBERS, "a shuffle")
    for before, after, proof in zip(inputs, shuffle.ciphertexts, shuffle.proofs, strict=True):
        check_shuffle_proof(before, after, proof, election, engine, coins)


def check_form(shuffle: Shuffle, inputs: Sequence[Sequence[Ciphertext]]) -> None:
    """18.1: as many of everything as went in."""
    if not len(shuffle.ciphertexts) == len(shuffle.proofs) == len(inputs):
        raise CheckFailed(FORM, "a shuffle is not of all the ranked questions")
    for before, after, proof in zip(inputs, shuffle.ciphertexts, shuffle.proofs, strict=True):
        lengths = {len(before), len(after)} | {
            len(part) for part in (proof.t_hat, proof.s_hat, proof.s_prime, proof.c, proof.c_hat)
        }
        if len(lengths) > 1:
            raise CheckFailed(
                FORM, "another number of ciphertexts comes out of a shuffle than went in"
            )


def _elements(outputs: Sequence[Ciphertext], proof: ShuffleProof) -> list[Element]:
    every = [element for one in outputs for element in (one.alpha, one.beta)]
    return [*every, *proof.t, *proof.t_hat, *proof.c, *proof.c_hat]


def challenges(
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    proof: ShuffleProof,
    fingerprint: str,
    y: Element,
    group: Group,
) -> tuple[list[int], int]:
    """``u_1`` to ``u_N`` and ``C``, from hashes of the whole statement and the commitments."""
    text, q = group.text, group.q
    statement = _ciphertexts(before, group) + _ciphertexts(after, group)
    statement += _list(proof.c, group)
    seed = sha256(f"shuffle-challenges|{fingerprint}|{statement}".encode()).hexdigest()
    u = [
        int(sha256(f"{seed}{sha256(str(i).encode()).hexdigest()}".encode()).hexdigest(), 16) % q
        for i in range(len(before))
    ]
    commitments = _list(proof.t, group) + _list(proof.t_hat, group)
    whole = f"{commitments}{statement}{_list(proof.c_hat, group)}{text(y)}"
    big = sha256(f"shuffle-challenge|{fingerprint}|{whole}".encode()).hexdigest()
    return u, int(big, 16) % q


def _ciphertexts(every: Sequence[Ciphertext], group: Group) -> str:
    text = group.text
    return "".join(f"{text(one.alpha)},{text(one.beta)}," for one in every)


def _list(every: Sequence[Element], group: Group) -> str:
    return "".join(f"{group.text(one)}," for one in every)


def check_shuffle_proof(
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    proof: ShuffleProof,
    election: Election,
    engine: Engine,
    coins: Coins,
) -> None:
    """18.4 and 18.5 for one question, whose elements are members.

    Each equation ``t = ...`` is raised to a random coefficient and all are multiplied: the product is the identity
    if all hold, and otherwise with a chance below 2^-127. The letters are those of the specification.
    """
    group, q = engine.group, engine.group.q
    u, c = challenges(before, after, proof, election.fingerprint, election.public_key, group)
    if engine.product(_permutation(proof, u, c, engine, coins)) != group.identity:
        raise CheckFailed(
            PERMUTATION, "the proof that a shuffle only changes the order does not hold"
        )
    if (
        engine.product(_same_votes(before, after, proof, u, c, election, q, coins))
        != group.identity
    ):
        raise CheckFailed(SAME_VOTES, "the proof that a shuffle keeps the votes does not hold")


Terms = tuple[tuple[Element, int], ...]


def _permutation(
    proof: ShuffleProof, u: Sequence[int], c: int, engine: Engine, coins: Coins
) -> Terms:
    """t1, t2, t3 and every t-hat, joined: what each equation's sides divide to, to a coefficient of its own."""
    group, q, size = engine.group, engine.group.q, len(u)
    h, hs = generators(engine, size)
    a1, a2, a3 = (coins(WEIGHT) for _ in range(3))
    a = [coins(WEIGHT) for _ in range(size)]
    s1, s2, s3, _ = proof.s
    t1, t2, t3, _, _ = proof.t
    product_u = 1
    for one in u:
        product_u = product_u * one % q
    g_exponent = a1 * s1 + a2 * s2 + a3 * s3 + sum(map(int.__mul__, a, proof.s_hat))
    terms: list[tuple[Element, int]] = [(t1, -a1), (t2, -a2), (t3, -a3)]
    h_exponent = a2 * c * product_u + (a[0] * proof.s_prime[0] if size else -a2 * c)
    hat = [
        -a[i] * c + (a[i + 1] * proof.s_prime[i + 1] if i + 1 < size else -a2 * c)
        for i in range(size)
    ]
    terms += [(one, -a[i]) for i, one in enumerate(proof.t_hat)]
    terms += [(one, -c * (a1 + a3 * u[i])) for i, one in enumerate(proof.c)]
    terms += [(one, a1 * c + a3 * proof.s_prime[i]) for i, one in enumerate(hs)]
    terms += [(one, hat[i]) for i, one in enumerate(proof.c_hat)]
    terms += [(group.g, g_exponent), (h, h_exponent)]
    return tuple((base, k % q) for base, k in terms)


def _same_votes(
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    proof: ShuffleProof,
    u: Sequence[int],
    c: int,
    election: Election,
    q: int,
    coins: Coins,
) -> Terms:
    """t41 and t42, joined in the same way."""
    a1, a2 = coins(WEIGHT), coins(WEIGHT)
    s4 = proof.s[3]
    _, _, _, t41, t42 = proof.t
    terms: list[tuple[Element, int]] = [(t41, -a1), (t42, -a2)]
    terms += [(election.public_key, -a1 * s4), (election.group.g, -a2 * s4)]
    for i, one in enumerate(before):
        terms += [(one.beta, -a1 * c * u[i]), (one.alpha, -a2 * c * u[i])]
    for i, one in enumerate(after):
        terms += [(one.beta, a1 * proof.s_prime[i]), (one.alpha, a2 * proof.s_prime[i])]
    return tuple((base, k % q) for base, k in terms)
