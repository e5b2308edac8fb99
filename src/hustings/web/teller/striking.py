"""The scrutineer's page to strike a code off."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.drafting import Waiting
from hustings.conduct.roles import Role
from hustings.conduct.striking import strike_off
from hustings.conduct.tallying import TellerDesk
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.web.base.forms import Question
from hustings.web.base.refusals import refused_page
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.flows import signing_page

L = gettext_lazy


class StrikeOff(Question):
    """One code, by its public part, and why."""

    credential = forms.CharField(
        label=L("The public part of the code"),
        help_text=L(
            "The command “hustings credentials public” tells it. Never enter the code itself."
        ),
        max_length=700,
        error_messages={"required": L("Enter the public part of the code")},
    )
    because = forms.ChoiceField(
        label=L("Why?"),
        help_text=L("Everybody reads this on the page of the box, without whose code it was."),
        choices=[
            (StrikeReason.OTHER_HANDS, L("Its letter came into other hands")),
            (StrikeReason.OFF_THE_ROLL, L("Its elector was taken off the roll")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose why")},
    )


@requires(Role.SCRUTINEER, writes=True)
@for_tellers
def strike(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """Ask which code, and go on to sign that it is struck off."""
    back = reverse("teller-box", args=[desk.seat.proceeding])
    form = StrikeOff(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credential = form.cleaned_data["credential"].strip()
        because = StrikeReason(form.cleaned_data["because"])
        done = strike_off(desk.person, desk.seat.proceeding, credential, because)
        if isinstance(done, Refused):
            return refused_page(request, done, back=request.path)
        if isinstance(done, Waiting):
            return redirect(signing_page(done.reference))
        messages.success(request, _("Struck off. Nobody can vote with this code any more."))
        return redirect(back)
    words = {"form": form, "title": _("Strike a code off"), "back": back, "desk": desk}
    return render(request, "teller/strike.html", words)
