"""Who watches the log from outside: the witnesses that the record lists, and where each of them is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from hustings.conduct.founding import register_of
from hustings.kernel.refusals import Refused
from hustings.record.notes import KeyKind, read_verifier_key
from hustings.record.organisation import WitnessListed, WitnessRetired
from hustings.record.witnesses_listed import after_witness
from hustings.store import checkpoints, log, witnesses
from hustings.store.models import Organisation, Witness

Said = TypeVar("Said", WitnessListed, WitnessRetired)
THE_LIST = "the organisation's list of witnesses"
LONGEST_NAME, LONGEST_KEY, LONGEST_ADDRESS = 200, 300, 500


@dataclass(frozen=True, slots=True)
class OnTheList:
    """A witness that is or was on the list, and the size that it cosigned last."""

    witness: Witness
    cosigned: int | None

    @property
    def listed(self) -> bool:
        """Whether its cosignatures are taken."""
        return self.witness.retired_at is None


def says_of_listing(organisation: Organisation, text: str) -> WitnessListed | Refused:
    """What an officer signs to list a witness by its verifier key; refused as the record would refuse it."""
    try:
        key = read_verifier_key(text.strip())
    except ValueError as problem:
        return Refused("not-a-key", THE_LIST, f"This is not a witness's key: {problem}.")
    if key.kind is not KeyKind.COSIGNATURE:
        because = f"The key of {key.name} is a log's, not a witness's; a witness makes one with hustings witness new."
        return Refused("not-a-witness", THE_LIST, because)
    if len(key.name) > LONGEST_NAME or len(str(key)) > LONGEST_KEY:
        because = f"A witness's name has at most {LONGEST_NAME} characters."
        return Refused("too-long", THE_LIST, because)
    for one in witnesses.ever_listed(organisation):  # also those from before lists were entries
        gone = one.retired_at is not None
        if (gone and bytes(one.public) == key.public) or (
            not gone and one.name == key.name and one.key != str(key)
        ):
            told = "was retired" if gone else "is on the list with another key"
            return Refused("known", THE_LIST, f"{one.name} {told}.")
    return _as_the_record_would(organisation, WitnessListed(key))


def says_of_retiring(organisation: Organisation, name: str) -> WitnessRetired | Refused:
    """What an officer signs to take the witness of this name off the list."""
    for one in witnesses.listed(organisation):
        if one.name == name:
            return _as_the_record_would(organisation, WitnessRetired(read_verifier_key(one.key)))
    return Refused("not-listed", THE_LIST, f"No witness called {name} is on the list.")


def _as_the_record_would(organisation: Organisation, says: Said) -> Said | Refused:
    try:
        register = register_of(organisation)
        after_witness(register.witnesses, says, log.size(organisation), register.own_keys)
    except ValueError as wrong:
        return Refused("not-accepted", THE_LIST, f"{str(wrong)[:1].upper()}{str(wrong)[1:]}.")
    return says


def follow(organisation: Organisation, says: WitnessListed | WitnessRetired, at: datetime) -> None:
    """Do as the record says; it has accepted the entry, and the table stands for what it lists."""
    mine = organisation.witnesses.filter(public=says.witness.public).first()
    if isinstance(says, WitnessRetired):
        if mine is not None:
            witnesses.retire(mine, at)
    elif mine is None:
        witnesses.add(organisation, says.witness, at)


def asked_at(organisation: Organisation, name: str, address: str) -> Witness | Refused:
    """Note where a listed witness takes checkpoints (C2SP tlog-witness); without an address it comes by itself."""
    if len(address) > LONGEST_ADDRESS:
        return Refused(
            "too-long", THE_LIST, f"An address has at most {LONGEST_ADDRESS} characters."
        )
    for one in witnesses.listed(organisation):
        if one.name == name:
            return witnesses.move(one, address)
    return Refused("not-listed", THE_LIST, f"No witness called {name} is on the list.")


def the_list(organisation: Organisation) -> Sequence[OnTheList]:
    """Everybody who is or was on the list."""
    found: list[OnTheList] = []
    for one in witnesses.ever_listed(organisation):
        last = checkpoints.largest_cosigned(organisation, [one.key])
        found.append(OnTheList(one, None if last is None else last.size))
    return found
