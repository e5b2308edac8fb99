"""Separators, header rows, and problems told by row and column, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput
from tests.people.imports.reading import HEADER, ROW, one, read, rows, wrong


@pytest.mark.parametrize(("sign", "told"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_recognised_by_the_header_row_and_told(sign: str, told: str) -> None:
    plan = read(rows(ROW).replace(b",", sign.encode()))
    assert plan.records[0].given_name == "Alder"
    assert plan.notices == (f"The cells are separated by {told}.",)


def test_a_named_separator_is_the_one_used() -> None:
    assert one(rows(ROW).replace(b",", b";"), delimiter=";").number == "C-1"
    assert "not a header row" in wrong(rows(ROW).replace(b",", b";"), delimiter=",")[0]


def test_a_spreadsheet_s_line_that_names_the_separator_is_obeyed() -> None:
    assert one(b"sep=;\n" + rows(ROW).replace(b",", b";")).number == "C-1"


def test_a_file_without_a_header_row_is_turned_back() -> None:
    (problem,) = wrong(f"{ROW}\n{ROW}\n".encode())
    assert problem.startswith("members.csv:1: The first row is not a header row")
    assert "number,family_name,given_name" in problem


def test_a_file_with_a_header_row_and_nothing_else_is_turned_back() -> None:
    assert wrong(rows()) == ["members.csv: The file has a header row and no members."]


def test_headers_are_recognised_by_other_names_in_any_spelling() -> None:
    header = "Membership Number,Surname,FIRST-NAME,Ward,Membership type,Date joined,E-mail"
    assert one(f"{header}\n{ROW}\n".encode()).number == "C-1"


def test_a_column_can_be_renamed_to_ours() -> None:
    content = rows(ROW).replace(b"unit", b"Sprengel")
    assert one(content, renamed={"sprengel": "unit"}).unit == "northmoor"


def test_an_unknown_column_is_a_problem_with_the_nearest_name() -> None:
    (problem,) = wrong(f"{HEADER},arears_since\n{ROW},2021-01-01\n".encode())
    assert "row 1, column H (arears_since): The column is not known" in problem
    assert "arrears_since" in problem


def test_an_unknown_column_can_be_left_out_by_name() -> None:
    assert one(f"{HEADER},Notes\n{ROW},hello\n".encode(), ignored=frozenset({"notes"}))


def test_a_column_that_comes_twice_is_a_problem() -> None:
    assert "comes twice" in wrong(f"{HEADER},surname\n{ROW},x\n".encode())[0]


def test_a_missing_column_is_told_with_the_names_it_may_have() -> None:
    (problem,) = wrong(rows(ROW).replace(b"joined", b"born"))
    assert problem.startswith("members.csv:1: joined: The column is missing")
    assert "date_joined" in problem


def test_a_header_row_that_comes_again_is_a_problem() -> None:
    (problem,) = wrong(rows(ROW, HEADER))
    assert problem.startswith("members.csv:3: row 3: The header row comes a second time")


def test_every_problem_is_told_at_once_with_row_and_column() -> None:
    problems = wrong(
        rows(
            "C-1,Fernlight,,northmoor,full,2015-02-30,alder@members.example",
            "C-2,Mosswater,Wren,nowhere,full,2015-03-01,wren at members.example",
        )
    )
    assert [problem.split(": ")[:2] for problem in problems] == [
        ["members.csv:2", "row 2, column C (given_name)"],
        ["members.csv:2", "row 2, column F (joined)"],
        ["members.csv:3", "row 3, column D (unit)"],
        ["members.csv:3", "row 3, column G (email)"],
    ]


def test_after_a_hundred_problems_the_rest_are_counted() -> None:
    problems = wrong(rows(*[f"C-{at},A,B,northmoor,full,nonsense," for at in range(1234)]))
    assert len(problems) == 101
    assert problems[-1] == "members.csv: 1,134 more problems are not shown."


def test_empty_rows_are_left_out_and_counted() -> None:
    plan = read(rows(ROW, "", ",,,,,,", "  ,,,,,,"))
    assert len(plan.records) == 1
    assert plan.notices == ("Empty rows left out: 3.",)


def test_empty_cells_at_the_end_of_a_row_do_no_harm() -> None:
    assert one(rows(ROW + ",,")).number == "C-1"


@pytest.mark.parametrize("row", [ROW + ",more", "C-1,Fernlight"])
def test_a_row_of_another_length_is_a_problem(row: str) -> None:
    assert "cells, the header row 7" in wrong(rows(row))[0]


def test_a_newline_inside_quotes_is_one_space_and_lines_are_still_counted_right() -> None:
    quoted = ROW.replace("Alder", '"Alder\nAsh"')
    assert one(rows(quoted)).given_name == "Alder Ash"
    (problem,) = wrong(rows(quoted, "C-2,A,B,northmoor,full,never,"))
    assert problem.startswith("members.csv:4: row 3, column F (joined)")


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_row() -> None:
    (problem,) = wrong(rows(ROW, ROW.replace("Alder", '"Alder')))
    assert problem.startswith("members.csv:3: row 3: A quotation mark that opens")


def test_an_unclosed_quotation_mark_in_a_huge_file_does_not_swallow_it() -> None:
    (problem,) = wrong(rows(ROW.replace("Alder", '"Alder'), *[ROW] * 5000))
    assert problem.startswith("members.csv:2: row 2: A quotation mark that opens")


def test_a_quotation_mark_inside_a_cell_is_told() -> None:
    (problem,) = wrong(rows(ROW.replace("Alder", '"Al"der')))
    assert "is written twice there" in problem


def test_too_many_columns_are_turned_back() -> None:
    (problem,) = wrong(rows(ROW + "," * 500))
    assert "507 columns; 200 are the most" in problem


def test_too_many_rows_are_turned_back() -> None:
    many = [ROW.replace("C-1", f"C-{at}") for at in range(50)]
    assert wrong(rows(*many), most_rows=10) == ["members.csv:11: The file has more than 10 rows."]


def test_a_huge_cell_is_a_problem() -> None:
    (problem,) = wrong(rows(ROW.replace("Alder", "A" * 2001)))
    assert "The cell holds 2,001 characters; 2,000 are the most" in problem


def answer(content: bytes) -> object:
    """The plan, or what was wrong; anything else that is raised fails the test."""
    try:
        return read(content)
    except BadInput as refused:
        return refused.problems or None


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_a_plan_or_bad_input(content: bytes) -> None:
    for whole in (content, rows(ROW) + content):
        assert answer(whole) is not None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_a_cell_holds_the_answer_is_a_plan_or_bad_input(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    for column in range(7):
        cells = ROW.split(",")
        cells[column] = quoted
        assert answer(rows(",".join(cells))) is not None
