"""The letters of one seat: what went out and when it counts, what is to be posted, whom nothing reached, the proof."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hustings.conduct import posting, proving, sendings
from hustings.conduct.drafting import Waiting
from hustings.conduct.roles import Role
from hustings.conduct.sendings import Sending
from hustings.conduct.unserved import Unserved
from hustings.kernel.refusals import Refused
from hustings.proceedings.values import Role as ActingRole
from hustings.web.base.refusals import Worded, refused_page
from hustings.web.office import fields as ask
from hustings.web.office.acts.answerable import Answerable
from hustings.web.office.checking import checked
from hustings.web.office.desk import Desk, desk_for
from hustings.web.office.said import entry_words
from hustings.web.permissions import requires

LETTER_ROLES = (Role.OFFICE, Role.PROCEDURES_SECRETARY)
SHOWN = 100
WAYS: dict[str, str | Promise] = {
    "email": gettext_lazy("by e-mail"),
    "post": gettext_lazy("by post"),
    "hand": gettext_lazy("by hand"),
}
WHY: dict[str, str | Promise] = {
    "bounced": gettext_lazy("the e-mail came back"),
    "no-address": gettext_lazy("no address is known"),
    "not-sent": gettext_lazy("the e-mail has not gone out"),
}


@requires(*LETTER_ROLES)
def letters(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Every letter of the seat by entry and way, and whoever has not been reached."""
    desk = desk_for(request, proceeding)
    found = sendings.unreached(desk.organisation, proceeding)
    groups: dict[int, dict[str, Any]] = {}
    for one in sendings.sendings(desk.organisation, proceeding):
        number = _number(desk, one.entry)
        says = (
            entry_words(desk, number)
            if number
            else _("Asked for a signature, or reminded of a return")
        )
        group = groups.setdefault(one.entry, {"says": says, "rows": [], "open": False, "number": 0})
        group["rows"].append(_row(desk, one))
        group["open"] |= bool(one.waiting or one.bounced or one.to_print or one.to_record)
        group["number"] += one.number
    words = {
        "desk": desk,
        "state": desk.seat.state,
        "groups": list(reversed(groups.values())),
        "done": [one for one in reversed(groups.values()) if not one["open"]],
        "unreached": [{"one": one, "why": WHY[one.why]} for one in found[:SHOWN]],
        "number": len(found),
        "more": max(0, len(found) - SHOWN),
    }
    return render(request, "office/letters.html", words)


def _row(desk: Desk, one: Sending) -> dict[str, Any]:
    rule = getattr(desk.seat.rulebook.rules.service, one.channel)
    served = None if one.served_at is None else timezone.localtime(one.served_at) - _A_MOMENT
    return {
        "one": one,
        "way": WAYS[one.channel],
        "served": None if served is None else served.date(),
        "citation": rule.citation,
    }


_A_MOMENT = timedelta(seconds=1)  # served by the end of a day, which is the next one's first moment


def _number(desk: Desk, position: int) -> int:
    return next((one.number for one in desk.seat.entries if one.position == position), 0)


@requires(*LETTER_ROLES)
def pack(request: HttpRequest, proceeding: str, entry: int) -> HttpResponse:
    """One PDF with every letter of an entry that is to be posted."""
    desk = desk_for(request, proceeding)
    made = posting.post_pack(desk.organisation, proceeding, entry)
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{proceeding}-{_number(desk, entry)}-letters.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(*LETTER_ROLES, writes=True)
def posted(request: HttpRequest, proceeding: str, entry: int) -> HttpResponse:
    """The pack was posted today; asked with the number of letters that it holds now."""
    desk = desk_for(request, proceeding)
    one = _sending(desk, entry, "post")
    if not one.to_print:
        raise Http404
    text = ngettext(
        "Yes, the one letter of the pack", "Yes, all %(n)s letters of the pack", one.waiting
    )
    question = ask.choose(_("Were they posted today?"), [(one.mark, text % {"n": one.waiting})])
    title = _("The letters were posted")
    asked = _checked(request, {"posted": question}, title, proceeding)
    if asked is not None:
        return asked
    number = posting.mark_posted(desk.organisation, proceeding, entry, desk.now)
    said = ngettext("%(n)s letter is posted.", "%(n)s letters are posted.", number)
    messages.success(request, said % {"n": number})
    return redirect("office-letters", proceeding)


