"""A trustee's key: the exponent, and the public key with the proof that its owner knows it."""

from hustings.ballots.secret.groups.group import Coins, Group
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.making.proving import knowledge
from hustings.ballots.secret.messages.trustees import TrusteeKey


def public_key(group: Group, x: int, coins: Coins, name: str | None = None) -> TrusteeKey:
    """The key of the exponent ``x``, proved for this group and this key alone."""
    key = group.pow_g_secret(x)
    prefix = f"pok|{group.name}|{group.text(key)}|"
    return TrusteeKey(knowledge(group, prefix, x, coins), key, name=name)


def fingerprint_words(data: bytes) -> str:
    """The first 80 bits of a hash in groups of five characters, to be read aloud and compared."""
    digits = hex_hash(data)[:20]
    return " ".join(digits[at : at + 5] for at in range(0, 20, 5))
