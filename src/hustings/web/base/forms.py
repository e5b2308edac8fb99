"""Forms in our words: no browser bubbles, each message says what to do, a summary stands on top."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Plain(forms.BaseForm):
    """Mix into any form: our look, messages from us and not from the browser, described fields."""

    use_required_attribute = False
    label_suffix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        name_what_is_missing(self.fields.values())


def name_what_is_missing(fields: Iterable[forms.Field]) -> None:
    """A question left open is named where the page lists what is missing, unless it has words of its own."""
    for field in fields:
        if field.error_messages.get("required") != _USUAL:
            continue
        if field.label:
            words = _("“%(question)s” needs an answer") % {"question": field.label}
        else:
            words = _("This needs an answer")
        field.error_messages["required"] = words


_USUAL = forms.Field.default_error_messages["required"]


class Question(Plain, forms.Form):
    """One question page: a form of one thing."""


class DayField(forms.MultiValueField):
    """A date by day, month and year in three boxes: nobody has to steer a calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", _("Enter a date"))
        kwargs["error_messages"].setdefault("incomplete", _("Enter a day, a month and a year"))
        parts = [forms.IntegerField() for _part in ("day", "month", "year")]
        super().__init__(fields=parts, widget=DayBoxes(), require_all_fields=True, **kwargs)

    def compress(self, data_list: list[int]) -> date | None:
        """The date that the three boxes name."""
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as problem:
            raise forms.ValidationError(
                _("There is no such day. Enter a date like 8 7 2019"), code="no-such-day"
            ) from problem


class DayBoxes(forms.MultiWidget):
    """The three boxes of :class:`DayField`, each with its own label."""

    template_name = "fields/day.html"
    use_fieldset = True

    def __init__(self) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**numeric, "class": "two"}),
                "month": forms.TextInput({**numeric, "class": "two"}),
                "year": forms.TextInput({**numeric, "class": "four"}),
            }
        )

    def decompress(self, value: date | None) -> list[int | None]:
        """A date in its three parts."""
        return [value.day, value.month, value.year] if value else [None, None, None]
