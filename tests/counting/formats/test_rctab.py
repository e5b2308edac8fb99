"""Configurations of the RCV Tabulator and the records that vendors write, worked by hand and counted by the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hustings.cli.count import command

RULES: dict[str, Any] = {
    "tiebreakMode": "useCandidateOrder",
    "overvoteRule": "exhaustImmediately",
    "winnerElectionMode": "singleWinnerMajority",
    "numberOfWinners": "1",
    "maxSkippedRanksAllowed": "unlimited",
    "maxRankingsAllowed": "max",
}
ESS: dict[str, Any] = {"provider": "ess", "firstVoteColumnIndex": "2", "firstVoteRowIndex": "2"}
HEAD = "id,first,second,third\n"


def run(
    folder: Path, records: str, rules: dict[str, Any], source: dict[str, Any], **more: Any
) -> Result:
    """``hustings count`` of a description whose records are these."""
    (folder / "cvr.csv").write_text(records)
    told = {"candidates": ["Ada", "Ben", "Cy"], "ballots_file": "cvr.csv", "title": "Mayor"}
    told |= {"rules": RULES | rules, "cvr_source": ESS | source} | more
    (folder / "expected.json").write_text(json.dumps(told))
    return CliRunner().invoke(command, [str(folder / "expected.json"), "--json"])


def counted(
    folder: Path, records: str, rules: dict[str, Any] | None = None,
    source: dict[str, Any] | None = None, **more: Any,
) -> Any:  # fmt: skip
    result = run(folder, records, rules or {}, source or {}, **more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def votes(told: Any) -> list[list[str]]:
    return [[*round["votes"].values(), round["exhausted"]] for round in told["rounds"]]


def test_what_an_overvote_means_is_decided_when_the_ballot_comes_to_it(tmp_path: Path) -> None:
    """Ada 3, Ben 2, Cy 1, Dot 1 and one ballot whose first rank names Ada and Ben: two continue, exhausted at once.

    Dot goes, whose ballot shows Dot, then Cy and Dot: only Cy continues, and has 2. Ada 3, Ben 2, Cy 2: of Ben and Cy
    Cy stands later and goes. One of his ballots shows Ada and Ben next, both continue: exhausted. The other shows
    Cy and Dot at a rank that is passed, then Ben, who has 3; Ada has 3 as well and stands first.
    """
    lines = ["Ada"] * 3 + ["Ben"] * 2 + ["Cy,Ada|Ben", "Ada|Ben,Cy", "Dot,Cy|Dot,Ben"]
    records = HEAD + "".join(f"{n},{line}\n" for n, line in enumerate(lines))
    told = counted(
        tmp_path, records, {"overvoteRule": "exhaustIfMultipleContinuing"},
        {"overvoteDelimiter": "|"}, candidates=["Ada", "Ben", "Cy", "Dot"],
    )  # fmt: skip
    assert votes(told) == [
        ["3", "2", "1", "1", "1"],
        ["3", "2", "2", "0", "1"],
        ["3", "3", "0", "0", "2"],
    ]
    assert told["elected"] == ["Ada"]


def test_an_overvote_that_depends_is_turned_back_by_other_laws(tmp_path: Path) -> None:
    run(
        tmp_path, HEAD + "1,Ada|Ben,Cy\n", {"overvoteRule": "exhaustIfMultipleContinuing"},
        {"overvoteDelimiter": "|"},
    )  # fmt: skip
    place = str(tmp_path / "expected.json")
    for law in ("meek-2006", "approval", "condorcet-schulze"):
        other = CliRunner().invoke(command, [place, "--law", law])
        assert (other.exit_code, other.stdout) == (2, "")
        assert "depends on who continues" in other.stderr


def test_a_candidate_of_an_overvote_marked_again_ends_the_ballot_where_repeats_do(
    tmp_path: Path,
) -> None:
    """Ada and Ben are passed over at the first rank; Ada again at the second ends it, or else counts."""
    records = HEAD + "1,Ada|Ben,Ada,Cy\n2,Cy,,\n3,Cy,,\n"
    rules = {"overvoteRule": "alwaysSkipToNextRank"}
    again = counted(tmp_path, records, rules, {"overvoteDelimiter": "|"})
    assert votes(again)[0] == ["1", "0", "2", "0"]
    rules |= {"exhaustOnDuplicateCandidate": True}
    ended = counted(tmp_path, records, rules, {"overvoteDelimiter": "|"})
    assert votes(ended)[0] == ["0", "0", "2", "1"]


def test_a_blank_cell_is_an_undeclared_write_in_where_the_source_says_so(tmp_path: Path) -> None:
    """Of three ranks the second ballot leaves two blank, though its line ends before them."""
    source = {"undeclaredWriteInLabel": "UWI", "treatBlankAsUndeclaredWriteIn": True}
    told = counted(tmp_path, HEAD + "1,Ada,,\n2,,Ada\n3\n4,Ada,,\n", {}, source)
    assert votes(told) == [["2", "0", "0", "2", "0"], ["3", "0", "0", "0", "1"]]
    assert told["rounds"][1]["excluded"] == ["Undeclared Write-ins"]


def test_other_names_and_the_excluded_of_a_description_are_known(tmp_path: Path) -> None:
    records = HEAD + "1,A. Ash,Ben,\n2,Cy,Ben,\n3,B,,\n"
    for aliases in ({"Ada": ["A. Ash"], "Ben": ["B"]}, {"A. Ash": "Ada", "B": "Ben"}):
        told = counted(tmp_path, records, aliases=aliases, excluded=["Cy"])
        assert votes(told)[0] == ["1", "2", "0", "0"]
        assert told["withdrawn"] == ["Cy"]


def test_a_description_takes_candidates_and_records_of_another_and_repeats_them(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "mayor", tmp_path / "scale"
    first.mkdir()
    second.mkdir()
    counted(first, HEAD + "1,Ada,,\n2,Ben,Ada,\n3,Ada,,\n")
    told = {"rule": "as mayor", "ballots_file": "../mayor/cvr.csv", "repeat": 3, "rules": RULES}
    (second / "expected.json").write_text(json.dumps(told))
    result = CliRunner().invoke(command, [str(second / "expected.json"), "--json"])
    assert result.exit_code == 0, result.output
    assert votes(json.loads(result.stdout)) == [["6", "3", "0", "0"]]
    told["ballots_file"] = "../../cvr.csv"
    (second / "expected.json").write_text(json.dumps(told))
    outside = CliRunner().invoke(command, [str(second / "expected.json")])
    assert outside.exit_code == 2
    assert "lies outside the folder" in outside.stderr


def test_a_share_names_no_number_of_places(tmp_path: Path) -> None:
    """25 per cent of six are 1.5: Cy goes with one, and both who are left are elected."""
    rules = {"winnerElectionMode": "bottomsUpUsingPercentageThreshold", "numberOfWinners": "0"}
    rules |= {"multiSeatBottomsUpPercentageThreshold": "25"}
    told = counted(tmp_path, HEAD + "1,Ada\n2,Ada\n3,Ada\n4,Ben\n5,Ben\n6,Cy,Ben\n", rules)
    assert (told["seats"], told["elected"]) == (2, ["Ada", "Ben"])
    assert told["rounds"][0]["quota"] == "1.5"
    nobody = run(tmp_path, HEAD + "1,Ada\n", {"numberOfWinners": "0"}, {})
    assert "there is nobody to elect" in nobody.stderr


@pytest.mark.parametrize(
    ("mode", "seed", "tie"),
    [
        ("random", "1", "seeded"),
        ("random", "", "lot"),
        ("generatePermutation", "-5", "seeded-order"),
        ("previousRoundCountsThenRandom", "7", "previous-round-seeded"),
        ("previousRoundCountsThenRandom", "", "previous-round"),
        ("stopCountingAndAsk", "9", "lot"),
    ],
)
def test_chance_is_drawn_from_the_seed_and_without_one_by_people(
    tmp_path: Path, mode: str, seed: str, tie: str
) -> None:
    told = counted(tmp_path, HEAD + "1,Ada\n", {"tiebreakMode": mode, "randomSeed": seed})
    assert told["readings"]["tie"] == tie
    assert told["readings"]["seed"] == (seed if "seed" in tie else "0")


CLEAR = (
    "Row,Box,Position,Ballot,Precinct,Style,Name,Computer,Status,Remade,"
    '"C_1:City, Mayor:1:One:Ada:NON","C_1:City, Mayor:2:One:Ada:NON","C_2:City, Mayor:1:One:Ben:NON",'
    '"C_2:City, Mayor:2:One:Ben:NON","C_3:City, Mayor:1:One:W-28:NON",C_4:Clerk:1:One:Eve:NON\n'
)


def test_the_columns_of_clear_ballot_are_choices_of_candidates_at_ranks(tmp_path: Path) -> None:
    """Ada, then Ben; Ben twice; both at once is an overvote; W-28 is a write-in; the clerk's column is not ours."""
    marks = ("1,0,0,1,0,1", "0,0,1,1,0,0", "1,0,1,0,0,0", "0,0,0,0,1,1", "0,0,1,0,0,-1")
    lines = "".join(f"{n},B,1,B+{n},7,1,7,S,0,0,{each}\n" for n, each in enumerate(marks))
    source = {
        "provider": "clearBallot",
        "contestId": "City, Mayor",
        "undeclaredWriteInLabel": "W-28",
    }
    source |= {"firstVoteColumnIndex": "", "firstVoteRowIndex": ""}
    told = counted(tmp_path, CLEAR + lines, {}, source, candidates=["Ada", "Ben"])
    assert votes(told) == [["1", "2", "1", "1"], ["1", "2", "0", "2"]]
    assert told["elected"] == ["Ben"]
    other = run(tmp_path, CLEAR + lines, {}, source | {"contestId": "Sheriff"})
    assert "no column belongs to the contest 'Sheriff'" in other.stderr
    odd = run(
        tmp_path,
        CLEAR + "1,B,1,B+1,7,1,7,S,0,0,x,0,0,0,0,0\n",
        {},
        source,
        candidates=["Ada", "Ben"],
    )
    assert "cvr.csv:2: column 23" in odd.stderr


