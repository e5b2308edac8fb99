"""The polling desk: an elector's number in, and whether their paper is taken or set aside."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.desk import AtTheDesk, DeskOutcome, accept_paper, look_up
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk
from hustings.kernel.refusals import Refused
from hustings.timetable.sentences import N_
from hustings.web.base.forms import Question
from hustings.web.base.refusals import refused_page
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.packs import seat_home

L = gettext_lazy
SAID: dict[DeskOutcome, str] = {
    DeskOutcome.MAY_VOTE: N_("{number} has not voted. A paper can be taken."),
    DeskOutcome.ACCEPTED: N_("Taken. {number} has now voted on paper, and not online."),
    DeskOutcome.SET_ASIDE: N_("Set it aside unopened: {number} has voted online."),
    DeskOutcome.SECOND_PAPER: N_("Set it aside unopened: a paper of {number} was taken before."),
    DeskOutcome.HAS_VOTED_ONLINE: N_(
        "{number} has voted online. A paper would be set aside unopened."
    ),
    DeskOutcome.HAS_VOTED_ON_PAPER: N_("A paper of {number} was taken before."),
}


class AtDesk(Question):
    """One elector, and what is done."""

    number = forms.CharField(
        label=L("Membership number"),
        help_text=L("One elector at a time. Every look is logged."),
        max_length=80,
        error_messages={"required": L("Enter the membership number")},
    )
    act = forms.ChoiceField(
        label=L("What do you want to do?"),
        choices=[
            ("look", L("Look whether they may vote on paper")),
            ("accept", L("Take their paper")),
            ("tendered", L("Enter a paper that was taken in its envelope during an outage")),
        ],
        widget=forms.RadioSelect,
        initial="look",
        error_messages={"required": L("Choose what to do")},
    )


@requires(Role.TELLER, Role.SCRUTINEER, writes=True)
@for_tellers
def desk_page(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """Nothing happens on opening the page; looking is an act as well, because it is logged."""
    form = AtDesk(request.POST or None)
    words = {"form": form, "title": _("The desk"), "back": seat_home(desk), "desk": desk}
    if request.method == "POST" and form.is_valid():
        found = _done(desk, form.cleaned_data["number"].strip(), form.cleaned_data["act"])
        if isinstance(found, Refused):
            if found.code != "not-on-the-roll":
                return refused_page(request, found, back=request.path)
            form.add_error("number", found.because)
            return render(request, "teller/desk.html", words)
        said = _(SAID[found.outcome]).format(number=found.elector)
        words |= {"form": AtDesk(), "said": said, "good": found.outcome in GOOD}
    return render(request, "teller/desk.html", words)


GOOD = (DeskOutcome.MAY_VOTE, DeskOutcome.ACCEPTED)


def _done(desk: TellerDesk, number: str, act: str) -> AtTheDesk | Refused:
    if act == "look":
        return look_up(desk.person, desk.seat.proceeding, number)
    return accept_paper(desk.person, desk.seat.proceeding, number, tendered=act == "tendered")
