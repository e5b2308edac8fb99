"""An officer is asked to sign that an outside witness is listed or retired; nothing changes before they have."""

from hustings.conduct import authority
from hustings.conduct.authority import MAY_SAY
from hustings.conduct.drafting import Waiting
from hustings.conduct.roles import person_with_address, roles_of
from hustings.conduct.witness_list import THE_LIST, says_of_listing, says_of_retiring
from hustings.kernel.refusals import Refused
from hustings.record.organisation import WitnessListed, WitnessRetired
from hustings.store.models import Organisation


def propose_listing(organisation: Organisation, key: str, officer: str) -> Waiting | Refused:
    """Write for the officer with this address, to sign, that the witness with this verifier key is listed."""
    return _propose(organisation, says_of_listing(organisation, key), officer)


def propose_retirement(organisation: Organisation, name: str, officer: str) -> Waiting | Refused:
    """Write for the officer with this address, to sign, that the witness of this name is retired."""
    return _propose(organisation, says_of_retiring(organisation, name), officer)


def _propose(
    organisation: Organisation, says: WitnessListed | WitnessRetired | Refused, officer: str
) -> Waiting | Refused:
    if isinstance(says, Refused):
        return says
    person = person_with_address(officer)
    held = roles_of(None if person is None else person.id)
    role = next((one for one in MAY_SAY if one in held), None)
    if person is None or role is None:
        because = "Somebody of the national office or the governing body signs this; nobody of them has this address."
        return Refused("no-officer", THE_LIST, because)
    return authority.propose(organisation, says, person.id, role)
