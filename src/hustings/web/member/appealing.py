"""An appeal against the outcome, by a party or by a member of the area."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import membering
from hustings.conduct.roles import Role
from hustings.proceedings.appeals import appeals_close
from hustings.web.base.forms import Question
from hustings.web.member.asking import Asked, ask, refused
from hustings.web.member.begin import found_or_404, when
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires

MAY_APPEAL = (Role.MEMBER, Role.REPRESENTATIVE, Role.CANDIDATE, Role.UNIT_SECRETARY)


class Appeal(Question):
    """The ground from the rulebook's list, and the argument."""

    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground do you appeal?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the ground that your appeal rests on")},
    )
    argument = forms.CharField(
        label=gettext_lazy("What happened, and what shows it?"),
        help_text=gettext_lazy("Only the parties and the body that hears appeals read this."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        error_messages={"required": gettext_lazy("Say what happened, and what shows it")},
    )

    def __init__(self, *args: object, grounds: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"grounds": grounds}
        if grounds:
            self.fields["ground"].choices = [(one, one) for one in grounds]  # type: ignore[attr-defined]
        else:
            self.fields["ground"] = forms.CharField(
                label=_("On which ground do you appeal?"), max_length=200
            )


@requires(*MAY_APPEAL, writes=True)
def appeal(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Appeal: ground and argument, a look at it, then it stands in the record."""
    found = found_or_404(request, proceeding)
    rules = found.seat.rulebook.rules.appeals
    grounds = () if rules is None else tuple(rules.grounds.value)
    no = membering.would_be(found, membering.appeal(found, grounds[0] if grounds else "?", "?"))
    if no is not None:
        return refused(request, no, found, reverse("me"), _("Appeal against the outcome"))
    closes = appeals_close(found.given)
    return ask(
        request,
        Asked(
            found=found,
            form=Appeal(request.POST or None, grounds=grounds),
            title=_("Appeal against the outcome"),
            template="member/appeal.html",
            command=lambda form: membering.appeal(
                found, form.cleaned_data["ground"], form.cleaned_data["argument"]
            ),
            answers=lambda form: [
                (_("Ground"), form.cleaned_data["ground"]),
                (_("What happened, and what shows it"), form.cleaned_data["argument"]),
            ],
            button=_("Make the appeal"),
            warning=_(
                "That somebody appeals, and the ground, become public. What you wrote goes to the "
                "parties. Endorsement waits until the appeal is decided."
            ),
            done=_("Your appeal is recorded. You are told when it has been decided."),
            back=reverse("me"),
            more={
                "until": when(found, closes),
                "to": "" if rules is None else rules.to.value,
                "rule": None
                if rules is None
                else rule_of(rules.window.citation, found.seat.rulebook),
            },
        ),
    )
