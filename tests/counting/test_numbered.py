"""Papers with a number beside each candidate: the file, and the laws that compare by pairs or by grades."""

import json
from itertools import product
from typing import Any

import pytest

from hustings.counting.laws import condorcet_schulze as schulze
from hustings.counting.laws import majority_judgment as judgment
from hustings.counting.laws.condorcet_schulze import StrengthReading
from hustings.counting.laws.majority_judgment import Middle, Missing
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.numbered import Numbered, from_rows, numbered, read_numbered
from hustings.counting.papers import from_rankings
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput, Refused


def transcript_of(result: object) -> Transcript:
    assert isinstance(result, Transcript), result
    return result


def tables(transcript: Transcript) -> dict[str, Any]:
    return dict(transcript.rounds[0].tables)


def test_the_file_is_read_with_grades_and_withdrawals() -> None:
    table = {
        "candidates": ["A", "B"], "grades": ["Good", "Fair"], "seats": 1, "withdrawn": ["B"],
        "numbers": [[3, [1, 2]], [2, [2, 0]], [1, [1, 2]]],
    }  # fmt: skip
    store = read_numbered(json.dumps(table).encode())
    assert store.numbers.tolist() == [[1, 2], [2, 0]]
    assert store.copies.tolist() == [4, 2]
    assert (store.grades, store.withdrawn, store.valid) == (("Good", "Fair"), frozenset({1}), 6)


