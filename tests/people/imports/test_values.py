"""What may stand in a cell."""

from datetime import date

import pytest

from hustings.people.imports.values import (
    CellRefused,
    clean,
    day_reader,
    email,
    number,
    several,
    spells_reader,
    yes_or_no,
)
from hustings.people.spells import Spell


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Alder   Ash ", "Alder Ash"),
        ("Alder\u00a0Ash", "Alder Ash"),
        ("A\r\nB", "A B"),
        ("e\u0301", "é"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'tis", "'tis"),
        ("", ""),
    ],
)
def test_a_cell_is_cleaned_to_one_spelling(cell: str, text: str) -> None:
    assert clean(cell) == text


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\x07", "\ufeff"])
def test_a_character_that_cannot_be_seen_is_refused_by_its_code(unseen: str) -> None:
    with pytest.raises(CellRefused, match=f"U\\+{ord(unseen):04X}"):
        clean(f"Al{unseen}der")


def test_the_joiners_that_some_scripts_need_are_kept() -> None:
    assert clean("\u0645\u06cc\u200c\u062e") == "\u0645\u06cc\u200c\u062e"


def test_dates_are_iso_unless_a_form_is_named() -> None:
    assert day_reader(None)("2021-05-09") == date(2021, 5, 9)
    assert day_reader("DD/MM/YYYY")("9/5/2021") == date(2021, 5, 9)
    assert day_reader("MM/DD/YYYY")("05/09/2021") == date(2021, 5, 9)
    assert day_reader("DD.MM.YYYY")("09.05.2021") == date(2021, 5, 9)


@pytest.mark.parametrize(
    "cell",
    ["09/05/2021", "2021-5-9", "9 May 2021", "2021-05-09T10:00", "\u0662\u0660\u0662\u0661-05-09"],
)
def test_a_date_in_another_form_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="is not a date"):
        day_reader(None)(cell)


def test_a_date_with_strokes_is_refused_with_the_option_that_would_read_it() -> None:
    with pytest.raises(CellRefused) as refused:
        day_reader(None)("09/05/2021")
    assert "--date-format DD/MM/YYYY" in refused.value.right


@pytest.mark.parametrize("cell", ["2021-02-29", "2021-13-01", "2021-00-10", "2021-04-31"])
def test_an_impossible_date_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="There is no such day"):
        day_reader(None)(cell)


@pytest.mark.parametrize("cell", ["0021-05-09", "1899-12-31", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="cannot be meant"):
        day_reader(None)(cell)


@pytest.mark.parametrize("form", ["%d/%m/%Y", "DD/MM/YY", "DD/DD/YYYY", "DD/MM-YYYY"])
def test_a_form_of_dates_that_is_none_is_refused(form: str) -> None:
    with pytest.raises(CellRefused, match="is not a way to write a date"):
        day_reader(form)


@pytest.mark.parametrize(
    "cell",
    [
        "alder",
        "alder@members",
        "@members.example",
        "alder@@members.example",
        "alder@members..example",
        "a@b.example, c@d.example",
        "Alder <a@b.example>",
        f"{'a' * 65}@members.example",
        f"a@{'b' * 250}.example",
    ],
)
def test_what_is_not_one_email_address_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused, match="is not one e-mail address"):
        email(cell)


def test_the_domain_of_an_address_is_in_small_letters_and_the_rest_as_it_was() -> None:
    assert email("Alder.Ash@Members.EXAMPLE") == "Alder.Ash@members.example"


@pytest.mark.parametrize("cell", ["C 1", "x" * 65])
def test_a_number_has_no_space_and_at_most_64_characters(cell: str) -> None:
    with pytest.raises(CellRefused, match="is not a number or id"):
        number(cell)


def test_a_number_that_a_spreadsheet_has_shortened_is_refused() -> None:
    with pytest.raises(CellRefused, match="a spreadsheet has shortened"):
        number("1.23E+11")


def test_yes_and_no_are_read_in_their_usual_spellings() -> None:
    assert [yes_or_no(cell) for cell in ("yes", "Y", "TRUE", "1")] == [True] * 4
    assert [yes_or_no(cell) for cell in ("no", "N", "False", "0")] == [False] * 4
    with pytest.raises(CellRefused):
        yes_or_no("perhaps")


def test_several_words_have_bars_between_them() -> None:
    assert several("affiliation form | receipt for the fee |") == (
        "affiliation form",
        "receipt for the fee",
    )


def test_spells_are_read_in_order_and_an_open_end_goes_on() -> None:
    read = spells_reader(day_reader(None))
    assert read("2019-06-01.. | 2015-01-01..2018-03-01") == (
        Spell(date(2015, 1, 1), date(2018, 3, 1)),
        Spell(date(2019, 6, 1)),
    )
    assert read("2021-01-01") == (Spell(date(2021, 1, 1)),)


@pytest.mark.parametrize(
    "cell",
    [
        "2015-01-01..2018-03-01 | 2017-01-01..",
        "2015-01-01.. | 2017-01-01..",
        "2018-01-01..2017-01-01",
    ],
)
def test_spells_that_overlap_or_end_before_they_begin_are_refused(cell: str) -> None:
    with pytest.raises(CellRefused):
        spells_reader(day_reader(None))(cell)
