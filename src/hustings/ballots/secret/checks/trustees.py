"""What trustees publish before an election: proofs of their keys, certificates, polynomials, and the key they make."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.equations import (
    Engine,
    Equation,
    check_equations,
    check_members,
)
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.messages.proofs import Proof
from hustings.ballots.secret.messages.spelling import Reader, compact
from hustings.ballots.secret.messages.trustees import (
    Certificate,
    Context,
    Pedersen,
    SignedMessage,
    SingleTrustee,
    TrusteeKey,
    Trustees,
    read_certificate,
    read_coefficients,
)
from hustings.kernel.refusals import CheckFailed

KEY, THRESHOLD, SIGNED, SHARES, ELECTION_KEY = "14.5", "14.6", "14.7", "14.8", "14.9"


@dataclass(frozen=True, slots=True)
class Holders:
    """The decryption keys by the trustee's number less one, and which of them are needed.

    ``groups`` has, for each item of ``trustees.json``, the first number less one, how many there are, how many needed.
    """

    keys: tuple[Element, ...]
    groups: tuple[tuple[int, int, int | None], ...]


def holders_of(trustees: Trustees) -> Holders:
    """Trustees numbered as decryptions and shuffles name them; ``None`` for a trustee who stands alone."""
    keys: list[Element] = []
    groups: list[tuple[int, int, int | None]] = []
    for one in trustees:
        match one:
            case SingleTrustee():
                groups.append((len(keys), 1, None))
                keys.append(one.key.public_key)
            case Pedersen():
                groups.append((len(keys), len(one.verification_keys), one.threshold))
                keys += [key.public_key for key in one.verification_keys]
    return Holders(tuple(keys), tuple(groups))


def needed_of(trustees: Trustees) -> int:
    """How many trustees have to decrypt together: each who stands alone, and of each block its threshold."""
    return sum(one.threshold if isinstance(one, Pedersen) else 1 for one in trustees)


def check_trustees(trustees: Trustees, y: Element, engine: Engine) -> None:
    """14.5 to 14.9: every key proved, every threshold block whole, and ``y`` their product."""
    if not trustees:
        raise CheckFailed(KEY, "there are no trustees")
    group, key = engine.group, engine.group.identity
    for number, one in enumerate(trustees, start=1):
        match one:
            case SingleTrustee():
                check_key(one.key, engine, f"trustee {number}")
                key = group.mul(key, one.key.public_key)
            case Pedersen():
                key = group.mul(key, _check_pedersen(one, engine))
    if key == group.identity:
        raise CheckFailed(ELECTION_KEY, "the trustees' keys cancel each other out")
    if key != y:
        raise CheckFailed(ELECTION_KEY, "the election's key is not the product of the trustees'")


def key_equation(key: TrusteeKey, group: Group, whose: str) -> Equation:
    """The proof that the owner of a key knows its exponent."""
    commitment = ((group.g, key.pok.response), (key.public_key, key.pok.challenge))
    prefix = f"pok|{group.name}|{group.text(key.public_key)}|"
    return Equation(
        KEY, f"the proof of the key of {whose}", prefix, (commitment,), key.pok.challenge
    )


def check_key(key: TrusteeKey, engine: Engine, whose: str) -> None:
    """14.5 for one key."""
    if key.public_key == engine.group.identity:
        raise CheckFailed(KEY, f"the key of {whose} hides nothing")
    check_members([key.public_key], engine, KEY, f"the key of {whose}")
    check_equations([key_equation(key, engine.group, whose)], engine)


def signed_equation(
    message: str, signature: Proof, key: Element, group: Group, what: str
) -> Equation:
    """The signature of a text by a certificate's key."""
    commitment = ((group.g, signature.response), (key, signature.challenge))
    return Equation(SIGNED, what, f"sigmsg|{message}|", (commitment,), signature.challenge)


def certificates_text(certs: Sequence[SignedMessage], own: Sequence[Element], group: Group) -> str:
    """What each trustee signs (2.5.1 and later): all certificates, and the commitments of their own polynomial."""
    whole = {
        "certs": [one.json() for one in certs],
        "coefexps": [group.text(one) for one in own],
    }
    return "certs_sig|" + compact(whole)


