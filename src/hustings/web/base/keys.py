"""My keys: which I have, and making one on this device; another person confirms it before it counts."""

from base64 import b64decode
from binascii import Error

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hustings.conduct.keys import keyring, request_key
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.web.base.refusals import refused_page
from hustings.web.permissions import requires

_KNOWN = frozenset(Role) - {Role.STRANGER}


@requires(*sorted(_KNOWN), writes=True)
def keys(request: HttpRequest) -> HttpResponse:
    """Show the person's keys; on POST, ask for the one just made."""
    person = request.person  # type: ignore[attr-defined]
    if request.method == "POST":
        asked = request_key(
            person.id, _bytes(request.POST.get("public_key")), _bytes(request.POST.get("signature"))
        )
        if isinstance(asked, Refused):
            return refused_page(request, asked, back=reverse("keys"))
        return redirect("keys")
    return render(request, "keys.html", {"keys": keyring().keys_of(person.id)})


def _bytes(text: str | None) -> bytes:
    try:
        return b64decode(text or "", validate=True)
    except (Error, ValueError):
        return b""
