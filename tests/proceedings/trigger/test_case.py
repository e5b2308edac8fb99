"""A case file is read whole or turned back with one sentence that says where, what, and what is right."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput
from hustings.proceedings.trigger.answer import decide_returns
from hustings.proceedings.trigger.case import read_case
from hustings.proceedings.trigger.returns import Answer, PoolReturns
from tests.proceedings.trigger.made import COLLEGE_HALF, EITHER_THIRD, MERGED_HALF, trigger

CASES = Path(__file__).parents[2] / "golden" / "cases"
HEAD = '[case]\nid = "x"\nrulebook = "labour-2018"\n'


def read(text, head=HEAD):
    return read_case((head + text).encode(), "x.toml")


def refusal(text, head=HEAD):
    with pytest.raises(BadInput) as caught:
        read(text, head)
    (problem,) = caught.value.problems
    return problem


def made(text):
    """One return of a branch."""
    return f'[[return]]\nkind = "branch"\n{text}\n'


def branch(text, head=HEAD):
    return read(text, head).tallies()["branch"]


# --- what a case says ---------------------------------------------------------------------------


def test_identical_returns_are_counted_and_voids_keep_what_they_said():
    pool = branch(
        made('count = 4\nanswer = "open"')
        + made('count = 2\nanswer = "reselect"')
        + made('answer = "tie"')
        + made('answer = "abstain"')
        + made('answer = "void"\nstood = "open"')
        + made('answer = "void"')
    )
    assert pool == PoolReturns(4, 2, 1, 1, (Answer.OPEN, None), 0)


def test_units_without_a_return_leave_the_base_of_a_closed_case():
    assert branch("[units]\nbranch = 9\n" + made('count = 6\nanswer = "open"')).outstanding == 0


def test_units_without_a_return_are_outstanding_in_an_open_case_whether_listed_or_not():
    """Nine units, six returns, one listed as having made none: three outstanding."""
    text = "[units]\nbranch = 9\n" + made('count = 6\nanswer = "open"') + made('answer = "none"')
    assert branch(text, HEAD + "closed = false\n").outstanding == 3


def test_a_void_return_is_not_outstanding():
    text = "[units]\nbranch = 2\n" + made('answer = "void"')
    assert branch(text, HEAD + "closed = false\n").outstanding == 1


def test_a_kind_without_a_number_has_an_unknown_number_outstanding_in_an_open_case():
    pools = read("[units]\nbranch = 9\n", HEAD + "closed = false\n").tallies()
    assert (pools["branch"].outstanding, pools["affiliate"].outstanding) == (9, None)


@pytest.mark.parametrize(("units", "outstanding"), [("", None), ("[units]\nbranch = 7\n", 5)])
def test_unpublished_returns_are_outstanding_even_when_the_case_is_closed(units, outstanding):
    """Seven units, one published return, one listed as having made none: five unpublished."""
    text = units + made('answer = "open"') + made('answer = "none"')
    assert branch(text, HEAD + 'unpublished = ["branch"]\n').outstanding == outstanding


def test_a_voided_return_with_votes_and_nothing_else_said_what_its_votes_say():
    text = made('answer = "void"\nvotes = { open = 74, reselect = 32 }')
    assert branch(text).void == (Answer.OPEN,)


def test_votes_may_stand_in_a_table_of_their_own():
    text = made('answer = "tie"\n[return.votes]\nopen = 3\nreselect = 3')
    assert branch(text).tie == 1


def test_a_branch_and_an_affiliate_may_have_the_same_name():
    text = '[[return]]\nkind = "affiliate"\nunit = "Arrowvale"\nanswer = "open"\n'
    case = read(text + made('unit = "Arrowvale"\nanswer = "open"'))
    assert len(case.returns) == 2


def test_lines_may_end_as_on_windows():
    assert read_case(HEAD.replace("\n", "\r\n").encode(), "x.toml").id == "x"


def test_what_is_expected_has_no_part_in_what_is_read():
    text = made('answer = "open"')
    assert read(text) == read(text + '[expected.labour-2018]\noutcome = "reselected"\n')


# --- what is turned back ------------------------------------------------------------------------

TURNED_BACK = {
    "an unknown key at the top": ("", HEAD + "[extra]\n", "extra", "no such key"),
    "an unknown key of the case": ("", HEAD + "year = 2019\n", "year", "no such key"),
    "an unknown key of a return": (made('answer = "open"\nby = 1'), HEAD, "by", "no such key"),
    "an unknown key of what is expected": ("[expected.a]\nresult = 1", HEAD, "result", "no such"),
    "an unknown kind under units": ("[units]\nward = 3", HEAD, "ward", "no such key"),
    "no case": ("", "[units]\n", "[case]", "missing"),
    "no id": ("", '[case]\nrulebook = "a"\n', "id", "missing"),
    "no rulebook": ("", '[case]\nid = "a"\n', "rulebook", "missing"),
    "an empty id": ("", '[case]\nid = ""\nrulebook = "a"\n', "id", "empty"),
    "an id that cannot be printed": ("", '[case]\nid = "\\u001b[2J"\n', "id", "printed"),
    "a case that is not a table": ("", "case = 3\n", "case", "not a table"),
    "units that are not a table": ("", "units = 3\n" + HEAD, "units", "not a table"),
    "a return that is not a table": ("", "return = [3]\n" + HEAD, "return", "not a table"),
    "returns that are not a list": ("", "return = 3\n" + HEAD, "return", "not a list"),
    "no answer": (made(""), HEAD, "answer", "missing"),
    "no kind": ('[[return]]\nanswer = "open"', HEAD, "kind", "missing"),
    "an unknown answer": (made('answer = "yes"'), HEAD, "answer", "not one of"),
    "an answer that is a list": (made('answer = ["open"]'), HEAD, "answer", "not one of"),
    "an unknown kind": ('[[return]]\nkind = "ward"', HEAD, "kind", "not one of branch"),
    "true as a count": (made('answer = "open"\ncount = true'), HEAD, "count", "whole number"),
    "a decimal count": (made('answer = "open"\ncount = 2.0'), HEAD, "count", "whole number"),
    "a date as a count": (made('answer = "open"\ncount = 2019-05-01'), HEAD, "count", "whole"),
    "a text as a count": (made('answer = "open"\ncount = "2"'), HEAD, "count", "whole number"),
    "a count of none": (made('answer = "open"\ncount = 0'), HEAD, "count", "1 is the least"),
    "a negative count": (made('answer = "open"\ncount = -1'), HEAD, "count", "1 is the least"),
    "a huge count": (made(f'answer = "open"\ncount = {10**30}'), HEAD, "count", "1,000,000"),
    "a huge number of units": (f"[units]\nbranch = {10**30}", HEAD, "branch", "1,000,000"),
    "a negative number of units": ("[units]\nbranch = -1", HEAD, "branch", "0 is the least"),
    "counts that add up to too many": (
        made('answer = "open"\ncount = 600000') * 2,
        HEAD,
        "return",
        "1,000,000",
    ),
    "more returns than units": (
        "[units]\nbranch = 2\n" + made('answer = "open"\ncount = 2') + made('answer = "void"'),
        HEAD,
        "[return]",
        "3 branch returns are listed up to here, and only 2 branches exist",
    ),
    "returns of a kind that has no unit": (
        "[units]\nbranch = 0\n" + made('answer = "open"'),
        HEAD,
        "[return]",
        "1 branch return is listed, and no branch exists",
    ),
    "a named unit with a count": (
        made('unit = "A"\ncount = 2\nanswer = "open"'),
        HEAD,
        "count",
        "one named unit",
    ),
    "a unit without a name": (made('unit = " "\nanswer = "open"'), HEAD, "unit", "empty"),
    "the same unit twice": (
        made('unit = "A"\nanswer = "open"') + made('unit = "A"\nanswer = "none"'),
        HEAD,
        "unit",
        "two returns",
    ),
    "the same unit twice in other letters": (
        made('unit = "Ward A"\nanswer = "open"') + made('unit = "ward  a"\nanswer = "open"'),
        HEAD,
        "unit",
        "two returns",
    ),
    "votes against the answer": (
        made('answer = "reselect"\nvotes = { open = 30, reselect = 3 }'),
        HEAD,
        "answer",
        'make it "open"',
    ),
    "equal votes that are no tie": (
        made('answer = "open"\nvotes = { open = 3, reselect = 3 }'),
        HEAD,
        "answer",
        'make it "tie"',
    ),
    "votes against what a void said": (
        made('answer = "void"\nstood = "reselect"\nvotes = { open = 3, reselect = 1 }'),
        HEAD,
        "stood",
        'make it "open"',
    ),
    "votes of an abstention": (
        made('answer = "abstain"\nvotes = { open = 3, reselect = 3 }'),
        HEAD,
        "votes",
        "has no votes",
    ),
    "votes of a return never made": (
        made('answer = "none"\nvotes = { open = 3, reselect = 3 }'),
        HEAD,
        "votes",
        "has no votes",
    ),
    "negative votes": (
        made('answer = "reselect"\nvotes = { open = -1, reselect = 3 }'),
        HEAD,
        "votes",
        "between 0 and",
    ),
    "decimal votes": (
        made('answer = "open"\nvotes = { open = 1.5, reselect = 1 }'),
        HEAD,
        "votes",
        "whole number",
    ),
    "votes of one side only": (
        made('answer = "open"\nvotes = { open = 1 }'),
        HEAD,
        "votes",
        "for reselect are missing",
    ),
    "votes of a third side": (
        made('answer = "open"\nvotes = { open = 1, reselect = 0, spoilt = 1 }'),
        HEAD,
        "votes",
        "not a side",
    ),
    "votes as a list": (made('answer = "open"\nvotes = [3, 1]'), HEAD, "votes", "not a table"),
    "what stood in a return that stands": (
        made('answer = "open"\nstood = "open"'),
        HEAD,
        "stood",
        "only a voided return",
    ),
    "a void that said void": (made('answer = "void"\nstood = "void"'), HEAD, "stood", "not one"),
    "an unknown policy for ties": ("", HEAD + 'unit_tie = "lot"\n', "unit_tie", "not one of"),
    "unsettled as a case's policy": ("", HEAD + 'unit_tie = "unsettled"\n', "unit_tie", "not one"),
    "an unknown unpublished pool": ("", HEAD + 'unpublished = ["ward"]\n', "unpublished", "not a"),
    "a pool unpublished twice": (
        "",
        HEAD + 'unpublished = ["branch", "branch"]\n',
        "unpublished",
        "twice",
    ),
    "unpublished as a text": ("", HEAD + 'unpublished = "branch"\n', "unpublished", "not a list"),
    "closed as a text": ("", HEAD + 'closed = "no"\n', "closed", "not true or false"),
    "closed as a number": ("", HEAD + "closed = 0\n", "closed", "not true or false"),
    "an unknown grade": ("", HEAD + 'grade = "E"\n', "grade", "not one of"),
    "sources that are numbers": ("", HEAD + "sources = [1]\n", "sources", "not a text"),
    "an expected outcome nobody knows": (
        '[expected.a]\noutcome = "won"',
        HEAD,
        "outcome",
        "not one of",
    ),
    "an expected share as a decimal": (
        "[expected.a]\ncombined = 0.5",
        HEAD,
        "combined",
        "not an exact fraction",
    ),
    "an expected share over nothing": (
        '[expected.a]\nshares = { branch = "1/0" }',
        HEAD,
        "branch",
        "not an exact fraction",
    ),
    "expected certainty as a text": ('[expected.a]\ncertain = "yes"', HEAD, "certain", "true or"),
    "an unknown key of what is expected of voids": (
        "[expected.a]\nif_reinstated = { certain = true }",
        HEAD,
        "certain",
        "no such key",
    ),
    "an expectation that is not a table": ("[expected]\na = 1", HEAD, "a", "not a table"),
}


@pytest.mark.parametrize(("text", "head", "key", "what"), TURNED_BACK.values(), ids=TURNED_BACK)
def test_a_case_is_turned_back_for(text, head, key, what):
    problem = refusal(text, head)
    assert problem.file == "x.toml"
    assert key in problem.key
    assert what in problem.what
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("raw", "what", "line"),
    [
        (b"\xef\xbb\xbf[case]", "byte order mark", 1),
        (b'[case]\nid = "caf\xe9"', "not UTF-8", 2),
        ("[case]".encode("utf-16"), "not UTF-8", 1),
        (b"not a table", "not TOML", 1),
        (b"[case]\nid = 1\nid = 2\n", "not TOML", 3),
        (b"[case]\n[case]\n", "not TOML", 2),
        (b"[case]\nid = 2019-02-30\n", "not TOML", None),
        (b"[case]\nid = " + b"9" * 5000, "write it over several lines", 2),
        (b"a." * 400_000 + b"a = 1", "write it over several lines", 1),
        (b"[case]\n[" + b"a." * 400_000 + b"a]", "write it over several lines", 2),
        (b"a = " + b"[" * 1_900, "nested too deeply", None),
        (b"#" * 1_000_001, "larger than", None),
        (b"\x00", "not TOML", 1),
    ],
    ids=range(13),
)
def test_bytes_that_are_no_case_are_turned_back(raw, what, line):
    with pytest.raises(BadInput) as caught:
        read_case(raw, "x.toml")
    (problem,) = caught.value.problems
    assert what in problem.what
    assert problem.line == line or line is None
    assert str(problem).isprintable()


def test_a_refusal_names_the_line_of_the_key():
    text = "\n" + made('answer = "open"') + "# a remark\n" + made('count = 0\nanswer = "open"')
    assert refusal(text).line == 11


def test_a_refusal_of_a_missing_key_names_the_line_of_its_table():
    assert refusal(made('answer = "open"') + made("")).line == 7


def test_a_refusal_gives_an_example_that_is_right():
    problem = refusal(made('answer = "reselect"\nvotes = { open = 30, reselect = 3 }'))
    assert problem.right.startswith('answer = "open"')


RIGHT = {
    "the least count": (made('answer = "open"\ncount = 0'), HEAD, "count = 1"),
    "the number in quotation marks": (made('answer = "open"\ncount = "3"'), HEAD, "count = 3"),
    "the number without its point": (made('answer = "open"\ncount = 3.0'), HEAD, "count = 3"),
    "as many units as are listed": (
        '[units]\nbranch = "four"\n' + made('answer = "open"\ncount = 3'),
        HEAD,
        "branch = 3, if those listed here are all there are",
    ),
    "returns that fit, or more units": (
        "[units]\nbranch = 2\n" + made('answer = "open"\ncount = 9'),
        HEAD,
        "returns of branches that add up to at most 2; or branch = 9, if there are so many",
    ),
    "no return, where there is no unit": (
        "[units]\nbranch = 0\n" + made('answer = "open"'),
        HEAD,
        "no return of a branch; or branch = 1, if there are so many",
    ),
    "the word in small letters": (made('answer = "Open"'), HEAD, 'answer = "open"'),
    "the nearest word": ('[[return]]\nkind = "branches"', HEAD, 'kind = "branch"'),
    "no word at random": (made('answer = "yes"'), HEAD, "one of these words"),
    "closed as it was meant": ("", HEAD + 'closed = "no"\n', "closed = false"),
    "either, where nobody can tell": (
        "",
        HEAD + "closed = 2019-09-30\n",
        "closed = true, or closed = false",
    ),
    "votes with what is missing": (
        made('answer = "open"\nvotes = { open = 4 }'),
        HEAD,
        "votes = { open = 4, reselect = 0 }",
    ),
    "votes without what is no side": (
        made('answer = "open"\nvotes = { open = 4, reselect = 1, spoilt = 2 }'),
        HEAD,
        "votes = { open = 4, reselect = 1 }",
    ),
    "votes left out": (
        made('answer = "abstain"\nvotes = { open = 3, reselect = 3 }'),
        HEAD,
        "no votes here",
    ),
    "answer or votes, whichever is wrong": (
        made('answer = "open"\nvotes = { open = 3, reselect = 30 }'),
        HEAD,
        'answer = "reselect"; or other votes, if these were written down wrongly',
    ),
    "what stood left out": (
        made('answer = "open"\nstood = "open"'),
        HEAD,
        'no stood here; or answer = "void", if the return was voided',
    ),
    "the key that was meant": ("", HEAD + "close = true\n", "closed"),
    "the list of returns": ('[[returns]]\nkind = "branch"', HEAD, "[[return]]"),
    "the fraction in lowest terms": ("[expected.a]\ncombined = 0.5", HEAD, 'combined = "1/2"'),
    "no fraction of a power of ten that would take for ever": (
        '[expected.a]\ncombined = "1e99999999"',
        HEAD,
        'combined = "1/3"',
    ),
    "a text in quotation marks": ("what = Returns\n", HEAD, 'what = "Returns"'),
    "straight quotation marks": ("what = “Returns”\n", HEAD, 'what = "Returns"'),
    "true or false in TOML's words": ("closed = No\n", HEAD, "closed = false"),
    "a day that there is": ("closed = 2019-02-30\n", HEAD, "a day that is in the calendar"),
    "nothing for what stands twice": ("[case]\n", HEAD, ""),
}


@pytest.mark.parametrize(("text", "head", "right"), RIGHT.values(), ids=RIGHT)
def test_what_would_be_right_fits_this_case(text, head, right):
    assert refusal(text, head).right == right


def test_returns_beyond_the_units_are_told_at_the_return_that_goes_beyond():
    """Two of two branches have answered in lines 6 to 9; the third return begins in line 10."""
    text = "[units]\nbranch = 2\n" + made('answer = "open"\ncount = 2') + made('answer = "void"')
    problem = refusal(text)
    assert (problem.line, problem.key) == (10, "[return]")


def test_a_unit_that_stands_twice_is_told_with_the_line_of_its_first_return():
    text = made('unit = "A"\nanswer = "open"') + made('unit = "a"\nanswer = "open"')
    assert "the first in line 6" in refusal(text).what


@settings(max_examples=300)
@given(st.sampled_from(sorted(CASES.glob("*.toml"))), st.data())
def test_a_damaged_case_is_read_or_turned_back_and_nothing_else(path, data):
    """A published file with a few lines dropped, doubled or given another value."""
    lines = path.read_text().splitlines()
    odd = ["true", "-1", "1.5", '""', "[]", "{}", "2019-02-30", '"open"', '"void"', "9" * 40]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[place].partition("=")
        damaged = data.draw(st.sampled_from(["drop", "double", "value", "cut"]))
        match damaged:
            case "drop":
                lines[place] = ""
            case "double":
                lines.insert(place, lines[place])
            case "value":
                lines[place] = f"{key}{equals}{data.draw(st.sampled_from(odd))}"
            case _:
                lines[place] = lines[place][: data.draw(st.integers(0, len(lines[place])))]
    try:
        case = read_case("\n".join(lines).encode(), "x.toml")
    except BadInput as refused:
        case, problems = None, refused.problems
    if case is None:
        assert len(problems) == 1
        assert str(problems[0]).isprintable()
        return
    for rules in (trigger(EITHER_THIRD), trigger(MERGED_HALF), trigger(COLLEGE_HALF)):
        answer = decide_returns(rules, case.tallies(), unit_tie=case.unit_tie, closed=case.closed)
        assert answer.reasoning
