"""The scrutineer's page to show that spare codes were not used."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.drafting import Waiting
from hustings.conduct.roles import Role
from hustings.conduct.spares import prove_unused
from hustings.conduct.tallying import TellerDesk
from hustings.kernel.refusals import Refused
from hustings.web.base.forms import Question
from hustings.web.base.refusals import refused_page
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.flows import signing_page

L = gettext_lazy


class Proof(Question):
    """The two files of the code book; neither holds a code."""

    proof = forms.FileField(
        label=L("The spare codes that are left"),
        help_text=L(
            "The file that the command “hustings credentials unused” writes. It holds no code."
        ),
        error_messages={"required": L("Choose the file of the spare codes")},
    )
    declared = forms.FileField(
        label=L("Your declaration"),
        help_text=L(
            "declared.json from your folder of codes, as it was handed in before the ballot opened."
        ),
        error_messages={"required": L("Choose the declaration")},
    )


@requires(Role.SCRUTINEER, writes=True)
@for_tellers
def unused(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """Take both files, and go on to sign what they show."""
    back = reverse("teller-box", args=[desk.seat.proceeding])
    form = Proof(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = (form.cleaned_data[name].read() for name in ("proof", "declared"))
        done = prove_unused(desk.person, desk.seat.proceeding, *files)
        if isinstance(done, Refused):
            return refused_page(request, done, back=request.path)
        return redirect(signing_page(done.reference) if isinstance(done, Waiting) else back)
    words = {"form": form, "title": _("Show that spare codes were not used"), "back": back}
    return render(request, "teller/spares.html", words | {"desk": desk})
