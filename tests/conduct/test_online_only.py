"""A ballot held online alone has a booth and no desk."""

from hustings.conduct.casting import Booth, open_booth
from hustings.conduct.desk import look_up
from hustings.kernel.refusals import Refused
from tests.conduct.conftest import Build
from tests.conduct.polls import fill_roll, keep_box, walk_to_the_box
from tests.conduct.town import SEAT


def test_without_papers_there_is_a_booth_and_no_desk(build: Build) -> None:
    town = build(walk_to_the_box())
    fill_roll(town)
    keep_box(town)
    found = look_up("p-teller", SEAT, "N-1")
    assert isinstance(found, Refused)
    assert found.code == "no-papers"
    assert isinstance(open_booth(town.person_of("N-1").reference, SEAT), Booth)
