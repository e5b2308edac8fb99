"""What a description says in words beside its papers is carried out, or the file is turned back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hustings.cli.count import command

BLT = '3 1\n4 1 2 0\n3 2 1 0\n3 3 2 0\n0\n"Ada Ash"\n"Ben Birch"\n"Cy Cedar"\n"Willowgate"\n'


def counted(folder: Path, blt: str = BLT, **described: Any) -> Any:
    """``hustings count`` of a description with these fields."""
    (folder / "papers.blt").write_text(blt)
    whole = {"rule": "av", "seats": 1, "ballots_file": "papers.blt"} | described
    place = folder / "contest.json"
    place.write_text(json.dumps(whole))
    return CliRunner().invoke(command, [str(place), "--json"])


EARLIER = """4 1
5 1 0
3 2 1 0
2 3 2 0
1 4 3 2 0
0
"Ada Ash"
"Ben Birch"
"Cy Cedar"
"Dot Elm"
"Willowgate"
"""
"""Dot goes first, and her paper lifts Cy to Ben's 3; a round earlier Cy had 2. If Cy goes, Ben has 6 of 11."""


def test_a_tie_is_settled_as_the_words_of_the_rule_say(tmp_path: Path) -> None:
    assert counted(tmp_path, EARLIER).exit_code == 3
    said = counted(tmp_path, EARLIER, rule="av, tie broken by the earlier round")
    assert json.loads(said.output)["elected"] == ["Ben Birch"]


def test_a_count_goes_on_to_the_last_two_where_the_rule_says_so(tmp_path: Path) -> None:
    """Ada has 6 of 10 at once; to the last two it takes a second round."""
    blt = (
        BLT.replace("4 1 2 0", "6 1 2 0")
        .replace("3 2 1 0", "3 2 1 0")
        .replace("3 3 2 0", "1 3 2 0")
    )
    assert len(json.loads(counted(tmp_path, blt).output)["rounds"]) == 1
    whole = counted(tmp_path, blt, rule="av, on to the last two")
    assert len(json.loads(whole.output)["rounds"]) == 2


def test_whoever_a_description_says_has_withdrawn_gets_nothing(tmp_path: Path) -> None:
    """Cy's three papers go to Ben, who then has 6 of 10."""
    done = counted(tmp_path, withdrawn=["Cy Cedar"])
    assert json.loads(done.output)["elected"] == ["Ben Birch"]
    assert json.loads(done.output)["rounds"][0]["votes"]["Cy Cedar"] == "0"


def test_somebody_unknown_cannot_have_withdrawn(tmp_path: Path) -> None:
    done = counted(tmp_path, withdrawn=["Dot Elm"])
    assert done.exit_code == 2
    assert "Dot Elm" in done.output


@pytest.mark.parametrize("text", ["1,A,B\n2,B,A\n", "A,1,B\nB,2,A\n"])
def test_a_first_line_that_may_be_a_ballot_is_not_taken_for_names_of_columns(
    tmp_path: Path, text: str
) -> None:
    place = tmp_path / "papers.csv"
    place.write_text(text)
    done = CliRunner().invoke(command, [str(place), "--law", "alternative-vote", "--json"])
    assert done.exit_code == 2
    assert "could be a column of choices or a ballot" in done.output


def test_numbers_alone_still_name_columns(tmp_path: Path) -> None:
    place = tmp_path / "papers.csv"
    place.write_text("voter,1,2\nv1,A,B\nv2,A,\nv3,B,A\n")
    done = CliRunner().invoke(command, [str(place), "--law", "alternative-vote", "--json"])
    assert json.loads(done.output)["elected"] == ["A"]


