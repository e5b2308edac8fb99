"""The booth's own files, byte for byte as they were built: three of them, under a policy of their own."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse

from hustings.conduct.roles import Role
from hustings.web.permissions import requires

BUILT = Path(__file__).resolve().parents[1] / "static" / "booth"
TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}
POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "worker-src": [SELF],
    "style-src": [SELF],
    "img-src": ["data:"],
    "connect-src": [SELF],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
"""What the booth may do: run its one script, also beside the page, and talk to this server alone."""


@requires(Role.STRANGER)
@csp(POLICY)
def booth(request: HttpRequest) -> HttpResponse:
    """The page; which contest it is for stands in the address and is read by the page itself."""
    return _built("index", "html")


@requires(Role.STRANGER)
@csp(POLICY)
def file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """The script or the style sheet that the page names with its hash."""
    return _built(name, ending)


def _built(name: str, ending: str) -> HttpResponse:
    place = BUILT / f"{name}.{ending}"
    if ending not in TYPES or not place.is_file():
        raise Http404
    return HttpResponse(place.read_bytes(), content_type=TYPES[ending])
