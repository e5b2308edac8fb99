"""Bringing in a list: upload, dry run with what would change and every problem by row and column, then confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import clock, importing
from hustings.conduct.importing import LARGEST, ListOf
from hustings.conduct.roles import Role
from hustings.kernel.refusals import BadInput, Refused
from hustings.people.imports.table import CsvOptions
from hustings.web.base.refusals import refused_page
from hustings.web.office import fields as ask
from hustings.web.office.acts.answerable import Answerable
from hustings.web.office.desk import organisation_or_404
from hustings.web.permissions import requires

SHOWN = 50
_TITLES = {
    ListOf.UNITS: gettext_lazy("Bring in the list of branches and affiliates"),
    ListOf.AFFILIATIONS: gettext_lazy("Bring in the list of affiliations"),
    ListOf.MEMBERS: gettext_lazy("Bring in the list of members"),
}
_ENCODINGS = (
    ("", gettext_lazy("UTF-8")),
    ("windows-1252", gettext_lazy("Windows (Western Europe)")),
    ("utf-16", gettext_lazy("UTF-16")),
)
_SEPARATORS = (
    ("", gettext_lazy("As the header row shows")),
    (",", gettext_lazy("Commas")),
    (";", gettext_lazy("Semicolons")),
    ("tab", gettext_lazy("Tabs")),
)
_DATES = (
    ("", "2019-07-08"),
    ("DD/MM/YYYY", "08/07/2019"),
    ("MM/DD/YYYY", "07/08/2019"),
    ("DD.MM.YYYY", "08.07.2019"),
)


class Upload(Answerable):
    """A file and how it is written; nothing of it is guessed."""

    file = forms.FileField(
        label=gettext_lazy("The CSV file"),
        help_text=gettext_lazy("The whole list: whoever is not in it would be taken off."),
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("How are dates written?"), choices=_DATES, required=False,
        widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    encoding = forms.ChoiceField(
        label=gettext_lazy("How is the text encoded?"), choices=_ENCODINGS, required=False,
        widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    separator = forms.ChoiceField(
        label=gettext_lazy("What stands between the columns?"), choices=_SEPARATORS,
        required=False, widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    ignored = ask.words(
        gettext_lazy("Columns to leave out"),
        gettext_lazy("Their names, separated by commas."),
        required=False,
    )

    def clean_file(self) -> Any:
        """A file that is not beyond all measure."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 400 MB. Is it the right one?"))
        return file


@requires(Role.OFFICE)
def lists(request: HttpRequest) -> HttpResponse:
    """The three lists, in their order."""
    organisation_or_404()
    words = {"lists": [(what.value, title) for what, title in _TITLES.items()]}
    return render(request, "office/lists.html", words)


@requires(Role.OFFICE, writes=True)
def bring_in(request: HttpRequest, what: str) -> HttpResponse:
    """Upload and dry run; then, with ``step=make``, what was seen is carried out."""
    organisation = organisation_or_404()
    if what not in set(ListOf):
        raise Http404
    list_of = ListOf(what)
    if request.POST.get("step") == "make":
        return _confirmed(request, organisation, list_of)
    form = Upload(request.POST or None, request.FILES or None)
    words = {"form": form, "title": _TITLES[list_of], "back": reverse("office-lists")}
    if not form.is_bound or not form.is_valid():
        return render(request, "office/question.html", {**words, "button": _("Try it out")})
    file = form.cleaned_data["file"]
    options = _options({name: str(value) for name, value in form.cleaned_data.items()})
    try:
        seen = importing.dry_run(
            organisation, list_of, file.name, file.read(), options, clock.now()
        )
    except BadInput as bad:
        words |= {"problems_of_file": importing.problems_of(bad), "name": file.name}
        return render(request, "office/import_problems.html", words, status=422)
    kept = {
        name: str(form.cleaned_data[name]) for name in ("dates", "encoding", "separator", "ignored")
    }
    kept |= {"token": seen.token, "mark": seen.mark, "name": file.name}
    return render(request, "office/import_plan.html", {**words, **_shown(seen.plan), "kept": kept})


def _confirmed(request: HttpRequest, organisation: Any, list_of: ListOf) -> HttpResponse:
    post = request.POST
    done = importing.apply(
        organisation, post.get("token", ""), post.get("mark", ""), list_of,
        post.get("name", ""), _options(post),
    )  # fmt: skip
    if isinstance(done, Refused):
        return refused_page(request, done, back=reverse("office-import", args=[list_of.value]))
    said = {"added": len(done.added), "changed": len(done.changed), "gone": len(done.gone)}
    messages.success(
        request, _("Done: %(added)s added, %(changed)s changed, %(gone)s taken off.") % said
    )
    return redirect("office-lists")


def _options(given: Any) -> CsvOptions:
    separator = {"tab": "\t", "": None}.get(given.get("separator", ""), given.get("separator"))
    ignored = {
        name.strip().lower().replace(" ", "_")
        for name in str(given.get("ignored", "")).split(",")
        if name.strip()
    }
    known = {key for key, _name in _DATES}, {key for key, _name in _ENCODINGS}
    dates, encoding = given.get("dates", ""), given.get("encoding", "")
    return CsvOptions(
        encoding=encoding if encoding and encoding in known[1] else None,
        delimiter=separator if separator in (",", ";", "\t") else None,
        date_format=dates if dates and dates in known[0] else None,
        ignored=frozenset(ignored),
    )


def _shown(plan: importing.Plan) -> dict[str, Any]:
    """The difference: the first fifty of each kind, and how many more there are."""
    return {
        "plan": plan,
        "added": [_name(one) for one in plan.added[:SHOWN]],
        "changed": plan.changed[:SHOWN],
        "gone": [_name(one) for one in plan.gone[:SHOWN]],
        "more": {
            "added": max(0, len(plan.added) - SHOWN),
            "changed": max(0, len(plan.changed) - SHOWN),
            "gone": max(0, len(plan.gone) - SHOWN),
        },
        "total": len(plan.records),
    }


def _name(record: Any) -> str:
    number = getattr(record, "number", None)
    if number is not None:
        return f"{number} {record.given_name} {record.family_name}"
    if hasattr(record, "spell"):
        return f"{record.unit}, {record.spell}"
    return f"{record.id} {record.name}"
