"""BLT files are read as they are, or refused by line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.validity import Fault, Rejection, ValidityRules
from hustings.counting.formats.blt import Blt, read_blt, write_blt
from hustings.kernel.refusals import BadInput

QUOTED = b"""\
# a comment before anything
3 1
-2
4 1 3 0   # four papers
2 2=3 1 0
1 3 - 1 0
1 0
0
"Ada #1 Ash"  # her name holds a hash
"Ben Birch"
"Cal Cedar"
"Northmoor"
"""

SCOTTISH = "3 2\n5 1 2 0\n1 3 0\n0\nAda ASH (Ind)\nBen BIRCH (Grn)\nCal CEDAR\nWard 3 - Eastwater"


def refusal(content: str | bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read_blt(content.encode() if isinstance(content, str) else content, "p.blt")
    return str(caught.value)


def test_a_file_with_comments_withdrawn_equal_skipped_and_blank_is_read_in_its_filed_order() -> (
    None
):
    blt = read_blt(QUOTED)
    assert blt.candidates == ("Ada #1 Ash", "Ben Birch", "Cal Cedar")
    assert (blt.seats, blt.withdrawn, blt.title) == (1, (1,), "Northmoor")
    assert blt.papers == (
        (4, ((0,), (2,))),
        (2, ((1, 2), (0,))),
        (1, ((2,), (), (0,))),
        (1, ()),
    )


def test_the_scottish_dialect_has_bare_names_and_the_ward_last() -> None:
    blt = read_blt(SCOTTISH.encode())
    assert blt.candidates == ("Ada ASH (Ind)", "Ben BIRCH (Grn)", "Cal CEDAR")
    assert blt.title == "Ward 3 - Eastwater"


def test_a_scottish_ward_in_quotes_because_of_its_comma_loses_the_quotes() -> None:
    text = SCOTTISH.replace("Ward 3 - Eastwater", '"Eastwater, Arrowvale and Quay"')
    assert read_blt(text.encode()).title == "Eastwater, Arrowvale and Quay"


def test_a_party_after_each_name_is_not_part_of_the_name() -> None:
    text = '2 1\n1 1 0\n0\n"Ada Ash" "Green"\n"Ben Birch" "No party"\n"Ward 1"\n'
    blt = read_blt(text.encode())
    assert (blt.candidates, blt.title) == (("Ada Ash", "Ben Birch"), "Ward 1")


def test_two_candidates_on_a_line_are_never_read_as_one_with_a_party() -> None:
    text = '4 1\n1 1 0\n0\n"Ada" "Ben"\n"Cal" "Dee"\n"Title"\n"Source"\n'
    with pytest.raises(BadInput) as told:
        read_blt(text.encode(), "p.blt")
    assert str(told.value).startswith(
        "p.blt:6: column 1: the lines before it hold a name and a party"
    )


def test_bytes_before_the_text_and_line_ends_of_other_systems_do_not_matter() -> None:
    plain = read_blt(SCOTTISH.encode())
    assert read_blt(b"\xef\xbb\xbf" + SCOTTISH.replace("\n", "\r\n").encode()) == plain


def test_remarks_after_a_quoted_title_are_not_names() -> None:
    text = '2 1\n1 1 0\n0\n"Ada"\n"Ben"\n"Title"\n"Source"\n"Comment"\nFirst prefs 1 0\n'
    assert read_blt(text.encode()).candidates == ("Ada", "Ben")


def test_how_faults_are_read_is_the_validity_rules_business() -> None:
    """Of 8 papers: 4 Ada then Cal; 2 with two firsts and 1 blank are rejected; 1 Cal stops at a gap."""
    papers = read_blt(QUOTED).as_papers()
    assert dict(zip(papers.rankings, papers.multiplicities, strict=True)) == {(0, 2): 4, (2,): 1}
    assert dict(papers.rejected) == {Rejection.BLANK: 1, Rejection.NO_CLEAR_FIRST: 2}
    passing = read_blt(QUOTED).as_papers(ValidityRules(skipped=Fault.PASSED_OVER))
    assert passing.rankings == ((0, 2), (2, 0))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "p.blt:1: column 1: the file ends where the number of candidates"),
        ("3\n", "p.blt:1: column 1: the first line holds two numbers"),
        ("3 1 7\n", "p.blt:1: column 5: the first line holds two numbers"),
        ("three 1\n", "p.blt:1: column 1: 'three' is not a whole number"),
        ("3 1.5\n", "p.blt:1: column 3: '1.5' is not a whole number"),
        ("0 1\n", "p.blt:1: column 1: 0 is not a number of candidates"),
        ("9999 1\n", "p.blt:1: column 1: 9999 is not a number of candidates"),
        ("3 0\n", "p.blt:1: column 3: there is at least one seat"),
        ("3 1\n-4\n", "p.blt:2: column 1: there is no candidate 4"),
        ("3 1\n-1 2\n", "p.blt:2: column 4: '2' is not a withdrawn candidate"),
        ("3 1\n-1 -1\n", "p.blt:2: column 4: candidate 1 is withdrawn twice"),
        ("3 1\n[withdrawn 4]\n", "p.blt:2: column 12: there is no candidate 4"),
        ("3 1\n[withdrawn x]\n", "p.blt:2: column 12: 'x' is not a withdrawn candidate"),
        ("3 1\n-2\n[withdrawn 2]\n", "p.blt:3: column 12: candidate 2 is withdrawn twice"),
        ("3 1\n[withdrawn 2\n", "p.blt:2: column 12: the closing bracket is missing"),
        ("3 1\n[undeclared 2]\n", "p.blt:2: column 1: 'undeclared' is no option"),
        ("3 1\n[]\n", "p.blt:2: column 1: '' is no option"),
        ("3 1\n[tie 3 2 9]\n", "p.blt:2: column 10: there is no candidate 9"),
        ("3 1\n[tie a b c]\n", "p.blt:2: column 6: 'a' is not the number of a candidate"),
        ("3 1\n[withdrawn a]\n[nick a b c]\n", "p.blt:2: column 12: 'a' is not a withdrawn"),
        ("3 1\n[nick a b c]\n[withdrawn a 1]\n", "p.blt:3: column 14: candidate 1 is withdrawn tw"),
        ("3 1\n[nick a b]\n", "p.blt:2: column 1: 2 short names for 3 candidates"),
        ("3 1\n[nick a b a]\n", "p.blt:2: column 11: 'a' is no short name of one candidate"),
        ("3 1\n[nick a b 3]\n", "p.blt:2: column 11: '3' is no short name"),
        ("3 1\n[nick a b c]\n2 a d 0\n", "p.blt:3: column 5: 'd' is not a preference"),
        ("3 1\n[nick a b c]\n2 a=1 0\n", "p.blt:3: column 3: 'a=1' names one candidate twice"),
        ("3 1\n4 1 2\n", "p.blt:2: column 5: the preferences of a paper end with 0"),
        ("3 1\n4 1 7 0\n", "p.blt:2: column 5: there is no candidate 7"),
        ("3 1\n4 1 x 0\n", "p.blt:2: column 5: 'x' is not a preference"),
        ("3 1\n4 1 2=2 0\n", "p.blt:2: column 5: '2=2' names one candidate twice"),
        ("3 1\n4 1 = 0\n", "p.blt:2: column 5: '=' is not a preference"),
        ("3 1\n1.5 1 0\n", "p.blt:2: column 1: '1.5' is not a whole number of papers"),
        ("3 1\n(7) 1 0\n", "p.blt:2: column 1: '(7)' is not a whole number of papers"),
        ("3 1\n0 1 0\n", "p.blt:2: column 3: 0 ends the papers and stands alone"),
        ("3 1\n4 1 0\n-2\n", "p.blt:3: column 1: '-2' is not a whole number of papers"),
        ("3 1\n\uff14 1 0\n", "p.blt:2: column 1: '\uff14' is not a whole number of papers"),
        ("3 1\n4 1_1 0\n", "p.blt:2: column 3: '1_1' is not a preference"),
        ("3 1\n4 1 0\n", "p.blt:2: column 1: the file ends where another paper"),
        ('2 1\n0\n"Ada\n', "p.blt:3: column 1: the closing quote is missing"),
        ('2 1\n0\n"Ada" Ash\n', "p.blt:3: column 7: nothing but a comment follows a name"),
        ('2 1\n0\n"Ada"\nBen\n', "p.blt:4: column 1: this name has no quotes"),
        ('2 1\n0\nAda\n"Ben"\nX\n', "p.blt:4: column 1: this name has quotes"),
        ('2 1\n0\n"Ada"\n', "p.blt:3: column 1: 1 names for 2 candidates"),
        ('2 1\n0\n"Ada"\n"Ada"\n', "p.blt:4: column 1: two candidates are called 'Ada'"),
        ('2 1\n0\n"Ada"\n""\n', "p.blt:4: column 1: a candidate has a name"),
        (
            "2 1\n0\nAda\nBen\n",
            "p.blt:4: column 1: 2 names without quotes are followed by one line",
        ),
        ("2 1\n0\nAda\nBen\nX\nY\n", "p.blt:6: column 1: there are 2 candidates and one title"),
        ("2 1\n0\nA\x07da\nBen\nX\n", "p.blt:3: column 2: a name holds the control character 0x07"),
        (b"2 1\n0\nAda \xff\n", "p.blt:3: column 5: byte 0xff is not UTF-8"),
        ("2 1\n1" + " 1" * 60_000 + " 0\n", "p.blt:2: column 100001: this line is longer than"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line_and_column(content: str | bytes, told: str) -> None:
    assert refusal(content).startswith(told)


NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters='"'), min_size=1, max_size=8
)


@st.composite
def blts(draw: st.DrawFn) -> Blt:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    one = st.integers(0, len(names) - 1)
    rank = st.lists(one, max_size=3, unique=True).map(lambda ranked: tuple(sorted(ranked)))
    paper = st.tuples(st.integers(1, 10**6), st.lists(rank, max_size=6).map(tuple))
    return Blt(
        tuple(names),
        draw(st.integers(1, 9)),
        tuple(draw(st.lists(one, unique=True))),
        tuple(draw(st.lists(paper, max_size=8))),
        draw(st.one_of(st.just(""), NAMES)),
    )


@given(blts())
def test_what_is_written_is_read_back_the_same(blt: Blt) -> None:
    assert read_blt(write_blt(blt).encode()) == blt


def problem(content: bytes) -> str | None:
    """What is wrong with the bytes, if anything; whatever else happens fails the test."""
    try:
        read_blt(content, "p.blt")
    except BadInput as refused:
        return str(refused)
    return None


@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_read_or_refused_with_a_place_and_nothing_else_happens(
    content: bytes,
) -> None:
    told = problem(content)
    assert told is None or told.startswith("p.blt:")


@given(st.text(alphabet='0123456789 =-#"\nAb\r\t(', max_size=60))
def test_near_files_are_read_or_refused_with_a_place_and_nothing_else_happens(text: str) -> None:
    told = problem(("2 1\n" + text).encode())
    assert told is None or told.startswith("p.blt:")


def test_a_name_that_the_format_cannot_hold_is_refused_when_writing() -> None:
    with pytest.raises(BadInput, match="holds a quote"):
        write_blt(Blt(('Ada "Ace" Ash',), 1, (), (), ""))


def test_options_in_brackets_say_who_withdrew_short_names_and_an_order_that_is_passed_over() -> (
    None
):
    """As the files of Droop have them; a tie is still drawn by people, whatever order the file gives."""
    text = "3 2\n[withdrawn 2] # late\n[tie 3 2 1 ]\n[nick a b c]\n5 a b 0\n1 b=c - a 0\n3 3 0\n0\n"
    blt = read_blt(f'{text}"A"\n"B"\n"C"\n"T"\n'.encode())
    assert blt.withdrawn == (1,)
    assert blt.papers == ((5, ((0,), (1,))), (1, ((1, 2), (), (0,))), (3, ((2,),)))


def test_a_short_name_says_who_withdrew_on_the_lines_after_it() -> None:
    text = '3 2\n[nick a b c]\n[withdrawn b]\n[tie c a b]\n5 a b 0\n0\n"A"\n"B"\n"C"\n"T"\n'
    assert read_blt(text.encode()).withdrawn == (1,)


def test_a_bare_name_may_begin_with_a_nickname_in_quotes() -> None:
    text = SCOTTISH.replace("Ben BIRCH", '"Big Ben" BIRCH')
    assert read_blt(text.encode()).candidates[1] == '"Big Ben" BIRCH (Grn)'
    first = SCOTTISH.replace("Ada ASH", '"Red" Ada ASH')
    assert read_blt(first.encode()).candidates[:2] == ('"Red" Ada ASH (Ind)', "Ben BIRCH (Grn)")


def test_a_scottish_file_that_went_through_a_spreadsheet_is_read_as_it_was() -> None:
    """Commas at the ends of lines are empty cells; a name that holds a comma came back in quotes, its own doubled."""
    text = (
        "3 1,,\n2 1 2 0,\n1 3 0,,,\n0,\n"
        '"SMITH, William ""Bill"" (Ind)",\nAnn O\'HARA (Lab),,\n"JONES, Bob (SNP)"\nWard 3,\n'
    )
    blt = read_blt(text.encode())
    assert blt.candidates == ('SMITH, William "Bill" (Ind)', "Ann O'HARA (Lab)", "JONES, Bob (SNP)")
    assert (blt.title, blt.papers) == ("Ward 3", ((2, ((0,), (1,))), (1, ((2,),))))
