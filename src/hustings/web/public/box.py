"""The ballot box of a seat: is my ballot in it, how many are, and how to check them all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hustings.conduct import clock
from hustings.conduct.roles import Role
from hustings.conduct.showing.boxes import box_of
from hustings.kernel.refusals import Refused
from hustings.web.base.archives import archive_file, factors_file
from hustings.web.permissions import requires
from hustings.web.public.reading import seat_or_404
from hustings.web.public.seats import head_of

LONGEST_TRACKER = 60


@requires(Role.STRANGER)
def box(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The ballots shown so far, and one sought by its tracker."""
    seat = seat_or_404(proceeding)
    sought = "".join(request.GET.get("tracker", "").split()).rstrip("=")[:LONGEST_TRACKER]
    page = request.GET.get("page", "1")
    now = clock.now()
    found = box_of(proceeding, now, sought, int(page) if page.isdecimal() else 1)
    if isinstance(found, Refused):
        raise Http404(found.because)
    return render(request, "public/box.html", {**head_of(seat, now), "box": found, "now": now})


@requires(Role.STRANGER)
def archive(request: HttpRequest, proceeding: str) -> HttpResponseBase:
    """The archive as a file, once the box is closed and unless a handful voted."""
    seat_or_404(proceeding)
    return archive_file(request, proceeding, for_witnesses=False)


@requires(Role.STRANGER)
def proofs(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The trustees' proofs over all their factors, for whoever gets that archive."""
    seat_or_404(proceeding)
    return factors_file(proceeding, for_witnesses=False)