def _check_pedersen(block: Pedersen, engine: Engine) -> Element:
    """14.6 to 14.8 for a threshold block; the product of the constant commitments is its key."""
    group = engine.group
    _check_sizes(block)
    certificates = _certificates(block, engine)
    coefficients = _coefficients(block, engine)
    equations = _signatures(block, certificates, coefficients, group)
    check_equations(equations, engine)
    for number, key in enumerate(block.verification_keys, start=1):
        check_key(key, engine, f"threshold trustee {number}")
        expected = engine.product(_share_key(coefficients, number, group.q))
        if expected != key.public_key:
            raise CheckFailed(
                SHARES, f"the key of threshold trustee {number} is not that of its share"
            )
    key = group.identity
    for one in coefficients:
        key = group.mul(key, one[0])
    return key


def _check_sizes(block: Pedersen) -> None:
    size = len(block.certs)
    lengths = {size, len(block.coefexps), len(block.verification_keys)}
    if block.signatures is not None:
        lengths.add(len(block.signatures))
    if len(lengths) > 1:
        raise CheckFailed(
            THRESHOLD, "certificates, polynomials and keys are not as many as each other"
        )
    if not 1 <= block.threshold <= size:
        raise CheckFailed(THRESHOLD, f"a threshold of {block.threshold} of {size}")
    signed = [key.signature is not None for key in block.verification_keys]
    if any(signed) and not all(signed):
        raise CheckFailed(THRESHOLD, "some keys are signed and others not")


def _certificates(block: Pedersen, engine: Engine) -> list[Certificate]:
    """Certificates carry their context exactly where the block has the later format's signatures."""
    group, size = engine.group, len(block.certs)
    reader = Reader(group)
    found: list[Certificate] = []
    for index, one in enumerate(block.certs, start=1):
        try:
            certificate = read_certificate(reader, one.message)
        except ValueError as problem:
            raise CheckFailed(THRESHOLD, f"certificate {index}: {problem}") from None
        if certificate.text(group) != one.message:
            raise CheckFailed(THRESHOLD, f"certificate {index} is not in its canonical form")
        later = Context(group.name, size, block.threshold, index)
        if certificate.context != (None if block.signatures is None else later):
            raise CheckFailed(THRESHOLD, f"certificate {index} is bound to another context")
        found.append(certificate)
    keys = [key for one in found for key in (one.verification, one.encryption)]
    check_members(keys, engine, THRESHOLD, "a certificate's key")
    if len(set(keys)) != len(keys) or group.identity in keys:
        raise CheckFailed(THRESHOLD, "a certificate's key stands twice, or is the identity")
    return found


def _coefficients(block: Pedersen, engine: Engine) -> list[tuple[Element, ...]]:
    reader = Reader(engine.group)
    found: list[tuple[Element, ...]] = []
    for index, one in enumerate(block.coefexps, start=1):
        try:
            coefficients = read_coefficients(reader, one.message)
        except ValueError as problem:
            raise CheckFailed(THRESHOLD, f"polynomial {index}: {problem}") from None
        if len(coefficients) != block.threshold:
            raise CheckFailed(THRESHOLD, f"polynomial {index} is not one of the threshold")
        found.append(coefficients)
    every = [one for each in found for one in each]
    check_members(every, engine, THRESHOLD, "a polynomial's commitment")
    return found


def _signatures(
    block: Pedersen,
    certificates: Sequence[Certificate],
    coefficients: Sequence[tuple[Element, ...]],
    group: Group,
) -> list[Equation]:
    equations: list[Equation] = []
    for place, certificate in enumerate(certificates):
        key, whose = certificate.verification, f"of threshold trustee {place + 1}"
        for one, what in (
            (block.certs[place], "certificate"),
            (block.coefexps[place], "polynomial"),
        ):
            said = f"the signature of the {what} {whose}"
            equations.append(signed_equation(one.message, one.signature, key, group, said))
        if block.signatures is not None:
            said = f"the signature over all certificates {whose}"
            every = certificates_text(block.certs, coefficients[place], group)
            equations.append(signed_equation(every, block.signatures[place], key, group, said))
        own = block.verification_keys[place]
        if own.signature is not None:
            said = f"the signature of the key {whose}"
            text = group.text(own.public_key)
            equations.append(signed_equation(text, own.signature, key, group, said))
    return equations


def _share_key(
    coefficients: Sequence[tuple[Element, ...]], number: int, q: int
) -> tuple[tuple[Element, int], ...]:
    """``prod_i prod_k A_ik^(number^k)``."""
    return tuple((one, pow(number, k, q)) for each in coefficients for k, one in enumerate(each))
