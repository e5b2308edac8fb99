"""A seat: where it stands, what happens next, what can be done, and everything behind it."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from hustings.conduct import clock, words
from hustings.conduct.comparing import same_returns_of
from hustings.conduct.roles import Role
from hustings.conduct.saying import Names, names_of
from hustings.conduct.seats import Seat
from hustings.conduct.showing.decisions import decisions_of, in_sight
from hustings.conduct.showing.pools import ShownTrigger, trigger_of
from hustings.conduct.showing.returns import returns_of
from hustings.conduct.showing.rolls import rolls_of
from hustings.conduct.showing.stages import stages_of
from hustings.conduct.showing.standing import (
    Chance,
    chances_of,
    consequence_citation,
    emergency_of,
    parts_of,
    sentences_since,
)
from hustings.kernel.exact import fraction_text
from hustings.proceedings.clock import zone_of
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.entry import Given
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.telling import where_it_stands
from hustings.timetable.sentences import say_instant
from hustings.web.member.ways import Way, sign_in_first, ways
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
    sight, earlier = in_sight(decisions_of(found, names, gettext))
    page = {
        **head_of(found, now),
        **coming_of(found, now),
        "chances": _with_ways(request, found, now),
        **_timelines(found, now),
        "decided_first": found.state.outcome is not None,
        "trigger": trigger,
        "tie": _tie(found, trigger),
        "now": now,
        "pools": _pools(trigger),
        "pool_table": _pool_table(trigger),
        "deciders": _deciders(trigger),
        **_returns(found, names, trigger, now),
        "parts": parts_of(found, now, names, gettext),
        "emergency": _emergency(found, names),
        "decisions": sight,
        "earlier": earlier,
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


def _returns(
    found: Seat, names: Names, trigger: ShownTrigger | None, now: datetime
) -> dict[str, Any]:
    """The returns; of a decided seat those that nobody contested apart, to be folded."""
    every = returns_of(found, names, gettext, now) if trigger is not None else ()
    if found.state.outcome is None:
        return {"returns": every, "quiet_returns": ()}
    quiet = [
        one for one in every if one.answer and not (one.struck or one.contested or one.history[1:])
    ]
    return {"returns": [one for one in every if one not in quiet], "quiet_returns": quiet}


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


def coming_of(found: Seat, now: datetime) -> dict[str, Any]:
    """What happens next, by when and by which rule."""
    coming = what_comes_next(found.state, found.rulebook, now, gettext)
    zone = zone_of(Given(found.state, found.rulebook, now))
    by = coming.by_when(zone, gettext) if coming is not None else ""
    return {
        "coming": coming,
        "by": by,
        "coming_rule": coming.rule if coming is not None else None,
    }


def _with_ways(request: HttpRequest, found: Seat, now: datetime) -> list[tuple[Chance, list[Way]]]:
    """What can be done, each with the links to where this reader does it."""
    chances, person = chances_of(found, now, gettext), request.person  # type: ignore[attr-defined]
    if person is None:
        return [
            (one, [sign_in_first(one.act, found.proceeding)] if one.act else []) for one in chances
        ]
    acts = frozenset(one.act for one in chances if one.act is not None)
    mine = ways(person.id, found.proceeding, acts)
    return [(one, mine.get(one.act, []) if one.act else []) for one in chances]


MOST_PAST = 5
"""So many dates that are over stand among the others; more are folded away."""


def _timelines(found: Seat, now: datetime) -> dict[str, Any]:
    """The dates; those that lie before the present one apart, where they are many."""
    stages = [
        Stage(one.name, Standing(one.standing), one.when, one.note, one.replacement)
        for one in stages_of(found, now, gettext)
    ]
    over = next(
        (n for n, one in enumerate(stages) if one.standing in (Standing.PRESENT, Standing.FUTURE)),
        len(stages),
    )
    past, rest = (stages[:over], stages[over:]) if over > MOST_PAST else ([], stages)
    title = _("The dates that are over")
    return {
        "dates_over": draw_timeline(past, "dates-over", title, gettext) if past else None,
        "number_over": len(past),
        "timeline": draw_timeline(rest, "timeline", say=gettext) if rest else None,
    }


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


def _pool_table(trigger: ShownTrigger | None) -> dict[str, Any]:
    """Exact figures: what is measured down, the pools across, every denominator named."""
    if trigger is None:
        return {"head": [], "rows": []}
    pools = trigger.pools
    both = any(pool.void and pool.outstanding for pool in pools)
    outstanding = _("Outstanding, void ones among them") if both else _("Outstanding")
    counted = (
        (_("For an open selection"), [pool.open for pool in pools]),
        (_("For reselection"), [pool.reselect for pool in pools]),
        (_("Valid returns: these two together"), [pool.base for pool in pools]),
        (
            _("Outside the base: ties and abstentions that count for neither"),
            [p.outside for p in pools],
        ),
        (_("Void"), [pool.void for pool in pools]),
        (outstanding, [pool.outstanding for pool in pools]),
    )
    shares = [(_("Share for an open selection, of valid returns"), [p.share for p in pools])]
    if trigger.outstanding:
        least = _("At least, of valid and outstanding returns")
        most = _("At most, of valid and outstanding returns")
        shares += [(least, [p.floor for p in pools]), (most, [p.ceiling for p in pools])]
    head = [_("Returns"), *(pool.name for pool in pools)]
    rows: list[list[object]] = [[name, *numbers] for name, numbers in counted]
    if not trigger.combined:
        return {"head": head, "rows": [*rows, *([name, *cells] for name, cells in shares)]}
    rows = [[*row, sum(numbers)] for row, (_name, numbers) in zip(rows, counted, strict=True)]
    together = (trigger.combined, *_ends(trigger))
    rows += [[name, *cells, whole] for (name, cells), whole in zip(shares, together, strict=False)]
    return {"head": [*head, _("Together")], "rows": rows}


def _ends(trigger: ShownTrigger) -> tuple[str, str]:
    """Between what the share for an open selection of all pools together can still end."""
    if len(trigger.bars) != 1:
        return ("", "")
    bar = trigger.bars[0]
    for_open = trigger.rules.decision.aggregate.share_of == "open"
    sure = bar.for_ if for_open else bar.against
    whole = bar.for_ + bar.against + bar.outstanding
    if not whole:
        return ("", "")
    least, most = Fraction(sure, whole), Fraction(sure + bar.outstanding, whole)
    return (fraction_text(least), fraction_text(most))


def _tie(found: Seat, trigger: ShownTrigger | None) -> str:
    """How a tied unit counts, where one has reported a tie."""
    tied = any(one.answer is UnitAnswer.TIE and not one.void for one in found.state.returns)
    if trigger is None or not tied:
        return ""
    match trigger.rules.decision.unit_tie.value:
        case "open":
            return _("A unit that reports a tie counts for an open selection.")
        case "reselect":
            return _("A unit that reports a tie counts for reselection.")
        case "abstain":
            return _("A unit that reports a tie counts for neither.")
        case "unsettled":
            return _("The rules do not settle how a unit that reports a tie counts.")


def _deciders(trigger: ShownTrigger | None) -> list[str]:
    """The fewest further returns that would make an outcome certain."""
    if trigger is None:
        return []
    names = dict(zip(trigger.rules.pools, (pool.name for pool in trigger.pools), strict=True))
    lines: list[str] = []
    for one in trigger.answer.deciders:
        number = sum(one.needed.values())
        text = ngettext(
            "%(outcome)s: certain with %(n)s more return for it",
            "%(outcome)s: certain with %(n)s more returns for it",
            number,
        ) % {"n": number, "outcome": capfirst(outcome_words(one.outcome))}
        where = ", ".join(f"{names.get(p, p)}: {n}" for p, n in one.needed.items() if n)
        lines.append(f"{text}." if _alike(trigger) else f"{text} ({where}).")
    return lines


def _alike(trigger: ShownTrigger) -> bool:
    """Whether it does not matter from which pool a return comes."""
    weights = {pool.each for pool in trigger.rules.pools.values()}
    return trigger.rules.decision.aggregate.value == "pooled-majority" and len(weights) == 1


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
