"""The two questions of sign-in: which address, and which code."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.conduct.roles import person_with_address
from hustings.web.base.forms import Plain
from hustings.web.signin.adapter import post
from hustings.web.signin.models import Account


class AskForCode(Plain, RequestLoginCodeForm):
    """Ask for the address; whether we know it is never shown."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one that the organisation writes to."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        },
    )

    def clean_email(self) -> str:
        """Find the person's account; a stranger gets ``None``, and the same page."""
        address: str = self.cleaned_data["email"]
        request = context.request
        key = address.casefold()
        if not ratelimit.consume(request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        person = person_with_address(address)
        self._user = Account.objects.of(person, address) if person else None
        if self._user is None:
            # as much work as for somebody known, so that the time does not tell either
            post.enqueue(to="", subject="", text="")
        return address


class EnterCode(Plain, ConfirmLoginCodeForm):
    """Ask for the code; spaces, dashes and capitals do not matter, and it can be pasted."""

    code = forms.CharField(
        label=_("The code from the e-mail"),
        help_text=_("Eight letters, like BCDF-GHJK. You can paste it."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "short",
            }
        ),
        error_messages={"required": _("Enter the code from the e-mail")},
    )
