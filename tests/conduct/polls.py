"""A town at the moment at which members vote online: real rows on the roll, a box, papers beside it or none."""

from dataclasses import replace
from datetime import timedelta

from hustings.conduct.rolls import freeze_electors, units_in
from hustings.proceedings.member_ballot import BallotOpened, HustingsNoticed, PacksIssued
from hustings.store import boxes
from hustings.store.boxes import Record
from hustings.store.models import Box
from hustings.timetable.instants import local_day
from tests.conduct.town import AREA, FULL, SEAT, Town
from tests.proceedings.walk import BRANCHES, OFFICE, Walk, box_for

THREE = ("p-holder", "p-ash", "p-birch")
PAPERS = (PacksIssued("A", "post", 1, 100),)
UUID = "1Northmoor2Ba11ot"


def walk_to_the_box(packs: tuple[PacksIssued, ...] = ()) -> Walk:
    """From the opening of the seat to the opening of the box."""
    walk = Walk("model-association").shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    assert walk.state.roll is not None
    box = box_for(walk.state.roll.electors, uuid=UUID)
    closes = walk.now + timedelta(days=14)
    walk.do(BallotOpened(candidates=THREE, closes=closes, packs=packs, online=box, by=(OFFICE,)))
    return walk


def fill_roll(town: Town) -> None:
    """Freeze the members who are on the list, twelve more in every branch, as the roll of the seat."""
    from hustings.store import membership

    crowd = (
        replace(FULL, number=f"C-{unit}-{n}", unit=unit, email=None)
        for unit in BRANCHES
        for n in range(12)
    )
    organisation = town.union.organisation
    membership.keep_members(organisation, crowd)
    opened = town.walk.entries[0][1]
    day = local_day(opened + timedelta(days=40), "Europe/London")
    freeze_electors(organisation, SEAT, units_in(organisation, AREA), town.walk.rulebook, day)


def keep_box(town: Town, *, replacement: bool = False) -> Box:
    """A box with a setup that nobody looks into; for what is not about ballots themselves."""
    return boxes.make_box(
        town.union.organisation,
        SEAT,
        UUID,
        [("c1", 1), ("c2", 1)],
        [Record(b"setup"), Record(b"event", 0)],
        town.walk.now,
        replacement=replacement,
    )
