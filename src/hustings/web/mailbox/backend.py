"""An e-mail backend that keeps each message as a file in the data folder instead of sending it."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Mailbox(BaseEmailBackend):
    """Keeps letters; refuses to exist on a production site, where a kept letter is a lost one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not settings.DEVELOPMENT:
            raise ImproperlyConfigured(
                "The mailbox belongs to development sites; set a mail server."
            )
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = settings.HUSTINGS_MAILBOX
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            place = folder / f"{at}-{secrets.token_hex(4)}.eml"
            draft = place.with_suffix(".draft")
            draft.write_bytes(message.message().as_bytes())
            draft.rename(place)
        return len(email_messages)
