"""The archive of a secret ballot as a file that is streamed, named as Belenios tools expect it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hustings.conduct.packing import packed_archive
from hustings.conduct.showing.boxes import archive_shown
from hustings.kernel.refusals import Refused
from hustings.web.base.packed import packed_file


def archive_file(request: HttpRequest, proceeding: str, *, for_witnesses: bool) -> HttpResponseBase:
    """The archive of a seat's closed box; not found for readers who may not have it."""
    box = archive_shown(proceeding, for_witnesses=for_witnesses)
    if isinstance(box, Refused):
        raise Http404(box.because)
    if box is None:
        raise Http404(_("The archive is public once the box is closed."))
    found = packed_archive(box)
    return packed_file(request, found, f"{box.uuid}.bel", "application/octet-stream")
