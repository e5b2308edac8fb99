"""The groups by the names that elections give them."""

from hustings.ballots.secret.groups.edwards import ed25519
from hustings.ballots.secret.groups.finite_field import belenios_2048, rfc_3526_2048
from hustings.ballots.secret.groups.group import Group

GROUPS = ("BELENIOS-2048", "RFC-3526-2048", "Ed25519")


def group_named(name: str) -> Group:
    """The group of this name; ``ValueError`` where Belenios has none."""
    match name:
        case "BELENIOS-2048":
            return belenios_2048()
        case "RFC-3526-2048":
            return rfc_3526_2048()
        case "Ed25519":
            return ed25519()
        case _:
            raise ValueError(f"{name!r} is not a group of Belenios: {', '.join(GROUPS)}")
