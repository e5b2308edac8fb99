"""Doing something to a seat: the questions, what the answers would change, then the entry or its signature."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct import office
from hustings.conduct.authority import MAY_SAY
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.roles import OFFICE_ROLES
from hustings.conduct.rulebooks import adopted
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.entry import Entry
from hustings.proceedings.values import Actor
from hustings.rulebooks.loader import Rulebook
from hustings.web.base.refusals import Worded, not_for_you, refused_page
from hustings.web.office.acts.act import Act
from hustings.web.office.acts.beginning import OPENING
from hustings.web.office.acts.register import ACTS
from hustings.web.office.changed import changes
from hustings.web.office.desk import Desk, desk_for, desk_with, organisation_or_404
from hustings.web.office.said import said
from hustings.web.permissions import requires

NOT_ANSWERS = ("csrfmiddlewaretoken", "step", "seen")


@requires(*OFFICE_ROLES, writes=True)
def do(request: HttpRequest, proceeding: str, act: str) -> HttpResponse:
    """One act on one seat: ask, check, make."""
    found = ACTS.get(act)
    if found is None:
        raise Http404
    return _answer(request, desk_for(request, proceeding), found)


@requires(*MAY_SAY, writes=True)
def open_seat(request: HttpRequest, proceeding: str, digest: str) -> HttpResponse:
    """Open a seat that the record does not know yet, under an adopted rulebook."""
    organisation = organisation_or_404()
    if slugify(proceeding) != proceeding:
        raise Http404
    try:
        book = adopted(organisation.slug, digest)
    except BadInput as none:
        raise Http404 from none
    desk = desk_with(request, organisation, office.unopened(organisation, proceeding, book))
    return _answer(request, desk, OPENING, book)


def _answer(
    request: HttpRequest, desk: Desk, act: Act, book: Rulebook | None = None
) -> HttpResponse:
    actor = act.actor(desk)
    if actor is None:
        return not_for_you(request, act.roles)
    no = act.not_now(desk)
    if no is not None:
        return _refused(request, desk, act, no, to_everybody=no.code != "no-such-power")
    if request.method != "POST":
        initial = {name: request.GET[name] for name in request.GET}
        return _ask(request, desk, act, act.form(desk, initial=initial))
    form = act.form(desk, request.POST)
    if request.POST.get("step") == "change" or not form.is_valid():
        return _ask(request, desk, act, form)
    command = act.command(desk, actor, form.cleaned_data)
    if request.POST.get("step") == "make":
        return _make(request, desk, act, command, book)
    return _check(request, desk, act, form, command)


def _ask(
    request: HttpRequest, desk: Desk, act: Act, form: Any, refused: Refused | None = None
) -> HttpResponse:
    """The questions, with what can be seen before answering, and a refusal of the last try on top."""
    answers = form.cleaned_data if form.is_bound and form.is_valid() else None
    power = act.power(desk)
    words = {
        **_around(request, desk, act),
        "form": form,
        "seen": request.POST.get("seen", desk.seen),
        "power": power,
        "refused": refused,
        "shown": act.show(desk, answers) if act.show is not None else None,
        "waiver": refused is not None and refused.code == "interval-breached",
    }
    return render(request, "office/act.html", words, status=409 if refused is not None else 200)


def _check(request: HttpRequest, desk: Desk, act: Act, form: Any, command: Entry) -> HttpResponse:
    """What the answers say and change, before anything is made."""
    entry = office.what_if(desk.seat, command, desk.now)
    if isinstance(entry, Refused):
        return _ask(request, desk, act, form, entry)
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_ANSWERS
    ]
    words = {
        **_around(request, desk, act),
        "answers": form.in_words(),
        "kept": kept,
        "seen": request.POST.get("seen", desk.seen),
        "says": said(desk, entry),
        "changes": changes(desk, entry),
        "power": act.power(desk),
        "shown": act.show(desk, form.cleaned_data) if act.show is not None else None,
        "signs": _signs(act, desk, entry),
    }
    return render(request, "office/check.html", words)


def _make(
    request: HttpRequest, desk: Desk, act: Act, command: Entry, book: Rulebook | None
) -> HttpResponse:
    """Make the entry, or the statement that waits for signatures; the second of two officers is told."""
    seen = request.POST.get("seen", "")
    if not seen.isascii() or not seen.isdigit():
        return _refused(request, desk, act, Worded("not-seen", "", _("Begin again, please.")))
    if desk.seen == int(seen) and act.before_making is not None:
        tried = office.what_if(desk.seat, command, desk.now)
        if isinstance(tried, Refused):
            return _refused(request, desk, act, tried)
        command = act.before_making(desk, command)
    done = office.act_on_seen(
        desk.organisation, desk.seat.proceeding, command, int(seen), rulebook=book, now=desk.now
    )
    match done:
        case Refused():
            return _refused(request, desk, act, done)
        case Waiting():
            return redirect("sign", reference=done.reference)
        case Entered():
            messages.success(request, said(desk, done.entry))
            return redirect("office-seat", proceeding=desk.seat.proceeding)


def _around(request: HttpRequest, desk: Desk, act: Act) -> dict[str, Any]:
    opened = desk.seat.state.opened_at is not None
    back = reverse("office-seat", args=[desk.seat.proceeding]) if opened else reverse("office-open")
    state, asked = desk.seat.state, request.POST.get("seat") or request.GET.get("seat")
    place = state.seat or asked or desk.seat.proceeding
    words = {"act": act, "desk": desk, "state": state, "place": place}
    return {**words, "title": act.title, "back": back}


def _refused(
    request: HttpRequest, desk: Desk, act: Act, refused: Refused, *, to_everybody: bool = False
) -> HttpResponse:
    """A refusal as a page: what, by which rule, who could, and what came meanwhile.

    ``to_everybody``: it holds whatever anybody answers, until the seat stands elsewhere.
    """
    could = (
        [] if to_everybody and refused.code != "another-stage" else _who_could(desk, act, refused)
    )
    allowed = [*could, *_meanwhile(request, desk, refused)]
    opened = desk.seat.state.opened_at is not None
    back = (
        reverse("office-seat", args=[desk.seat.proceeding]) if opened else reverse("office-today")
    )
    if to_everybody:
        ask = _("The page of the seat says what can be done now, and why other things cannot.")
    else:
        ask = _("Ask the body that can decide this, or look up the rule in the rulebook.")
    return refused_page(request, refused, allowed=allowed, back=back, ask=ask)


def _who_could(desk: Desk, act: Act, refused: Refused) -> list[str]:
    """Which body could; where nobody can now, it would only mislead."""
    power = act.power(desk)
    if power is None:
        return []
    said_ = {"bodies": _(" or the ").join(map(gettext, power.bodies)), "rule": power.citation}
    if refused.code == "another-stage":
        return [_("Then the %(bodies)s can decide this, under %(rule)s.") % said_]
    return [_("The %(bodies)s can decide this, under %(rule)s.") % said_]


def _meanwhile(request: HttpRequest, desk: Desk, refused: Refused) -> list[str]:
    seen = request.POST.get("seen", "")
    if refused.code not in ("changed-meanwhile", "somebody-was-faster") or not seen.isdigit():
        return []
    new = desk.seat.entries[int(seen) :]
    return [_("Entered meanwhile: %(says)s") % {"says": said(desk, one.entry)} for one in new]


def _signs(act: Act, desk: Desk, entry: Entry) -> list[str]:
    signed = any(needed.signed for needed in entry.requirements(desk.given))
    actors: tuple[Actor, ...] = entry.by if signed else ()
    return [desk.name(actor.person) for actor in actors]
