"""Applying, the own place in the selection, consent to nominations, withdrawing, asking for a recount."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.conduct import candidacy
from hustings.conduct.roles import Role
from hustings.proceedings.stages import Stage
from hustings.web.base.forms import Question
from hustings.web.candidate.letter import Sure
from hustings.web.member.asking import Asked, ask, refused
from hustings.web.member.begin import found_or_404, when, words_of
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires

MAY_APPLY = (Role.MEMBER, Role.CANDIDATE, Role.REPRESENTATIVE)
CONTENDERS = (Role.CANDIDATE, Role.REPRESENTATIVE)


class Application(Question):
    """Each requirement of the rulebook, confirmed one by one."""

    def __init__(self, *args: object, requirements: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"requirements": requirements}
        for number, words in enumerate(requirements):
            self.fields[f"meets_{number}"] = forms.BooleanField(
                label=_("I confirm: %(requirement)s") % {"requirement": words},
                error_messages={
                    "required": _("Confirm “%(requirement)s”, or do not apply")
                    % {"requirement": words}
                },
            )


@requires(*MAY_APPLY)
def place(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Where I stand in the selection of this seat, and what I may do now."""
    found = found_or_404(request, proceeding)
    closes = found.seat.state.step("applications-close")
    mine = candidacy.place_of(found)
    words = {
        **words_of(found),
        "place": mine,
        "rule": rule_of(mine.rests_on, found.seat.rulebook) if mine.rests_on else None,
        "closes": when(found, closes.last) if closes else "",
        "outcome": found.seat.state.outcome,
    }
    return render(request, "candidate/place.html", words)


@requires(*MAY_APPLY, writes=True)
def apply(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Apply: every requirement confirmed, a look at it, then it stands in the record."""
    found = found_or_404(request, proceeding)
    wanted, back = candidacy.place_of(found), reverse("application", args=[proceeding])
    if wanted.may_apply is not None:
        return refused(request, wanted.may_apply, found, back, _("Apply to be selected"))
    return ask(
        request,
        Asked(
            found=found,
            form=Application(request.POST or None, requirements=wanted.requirements),
            title=_("Apply to be selected"),
            template="candidate/apply.html",
            command=lambda form: candidacy.application(
                found, candidacy.own_name(found), wanted.requirements
            ),
            answers=lambda form: [
                (_("Name"), candidacy.own_name(found)),
                *((_("You confirm"), one) for one in wanted.requirements),
            ],
            button=_("Apply"),
            warning=_("Your name stays with the parties until you are on a published list."),
            done=_("Your application is recorded."),
            back=back,
            more={"rule": rule_of(wanted.rests_on, found.seat.rulebook)},
            doing=lambda form: candidacy.apply(found, wanted.requirements),
        ),
    )


@requires(*CONTENDERS, writes=True)
def withdraw(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Withdraw from the selection, before papers are out or after."""
    found = found_or_404(request, proceeding)
    out = candidacy.place_of(found).on_the_paper
    after = _(
        "Papers are out. Votes for you pass on as the rules say; your name stays on the papers."
    )
    before = (
        _("Units that nominated you may nominate somebody else.")
        if found.seat.state.stage is Stage.NOMINATIONS
        else _("The selection goes on without you.")
    )
    leave = candidacy.withdraw_from_ballot if out else candidacy.withdraw_application
    return ask(
        request,
        Asked(
            found=found,
            form=Sure(request.POST or None),
            title=_("Do you want to withdraw?"),
            template="candidate/sure.html",
            command=lambda form: leave(found),
            answers=lambda form: [(_("You say"), _("I withdraw from this selection"))],
            button=_("Withdraw"),
            warning=_("This cannot be taken back.") + " " + (after if out else before),
            done=_("You have withdrawn."),
            back=reverse("application", args=[proceeding]),
        ),
    )


@requires(*CONTENDERS, writes=True)
def consent(request: HttpRequest, proceeding: str, unit: str) -> HttpResponse:
    """Accept one unit's nomination."""
    found = found_or_404(request, proceeding)
    named = {one.unit: one.name for one in candidacy.place_of(found).nominations}
    if unit not in named:
        raise Http404(_("This unit has not nominated you."))
    return ask(
        request,
        Asked(
            found=found,
            form=Sure(request.POST or None),
            title=_("Accept the nomination of %(unit)s?") % {"unit": named[unit]},
            template="candidate/sure.html",
            command=lambda form: candidacy.consent(found, unit),
            answers=lambda form: [(_("You accept the nomination of"), named[unit])],
            button=_("Accept"),
            warning=_("It counts from now on, and becomes public."),
            done=_("The nomination of %(unit)s counts.") % {"unit": named[unit]},
            back=reverse("application", args=[proceeding]),
        ),
    )


@requires(*CONTENDERS, writes=True)
def recount(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Ask for the papers to be counted again."""
    found = found_or_404(request, proceeding)
    return ask(
        request,
        Asked(
            found=found,
            form=Sure(request.POST or None),
            title=_("Ask for a recount?"),
            template="candidate/sure.html",
            command=lambda form: candidacy.recount(found),
            answers=lambda form: [(_("You ask"), _("that the papers are counted again"))],
            button=_("Ask for a recount"),
            warning=_("The seat goes back to the count until the tellers have counted again."),
            done=_("The papers are counted again."),
            back=reverse("application", args=[proceeding]),
        ),
    )
