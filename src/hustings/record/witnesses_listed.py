"""Which outside witnesses the record lists, since which entry and up to which, and what may be said about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from hustings.record.notes import VerifierKey
from hustings.record.organisation import WitnessListed, WitnessRetired


@dataclass(frozen=True, slots=True)
class ListedWitness:
    """A witness, and the positions of the entries that listed and retired it."""

    key: VerifierKey
    since: int
    until: int | None = None


def after_witness(
    listed: Mapping[bytes, ListedWitness],
    says: WitnessListed | WitnessRetired,
    position: int,
    own: Collection[bytes],
) -> Mapping[bytes, ListedWitness]:
    """The list once this is said at a position; ``own`` are keys of the organisation itself and of its persons.

    One public key is listed once for ever, one name once at a time; ``ValueError`` for anything else.
    """
    key = says.witness
    known = listed.get(key.public)
    if isinstance(says, WitnessRetired):
        if known is None or known.until is not None or known.key != key:
            raise ValueError(f"{key.name} is not a witness on the list with this key")
        return {**listed, key.public: replace(known, until=position)}
    if key.public in own:
        raise ValueError("this is a key of the organisation itself; a witness is somebody else")
    if known is not None:
        told = "is on the list" if known.until is None else "was retired"
        raise ValueError(f"this key {told} already, as {known.key.name}; a witness makes a new one")
    if any(one.key.name == key.name and one.until is None for one in listed.values()):
        raise ValueError(f"{key.name} is on the list with another key; retire that one first")
    return {**listed, key.public: ListedWitness(key, position)}