def ballot(
    *marks: tuple[int, int], current: bool = True, ambiguous: bool = False
) -> dict[str, Any]:
    listed = [{"CandidateId": c, "Rank": r, "IsAmbiguous": ambiguous} for c, r in marks]
    return {
        "IsCurrent": current,
        "Cards": [{"Contests": [{"Id": 4, "Marks": listed}, {"Id": 9, "Marks": []}]}],
    }


@pytest.mark.parametrize("parts", [1, 2])
def test_the_sessions_of_dominion_hold_the_marks_that_are_current_and_plain(
    tmp_path: Path, parts: int
) -> None:
    """Ada, then Ben; an adjudicated Ben for Ada; one not adjudicated is left out; an ambiguous mark is none."""
    sessions: list[dict[str, Any]] = [
        {"Original": ballot((11, 1), (12, 2))},
        {"Original": ballot((11, 1), current=False), "Modified": ballot((12, 1))},
        {"Original": ballot((11, 1), current=False)},
        {"Original": ballot((11, 1), ambiguous=True)},
        {"Original": ballot((99, 1), (12, 2))},
        {"Original": {"IsCurrent": True, "Contests": ballot((12, 1))["Cards"][0]["Contests"]}},
    ]
    folder = tmp_path / "export"
    folder.mkdir()
    named = [(11, "Ada", 4), (12, "Ben", 4), (99, "Write-in", 4), (12, "Eve", 9)]
    listed = [{"Id": n, "Description": name, "ContestId": of} for n, name, of in named]
    (folder / "CandidateManifest.json").write_text(json.dumps({"List": listed}))
    names = ["CvrExport.json"] if parts == 1 else ["CvrExport_1.json", "CvrExport_2.json"]
    for place, name in enumerate(names):
        part = sessions[place * 3 : place * 3 + 3] if parts == 2 else sessions
        (folder / name).write_text(json.dumps({"Sessions": part}))
    source = {"provider": "dominion", "contestId": "4", "undeclaredWriteInLabel": "99"}
    told = counted(tmp_path, "", {}, source, ballots_file="export", candidates=["Ada", "Ben"])
    assert votes(told) == [["1", "2", "1", "0"], ["1", "3", "0", "0"]]
    stranger = run(tmp_path, "", {}, source | {"undeclaredWriteInLabel": ""}, ballots_file="export")
    assert "'Write-in' is not a candidate" in stranger.stderr


