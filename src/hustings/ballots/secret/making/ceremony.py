"""Trustees of whom k are enough make their key together (Pedersen), in the messages of Belenios 3.3.

Three rounds, after each of which everybody has everybody's message: certificates, polynomials, shares. A trustee keeps
one seed of 22 characters and nothing else: whatever is secret besides lies, encrypted to its owner, in the messages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.equations import (
    PlainEngine,
    check_equations,
    check_members,
)
from hustings.ballots.secret.checks.trustees import (
    certificates_text,
    check_key,
    check_trustees,
    signed_equation,
)
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.making.channel import (
    ChannelKeys,
    Unreadable,
    channel_keys,
    receive,
    send,
    signed,
)
from hustings.ballots.secret.making.decrypting import DecryptionKey
from hustings.ballots.secret.making.keys import public_key
from hustings.ballots.secret.making.proving import knowledge
from hustings.ballots.secret.messages.proofs import Proof, read_proof
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json
from hustings.ballots.secret.messages.trustees import (
    Certificate,
    Context,
    Pedersen,
    SignedMessage,
    TrusteeKey,
    coefficients_text,
    read_certificate,
    read_coefficients,
    read_key,
    read_signed,
)
from hustings.kernel.refusals import CheckFailed


class WrongShare(ValueError):
    """A message of the ceremony that does not hold; ``owner`` is the number of the trustee whose it is."""

    def __init__(self, owner: int, what: str) -> None:
        super().__init__(f"trustee {owner}: {what}")
        self.owner = owner


@dataclass(frozen=True, slots=True)
class Polynomial:
    """What a trustee deals out: its polynomial for itself, a share for each, and signed commitments."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: SignedMessage
    signature: Proof

    def json(self) -> dict[str, object]:
        """As Belenios writes it."""
        return {
            "polynomial": self.polynomial,
            "secrets": list(self.secrets),
            "coefexps": self.coefexps.json(),
            "signature": self.signature.json(),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """What a trustee ends with: its decryption key, encrypted to itself, and the public key of it."""

    private_key: str
    public_key: TrusteeKey

    def json(self, group: Group) -> dict[str, object]:
        """As Belenios writes it."""
        return {"private_key": self.private_key, "public_key": self.public_key.json(group)}


def read_polynomial(reader: Reader, raw: bytes) -> Polynomial:
    """Read a polynomial message; ``ValueError`` where it is none."""
    value = read_json(raw)
    found = reader.fields(value, ("polynomial", "secrets", "coefexps", "signature"))
    return Polynomial(
        reader.string(found["polynomial"]),
        reader.many(found["secrets"], reader.string),
        read_signed(reader, found["coefexps"]),
        read_proof(reader, found["signature"]),
    )


def read_share(reader: Reader, raw: bytes) -> Share:
    """Read a share message; ``ValueError`` where it is none."""
    found = reader.fields(read_json(raw), ("private_key", "public_key"))
    return Share(reader.string(found["private_key"]), read_key(reader, found["public_key"]))


@dataclass(frozen=True, slots=True)
class Block:
    """Who takes part: the group, how many are needed, and everybody's checked certificate in order."""

    group: Group
    threshold: int
    certs: tuple[SignedMessage, ...]
    keys: tuple[Certificate, ...]

    def number_of(self, own: ChannelKeys) -> int:
        """Which certificate is ours, counted from 1; ``ValueError`` where none is."""
        verification = self.group.pow_g_secret(own.sign)
        for number, one in enumerate(self.keys, start=1):
            if one.verification == verification:
                return number
        raise ValueError("this key belongs to none of the certificates")


def certificate(group: Group, seed: str, context: Context, coins: Coins) -> SignedMessage:
    """Round 1: a trustee's public keys in their context, signed."""
    own = channel_keys(seed, group.q)
    keys = Certificate(group.pow_g_secret(own.sign), group.pow_g_secret(own.read), context)
    return signed(group, own.sign, keys.text(group), coins)


def block_of(group: Group, certs: Sequence[SignedMessage]) -> Block:
    """All certificates together; :class:`WrongShare` names the one that does not hold."""
    if not certs:
        raise ValueError("there are no certificates")
    keys = tuple(_read_certificate(group, n, one) for n, one in enumerate(certs, start=1))
    first = keys[0].context
    threshold = 0 if first is None else first.threshold
    for number, one in enumerate(keys, start=1):
        if one.context != Context(group.name, len(certs), threshold, number):
            raise WrongShare(number, "the certificate was made for another ceremony or place")
        if not 1 <= threshold <= len(certs):
            raise WrongShare(number, f"a threshold of {threshold} of {len(certs)}")
    every = [key for one in keys for key in (one.verification, one.encryption)]
    if len(set(every)) != len(every):
        raise ValueError("two certificates have a key in common")
    return Block(group, threshold, tuple(certs), keys)


def _read_certificate(group: Group, number: int, one: SignedMessage) -> Certificate:
    try:
        found = read_certificate(Reader(group), one.message)
        check_members([found.verification, found.encryption], PlainEngine(group), "14.6", "a key")
        equation = signed_equation(
            one.message, one.signature, found.verification, group, "the signature"
        )
        check_equations([equation], PlainEngine(group))
    except (ValueError, CheckFailed) as problem:
        raise WrongShare(number, f"the certificate does not hold: {problem}") from None
    return found


def deal(block: Block, seed: str, coins: Coins) -> Polynomial:
    """Round 2: a random polynomial; its value at ``j`` for trustee ``j``, its commitments for everybody."""
    group, q = block.group, block.group.q
    own = channel_keys(seed, q)
    number = block.number_of(own)
    a = [coins(q) for _ in range(block.threshold)]
    commitments = tuple(group.pow_g_secret(one) for one in a)
    secrets = tuple(
        send(
            group,
            own.sign,
            key.encryption,
            compact({"secret": str(value_at(a, j, q))}),
            coins,
        )
        for j, key in enumerate(block.keys, start=1)
    )
    kept = compact({"polynomial": [str(one) for one in a]})
    every = certificates_text(block.certs, commitments, group)
    return Polynomial(
        send(group, own.sign, block.keys[number - 1].encryption, kept, coins),
        secrets,
        signed(group, own.sign, coefficients_text(commitments, group), coins),
        knowledge(group, f"sigmsg|{every}|", own.sign, coins),
    )


def value_at(a: Sequence[int], j: int, q: int) -> int:
    """The polynomial with coefficients ``a``, the constant one first, at ``j``."""
    total = 0
    for one in reversed(a):
        total = (total * j + one) % q
    return total


def check_dealt(block: Block, polynomials: Sequence[Polynomial]) -> list[tuple[Element, ...]]:
    """The commitments of every polynomial, signed for these very certificates; :class:`WrongShare` otherwise."""
    if len(polynomials) != len(block.certs):
        raise ValueError(f"{len(polynomials)} polynomials of {len(block.certs)} trustees")
    return [_check_dealt(block, n, one) for n, one in enumerate(polynomials, start=1)]


def _check_dealt(block: Block, number: int, one: Polynomial) -> tuple[Element, ...]:
    group, key = block.group, block.keys[number - 1].verification
    try:
        commitments = _commitments(block, one)
        every = certificates_text(block.certs, commitments, group)
        check_equations(
            [
                signed_equation(
                    one.coefexps.message, one.coefexps.signature, key, group, "its signature"
                ),
                signed_equation(every, one.signature, key, group, "the signature over all"),
            ],
            PlainEngine(group),
        )
    except (ValueError, CheckFailed) as problem:
        raise WrongShare(number, f"the polynomial does not hold: {problem}") from None
    return commitments


def _commitments(block: Block, one: Polynomial) -> tuple[Element, ...]:
    group = block.group
    commitments = read_coefficients(Reader(group), one.coefexps.message)
    if len(commitments) != block.threshold or len(one.secrets) != len(block.certs):
        raise ValueError("it is not as long as the threshold and the trustees ask")
    if not all(group.is_member(each) for each in commitments):
        raise ValueError("a commitment is not a member of the group")
    return commitments


def take_shares(block: Block, polynomials: Sequence[Polynomial], seed: str, coins: Coins) -> Share:
    """Round 3: open what everybody dealt to us, check each against its commitments, and add them up.

    :class:`WrongShare` names the trustee whose share is wrong.
    """
    group, q = block.group, block.group.q
    own = channel_keys(seed, q)
    number = block.number_of(own)
    commitments = check_dealt(block, polynomials)
    x = 0
    for sender, polynomial in enumerate(polynomials, start=1):
        value = _dealt_to(block, sender, polynomial.secrets[number - 1], own)
        terms = tuple((one, pow(number, k, q)) for k, one in enumerate(commitments[sender - 1]))
        if group.pow_g_secret(value) != group.product(terms):
            raise WrongShare(sender, "the share is not the one that was committed to")
        x = (x + value) % q
    public = public_key(group, x, coins)
    signature = knowledge(group, f"sigmsg|{group.text(public.public_key)}|", own.sign, coins)
    kept = compact({"decryption_key": str(x)})
    encryption = block.keys[number - 1].encryption
    return Share(
        send(group, own.sign, encryption, kept, coins),
        TrusteeKey(public.pok, public.public_key, signature),
    )


def _dealt_to(block: Block, sender: int, text: str, own: ChannelKeys) -> int:
    reader = Reader(block.group)
    try:
        key = block.keys[sender - 1].verification
        message = receive(block.group, own.read, key, text)
        found = reader.fields(read_json(message), ("secret",))
        return reader.scalar(found["secret"])
    except ValueError as problem:
        raise WrongShare(sender, f"the share cannot be read: {problem}") from None


def assembled(block: Block, polynomials: Sequence[Polynomial], shares: Sequence[Share]) -> Pedersen:
    """The block as ``trustees.json`` has it, every share's key checked; :class:`WrongShare` names the wrong one."""
    if len(shares) != len(block.certs):
        raise ValueError(f"{len(shares)} shares of {len(block.certs)} trustees")
    commitments = check_dealt(block, polynomials)
    group, engine = block.group, PlainEngine(block.group)
    for number, one in enumerate(shares, start=1):
        terms = tuple(
            (a, pow(number, k, group.q)) for each in commitments for k, a in enumerate(each)
        )
        if group.product(terms) != one.public_key.public_key:
            raise WrongShare(number, "the key is not that of the shares dealt to it")
        try:
            check_key(one.public_key, engine, f"trustee {number}")
        except CheckFailed as problem:
            raise WrongShare(number, str(problem)) from None
    whole = Pedersen(
        block.threshold,
        block.certs,
        tuple(one.coefexps for one in polynomials),
        tuple(one.signature for one in polynomials),
        tuple(one.public_key for one in shares),
    )
    check_trustees((whole,), key_of(whole, group), engine)
    return whole


def key_of(block: Pedersen, group: Group) -> Element:
    """The part of the election's key that the block stands for."""
    key = group.identity
    for one in block.coefexps:
        key = group.mul(key, read_coefficients(Reader(group), one.message)[0])
    return key


def decryption_key(group: Group, seed: str, share: Share) -> DecryptionKey:
    """The exponent of a share, read with the seed; ``ValueError`` where it is not that of its public key."""
    own = channel_keys(seed, group.q)
    reader = Reader(group)
    try:
        text = receive(group, own.read, group.pow_g_secret(own.sign), share.private_key)
        found = reader.fields(read_json(text), ("decryption_key",))
        x = reader.scalar(found["decryption_key"])
    except Unreadable:
        raise ValueError("the share does not open with this key") from None
    if group.pow_g_secret(x) != share.public_key.public_key:
        raise ValueError("the share does not belong to its public key")
    return DecryptionKey(x, share.public_key.public_key)
