"""Persons, their roles and their keys: entered, granted and ended by the office, keys registered by signature."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import authority, office
from hustings.conduct.authority import MAY_SAY, Standing
from hustings.conduct.drafting import Waiting
from hustings.conduct.reading import seat_ids, seat_name
from hustings.conduct.roles import Role, roles_of
from hustings.kernel.refusals import Refused
from hustings.web.base.refusals import IN_WORDS, ROLE_WORDS, Worded, refused_page
from hustings.web.office import fields as ask
from hustings.web.office.acts.answerable import Answerable
from hustings.web.office.checking import checked
from hustings.web.office.desk import organisation_or_404
from hustings.web.permissions import requires

A_PAGE = 50
GRANTABLE = tuple(role for role in Role if role not in (Role.STRANGER, Role.MEMBER))


class NewPerson(Answerable):
    """Somebody who acts."""

    given_name = ask.words(gettext_lazy("Given name"), max_length=200)
    family_name = ask.words(gettext_lazy("Family name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("They sign in with a code that is sent there."),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )


def _grant_form(organisation: Any, answers: Any = None) -> Answerable:
    units = [(unit.id, unit.name) for unit in office.every_unit(organisation)]
    seats = [(seat, seat_name(organisation, seat)) for seat in seat_ids(organisation)]
    fields: dict[str, forms.Field] = {
        "role": ask.choose(_("Which role?"), [(r.value, str(ROLE_WORDS[r])) for r in GRANTABLE]),
        "unit": ask.choose(
            _("For one branch or affiliate only?"), units, nothing=_("No, for all"), required=False
        ),
        "proceeding": ask.choose(
            _("For one seat only?"), seats, nothing=_("No, for every seat"), required=False
        ),
    }
    return type("GrantForm", (Answerable,), fields)(answers)


@requires(*MAY_SAY)
def persons(request: HttpRequest) -> HttpResponse:
    """Everybody who acts, with roles and keys."""
    organisation = organisation_or_404()
    sought = request.GET.get("name", "").strip()
    everybody = authority.standings(organisation)
    found = [one for one in everybody if sought.casefold() in str(one.person).casefold()]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    words = {
        "keys": office.keys_to_register(organisation),
        "rows": [_row(one) for one in page],
        "page": page,
        "sought": sought,
        "query": urlencode({"name": sought}),
    }
    return render(request, "office/persons.html", words)


@requires(*MAY_SAY, writes=True)
def new_person(request: HttpRequest) -> HttpResponse:
    """Enter somebody."""
    organisation = organisation_or_404()
    form = NewPerson(request.POST if request.method == "POST" else None)
    title = _("Enter a person")
    asked = checked(request, form, title, "office-persons")
    if asked is not None:
        return asked
    made = authority.new_person(organisation, **form.cleaned_data)
    if isinstance(made, Refused):
        return refused_page(request, made)
    messages.success(request, _("%(name)s has been entered. Grant them a role.") % {"name": made})
    return redirect("office-person", reference=made.reference)


@requires(*MAY_SAY)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person: roles, keys, what can be done about them."""
    standing = _standing(reference)
    words = {
        "row": _row(standing),
        "keys": [{"key": key, "offers": _offers(standing)} for key in standing.keys],
        "mine": request.person.id == reference,  # type: ignore[attr-defined]
    }
    return render(request, "office/person.html", words)


@requires(*MAY_SAY, writes=True)
def grant_role(request: HttpRequest, reference: str) -> HttpResponse:
    """Grant a role."""
    organisation, standing = organisation_or_404(), _standing(reference)
    form = _grant_form(organisation, request.POST if request.method == "POST" else None)
    title = _("Grant %(name)s a role") % {"name": standing.person}
    asked = checked(request, form, title, "office-person", reference)
    if asked is not None:
        return asked
    given = form.cleaned_data
    refused = authority.grant_role(
        organisation, reference, Role(given["role"]), given["unit"], given["proceeding"]
    )
    if refused is not None:
        return refused_page(request, refused)
    messages.success(request, _("The role has been granted."))
    return redirect("office-person", reference=reference)


@requires(*MAY_SAY, writes=True)
def end_role(request: HttpRequest, reference: str, grant: int) -> HttpResponse:
    """End a role, from now on."""
    standing = _standing(reference)
    found = next((g for g in standing.grants if g.pk == grant), None)
    if found is None:
        raise Http404
    form = Answerable(request.POST if request.method == "POST" else None)
    said = {"name": standing.person, "role": grant_text(found)}
    title = _("End a role: %(name)s, %(role)s") % said
    explain = _("From now on they no longer act in it. What they did and signed stands.")
    asked = checked(request, form, title, "office-person", reference, explain=explain)
    if asked is not None:
        return asked
    authority.end_grant(organisation_or_404(), reference, grant)
    messages.success(request, _("The role has ended."))
    return redirect("office-person", reference=reference)


