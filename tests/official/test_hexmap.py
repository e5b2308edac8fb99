"""The published maps of hexagons can be drawn, every seat in a place of its own."""

from pathlib import Path

import pytest

from hustings.web.pictures.hexagons import draw_hexagons
from hustings.web.pictures.hexjson import read_hexjson


@pytest.mark.parametrize("name", ["constituencies", "uk-constituencies-2023"])
def test_a_map_of_650_seats_is_drawn(shared_data: Path, name: str) -> None:
    place = shared_data / "hexmap" / f"{name}.hexjson"
    layout = read_hexjson(place.read_bytes(), place.name)
    assert len({(one.q, one.r) for one in layout.places}) == 650
    drawn = draw_hexagons(layout, {})
    assert drawn.svg.count("<polygon") == 651
    assert len(drawn.table.rows) == 650
