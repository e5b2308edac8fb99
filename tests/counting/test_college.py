"""Sections that vote apart and are weighed together: the file, the electoral college and the card vote."""

import json
from fractions import Fraction
from typing import Any

import pytest

from hustings.counting.college import College, read_college
from hustings.counting.laws import card_vote, electoral_college
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.transcript import Finding, Transcript, as_json
from hustings.kernel.refusals import BadInput, Refused


def college(**changes: Any) -> College:
    """Two sections of a half each: 10 members with papers, and unions that returned their rounds."""
    table: dict[str, Any] = {
        "candidates": ["A", "B", "C"],
        "sections": [
            {
                "name": "Members",
                "weight": "1/2",
                "papers": [[5, ["A"]], [3, ["B"]], [2, ["C", "B"]]],
            },
            {
                "name": "Unions",
                "weight": "1/2",
                "votes_by_round": [{"A": 40, "B": 50, "C": 10}, {"A": 40, "B": 55}],
            },
        ],
        **changes,
    }
    return read_college(json.dumps(table).encode())


def cards(*held: tuple[str, str, int, str], seats: int = 1, names: str = "YN") -> College:
    """Cards like ``("Unions", "Delegate 1", 500, "Y")``, in two sections of a half each."""
    table: dict[str, Any] = {
        "candidates": list(names),
        "seats": seats,
        "sections": [{"name": "Unions", "weight": "1/2"}, {"name": "Branches", "weight": "1/2"}],
        "cards": [
            {"section": section, "holder": holder, "votes": votes, "marks": list(marks)}
            for section, holder, votes, marks in held
        ],
    }
    return read_college(json.dumps(table).encode())


def test_shares_of_sections_are_weighed_exactly_and_the_lowest_total_goes_everywhere() -> None:
    """Members: A 5, B 3, C 2 of 10; unions: A 40, B 50, C 10 of 100. A 25 + 20 = 45, B 15 + 25 = 40, C 15.

    C goes. Members: A 5, B 5 of 10; unions: A 40, B 55 of 95 in play. A 25 + 50*40/95, B 25 + 50*55/95.
    """
    transcript = electoral_college.count(college())
    assert isinstance(transcript, Transcript)
    assert transcript.rounds[0].votes == (45, 40, 15)
    assert transcript.rounds[1].votes == (25 + Fraction(400, 19), 25 + Fraction(550, 19), 0)
    assert (transcript.elected, transcript.rounds[1].finding) == ((1,), Finding.MAJORITY)
    assert [s.exhausted for s in transcript.rounds[1].sections] == [0, 5]
    assert transcript.valid == 110


def test_what_each_section_voted_stands_in_the_json_of_every_round() -> None:
    transcript = electoral_college.count(college())
    assert isinstance(transcript, Transcript)
    first: Any = as_json(transcript)["rounds"]
    assert first[0]["sections"][0] == {
        "name": "Members",
        "weight": "0.5",
        "votes": {"A": "5", "B": "3", "C": "2"},
        "exhausted": "0",
    }


def test_a_tie_of_totals_goes_to_lot_or_looks_back() -> None:
    """Unions A 30, B 50, C 20: A 40, B 40, C 20. C goes, B gains two members (20%), unions A 40, B 40... B leads.

    With unions returning A 60, B 40 in round two, A 25 + 30 and B 25 + 20: A. With A 50, B 50: a tie of the last two.
    """
    even = [{"A": 30, "B": 50, "C": 20}, {"A": 50, "B": 50}]
    sections = [
        {"name": "Members", "weight": "1/2", "papers": [[5, ["A"]], [3, ["B"]], [2, ["C", "B"]]]},
        {"name": "Unions", "weight": "1/2", "votes_by_round": even},
    ]
    required = electoral_college.count(college(sections=sections))
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between, required.votes) == ("5", ("A", "B"), "50")
    drawn = electoral_college.count(
        college(sections=sections), None, [Lot(required.situation, ("A", "B"))]
    )
    assert isinstance(drawn, Transcript)
    assert (drawn.elected, drawn.rounds[1].ties[0].votes) == ((1,), 50)


def test_a_withdrawn_candidate_is_passed_over_on_papers() -> None:
    sections = [
        {"name": "Members", "weight": "1/1", "papers": [[5, ["A", "B"]], [3, ["B"]], [2, ["C"]]]}
    ]
    transcript = electoral_college.count(college(sections=sections, withdrawn=["A"]))
    assert isinstance(transcript, Transcript)
    assert transcript.rounds[0].votes == (0, 80, 20)


