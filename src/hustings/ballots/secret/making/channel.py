"""Trustees of a threshold block write to each other: every message signed, bound to its recipient, and encrypted."""

from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hustings.ballots.secret.checks.equations import PlainEngine, check_equations
from hustings.ballots.secret.checks.trustees import signed_equation
from hustings.ballots.secret.groups.group import Coins, Element, Group
from hustings.ballots.secret.making.proving import knowledge
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json
from hustings.ballots.secret.messages.trustees import SignedMessage, read_signed
from hustings.kernel.refusals import CheckFailed

ALGORITHM = "AES-GCM"


class Unreadable(ValueError):
    """A message that its recipient cannot open, or that is not from whom it should be."""


@dataclass(frozen=True, slots=True, repr=False)
class ChannelKeys:
    """A trustee's two secret exponents, to sign and to read with, both made from one seed of 22 characters."""

    sign: int
    read: int


def channel_keys(seed: str, q: int) -> ChannelKeys:
    """``int(H("sk|" seed))`` and ``int(H("dk|" seed))``."""

    def exponent(label: str) -> int:
        return int(sha256(f"{label}|{seed}".encode()).hexdigest(), 16) % q

    return ChannelKeys(exponent("sk"), exponent("dk"))


def signed(group: Group, sk: int, message: str, coins: Coins) -> SignedMessage:
    """A text signed with a certificate's key."""
    return SignedMessage(message, knowledge(group, f"sigmsg|{message}|", sk, coins))


def send(group: Group, sk: int, to: Element, message: str, coins: Coins) -> str:
    """``message`` for the owner of the encryption key ``to``, signed by the sender, as one text of JSON."""
    inner = compact({"recipient": group.text(to), "message": message})
    return _encrypt(group, to, compact(signed(group, sk, inner, coins).json()), coins)


def receive(group: Group, dk: int, sender: Element, text: str) -> str:
    """The message, if its signature is by the verification key ``sender`` and it was meant for us.

    Raises :class:`Unreadable`.
    """
    reader, own = Reader(group), group.pow_g_secret(dk)
    try:
        whole = read_signed(reader, read_json(_decrypt(group, dk, text)))
        equation = signed_equation(whole.message, whole.signature, sender, group, "the signature")
        check_equations([equation], PlainEngine(group))
        found = reader.fields(read_json(whole.message), ("recipient", "message"))
        if reader.string(found["recipient"]) != group.text(own):
            raise Unreadable("the message was meant for another trustee")
        return reader.string(found["message"])
    except CheckFailed:
        raise Unreadable("the message is not signed by its sender") from None
    except ValueError as problem:
        raise Unreadable(str(problem)) from None


def _encrypt(group: Group, to: Element, text: str, coins: Coins) -> str:
    k, r = group.pow_g_secret(coins(group.q)), coins(group.q)
    alpha = group.text(group.pow_g_secret(r))
    beta = group.mul(group.pow_secret(to, r), k)
    data = _cipher(group, k).encrypt(_nonce(alpha), text.encode(), None)
    whole = {"algorithm": ALGORITHM, "alpha": alpha, "beta": group.text(beta), "data": data.hex()}
    return compact(whole)


def _decrypt(group: Group, dk: int, text: str) -> bytes:
    reader = Reader(group)
    found = reader.fields(read_json(text), ("algorithm", "alpha", "beta", "data"))
    if found["algorithm"] != ALGORITHM:
        raise Unreadable("the message is encrypted in a way that is not read")
    alpha, beta = cast("str", found["alpha"]), cast("str", found["beta"])
    first, second = group.parse(reader.string(alpha)), group.parse(reader.string(beta))
    k = group.mul(second, group.inv(group.pow_secret(first, dk)))
    try:
        data = bytes.fromhex(reader.string(found["data"]))
        return _cipher(group, k).decrypt(_nonce(alpha), data, None)
    except InvalidTag:
        raise Unreadable("the message does not open with this key") from None


def _cipher(group: Group, k: Element) -> AESGCM:
    return AESGCM(sha256(f"key|{group.text(k)}".encode()).digest())


def _nonce(alpha: str) -> bytes:
    return sha256(f"iv|{alpha}".encode()).digest()
