"""The front door while no public pages stand before it; ``public`` puts its own in front."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hustings.conduct.roles import Role
from hustings.web.permissions import requires


@requires(Role.STRANGER)
def front(request: HttpRequest) -> HttpResponse:
    """What this site is, and where to sign in."""
    return render(request, "front.html")
