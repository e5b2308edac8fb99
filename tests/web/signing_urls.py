"""The site with one page more, on which a statement is signed; what was posted is kept for the test."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hustings.web.urls import urlpatterns as site

STATEMENT = 'hustings/statement/v1\n{"body":{"words":"Tŷ"},"v":1}'.encode()
POSTED: list[dict[str, Any]] = []


def sign_here(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        POSTED.append(request.POST.dict())
        return HttpResponse("kept")
    words = {
        "statement": b64encode(STATEMENT).decode(),
        "text": STATEMENT.decode().partition("\n")[2],
        "action": "/sign-here/",
        "button": "Sign the return",
        "key_url": "/my/keys/",
    }
    return render(request, "signing.html", words)


urlpatterns = [path("sign-here/", sign_here), *site]