def test_a_result_of_belenios_is_read_question_by_question() -> None:
    content = b'{"result": [[4, 2], [[1, 2, 0], [2, 1, 0], [1, 2, 0]]]}'
    store = read_numbered(content, question=1)
    assert (store.candidates, store.copies.tolist()) == (("1", "2", "3"), [2, 1])
    with pytest.raises(BadInput, match="2 questions"):
        read_numbered(content)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"candidates": ["A"], "numbers": [[1, [1, 2]]]}',
        b'{"candidates": ["A"], "numbers": [[1, [-1]]]}',
        b'{"candidates": ["A"], "numbers": [[1]]}',
        b'{"candidates": ["A"], "numbers": [[1, [true]]]}',
        b'{"candidates": ["A"], "grades": ["Good"], "numbers": [[1, [2]]]}',
        b'{"candidates": ["A"], "withdrawn": ["B"], "numbers": [[1, [1]]]}',
        b'{"candidates": ["A", 1], "numbers": []}',
        b'{"candidates": ["A"], "numbers": [[1, [100001]]]}',
        b'{"result": [[4, 2]]}',
    ],
)
def test_a_file_that_holds_no_numbered_papers_is_turned_back(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_numbered(content)


CYCLE = {(0, 1, 2): 5, (1, 2, 0): 4, (2, 0, 1): 3}
"""A before B 8 to 4, B before C 9 to 3, C before A 7 to 5: a cycle. Its weakest defeat is C's of A, 7."""


def test_schulze_breaks_a_cycle_at_its_weakest_defeat() -> None:
    """Path A to C over B: 8; path C to A: 7. A ranks above C; A to B 8, B to A over C 7; B to C 9, C to B 7."""
    transcript = transcript_of(schulze.count(from_rankings(("A", "B", "C"), CYCLE)))
    assert transcript.elected == (0,)
    assert tables(transcript)["level"] == ((1,), (2,), (3,))
    assert tables(transcript)["path_for"] == ((0, 8, 8), (7, 0, 9), (7, 7, 0))


def test_schulze_elects_whoever_beats_everybody() -> None:
    """B beats A 6 to 5 and C 8 to 3, though A has most first preferences."""
    given = from_rankings(("A", "B", "C"), {(0, 1, 2): 5, (1, 0, 2): 3, (2, 1, 0): 3})
    transcript = transcript_of(schulze.count(given))
    assert (transcript.elected, transcript.rounds[0].votes) == ((1,), (1, 2, 0))


def test_schulze_counts_equal_numbers_for_neither_and_no_number_last() -> None:
    """A and B equal before C on two papers; C alone on one: A beats C 2 to 1, B beats C 2 to 1."""
    store = from_rows(("A", "B", "C"), {(1, 1, 2): 2, (0, 0, 1): 1, (0, 0, 0): 4})
    result = schulze.count(store)
    assert isinstance(result, LotRequired)
    assert (result.clause, result.between) == ("5", ("A", "B"))
    assert result.first_drawn_is is Fate.ELECTED
    drawn = transcript_of(schulze.count(store, None, [Lot(result.situation, ("B", "A"))]))
    assert (drawn.elected, drawn.rounds[0].exhausted) == ((1,), 4)
    assert tables(drawn)["preferred"] == ((0, 0, 2), (0, 0, 2), (1, 1, 0))


def test_schulze_by_margins_can_part_from_winning_votes() -> None:
    """Three papers C before A and B equal, two B before C, four A before B. A beats B 4 to 2, B beats C 6 to 3,
    C beats A 5 to 4. The weakest defeat is A's of B by votes (4), so B comes first; C's of A by margins (1): A does.
    """
    store = from_rows(("A", "B", "C"), {(2, 2, 1): 3, (0, 1, 2): 2, (1, 2, 0): 4})
    by_margins = schulze.Readings(StrengthReading.MARGINS)
    assert transcript_of(schulze.count(store)).elected == (1,)
    assert transcript_of(schulze.count(store, by_margins)).elected == (0,)


def test_schulze_refuses_papers_without_any_number() -> None:
    refused = schulze.count(from_rows(("A", "B"), {(0, 0): 3}))
    assert isinstance(refused, Refused)
    assert refused.code == "no-paper-counts"


def graded(*rows: tuple[int, tuple[int, ...]], seats: int = 1) -> Numbered:
    names = tuple("ABCD"[: len(rows[0][1])])
    store = {row: number for number, row in rows}
    return from_rows(names, store, seats=seats, grades=("Good", "Fair", "Poor"))


def test_judgment_elects_by_the_middle_grade() -> None:
    """A: Good 2, Poor 3, middle Poor. B: Fair 5, middle Fair. B is elected though A has more Good."""
    transcript = transcript_of(judgment.count(graded((2, (1, 2)), (3, (3, 2)))))
    assert transcript.elected == (1,)
    assert tables(transcript)["majority_grade"] == ((3,), (2,))
    assert transcript.rounds[0].votes == (5, 5)


def test_judgment_reads_the_worse_of_two_middle_grades_unless_told_the_better() -> None:
    """A: Good 2, Poor 2; B: Fair 4. The middle of A's is Poor, or else Good."""
    given = graded((2, (1, 2)), (2, (3, 2)))
    assert transcript_of(judgment.count(given)).elected == (1,)
    better = judgment.Readings(middle=Middle.BETTER)
    assert transcript_of(judgment.count(given, better)).elected == (0,)


def taken_one_by_one(grades: list[int], middle: Middle) -> list[int]:
    """The majority grades as they are taken, one after another, from the ordered grades themselves."""
    left, taken = sorted(grades), list[int]()
    while left:
        place = (len(left) - 1) // 2 if middle is Middle.BETTER else len(left) // 2
        taken.append(left.pop(place))
    return taken


@pytest.mark.parametrize("middle", list(Middle))
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_judgment_compares_as_if_every_middle_grade_were_taken_one_by_one(
    number: int, middle: Middle
) -> None:
    """All pairs of candidates with so many grades of three: the same comes first by taking them singly."""
    lists: list[list[int]] = [
        list(each) for each in product((1, 2, 3), repeat=number) if list(each) == sorted(each)
    ]
    for one, other in product(lists, lists):
        rows: dict[tuple[int, ...], int] = {}
        for pair in zip(one, other, strict=True):
            rows[pair] = rows.get(pair, 0) + 1
        result = judgment.count(
            from_rows(("A", "B"), rows, grades=("Good", "Fair", "Poor")),
            judgment.Readings(middle=middle),
        )
        mine, theirs = taken_one_by_one(one, middle), taken_one_by_one(other, middle)
        if mine == theirs:
            assert isinstance(result, LotRequired)
        else:
            assert transcript_of(result).elected == ((0,) if mine < theirs else (1,))


def test_judgment_leaves_out_papers_with_a_grade_missing_or_takes_them_for_the_worst() -> None:
    """Two papers grade both, three only A, one is blank."""
    given = graded((2, (2, 1)), (3, (1, 0)), (1, (0, 0)))
    transcript = transcript_of(judgment.count(given))
    assert transcript.elected == (1,)
    assert (transcript.rounds[0].not_transferable, transcript.rounds[0].exhausted) == (3, 1)
    worst = judgment.Readings(missing=Missing.WORST)
    assert transcript_of(judgment.count(given, worst)).elected == (0,)


def test_judgment_sends_those_with_the_same_grades_to_lot() -> None:
    given = graded((2, (1, 2, 3)), (2, (2, 1, 3)), seats=1)
    required = judgment.count(given)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("4", ("A", "B"))
    lot = Lot(required.situation, ("B", "A"))
    assert transcript_of(judgment.count(given, None, [lot])).elected == (1,)


def test_judgment_refuses_rankings() -> None:
    refused = judgment.count(from_rankings(("A", "B"), {(0, 1): 3}))
    assert isinstance(refused, Refused)
    assert refused.code == "grades-needed"


def test_rankings_become_numbers() -> None:
    store = numbered(from_rankings(("A", "B", "C"), {(2, 0): 3, (1,): 1}))
    assert store.numbers.tolist() == [[0, 1, 0], [2, 0, 1]]
