"""The pages of the mailbox: who has letters, a person's letters, one letter, one attachment."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from hustings.conduct.roles import Role
from hustings.web.mailbox.kept import (
    KeptLetter,
    addresses,
    demonstration_people,
    letter_named,
    letters_to,
)
from hustings.web.permissions import requires


@requires(Role.STRANGER)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everybody who has letters, and the demonstration's people."""
    _development_only()
    words = {"addresses": addresses(), "people": demonstration_people()}
    return render(request, "mailbox/mailbox.html", words)


@requires(Role.STRANGER)
def letters(request: HttpRequest, address: str) -> HttpResponse:
    """One person's letters, newest first."""
    _development_only()
    person = next((p for p in demonstration_people() if p.address == address), None)
    words = {"address": address, "letters": letters_to(address), "somebody": person}
    return render(request, "mailbox/letters.html", words)


@requires(Role.STRANGER)
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter."""
    return render(request, "mailbox/letter.html", {"letter": _letter(name)})


@requires(Role.STRANGER)
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One attachment, as a PDF or calendar file to open, anything else to keep."""
    attachments = _letter(name).attachments
    if not 1 <= number <= len(attachments):
        raise Http404
    found = attachments[number - 1]
    response = HttpResponse(found.content, content_type="application/octet-stream")
    if found.kind in {"application/pdf", "text/calendar"}:
        response["Content-Type"] = found.kind
    response["Content-Disposition"] = content_disposition_header(False, found.name) or "inline"
    return response


def _letter(name: str) -> KeptLetter:
    _development_only()
    found = letter_named(name)
    if found is None:
        raise Http404
    return found


def _development_only() -> None:
    if not settings.DEVELOPMENT:
        raise Http404
