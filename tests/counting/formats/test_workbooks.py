"""Workbooks of records: the cells of the first sheet as spreadsheets write them, and what is no workbook."""

import zipfile
from io import BytesIO

import pytest

from hustings.counting.formats.rows import read_rows
from hustings.kernel.refusals import BadInput
from tests.counting.formats.damaging import damaged

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = f"<sst {SPACE}><si><t>Ada</t></si><si><r><t>B</t></r><r><t>en</t></r></si></sst>"
"""The second text is written in two kinds of letters."""
SHEET = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="s"><v>0</v></c></row>'
    '<row r="3"><c r="A3"><v>7.0</v></c><c r="B3" t="s"><v>1</v></c><c r="AB3" t="str"><v>x</v></c></row>'
)


def workbook(sheet: str | bytes, shared: str | None = SHARED, name: str = "sheet1") -> bytes:
    if isinstance(sheet, str):
        sheet = f"<worksheet {SPACE}><sheetData>{sheet}</sheetData></worksheet>".encode()
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr(f"xl/worksheets/{name}.xml", sheet)
        book.writestr("xl/worksheets/sheet10.xml", f"<worksheet {SPACE}/>")
        if shared is not None:
            book.writestr("xl/sharedStrings.xml", shared)
    return content.getvalue()


def test_cells_stand_where_their_letters_say_and_what_is_not_written_is_empty() -> None:
    rows = list(read_rows(workbook(SHEET), "cvr.xlsx"))
    assert [row.line for row in rows] == [1, 2, 3]
    assert rows[0].cells == ("id", "", "Ada")
    assert rows[1].cells == ()
    assert rows[2].cells == ("7", "Ben", *[""] * 25, "x")
    with pytest.raises(BadInput, match=r"cvr.xlsx:3: cell AB3: x is nobody"):
        rows[2].refuse(27, "x is nobody")


def test_the_first_sheet_is_the_one_with_the_lowest_number() -> None:
    assert len(list(read_rows(workbook(SHEET, name="sheet2"), "cvr.xlsx"))) == 3
    assert list(read_rows(workbook(SHEET, name="sheet11"), "cvr.xlsx")) == []


FIRST = "xl/worksheets/sheet1.xml"
ENTITY = f'<!DOCTYPE w [<!ENTITY e "e">]><worksheet {SPACE}><sheetData>&e;</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (workbook('<row r="2"/><row r="1"/>'), "cvr.xlsx:3: a row is numbered '1' after row 2"),
        (workbook('<row r="x"/>'), "cvr.xlsx:1: a row is numbered 'x' after row 0"),
        (workbook('<row><c r="B1"/><c r="A1"/></row>'), "a cell is called 'A1' after 2 others"),
        (workbook('<row><c r="ZZZ1"/></row>'), "a cell is called 'ZZZ1'"),
        (workbook('<row><c t="s"><v>2</v></c></row>'), "cell A1 refers to a text"),
        (workbook('<row><c t="s"><v>0</v></c></row>', None), "cell A1 refers to a text"),
        (workbook("<row>"), "this workbook cannot be read"),
        (workbook(ENTITY.encode()), "sheet1.xml is not a part that a workbook has"),
        (workbook(ENTITY.encode("utf-16")), "sheet1.xml is not a part that a workbook has"),
        (workbook(ENTITY.encode("utf-16-be")), "sheet1.xml is not a part that a workbook has"),
        (workbook(SHEET, name="notes"), None),
        (workbook(SHEET)[:-40], "this workbook cannot be read"),
        (b"PK\x03\x04", "this workbook cannot be read"),
        (damaged(FIRST, zipfile.ZIP_DEFLATED), "this workbook cannot be read"),
        (damaged(FIRST, zipfile.ZIP_BZIP2), "this workbook cannot be read"),
        (damaged(FIRST, zipfile.ZIP_LZMA), "this workbook cannot be read"),
    ],
)
def test_what_is_no_workbook_is_turned_back(content: bytes, told: str | None) -> None:
    if told is None:
        assert list(read_rows(content, "cvr.xlsx")) == []
        return
    with pytest.raises(BadInput) as refused:
        list(read_rows(content, "cvr.xlsx"))
    assert told in str(refused.value)


def test_an_archive_without_a_sheet_is_turned_back() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr("letter.txt", "Dear Ada")
    with pytest.raises(BadInput, match="this archive is not a workbook with a sheet"):
        list(read_rows(content.getvalue(), "cvr.xlsx"))
