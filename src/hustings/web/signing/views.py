"""Signing: what waits for me, one statement as it stands, my signature or my refusal, and what then stands."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hustings.conduct import clock, signing
from hustings.conduct.awaiting import Awaiting, awaiting
from hustings.conduct.entering import Entered
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.web.base.refusals import ROLE_WORDS, refused_page
from hustings.web.mailbox.kept import demonstration_people
from hustings.web.permissions import requires
from hustings.web.signing.forms import Refusal
from hustings.web.signing.named import named_for
from hustings.web.signing.words import rows_of, sentence_of, title_of

_KNOWN = sorted(frozenset(Role) - {Role.STRANGER})


@requires(*_KNOWN)
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person's signature, the most urgent first."""
    rows = named_for(_person(request))
    return render(request, "signing/waiting.html", {"rows": rows})


@requires(*_KNOWN, writes=True)
def statement(request: HttpRequest, reference: str) -> HttpResponse:
    """One statement; on POST the person's signature is added to it."""
    paper = _paper(request, reference)
    if request.method == "POST":
        key = request.POST.get("key", "").strip().lower()
        done = signing.sign(reference, _person(request), key, _value(request))
        if isinstance(done, Refused):
            return refused_page(request, done, back=_back(paper))
        if isinstance(done, Entered):
            messages.success(request, _("Signed. It now stands in the record."))
        return redirect("sign", reference=reference)
    return render(request, "signing/statement.html", _words(request, paper))


@requires(*_KNOWN, writes=True)
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no, and why; nothing enters the record."""
    paper = _paper(request, reference)
    form = Refusal(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        words = {
            "form": form,
            "title": _("Refuse to sign"),
            "says": sentence_of(paper),
            "back": reverse("sign", args=[reference]),
        }
        return render(request, "signing/refuse.html", words)
    no = signing.refuse_to_sign(reference, _person(request), form.cleaned_data["because"])
    if no is not None:
        return refused_page(request, no, back=_back(paper))
    messages.success(request, _("You have refused to sign. Nothing enters the record."))
    return redirect("sign", reference=reference)


def _words(request: HttpRequest, paper: Awaiting) -> dict[str, Any]:
    mine = next(one for one in paper.signatories if one.person == _person(request))
    over = paper.stage == "waiting" and clock.now() >= paper.expires_at
    done = mine.signed_at is not None or mine.refused_at is not None
    return {
        "paper": paper,
        "title": title_of(paper),
        "says": sentence_of(paper),
        "rows": rows_of(paper),
        "signatures": [_signature(one) for one in paper.signatories],
        "refusals": [one for one in paper.signatories if one.refused_at is not None],
        "mine": mine,
        "expired": over,
        "can_sign": paper.stage == "waiting" and not over and not done,
        "statement": b64encode(paper.message).decode(),
        "text": paper.text,
        "action": reverse("sign", args=[paper.reference]),
        "key_url": reverse("keys"),
        "demonstration_key_url": _demonstration_key(request),
        "seat_url": _seat(paper),
        "back": _back(paper),
    }


def _demonstration_key(request: HttpRequest) -> str:
    """The page of the mailbox that holds this person's key; on a demonstration only."""
    if not settings.DEVELOPMENT:
        return ""
    mine = (one for one in demonstration_people() if one.key and one.person == _person(request))
    return next((reverse("mailbox-person", args=[one.address]) for one in mine), "")


def _signature(one: Any) -> dict[str, Any]:
    known = {role.value: words for role, words in ROLE_WORDS.items()}
    role = known.get(one.role, one.role.replace("-", " "))
    return {"name": one.name, "role": role, "key": one.key, "at": one.signed_at}


def _organisation() -> Any:
    try:
        return the_organisation()
    except NoSuchSeat as none:
        raise Http404 from none


def _paper(request: HttpRequest, reference: str) -> Awaiting:
    """The statement, for those whom it asks; for everybody else there is no such page."""
    found = awaiting(_organisation(), reference, _person(request))
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> str:
    return str(request.person.id)  # type: ignore[attr-defined]


def _value(request: HttpRequest) -> bytes:
    try:
        return b64decode(request.POST.get("signature", "").strip(), validate=True)
    except (Error, ValueError):
        return b""


def _back(paper: Awaiting) -> str:
    return reverse("signing")


def _seat(paper: Awaiting) -> str:
    """The seat's public page, where there is one."""
    if paper.about_organisation:
        return ""
    for name in ("seat", "public-seat"):
        try:
            return reverse(name, args=[paper.proceeding])
        except NoReverseMatch:
            continue
    return ""
