"""The Commission's files: boxes above and below the line, in both layouts."""

import pytest

from hustings.counting.formats.aec import SenatePaper, read_aec
from hustings.counting.papers import Papers
from hustings.kernel.refusals import BadInput

ABOUT = "State,Division,Vote Collection Point Name, Vote Collection Point ID, Batch No, Paper No"
GROUPS = "A:First,B:Second,C:Third"
NAMES = ("ASH Ada", "BIRCH Ben", "CEDAR Cal", "DOCK Dee", "ELDER Eve", "FIR Fay", "GORSE Gus")
LETTERS = ("A", "A", "B", "B", "C", "C", "UG")
COLUMNS = ",".join(f"{letter}:{name}" for letter, name in zip(LETTERS, NAMES, strict=True))
HEADER = f"{ABOUT},{GROUPS},{COLUMNS}\n"
PAPER = SenatePaper(NAMES, ((0, 1), (2, 3), (4, 5)))


def read(*boxes: str) -> Papers:
    lines = "".join(f"NT,Lingiari,Alice Springs,1,1,{n},{line}\n" for n, line in enumerate(boxes))
    return read_aec([(HEADER + lines).encode()], seats=2)


def test_a_mark_above_the_line_is_spread_over_the_group_in_the_order_of_the_paper() -> None:
    papers = read("2,1,3")
    assert papers.candidates == NAMES
    assert papers.rankings == ((2, 3, 0, 1, 4, 5),)


def test_above_the_line_one_clear_first_box_is_enough_and_a_fault_ends_it() -> None:
    assert read("1,,3").rankings == ((0, 1),)
    assert read("1,2,2").rankings == ((0, 1),)


def test_six_boxes_below_the_line_without_a_fault_come_before_any_above() -> None:
    assert read("1,2,3,6,5,4,3,2,1").rankings == ((5, 4, 3, 2, 1, 0),)
    assert read("1,2,3,6,5,4,3,2,1,7").rankings == ((5, 4, 3, 2, 1, 0, 6),)


def test_five_boxes_below_the_line_are_too_few_and_the_boxes_above_count() -> None:
    assert read("3,2,1,5,4,3,2,1").rankings == ((4, 5, 2, 3, 0, 1),)
    assert read("3,2,1,6,5,4,3,2,2").rankings == ((4, 5, 2, 3, 0, 1),)


def test_a_number_that_belongs_to_no_order_is_in_nobodys_way() -> None:
    """Only 1 to 6 below the line, or 1 above it, make a paper formal; 0, 99 and 9999 neither help nor harm."""
    assert read("2,1,0").rankings == read("2,1,9999").rankings == ((2, 3, 0, 1),)
    assert read("1,,,6,5,4,3,2,1,0").rankings == ((5, 4, 3, 2, 1, 0),)
    assert read("1,,,6,5,4,3,2,1,99").rankings == ((5, 4, 3, 2, 1, 0),)
    assert read("0", "1").valid == 1


def test_a_tick_or_a_cross_stands_for_one() -> None:
    assert read("/").rankings == read("*").rankings == ((0, 1),)


def test_a_paper_formal_in_neither_way_is_rejected() -> None:
    papers = read("2,3", "1,1", "1")
    assert (papers.valid, papers.returned) == (1, 3)


def test_the_layout_of_2016_holds_all_boxes_in_one_list_and_needs_the_paper() -> None:
    text = (
        "ElectorateNm,VoteCollectionPointNm,VoteCollectionPointId,BatchNo,PaperNo,Preferences\n"
        "------------,---------------------,---------------------,-------,-------,-----------\n"
        'Canberra,"Barton, North",1,1,1,"2,1,,,,,,,,"\n'
        'Canberra,Barton,1,1,2,",,,1,2,3,4,5,6,"\n'
    )
    papers = read_aec([text.encode()], seats=2, paper=PAPER)
    assert papers.rankings == ((0, 1, 2, 3, 4, 5), (2, 3, 0, 1))
    with pytest.raises(BadInput, match="names no candidates"):
        read_aec([text.encode()], seats=2)


ONE = "ElectorateNm,VoteCollectionPointNm,VoteCollectionPointId,BatchNo,PaperNo,Preferences\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER + 'NT,L,"Al, ice",1,1,1,1\nNT,L,"Al, ice",1,1,2,1,,x\n', "f.csv:3: column 25: 'x'"),
        (
            HEADER + "NT,L,A,1,1,1" + ",1" * 11 + "\n",
            "f.csv:2: column 34: this line has more boxes",
        ),
        (
            HEADER + "NT,L,A,1,1,1,1\nNT,L,A,1,1,2,1,-2\n",
            "f.csv:3: column 16: '-2' is not a number",
        ),
        (HEADER + 'NT,L,"A"b,1,1,1,1\n', "f.csv:2: column 6: a quoted field ends"),
        (HEADER + 'NT,L,"A,1,1,1,1\n', "f.csv:2: column 6: a quote is opened"),
        (HEADER, "f.csv:1: column 1: this file holds no paper"),
        (f"{ABOUT},A:First,Z:ASH Ada\n", "f.csv:1: column 1: the columns"),
        (ONE + 'C,"B, N",1,1,1,"2,1,,x,,,,,,"\n', "f.csv:2: column 22: 'x' is not a number"),
        (
            ONE + 'C,B,1,1,1,"1,2"\nC,B,1,1,2,"1' + ",2" * 10 + '"\n',
            "f.csv:3: column 32: this line has",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_line_and_column(text: str, told: str) -> None:
    paper = PAPER if text.startswith(ONE) else None
    with pytest.raises(BadInput) as refused:
        read_aec([text.encode()], "f.csv", seats=1, paper=paper)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ("1,x", "csv:2.*'x' is not a number in a box"),
        ("1,02500", "csv:2.*'02500' is not a number in a box"),
        ("1,-1", "csv:2.*'-1' is not a number"),
        ("1,2,3,1,2,3,4,5,6,7,8", "csv:2.*more boxes than the ballot paper"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(boxes: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read(boxes)


def test_columns_that_do_not_name_groups_and_candidates_are_refused() -> None:
    with pytest.raises(BadInput, match="first the groups|groups and then the candidates"):
        read_aec([f"{ABOUT},A:First,B:ASH Ada\nNT,L,A,1,1,1,1\n".encode()], seats=1)
    with pytest.raises(BadInput, match="the ballot paper 3 and 7"):
        read_aec([f"{ABOUT},A:First,A:ASH Ada\nNT,L,A,1,1,1,1\n".encode()], seats=1, paper=PAPER)
