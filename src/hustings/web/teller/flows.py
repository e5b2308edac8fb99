"""A flow of question pages: one thing per page, kept on a sheet, checked, then carried out once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry
from hustings.web.base.refusals import refused_page
from hustings.web.teller.sheets import Content, read_sheet, throw_away, write_on_sheet

Words = str | Promise
Answers = dict[str, dict[str, Any]]
"""What has been answered so far, by the step's slug, as the forms have cleaned it."""
CHECK = "check"
PASS = ("csrfmiddlewaretoken",)


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of a flow as it is shown: its form, its heading, and what it explains."""

    form: forms.Form
    title: Words
    template: str = "teller/ask.html"
    words: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Step:
    """One question. ``ask`` makes the page for the answers before it; ``say`` tells the answer again."""

    slug: str
    ask: Callable[[Any, Answers, Any, Any], Asked]
    say: Callable[[Any, Answers], Sequence[tuple[Words, Words]]]
    needed: Callable[[Any, Answers], bool] = lambda desk, answers: True
    keep: Callable[[Any, forms.Form, Content], Content | Refused] | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Questions, then what they become."""

    subject: Callable[[Any], str]
    address: Callable[[Any, str], str]
    home: Callable[[Any], str]
    steps: tuple[Step, ...]
    title: Words
    button: Words
    command: Callable[[Any, Answers], Entry]
    what_if: Callable[[Any, Entry], Refused | None]
    carry_out: Callable[[Any, Entry], Entered | Waiting | Refused]
    not_now: Callable[[Any], Refused | None]
    done: Words = ""
    facts: Callable[[Any, Entry], Sequence[tuple[Words, Words]]] = lambda desk, command: ()
    """What is signed though nobody was asked for it: what was worked out, shown before it is signed."""
    allowed: Callable[[Any, Refused], Sequence[str]] = lambda desk, refused: ()
    warn: Callable[[Any, Answers], Sequence[str]] = lambda desk, answers: ()
    afterwards: Callable[[Any, Answers], None] = lambda desk, answers: None

    def run(self, request: HttpRequest, desk: Any, slug: str) -> HttpResponse:
        """The page of one step, of the check, or the way to the first question that is open."""
        refused = self.not_now(desk)
        if refused is not None:
            allowed = self.allowed(desk, refused)
            return refused_page(request, refused, allowed=allowed, back=self.home(desk))
        sheet = self.sheet(desk)
        answers, open_step = self.answered(desk, sheet)
        if slug == CHECK and open_step is None:
            return self._check(request, desk, answers)
        steps = [one for one in self.steps if one.needed(desk, answers)]
        step = next((one for one in steps if one.slug == slug), None)
        if step is None and slug not in {"", CHECK, *(one.slug for one in self.steps)}:
            raise Http404
        if step is None or (open_step and steps.index(step) > steps.index(open_step)):
            return redirect(self.address(desk, open_step.slug if open_step else CHECK))
        return self._question(request, desk, step, steps, answers, sheet)

    def sheet(self, desk: Any) -> Content:
        """The person's sheet."""
        return read_sheet(desk.person, desk.seat.proceeding, self.subject(desk))

    def answered(self, desk: Any, sheet: Content) -> tuple[Answers, Step | None]:
        """The answers that hold, in order, and the first step that is still open."""
        answers: Answers = {}
        for step in self.steps:
            if not step.needed(desk, answers):
                continue
            if step.slug not in sheet:
                return answers, step
            form = step.ask(desk, answers, MultiValueDict(sheet[step.slug]), None).form
            if not form.is_valid():
                return answers, step
            answers[step.slug] = form.cleaned_data
        return answers, None

    def _question(
        self, request: HttpRequest, desk: Any, step: Step, steps: list[Step], answers: Answers,
        sheet: Content,
    ) -> HttpResponse:  # fmt: skip
        stored = MultiValueDict(sheet[step.slug]) if step.slug in sheet else None
        given = (request.POST, request.FILES) if request.method == "POST" else (stored, None)
        asked = step.ask(desk, answers, *given)
        if request.method == "POST" and asked.form.is_valid():
            kept = self._kept(request, desk, step, asked.form, sheet.get(step.slug, {}))
            if isinstance(kept, Refused):
                return refused_page(request, kept, back=self.address(desk, step.slug))
            subject = self.subject(desk)
            sheet = write_on_sheet(desk.person, desk.seat.proceeding, subject, **{step.slug: kept})
            return redirect(self._next(desk, step, sheet))
        before = steps[: steps.index(step)]
        back = self.address(desk, before[-1].slug) if before else self.home(desk)
        words = {"form": asked.form, "title": asked.title, "back": back, "desk": desk}
        words |= asked.words | {
            "step_number": len(before) + 1,
            "step_count": len(steps),
            "flow": self,
        }
        return render(request, asked.template, words)

    def _kept(
        self, request: HttpRequest, desk: Any, step: Step, form: forms.Form, before: Content
    ) -> Content | Refused:
        if step.keep is not None:
            return step.keep(desk, form, before)
        return {name: values for name, values in request.POST.lists() if name not in PASS}

    def _next(self, desk: Any, step: Step, sheet: Content) -> str:
        answers, open_step = self.answered(desk, sheet)
        if open_step is not None:
            return self.address(desk, open_step.slug)
        shown = [one for one in self.steps if one.needed(desk, answers)]
        after = shown[shown.index(step) + 1 :] if step in shown else []
        always = [one for one in after if not one.say(desk, answers)]  # pages that only tell
        return self.address(desk, always[0].slug if always and after[0] in always else CHECK)

    def _check(self, request: HttpRequest, desk: Any, answers: Answers) -> HttpResponse:
        command = self.command(desk, answers)
        if request.method == "POST":
            done = self.carry_out(desk, command)
            if not isinstance(done, Refused):
                self.afterwards(desk, answers)
            return self._done(request, desk, done)
        refused = self.what_if(desk, command)
        rows = [{"question": q, "answer": a} for q, a in self.facts(desk, command)]
        rows += [
            {"question": q, "answer": a, "change_url": self.address(desk, step.slug)}
            for step in self.steps
            if step.needed(desk, answers)
            for q, a in step.say(desk, answers)
        ]
        words = {
            "title": self.title,
            "button": self.button,
            "answers": rows,
            "refused": refused,
            "warnings": self.warn(desk, answers),
            "allowed": self.allowed(desk, refused) if refused else (),
            "back": self.home(desk),
            "desk": desk,
        }
        return render(request, "teller/check.html", words)

    def _done(
        self, request: HttpRequest, desk: Any, done: Entered | Waiting | Refused
    ) -> HttpResponse:
        if isinstance(done, Refused):
            back, allowed = self.address(desk, CHECK), self.allowed(desk, done)
            return refused_page(request, done, allowed=allowed, back=back)
        throw_away(desk.seat.proceeding, self.subject(desk), desk.person)
        if isinstance(done, Waiting):
            return redirect(signing_page(done.reference))
        messages.success(request, str(self.done) or _("It stands in the record."))
        return redirect(self.home(desk))


def signing_page(reference: str) -> str:
    """Where a statement is read, signed or refused; the same page for everybody who is asked."""
    return f"/sign/{reference}/"
