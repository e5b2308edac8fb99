"""The questions that the office's forms are made of, each with our label and an answer in words."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct.office import person_called
from hustings.proceedings.member_ballot import PacksIssued
from hustings.web.base.dates import day_text, moment_text
from hustings.web.base.forms import DayField

Choices = Iterable[tuple[str, str]]


class MomentBoxes(forms.MultiWidget):
    """Day, month, year and the hour in four boxes."""

    template_name = "office/fields/moment.html"
    use_fieldset = True

    def __init__(self) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**numeric, "class": "two"}),
                "month": forms.TextInput({**numeric, "class": "two"}),
                "year": forms.TextInput({**numeric, "class": "four"}),
                "hour": forms.TextInput({"autocomplete": "off", "class": "four"}),
            }
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        """A moment in its four parts."""
        if not value:
            return [None, None, None, None]
        here = timezone.localtime(value)
        return [here.day, here.month, here.year, f"{here:%H:%M}"]


class MomentField(forms.MultiValueField):
    """A day and an hour of the site's zone, the hour written like 18:00."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "required", gettext_lazy("Enter a day and an hour")
        )
        kwargs["error_messages"].setdefault(
            "incomplete", gettext_lazy("Enter a day, a month, a year and an hour like 18:00")
        )
        parts: list[forms.Field] = [forms.IntegerField() for _part in ("day", "month", "year")]
        parts.append(forms.TimeField(input_formats=["%H:%M", "%H.%M", "%H"]))
        super().__init__(fields=parts, widget=MomentBoxes(), require_all_fields=True, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        """The moment that the four boxes name, in the site's zone."""
        if not data_list:
            return None
        day, month, year, hour = data_list
        try:
            return timezone.make_aware(
                datetime.combine(date(year, month, day), hour if isinstance(hour, time) else time())
            )
        except (ValueError, OverflowError) as problem:
            raise forms.ValidationError(
                _("There is no such moment. Enter one like 8 7 2019, 18:00"), code="no-such-moment"
            ) from problem


def moment(label: str, hint: str = "", **more: Any) -> MomentField:
    """A day and an hour."""
    return MomentField(label=label, help_text=hint, **more)


def day(label: str, hint: str = "", **more: Any) -> DayField:
    """A day."""
    return DayField(label=label, help_text=hint, **more)


def words(label: str, hint: str = "", *, long: bool = False, **more: Any) -> forms.CharField:
    """A line of text, or a few."""
    widget = forms.Textarea({"rows": 4}) if long else forms.TextInput({"autocomplete": "off"})
    more.setdefault("max_length", 20_000 if long else 300)
    return forms.CharField(label=label, help_text=hint, widget=widget, **more)


def number(label: str, hint: str = "", **more: Any) -> forms.IntegerField:
    """A whole number, not below zero."""
    more.setdefault("min_value", 0)
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "four"})
    return forms.IntegerField(label=label, help_text=hint, widget=widget, **more)


def choose(
    label: str, choices: Choices, hint: str = "", *, nothing: str = "", **more: Any
) -> forms.ChoiceField:
    """One of a few (as buttons) or of many (as a list, of which nothing is chosen before somebody chooses).

    ``nothing`` is what stands for no answer where one need not be given.
    """
    listed = list(choices)
    few = len(listed) <= 8
    if not more.get("required", True):
        listed = [("", nothing or _("None of these")), *listed]
    elif listed and not few:
        listed = [("", _("Choose one")), *listed]
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=listed,
        widget=forms.RadioSelect if few else forms.Select,
        **more,
    )


def several(label: str, choices: Choices, hint: str = "", **more: Any) -> forms.MultipleChoiceField:
    """Any number of these."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        error_messages={"invalid_choice": gettext_lazy("Choose only from those that are offered")},
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        **more,
    )


def yes_no(label: str, yes: str, no: str, hint: str = "") -> forms.ChoiceField:
    """One of two."""
    return choose(label, (("yes", yes), ("no", no)), hint)


def answer_text(field: forms.Field, value: Any) -> str:
    """An answer as the person who gave it would say it."""
    if isinstance(field, PersonField) and value:
        return str(person_called(field.organisation, str(value)) or value)
    match value:
        case None | "" | []:
            return str(dict(_flat(getattr(field, "choices", []))).get("", _("nothing")))
        case datetime():
            return moment_text(value)
        case date():
            return day_text(value)
        case list():
            said = dict(getattr(field, "choices", []))
            return "; ".join(str(said.get(one, one)) for one in value)
        case tuple():
            return "; ".join(pack_text(one) for one in value) or _("nothing")
        case _:
            said = dict(_flat(getattr(field, "choices", [])))
            return str(said.get(str(value), value))


def pack_text(pack: PacksIssued) -> str:
    """A pack of papers in words."""
    return _("Pack %(pack)s (%(to)s): papers %(first)s to %(last)s") % {
        "pack": pack.pack,
        "to": pack.to,
        "first": pack.first,
        "last": pack.last,
    }


def day_without_hour(at: datetime | None) -> list[Any] | None:
    """A moment of which only the day is known, for boxes in which the hour is still to be filled."""
    if at is None:
        return None
    here = timezone.localtime(at)
    return [here.day, here.month, here.year, None]


def _flat(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(key), str(name)) for key, name in choices]


class PersonField(forms.CharField):
    """One person, written as a name, an e-mail address or the record's reference."""

    def __init__(self, organisation: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.organisation = organisation

    def clean(self, value: Any) -> str:
        """The person's reference; empty where nobody is named and nobody has to be."""
        text = str(super().clean(value))
        if not text:
            return ""
        found = person_called(self.organisation, text)
        if found is None:
            raise forms.ValidationError(
                _(
                    "Nobody, or more than one person, is called “%(text)s”. Write their e-mail address."
                )
                % {"text": text},
                code="no-such-person",
            )
        return str(found.reference)
