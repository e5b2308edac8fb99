"""The addresses of the API; each reads, for anybody, and says so as every view does."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path

from hustings.api.record import api
from hustings.conduct.roles import Role
from hustings.web.permissions import requires


def _open_to_all(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The same addresses with the declaration that every view of the site carries."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = requires(Role.STRANGER)(pattern.callback)
        yield pattern


_patterns, _app, _name = api.urls
urlpatterns = [path("api/v1/", (list(_open_to_all(_patterns)), _app, _name))]
