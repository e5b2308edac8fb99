"""Who is an elector of a secret ballot: the frozen roll says so, whatever the membership list says today."""

from dataclasses import dataclass

from hustings.kernel.refusals import Refused
from hustings.store.models import Organisation, Person, RollRow
from hustings.store.rolls import roll_of
from hustings.timetable.sentences import N_

THE_ROLL = "the roll"


@dataclass(frozen=True, slots=True)
class Elector:
    """A member on the frozen roll of a seat, by their number, and their unit."""

    number: str
    unit: str


def elector_of(organisation: Organisation, proceeding: str, person: str) -> Elector | Refused:
    """The elector that a signed-in person is; refused with what they can do about it."""
    row = Person.objects.filter(reference=person).select_related("member").first()
    if row is None or row.member is None:
        return Refused(
            "not-a-member",
            THE_ROLL,
            N_("You are not signed in as a member of the list, so you have no ballot here."),
        )
    return elector_numbered(organisation, proceeding, row.member.number)


def elector_numbered(organisation: Organisation, proceeding: str, number: str) -> Elector | Refused:
    """The elector with a membership number."""
    roll = roll_of(organisation, proceeding)
    row: RollRow | None = None if roll is None else roll.rows.filter(number=number).first()
    if row is None:
        return Refused(
            "not-on-the-roll",
            THE_ROLL,
            "Nobody with this membership number is on the roll of this ballot.",
        )
    if not row.eligible:
        return Refused(
            "not-an-elector",
            THE_ROLL,
            "This member may not vote in this ballot; their own page says which test failed and why.",
        )
    return Elector(row.number, row.unit)
