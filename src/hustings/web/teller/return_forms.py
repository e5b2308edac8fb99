"""The questions of a return, one form each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hustings.proceedings.stages import UnitAnswer
from hustings.web.base.forms import DayField, Question

L = gettext_lazy
FIGURES = ("open", "reselect", "abstained", "spoilt")
CLOCKS = ("%H:%M", "%H.%M")


def whole_number(label: Any, hint: Any = "", **more: Any) -> forms.IntegerField:
    """A whole number from 0, typed."""
    more.setdefault("min_value", 0)
    more.setdefault("max_value", 1_000_000)
    wrong = {
        "required": L("Enter a number, 0 if there were none"),
        "invalid": L("Enter a whole number, like 12"),
        "min_value": L("Enter 0 or more"),
        "max_value": L("This number is too large to be right"),
    }
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "four"})
    return forms.IntegerField(
        label=label, help_text=hint, widget=widget, error_messages=wrong, **more
    )


def one_box(legend: Any, label: Any, **more: Any) -> forms.MultipleChoiceField:
    """One box to tick, its words beside it."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=legend, choices=[("on", label)], widget=widget, **more)


def hour_field(label: Any, hint: Any) -> forms.TimeField:
    """An hour like 19:30."""
    wrong = {"required": L("Enter an hour"), "invalid": L("Enter an hour like 19:30")}
    widget = forms.TextInput({"autocomplete": "off", "class": "four"})
    return forms.TimeField(
        label=label, help_text=hint, input_formats=CLOCKS, widget=widget, error_messages=wrong
    )


