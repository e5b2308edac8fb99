"""In which language letters to me are written."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.recipients import choose_language, language_of
from hustings.web.base.forms import Question
from hustings.web.member.mine import KNOWN
from hustings.web.permissions import requires


class Language(Question):
    """One of the site's languages."""

    language = forms.ChoiceField(
        label=gettext_lazy("In which language shall we write to you?"),
        widget=forms.RadioSelect,
        choices=settings.LANGUAGES,
        error_messages={"required": gettext_lazy("Choose a language")},
    )


@requires(*KNOWN, writes=True)
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of my letters; those already written stay as they are."""
    person = request.person.id  # type: ignore[attr-defined]
    form = Language(request.POST or None, initial={"language": language_of(person)})
    if request.method == "POST" and form.is_valid():
        choose_language(person, form.cleaned_data["language"])
        messages.success(request, _("From now on we write to you in this language."))
        return redirect("my-letters")
    words = {"form": form, "title": _("The language of my letters"), "back": reverse("my-letters")}
    return render(request, "question.html", words)
