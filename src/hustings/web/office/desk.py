"""Who sits at the desk and which seat lies on it: what every page of the office begins with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from hustings.conduct import clock, office
from hustings.conduct.reading import NoSuchSeat, read_seat, the_organisation
from hustings.conduct.roles import Role, roles_of
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import BadInput
from hustings.proceedings.entry import Given
from hustings.proceedings.values import Visibility


@dataclass(frozen=True, slots=True)
class Desk:
    """One person of the office with one seat before them, at one moment.

    ``organisation`` is the store's own; pages hand it on and never look inside.
    """

    organisation: Any
    seat: Seat
    person: str
    roles: frozenset[Role]
    now: datetime
    names: dict[str, str]

    @property
    def given(self) -> Given:
        """What a command is decided against."""
        return Given(self.seat.state, self.seat.rulebook, self.now)

    @property
    def seen(self) -> int:
        """How many entries of the seat this person has before them."""
        return len(self.seat.entries)

    def name(self, person: str) -> str:
        """The name of a person, as the record or the list of persons has it."""
        return self.names.get(person, person)

    def unit_name(self, unit: str) -> str:
        """A unit's name, as the roll of units has it."""
        row = self.seat.state.unit(unit)
        return unit if row is None else row.name

    def full_name(self, person: str) -> str:
        """The name of anybody whom the organisation knows, whether they act or not."""
        if person in self.names:
            return self.names[person]
        found = office.person_called(self.organisation, person)
        return person if found is None else str(found)


def organisation_or_404() -> Any:
    """The organisation, or no page at all before one has been founded."""
    try:
        return the_organisation()
    except NoSuchSeat as none:
        raise Http404 from none


def desk_for(request: HttpRequest, proceeding: str) -> Desk:
    """The desk with an open seat on it; no page where the record does not know the seat."""
    organisation = organisation_or_404()
    try:
        seat = read_seat(organisation, proceeding, Visibility.PARTIES)
    except (NoSuchSeat, BadInput) as none:
        raise Http404 from none
    return desk_with(request, organisation, seat)


def desk_with(request: HttpRequest, organisation: Any, seat: Seat) -> Desk:
    """The desk with this seat on it, open or about to be opened."""
    person = request.person.id  # type: ignore[attr-defined]
    names = {**office.names_of(organisation), **seat.names()}
    return Desk(organisation, seat, person, roles_of(person, seat.proceeding), clock.now(), names)
