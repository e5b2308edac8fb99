"""A box is set up from the scrutineer's and trustees' files, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hustings.ballots.secret.groups.group import Element
from hustings.conduct.boxing import (
    Declared,
    SetupFiles,
    archive_of,
    boxes_set_up,
    refuse_other_order,
    set_up,
)
from hustings.conduct.reading import read_seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import BallotOpened
from hustings.proceedings.online import OnlineBox
from hustings.store.models import Box
from tests.conduct.conftest import Build
from tests.conduct.polls import THREE
from tests.conduct.town import SEAT, Town
from tests.conduct.voters import GROUP, small_election
from tests.proceedings.walk import OFFICE, Walk

SMALL = small_election(6)
FILES = SetupFiles(SMALL.election.raw, SMALL.trustees, SMALL.credentials)
DECLARED = Declared(spares=2, rehearsal="4e" * 32, booth="b0" * 32)


@pytest.fixture
def town(build: Build) -> Town:
    return build(Walk("model-association").shortlisted(*THREE))


def code(made: OnlineBox | Refused) -> str:
    assert isinstance(made, Refused), made
    return made.code


def weighing(weight: int) -> bytes:
    """The credentials, the first with a weight: an archive with it never verifies, as rankings are asked for."""
    return FILES.credentials.replace(b'",', b',%d",' % weight, 1)


def with_credential(key: Element) -> bytes:
    """One credential more."""
    return FILES.credentials[:-1] + f',"{GROUP.text(key)}"]'.encode()


def test_a_box_begins_with_setup_and_is_offered_to_the_office(town: Town) -> None:
    made = set_up(SEAT, FILES, DECLARED)
    assert isinstance(made, OnlineBox), made
    assert (made.electors, made.spares, made.trustees, made.needed) == (4, 2, 1, 1)
    assert made.election == SMALL.election.fingerprint
    assert boxes_set_up(SEAT) == {made.uuid: made}
    assert archive_of(Box.objects.get()).startswith(b"BELENIOS\0")
    assert code(set_up(SEAT, FILES, DECLARED)) == "set-up-already"


def test_files_that_do_not_fit_set_nothing_up(town: Town) -> None:
    other = small_election(5, uuid="2Northmoor2Ba11ot")
    replacing = small_election(6, replacement=True)
    for files, why in (
        (replace(FILES, election=b"{}"), "setup-not-sound"),
        (replace(FILES, trustees=b"[]"), "setup-not-sound"),
        (replace(FILES, trustees=FILES.trustees.replace(b'"challenge":"', b'"challenge":"1')),
         "setup-not-sound"),
        (replace(FILES, credentials=FILES.credentials + b" "), "setup-not-sound"),
        (replace(FILES, credentials=FILES.credentials[:-1] + b',"' + b"ff" * 31 + b'01"]'),
         "setup-not-sound"),
        (replace(FILES, credentials=weighing(2)), "setup-not-sound"),
        (replace(FILES, credentials=with_credential(GROUP.identity)), "setup-not-sound"),
        (replace(FILES, election=replacing.election.raw), "other-replacement"),
    ):  # fmt: skip
        assert code(set_up(SEAT, files, DECLARED)) == why
    assert not Box.objects.exists()
    assert isinstance(
        set_up(SEAT, replace(FILES, election=other.election.raw), DECLARED), OnlineBox
    )


def test_a_ballot_does_not_open_in_an_election_of_those_who_stood_before(town: Town) -> None:
    """One of three withdraws after the box was set up: two are on the paper, and the election asks for three."""
    made = set_up(SEAT, FILES, DECLARED)
    assert isinstance(made, OnlineBox), made
    closes = town.walk.now + timedelta(days=14)
    opening = BallotOpened(candidates=THREE[:2], closes=closes, online=made, by=(OFFICE,))
    no = refuse_other_order(read_seat(town.union.organisation, SEAT), opening)
    assert isinstance(no, Refused), no
    assert no.code == "another-question"
