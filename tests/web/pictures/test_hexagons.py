"""The map of seats: every seat once, inside the picture, marked with a letter; files are read strictly."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from hustings.kernel.refusals import BadInput
from hustings.web.pictures.drawing import WIDTH, Picture
from hustings.web.pictures.hexagons import NOTHING, Phase, draw_hexagons
from hustings.web.pictures.hexjson import LAYOUTS, in_rows, read_hexjson

SVG = "{http://www.w3.org/2000/svg}"
TRIGGER = Phase("Trigger ballot", "T", "p-possible")
DECIDED = Phase("Decided", "D", "p-solid")
THREE = {"Northmoor": DECIDED, "Eastwater": TRIGGER, "Arrowvale": TRIGGER}


def hexjson(layout: str = "odd-r", **hexes: Any) -> bytes:
    return json.dumps({"layout": layout, "hexes": hexes}).encode()


def corners(drawn: Picture) -> list[list[tuple[float, float]]]:
    found = ET.fromstring(drawn.svg).iter(f"{SVG}polygon")
    return [
        [tuple(map(float, pair.split(","))) for pair in one.attrib["points"].split()]  # type: ignore[misc]
        for one in found
    ]


@pytest.mark.parametrize("number", [1, 3, 40, 650])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_hexagon_lies_inside_the_picture(number: int, layout: str) -> None:
    places = {str(n): {"n": f"Seat {n}", "q": n % 26, "r": n // 26} for n in range(number)}
    drawn = draw_hexagons(read_hexjson(hexjson(layout, **places), "map"), {})
    height = float(re.search(r'viewBox="0 0 320 ([\d.]+)"', drawn.svg)[1])  # type: ignore[index]
    assert len(corners(drawn)) == number + 1
    for x, y in (point for one in corners(drawn) for point in one):
        assert -0.5 <= x <= WIDTH + 0.5
        assert -0.5 <= y <= height + 0.5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_two_hexagons_lie_on_each_other(layout: str) -> None:
    """Middles are at least as far apart as twice the distance from a middle to a side."""
    places = {f"{q}-{r}": {"n": f"{q} {r}", "q": q, "r": r} for q in range(5) for r in range(-2, 3)}
    drawn = draw_hexagons(read_hexjson(hexjson(layout, **places), "map"), {})
    shapes = corners(drawn)[:25]
    middles = [(sum(x for x, _ in one) / 6, sum(y for _, y in one) / 6) for one in shapes]
    inner = min(abs(complex(*a) - complex(*b)) for n, a in enumerate(middles) for b in middles[:n])
    across = abs(complex(*shapes[0][0]) - complex(*shapes[0][2]))
    assert inner >= across


def test_a_seat_has_the_letter_of_its_phase_and_stands_in_the_table() -> None:
    drawn = draw_hexagons(in_rows([*THREE, "Quiet"]), THREE)
    letters = [node.text for node in ET.fromstring(drawn.svg).iter(f"{SVG}text")]
    assert sorted(letters[:4]) == sorted(["D", "T", "T", NOTHING])
    assert drawn.table.rows == (
        ("Arrowvale", "Trigger ballot"),
        ("Eastwater", "Trigger ballot"),
        ("Northmoor", "Decided"),
        ("Quiet", "No procedure on the record"),
    )
    assert "Trigger ballot: 2." in drawn.svg


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "layout is one of"),
        (hexjson("round", a={"n": "A", "q": 0, "r": 0}), "layout is one of"),
        (hexjson(), "between 1 and"),
        (hexjson(a={"n": "", "q": 0, "r": 0}), "name of its seat"),
        (hexjson(a={"n": "A", "q": 0.5, "r": 0}), "whole numbers"),
        (hexjson(a={"n": "A", "q": True, "r": 0}), "whole numbers"),
        (hexjson(a={"n": "A", "q": 0, "r": 10**9}), "whole numbers"),
        (hexjson(a={"n": "A", "q": 0, "r": 0}, b={"n": "B", "q": 0, "r": 0}), "hexagon of A"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_turned_back(content: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_hexjson(content, "map.hexjson")
