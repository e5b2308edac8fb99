"""``hustings count`` on files: what it prints, and its three ways to end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.ballots.validity import REJECTED_FOR, Rejection
from hustings.cli.count import command
from hustings.counting.formats.opening import Format

TIED = '3 1\n3 1 0\n2 2 1 0\n2 3 2 0\n0\n"Ada"\n"Ben"\n"Cal"\n"Northmoor"\n'
PLAIN = '3 1\n42 1 0\n33 2 0\n5 3 2 0\n20 3 0\n1 0\n0\n"Ada"\n"Ben"\n"Cal"\n"Northmoor"\n'
"""Ada 42, Ben 33, Cal 25, one blank. Cal goes, 5 to Ben and 20 exhausted: Ada 42 of 80."""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.blt"
    path.write_text(PLAIN)
    return path


@pytest.fixture
def tied(tmp_path: Path) -> Path:
    path = tmp_path / "tied.blt"
    path.write_text(TIED)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_the_sheet_is_printed(plain: Path) -> None:
    result = run(plain)
    assert result.exit_code == 0
    assert (
        "Papers in this file 101, valid 100, rejected 1; 1 blank. "
        "How many were rejected before is not in this file." in result.output
    )
    assert "Elected: Ada" in result.output


def test_a_file_of_papers_only_claims_nothing_of_those_rejected_before(tmp_path: Path) -> None:
    path, page = tmp_path / "papers.blt", tmp_path / "page.html"
    path.write_text(PLAIN.replace("\n1 0\n", "\n"))
    said = "Papers in this file 100, valid 100. How many were rejected before is not in this file."
    assert said in run(path).output
    run(path, "--html", page)
    shown = page.read_text()
    assert "Rejected papers" not in shown
    said = "<dt>Rejected before</dt><dd>How many were rejected before is not in this file.</dd>"
    assert said in shown


def test_papers_that_tell_of_the_rejected_are_believed(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    papers = [{"number": 3, "marks": ["Ada"]}]
    table = {"candidates": ["Ada", "Ben"], "seats": 1, "rejected": {"blank": 2}, "papers": papers}
    path.write_text(json.dumps(table))
    assert "Papers returned 5, valid 3, rejected 2; 2 blank" in run(path).output


def test_the_sheet_says_in_words_why_papers_do_not_count() -> None:
    assert set(REJECTED_FOR) == set(Rejection)
    assert not [words for words in REJECTED_FOR.values() if "-" in words]


def test_the_json_has_the_rounds_with_every_candidate(plain: Path) -> None:
    table = json.loads(run(plain, "--json").output)
    assert (table["law"], table["seats"], table["elected"]) == ("alternative-vote", 1, ["Ada"])
    assert [round["votes"] for round in table["rounds"]] == [
        {"Ada": "42", "Ben": "33", "Cal": "25"},
        {"Ada": "42", "Ben": "38", "Cal": "0"},
    ]
    assert table["rounds"][1]["exhausted"] == "20"
    assert table["denominators"]["papers_returned"] == "101"


def test_why_somebody_was_excluded_is_answered_in_sentences(plain: Path) -> None:
    assert run(plain, "--why", "Cal").output.splitlines() == [
        "Cal had 25 first preferences among 100 papers in play.",
        "Cal was excluded after round 1 with 25 votes, the fewest; next was Ben with 33, 8 more.",
        "Of Cal's 25 papers, 5 passed to Ben and 20 showed no further preference.",
    ]


def test_a_withdrawn_candidate_is_passed_over(plain: Path) -> None:
    """Cal withdraws: 5 papers to Ben, 20 exhausted, Ada 42 of 80 in round 1."""
    table = json.loads(run(plain, "--withdrawn", "Cal", "--json").output)
    assert [round["votes"] for round in table["rounds"]] == [{"Ada": "42", "Ben": "38", "Cal": "0"}]


def test_a_tie_ends_with_status_3_and_the_lot_that_is_required(tied: Path) -> None:
    result = run(tied, "--json")
    assert result.exit_code == 3
    required = json.loads(result.output)["lot_required"]
    assert (required["between"], required["round"], required["clause"]) == (["Ben", "Cal"], 1, "4")


def test_the_drawn_lot_comes_back_and_the_count_ends(tied: Path, tmp_path: Path) -> None:
    """Cal drawn first: Cal's 2 papers pass to Ben, 4 of 7."""
    situation = json.loads(run(tied, "--json").output)["lot_required"]["situation"]
    lot = tmp_path / "lot.json"
    lot.write_text(json.dumps({"situation": situation, "order": ["Cal", "Ben"]}))
    table = json.loads(run(tied, "--lot", lot, "--json").output)
    assert (table["elected"], table["lots"][0]["order"]) == (["Ben"], ["Cal", "Ben"])


