"""The living style page of development sites: every part of the look, with what it is for."""

from datetime import UTC, date, datetime
from fractions import Fraction

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hustings.conduct.roles import Role
from hustings.web.base.forms import DayField, Question
from hustings.web.permissions import requires
from hustings.web.pictures.pools import Pool, draw_pools
from hustings.web.pictures.timeline import Stage, Standing, draw_timeline
from hustings.web.pictures.transfers import draw_transfers, read_transcript
from hustings.web.pictures.turnout import Channel, draw_turnout

STAGES = (
    Stage("Asked whether to stand", Standing.PAST, "Monday 24 June 2019"),
    Stage("Answer: yes", Standing.PAST, "Thursday 4 July 2019, 11.20 am"),
    Stage(
        "Meetings of the branches",
        Standing.OVERRIDDEN,
        "Monday 2 to Sunday 29 September 2019",
        replacement="a panel decides, by the governing body's resolution of Tuesday 3 September 2019",
    ),
    Stage("The panel decides", Standing.PRESENT, "by Friday 18 October 2019, 6 pm"),
    Stage("Appeal window", Standing.FUTURE, "until Friday 25 October 2019, noon"),
    Stage("Endorsement", Standing.FUTURE),
)
POOLS = (
    Pool("Branches of Northmoor", "an open selection", "branches", 4, 3, 4, Fraction(1, 3)),
    Pool("Affiliates of Northmoor", "an open selection", "affiliates", 1, 7, 0, Fraction(1, 3)),
)
_NAMES = ("Ash", "Birch", "Cedar of Arrowvale", "Dogwood")


def _votes(*votes: str) -> dict[str, str]:
    return dict(zip(_NAMES, votes, strict=True))


TRANSCRIPT = {
    "quota": "50",
    "rounds": [
        {"what": "first preferences", "votes": _votes("41", "30", "20", "8")},
        {
            "what": "Dogwood is excluded",
            "excluded": ["Dogwood"],
            "votes": _votes("44", "31", "22", "0"),
            "not_transferable": "2",
        },
        {
            "what": "Cedar of Arrowvale is excluded",
            "excluded": ["Cedar of Arrowvale"],
            "elected": ["Ash"],
            "votes": _votes("52.25", "38", "0", "0"),
            "not_transferable": "8.75",
        },
    ],
}


class Sample(Question):
    """A question of every kind."""

    held_on = DayField(label="On which day was the meeting?", help_text="For example 8 7 2019")
    present = forms.IntegerField(label="How many members were there?", min_value=0)
    question = forms.ChoiceField(
        label="How was it decided?",
        widget=forms.RadioSelect,
        choices=[("paper", "By paper ballot"), ("show", "By show of hands")],
    )


@requires(Role.STRANGER)
def style(request: HttpRequest) -> HttpResponse:
    """Show every part; ``?problems=1`` shows the form with problems, ``?question=1`` a question page."""
    if not settings.DEVELOPMENT:
        raise Http404
    form = (
        Sample({"held_on_day": "31", "held_on_month": "2"})
        if "problems" in request.GET
        else Sample()
    )
    if "question" in request.GET:
        words = {"form": form, "title": "About the meeting", "back": "/style/"}
        return render(request, "question.html", words)
    return render(request, "style/style.html", _words(form))


def _words(form: Sample) -> dict[str, object]:
    at = datetime(2019, 7, 8, 17, tzinfo=UTC)
    return {
        "form": form,
        "stages": STAGES,
        "day": date(2019, 7, 8),
        "at": at,
        "timeline": draw_timeline(STAGES, "timeline", say=gettext),
        "pools": draw_pools(POOLS, "pools", say=gettext),
        "transfers": draw_transfers(read_transcript(TRANSCRIPT), "transfers", say=gettext),
        "turnout": draw_turnout(
            2310, (Channel("On paper", 803), Channel("Online", 641), Channel("Tendered", None)), 10,
            say=gettext,
        ),
        "rows": [
            {"name": "Question", "value": "Shall the seat hold an open selection?", "why": "5.IV.5(B)"},
            {"name": "Decided by", "value": "a majority of the members voting"},
        ],
        "answers": [
            {"question": "Day of the meeting", "answer": "Monday 8 July 2019", "change_url": "#form"},
            {"question": "Members there", "answer": "42", "change_url": "#form"},
        ],
        "signatures": [
            {"name": "Rowan Example", "role": "teller", "key": "0f" * 16, "at": at},
            {"name": "Hazel Example", "role": "teller", "key": "", "at": None},
        ],
        "returns_head": ["Branch", "For", "Against", "Abstained"],
        "returns": [["Eastwater", 31, 12, 2], ["Upper Arrowvale", 8, 8, 0], ["Northmoor", 52, 40, 5]],
        "bars": [{"name": "Branches", "of": 11, "yes": 4, "outstanding": 4}],
    }  # fmt: skip