@requires(*LETTER_ROLES, writes=True)
def another_way(request: HttpRequest, proceeding: str, notice: int) -> HttpResponse:
    """What came back goes by post, or to somebody's hand where no address is known."""
    desk = desk_for(request, proceeding)
    one = _unreached(desk, notice, "bounced")
    title = _("Send it by another way: %(subject)s, %(name)s")
    explain = _(
        "The letter came back. It now goes into the pack to print and post, or, without an address, by hand."
    )
    named = {"subject": one.subject, "name": one.name}
    asked = _checked(request, {}, title % named, proceeding, explain)
    if asked is not None:
        return asked
    second = posting.by_another_way(desk.organisation, notice)
    if second is None:
        no = Worded("sent-already", "", _("This letter goes by another way already."))
        return refused_page(request, no, back=_back(proceeding))
    said = _("The letter to %(name)s now goes %(way)s.")
    messages.success(request, said % {"name": one.name, "way": WAYS[second.channel]})
    return redirect("office-letters", proceeding)


@requires(*LETTER_ROLES, writes=True)
def given(request: HttpRequest, proceeding: str, notice: int) -> HttpResponse:
    """Somebody without any address was given the letter today."""
    desk = desk_for(request, proceeding)
    one = _unreached(desk, notice, "no-address")
    title = _("Given by hand today: %(subject)s, %(name)s")
    explain = _(
        "Say so only once the letter is in their hands: today then counts as the day of service."
    )
    named = {"subject": one.subject, "name": one.name}
    asked = _checked(request, {}, title % named, proceeding, explain)
    if asked is not None:
        return asked
    posting.mark_given(desk.organisation, notice, desk.now)
    messages.success(request, _("%(name)s was given the letter.") % {"name": one.name})
    return redirect("office-letters", proceeding)


@requires(*LETTER_ROLES, writes=True)
def record(request: HttpRequest, proceeding: str, entry: int, channel: str) -> HttpResponse:
    """Put the proof of a batch on the record, once everything of it is sent."""
    desk = desk_for(request, proceeding)
    one = _sending(desk, entry, channel)
    if one.batch is None:
        raise Http404
    if one.waiting:
        text = _("Some of these letters are not sent yet. The proof is made over all of them.")
        return refused_page(request, Worded("not-all-sent", "", text), back=_back(proceeding))
    root = one.batch.root
    question = ask.choose(_("Is this the root of the proof?"), [(root, _four_by_four(root))])
    title = _("Put the proof on the record: %(subject)s, %(way)s")
    named = {"subject": one.subject, "way": WAYS[channel]}
    asked = _checked(request, {"root": question}, title % named, proceeding)
    if asked is not None:
        return asked
    role = next(role for role in LETTER_ROLES if role in desk.roles)
    done = proving.record_served(
        desk.organisation, one.batch, desk.person, ActingRole(role.value), desk.now
    )
    match done:
        case Refused():
            return refused_page(request, done, back=_back(proceeding))
        case Waiting():
            return redirect("sign", reference=done.reference)
    messages.success(request, _("The proof is on the record as entry %(n)s.") % {"n": done.number})
    return redirect("office-letters", proceeding)


def _checked(
    request: HttpRequest,
    fields: dict[str, forms.Field],
    title: str,
    proceeding: str,
    explain: str = "",
) -> HttpResponse | None:
    form = type("LetterForm", (Answerable,), fields)(
        request.POST if request.method == "POST" else None
    )
    return checked(request, form, title, "office-letters", proceeding, explain=explain)


def _back(proceeding: str) -> str:
    return reverse("office-letters", args=[proceeding])


def _sending(desk: Desk, entry: int, channel: str) -> Sending:
    for one in sendings.sendings(desk.organisation, desk.seat.proceeding):
        if (one.entry, one.channel) == (entry, channel):
            return one
    raise Http404


def _unreached(desk: Desk, notice: int, why: str) -> Unserved:
    for one in sendings.unreached(desk.organisation, desk.seat.proceeding):
        if (one.notice, one.why) == (notice, why):
            return one
    raise Http404


def _four_by_four(root: str) -> str:
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))
