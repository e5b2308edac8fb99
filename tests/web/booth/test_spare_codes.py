"""After the close the scrutineer opens the spare codes that nobody was given, on a page, and signs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hustings.ballots.secret.declarations import OpenedSpares
from hustings.conduct.casting import Accepted, cast
from hustings.conduct.closing import close_box
from hustings.conduct.reading import read_seat
from hustings.proceedings.online_ballot import OnlineBallotClosed
from hustings.proceedings.spare_codes import SparesProvedUnused
from tests.conduct.polls import played_once, rules_with_cell
from tests.conduct.town import SEAT, Town
from tests.conduct.voters import UUID
from tests.proceedings.walk import TELLERS, Walk, declared_for
from tests.web.booth.conftest import SMALL, announced, keep, signs, the_scrutineer

pytestmark = pytest.mark.django_db
SPARES = [(public, f"salt {number}") for number, (public, _) in enumerate(SMALL.public[4:])]
"""The last two of six codes."""
PAGE = f"/tellers/{SEAT}/box/spare-codes/"


def declared() -> str:
    walk = Walk("model-association").shortlisted("p-holder", "p-ash", "p-birch")
    assert walk.state.roll is not None
    return declared_for(walk.state.roll.electors or 0, UUID, SPARES)


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Everybody votes online, two codes are spare, and four ballots are no handful."""
    said = {"spares": 2, "declaration": sha256(declared().encode()).hexdigest()}
    walk = announced(packs=(), rulebook=rules_with_cell(4), **said)
    with played_once(walk, keys, django_db_blocker.unblock) as town:
        yield town


def voted(town: Town, *codes: int) -> None:
    """Ballots of these codes are in the box, and its close is on the record."""
    keep(town)
    for number, code in enumerate(codes):
        person = town.person_of(f"C-branch-1-{number}").reference
        assert isinstance(cast(person, SEAT, SMALL.ballot(code, (1, 2, 3))), Accepted)
    assert town.walk.state.ballot is not None
    town.at(town.walk.state.ballot.closes + timedelta(minutes=16))
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    town.do(replace(closed, by=TELLERS))


def hand_in(client: Client, opened: list[tuple[str, str]], said: str = "") -> Any:
    files = {
        "proof": SimpleUploadedFile("unused.json", OpenedSpares(UUID, tuple(opened)).to_bytes()),
        "declared": SimpleUploadedFile("declared.json", (said or declared()).encode()),
    }
    return client.post(PAGE, files)


def test_spare_codes_that_nobody_was_given_are_opened_over_the_scrutineers_signature(
    town: Town, client: Client
) -> None:
    """Four vote, one of them with a spare code; the other one is opened, and it only."""
    voted(town, 0, 1, 2, 4)
    scrutineer = the_scrutineer(town)
    home = f"/tellers/{SEAT}/box/"
    assert PAGE in scrutineer.get(home).content.decode()
    assert "given to nobody" not in client.get(f"/seats/{SEAT}/box/").content.decode()
    to_sign = hand_in(scrutineer, SPARES[1:])
    assert to_sign.status_code == 302, to_sign.content
    waits = scrutineer.get(to_sign["Location"]).content.decode()
    assert "one spare voting code that nobody was given" in waits
    assert signs(scrutineer, to_sign["Location"]).status_code == 200
    entry = read_seat(town.union.organisation, SEAT).entries[-1].entry
    assert isinstance(entry, SparesProvedUnused)
    assert [one.credential for one in entry.unused] == [SPARES[1][0]]
    assert "1 of 2; that none of them voted" in client.get(f"/seats/{SEAT}/box/").content.decode()
    assert PAGE not in scrutineer.get(home).content.decode()


def test_a_spare_code_that_voted_or_was_not_declared_is_not_opened(town: Town) -> None:
    voted(town, 0, 1, 2, 4)
    scrutineer = the_scrutineer(town)
    for opened, said, why in (
        (SPARES, "", "has voted"),
        ([("ab" * 32, "salt")], "", "is not on the list"),
        ([(SMALL.public[3][0], "salt")], "", "was not declared as a spare one"),
        (SPARES[1:], declared_for(1), "not the declaration that the opening"),
    ):
        refused = hand_in(scrutineer, opened, said)
        assert refused.status_code == 409
        assert why in refused.content.decode()
    files = {"proof": SimpleUploadedFile("a", b"[]"), "declared": SimpleUploadedFile("b", b"\xff")}
    assert "are not the proof" in scrutineer.post(PAGE, files).content.decode()


def test_no_spare_code_is_opened_while_ballots_are_accepted(town: Town) -> None:
    keep(town)
    scrutineer = the_scrutineer(town)
    assert PAGE not in scrutineer.get(f"/tellers/{SEAT}/box/").content.decode()
    assert "closed on the record first" in hand_in(scrutineer, SPARES).content.decode()


def test_before_the_close_nobody_learns_there_whether_a_code_has_voted(town: Town) -> None:
    keep(town)
    person = town.person_of("C-branch-1-0").reference
    assert isinstance(cast(person, SEAT, SMALL.ballot(0, (1, 2, 3))), Accepted)
    scrutineer = the_scrutineer(town)
    answers = [
        hand_in(scrutineer, [(public, "guess")]).content.decode()
        for public in (SMALL.public[0][0], SMALL.public[1][0])
    ]
    assert all("closed on the record first" in one for one in answers)
