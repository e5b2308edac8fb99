"""What a booth asks and hands in about one contest, as JSON; a refusal is a sentence there too."""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import clock
from hustings.conduct.booth import CodeState, ballot_paper, contest_for, state_of_code
from hustings.conduct.casting import cast
from hustings.conduct.limits import TooOften
from hustings.conduct.reading import NoSuchSeat
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.web.base.address import network_of
from hustings.web.permissions import requires

T = TypeVar("T")

SIGN_IN, REFUSED, TOO_OFTEN, CAST = 401, 409, 429, 201


@requires(Role.STRANGER)
def contest(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The contest for whoever is signed in; a stranger is told to sign in."""
    person = request.person  # type: ignore[attr-defined]
    if person is None:
        return _sign_in(proceeding)
    found = _or_404(contest_for, person.id, proceeding)
    if isinstance(found, Refused):
        return _refused(found, _ways(found, proceeding))
    return JsonResponse(
        {
            "election": reverse("booth-election", args=[proceeding]),
            "fingerprint": found.fingerprint,
            "cast": reverse("booth-cast", args=[proceeding]),
            "pass": found.opened,
            "credentials": reverse("booth-codes", args=[proceeding]),
            "box": reverse("seat-box", args=[proceeding]),
            "leave": reverse("seat", args=[proceeding]),
            "elector": person.name,
            "closes": found.closes.isoformat(),
            "replacement": found.replacement,
            "token": get_token(request),
            "record_key": found.record_key,
        }
    )


@requires(Role.STRANGER)
def election(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The ballot paper, byte for byte."""
    found = _or_404(ballot_paper, proceeding)
    if isinstance(found, Refused):
        return _refused(found)
    return HttpResponse(found, content_type="application/json")


@requires(Role.STRANGER)
def no_code(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Codes are asked for one at a time."""
    raise Http404


@requires(Role.STRANGER)
def code(request: HttpRequest, proceeding: str, credential: str) -> HttpResponse:
    """Whether a code is still free, before anybody fills in a ballot in vain."""
    person = request.person  # type: ignore[attr-defined]
    if person is None:
        return _sign_in(proceeding)
    state = _or_404(state_of_code, person.id, proceeding, credential)
    if isinstance(state, Refused):
        return _refused(state)
    if state is None:
        return JsonResponse({"because": _("This code is not one of this election.")}, status=404)
    told = {"state": state.value}
    because = _because(state)
    return JsonResponse(told | {"because": because} if because else told)


def _because(state: CodeState) -> str:
    match state:
        case CodeState.FREE:
            return ""
        case CodeState.CAST:
            return _("A ballot was cast with this code.")
        case CodeState.STRUCK_OFF:
            return _("The scrutineer has struck this code off. Ask the scrutineer for another.")


@requires(Role.STRANGER, writes=True)
def cast_ballot(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Put the ballot into the box, and answer with the receipt."""
    if request.method != "POST":
        raise Http404
    person = request.person  # type: ignore[attr-defined]
    if person is None:
        return _sign_in(proceeding)
    opened = request.headers.get("Booth-Pass", "")
    done = _or_404(
        partial(cast, address=network_of(request)), person.id, proceeding, request.body, opened
    )
    if isinstance(done, Refused):
        return _refused(done, _ways(done, proceeding))
    return JsonResponse({"tracker": done.tracker, "promise": done.receipt.decode()}, status=CAST)


def _or_404(ask: Callable[..., T], *about: Any) -> T:
    try:
        return ask(*about)
    except NoSuchSeat as nothing:
        raise Http404 from nothing


def _sign_in(proceeding: str) -> JsonResponse:
    back = f"{reverse('booth')}?contest={proceeding}"
    told = {
        "because": _("Sign in first: a ballot is taken only from an elector."),
        "sign_in": f"{reverse('account_login')}?next={back}",
    }
    return JsonResponse(told, status=SIGN_IN)


_TO_THEMSELVES = {
    "not-on-the-roll": gettext_lazy("You are not on the roll of this ballot."),
    "not-an-elector": gettext_lazy("You are not among those who may vote in this ballot."),
}
"""What an elector reads; at the desk the same is said of somebody else."""


def _ways(no: Refused, proceeding: str) -> list[dict[str, str]]:
    """Where somebody goes whom the booth turns away; nowhere where the same ballot may be handed in again."""
    seat = (_("The seat, as everybody sees it"), "seat")
    box = (_("The ballot box, to look your ballot up"), "seat-box")
    why = (_("Am I eligible, and why?"), "my-eligibility")
    to = {
        "not-on-the-roll": [(_("My page"), "me"), seat],
        "not-an-elector": [why, seat],
        "voted-already": [box, seat],
        "voted-on-paper": [seat],
        "not-online": [seat],
        "not-open": [seat],
        "closed": [box, seat],
        "not-a-member": [seat],
    }
    return [
        {"address": reverse(name, args=[] if name == "me" else [proceeding]), "text": text}
        for text, name in to.get(no.code, [])
    ]


def _refused(no: Refused, ways: list[dict[str, str]] | None = None) -> JsonResponse:
    because = str(_TO_THEMSELVES.get(no.code) or _(no.because))
    told = {"because": because, "code": no.code, "clause": no.clause, "ways": ways or []}
    if not isinstance(no, TooOften):
        return JsonResponse(told, status=REFUSED)
    seconds = max(1, ceil((no.again - clock.now()).total_seconds()))
    return JsonResponse(told, status=TOO_OFTEN, headers={"Retry-After": str(seconds)})
