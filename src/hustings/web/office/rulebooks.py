"""Adopting a rulebook: a shipped one, or three files of the organisation's own, checked and then signed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import authority, rulebooks
from hustings.conduct.authority import MAY_SAY
from hustings.conduct.importing import problems_of
from hustings.conduct.roles import roles_of
from hustings.kernel.refusals import BadInput, Refused
from hustings.rulebooks.loader import Rulebook, from_files, load, shipped
from hustings.web.base.refusals import refused_page
from hustings.web.office import fields as ask
from hustings.web.office.acts.answerable import Answerable
from hustings.web.office.checking import checked
from hustings.web.office.desk import organisation_or_404
from hustings.web.permissions import requires


def _adopted(organisation: Any) -> list[Rulebook]:
    return [
        rulebooks.adopted(organisation.slug, digest)
        for digest in authority.adopted_digests(organisation)
    ]


@requires(*MAY_SAY)
def books(request: HttpRequest) -> HttpResponse:
    """The rulebooks adopted, and those that could be."""
    mine = _adopted(organisation_or_404())
    known = {book.id for book in mine}
    others = [load(id_) for id_ in shipped() if id_ not in known]
    return render(request, "office/rulebooks.html", {"mine": mine, "others": others})


@requires(*MAY_SAY, writes=True)
def adopt(request: HttpRequest, rulebook: str) -> HttpResponse:
    """Adopt a shipped rulebook."""
    organisation = organisation_or_404()
    try:
        book = load(rulebook)
    except BadInput as bad:
        refused = Refused("no-such-rulebook", "", bad.problems[0].what)
        return refused_page(request, refused, back=reverse("office-rulebooks"), status=404)
    form = Answerable(request.POST if request.method == "POST" else None)
    title = _("Adopt “%(title)s”") % {"title": book.title}
    explain = _(
        "Seats opened from then on can be opened under it; you sign the adoption on the last page. "
        "Read the rules first, on the page “Rules”."
    )
    asked = checked(request, form, title, "office-rulebooks", explain=explain)
    if asked is not None:
        return asked
    return _proposed(request, organisation, book)


class Files(Answerable):
    """The three files of a rulebook."""

    rules = forms.FileField(label="rules.toml")
    clauses = forms.FileField(label="clauses.md")
    readings = forms.FileField(label="readings.toml")


@requires(*MAY_SAY, writes=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Check three files, then adopt them; every problem is named with file, line and a right example."""
    organisation = organisation_or_404()
    form = Files(request.POST or None, request.FILES or None)
    words = {
        "form": form,
        "title": _("Adopt a rulebook of your own"),
        "back": reverse("office-rulebooks"),
        "button": _("Check the files"),
        "explain": _(
            "A rulebook is three files: its values, its clauses in your own words, and how unclear "
            "passages are read. The command “hustings rulebook new” writes a beginning. Nothing is "
            "kept before the adoption is signed."
        ),
    }
    if not form.is_bound or not form.is_valid():
        return render(request, "office/question.html", words)
    given = form.cleaned_data
    files = {
        "rules.toml": given["rules"].read(),
        "clauses.md": given["clauses"].read(),
        "readings.toml": given["readings"].read(),
    }
    try:
        book = from_files("rulebook", files)
    except BadInput as bad:
        words |= {"problems_of_file": problems_of(bad), "name": _("The rulebook")}
        return render(request, "office/import_problems.html", words, status=422)
    return _proposed(request, organisation, book)


def _proposed(request: HttpRequest, organisation: Any, book: Rulebook) -> HttpResponse:
    who = request.person.id  # type: ignore[attr-defined]
    role = next(role for role in MAY_SAY if role in roles_of(who))
    said = authority.propose_adoption(organisation, book, who, role)
    if isinstance(said, Refused):
        return refused_page(request, said, back=reverse("office-rulebooks"))
    return redirect("sign", reference=said.reference)


# --- opening a seat: which one, under which rules -----------------------------------------------------


@requires(*MAY_SAY, writes=True)
def begin(request: HttpRequest) -> HttpResponse:
    """Which seat, under which adopted rulebook; the decision itself is the next page."""
    mine = _adopted(organisation_or_404())
    fields: dict[str, forms.Field] = {
        "seat": ask.words(
            gettext_lazy("Which seat?"),
            gettext_lazy("The place or the office, as members know it."),
        ),
        "rulebook": ask.choose(
            gettext_lazy("Under which rulebook?"),
            [(book.digest, book.title) for book in mine],
            gettext_lazy("A seat keeps the rulebook of its opening to the end."),
        ),
    }
    form = type("BeginForm", (Answerable,), fields)(request.POST or None)
    words = {
        "form": form,
        "title": _("Open the procedure for a seat"),
        "back": reverse("office-today"),
    }
    if not form.is_bound or not form.is_valid() or not slugify(form.cleaned_data["seat"]):
        return render(request, "office/question.html", {**words, "no_rulebook": not mine})
    seat, digest = form.cleaned_data["seat"], form.cleaned_data["rulebook"]
    address = reverse("office-open-seat", args=[slugify(seat), digest])
    return redirect(f"{address}?seat={seat}")
