"""Encodings: recognised and told, or named; never guessed at."""

import codecs
from io import BytesIO

import pytest

from hustings.people.imports.decoding import lines_of
from hustings.people.imports.findings import Findings
from tests.people.imports.reading import HEADER, ROW, one, read, rows, wrong

ACCENTED = rows(ROW.replace("Fernlight", "Fernlïght"))


def test_a_byte_order_mark_is_taken_off_and_told() -> None:
    plan = read(codecs.BOM_UTF8 + rows(ROW))
    assert plan.records[0].number == "C-1"
    assert plan.notices == ("The file begins with a byte-order mark; it is left out.",)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    (problem,) = wrong(rows(ROW).decode().encode(encoding))
    assert "The file is in UTF-16" in problem
    assert "--encoding utf-16" in problem


def test_utf_16_is_read_when_it_is_named() -> None:
    assert one(ACCENTED.decode().encode("utf-16"), encoding="utf-16").family_name == "Fernlïght"


def test_windows_1252_is_recognised_with_the_line_of_the_first_letter() -> None:
    content = rows(ROW, ROW.replace("C-1", "C-2").replace("Fernlight", "Fernlïght"))
    (problem,) = wrong(content.decode().encode("cp1252"))
    assert problem.startswith("members.csv:3: The byte 0xef is not UTF-8")
    assert "--encoding windows-1252" in problem


@pytest.mark.parametrize("name", ["windows-1252", "Windows-1252", "iso-8859-1", "latin-1"])
def test_windows_1252_and_latin_1_are_read_when_they_are_named(name: str) -> None:
    assert one(ACCENTED.decode().encode("latin-1"), encoding=name).family_name == "Fernlïght"


def test_a_byte_without_meaning_in_the_named_encoding_is_told_with_its_line() -> None:
    (problem,) = wrong(rows(ROW).replace(b"Alder", b"Al\x81er"), encoding="windows-1252")
    assert problem.startswith("members.csv:2: The byte 0x81 has no meaning")


def test_a_file_with_the_mark_of_utf_8_is_not_read_as_something_else() -> None:
    (problem,) = wrong(codecs.BOM_UTF8 + rows(ROW), encoding="latin-1")
    assert "begins with the mark of UTF-8" in problem


def test_an_encoding_that_is_not_offered_is_turned_back() -> None:
    (problem,) = wrong(rows(ROW), encoding="utf-7")
    assert "'utf-7' is not one of" in problem


@pytest.mark.parametrize(
    ("start", "kind"), [(b"PK\x03\x04", "Excel"), (b"%PDF-1.7", "PDF"), (b"\x1f\x8b", "compressed")]
)
def test_other_kinds_of_file_are_called_by_their_name(start: bytes, kind: str) -> None:
    (problem,) = wrong(start + b"\x00\x01rest")
    assert kind in problem


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8, b"  \r\n"])
def test_an_empty_file_is_told(content: bytes) -> None:
    assert wrong(content) == ["members.csv: The file is empty."]


def test_a_nul_byte_is_told_with_its_line() -> None:
    (problem,) = wrong(rows(ROW, ROW.replace("Alder", "Al\0der")))
    assert problem.startswith("members.csv:3: The line holds a NUL byte")


def test_lines_that_end_with_cr_alone_are_told() -> None:
    (problem,) = wrong(rows(ROW).replace(b"\n", b"\r"))
    assert "CR alone" in problem


def test_lines_that_end_with_cr_lf_are_read() -> None:
    assert one(rows(ROW).replace(b"\n", b"\r\n")).number == "C-1"


def test_a_line_that_never_ends_is_turned_back() -> None:
    (problem,) = wrong(rows(ROW) + b"x" * 300_000)
    assert problem.startswith("members.csv:3: The line is longer than 262,144 bytes")


def test_a_million_columns_are_turned_back() -> None:
    (problem,) = wrong(b"," * 1_000_000)
    assert "far too many columns" in problem


def test_a_utf_16_file_that_breaks_off_is_told() -> None:
    content = rows(ROW).decode().encode("utf-16") + b"\x00"
    assert "is not UTF-16" in wrong(content, encoding="utf-16")[-1]


def test_the_last_line_needs_no_end() -> None:
    assert one(f"{HEADER}\n{ROW}".encode()).number == "C-1"


def test_the_file_stays_open_to_whoever_opened_it() -> None:
    source = BytesIO(rows(ROW))
    list(lines_of(source, None, Findings("members.csv")))
    assert not source.closed
