"""Who watches the log from outside: the organisation's list of witnesses, whose cosignatures it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hustings.conduct.founding import register_of
from hustings.kernel.refusals import Refused
from hustings.record.notes import KeyKind, read_verifier_key
from hustings.store import checkpoints, witnesses
from hustings.store.models import Organisation, Witness

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


def put_on_the_list(
    organisation: Organisation, text: str, at: datetime, address: str = ""
) -> Witness | Refused:
    """List a witness by its verifier key. One public key is listed once for ever, one name once at a time."""
    try:
        key = read_verifier_key(text.strip())
    except ValueError as problem:
        return Refused("not-a-key", THE_LIST, f"This is not a witness's key: {problem}.")
    if key.kind is not KeyKind.COSIGNATURE:
        because = f"The key of {key.name} is a log's, not a witness's; a witness makes one with hustings witness new."
        return Refused("not-a-witness", THE_LIST, because)
    if (
        len(key.name) > LONGEST_NAME
        or len(str(key)) > LONGEST_KEY
        or len(address) > LONGEST_ADDRESS
    ):
        because = f"A witness's name has at most {LONGEST_NAME} characters, its address {LONGEST_ADDRESS}."
        return Refused("too-long", THE_LIST, because)
    founding = register_of(organisation).founding
    if founding is not None and key.public == founding.log.public:
        because = "This is the log's own key; a witness is somebody else."
        return Refused("the-log-itself", THE_LIST, because)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        for one in witnesses.ever_listed(organisation):
            if bytes(one.public) == key.public:
                told = "was retired" if one.retired_at else "is on the list"
                because = f"This key {told} already, as {one.name}; a witness makes a new one."
                return Refused("known", THE_LIST, because)
            if one.name == key.name and one.retired_at is None:
                because = f"{one.name} is on the list with another key; retire that one first."
                return Refused("name-taken", THE_LIST, because)
        return witnesses.add(organisation, key, at, address)


def retire(organisation: Organisation, name: str, at: datetime) -> Witness | Refused:
    """Take a witness off the list: its cosignatures stay where they are, and no longer count."""
    for one in witnesses.listed(organisation):
        if one.name == name:
            witnesses.retire(one, at)
            return one
    return Refused("not-listed", THE_LIST, f"No witness called {name} is on the list.")


def the_list(organisation: Organisation) -> Sequence[OnTheList]:
    """Everybody who is or was on the list."""
    found: list[OnTheList] = []
    for one in witnesses.ever_listed(organisation):
        last = checkpoints.largest_cosigned(organisation, [one.key])
        found.append(OnTheList(one, None if last is None else last.size))
    return found
