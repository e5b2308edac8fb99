"""Draws from a published seed: repeatable by anybody, the same whatever the order of names, and even."""

from collections import Counter
from hashlib import sha256
from itertools import permutations

import pytest

from hustings.counting.count import count
from hustings.counting.lots import LotRequired
from hustings.counting.papers import from_rankings
from hustings.counting.sortition import SPAN, draw, lot_by_sortition
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput

NAMES = ["Ben", "Ada", "Cy"]


def test_a_draw_can_be_repeated_by_hand() -> None:
    """Three names sorted: Ada, Ben, Cy. Block 1 modulo 3 says who comes first, block 2 modulo 2 who next."""
    pool = sha256(b"Ada\nBen\nCy\n").hexdigest()
    blocks = [
        int(sha256(f"hustings/sortition/v1\n{pool}\nthe seed\n{i}\n".encode()).hexdigest(), 16)
        for i in (1, 2)
    ]
    assert max(blocks) < SPAN - 2
    left = ["Ada", "Ben", "Cy"]
    for place, block in enumerate(blocks):
        other = place + block % (3 - place)
        left[place], left[other] = left[other], left[place]
    drawing = draw("the seed", NAMES, 1)
    assert (drawing.pool, list(drawing.order), drawing.blocks) == (pool, left, 2)
    assert (drawing.drawn, drawing.reserves) == ((left[0],), (left[1], left[2]))


def test_the_order_in_which_the_names_stand_makes_no_difference() -> None:
    drawings = {draw("s", names, 2).order for names in permutations(["Ada", "Ben", "Cy", "Dee"])}
    assert len(drawings) == 1


def test_another_seed_or_another_name_gives_another_draw() -> None:
    orders = {draw(str(seed), NAMES, 1).order for seed in range(40)}
    assert len(orders) == 6
    assert draw("s", [*NAMES, "Dee"], 1).pool != draw("s", NAMES, 1).pool


def test_every_order_of_four_names_comes_about_equally_often() -> None:
    """4,800 seeds, 24 orders, 200 each expected: chi-square with 23 degrees of freedom stays below 49.73, which it
    would pass once in a thousand times; the seeds are fixed, so it does or does not.
    """
    found = Counter(draw(f"seed {at}", ["A", "B", "C", "D"], 1).order for at in range(4800))
    assert len(found) == 24
    assert sum((number - 200) ** 2 for number in found.values()) < 49.73 * 200


def test_every_name_of_ten_is_among_three_drawn_about_equally_often() -> None:
    """3,000 draws of 3 of 10: 900 each expected; four standard deviations are 4 * sqrt(3000 * 0.3 * 0.7) = 100."""
    names = [f"Member {at}" for at in range(10)]
    found = Counter(name for at in range(3000) for name in draw(f"seed {at}", names, 3).drawn)
    assert all(800 < found[name] < 1000 for name in names)


@pytest.mark.parametrize(
    ("seed", "names", "places"),
    [
        ("", NAMES, 1),
        ("two\nlines", NAMES, 1),
        ("s", [], 1),
        ("s", NAMES, 4),
        ("s", NAMES, 0),
        ("s", ["Ada", "Ada"], 1),
        ("s", ["Ada", " "], 1),
    ],
)
def test_what_cannot_be_drawn_is_turned_back(seed: str, names: list[str], places: int) -> None:
    with pytest.raises(BadInput):
        draw(seed, names, places)


def test_a_seed_draws_the_lot_of_a_tie_for_exactly_that_situation() -> None:
    papers = from_rankings(("A", "B", "C"), {(0,): 2, (1,): 2, (2,): 2})
    required = count(papers, "plurality")
    assert isinstance(required, LotRequired)
    lot = lot_by_sortition(required, "the seed")
    assert lot.order == draw(f"the seed {required.situation}", "ABC", 3).order
    transcript = count(papers, "plurality", lots=[lot])
    assert isinstance(transcript, Transcript)
    assert transcript.candidates[transcript.elected[0]] == lot.order[0]