def test_a_section_whose_votes_are_all_exhausted_has_no_say() -> None:
    """Members all for C alone; unions A 40, B 50, C 10: A 20, B 25, C 55 is a majority; with C out nothing of
    the members is in play: A 40/95 and B 55/95 of 50.
    """
    sections = [
        {"name": "Members", "weight": "1/4", "papers": [[5, ["C"]]]},
        {
            "name": "Unions",
            "weight": "3/4",
            "votes_by_round": [{"A": 50, "B": 45, "C": 5}, {"A": 50, "B": 45}],
        },
    ]
    transcript = electoral_college.count(college(sections=sections))
    assert isinstance(transcript, Transcript)
    assert transcript.rounds[0].votes == (Fraction(75, 2), Fraction(135, 4), Fraction(115, 4))
    assert sum(transcript.rounds[1].votes) == 75
    assert transcript.elected == (0,)


@pytest.mark.parametrize(
    ("returns", "code"),
    [
        ([{"A": 40, "B": 50, "C": 10}], "return-missing"),
        ([{"A": 40, "B": 50, "C": 10}, {"A": 40, "B": 50, "C": 5}], "return-does-not-fit"),
        ([{"A": 40, "B": 50, "C": 10}, {"A": 80, "B": 55}], "return-does-not-fit"),
    ],
)
def test_returns_that_do_not_fit_the_count_are_refused(returns: list[Any], code: str) -> None:
    sections = [
        {"name": "Members", "weight": "1/2", "papers": [[5, ["A"]], [3, ["B"]], [2, ["C", "B"]]]},
        {"name": "Unions", "weight": "1/2", "votes_by_round": returns},
    ]
    refused = electoral_college.count(college(sections=sections))
    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"sections": []}',
        b'{"candidates": ["A"], "sections": [{"name": "M", "weight": "1/2", "papers": [[1, ["A"]]]}]}',
        b'{"candidates": ["A"], "sections": [{"name": "M", "weight": "x", "papers": [[1, ["A"]]]}]}',
        b'{"candidates": ["A"], "sections": [{"name": "M", "papers": [[1, ["Z"]]]}]}',
        b'{"candidates": ["A"], "sections": [{"name": "M", "papers": [[1]]}]}',
        b'{"candidates": ["A"], "sections": [{"name": "M"}]}',
        b'{"candidates": ["A", "A"], "sections": [{"name": "M", "papers": [[1, ["A"]]]}]}',
        b'{"candidates": ["A"], "sections": [{"name": "M", "papers": [[-1, ["A"]]]}]}',
        b'{"candidates": ["A"], "seats": 1.5, "sections": [{"name": "M", "papers": [[1, ["A"]]]}]}',
        b'{"sections": [{"name": "M"}]}',
        b'{"sections": [5]}',
    ],
)
def test_a_file_that_is_not_a_college_is_turned_back(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_college(content)


def test_cards_count_with_all_their_votes_and_sections_with_their_weight() -> None:
    """Unions: 600 Y, 400 N; branches: 10 Y, 30 N. Y 30 + 12.5 = 42.5, N 20 + 37.5 = 57.5."""
    transcript = card_vote.count(
        cards(("Unions", "1", 600, "Y"), ("Unions", "2", 400, "N"), ("Branches", "3", 10, "Y"),
              ("Branches", "4", 30, "N"))
    )  # fmt: skip
    assert isinstance(transcript, Transcript)
    assert transcript.rounds[0].votes == (Fraction(85, 2), Fraction(115, 2))
    assert transcript.elected == (1,)


def test_a_card_with_too_many_marks_or_none_is_not_counted() -> None:
    """Unions: 600 for both answers and 50 for none are left out; 400 Y stand alone."""
    transcript = card_vote.count(
        cards(("Unions", "1", 600, "YN"), ("Unions", "2", 400, "Y"), ("Unions", "3", 50, ""))
    )
    assert isinstance(transcript, Transcript)
    assert transcript.rounds[0].votes == (50, 0)
    assert transcript.rounds[0].sections[0].exhausted == 600


def test_an_even_question_goes_to_lot_or_is_lost_as_the_conference_reads_it() -> None:
    even = cards(("Unions", "1", 500, "Y"), ("Branches", "2", 40, "N"))
    required = card_vote.count(even)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.votes) == ("4", "50")
    assert required.first_drawn_is is Fate.ELECTED
    drawn = card_vote.count(even, None, [Lot(required.situation, ("Y", "N"))])
    assert isinstance(drawn, Transcript)
    assert drawn.elected == (0,)
    lost = card_vote.count(even, card_vote.Readings(card_vote.TieReading.SECOND_ANSWER))
    assert isinstance(lost, Transcript)
    assert lost.elected == (1,)


def test_several_places_go_to_those_with_the_most() -> None:
    """Two places; 300 for A and B, 200 for A and C, 100 for B and C: A 500, B 400, C 300 of 600 in the one section."""
    transcript = card_vote.count(
        cards(("Unions", "1", 300, "AB"), ("Unions", "2", 200, "AC"), ("Unions", "3", 100, "BC"),
              seats=2, names="ABC")
    )  # fmt: skip
    assert isinstance(transcript, Transcript)
    assert transcript.elected == (0, 1)
    assert transcript.rounds[0].votes == (Fraction(125, 3), Fraction(100, 3), 25)
