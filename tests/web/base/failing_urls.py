"""A site with one page that fails, for the test of what is shown then."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

handler500 = "hustings.web.base.refusals.broken"


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret of somebody")


urlpatterns = [path("fails/", fails)]
