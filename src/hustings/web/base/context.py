"""What every template may name without asking: the organisation, the person, the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hustings.conduct.roles import roles_of
from hustings.web.base.home import places_of


def organisation(request: HttpRequest) -> dict[str, Any]:
    """The words around a page."""
    person = getattr(request, "person", None)
    roles = roles_of(person.id) if person else frozenset()
    return {
        "organisation": settings.HUSTINGS_ORGANISATION,
        "development": settings.DEVELOPMENT,
        "person": person,
        "roles": roles,
        "places": places_of(roles),
        "audiences": settings.AUDIENCES,
        "languages": settings.LANGUAGES,
    }
