"""The addresses of the API; each is for anybody, reads (all but one), and says so as every view does."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path

from hustings.api.record import api
from hustings.conduct.roles import Role
from hustings.web.permissions import requires

WRITES = frozenset({"checkpoint/cosignatures"})
"""Where something is taken from outside: a witness's cosignature, which needs no session because it is one."""


def _open_to_all(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The same addresses with the declaration that every view of the site carries."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            writes = str(pattern.pattern) in WRITES
            pattern.callback = requires(Role.STRANGER, writes=writes)(pattern.callback)
        yield pattern


_patterns, _app, _name = api.urls
urlpatterns = [path("api/v1/", (list(_open_to_all(_patterns)), _app, _name))]
