"""A trustee's key: the exponent, and the public key with the proof that its owner knows it."""

from hustings.ballots.secret.groups.group import Coins, Group
from hustings.ballots.secret.making.proving import knowledge
from hustings.ballots.secret.messages.trustees import TrusteeKey


def public_key(group: Group, x: int, coins: Coins, name: str | None = None) -> TrusteeKey:
    """The key of the exponent ``x``, proved for this group and this key alone."""
    key = group.pow_g_secret(x)
    prefix = f"pok|{group.name}|{group.text(key)}|"
    return TrusteeKey(knowledge(group, prefix, x, coins), key, name=name)
