"""How allauth behaves here: no sign-up, no password, and a letter that leaves from the background."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks import task


class CodeOnly(DefaultAccountAdapter):
    """Codes for known persons only, sent from the background."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That is not the code in the latest e-mail. Copy it once more."),
        "rate_limited": _("That was too often in a short time. Wait a minute, then try again."),
        "too_many_login_attempts": _(
            "That was too often in a short time. Wait a minute, then ask for a new code."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter."""
        message = self.render_mail(template_prefix, email, context)
        post.enqueue(to=email, subject=message.subject, text=str(message.body))


@task()
def post(to: str, subject: str, text: str) -> None:
    """Send one sign-in letter; one to nobody goes nowhere (see :class:`forms.AskForCode`)."""
    if to:
        EmailMultiAlternatives(subject=subject, body=text, to=[to]).send()
