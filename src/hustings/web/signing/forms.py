"""Why somebody refuses to sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.web.base.forms import Question


class Refusal(Question):
    """A reason that the other signers and the office read."""

    because = forms.CharField(
        label=_("Why do you refuse?"),
        help_text=_("The others who are asked to sign read this. It does not enter the record."),
        widget=forms.Textarea({"rows": 4}),
        max_length=500,
    )
