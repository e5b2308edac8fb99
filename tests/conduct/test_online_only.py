"""A ballot held online alone has a booth and no desk."""

from datetime import timedelta

from hustings.conduct.casting import Booth, open_booth
from hustings.conduct.desk import look_up
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import command_of
from hustings.proceedings.member_ballot import HustingsNoticed, PacksIssued
from hustings.store.models import Notice
from tests.conduct.conftest import Build
from tests.conduct.polls import PAPERS, THREE, fill_roll, keep_box, walk_to_the_box
from tests.conduct.town import SEAT
from tests.proceedings.walk import OFFICE, Walk


def test_without_papers_there_is_a_booth_and_no_desk(build: Build) -> None:
    town = build(walk_to_the_box())
    fill_roll(town)
    keep_box(town)
    found = look_up("p-teller", SEAT, "N-1")
    assert isinstance(found, Refused)
    assert found.code == "no-papers"
    assert isinstance(open_booth(town.person_of("N-1").reference, SEAT), Booth)


def the_letter(build: Build, packs: tuple[PacksIssued, ...]) -> str:
    """What an elector is told when the ballot opens, some time after the hustings were called."""
    before = Walk("model-association").shortlisted(*THREE)
    before.do(HustingsNoticed(at=before.now + timedelta(days=9), by=(OFFICE,)))
    before.now += timedelta(days=10)
    opening = command_of(walk_to_the_box(packs).entries[-1][0])
    town = build(before)
    fill_roll(town)
    town.do(opening)
    return Notice.objects.filter(kind="BallotOpened")[0].body


def test_the_letter_of_a_ballot_online_leads_to_the_booth_and_speaks_of_no_paper(
    build: Build,
) -> None:
    told = the_letter(build, ())
    assert f"/booth/?contest={SEAT}" in told
    assert "the code that the scrutineer sends you" in told
    assert "paper" not in told


def test_the_letter_of_a_ballot_in_both_ways_speaks_of_both(build: Build) -> None:
    told = the_letter(build, PAPERS)
    assert "Your paper comes by post" in told
    assert f"/booth/?contest={SEAT}" in told
