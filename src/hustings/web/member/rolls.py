"""The roll of units, and an objection to it while it is open."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import membering
from hustings.conduct.roles import Role
from hustings.web.base.forms import Question
from hustings.web.member.asking import Asked, ask, refused
from hustings.web.member.begin import found_or_404, when, words_of
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires

MAY_OBJECT = (
    Role.MEMBER,
    Role.REPRESENTATIVE,
    Role.UNIT_SECRETARY,
    Role.AFFILIATE_OFFICER,
    Role.TELLER,
    Role.CANDIDATE,
)


class Objection(Question):
    """Which unit, and what is wrong with how it stands."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Which unit is it about?"),
        error_messages={"required": gettext_lazy("Choose the unit that your objection is about")},
    )
    objection = forms.CharField(
        label=gettext_lazy("What is wrong, and what shows it?"),
        help_text=gettext_lazy("Only the parties and the body that decides read this."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Say what is wrong, and what shows it")},
    )

    def __init__(
        self, *args: object, units: tuple[tuple[str, str], ...] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"units": units}
        self.fields["unit"].choices = [("", "–"), *units]  # type: ignore[attr-defined]


@requires(*MAY_OBJECT)
def units(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Which units count and why, and until when that may be objected to."""
    found = found_or_404(request, proceeding)
    rules = found.seat.rulebook.rules.units
    until = found.seat.state.objections_until
    words = {
        **words_of(found),
        "until": when(found, until) if until else "",
        "is_open": until is not None and found.now <= until,
        "rule": rule_of(rules.objections.citation, found.seat.rulebook) if rules else None,
        "objected": [(one, found.seat.state.unit(one.unit)) for one in found.seat.state.objections],
    }
    return render(request, "member/units.html", words)


@requires(*MAY_OBJECT, writes=True)
def object_to_unit(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Object: which unit and why, a look at it, then it stands in the record."""
    found = found_or_404(request, proceeding)
    named = {unit.id: unit.name for unit in found.seat.state.units}
    title, back = _("Object to the roll of units"), reverse("my-units", args=[proceeding])
    no = membering.would_be(found, membering.objection(found, next(iter(named), "?"), "?"))
    if no is not None:
        return refused(request, no, found, back, title)
    until = found.seat.state.objections_until
    rules = found.seat.rulebook.rules.units
    return ask(
        request,
        Asked(
            found=found,
            form=Objection(request.POST or None, units=tuple(named.items())),
            title=title,
            template="member/object.html",
            command=lambda form: membering.objection(
                found, form.cleaned_data["unit"], form.cleaned_data["objection"]
            ),
            answers=lambda form: [
                (_("Unit"), named[form.cleaned_data["unit"]]),
                (_("What is wrong, and what shows it"), form.cleaned_data["objection"]),
            ],
            button=_("Make the objection"),
            warning=_("That somebody objects becomes public. What you wrote goes to the parties."),
            done=_("Your objection is recorded. A body decides about it."),
            back=back,
            more={
                "until": when(found, until) if until else "",
                "rule": rule_of(rules.objections.citation, found.seat.rulebook) if rules else None,
            },
        ),
    )
