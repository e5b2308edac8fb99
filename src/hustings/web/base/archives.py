"""The archive of a secret ballot as a file, named as Belenios tools expect it."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from hustings.conduct.showing.boxes import whole_archive
from hustings.kernel.refusals import Refused


def archive_file(proceeding: str, *, for_witnesses: bool) -> HttpResponse:
    """The archive of a seat's closed box; not found for readers who may not have it."""
    content = whole_archive(proceeding, for_witnesses=for_witnesses)
    if isinstance(content, Refused):
        raise Http404(content.because)
    if content is None:
        raise Http404(_("The archive is public once the box is closed."))
    name, data = content
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}.bel"'
    return answer
