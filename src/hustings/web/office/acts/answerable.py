"""The questions of one act as a form: what is asked of everybody, what is folded away, and the answers in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.web.base.forms import name_what_is_missing
from hustings.web.office import fields as ask

Fields = dict[str, forms.Field]
Answers = dict[str, Any]

_MAY_STAY_OPEN = ("reasons_to_parties", "reasons_to_others", "place", "reporting_to")
"""Questions that are not worth a line on the page of the check where nobody has answered them."""


_MAY_BE_LEFT_OPEN = _("It may be left open.")


class Answerable(forms.Form):
    """The questions of one act, in our look."""

    use_required_attribute = False

    def __init__(self, *given: Any, **named: Any) -> None:
        named["label_suffix"] = ""
        super().__init__(*given, **named)
        self.folded = [name for name in self.fields if name.startswith("set_")]
        self.last = [name for name in self.fields if name in ("replaces", "supersedes")]
        name_what_is_missing(self.fields.values())
        for field in self.fields.values():
            if not field.required and not isinstance(field, forms.ChoiceField):
                field.help_text = f"{field.help_text} {_MAY_BE_LEFT_OPEN}".strip()

    def clean(self) -> Answers:
        """Each name has a place of its own on the paper."""
        answers: Answers = super().clean() or {}
        places = [value for name, value in answers.items() if name.startswith("place_")]
        if len(set(places)) < len(places):
            raise forms.ValidationError(
                _("Two names have the same place on the paper. Give each a place of its own."),
                code="one-place-twice",
            )
        return answers

    def plain_fields(self) -> list[forms.BoundField]:
        """The questions that everybody answers."""
        apart = (*self.folded, *self.last)
        return [
            bound
            for bound in self.visible_fields()
            if bound.name not in apart and not self._of_the_decision(bound.name)
        ]

    def decision_fields(self) -> list[forms.BoundField]:
        """How a body decided, which comes after what it decided."""
        shown = [b for b in self.visible_fields() if b.name not in (*self.folded, *self.last)]
        return [bound for bound in shown if self._of_the_decision(bound.name)]

    def _of_the_decision(self, name: str) -> bool:
        names = list(self.fields)
        return "present" in names and names.index(name) >= names.index("body")

    def last_fields(self) -> list[forms.BoundField]:
        """Whether it takes the place of something: most decisions do not."""
        return [bound for bound in self.visible_fields() if bound.name in self.last]

    def is_last_unfolded(self) -> bool:
        """Whether an earlier decision has been chosen already."""
        return self.is_bound and any(bound.data or bound.errors for bound in self.last_fields())

    def folded_fields(self) -> list[forms.BoundField]:
        """Those that few need: shown under a heading that opens."""
        return [bound for bound in self.visible_fields() if bound.name in self.folded]

    def is_unfolded(self) -> bool:
        """Whether something has been said there already."""
        return self.is_bound and any(
            bound.errors or any(bound.data or ()) for bound in self.folded_fields()
        )

    def in_words(self) -> list[dict[str, str]]:
        """Each question with its answer, for the page on which they are checked."""
        return [
            {
                "question": str(field.label),
                "answer": ask.answer_text(field, self.cleaned_data[name]),
            }
            for name, field in self.fields.items()
            if self.cleaned_data[name] or name not in (*self.folded, *self.last, *_MAY_STAY_OPEN)
        ]
