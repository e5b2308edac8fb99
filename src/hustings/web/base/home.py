"""Where somebody who signs in begins: the office at its desk, a unit at its own, others at their own page."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hustings.conduct.roles import Role, roles_of
from hustings.web.permissions import requires

IN_THE_OFFICE = frozenset({Role.OFFICE, Role.GOVERNING_BODY, Role.PROCEDURES_SECRETARY})
IN_A_UNIT = frozenset({Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER, Role.SCRUTINEER})
KNOWN = tuple(role for role in Role if role is not Role.STRANGER)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the site where a person has work to do, by name and address."""

    name: str | Promise
    address: str


def places_of(roles: AbstractSet[Role]) -> tuple[Place, ...]:
    """The places that belong to these roles, the busiest first; everybody's own page is apart."""
    places: list[Place] = []
    if roles & IN_THE_OFFICE:
        places.append(Place(_("Office"), reverse("office-today")))
    if roles & IN_A_UNIT:
        places.append(Place(_("My units"), reverse("teller-units")))
        places.append(Place(_("To sign"), reverse("signing")))
    return tuple(places)


@requires(*KNOWN)
def home(request: HttpRequest) -> HttpResponse:
    """Go where this person's work is."""
    person = request.person  # type: ignore[attr-defined]
    places = places_of(roles_of(person.id))
    return redirect(places[0].address if places else reverse("me"))
