"""One question, then what you said, then it counts: nothing is entered before the person has looked at it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.membering import Mine, do, would_be
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry
from hustings.web.base.forms import Question
from hustings.web.base.refusals import refused_page
from hustings.web.member.begin import words_of
from hustings.web.member.ruling import clause_url

Done = Entered | Waiting | Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with everything around it.

    ``answers`` words the filled form for the check page, ``warning`` says there what it leads to;
    ``doing`` carries the command out where that takes more than entering it.
    """

    found: Mine
    form: Question
    title: str
    template: str
    command: Callable[[Question], Entry]
    answers: Callable[[Question], Sequence[tuple[str, str]]]
    button: str
    done: str
    back: str
    warning: str = ""
    more: dict[str, Any] = field(default_factory=dict[str, Any])
    doing: Callable[[Question], Done] | None = None


def ask(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The question; then the check page; then the entry, and back to where the person came from.

    Where nothing is to be filled in, what would be refused is refused before it is asked.
    """
    if not asked.form.fields:
        no = would_be(asked.found, asked.command(asked.form))
        if no is not None:
            return refused(request, no, asked.found, asked.back, asked.title)
    if request.method != "POST" or "change" in request.POST or not asked.form.is_valid():
        return _page(request, asked.template, asked)
    command = asked.command(asked.form)
    no = would_be(asked.found, command)
    if no is not None:
        return refused(request, no, asked.found, asked.back, asked.title)
    if "confirmed" not in request.POST:
        return _page(request, "member/check.html", asked, answers=_rows(asked))
    done = asked.doing(asked.form) if asked.doing else do(asked.found, command)
    if isinstance(done, Refused):
        return refused(request, done, asked.found, asked.back, asked.title)
    messages.success(request, asked.done)
    return redirect(asked.back)


def refused(
    request: HttpRequest, no: Refused, found: Mine, back: str, what: str = ""
) -> HttpResponse:
    """A refusal as a page: what was asked of which seat, the clause as a link, what happens next there."""
    number, words = no.clause.removeprefix("clause "), words_of(found)
    return refused_page(
        request,
        no,
        clause_url=clause_url(number, found.seat.rulebook),
        back=back,
        what=" · ".join(part for part in (found.seat.state.seat, what) if part),
        more={name: words[name] for name in ("stands", "coming", "by")},
    )


def _rows(asked: Asked) -> list[dict[str, str]]:
    return [
        {"question": question, "answer": answer} for question, answer in asked.answers(asked.form)
    ]


def _page(request: HttpRequest, template: str, asked: Asked, **more: Any) -> HttpResponse:
    filled = [
        (name, value)
        for name in asked.form.fields
        for value in (request.POST.getlist(name) if request.method == "POST" else [])
    ]
    form = asked.form
    if "change" in request.POST:
        form = asked.form.__class__(initial=dict(filled), **_choices(asked.form))
    words = {
        **words_of(asked.found),
        "form": form,
        "title": asked.title,
        "button": asked.button,
        "warning": asked.warning,
        "back": asked.back,
        "filled": filled,
        **asked.more,
        **more,
    }
    return render(request, template, words)


def _choices(form: Question) -> dict[str, Any]:
    return getattr(form, "made_with", {})
