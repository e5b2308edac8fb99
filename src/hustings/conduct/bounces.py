"""Letters that come back: the mail servers' reports (RFC 3464) are read, and what they name was not served."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import Any

from hustings.conduct.serving import note_bounce

LARGEST = 256 * 1024
"""Bytes of one report that are looked at; a report says what matters at its beginning."""
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")


@dataclass(frozen=True, slots=True)
class Bounces:
    """What became of some messages: letters newly marked, reports of none that waits here, other mail."""

    marked: int = 0
    not_ours: int = 0
    no_reports: int = 0

    @property
    def messages(self) -> int:
        """How many messages there were."""
        return self.marked + self.not_ours + self.no_reports


def messages_in(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The messages of a mailbox (mbox: each after a line that begins with "From "), or a single one.

    Of each no more than ``LARGEST`` bytes are kept, however long it is.
    """
    kept, size, blank, began = list[bytes](), 0, True, False
    for line in lines:
        if blank and line.startswith(b"From "):
            if began:
                yield b"".join(kept)
            kept, size = [], 0
        elif size < LARGEST:
            kept.append(line[: LARGEST - size])
            size += len(line)
        began, blank = True, not line.strip(b"\r\n")
    if kept:
        yield b"".join(kept)


def came_back(content: bytes) -> str | None:
    """The Message-ID of the letter that a report says was not delivered for good; None for any other mail."""
    try:
        report = message_from_bytes(content)
        if report.get_content_type() != "multipart/report" or not report.is_multipart():
            return None
        parts: list[Any] = list(report.get_payload())
        if not any(_failed(part) for part in parts):
            return None
        return next((found for found in map(_original, parts) if found), None)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the standard library's parser gives up on some of what strangers send


def _failed(part: Message) -> bool:
    """Whether a part is a delivery status that says "failed"; delayed, relayed and delivered are not."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return False
    blocks: list[Any] = list(part.get_payload())
    return any(str(block.get("Action", "")).strip().casefold() == "failed" for block in blocks)


def _original(part: Message) -> str | None:
    """The Message-ID of the letter that a report gives back, whole or by its headers only."""
    match part.get_content_type():
        case "message/rfc822" if part.is_multipart():
            payload: Any = part.get_payload(0)
            headers = payload
        case "text/rfc822-headers" | "message/rfc822-headers":
            decoded: Any = part.get_payload(decode=True) or b""
            headers = message_from_string(bytes(decoded).decode("ascii", "replace"))
        case _:
            return None
    found = str(headers.get("Message-ID", "")).strip()
    return found if MESSAGE_ID.fullmatch(found) else None


def note_all(messages: Iterable[bytes], at: datetime) -> Bounces:
    """Mark every letter that a report brings back as not served; the same report twice changes nothing."""
    marked = not_ours = no_reports = 0
    for message in messages:
        message_id = came_back(message)
        if message_id is None:
            no_reports += 1
        elif note_bounce(message_id, at):
            marked += 1
        else:
            not_ours += 1
    return Bounces(marked, not_ours, no_reports)
