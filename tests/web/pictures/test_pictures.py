"""Pictures say exactly what their tables say, name their denominators, and carry nothing that the policy forbids."""

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.web import pictures
from hustings.web.pictures.drawing import WIDTH, Picture, grouped, lines_of
from hustings.web.pictures.pools import Pool, draw_pools
from hustings.web.pictures.timeline import Stage, Standing, draw_timeline
from hustings.web.pictures.transfers import draw_transfers, read_transcript, votes_text
from hustings.web.pictures.turnout import Channel, draw_turnout

SVG = "{http://www.w3.org/2000/svg}"
STAGES = (
    Stage("Asked", Standing.PAST, "Monday 24 June 2019"),
    Stage("Meetings", Standing.OVERRIDDEN, "September 2019", replacement="a panel decides"),
    Stage("Panel", Standing.PRESENT, "by Friday 18 October 2019"),
    Stage("Endorsement", Standing.FUTURE),
)
POOL = Pool("Branches", "an open selection", "branches", 4, 3, 4, Fraction(1, 3))
TRANSCRIPT = {
    "quota": "50",
    "rounds": [
        {"what": "first preferences", "votes": {"Ash": "41", "Birch": "30", "Cedar": "28"}},
        {
            "what": "Cedar is excluded",
            "excluded": ["Cedar"],
            "elected": ["Ash"],
            "votes": {"Ash": "50.25", "Birch": "121/3", "Cedar": "0"},
            "not_transferable": "8",
        },
    ],
}
ALL = {
    "timeline": draw_timeline(STAGES),
    "pools": draw_pools((POOL,)),
    "transfers": draw_transfers(read_transcript(TRANSCRIPT)),
    "turnout": draw_turnout(2310, (Channel("Paper", 803), Channel("Tendered", None)), 10),
}


def texts(picture: Picture) -> list[str]:
    return [node.text or "" for node in ET.fromstring(picture.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ALL)
def test_a_picture_is_named_and_described(name: str) -> None:
    root = ET.fromstring(ALL[name].svg)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert desc is not None
    assert desc.text
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"


@pytest.mark.parametrize("name", ALL)
def test_a_picture_carries_no_style_and_no_script_of_its_own(name: str) -> None:
    assert not re.search(r"style=|<style|<script|on\w+=|href=", ALL[name].svg)


@pytest.mark.parametrize("name", ALL)
def test_no_letter_is_smaller_than_thirteen_units_of_three_hundred_and_twenty(name: str) -> None:
    root = ET.fromstring(ALL[name].svg)
    assert root.attrib["viewBox"].startswith(f"0 0 {WIDTH} ")
    assert min(int(node.attrib["font-size"]) for node in root.iter(f"{SVG}text")) >= 13


@pytest.mark.parametrize("name", ALL)
def test_the_table_has_a_cell_under_every_head(name: str) -> None:
    table = ALL[name].table
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.head)}


@pytest.mark.parametrize("name", ALL)
def test_the_same_facts_draw_the_same_bytes(name: str) -> None:
    assert draw_timeline(STAGES).svg == ALL["timeline"].svg
    assert ALL[name].svg.count("<svg") == 1


def test_pictures_need_no_framework() -> None:
    folder = Path(pictures.__file__).parent
    assert not any("django" in file.read_text("utf-8") for file in folder.glob("*.py"))


def test_names_of_people_are_escaped() -> None:
    hostile = '<script>"&'
    drawn = draw_timeline([Stage(hostile, Standing.PAST)], title=hostile)
    assert "<script" not in drawn.svg
    assert hostile in texts(drawn)


def test_two_pictures_on_a_page_share_no_id() -> None:
    one, two = (set(re.findall(r' id="([^"]+)"', draw_pools((POOL,), n).svg)) for n in "ab")
    assert one
    assert not one & two


def test_each_standing_has_a_shape_of_its_own() -> None:
    shapes = {
        standing: re.findall(
            r'<(circle|rect)[^>]*class="([^"]+)"', draw_timeline([Stage("x", standing)]).svg
        )
        for standing in Standing
    }
    assert len({str(shape) for shape in shapes.values()}) == len(Standing)


