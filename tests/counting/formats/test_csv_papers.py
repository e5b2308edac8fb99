"""Wide CSV files: every cell read as it stands, in blocks of any size, and every fault named by its line."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ballots.validity import Fault, Rejection, ValidityRules
from hustings.counting.formats.csv_papers import Cells, in_pieces, read_csv
from hustings.counting.papers import Papers, gather
from hustings.kernel.refusals import BadInput

PASSED = ValidityRules(Fault.PASSED_OVER, Fault.PASSED_OVER, Fault.PASSED_OVER)


def read(text: str, rules: ValidityRules | None = None, cells: Cells | None = None) -> Papers:
    return read_csv([text.encode()], rules=rules, cells=cells)


def rankings(papers: Papers) -> dict[str, int]:
    names = papers.candidates
    said = (">".join(names[c] for c in ranking) for ranking in papers.rankings)
    return dict(zip(said, papers.multiplicities, strict=True))


def test_choices_are_found_by_their_headings_and_other_columns_are_passed_over() -> None:
    text = "Ballot,Rank 2,Precinct,Rank 1\n1,Birch,North,Ash\n2,,South,Birch\n3,Birch,North,Ash\n"
    assert rankings(read(text)) == {"Ash>Birch": 2, "Birch": 1}


@pytest.mark.parametrize(
    "heading",
    ["1st Choice,2nd Choice", "For Mayor Choice 1 (45),For Mayor Choice 2 (50)", "1,2",
     "1ST CHOICE MAYOR,2ND CHOICE MAYOR", "Preference 1,Preference 2", "rank_1,rank_2"],
)  # fmt: skip
def test_headings_of_several_vendors_name_the_choices(heading: str) -> None:
    assert rankings(read(f"{heading}\nAsh,Birch\n")) == {"Ash>Birch": 1}


def test_a_column_called_count_says_how_many_papers_a_line_stands_for() -> None:
    assert rankings(read("Rank 1,Rank 2,Count\nAsh,Birch,12\nBirch,,3\n")) == {
        "Ash>Birch": 12,
        "Birch": 3,
    }


def test_quotes_commas_line_ends_and_accents_are_read_as_csv_has_them() -> None:
    text = '\ufeffRank 1,Rank 2\r\n"Ash, Ada","O""Neill"\r\nÅsa, "Ash, Ada"\r\n'
    with pytest.raises(BadInput):
        read(text)
    text = '\ufeffRank 1,Rank 2\r\n"Ash, Ada","O""Neill"\r\n Åsa ,"Ash, Ada"\r\n'
    assert rankings(read(text)) == {'Ash, Ada>O"Neill': 1, "Åsa>Ash, Ada": 1}


def test_gaps_overvotes_and_repeats_are_read_as_the_rules_say() -> None:
    text = "Rank 1,Rank 2,Rank 3\nAsh,,Birch\nAsh,overvote,Birch\nAsh,Ash,Birch\nundervote,Birch,\n,,\n"
    strict = read(text)
    assert rankings(strict) == {"Ash": 3}
    assert dict(strict.rejected) == {Rejection.NO_CLEAR_FIRST: 1, Rejection.BLANK: 1}
    assert rankings(read(text, PASSED)) == {"Ash>Birch": 3}


def test_candidates_can_be_given_with_their_order_and_aliases_and_others_are_refused() -> None:
    cells = Cells(candidates=("Birch", "Ash"), aliases={"A. Ash": "Ash"})
    assert read("Rank 1\nA. Ash\n", cells=cells).candidates == ("Birch", "Ash")
    with pytest.raises(BadInput, match=r"csv:3.*'Cedar' is not a candidate"):
        read("Rank 1\nAsh\nCedar\n", cells=cells)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this file is empty"),
        ("Name,Age\nAsh,3\n", "csv:1.*0 of them hold choices"),
        ("Rank 1,Rank 1\nAsh,Birch\n", "csv:1.*two columns are choice 1"),
        ("Rank 1\nAsh\nAsh,Birch\n", "csv:3.*2 fields, and the first line names 1"),
        ("Rank 1,Rank 2\nAsh,Birch,Cedar\n", "csv:2.*3 fields"),
        ("Rank 1,Count\nAsh,many\n", "csv:2.*'many' is not a number of papers"),
        ("Rank 1,Count\nAsh,-1\n", "csv:2.*'-1' is not a number of papers"),
        ('Rank 1,Rank 2\nAsh,"Birch" x\n', "csv:2.*closing quote"),
        ("Rank 1\n\n", "no line of this file names a candidate"),
        ("Rank 1\nA\x07sh\n", "csv:2.*not a name that prints"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read(text)


def test_bytes_that_are_not_utf8_are_refused_by_line() -> None:
    with pytest.raises(BadInput, match=r"csv:3.*is not UTF-8"):
        read_csv([b"Rank 1\nAsh\n\xff\xfe\n"])


def test_more_names_than_a_byte_holds_are_kept_apart() -> None:
    """Three hundred candidates, met one after the other in blocks of a few lines."""
    lines = [f"Candidate {n:03d},Candidate {n + 1:03d}" for n in range(299)]
    text = ("Rank 1,Rank 2\n" + "\n".join(lines) + "\n").encode()
    papers = read_csv(text[start : start + 100] for start in range(0, len(text), 100))
    assert len(papers.candidates) == 300
    assert papers.rankings == tuple((n, n + 1) for n in range(299))


def test_a_file_without_end_and_too_many_texts_are_not_papers() -> None:
    with pytest.raises(BadInput, match="no line ends here"):
        read_csv([b"Rank 1\n"] + [b"x" * (1 << 20)] * 4)
    many = "Rank 1\n" + "".join(f"Voter {n}\n" for n in range(2_500))
    with pytest.raises(BadInput, match="more than 2000 different texts"):
        read(many)


def test_an_open_file_comes_piece_by_piece() -> None:
    assert list(in_pieces(io.BytesIO(b"Rank 1\nAsh\n").read)) == [b"Rank 1\nAsh\n"]


NAMES = (
    "Ash",
    "Birch, B.",
    "Candidate with a rather long name",
    'O"Neill',
    "Candidate with a rather long nome",
)
CHOICES = st.sampled_from(("", "overvote", *NAMES))


@settings(max_examples=60)
@given(
    st.lists(st.lists(CHOICES, min_size=3, max_size=3), min_size=1, max_size=30), st.integers(1, 60)
)
def test_blocks_of_any_size_give_what_reading_line_by_line_gives(
    rows: list[list[str]], size: int
) -> None:
    """Against Python's own csv module and the one reading of marks, on the same text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["Rank 1", "Rank 2", "Rank 3"], *rows])
    content = text.getvalue().encode()
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    if not any(cell in NAMES for row in rows for cell in row):
        return
    papers = read_csv(pieces, cells=Cells(candidates=NAMES), rules=PASSED)
    codes = {"": (), "overvote": (0, 1)} | {name: (c,) for c, name in enumerate(NAMES)}
    marked = []
    for row in csv.reader(io.StringIO(text.getvalue())):
        if row[0] != "Rank 1":
            marks = [codes[cell] for cell in row]
            while marks and not marks[-1]:
                marks.pop()
            marked.append((tuple(marks), 1))
    assert papers == gather(NAMES, marked, rules=PASSED)
