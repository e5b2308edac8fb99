"""Pages that explain: how to check, what the words mean, how usable the site is for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.trust_file import fixed_lines
from hustings.web.permissions import requires


@requires(Role.STRANGER)
def how_to_check(request: HttpRequest) -> HttpResponse:
    """How anybody can check what this site says, without trusting it."""
    try:
        fixed = fixed_lines(the_organisation())
    except NoSuchSeat:
        fixed = ()
    return render(request, "public/how_to_check.html", {"fixed": fixed})


@requires(Role.STRANGER)
def glossary(request: HttpRequest) -> HttpResponse:
    """What the words mean."""
    return render(request, "public/words.html")


@requires(Role.STRANGER)
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use this site, and what to do where somebody cannot."""
    return render(request, "public/accessibility.html")