def test_a_description_of_several_contests_needs_the_name_of_one(tmp_path: Path) -> None:
    (tmp_path / "north.blt").write_text(BLT)
    (tmp_path / "south.blt").write_text(BLT.replace("4 1 2 0", "2 2 1 0"))
    contests = [
        {"district": "North", "ballots_file": "north.blt"},
        {"district": "South", "ballots_file": "south.blt", "seats": 2, "rule": "block-vote"},
        {"district": "South", "id": "S2", "ballots_file": "south.blt"},
    ]
    place = tmp_path / "contests.json"
    place.write_text(json.dumps({"rule": "plurality", "seats": 1, "contests": contests}))

    def told(*arguments: str) -> Any:
        return CliRunner().invoke(command, [str(place), *arguments, "--json"])

    north = json.loads(told("--contest", "North").stdout)
    assert (north["law"], north["seats"], north["elected"]) == ("plurality", 1, ["Ada Ash"])
    assert json.loads(told("--contest", "S2").stdout)["elected"] == ["Ben Birch"]
    for arguments, what in (
        ((), "this file describes 3 contests; name one of them with --contest: North, South, S2"),
        (("--contest", "South"), "2 contests are called 'South'"),
        (("--contest", "East"), "0 contests are called 'East'"),
    ):
        refused = told(*arguments)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert what in refused.stderr
        assert refused.stderr.startswith(f"{place}:1: column ")


def test_candidates_that_papers_number_are_called_as_the_description_lists_them(
    tmp_path: Path,
) -> None:
    """Names of another spelling are given way to; the same names stay with their own papers, whatever their order."""
    short = BLT.replace("Ada Ash", "A.Ash").replace("Cy Cedar", "C.Cedr")
    told = counted(
        tmp_path, short, rule="plurality", candidates=["Ada Ash", "Ben Birch", "Cy Cedar"]
    )
    assert json.loads(told.stdout)["rounds"][0]["votes"] == {
        "Ada Ash": "4", "Ben Birch": "3", "Cy Cedar": "3",
    }  # fmt: skip
    turned = ["Cy Cedar", "Ada Ash", "Ben Birch"]
    assert json.loads(counted(tmp_path, rule="plurality", candidates=turned).stdout)["elected"] == [
        "Ada Ash"
    ]
    fewer = counted(tmp_path, short, rule="plurality", candidates=["Ada Ash", "Ben Birch"])
    assert json.loads(fewer.stdout)["elected"] == ["A.Ash"]
    gone = counted(
        tmp_path, short, rule="plurality", withdrawn=["Cy Cedar"],
        candidates=["Ada Ash", "Ben Birch", "Cy Cedar"],
    )  # fmt: skip
    assert json.loads(gone.stdout)["withdrawn"] == ["Cy Cedar"]
    twice = counted(tmp_path, short, candidates=["Ada Ash", "Ben Birch", "Ada Ash"])
    assert (twice.exit_code, twice.stdout) == (2, "")
    assert "contest.json:1: column" in twice.stderr
    assert "two candidates are called 'Ada Ash'" in twice.stderr


def test_an_option_for_one_fault_leaves_the_others_to_the_law_that_the_file_names(
    tmp_path: Path,
) -> None:
    """By wigm a candidate numbered twice is passed over: Ada goes, and her two papers pass to Ben, who has 5 of 9."""
    (tmp_path / "papers.blt").write_text(
        '3 1\n2 1 1 2 0\n3 2 0\n4 3 0\n0\n"Ada"\n"Ben"\n"Cy"\n"Willowgate"\n'
    )
    place = tmp_path / "contest.json"
    place.write_text(json.dumps({"rule": "wigm", "seats": 1, "ballots_file": "papers.blt"}))
    for options, elected in (
        ((), "Ben"),
        (("--skipped", "paper-rejected"), "Ben"),
        (("--repeated", "preferences-stop"), "Cy"),
    ):
        result = CliRunner().invoke(command, [str(place), *options, "--json"])
        assert json.loads(result.stdout)["elected"] == [elected]


def test_a_head_with_the_empty_cells_of_a_spreadsheet_is_told_for_a_blt_file(
    tmp_path: Path,
) -> None:
    place = tmp_path / "papers.blt"
    place.write_text(BLT.replace("3 1\n", "3 1,,,\n"))
    result = CliRunner().invoke(command, [str(place), "--law", "plurality", "--json"])
    assert json.loads(result.stdout)["elected"] == ["Ada Ash"]