class WhichMeeting(Question):
    """The meeting that the unit was called to."""

    meeting = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, meetings: Sequence[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["meeting"].choices = list(meetings)
        self.fields["meeting"].label = _("The meeting that was called")
        self.fields["meeting"].error_messages["required"] = _("Choose the meeting")


class WhenDecided(Question):
    """The day and the hour at which an affiliate decided under its own rules; ``why_not`` says which cannot be."""

    day = DayField(label=L("Day"), help_text=L("For example 8 7 2019"))
    hour = hour_field(L("Hour"), L("When it was decided, for example 19:30"))

    def __init__(self, why_not: Callable[[date, time], str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.why_not = why_not

    def clean(self) -> dict[str, Any]:
        """A moment of which a return can be."""
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("hour") is not None:
            why = self.why_not(cleaned["day"], cleaned["hour"])
            if why:
                self.add_error("day", why)
        return cleaned


class WhoWasThere(Question):
    """How many were present, and whether the representative was; ``no``: why an answer leads nowhere."""

    present = whole_number(
        L("Members present for this question"), L("Count those who could vote, tellers included.")
    )
    representative = forms.ChoiceField(
        label=L("Was the sitting representative in the room while it was discussed?"),
        choices=[("no", L("No")), ("yes", L("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": L("Say whether the representative was there")},
    )

    def __init__(self, quorum: int, no: Mapping[str, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.quorum, self.no = quorum, no

    def clean_present(self) -> int:
        """Enough for a quorum, where the rules ask for one."""
        present: int = self.cleaned_data["present"]
        if present < self.quorum:
            _leads_on(self.no, "not-quorate")
        return present

    def clean_representative(self) -> str:
        """Not in the room, where the rules exclude them."""
        answer: str = self.cleaned_data["representative"]
        if answer == "yes":
            _leads_on(self.no, "representative-present")
        return answer


def _leads_on(no: Mapping[str, str], code: str) -> None:
    if code in no:
        raise forms.ValidationError(no[code], code=code)


class AskedWordForWord(Question):
    """Whether the rulebook's question was the one put; ``no`` says what to do where it was not."""

    asked = forms.ChoiceField(
        label=L("Was this the question that was put?"),
        choices=[
            ("yes", L("Yes, word for word")),
            ("no", L("No, another question was put, or other words were used")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": L("Say whether this was the question, word for word")},
    )

    def __init__(self, no: Mapping[str, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.no = no

    def clean_asked(self) -> str:
        """No return follows from another question."""
        answer: str = self.cleaned_data["asked"]
        if answer == "no":
            _leads_on(self.no, "another-question")
        return answer


class HowReported(Question):
    """Whether an affiliate gives its figures or its decision only."""

    how = forms.ChoiceField(
        label=L("What do you report?"),
        choices=[
            ("figures", L("The decision and the figures")),
            ("decision", L("The decision only")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose what you report")},
    )


class DecisionOnly(Question):
    """What an affiliate decided, where it gives no figures."""

    answer = forms.ChoiceField(
        label=L("What was decided?"),
        choices=[
            (UnitAnswer.OPEN.value, L("For an open selection")),
            (UnitAnswer.RESELECT.value, L("For reselection")),
            (UnitAnswer.TIE.value, L("A tie")),
            (UnitAnswer.ABSTAIN.value, L("An abstention")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose what was decided")},
    )


class Figures(Question):
    """The votes; they cannot be more than those who were there."""

    def __init__(
        self, labels: dict[str, str], present: int | None, *given: Any, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.present = present
        for name in FIGURES:
            self.fields[name] = whole_number(labels[name])
            self.fields[name].widget.attrs["data-figure"] = ""

    def clean(self) -> dict[str, Any]:
        """Never more votes than people."""
        cleaned = super().clean() or {}
        total = sum(cleaned.get(name) or 0 for name in FIGURES)
        if self.present is not None and total > self.present:
            people = ngettext(
                "%(n)s member was present", "%(n)s members were present", self.present
            ) % {"n": self.present}
            votes = ngettext("%(n)s vote", "%(n)s votes", total) % {"n": total}
            text = _("The figures come to %(votes)s, but %(people)s. Look at both again.")
            self.add_error("open", text % {"votes": votes, "people": people})
        return cleaned

    def votes(self) -> dict[str, int]:
        """The figures as they go into the return."""
        return {name: self.cleaned_data[name] for name in FIGURES}


class WhatFollows(Question):
    """The page that tells what the figures say; where they would betray everybody it asks once more."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, unanimous: bool, seen: str, *given: Any, **named: Any) -> None:  # noqa: FBT001
        super().__init__(*given, **named)
        self.expected = seen
        self.fields["seen"].initial = seen
        if unanimous:
            self.fields["publish"] = forms.ChoiceField(
                label=_("Who may see the figures?"),
                choices=[
                    ("no", _("The parties only: the public reads the decision without figures")),
                    ("yes", _("Everybody: the meeting agreed that the figures are published")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose who may see the figures")},
            )

    def clean_seen(self) -> str:
        """What was seen is what the figures say now; if not, the page shows what they say, to be seen once more."""
        if self.cleaned_data["seen"] != self.expected:
            self.data = {**dict(self.data.items()), self.add_prefix("seen"): self.expected}
            raise forms.ValidationError(_("The figures have changed; look at the answer again"))
        return self.expected


PICTURES = ("image/jpeg", "image/png", "application/pdf")
LARGEST_PICTURE = 10 * 1024 * 1024


class TallySheet(Question):
    """The photograph of the tally sheet."""

    photograph = forms.FileField(
        required=False,
        label=L("Photograph or scan of the tally sheet"),
        help_text=L("A JPEG or PNG picture, or a PDF, of up to 10 MB."),
        error_messages={"empty": L("This file is empty; choose another")},
        widget=forms.FileInput({"accept": ",".join(PICTURES)}),
    )
    kept = forms.RegexField("[0-9a-f]{64}", required=False, widget=forms.HiddenInput)
    without = one_box(L("Or"), L("There is no tally sheet to give"), required=False)

    def clean_photograph(self) -> Any:
        """A picture or a PDF that is not too large; another can be chosen at once."""
        file = self.cleaned_data.get("photograph")
        if file and (file.content_type not in PICTURES or file.size > LARGEST_PICTURE):
            raise forms.ValidationError(
                _("Choose a JPEG or PNG picture, or a PDF, of up to 10 MB"), code="no-picture"
            )
        return file

    def clean(self) -> dict[str, Any]:
        """A file now, a file before, or the plain statement that there is none."""
        cleaned = super().clean() or {}
        if "photograph" in self.errors:
            return cleaned
        if not (cleaned.get("photograph") or cleaned.get("kept") or cleaned.get("without")):
            self.add_error(
                "photograph", _("Choose the file, or say below that there is no tally sheet")
            )
        return cleaned


class Declaration(Question):
    """An affiliate's officer declares that its own rules were followed."""

    followed = one_box(
        L("Declaration"),
        L("I declare that our own rules were followed in reaching this decision."),
        error_messages={"required": L("Without this declaration the return cannot be made")},
    )


class SecondTeller(Question):
    """Who signs beside this teller."""

    second = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, tellers: Sequence[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["second"].choices = list(tellers)
        self.fields["second"].label = _("The second teller")
        self.fields["second"].error_messages["required"] = _("Choose the second teller")
