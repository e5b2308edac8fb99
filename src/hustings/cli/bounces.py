"""``hustings bounces``: tell the site which letters its mail servers could not deliver."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click

from hustings.kernel.refusals import BadInput, Problem


@click.command("bounces")
@click.argument("mailbox", default="-")
def command(mailbox: str) -> None:
    """Read reports of failed delivery and mark those letters as not served.

    MAILBOX is a file in mbox form or a single message; without it, or with "-", standard input is read, so that
    a mail server can hand each message on. Reading the same reports again changes nothing. What came back stands
    on the office's list of what needs a person.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    import django

    django.setup()
    from hustings.conduct import clock
    from hustings.conduct.bounces import Bounces, messages_in, note_all

    def note(file: BinaryIO) -> Bounces:
        """In pieces, because a line can be as long as whoever sent it likes."""
        return note_all(messages_in(iter(lambda: file.readline(65_536), b"")), clock.now())

    if mailbox == "-":
        found = note(sys.stdin.buffer)
    else:
        try:
            with Path(mailbox).open("rb") as file:
                found = note(file)
        except OSError as why:
            what = f"cannot be read: {why.strerror or why}"
            raise BadInput(Problem(mailbox, None, None, what, "a file in mbox form")) from why
    click.echo(
        f"Messages read: {found.messages}. Letters newly marked as not served: {found.marked}. "
        f"Reports of letters that are not waiting here, or known already: {found.not_ours}. "
        f"Not reports of failed delivery: {found.no_reports}."
    )
