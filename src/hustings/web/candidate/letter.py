"""The letter to the sitting representative: the question, the answer, changing it, withdrawing, the next step."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import candidacy
from hustings.conduct.candidacy import LetterFacts
from hustings.conduct.membering import Mine
from hustings.conduct.roles import Role
from hustings.proceedings.stages import Answer
from hustings.web.base.forms import Question
from hustings.web.member.asking import Asked, ask, refused
from hustings.web.member.begin import found_or_404, when, words_of
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires

SILENCE = {
    "treated-as-no": gettext_lazy("If you do not answer, that counts as no."),
    "treated-as-yes": gettext_lazy("If you do not answer, that counts as yes."),
    "decision": gettext_lazy("If you do not answer, a body decides what that means."),
    "second-letter-then-decision": gettext_lazy(
        "If you do not answer, a second letter follows, and then a body decides. Silence alone costs nothing."
    ),
}
LATE = {
    "refused": gettext_lazy("A late answer does not count."),
    "good-cause-by-decision": gettext_lazy(
        "A late answer is kept. It counts if a body finds that there was good cause."
    ),
}
CHANGE = {
    "until-deadline": gettext_lazy("You can change your answer until the deadline."),
    "never": gettext_lazy("Your first answer stands; it cannot be changed."),
}
DEMANDS = {
    "ballot-of-all-members": gettext_lazy("A ballot of all members on readoption"),
    "shortlist": gettext_lazy("A place on the shortlist of an open selection"),
}


class DoYouStand(Question):
    """Yes or no."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Do you intend to stand?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.YES.value, gettext_lazy("Yes, I intend to stand")),
            (Answer.NO.value, gettext_lazy("No, I do not intend to stand")),
        ],
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )


class Sure(Question):
    """Nothing to fill in: the check page is the question."""


class NextStep(Question):
    """Which of the ways that the rulebook gives after a lost ballot."""

    demand = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you ask for")},
    )

    def __init__(self, *args: object, demands: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"demands": demands}
        self.fields["demand"].choices = [(one, DEMANDS[one]) for one in demands]  # type: ignore[attr-defined]


@requires(Role.REPRESENTATIVE)
def letter(request: HttpRequest, proceeding: str) -> HttpResponse:
    """What I was asked, until when, what I answered, and what I may do now."""
    found = found_or_404(request, proceeding)
    facts = candidacy.letter_of(found)
    words = {
        **words_of(found),
        "facts": facts,
        "asked_at": when(found, facts.asked_at),
        "until": when(found, facts.until),
        "rules": _rules(facts, found),
        "within": None
        if facts.rules is None
        else rule_of(facts.rules.reply_within.citation, found.seat.rulebook),
        "is_holder": candidacy.is_holder(found),
    }
    return render(request, "candidate/letter.html", words)


def _rules(facts: LetterFacts, found: Mine) -> list[dict[str, object]]:
    """What silence, lateness and a change of mind lead to, each with its rule."""
    if facts.rules is None:
        return []
    change = _("The rules do not settle whether an answer can be changed; a body adopts a reading.")
    silence = _("The rules do not settle what no answer means; a body adopts a reading.")
    late = _("The rules do not settle whether a late answer counts; a body adopts a reading.")
    told = (
        (CHANGE, facts.rules.change_of_answer, change),
        (SILENCE, facts.rules.silence, silence),
        (LATE, facts.rules.late_answer, late),
    )
    return [
        {
            "says": words.get(rule.value, unsettled),
            "rule": rule_of(rule.citation, found.seat.rulebook),
        }
        for words, rule, unsettled in told
    ]


@requires(Role.REPRESENTATIVE, writes=True)
def answer(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Yes or no, a look at it, then it stands in the record."""
    found = found_or_404(request, proceeding)
    facts, back = candidacy.letter_of(found), reverse("intention", args=[proceeding])
    if facts.why_not is not None:
        return refused(request, facts.why_not, found, back, _("Do you intend to stand?"))
    late = _(
        "The deadline has passed. Your answer is kept as a late one, and a body decides about it."
    )
    changing = _("This replaces your earlier answer.")
    return ask(
        request,
        Asked(
            found=found,
            form=DoYouStand(request.POST or None),
            title=_("Do you intend to stand?"),
            template="candidate/answer.html",
            command=lambda form: candidacy.answer(found, Answer(form.cleaned_data["answer"])),
            answers=lambda form: [
                (_("Do you intend to stand?"), _yes_or_no(form.cleaned_data["answer"])),
            ],
            button=_("Send this answer"),
            warning=late if facts.is_over else changing if facts.answer else _leads_to(found),
            done=_("Your answer is recorded."),
            back=back,
            more={"until": when(found, facts.until), "is_over": facts.is_over},
        ),
    )


def _yes_or_no(value: str) -> str:
    return _("Yes") if value == Answer.YES else _("No")


def _leads_to(found: Mine) -> str:
    if found.seat.rulebook.rules.rulebook.procedure == "body-readoption":
        return _(
            "Yes leads to a vote on your readoption; no leads to the selection of another candidate."
        )
    return _("Yes leads to the trigger ballot; no leads to the selection of another candidate.")


@requires(Role.REPRESENTATIVE, writes=True)
def withdraw(request: HttpRequest, proceeding: str) -> HttpResponse:
    """No longer to stand: said once, looked at once more."""
    found = found_or_404(request, proceeding)
    return ask(
        request,
        Asked(
            found=found,
            form=Sure(request.POST or None),
            title=_("Do you want to withdraw?"),
            template="candidate/sure.html",
            command=lambda form: candidacy.withdrawal(found),
            answers=lambda form: [(_("You say"), _("I no longer wish to stand"))],
            button=_("Withdraw"),
            warning=_("This cannot be taken back. The seat then needs another candidate."),
            done=_("You have withdrawn."),
            back=reverse("intention", args=[proceeding]),
        ),
    )


@requires(Role.REPRESENTATIVE, writes=True)
def next_step(request: HttpRequest, proceeding: str) -> HttpResponse:
    """After a lost ballot on readoption: what the rulebook lets the representative ask for."""
    found = found_or_404(request, proceeding)
    demands = candidacy.letter_of(found).demands
    back = reverse("intention", args=[proceeding])
    if not demands:
        no = candidacy.would_be(found, candidacy.demand(found, "ballot-of-all-members"))
        if no is not None:
            return refused(request, no, found, back, _("What do you ask for?"))
    return ask(
        request,
        Asked(
            found=found,
            form=NextStep(request.POST or None, demands=demands),
            title=_("What do you ask for?"),
            template="question.html",
            command=lambda form: candidacy.demand(found, form.cleaned_data["demand"]),
            answers=lambda form: [(_("You ask for"), str(DEMANDS[form.cleaned_data["demand"]]))],
            button=_("Ask for this"),
            done=_("What you ask for is recorded."),
            back=back,
        ),
    )
