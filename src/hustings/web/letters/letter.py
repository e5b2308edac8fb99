"""What a letter says, before it has a form: everything in it is already worded, in the reader's language."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One line of the table of dates: what happens, when (in words), and the rule behind it."""

    what: str
    when: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or notice. ``record_reference`` says which entry of the record it carries out."""

    organisation: str
    sender: tuple[str, ...]
    sent_on: date
    addressee: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    signed_by: tuple[str, ...]
    record_reference: str
    greeting: str = ""
    dates: tuple[DatedLine, ...] = ()
    citations: tuple[str, ...] = ()
    after_dates: tuple[str, ...] = ()
    unofficial: bool = False
    language: str = "en-gb"
