"""What people take away: the bundle, the calendar, the returns, the checkpoint and the trust file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct import clock
from hustings.conduct.published import NotPublishedYet, checkpoint_text
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.saying import names_of
from hustings.conduct.showing.feed import csv_of, feed_of
from hustings.conduct.showing.returns import returns_of
from hustings.conduct.trust_file import trust_text
from hustings.web.base.bundles import bundle_file
from hustings.web.permissions import requires
from hustings.web.public.labels import label_of
from hustings.web.public.reading import seat_or_404


@requires(Role.STRANGER)
def bundle(request: HttpRequest, proceeding: str) -> HttpResponseBase:
    """The seat's bundle at the latest checkpoint."""
    seat_or_404(proceeding)
    try:
        return bundle_file(request, proceeding)
    except NotPublishedYet as nothing:
        raise Http404(_("There is no checkpoint of the record yet.")) from nothing


@requires(Role.STRANGER)
def calendar(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The dates, to subscribe to."""
    seat = seat_or_404(proceeding)
    content = feed_of(seat, clock.now(), label_of(seat.rulebook), gettext)
    return _file(content, "text/calendar; charset=utf-8", f"{proceeding}.ics")


@requires(Role.STRANGER)
def returns(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The returns, for a spreadsheet."""
    seat = seat_or_404(proceeding)
    lines = csv_of(returns_of(seat, names_of(seat), gettext, clock.now()))
    return _file("".join(lines).encode(), "text/csv; charset=utf-8", f"{proceeding}-returns.csv")


@requires(Role.STRANGER)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint of the log, with its cosignatures."""
    try:
        return HttpResponse(checkpoint_text(the_organisation()), content_type=PLAIN)
    except (NotPublishedYet, NoSuchSeat) as nothing:
        raise Http404(_("There is no checkpoint of the record yet.")) from nothing


@requires(Role.STRANGER)
def trust(request: HttpRequest) -> HttpResponse:
    """The trust file, three lines of which are to be compared with a printed notice."""
    try:
        content = trust_text(the_organisation())
    except (NotPublishedYet, NoSuchSeat) as nothing:
        raise Http404(_("There is no checkpoint of the record yet.")) from nothing
    return _file(content.encode(), "application/toml; charset=utf-8", "trust.toml")


PLAIN = "text/plain; charset=utf-8"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
