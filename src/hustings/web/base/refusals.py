"""A "no" is a page too: what was refused, by which rule, what would be allowed, and whom to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused

TOO_MUCH = 413
"""The status of a body that is too large."""

IN_WORDS = {
    Role.STRANGER: gettext_lazy("everybody"),
    Role.MEMBER: gettext_lazy("members"),
    Role.UNIT_SECRETARY: gettext_lazy("the secretary of the branch or affiliate"),
    Role.TELLER: gettext_lazy("the tellers of the meeting"),
    Role.AFFILIATE_OFFICER: gettext_lazy("the authorised officer of the affiliate"),
    Role.PROCEDURES_SECRETARY: gettext_lazy("the procedures secretary"),
    Role.REPRESENTATIVE: gettext_lazy("the sitting representative"),
    Role.CANDIDATE: gettext_lazy("the candidate and their agent"),
    Role.OFFICE: gettext_lazy("the national office"),
    Role.GOVERNING_BODY: gettext_lazy("the governing body"),
    Role.SCRUTINEER: gettext_lazy("the independent scrutineer"),
}

ROLE_WORDS = {
    Role.UNIT_SECRETARY: gettext_lazy("unit secretary"),
    Role.TELLER: gettext_lazy("teller"),
    Role.AFFILIATE_OFFICER: gettext_lazy("officer of an affiliate"),
    Role.PROCEDURES_SECRETARY: gettext_lazy("procedures secretary"),
    Role.REPRESENTATIVE: gettext_lazy("sitting representative"),
    Role.CANDIDATE: gettext_lazy("candidate"),
    Role.OFFICE: gettext_lazy("national office"),
    Role.GOVERNING_BODY: gettext_lazy("governing body"),
    Role.SCRUTINEER: gettext_lazy("scrutineer"),
}
"""What somebody who holds a role is, in a list or beside their name."""


@dataclass(frozen=True, slots=True)
class Worded(Refused):
    """A refusal whose sentence is in the reader's language already; those that the rules make are English."""


def refused_page(
    request: HttpRequest,
    refused: Refused,
    *,
    clause_url: str = "",
    allowed: Iterable[str] = (),
    ask: str = "",
    back: str = "",
    status: int = 409,
    what: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a refusal: ``what`` was asked, what would be ``allowed`` instead, and whom to ``ask``.

    ``more`` may say where a seat stands and what comes next (``stands``, ``coming``, ``by``).
    """
    words = {
        "refused": refused,
        "clause_url": clause_url,
        "allowed": tuple(allowed),
        "ask": ask or _("Ask the national office; they can say what would be possible."),
        "back": back,
        "what": what,
        **(more or {}),
    }
    return render(request, "refused.html", words, status=status)


def not_for_you(request: HttpRequest, roles: frozenset[Role]) -> HttpResponse:
    """A page that belongs to other roles: name them, so that the reader knows whom to ask."""
    if roles >= frozenset(Role) - {Role.STRANGER}:
        named = [_("everybody who has a part in this seat, or is a member of its area")]
    else:
        named = [str(IN_WORDS[role]) for role in Role if role in roles]
    return render(request, "403.html", {"roles": named}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403."""
    return render(request, "403.html", {"roles": []}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another visit, or with cookies off: nothing was stored, and a second try helps."""
    return render(request, "stale_form.html", status=403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no browser of ours would send."""
    return render(request, "400.html", status=400)


def too_much(request: HttpRequest) -> HttpResponse:
    """More than the site reads at once; nothing of it was read."""
    return render(request, "413.html", status=TOO_MUCH)


def ask_again(request: HttpRequest, seconds: int) -> HttpResponse:
    """Not at this moment: what is asked for was growing while it was put together."""
    page = render(request, "503.html", status=503)
    page["Retry-After"] = str(seconds)
    return page


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page at this address."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed on our side; this page leans on nothing that could have failed with it."""
    return HttpResponse(loader.get_template("500.html").render({}), status=500)
