"""``hustings decide`` answers on standard output, or says one thing on standard error and leaves with 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hustings.cli.decide import command

CASES = Path(__file__).parents[1] / "golden" / "cases"
NEWHAM = str(CASES / "newham-2016.toml")
KEYS = {
    "rulebook",
    "outcome",
    "certain",
    "settled",
    "shares",
    "combined",
    "floor",
    "if_reinstated",
    "clauses",
}


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


def refused(*words):
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def results(*words):
    done = run(*words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)["results"]


@pytest.fixture
def written(tmp_path):
    """Writes a case file and gives its path."""

    def write(text, name="case.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


# --- the answer -------------------------------------------------------------------------------------


def test_without_a_choice_the_case_is_decided_under_its_own_rulebook():
    assert [result["rulebook"] for result in results(NEWHAM)] == ["labour-pre2018"]


def test_several_rulebooks_answer_in_the_order_they_were_asked_for():
    asked = results(NEWHAM, "--rulebook", "labour-2021", "--rulebook", "labour-2018")
    assert [(result["rulebook"], result["outcome"]) for result in asked] == [
        ("labour-2021", "reselected"),
        ("labour-2018", "open-selection"),
    ]


def test_a_rulebook_asked_for_twice_answers_once():
    assert len(results(NEWHAM, "--rulebook", "labour-2018", "--rulebook", "labour-2018")) == 1


def test_comparing_begins_with_the_case_s_own_rulebook_and_takes_all_with_a_trigger_ballot():
    asked = [result["rulebook"] for result in results(NEWHAM, "--compare")]
    assert asked[0] == "labour-pre2018"
    assert {"labour-2018", "labour-2021", "model-association"} <= set(asked)
    assert "uk-recall-2015" not in asked


def test_comparing_says_where_and_why_rulebooks_part():
    done = run(NEWHAM, "--compare", "--json")
    said = " ".join(json.loads(done.stdout)["comparison"])
    assert "labour-pre2018 and labour-2018 part" in said
    assert "merges all units (17/37 for an open selection)" in said
    assert "labour-pre2018 and labour-2021 agree" in said


def test_a_result_has_the_keys_that_programs_read():
    for path in sorted(CASES.glob("*.toml")):
        done = run(path, "--json")
        if done.exit_code == 0:
            whole = json.loads(done.stdout)
            assert whole["case"] == path.stem
            assert set(whole["results"][0]) >= KEYS


def test_every_step_of_the_reasoning_names_its_ground():
    for result in results(NEWHAM, "--compare"):
        assert result["clauses"]
        for step in result["clauses"]:
            assert set(step) == {"citation", "ground", "says"}
            assert step["ground"] in {"clause", "source", "reading"}
            assert step["citation"]
            assert step["says"].endswith(".")


def test_a_cited_clause_is_told_in_the_rulebook_s_own_words():
    (result,) = results(NEWHAM, "--rulebook", "labour-2018")
    assert "one third or more" in result["texts"]["clause 5.IV.5(B)"]


def test_a_published_case_says_that_it_is_arithmetic():
    sentence = "Arithmetic on published returns; it says nothing about any person."
    assert sentence in run(NEWHAM).stdout
    assert sentence not in run(CASES / "edge-3-of-9.toml").stdout


def test_the_account_says_that_a_rulebook_is_an_unofficial_reconstruction():
    assert "an unofficial reconstruction" in run(NEWHAM).stdout


def test_the_account_begins_with_the_sentence():
    said = " ".join(run(NEWHAM, "--rulebook", "labour-2018").stdout.split())
    assert (
        "Eleven of twenty branches and six of seventeen affiliates want an open selection. "
        "That is enough: an open selection follows." in said
    )


def test_the_account_says_what_would_decide_an_open_case():
    said = run(CASES / "ealing-southall-2019-two-returns.toml").stdout
    assert "One more branch for an open selection decides it." in said


def test_the_account_says_what_a_voided_return_would_have_done():
    said = " ".join(run(CASES / "lambeth-southwark-2019.toml").stdout.split())
    assert (
        "Reinstating the voided return of Streatham, which said open: "
        "an open selection (branch 2/5)." in said
    )


def test_the_account_tells_readings_and_outstanding_returns_apart(written):
    """Nine of nine branches give one half; the affiliates may give nothing: exactly half, or more."""
    head = '[case]\nid = "a"\nrulebook = "labour-2021"\nunpublished = ["affiliate"]\n'
    made = '[[return]]\nkind = "branch"\ncount = 9\nanswer = "open"\n'
    said = " ".join(run(written(f"{head}[units]\naffiliate = 4\n{made}")).stdout.split())
    assert "depends on returns still outstanding, and on how the rulebook is read" in said
    assert "The returns of four affiliates are not published." in said
    assert "One more affiliate for an open selection decides it." in said


def test_a_voided_return_without_a_name_is_told_by_its_kind(written):
    head = '[case]\nid = "a"\nrulebook = "labour-2018"\n'
    made = '[[return]]\nkind = "branch"\nanswer = "void"\nstood = "open"\n'
    said = " ".join(run(written(head + made)).stdout.split())
    assert "Reinstating the voided return of one branch, which said open" in said


def test_a_rulebook_of_one_s_own_is_named_by_its_folder(tmp_path):
    from hustings.rulebooks.loader import load

    for name, raw in load("labour-2018").files.items():
        (tmp_path / name).write_bytes(raw.replace(b'at_least = "1/3"', b'at_least = "4/5"'))
    asked = results(NEWHAM, "--rulebook", tmp_path)
    assert asked[0]["outcome"] == "reselected"


def test_a_file_of_another_name_than_its_case_is_decided_all_the_same(written):
    path = written(Path(NEWHAM).read_bytes(), "kept-back.toml")
    assert results(path)[0]["outcome"] == "reselected"


# --- what it cannot accept ------------------------------------------------------------------------------


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert "there is no such file" in refused(tmp_path / "none.toml")


def test_a_folder_is_not_a_case(tmp_path):
    assert "this is a folder" in refused(tmp_path)


def test_a_file_name_with_a_line_break_stays_one_line(tmp_path):
    assert "no such file" in refused(tmp_path / "a\nb\x1b[2J.toml")


def test_an_endless_file_is_not_read_to_its_end():
    assert "larger than 1,000,000 bytes" in refused("/dev/zero")


def test_an_unknown_rulebook_is_answered_with_those_that_there_are():
    message = refused(NEWHAM, "--rulebook", "labour-1999")
    assert "labour-1999" in message
    assert "labour-2018, labour-2021, labour-pre2018" in message


def test_a_case_with_an_unknown_rulebook_is_turned_back_whatever_is_asked(written):
    path = written('[case]\nid = "a"\nrulebook = "nowhere"\n')
    for words in ((), ("--rulebook", "labour-2018"), ("--compare",)):
        assert "nowhere" in refused(path, *words)


@pytest.mark.parametrize("id", ["conservative-readoption", "libdem-reselection", "uk-recall-2015"])
def test_a_rulebook_without_a_trigger_ballot_cannot_decide_returns(id):
    assert "has no trigger ballot of units" in refused(NEWHAM, "--rulebook", id)


def test_a_case_s_own_rulebook_without_a_trigger_ballot_is_told_with_its_line_and_those_that_have_one(
    written,
):
    path = written('[case]\nid = "a"\nrulebook = "conservative-readoption"\n')
    message = refused(path)
    assert message.startswith(f"{path}:3: [case] rulebook: ")
    assert "(its procedure is readoption by a body)" in message
    assert message.endswith("one of labour-2018, labour-2021, labour-pre2018, model-association\n")


# --- whether the case is closed -------------------------------------------------------------------------

HALF_IN = """[case]
id = "a"
rulebook = "labour-2018"
{closed}
[units]
branch = {branch}
[[return]]
kind = "branch"
count = 2
answer = "open"
"""


def said_of(path):
    return " ".join(run(path).stdout.split())


def test_a_case_that_does_not_say_closed_says_whom_it_leaves_out_and_that_it_matters(written):
    """Two of two are two of nine at least: 2/9 is below one third, so seven more can undo it."""
    assert (
        "The case does not say closed = false, so it counts as closed: seven of nine branches made no return and "
        "leave the base. If they could still report, it would not be certain."
    ) in said_of(written(HALF_IN.format(closed="", branch=9)))


def test_a_case_that_does_not_say_closed_says_where_that_does_not_matter(written):
    """Two of two are two of four at least, which is above one third."""
    assert (
        "two of four branches made no return and leave the base. "
        "If they could still report, the outcome would be the same."
    ) in said_of(written(HALF_IN.format(closed="", branch=4)))


def test_a_case_that_nothing_decides_says_that_those_left_out_could_decide_it(written):
    """Undetermined, as nobody settles what a tie is; both that are missing could settle it."""
    text = HALF_IN.format(closed="", branch=4).replace('"open"', '"tie"')
    said = said_of(written(text.replace("branch = 4", "branch = 4\naffiliate = 0")))
    assert "Outcome: undetermined." in said
    assert "If they could still report, they could decide it." in said


def test_a_case_that_says_that_it_is_closed_says_whom_it_leaves_out(written):
    said = said_of(written(HALF_IN.format(closed="closed = true", branch=9)))
    assert "The case is closed: seven of nine branches made no return and leave the base." in said
    assert "could still report" not in said


def test_a_case_in_which_every_unit_made_a_return_says_nothing_of_closing(written):
    text = HALF_IN.format(closed="", branch="2\naffiliate = 0")
    assert "counts as closed" not in said_of(written(text))


def test_a_case_that_is_open_does_not_say_that_it_is_closed(written):
    assert "leave the base." not in said_of(
        written(HALF_IN.format(closed="closed = false", branch=9))
    )


def test_a_case_that_gives_no_number_of_units_says_that_those_not_listed_leave_the_base(written):
    text = HALF_IN.format(closed="", branch=2).replace("[units]\nbranch = 2\n", "")
    assert "units that are not listed leave the base." in said_of(written(text))


def test_units_whose_returns_are_not_published_are_not_said_to_have_made_none(written):
    closed = 'unpublished = ["branch"]'
    assert "made no return" not in said_of(written(HALF_IN.format(closed=closed, branch=9)))


def test_programs_read_the_same_whether_closed_is_said_or_not(written):
    """The sentence is for people; the answer does not change."""
    silent = results(written(HALF_IN.format(closed="", branch=9), "silent.toml"))
    assert silent == results(written(HALF_IN.format(closed="closed = true", branch=9)))


def test_a_folder_that_is_no_rulebook_is_turned_back(tmp_path):
    assert refused(NEWHAM, "--rulebook", tmp_path)


def test_a_folder_that_is_not_there_is_turned_back(tmp_path):
    assert refused(NEWHAM, "--rulebook", tmp_path / "none")


def test_a_rulebook_without_a_pool_for_the_returns_is_turned_back(tmp_path):
    from hustings.rulebooks.loader import load

    pool = b'affiliate = { units = "affiliate", each = 1 }'
    for name, raw in load("labour-2018").files.items():
        (tmp_path / name).write_bytes(raw.replace(pool, b""))
    assert "no pool of units of the kind affiliate" in refused(NEWHAM, "--rulebook", tmp_path)


def test_bad_input_names_file_line_and_key(written):
    path = written('[case]\nid = "a"\nrulebook = "labour-2018"\n[[return]]\nkind = "ward"\n')
    message = refused(path)
    assert f"{path}:5: [return] kind: " in message


# --- how it starts -----------------------------------------------------------------------------------------


def test_its_help_imports_no_rulebook_and_no_framework():
    program = (
        "import sys\nfrom hustings.cli.decide import command\n"
        "command(['--help'], standalone_mode=False)\n"
        "heavy = {'pydantic', 'django', 'numpy', 'numba', 'hustings.rulebooks.loader'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_deciding_imports_no_framework():
    program = (
        f"import sys\nfrom hustings.cli.decide import command\n"
        f"command([{NEWHAM!r}], standalone_mode=False)\n"
        "heavy = {'django', 'numpy', 'numba', 'holidays', 'nacl'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_comparing_says_that_figures_which_still_move_are_those_so_far():
    """Eleven of eleven under either rulebook; twenty more can undo it where all units are merged only."""
    path = CASES.parent / "unusual" / "one-affiliate-published.toml"
    parting = json.loads(run(path, "--compare", "--json").stdout)["comparison"][-1]
    assert (
        "merges all units (1/1 for an open selection so far, with returns outstanding)" in parting
    )


# --- illegal input -----------------------------------------------------------------------------------------

HEAD = '[case]\nid = "x"\nrulebook = "labour-2018"\n'
ONE = '[[return]]\nkind = "branch"\nanswer = "open"\n'
ILLEGAL = {
    "a number in quotation marks": (HEAD + '[units]\nbranch = "3"\n', 5, "branch = 3"),
    "a decimal number": (HEAD + "[units]\nbranch = 3.0\n", 5, "branch = 3"),
    "true for a number": (HEAD + "[units]\nbranch = true\n", 5, "a whole number, like branch = 12"),
    "a day for a number": (HEAD + ONE + "count = 2019-01-01\n", 7, "count = 1"),
    "a day that does not exist": (HEAD + "closed = 2019-02-30\n", 4, "no such date"),
    "a day for yes or no": (HEAD + "closed = 2019-02-28\n", 4, "closed = true"),
    "a list for an answer": (HEAD + ONE.replace('"open"', '["open"]'), 6, "one of these words"),
    "an unknown table": (HEAD + "[foo]\na = 1\n", 4, "there are [case], [units], [[return]]"),
    "an unknown key": (HEAD + "clsed = true\n", 4, "the keys are id, what"),
    "an unknown kind of unit": (HEAD + ONE.replace("branch", "clp"), 5, "one of these words"),
    "one table of returns": (HEAD + '[return]\nkind = "branch"\n', 4, "[[return]]"),
    "several cases": ('[[case]]\nid = "x"\n', 1, "[case] with id"),
    "an unknown rulebook": (HEAD.replace("2018", "2017"), 3, "there are conservative-readoption"),
    "the same unit twice": (
        HEAD + ONE + 'unit = "A"\n' + ONE + 'unit = " a "\n',
        11,
        "one unit makes one return",
    ),
    "more returns than units": (HEAD + "[units]\nbranch = 1\n" + ONE + ONE, 9, "branch = 2"),
    "an answer against its votes": (
        HEAD + ONE + "votes = { open = 1, reselect = 9 }\n",
        6,
        'answer = "reselect"',
    ),
    "an unpublished pool nobody knows": (HEAD + 'unpublished = ["clp"]\n', 4, '["affiliate"]'),
    "a letter that cannot be shown": (HEAD + ONE + 'unit = "\\u001b[31m"\n', 7, 'unit = "Name"'),
    "no table of the case": (ONE, None, "[case] with id"),
}


@pytest.mark.parametrize("form", [(), ("--json",), ("--compare",)], ids=str)
@pytest.mark.parametrize(("text", "line", "right"), ILLEGAL.values(), ids=ILLEGAL)
def test_illegal_input_is_one_message_with_file_line_and_what_would_be_right(
    written, text, line, right, form
):
    path = written(text)
    message = refused(path, *form)
    assert message.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert right in message
