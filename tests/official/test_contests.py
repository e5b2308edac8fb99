"""Published contests through the description beside their papers: law, seats, names and groups are taken from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.cli.papers import source
from hustings.counting.count import count
from hustings.counting.formats.opening import Format, Opened, Wanted, open_papers
from hustings.counting.page import html_page
from hustings.counting.sheet import text_sheet
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput


def opened(shared_data: Path, name: str) -> tuple[Opened, Any]:
    path = shared_data / "counting" / "public" / name
    return open_papers(source(path), Wanted()), json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "law", "form"),
    [
        ("scottish-stv/aberdeen_2017_ward1.json", "scottish-2007", Format.BLT),
        ("ers97/ers-set-01.json", "ers97", Format.BLT),
        ("meek/canal-2007.json", "meek-2006", Format.BLT),
        ("au-senate/act-2016/expected.json", "senate-2016", Format.AEC),
        ("irish-prstv/meath-2002/expected.json", "irish-1992", Format.PREFLIB),
        ("cambridge-ma/council-2021/expected.json", "cambridge-ma", Format.CSV),
        ("irv/burlington-mayor-2009/expected.json", "alternative-vote", Format.LONG_CSV),
        ("wigm/portland-or-council-d1-2024/expected.json", "wigm", Format.CSV),
        (
            "electoral-college/uk-labour-leader-2010/expected.json",
            "electoral-college",
            Format.COLLEGE,
        ),
        ("rctab/2015_portland_mayor/expected.json", "wigm", Format.RCTAB),
    ],
)
def test_a_description_opens_its_papers_for_its_law_and_elects_whom_it_says(
    shared_data: Path, name: str, law: str, form: Format
) -> None:
    found, told = opened(shared_data, name)
    assert (found.law, found.format, found.papers.seats) == (law, form, told["seats"])
    result = count(found.papers, found.law, readings=dict(found.readings))
    assert isinstance(result, Transcript)
    elected = {result.candidates[c] for c in result.elected}
    assert len(elected) == told["seats"]
    for known in told.get("elected", ()):
        index = known["candidate"] if isinstance(known, dict) else known
        assert (index if isinstance(index, str) else result.candidates[index]) in elected
    assert text_sheet(result)
    assert html_page(result)


@pytest.mark.parametrize("name", ["2013_minneapolis_mayor", "2015_portland_mayor"])
def test_every_round_of_the_tabulators_report_is_ours(shared_data: Path, name: str) -> None:
    """Votes of everybody and inactive ballots after every round, as its reference report has them."""
    found, told = opened(shared_data, f"rctab/{name}/expected.json")
    result = count(found.papers, found.law, readings=dict(found.readings))
    assert isinstance(result, Transcript)
    report = told["expected_report"]["results"]
    assert len(result.rounds) == len(report)
    for round, theirs in zip(result.rounds, report, strict=True):
        ours = {result.candidates[c]: v for c, v in enumerate(round.votes) if v}
        assert ours == {k: int(v) for k, v in theirs["tally"].items() if v != "0"}
        inactive = theirs["inactiveBallots"]
        assert round.exhausted == sum(map(int, inactive.values()))


def test_one_file_that_describes_many_contests_is_opened_for_the_one_that_is_named(
    shared_data: Path,
) -> None:
    """Every round of a district of New South Wales as it was computed, to the last two."""
    path = shared_data / "counting/public/irv/nsw-legislative-assembly-2023/expected.json"
    known = {each["district"]: each for each in json.loads(path.read_text("utf-8"))["contests"]}
    for district in ("Albury", "Ryde", "Wyong"):
        found = open_papers(source(path), Wanted(contest=district))
        assert (found.law, found.papers.seats) == ("alternative-vote", 1)
        result = count(found.papers, found.law, readings=dict(found.readings))
        assert isinstance(result, Transcript)
        rounds = [list(round.votes) for round in result.rounds]
        assert rounds == known[district]["computed"]["rounds"]
    with pytest.raises(BadInput, match=r":8: column 14: this file describes 93 contests; name one"):
        open_papers(source(path), Wanted())
    with pytest.raises(BadInput, match="0 contests are called 'Nowhere'; there are Albury"):
        open_papers(source(path), Wanted(contest="Nowhere"))


def test_the_names_of_a_description_stand_for_the_short_ones_of_its_papers(
    shared_data: Path,
) -> None:
    found, told = opened(shared_data, "irv/uk-labour-leader-2010-mps/expected.json")
    result = count(found.papers, found.law, readings=dict(found.readings))
    assert isinstance(result, Transcript)
    rounds = [dict(zip(result.candidates, each.votes, strict=True)) for each in result.rounds]
    assert rounds == told["rounds"]