def test_without_json_the_lot_is_asked_for_in_words_with_the_file_to_write(tied: Path) -> None:
    result = run(tied)
    assert result.exit_code == 3
    assert "Ben and Cal have 2 votes each in round 1." in result.output
    assert json.loads(result.output.splitlines()[-1])["order"] == ["Ben", "Cal"]


def test_plurality_is_one_round(plain: Path) -> None:
    table = json.loads(run(plain, "--law", "plurality", "--json").output)
    assert (table["elected"], len(table["rounds"])) == (["Ada"], 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--why", "Zed"], "'Zed' is not a candidate here"),
        (["--withdrawn", "Zed"], "'Zed' is not a candidate on these papers"),
        (
            ["--law", "plurality", "--tie", "first-preferences-back"],
            "Plurality has no reading called 'tie'",
        ),
    ],
)
def test_what_cannot_be_accepted_ends_with_status_2_and_one_message(
    plain: Path, arguments: list[str], told: str
) -> None:
    result = run(plain, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_lot_that_is_not_needed_ends_with_status_2(plain: Path, tmp_path: Path) -> None:
    lot = tmp_path / "lot.json"
    lot.write_text(json.dumps([{"situation": "0" * 64, "order": ["Ada", "Ben"]}]))
    result = run(plain, "--lot", lot)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "does not arise in this count" in result.stderr


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"situation": 1, "order": []}', '{"order": ["A"]}', "[" * 5000]
)
def test_a_lot_file_that_cannot_be_read_ends_with_status_2(
    tied: Path, tmp_path: Path, content: str
) -> None:
    lot = tmp_path / "lot.json"
    lot.write_text(content)
    result = run(tied, "--lot", lot)
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(lot) in result.stderr


