"""Building the demonstration: the union, its members, and four seats played up to today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hustings.conduct.demo import seats
from hustings.conduct.demo.cast import Cast, enter_area, enter_members, fill_areas, found_union
from hustings.conduct.demo.places import MEMBERS
from hustings.conduct.demo.script import Player, play
from hustings.conduct.demo.tidewell import Elsewhere, tidewell
from hustings.rulebooks.loader import load

NORTHMOOR_BEGAN = timedelta(days=222)
EASTWATER_BEGAN = timedelta(days=76)
ARROWVALE_BEGAN = timedelta(days=150)
TIDEWELL_BEGAN = timedelta(days=161)
ELECTION_CALLED = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the cast, and how many members, scenes and entries it took."""

    cast: Cast
    members: int
    scenes: int


def build(folder: Path, today: datetime, elsewhere: Elsewhere) -> Built:
    """Play the whole demonstration up to ``today``; ``folder`` takes the persons' keys."""
    midday = today.replace(hour=9, minute=0, second=0, microsecond=0)
    began = midday - NORTHMOOR_BEGAN
    cast = found_union(folder / "keys", load("model-association"), began - timedelta(days=10))
    members = fill_areas(cast, began)
    for area in MEMBERS:
        enter_area(cast, area, began - timedelta(days=8))
        enter_members(cast, area, began)
    northmoor, eastwater, arrowvale, by_sea = (Player(cast, area) for area in MEMBERS)
    scenes = play(
        (
            seats.northmoor(northmoor, began),
            seats.dispute(northmoor, began),
            seats.eastwater(eastwater, midday - EASTWATER_BEGAN),
            seats.arrowvale(arrowvale, midday - ARROWVALE_BEGAN, midday - ELECTION_CALLED),
            tidewell(by_sea, midday - TIDEWELL_BEGAN, elsewhere),
        ),
        today,
    )
    return Built(cast, members, scenes)
