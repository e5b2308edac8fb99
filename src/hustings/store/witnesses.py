"""The organisation's outside witnesses: whose cosignatures it takes, as its record lists them."""

from collections.abc import Sequence
from datetime import datetime

from hustings.record.notes import VerifierKey
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import Witness


def listed(organisation: Organisation) -> Sequence[Witness]:
    """The witnesses on the list, without those that have been retired."""
    return list(organisation.witnesses.filter(retired_at__isnull=True))


def ever_listed(organisation: Organisation) -> Sequence[Witness]:
    """Every witness that was ever on the list."""
    return list(organisation.witnesses.all())


def add(organisation: Organisation, key: VerifierKey, at: datetime) -> Witness:
    """Put a witness on the list."""
    return Witness.objects.create(
        organisation=organisation, name=key.name, key=str(key), public=key.public, added_at=at
    )


def move(witness: Witness, address: str) -> Witness:
    """Note where it takes checkpoints; nowhere, where it comes by itself."""
    witness.address = address
    witness.save(update_fields=["address"])
    return witness


def retire(witness: Witness, at: datetime) -> None:
    """Take a witness off the list; what it cosigned stays."""
    witness.retired_at = at
    witness.save(update_fields=["retired_at"])