def test_a_generic_table_and_the_words_of_earlier_releases_are_read(tmp_path: Path) -> None:
    """A number beside each candidate, the first row names them; W is the column of write-ins and goes first."""
    records = "id,Ada,Ben,Cy,W\n1,1,2,,\n2,2,1,,\n3,,2,,1\n4,,,1,\n"
    rules = {"winnerElectionMode": "standard", "tiebreakMode": "usePermutationInConfig"}
    rules |= {"numberOfWinners": 1, "randomSeed": 0}
    source = {"provider": "genericCsv", "firstVoteRowIndex": 1, "undeclaredWriteInLabel": "W"}
    told = counted(tmp_path, records, rules, source)
    assert votes(told) == [
        ["1", "1", "1", "1", "0"],
        ["1", "2", "1", "0", "0"],
        ["1", "2", "0", "0", "1"],
    ]
    assert told["elected"] == ["Ben"]


@pytest.mark.parametrize(
    ("rules", "mode", "more"),
    [
        ({"winnerElectionMode": "standard", "numberOfWinners": 1}, "majority", {}),
        ({"winnerElectionMode": "standard", "numberOfWinners": 2}, "several-per-round", {}),
        (
            {"winnerElectionMode": "singleSeatContinueUntilTwoCandidatesRemain"},
            "majority",
            {"until_two": "yes"},
        ),
        ({"winnerElectionMode": "multiSeatBottomsUp", "numberOfWinners": 2}, "bottoms-up", {}),
        (
            {
                "winnerElectionMode": "multiSeatBottomsUp",
                "numberOfWinners": 0,
                "multiSeatBottomsUpPercentageThreshold": 20,
            },
            "bottoms-up-threshold",
            {"percentage": "20"},
        ),
        ({"tiebreakMode": "interactive"}, "majority", {"tie": "lot"}),
        (
            {"tiebreakMode": "previousRoundCountsThenInteractive"},
            "majority",
            {"tie": "previous-round"},
        ),
    ],
)
def test_what_earlier_releases_called_a_mode_or_a_tie_is_read_as_the_tabulator_carries_it_over(
    tmp_path: Path, rules: dict[str, Any], mode: str, more: dict[str, str]
) -> None:
    told = counted(
        tmp_path, HEAD + "1,Ada\n2,Ada\n3,Ben,Ada\n4,Ben\n5,Ada\n6,Ada\n7,Cy,Ben\n", rules
    )
    assert told["readings"] | {"mode": mode} | more == told["readings"]


@pytest.mark.parametrize(
    "cell", ["0001999999999999", "0001000", "1000", "0", "00", "9" * 5000, "²"]
)
def test_a_number_beyond_the_last_rank_is_turned_back_however_it_is_written(
    tmp_path: Path, cell: str
) -> None:
    refused = run(tmp_path, f"id,Ada,Ben,Cy\n1,{cell},2,\n", {}, {"provider": "csv"})
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "cvr.csv:2: column 3: " in refused.stderr
    assert "is not a preference" in refused.stderr


def test_noughts_before_a_rank_say_nothing(tmp_path: Path) -> None:
    told = counted(tmp_path, "id,Ada,Ben,Cy\n1,0002,01,999\n", source={"provider": "csv"})
    assert votes(told)[0] == ["0", "1", "0", "0"]