def test_an_overridden_stage_is_struck_and_shows_what_replaced_it() -> None:
    drawn = ALL["timeline"]
    assert re.search(r'class="p-text p-struck">Meetings<', drawn.svg)
    assert "Instead: a panel decides" in texts(drawn)
    assert drawn.table.rows[1] == (
        "Meetings", "September 2019", "overridden; instead: a panel decides",
    )  # fmt: skip


def test_a_pool_says_floor_and_ceiling_while_returns_are_outstanding() -> None:
    """4 of 11 if the four outstanding all say no, 8 of 11 if they all say yes."""
    said = " ".join(texts(ALL["pools"]))
    assert "4 of 7 branches for an open selection" in said
    assert "between 4/11 and 8/11" in said
    row = ALL["pools"].table.rows[0]
    assert row == ("Branches (branches)", "4", "3", "4", "4/7", "4/11", "8/11", "at least 1/3")


def test_a_complete_pool_has_no_floor_and_ceiling_to_tell() -> None:
    done = Pool("Affiliates", "yes", "affiliates", 1, 7, 0, Fraction(1, 2), at_least=False)
    said = " ".join(texts(draw_pools((done,))))
    assert "between" not in said
    assert "more than 1/2" in said


def test_an_empty_pool_is_drawn_and_has_no_share() -> None:
    empty = Pool("Affiliates", "yes", "affiliates", 0, 0, 0, Fraction(1, 3))
    assert draw_pools((empty,)).table.rows[0][4:7] == ("–", "–", "–")


def test_the_threshold_line_stands_where_the_share_is() -> None:
    """A half of 318 units, one unit from the edge: 160."""
    half = Pool("Branches", "yes", "branches", 1, 1, 0, Fraction(1, 2))
    lines = ET.fromstring(draw_pools((half,)).svg).iter(f"{SVG}line")
    assert [float(n.attrib["x1"]) for n in lines if n.attrib["class"] == "p-threshold"] == [160.0]


def test_every_round_names_gains_and_losses_exactly() -> None:
    said = texts(ALL["transfers"])
    assert "50.25 (+9.25)" in said
    assert "121/3 (+31/3)" in said
    assert "0 (−28)" in said
    assert "Not transferable: 8" in said


def test_the_table_of_a_count_has_everybody_in_every_round_and_their_fate() -> None:
    assert ALL["transfers"].table.rows == (
        ("Ash", "41", "50.25", "elected in round 2"),
        ("Birch", "30", "121/3", ""),
        ("Cedar", "28", "0", "excluded in round 2"),
        ("Not transferable", "0", "8", ""),
    )


def test_papers_that_are_exhausted_stand_in_the_picture_and_in_its_table() -> None:
    exhausted = {"quota": None, "rounds": [{**TRANSCRIPT["rounds"][1], "exhausted": "27"}]}
    drawn = draw_transfers(read_transcript(exhausted))
    assert "Exhausted: 27" in texts(drawn)
    assert ("Exhausted", "27", "") in drawn.table.rows


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("the 1231 papers in play (616 or more).", "the 1,231 papers in play (616 or more)."),
        ("1231.5 (+1000)", "1,231.5 (+1,000)"),
        ("0.12345 and 12345/7", "0.12345 and 12,345/7"),
        ("p-5467 Ward1234 2,310", "p-5467 Ward1234 2,310"),
    ],
)
def test_long_figures_have_commas_and_names_do_not(written: str, shown: str) -> None:
    assert grouped(written) == shown


def test_the_line_of_the_quota_says_what_it_is() -> None:
    assert "Quota: 50" in texts(ALL["transfers"])


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=2000))
def test_votes_are_written_without_any_rounding(votes: Fraction) -> None:
    assert Fraction(votes_text(votes)) == votes


def test_a_figure_below_the_minimum_cell_is_withheld_everywhere() -> None:
    drawn = ALL["turnout"]
    assert "Tendered: withheld, fewer than 10." in texts(drawn)
    assert drawn.table.rows[1] == ("Tendered", "withheld", "–", "2,310")


def test_turnout_names_what_it_is_a_share_of() -> None:
    assert "803 of 2,310 electors on the roll" in " ".join(texts(ALL["turnout"]))


@given(st.text(alphabet="abc wij", max_size=200), st.integers(60, 320))
def test_wrapping_loses_no_word(words: str, width: int) -> None:
    kept = "".join(lines_of(words, width)).replace(" ", "")
    assert kept == words.replace(" ", "")
