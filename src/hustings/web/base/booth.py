"""The voting booth as the site serves it: the built files as they are committed, the same for everyone."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from hustings.conduct.roles import Role
from hustings.web.permissions import requires

FILES = Path(__file__).resolve().parents[1] / "static/booth"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    "": "text/plain; charset=utf-8",
}
OFFERED = ("booth.js", "booth.css", "SHA256SUMS", "tools.js", "demonstration.html")
"""Tools of trustees and scrutineers are hosted apart (``booth/tools``); here they are a demonstration."""


def booth_hash() -> str:
    """SHA-256 of the booth's page, which names the hashes of its script and style sheet."""
    return sha256((FILES / "index.html").read_bytes()).hexdigest()


_only_ourselves = csp(
    {
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
)


@requires(Role.STRANGER)
@_only_ourselves
@cache_control(public=True, no_cache=True)
def booth(request: HttpRequest) -> HttpResponse:
    """The page. Which contest it is for stands in the address and is read in the browser."""
    return _file("index.html")


@requires(Role.STRANGER)
@_only_ourselves
@cache_control(public=True, no_cache=True)
def booth_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file that the page names, or the sums by which anybody checks them all."""
    if name not in OFFERED:
        raise Http404
    return _file(name)


def _file(name: str) -> HttpResponse:
    return HttpResponse(_bytes(name), content_type=KINDS[Path(name).suffix])


@cache
def _bytes(name: str) -> bytes:
    return (FILES / name).read_bytes()
