"""What goes to an elector with the code: a letter, or a mail through a relay of the scrutineer's own."""

import json
import smtplib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Self

from hustings.cli.whole_files import refuse

if TYPE_CHECKING:
    from hustings.cli.code_book import CodeBook, Holder

BEFORE = (
    "This is your code for the secret ballot. You need it together with your own sign-in; neither is enough alone.",
)
AFTER = (
    "Capitals and small letters are different. Spaces and dashes do not matter.",
    "Nobody but you may have this code. Whoever asks you for it, and be it the organisation, must not get it.",
    "If it is lost, ask the scrutineer who sent this: the same code is sent again. Keep it until the result stands.",
)
SECONDS = 30


def pack(book: "CodeBook", holders: "Sequence[Holder]") -> bytes:
    """One tagged PDF with a letter for each, every one beginning on an odd page."""
    import typst

    words = {
        "title": f"Your code: {book.name}",
        "before": BEFORE,
        "after": AFTER,
        "each": [{"addressee": one.elector.addressee, "code": one.code} for one in holders],
    }
    made = typst.compile(
        files("hustings.cli").joinpath("codes.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letters": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime(2026, 1, 1, 12, tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one document")
    return made


def message(book: "CodeBook", one: "Holder", sender: str) -> EmailMessage | None:
    """The mail: a code, no link, nothing that could be clicked; nothing for an address that no mail can have."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["Subject"] = " ".join(f"Your code: {book.name}".split())
    try:
        mail["To"] = one.elector.email
    except (ValueError, IndexError, MessageError):  # the second is what Python's parser trips over
        return None
    words = (f"Dear {one.elector.name},", *BEFORE, f"    {one.code}", *AFTER)
    mail.set_content("\n\n".join(words) + "\n")
    return mail


class Relay:
    """A connection to the scrutineer's relay; with TLS, whose certificate is checked, unless it is this machine."""

    def __init__(self, where: str, *, plain: bool, user: str | None, password: str | None) -> None:
        host, colon, port = where.rpartition(":")
        if not colon or not host or not port.isdigit():
            refuse(f"{where}: a relay is written as HOST:PORT.")
        if plain and host not in {"localhost", "127.0.0.1", "::1"}:
            refuse("Without TLS a code is sent to a relay on this machine only.")
        self._host, self._port = host, int(port)
        self._plain, self._user, self._password = plain, user, password

    def __enter__(self) -> Self:
        try:
            self._open = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
            if not self._plain:
                self._open.starttls(context=ssl.create_default_context())
            if self._user is not None and self._password is not None:
                self._open.login(self._user, self._password)
        except (OSError, smtplib.SMTPException) as problem:
            refuse(f"The relay {self._host} does not take mail: {type(problem).__name__}.")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def send(self, mail: EmailMessage) -> bool:
        """Hand a mail over; false if the relay knows no such address. Without the relay nothing goes on."""
        try:
            self._open.send_message(mail)
        except smtplib.SMTPRecipientsRefused:
            return False
        except (OSError, smtplib.SMTPException) as problem:
            refuse(
                f"The relay did not take the mail to {mail['To']} ({type(problem).__name__}); those before "
                "it are sent. Run the command again to go on."
            )
        return True
