"""A question page with its check: nothing is made before the answers have been seen once more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hustings.web.office.acts.answerable import Answerable


def checked(
    request: HttpRequest, form: Answerable, title: str, back: str, *to: Any, explain: str = ""
) -> HttpResponse | None:
    """The page of the questions or of the check; None once the checked answers may be carried out."""
    words: dict[str, Any] = {"form": form, "title": title, "back": reverse(back, args=to)}
    words["explain"] = explain
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "office/question.html", words)
    if request.POST.get("step") == "make":
        return None
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "step")
    ]
    words |= {"answers": form.in_words(), "kept": kept}
    return render(request, "office/check_plain.html", words)
