"""A packed file as a download: streamed, and not sent again to whoever has it."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from hustings.conduct.packing import Packed

ASK_AGAIN = 10
"""Seconds until a file is asked for again that grew each time while it was packed."""


def packed_file(
    request: HttpRequest, found: Packed, name: str, content_type: str
) -> HttpResponseBase:
    """The file under this name, or the word that nothing has changed."""
    etag = quote_etag(found.state)
    known = get_conditional_response(request, etag, found.at)
    if known is not None:
        found.file.close()
    answer = known or FileResponse(
        found.file, as_attachment=True, filename=name, content_type=content_type
    )
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(found.at)
    return answer