@requires(*MAY_SAY, writes=True)
def register_key(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Write the registration of a key; the officer signs it on the next page."""
    organisation, standing = organisation_or_404(), _standing(reference)
    offers = _offers(standing)
    if not offers:
        text = _(
            "%(name)s has no role yet, so there is nothing that the key could sign. Grant a role first."
        )
        no = Worded("no-role", "", text % {"name": standing.person})
        return refused_page(request, no, back=reverse("office-person", args=[reference]))
    listed = [(unit, offer["says"]) for unit, offer in offers.items()]
    alike = authority.looks_alike(organisation, key, request.person.id)  # type: ignore[attr-defined]
    fields: dict[str, forms.Field] = {
        "unit": ask.choose(_("For which roles?"), listed, _alike_text(alike)),
        "compared": ask.choose(
            _(
                "Have you compared the 32 digits of the key with %(name)s, in person or by telephone?"
            )
            % {"name": standing.person},
            [("yes", _("Yes, they are: %(key)s") % {"key": " ".join(_fours(key))})],
        ),
    }
    form = type("RegisterForm", (Answerable,), fields)(request.POST or None)
    title = _("Register a key of %(name)s") % {"name": standing.person}
    asked = checked(request, form, title, "office-person", reference)
    if asked is not None:
        return asked
    unit = form.cleaned_data["unit"]
    said = authority.propose_registration(
        organisation, key, offers[unit]["roles"], None if unit == "-" else unit, *_speaker(request)
    )
    return _to_sign(request, said)


@requires(*MAY_SAY, writes=True)
def revoke_key(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Write the end of a key; the officer signs it on the next page."""
    standing = _standing(reference)
    form = Answerable(request.POST if request.method == "POST" else None)
    title = _("End the key %(key)s of %(name)s") % {"key": key, "name": standing.person}
    explain = _(
        "Once you have signed it, the key signs nothing more. What it signed before stands. It cannot be undone: "
        "they make a new key."
    )
    asked = checked(request, form, title, "office-person", reference, explain=explain)
    if asked is not None:
        return asked
    said = authority.propose_revocation(organisation_or_404(), key, *_speaker(request))
    return _to_sign(request, said)


def _alike_text(alike: Sequence[tuple[str, bool]]) -> str:
    """A warning where this key could belong to somebody whose key this officer has registered already."""
    if not alike:
        return ""
    same = [name for name, same_name in alike if same_name]
    if same:
        return _(
            "Somebody called %(name)s has a key already. If it is the same person, end one of the two; "
            "two keys of one person must never count as two persons."
        ) % {"name": same[0]}
    return _(
        "You have registered the key of %(names)s, who tells for the same unit or seat. Readers of the "
        "record are told when one officer registered both tellers' keys; ask another officer for this one."
    ) % {"names": ", ".join(name for name, _same in alike)}


def _to_sign(request: HttpRequest, said: Waiting | Refused) -> HttpResponse:
    if isinstance(said, Refused):
        return refused_page(request, said)
    return redirect("sign", reference=said.reference)


def _speaker(request: HttpRequest) -> tuple[str, Role]:
    """The person, and the role in which they speak for the organisation."""
    who = request.person.id  # type: ignore[attr-defined]
    held = roles_of(who)
    return who, next(role for role in MAY_SAY if role in held)


def _standing(reference: str) -> Standing:
    found = authority.standings(organisation_or_404(), reference)
    if not found:
        raise Http404
    return found[0]


def _row(standing: Standing) -> dict[str, Any]:
    return {
        "person": standing.person,
        "roles": [{"id": g.pk, "says": grant_text(g)} for g in standing.grants],
        "keys": standing.keys,
    }


def grant_text(grant: Any) -> str:
    """A role as people say it, with the unit or the seat for which it is held."""
    role = str(ROLE_WORDS.get(Role(grant.role), IN_WORDS.get(Role(grant.role), grant.role)))
    if grant.unit is not None:
        return _("%(role)s, %(unit)s") % {"role": role, "unit": grant.unit}
    if grant.proceeding:
        named = seat_name(grant.person.organisation, grant.proceeding) or grant.proceeding
        return _("%(role)s for %(seat)s") % {"role": role, "seat": named}
    return role


def _offers(standing: Standing) -> dict[str, dict[str, Any]]:
    """The registrations that fit the person's roles: one without a unit, and one for each unit."""
    offers: dict[str, dict[str, Any]] = {}
    for grant in standing.grants:
        unit = grant.unit.reference if grant.unit is not None else "-"
        offer = offers.setdefault(unit, {"roles": [], "says": []})
        if grant.role not in offer["roles"]:
            offer["roles"].append(grant.role)
            offer["says"].append(grant_text(grant))
    return {unit: {**offer, "says": "; ".join(offer["says"])} for unit, offer in offers.items()}


def _fours(key: str) -> list[str]:
    return [key[at : at + 4] for at in range(0, len(key), 4)]
