"""Am I eligible, and why; and my row on the frozen roll with its proof."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.conduct.membering import NotYours, my_eligibility, my_row
from hustings.conduct.roles import Role
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import Refused
from hustings.proceedings.clock import zone_of
from hustings.timetable.instants import local_day
from hustings.web.base.dates import day_text
from hustings.web.member.asking import refused
from hustings.web.member.begin import found_or_404, words_of
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires


@requires(Role.MEMBER)
def eligibility(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Every test ticked or failed, with its clause and what can be done about it."""
    found = found_or_404(request, proceeding)
    try:
        told = my_eligibility(found)
    except NotYours as others:
        raise Http404(_("This seat is not in your area.")) from others
    tests = [(test, rule_of(test.rests_on, found.seat.rulebook)) for test in told.tests]
    words = {
        **words_of(found),
        "told": told,
        "petition": found.seat.rulebook.rules.petition is not None,
        "tests": tests,
        "failed": [test for test in told.tests if not test.passed],
        "freezes": day_text(local_day(told.freezes, zone_of(found.given))) if told.freezes else "",
    }
    return render(request, "member/eligibility.html", words)


@requires(Role.MEMBER)
def row(request: HttpRequest, proceeding: str) -> HttpResponse:
    """My row, what was frozen in it, and how to check it."""
    found = found_or_404(request, proceeding)
    kept = my_row(found)
    if isinstance(kept, Refused):
        back = reverse("my-eligibility", args=[proceeding]) if found.area else reverse("me")
        return refused(request, kept, found, back)
    command = f"hustings roll check-row {proceeding}-roll.json {proceeding}-my-row.json"
    return render(request, "member/row.html", {**words_of(found), "row": kept, "command": command})


@requires(Role.MEMBER)
def row_file(request: HttpRequest, proceeding: str) -> HttpResponse:
    """My row and its proof as a file."""
    kept = my_row(found_or_404(request, proceeding))
    if isinstance(kept, Refused):
        raise Http404(kept.because)
    return _download(kept.proof, f"{proceeding}-my-row.json")


@requires(Role.MEMBER)
def roll_file(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The public commitment that my row is checked against."""
    kept = my_row(found_or_404(request, proceeding))
    if isinstance(kept, Refused):
        raise Http404(kept.because)
    return _download(kept.commitment.as_json(), f"{proceeding}-roll.json")


def _download(content: Json, name: str) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
