"""My unit's return and its history, and "this is not what we decided"."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from hustings.conduct import membering
from hustings.conduct.membering import Mine, NotYours
from hustings.conduct.roles import Role
from hustings.conduct.saying import names_of, say
from hustings.proceedings.clock import end_after, zone_of
from hustings.proceedings.decisions import Decision
from hustings.proceedings.state import UnitRow
from hustings.proceedings.unit_returns import ReturnMade
from hustings.web.base.forms import Question
from hustings.web.member.asking import Asked, ask, refused
from hustings.web.member.begin import found_or_404, when, words_of
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires

OF_A_UNIT = (Role.MEMBER, Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER)
MAY_CONTEST = (Role.MEMBER, Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER)


class NotWhatWeDecided(Question):
    """Why the return is not what the unit decided."""

    contention = forms.CharField(
        label=gettext_lazy("What did your unit decide, and what shows it?"),
        help_text=gettext_lazy(
            "Only the parties and the body that decides read this. Do not name how others voted."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Say what your unit decided, and what shows it")},
    )


@requires(*OF_A_UNIT)
def my_return(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The return of my own unit."""
    return _return_page(request, found_or_404(request, proceeding), "")


@requires(*OF_A_UNIT)
def a_return(request: HttpRequest, proceeding: str, unit: str) -> HttpResponse:
    """The return of one of my units, where I have several."""
    return _return_page(request, found_or_404(request, proceeding), unit)


def _return_page(request: HttpRequest, found: Mine, unit: str) -> HttpResponse:
    row = _row_or_404(found, unit)
    made = found.seat.state.standing_return(row.id)
    no = membering.would_be(found, membering.contest(found, row.id, "?"))
    others = [found.seat.state.unit(one) for one in found.units if one != row.id]
    words = {
        **words_of(found),
        "unit": row,
        "made": made,
        "history": _history(found, row),
        "figures": _figures(found, row),
        "may_contest": made is not None and no is None,
        "why_not": no if made is not None else None,
        "until": _until(found, row),
        "due": _due(found),
        "others": [one for one in others if one is not None],
    }
    return render(request, "member/return.html", words)


def _due(found: Mine) -> str:
    """By when returns are due, while one can still be made."""
    step = found.seat.state.step("returns-due")
    return when(found, step.last) if step is not None and found.now <= step.last else ""


def _row_or_404(found: Mine, unit: str) -> UnitRow:
    try:
        return membering.my_unit(found, unit)
    except NotYours as others:
        raise Http404(_("This page is for the members of that unit.")) from others


def _history(found: Mine, row: UnitRow) -> list[dict[str, Any]]:
    names, zone = names_of(found.seat), zone_of(found.given)
    return [
        {
            "at": one.at,
            "number": one.number,
            "says": say(one.entry, names, zone, gettext),
            "entry": one.entry,
            "reasons": one.entry.reasons.value if isinstance(one.entry, Decision) else "",
            "ground": one.entry.ground if isinstance(one.entry, Decision) else "",
            "refused": one.entry.kind == "ReturnVoided",
        }
        for one in membering.unit_entries(found.seat, row.id)
    ]


def _figures(found: Mine, row: UnitRow) -> dict[str, Any] | None:
    """The figures of the latest return: as numbers, withheld, or none given."""
    entries = membering.unit_entries(found.seat, row.id)
    made = next((one.entry for one in reversed(entries) if isinstance(one.entry, ReturnMade)), None)
    if made is None:
        return None
    kept = made.figures
    votes = cast("dict[str, int] | None", kept.value if kept is not None else None)
    return {"votes": votes, "withheld": kept is not None and votes is None}


def _until(found: Mine, row: UnitRow) -> dict[str, Any] | None:
    """Until when the standing return can be contested, and by which rule."""
    trigger = found.seat.rulebook.rules.trigger
    made = found.seat.state.standing_return(row.id)
    if trigger is None or made is None:
        return None
    within = trigger.returns.contest_within
    at = end_after(found.given, made.made_at, within.value)
    return {"at": when(found, at), "rule": rule_of(within.citation, found.seat.rulebook)}


@requires(*MAY_CONTEST, writes=True)
def contest(request: HttpRequest, proceeding: str, unit: str) -> HttpResponse:
    """Contest the unit's return: the reason, then a look at it, then it stands in the record."""
    found = found_or_404(request, proceeding)
    row = _row_or_404(found, unit)
    back = reverse("my-return-of", args=[proceeding, row.id])
    no = membering.would_be(found, membering.contest(found, row.id, "?"))
    if no is not None:
        return refused(request, no, found, back)
    return ask(
        request,
        Asked(
            found=found,
            form=NotWhatWeDecided(request.POST or None),
            title=_("This is not what we decided"),
            template="member/contest.html",
            command=lambda form: membering.contest(found, row.id, form.cleaned_data["contention"]),
            answers=lambda form: [
                (_("Unit"), row.name),
                (_("What it decided, and what shows it"), form.cleaned_data["contention"]),
            ],
            button=_("Contest the return"),
            warning=_(
                "That the return is contested becomes public. What you wrote goes to the parties. "
                "The return counts as before until a body has decided."
            ),
            done=_("The return is contested. A body decides about it, and you are told."),
            back=back,
            more={"unit": row, "until": _until(found, row)},
        ),
    )