def test_a_file_that_is_missing_or_malformed_ends_with_status_2_and_its_place(
    tmp_path: Path,
) -> None:
    result = run(tmp_path / "nowhere.blt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be read" in result.stderr
    bad = tmp_path / "bad.blt"
    bad.write_text("2 1\n3 9 0\n")
    result = run(bad)
    assert result.exit_code == 2
    assert f"{bad}:2: column 3: there is no candidate 9" in result.stderr


STV = '4 2\n41 1 2 0\n23 2 3 0\n19 3 2 4 0\n11 4 3 0\n6 1 4 0\n0\n"Ada"\n"Ben"\n"Cal"\n"Dee"\n"Eastwater"\n'
"""100 papers, two places: by the Scottish rules a quota of 34, and Ada has 47."""


@pytest.fixture
def stv(tmp_path: Path) -> Path:
    path = tmp_path / "stv.blt"
    path.write_text(STV)
    return path


def test_law_and_seats_are_those_that_the_file_states(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    told = {"law": "scottish-2007", "seats": 2, "candidates": ["A", "B", "C"]}
    papers = [{"number": 5, "marks": ["A"]}, {"number": 3, "marks": ["B"]}, {"marks": ["C"]}]
    path.write_text(json.dumps(told | {"papers": papers}))
    table = json.loads(run(path, "--json").output)
    assert (table["law"], table["seats"], table["elected"]) == ("scottish-2007", 2, ["A", "B"])
    table = json.loads(run(path, "--json", "--law", "ers97", "--seats", 1).output)
    assert (table["law"], table["seats"]) == ("ers97", 1)


def test_the_json_has_exactly_the_shape_that_is_documented(stv: Path) -> None:
    table = json.loads(run(stv, "--law", "scottish-2007", "--json").output)
    assert {"law", "seats", "quota", "elected", "rounds", "lots", "denominators"} <= set(table)
    assert (table["quota"], table["lots"]) == ("34", [])
    asked = {"what", "votes", "not_transferable", "exhausted", "loss_by_fraction"}
    for round in table["rounds"]:
        assert asked | {"elected", "excluded"} <= set(round)
        assert list(round["votes"]) == ["Ada", "Ben", "Cal", "Dee"]
    assert table["rounds"][1]["votes"]["Ben"] == "34.34019"


def test_the_sheet_prints_stages_with_the_decimals_of_its_law(stv: Path) -> None:
    """Ada's 13 over 47 papers is 0.27659: 41 papers make 11.34019 for Ben, 6 make 1.65954 for Dee."""
    output = run(stv, "--law", "scottish-2007").output
    assert "Places to fill 2, quota 34.00000" in output
    assert ["Ada", "47.00000", "-13.00000", "34.00000"] in [
        line.split() for line in output.splitlines()
    ]
    assert "Elected: Ada, Ben\n\n1. Ada, stage 1\n2. Ben, stage 2" in output


def test_laws_are_compared_to_the_round_in_which_they_part(stv: Path) -> None:
    output = run(stv, "--compare", "scottish-2007", "ers97").output.splitlines()
    assert output[0] == "scottish-2007 and ers97 part in round 2."
    assert output[-1] == "Both elect Ada and Ben."
    table = json.loads(run(stv, "--compare", "scottish-2007", "meek-2006", "--json").output)
    assert table["compared"][0]["same_elected"] is True
    assert table["compared"][0]["parts_in_round"] in {1, 2}


def test_page_and_tables_are_written_whole(stv: Path, tmp_path: Path) -> None:
    page, tables = tmp_path / "page.html", tmp_path / "tables"
    result = run(stv, "--law", "scottish-2007", "--html", page, "--csv", tables)
    assert result.exit_code == 0
    assert page.read_text().startswith("<!doctype html>")
    assert sorted(path.name for path in tables.iterdir()) == [
        "elected.csv", "rounds.csv", "transfers.csv",
    ]  # fmt: skip
    assert "2,Ada,Ben,41,0.27659,11.34019" in (tables / "transfers.csv").read_text()


def test_a_page_that_cannot_be_written_ends_with_status_2(stv: Path, tmp_path: Path) -> None:
    result = run(stv, "--law", "scottish-2007", "--html", tmp_path / "nowhere" / "page.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be written" in result.stderr


def test_what_would_have_changed_the_result_is_told_and_stands_in_the_json(plain: Path) -> None:
    """Ada 42, Ben 38 at the end of 80: three papers from Ada to Ben make 39 to 41."""
    output = run(plain, "--what-if").output
    assert output.startswith("3 papers marked otherwise would have changed the result: then Ben")
    table = json.loads(run(plain, "--what-if", "--json").output)
    assert (table["what_if"]["number"], table["what_if"]["exact"]) == (3, True)


def test_re_open_nominations_stops_the_count(stv: Path) -> None:
    table = json.loads(run(stv, "--law", "scottish-2007", "--ron", "Ben", "--json").output)
    assert (table["elected"], table["vacant"]) == (["Ada"], 1)


def test_an_answer_is_told_with_its_tests(tmp_path: Path) -> None:
    path = tmp_path / "question.blt"
    path.write_text('2 1\n60 1 0\n40 2 0\n0\n"Yes"\n"No"\n"Northmoor"\n')
    output = run(path, "--law", "yes-no", "--reading", "threshold=2/3").output
    assert (
        "The test of majority: 60 of 100 (yes-and-no), and more than 2/3 is needed; it is not met."
    ) in output


def test_papers_of_another_kind_than_the_law_counts_are_turned_back(plain: Path) -> None:
    result = run(plain, "--law", "electoral-college")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "counts sections with weights" in result.stderr


def test_laws_are_listed_with_source_and_validation() -> None:
    from hustings.cli.laws import command as laws
    from hustings.counting.registry import LAWS

    output = CliRunner().invoke(laws, []).output
    for law in LAWS.values():
        assert (
            f"{law.id}: {law.name}\n  source: {law.source}\n  checked on: {law.validated}" in output
        )
    table = json.loads(CliRunner().invoke(laws, ["alternative-vote", "--json"]).output)
    assert table[0]["readings"]["until"] == ["majority", "last-two"]
    refused = CliRunner().invoke(laws, ["borda-1770"])
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_papers_are_converted_and_count_the_same(stv: Path, tmp_path: Path) -> None:
    from hustings.cli.convert import command as convert

    target = tmp_path / "papers.toi"
    result = CliRunner().invoke(convert, [str(stv), str(target), "--to", "preflib"])
    assert (result.exit_code, result.output) == (0, "")
    one, other = (json.loads(run(f, "--law", "ers97", "--json").output) for f in (stv, target))
    assert one == other
    bad = tmp_path / "bad.blt"
    bad.write_text("2 1\n3 9 0\n")
    result = CliRunner().invoke(convert, [str(bad), str(tmp_path / "out"), "--to", "json"])
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)


@pytest.mark.parametrize("form", list(Format))
def test_every_format_is_called_by_the_name_that_the_reference_gives_it(
    plain: Path, form: Format
) -> None:
    """A BLT file is turned back by its first line where another format is said, and by no usage."""
    result = run(plain, "--format", form.value)
    assert "Invalid value" not in result.stderr
    assert result.exit_code == (0 if form is Format.BLT else 2)


@pytest.mark.parametrize(
    ("text", "name", "right"),
    [
        ("Rank 1;Rank 2\nAsh;Bee\n", "semicolons", "Rank 1,Rank 2"),
        ("Rank 1\tRank 2\nAsh\tBee\n", "tabs", "Rank 1,Rank 2"),
        ("count;Rank 1\n3;Ash\n", "semicolons", "count,Rank 1"),
        ("ballot_id;rank;choice\n1;1;Ash\n", "semicolons", "ballot_id,rank,choice"),
        ("Ash;Bee\n1;2\n", "semicolons", "Ash,Bee"),
        ("Rank 1;Rank 2;\nAsh;Bee;\n", "semicolons", "Rank 1,Rank 2,"),
        (";Rank 1;Rank 2\n1;Ash;Bee\n", "semicolons", ",Rank 1,Rank 2"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--format", "csv")], ids=str)
def test_columns_with_semicolons_or_tabs_between_are_told_so_and_never_counted_as_one(
    tmp_path: Path, text: str, name: str, right: str, form: tuple[str, ...]
) -> None:
    path = tmp_path / "papers.csv"
    path.write_text(text)
    done = run(path, *form)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:1: column 1: {name} stand between the columns")
    assert f"Right would be: {right}\n" in done.stderr


def test_a_name_with_a_semicolon_in_a_file_with_commas_is_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("Rank 1,note; more\nAsh;Bee,x\n")
    assert run(path, "--json").exit_code == 0


def papers_of(tmp_path: Path, number: int) -> Path:
    path = tmp_path / "papers.csv"
    path.write_text(f"papers,Rank 1\n{number - 1},Ash\n1,Bee\n")
    return path


def test_a_handful_is_counted_with_a_warning_that_it_can_show_how_somebody_voted(
    tmp_path: Path,
) -> None:
    done = run(papers_of(tmp_path, 9))
    assert done.exit_code == 0
    assert done.stderr == (
        "Only 9 papers: published, this count can show how somebody voted. "
        "Where it was a secret ballot, publish who is elected and not the figures.\n"
    )


def test_a_handful_compared_under_two_laws_or_stopped_at_a_lot_is_warned_of_once(
    tmp_path: Path,
) -> None:
    papers = papers_of(tmp_path, 9)
    compared = run(papers, "--compare", "alternative-vote", "meek-2006")
    assert compared.exit_code == 0
    tied = run(papers_of(tmp_path, 2), "--law", "alternative-vote")
    assert tied.exit_code == 3
    assert compared.stderr.startswith("Only 9 papers: ")
    assert tied.stderr.startswith("Only 2 papers: ")
    assert [done.stderr.count("Only ") for done in (compared, tied)] == [1, 1]


def test_ten_papers_are_counted_without_a_warning(tmp_path: Path) -> None:
    assert run(papers_of(tmp_path, 10)).stderr == ""


def test_programs_that_read_the_count_of_a_handful_read_it_alone(tmp_path: Path) -> None:
    done = run(papers_of(tmp_path, 9), "--json")
    assert (done.exit_code, done.stderr) == (0, "")
