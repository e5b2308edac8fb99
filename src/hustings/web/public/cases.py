"""The published cases: what three versions of one rule make of the same returns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hustings.conduct.cases import decided_under_all
from hustings.conduct.roles import Role
from hustings.kernel.exact import fraction_text
from hustings.proceedings.trigger.case import Case
from hustings.proceedings.trigger.results import Result
from hustings.web.permissions import requires
from hustings.web.public.outcomes import outcome_words


@requires(Role.STRANGER)
def cases(request: HttpRequest) -> HttpResponse:
    """Each case with its sources, its returns, and its outcome under every rulebook."""
    shown = [_case(case, results) for case, results in decided_under_all()]
    return render(request, "public/cases.html", {"cases": shown})


def _case(case: Case, results: tuple[Result, ...]) -> dict[str, object]:
    return {
        "case": case,
        "tallies": [
            (kind, tally) for kind, tally in case.tallies().items() if tally.made or tally.void
        ],
        "results": [_result(result) for result in results],
    }


def _result(result: Result) -> dict[str, object]:
    answer = result.answer
    shares = ", ".join(f"{pool} {fraction_text(share)}" for pool, share in answer.shares.items())
    return {
        "rulebook": result.rulebook,
        "outcome": outcome_words(answer.outcome),
        "certain": answer.certain,
        "shares": shares or "–",
        "combined": "" if answer.combined is None else fraction_text(answer.combined),
        "reasoning": answer.reasoning,
    }
