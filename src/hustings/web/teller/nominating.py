"""The unit nominates somebody from the longlist."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.stages import Stage
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.flows import Answers, Asked, Flow, Step

L = gettext_lazy
ROLES = (Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER)


class Nominee(Question):
    """One of the longlist, by name."""

    nominee = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, listed: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["nominee"].choices = listed
        self.fields["nominee"].label = _("The longlist, in alphabetical order")
        self.fields["nominee"].error_messages["required"] = _("Choose whom the unit nominates")


def _whom(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    title = _("Whom does %(unit)s nominate?") % {"unit": desk.unit.name}
    return Asked(Nominee(returning.longlisted(desk), post), title)


def _said(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    names = dict(returning.longlisted(desk))
    return [(_("Nominated"), names[answers["nominee"]["nominee"]])]


def _not_now(desk: UnitDesk) -> Refused | None:
    if desk.seat.state.stage is not Stage.NOMINATIONS:
        return Worded("no-nominations-now", "", _("Units do not nominate for this seat now."))
    return None if desk.unit.counts else Refused("unit-does-not-count", "", desk.unit.because)


NOMINATION = Flow(
    subject=lambda desk: f"nomination/{desk.unit.id}",
    address=lambda desk, slug: reverse(
        "teller-nomination-step", args=[desk.seat.proceeding, desk.unit.id, slug]
    ),
    home=lambda desk: reverse("teller-unit", args=[desk.seat.proceeding, desk.unit.id]),
    steps=(Step("nominee", _whom, _said),),
    title=L("Check the nomination before you sign it"),
    button=L("Nominate and go on to sign"),
    command=lambda desk, answers: returning.nomination_command(desk, answers["nominee"]["nominee"]),
    what_if=returning.what_if,
    carry_out=returning.carry_out,
    not_now=_not_now,
)
