"""Setting up the box of a ballot online: what is needed, the file to begin from, and the files that come back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.boxing import boxes_set_up
from hustings.conduct.roles import Role
from hustings.conduct.setting_up import (
    GROUPS,
    Evidence,
    MadeApart,
    contest_file,
    paper_of,
    rules_of,
    set_up_made_apart,
)
from hustings.kernel.refusals import Refused
from hustings.web.base.booth import booth_hash
from hustings.web.base.forms import Question
from hustings.web.base.refusals import refused_page
from hustings.web.office.desk import desk_for
from hustings.web.permissions import requires

BOX_ROLES = (Role.OFFICE, Role.PROCEDURES_SECRETARY)
FILES = ("trustees", "rehearsal", "credentials", "declared")
LARGEST = 64 * 1024 * 1024


def _file(label: Any, hint: Any) -> forms.FileField:
    return forms.FileField(
        label=label, help_text=hint, error_messages={"required": gettext_lazy("Choose this file")}
    )


class Files(Question):
    """The group, and what came back from scrutineer and trustees."""

    group = forms.ChoiceField(
        label=gettext_lazy("In which group were keys and codes made?"),
        choices=[(group, group) for group in GROUPS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the group")},
    )
    trustees = _file(
        gettext_lazy("The trustees’ public keys"), gettext_lazy("trustees.json, from the ceremony.")
    )
    rehearsal = _file(
        gettext_lazy("The trustees’ rehearsal"),
        gettext_lazy("A file ending in .bel, opened to its result by the same trustees."),
    )
    credentials = _file(
        gettext_lazy("The public parts of the codes"),
        gettext_lazy("credentials.json, from the scrutineer. It holds no code."),
    )
    declared = _file(
        gettext_lazy("The scrutineer’s declaration"),
        gettext_lazy("declared.json: for how many electors, and how many codes are spare."),
    )

    def clean(self) -> dict[str, Any]:
        """No file that is beyond all measure."""
        for name in FILES:
            file = self.cleaned_data.get(name)
            if file is not None and file.size > LARGEST:
                self.add_error(name, _("This file is larger than 64 MB. Is it the right one?"))
        return self.cleaned_data


@requires(*BOX_ROLES)
def box(request: HttpRequest, proceeding: str) -> HttpResponse:
    """What is set up, what the rules ask for, and how to come to a box."""
    desk = desk_for(request, proceeding)
    rules = rules_of(desk.seat, desk.now)
    roll = desk.seat.state.roll
    words = {
        "desk": desk,
        "state": desk.seat.state,
        "refused": rules if isinstance(rules, Refused) else None,
        "rules": rules,
        "electors": None if roll is None else roll.electors,
        "paper": paper_of(desk.seat),
        "made": boxes_set_up(proceeding),
    }
    return render(request, "office/box.html", words)


@requires(*BOX_ROLES)
def contest(request: HttpRequest, proceeding: str, group: str) -> HttpResponse:
    """The contest's file, to hand to scrutineer and trustees; nothing is kept of it here."""
    desk = desk_for(request, proceeding)
    if group not in GROUPS:
        raise Http404
    rules = rules_of(desk.seat, desk.now)
    if isinstance(rules, Refused):
        return refused_page(request, rules, back=reverse("office-box", args=[proceeding]))
    text = contest_file(desk.seat, rules, group)
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contest.toml"'
    return answer


@requires(*BOX_ROLES, writes=True)
def files(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Take the files, and keep the box once they fit together and the rules would open it."""
    desk = desk_for(request, proceeding)
    back = reverse("office-box", args=[proceeding])
    form = Files(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        words = {"form": form, "title": _("Hand in what was made apart"), "back": back}
        return render(request, "office/question.html", words | {"button": _("Set the box up")})
    given = {name: form.cleaned_data[name].read() for name in FILES}
    done = set_up_made_apart(
        proceeding,
        MadeApart(form.cleaned_data["group"], given["trustees"], given["credentials"]),
        Evidence(given["declared"], given["rehearsal"], booth_hash()),
        now=desk.now,
    )
    if isinstance(done, Refused):
        return refused_page(request, done, back=request.path)
    messages.success(
        request, _("The box is set up. Ballots enter once the ballot is opened with it.")
    )
    return redirect(back)
