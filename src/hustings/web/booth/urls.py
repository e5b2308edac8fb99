"""The addresses of the booth; docs/reference/booth.md is the contract."""

from django.urls import path

from hustings.web.booth import contests

CONTEST = "booth/contests/<slug:proceeding>"

urlpatterns = [
    path(f"{CONTEST}/", contests.contest, name="booth-contest"),
    path(f"{CONTEST}/election.json", contests.election, name="booth-election"),
    path(f"{CONTEST}/codes/", contests.no_code, name="booth-codes"),
    path(f"{CONTEST}/codes/<str:credential>", contests.code, name="booth-code"),
    path(f"{CONTEST}/cast/", contests.cast_ballot, name="booth-cast"),
]
