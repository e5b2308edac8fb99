"""A seat's bundle as a download: a file that is streamed, and not sent again to whoever has it."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from hustings.conduct.packing import packed_bundle
from hustings.conduct.reading import the_organisation


def bundle_file(request: HttpRequest, proceeding: str) -> HttpResponseBase:
    """The bundle at the latest checkpoint; ``NotPublishedYet`` where there is none."""
    found = packed_bundle(the_organisation(), proceeding)
    etag = quote_etag(found.state)
    known = get_conditional_response(request, etag, found.at)
    if known is not None:
        found.file.close()
    answer = known or FileResponse(
        found.file,
        as_attachment=True,
        filename=f"{proceeding}.zip",
        content_type="application/zip",
    )
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(found.at)
    return answer
