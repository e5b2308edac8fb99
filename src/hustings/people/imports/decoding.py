"""From bytes to lines of text: the encoding is recognised or named, never guessed at."""

import codecs
from collections.abc import Iterator
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import Any, BinaryIO, cast

from hustings.people.imports.findings import Findings

LONGEST_LINE = 256 * 1024
_HEAD = 64 * 1024
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TEXT = {
    b"PK\x03\x04": "an Excel or OpenDocument workbook (or another zip file)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
}
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
    "iso-8859-1": "latin-1",
}
"""The encodings that can be named, and what Python calls them."""

SAVE_AS = "save the list as “CSV UTF-8”"


def lines_of(source: BinaryIO, encoding: str | None, findings: Findings) -> Iterator[str]:
    """The lines of a file, each with its line end; ``BadInput`` at the first that cannot be text."""
    reader = BufferedReader(cast(RawIOBase, source), _HEAD)
    head = reader.peek(_HEAD)[:_HEAD]
    _recognise(head, encoding, findings)
    codec = "utf-8" if encoding is None else ENCODINGS[encoding.lower()]
    if codec == "utf-16":
        return _wide_lines(reader, findings)
    if head.startswith(codecs.BOM_UTF8):
        reader.read(len(codecs.BOM_UTF8))
        findings.notice("The file begins with a byte-order mark; it is left out.")
    return _given_back(reader, _lines(reader, codec, findings))


def _given_back(reader: "BufferedReader[Any]", lines: Iterator[str]) -> Iterator[str]:
    """The lines, after which the file is left to whoever opened it, and to nobody else to close."""
    try:
        yield from lines
    finally:
        if not reader.closed:
            reader.detach()


def _recognise(head: bytes, encoding: str | None, findings: Findings) -> None:
    """Refuse what is not text, and text in another encoding than the one named."""
    if encoding is not None and encoding.lower() not in ENCODINGS:
        names = "utf-8, utf-16, windows-1252, iso-8859-1"
        raise findings.stop(None, "", f"The encoding {encoding!r} is not one of {names}.")
    for magic, kind in _NOT_TEXT.items():
        if head.startswith(magic):
            raise findings.stop(None, "", f"This is {kind}, not a CSV file.", SAVE_AS)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise findings.stop(None, "", "The file is empty.")
    start = head[:200]
    wide = head.startswith(_WIDE_MARKS) or start.count(0) * 3 > len(start)
    if wide and (encoding is None or _codec(encoding) != "utf-16"):
        what = "The file is in UTF-16, and lists are read as UTF-8."
        raise findings.stop(None, "", what, f"{SAVE_AS}, or say --encoding utf-16")
    if head.startswith(codecs.BOM_UTF8) and encoding is not None and _codec(encoding) != "utf-8":
        what = f"The file begins with the mark of UTF-8, and {encoding} was named."
        raise findings.stop(None, "", what, "leave --encoding out")
    if b"\r" in head.rstrip() and b"\n" not in head:
        what = "The lines end as on old Macintosh computers (CR alone)."
        raise findings.stop(None, "", what, SAVE_AS)


def _codec(encoding: str) -> str:
    return ENCODINGS[encoding.lower()]


def _lines(reader: "BufferedReader[Any]", codec: str, findings: Findings) -> Iterator[str]:
    number = 0
    while raw := reader.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise _too_long(number, findings)
        if b"\x00" in raw:
            raise findings.stop(
                number, "", "The line holds a NUL byte, which no text has.", SAVE_AS
            )
        try:
            yield raw.decode(codec)
        except UnicodeDecodeError as what:
            raise _undecodable(number, codec, raw[what.start], findings) from None


def _wide_lines(reader: "BufferedReader[Any]", findings: Findings) -> Iterator[str]:
    text = TextIOWrapper(reader, encoding="utf-16", newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise _too_long(number, findings)
            if "\x00" in line:
                raise findings.stop(number, "", "The line holds a NUL character.", SAVE_AS)
            yield line
    except UnicodeError:
        what = "From here on the file is not UTF-16."
        raise findings.stop(number + 1, "", what, SAVE_AS) from None


def _too_long(number: int, findings: Findings) -> Exception:
    what = (
        f"The line is longer than {LONGEST_LINE:,} bytes: far too many columns, or a cell with a "
        "whole document in it."
    )
    return findings.stop(number, "", what)


def _undecodable(number: int, codec: str, byte: int, findings: Findings) -> Exception:
    if codec != "utf-8":
        what = f"The byte {byte:#04x} has no meaning in the encoding that was named."
        return findings.stop(number, "", what, SAVE_AS)
    what = f"The byte {byte:#04x} is not UTF-8; the file looks like Windows-1252 or Latin-1."
    return findings.stop(number, "", what, f"{SAVE_AS}, or say --encoding windows-1252")
