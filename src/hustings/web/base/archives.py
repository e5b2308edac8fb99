"""The archive of a secret ballot as a streamed file, named as Belenios tools expect it, and what goes with it."""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hustings.conduct.factors import proofs_file
from hustings.conduct.packing import packed_archive
from hustings.conduct.showing.boxes import archive_shown
from hustings.kernel.refusals import Refused
from hustings.web.base.packed import packed_file

T = TypeVar("T")


def archive_file(request: HttpRequest, proceeding: str, *, for_witnesses: bool) -> HttpResponseBase:
    """The archive of a seat's closed box; not found for readers who may not have it."""
    box = _or_404(archive_shown(proceeding, for_witnesses=for_witnesses))
    found = packed_archive(box)
    return packed_file(request, found, f"{box.uuid}.bel", "application/octet-stream")


def factors_file(proceeding: str, *, for_witnesses: bool) -> HttpResponse:
    """The trustees' proofs that go beside that archive, named as `hustings verify` looks for them."""
    box = _or_404(archive_shown(proceeding, for_witnesses=for_witnesses))
    content = proofs_file(box)
    if not content:
        raise Http404(_("No trustee has given a proof yet."))
    answer = HttpResponse(content, content_type="application/jsonl")
    answer["Content-Disposition"] = f'attachment; filename="{box.uuid}.factors.jsonl"'
    return answer


def _or_404(box: T | Refused | None) -> T:
    if isinstance(box, Refused):
        raise Http404(box.because)
    if box is None:
        raise Http404(_("The archive is public once the box is closed."))
    return box
