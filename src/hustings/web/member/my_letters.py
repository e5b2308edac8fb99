"""What was written to me, and with each letter where it went, or would have gone, and what shows that it was served."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.serving import letters_of, proof_of, served_on
from hustings.web.permissions import requires

KNOWN = tuple(sorted(frozenset(Role) - {Role.STRANGER}))


@requires(*KNOWN)
def letters(request: HttpRequest) -> HttpResponse:
    """Everything that was written to me, newest first, with what shows that it was served."""
    return render(request, "member/letters.html", {"letters": _letters(request)})


@requires(*KNOWN)
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter to me; nobody else's."""
    one = next((one for one in _letters(request) if one.pk == number), None)
    if one is None:
        raise Http404
    shown = proof_of(one)
    words = {
        "letter": one,
        "served_on": served_on(one),
        "shown": shown,
        "way": _way(one, played=bool(shown.get("played"))),
    }
    return render(request, "member/letter.html", words)


def _way(letter: Any, *, played: bool) -> str:
    """By which way it went; of a letter that nothing sent, by which way it goes or would have gone."""
    if letter.channel not in ("email", "post"):
        return _("No address of yours is known, so it is given by hand.")
    by_mail = letter.channel == "email"
    if played:
        text = (
            _("It is kept as it would have gone by e-mail to %(address)s, and nothing was sent.")
            if by_mail
            else _("It is kept as it would have gone by post to %(address)s, and nothing was sent.")
        )
    elif letter.sent_at:
        text = (
            _("It went by e-mail to %(address)s.")
            if by_mail
            else _("It went by post to %(address)s.")
        )
    else:
        text = (
            _("It goes by e-mail to %(address)s.")
            if by_mail
            else _("It goes by post to %(address)s.")
        )
    return text % {"address": letter.address}


def _letters(request: HttpRequest) -> list[Any]:
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        return []
    return letters_of(organisation, request.person.id)  # type: ignore[attr-defined]
