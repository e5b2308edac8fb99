"""Reading the kept letters back: by person, newest first, with their attachments."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One kept message; ``at`` is the moment that it bears itself."""

    name: str
    at: datetime
    to: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """A fictional person of the demonstration, with the role to try and the key to try it with."""

    address: str
    person: str
    name: str
    role: str
    key: str


def letters_to(address: str) -> list[KeptLetter]:
    """The letters to ``address``, newest first."""
    wanted = address.casefold()
    found = [letter for letter in _all() if wanted in {to.casefold() for to in letter.to}]
    return sorted(found, key=lambda letter: letter.at, reverse=True)


def addresses() -> list[tuple[str, int]]:
    """Who has letters, and how many."""
    return sorted(Counter(to for letter in _all() for to in letter.to).items())


def letter_named(name: str) -> KeptLetter | None:
    """One letter by its file's name."""
    place = Path(settings.HUSTINGS_MAILBOX) / f"{name}.eml"
    return _read(place) if _NAME.fullmatch(name) and place.exists() else None


def demonstration_people() -> list[DemonstrationPerson]:
    """The persons that the demonstration wrote to ``demonstration.json``; empty elsewhere."""
    place = Path(settings.DATA) / "demonstration.json"
    if not place.exists():
        return []
    return [
        DemonstrationPerson(
            address=entry["address"],
            person=entry["person"],
            name=entry["name"],
            role=entry["role"],
            key=json.dumps(entry["jwk"]) if entry.get("jwk") else "",
        )
        for entry in json.loads(place.read_text("utf-8"))
    ]


def _all() -> Iterator[KeptLetter]:
    places = Path(settings.HUSTINGS_MAILBOX).glob("*.eml")
    yield from (_read(place) for place in sorted(places, reverse=True))


def _read(place: Path) -> KeptLetter:
    message = message_from_bytes(place.read_bytes(), policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the mailbox holds something that is not a letter")
    body = message.get_body(("plain",))
    attachments = tuple(
        Attachment(part.get_filename() or "attachment", part.get_content_type(), _bytes(part))
        for part in message.iter_attachments()
        if isinstance(part, EmailMessage)
    )
    return KeptLetter(
        name=place.stem,
        at=_written(message, place),
        to=tuple(address for _, address in getaddresses(message.get_all("to", []))),
        subject=str(message["subject"] or ""),
        text=body.get_content() if body else "",
        attachments=attachments,
    )


def _written(message: EmailMessage, place: Path) -> datetime:
    """The moment that the letter bears; its file's where it bears none, or is of the same second."""
    kept = datetime.strptime(place.stem[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    try:
        said = parsedate_to_datetime(str(message["date"]))
    except ValueError:
        return kept
    said = said if said.tzinfo else said.replace(tzinfo=UTC)
    return kept if abs(kept - said) < timedelta(seconds=2) else said


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
