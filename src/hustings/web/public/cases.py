"""The published cases: what three versions of one rule make of the same returns."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hustings.conduct.cases import decided_under_all
from hustings.conduct.roles import Role
from hustings.conduct.showing.pools import KINDS
from hustings.kernel.exact import fraction_text
from hustings.proceedings.trigger.case import Case
from hustings.proceedings.trigger.results import Result
from hustings.web.permissions import requires
from hustings.web.public.outcomes import outcome_words

OFFICIAL = {
    "lambeth-southwark": "Lambeth and Southwark",
    "poplar-limehouse": "Poplar and Limehouse",
}
"""Places whose name is more than the words of the case's id."""


@requires(Role.STRANGER)
def cases(request: HttpRequest) -> HttpResponse:
    """Each case with its sources, its returns, and its outcome under every rulebook."""
    shown = [_case(case, results) for case, results in decided_under_all()]
    return render(request, "public/cases.html", {"cases": shown})


def case_name(id_: str) -> str:
    """``hull-north-2019`` as people write it: the place, the year, and which moment of it."""
    parts = re.fullmatch(r"(.+?)-(\d{4})(?:-(.+))?", id_)
    if parts is None:
        return id_.replace("-", " ").title()
    place, year, moment = parts.groups("")
    name = OFFICIAL.get(place, place.replace("-", " ").title())
    return f"{name}, {year}" + (f": {moment.replace('-', ' ')}" if moment else "")


def _case(case: Case, results: tuple[Result, ...]) -> dict[str, object]:
    return {
        "case": case,
        "name": case_name(case.id),
        "sources": [
            (source, urlsplit(source).netloc.removeprefix("www.")) for source in case.sources
        ],
        "tallies": [
            (kind, tally) for kind, tally in case.tallies().items() if tally.made or tally.void
        ],
        "results": [_result(result) for result in results],
    }


def _result(result: Result) -> dict[str, object]:
    answer = result.answer
    shares = ", ".join(
        f"{gettext(KINDS.get(pool, pool)).lower()} {fraction_text(share)}"
        for pool, share in answer.shares.items()
    )
    return {
        "rulebook": result.rulebook,
        "outcome": outcome_words(answer.outcome),
        "certain": answer.certain,
        "shares": shares or "–",
        "combined": "" if answer.combined is None else fraction_text(answer.combined),
        "reasoning": answer.reasoning,
    }
