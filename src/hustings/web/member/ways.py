"""From a seat's page to what whoever is signed in may do about it now: the page of each act, or none."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.conduct.candidacy import place_of
from hustings.conduct.casting import open_booth
from hustings.conduct.membering import Mine, NotYours, appeal, contest, mine, objection, would_be
from hustings.conduct.showing.standing import Act
from hustings.kernel.refusals import Refused
from hustings.web.member.appealing import MAY_APPEAL
from hustings.web.member.rolls import MAY_OBJECT
from hustings.web.member.unit import MAY_CONTEST


@dataclass(frozen=True, slots=True)
class Way:
    """A link: its words, and where it leads."""

    words: str
    url: str


def sign_in_first(act: Act, proceeding: str) -> Way:
    """For whoever is not signed in: through the sign-in to where the act is done."""
    words, name = {
        Act.OBJECT: (_("Sign in to object"), "my-units-object"),
        Act.CONTEST: (_("Sign in to look at it and contest it"), "my-return"),
        Act.APPLY: (_("Sign in to apply"), "apply"),
        Act.VOTE: (_("Sign in to see how you can vote"), "me"),
        Act.APPEAL: (_("Sign in to appeal"), "my-appeal"),
        Act.SEE_WHETHER_ELIGIBLE: (_("Sign in to see it"), "my-eligibility"),
    }[act]
    there = reverse(name, args=[] if name == "me" else [proceeding])
    return Way(words, f"{reverse('account_login')}?next={there}")


def ways(person: str, proceeding: str, acts: frozenset[Act]) -> dict[Act, list[Way]]:
    """For whoever is signed in: where each of these acts is done, for those that they may do now."""
    try:
        found = mine(person, proceeding)
    except NotYours:
        return {}
    return {act: WAYS[act](found) for act in acts}


def _to_object(found: Mine) -> list[Way]:
    unit = next((one.id for one in found.seat.state.units), "?")
    may = found.roles & {*MAY_OBJECT} and would_be(found, objection(found, unit, "?")) is None
    return [_way(_("Object to the roll of units"), "my-units-object", found)] if may else []


def _to_contest(found: Mine) -> list[Way]:
    if not found.roles & {*MAY_CONTEST}:
        return []
    rows = (found.seat.state.unit(one) for one in found.units)
    return [
        _way(
            _("Contest the return of %(unit)s") % {"unit": row.name},
            "my-return-contest",
            found,
            row.id,
        )
        for row in rows
        if row is not None and would_be(found, contest(found, row.id, "?")) is None
    ]


def _to_apply(found: Mine) -> list[Way]:
    may = place_of(found).may_apply is None
    return [_way(_("Apply to be selected"), "apply", found)] if may else []


def _to_vote(found: Mine) -> list[Way]:
    ballot = found.seat.state.ballot
    if ballot is None or ballot.online is None or found.member is None or not found.area:
        return []
    if isinstance(open_booth(found.person, found.seat.proceeding, now=found.now), Refused):
        return []
    return [Way(_("Vote now"), f"{reverse('booth')}?contest={found.seat.proceeding}")]


def _to_appeal(found: Mine) -> list[Way]:
    rules = found.seat.rulebook.rules.appeals
    if rules is None or not found.roles & {*MAY_APPEAL}:
        return []
    ground = next(iter(rules.grounds.value), "?")
    may = would_be(found, appeal(found, ground, "?")) is None
    return [_way(_("Appeal against the outcome"), "my-appeal", found)] if may else []


def _to_see(found: Mine) -> list[Way]:
    listed = found.member is not None and found.area
    return [_way(_("Am I eligible, and why?"), "my-eligibility", found)] if listed else []


def _way(words: str, name: str, found: Mine, *more: str) -> Way:
    return Way(words, reverse(name, args=[found.seat.proceeding, *more]))


WAYS: dict[Act, Callable[[Mine], list[Way]]] = {
    Act.OBJECT: _to_object,
    Act.CONTEST: _to_contest,
    Act.APPLY: _to_apply,
    Act.VOTE: _to_vote,
    Act.APPEAL: _to_appeal,
    Act.SEE_WHETHER_ELIGIBLE: _to_see,
}
