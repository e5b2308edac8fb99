"""A seat: where it stands, what happens next, what can be done, and everything behind it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct import clock, words
from hustings.conduct.comparing import same_returns_of
from hustings.conduct.roles import Role
from hustings.conduct.saying import names_of
from hustings.conduct.seats import Seat
from hustings.conduct.showing.decisions import decisions_of
from hustings.conduct.showing.pools import ShownTrigger, trigger_of
from hustings.conduct.showing.returns import returns_of
from hustings.conduct.showing.rolls import rolls_of
from hustings.conduct.showing.stages import stages_of
from hustings.conduct.showing.standing import (
    chances_of,
    consequence_citation,
    emergency_of,
    parts_of,
    sentences_since,
)
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Given
from hustings.proceedings.telling import what_comes_next, where_it_stands
from hustings.timetable.sentences import say_instant
from hustings.web.permissions import requires
from hustings.web.pictures.drawing import Picture
from hustings.web.pictures.pools import Pool, draw_pools
from hustings.web.pictures.timeline import Stage, Standing, draw_timeline
from hustings.web.public.labels import label_of
from hustings.web.public.outcomes import outcome_words
from hustings.web.public.reading import seat_or_404


@requires(Role.STRANGER)
def seat(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Everything that is public about a seat, in the order in which people ask."""
    found, now = seat_or_404(proceeding), clock.now()
    names = names_of(found)
    trigger = trigger_of(found, now, gettext)
    page = {
        **head_of(found, now),
        **_coming(found, now),
        "timeline": _timeline(found, now),
        "trigger": trigger,
        "pools": _pools(trigger),
        "pool_rows": _pool_rows(trigger),
        "deciders": _deciders(trigger),
        "returns": returns_of(found, names, gettext) if trigger is not None else (),
        "parts": parts_of(found, now, names, gettext),
        "emergency": _emergency(found, names),
        "decisions": decisions_of(found, names, gettext),
        "rolls": rolls_of(found, gettext),
        "readings": [
            (found.rulebook.readings[number], choice) for number, choice in found.state.readings
        ],
        "candidate": names.get(found.state.candidate or "", ""),
    }
    return render(request, "public/seat.html", page)


@requires(Role.STRANGER)
def same_returns(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The same returns under other rulebooks that decide by units: arithmetic, and nothing more."""
    found, now = seat_or_404(proceeding), clock.now()
    results = same_returns_of(found, now, gettext)
    page = {**head_of(found, now), "results": results}
    return render(request, "public/same_returns.html", page)


def head_of(found: Seat, now: datetime) -> dict[str, Any]:
    """What every page of a seat begins with."""
    return {
        "seat": found,
        "state": found.state,
        "rulebook": found.rulebook,
        "label": label_of(found.rulebook),
        "says": where_it_stands(found.state, found.rulebook, now, gettext),
        "stage": gettext(words.STAGES[found.state.stage]),
    }


def _coming(found: Seat, now: datetime) -> dict[str, Any]:
    coming = what_comes_next(found.state, found.rulebook, now, gettext)
    zone = zone_of(Given(found.state, found.rulebook, now))
    by = say_instant(coming.by, zone, gettext) if coming is not None and coming.by else ""
    rules = {str(step.citation): step.citation for step in found.rulebook.rules.timetable.steps}
    return {
        "coming": coming,
        "by": by,
        "coming_rule": rules.get(coming.rule) if coming is not None else None,
        "chances": chances_of(found, now, gettext),
    }


def _timeline(found: Seat, now: datetime) -> Picture | None:
    stages = [
        Stage(one.name, Standing(one.standing), one.when, one.note, one.replacement)
        for one in stages_of(found, now, gettext)
    ]
    return draw_timeline(stages, "timeline", say=gettext) if stages else None


def _pools(trigger: ShownTrigger | None) -> Picture | None:
    if trigger is None or not trigger.bars:
        return None
    bars = [
        Pool(
            bar.name, bar.choice, bar.base, bar.for_, bar.against, bar.outstanding,
            bar.threshold, bar.at_least,
        )
        for bar in trigger.bars
    ]  # fmt: skip
    return draw_pools(bars, "pools", say=gettext)


def _pool_rows(trigger: ShownTrigger | None) -> list[list[object]]:
    if trigger is None:
        return []
    rows: list[list[object]] = [
        [
            pool.name, pool.open, pool.reselect, pool.base, pool.outside, pool.void,
            pool.outstanding, pool.share, pool.floor, pool.ceiling,
        ]
        for pool in trigger.pools
    ]  # fmt: skip
    if trigger.combined:
        sums = [sum(int(str(row[n])) for row in rows) for n in range(1, 7)]
        rows.append([_("Together, as the rule counts them"), *sums, trigger.combined, "", ""])
    return rows


def _deciders(trigger: ShownTrigger | None) -> list[str]:
    """The fewest further returns that would make an outcome certain."""
    if trigger is None:
        return []
    names = dict(zip(trigger.rules.pools, (pool.name for pool in trigger.pools), strict=True))
    told: list[str] = []
    for one in trigger.answer.deciders:
        needed = ", ".join(f"{names.get(pool, pool)}: {n}" for pool, n in one.needed.items() if n)
        text = _(
            "Further returns that would make certain that it is %(outcome)s, if all were “%(answer)s”: %(needed)s."
        )
        told.append(
            text
            % {
                "outcome": outcome_words(one.outcome),
                "answer": _ANSWERS[one.answer.value](),
                "needed": needed,
            }
        )
    return told


_ANSWERS = {
    "open": lambda: _("open selection"),
    "reselect": lambda: _("reselect"),
    "tie": lambda: _("a tie"),
    "abstain": lambda: _("an abstention"),
}


def _emergency(found: Seat, names: dict[str, str]) -> dict[str, Any] | None:
    declared = emergency_of(found)
    if declared is None:
        return None
    placed, entry = declared
    zone = found.rulebook.rules.rulebook.calendar.zone
    return {
        "at": say_instant(entry.happened_at, zone, gettext),
        "number": placed.number,
        "situation": gettext(words.SITUATIONS[entry.situation]),
        "consequence": gettext(words.CONSEQUENCES[entry.consequence]),
        "citation": consequence_citation(found, entry),
        "since": tuple(sentences_since(found, placed.position, names, gettext)),
    }
