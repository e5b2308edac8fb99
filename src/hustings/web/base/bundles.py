"""A seat's bundle as a download."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hustings.conduct.packing import packed_bundle
from hustings.conduct.reading import the_organisation
from hustings.web.base.packed import packed_file


def bundle_file(request: HttpRequest, proceeding: str) -> HttpResponseBase:
    """The bundle at the latest checkpoint; ``NotPublishedYet`` where there is none, ``GrewMeanwhile`` for now."""
    found = packed_bundle(the_organisation(), proceeding)
    return packed_file(request, found, f"{proceeding}.zip", "application/zip")
