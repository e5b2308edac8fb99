"""A ballot held online, from the files of scrutineer and trustees to the bundle that a stranger verifies."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.making.archives import resume
from hustings.ballots.secret.messages.election import RankedQuestion
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    credentials_bytes,
    trustees_bytes,
)
from hustings.cli.verify import command as verify_command
from hustings.conduct.boxing import Declared, SetupFiles, set_up
from hustings.conduct.bundles import write_bundle
from hustings.conduct.casting import Accepted, cast
from hustings.conduct.closing import Taken, close_box, result_entry, take_archive
from hustings.conduct.office import act_on_seen, what_if
from hustings.conduct.reading import read_seat
from hustings.conduct.trust_file import trust_text
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import BallotOpened, HustingsNoticed
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from tests.ballots.secret.making.elections import TestElection, opened
from tests.conduct.conftest import Build
from tests.conduct.conftest import build as build  # noqa: PLC0414 (a fixture of this folder too)
from tests.conduct.polls import THREE, fill_roll
from tests.conduct.town import SEAT, Town, signed_in
from tests.proceedings.walk import OFFICE, TELLERS, Walk
from tests.web.seats import reference_of, told

pytestmark = pytest.mark.django_db
ASKED = RankedQuestion("Whom do you select?", ("Holder Example", "Ash Example", "Birch Example"))
VOTES = ((1, 2, 0),) * 5 + ((2, 1, 3),) * 4 + ((0, 2, 1),) * 3
"""Holder, Ash, Birch by number: 5, 4 and 3 first; Birch's three go on to Ash, who has 7 of 12."""
SPARES = 2
ORDERED_OTHERWISE = (THREE[1], THREE[0], THREE[2])
"""As the office might put them on the paper, when the election has them in another order."""


def files_of(election: TestElection) -> SetupFiles:
    group = election.election.group
    listed = (PublicCredential(key) for key in sorted(election.weights, key=group.order))
    return SetupFiles(
        election.election.raw,
        trustees_bytes(election.trustees, group),
        credentials_bytes(tuple(listed), group),
    )


def before_the_ballot(build: Build) -> Town:
    """Everybody has spoken at the hustings, and the roll has members who can sign in."""
    walk = Walk("model-association").shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    town = build(walk)
    fill_roll(town)
    return town


def open_the_box(town: Town) -> TestElection:
    """Two of three trustees open it; the record says of the election what the box was set up with."""
    roll = town.walk.state.roll
    assert roll is not None
    assert roll.electors is not None
    election = opened(
        "Ed25519", (ASKED,), voters=roll.electors + SPARES, trustees=((2, 3),), replacement=False
    )
    made = set_up(SEAT, files_of(election), Declared(SPARES, "4e" * 32, "b0" * 32))
    assert isinstance(made, OnlineBox), made
    closes = town.walk.now + timedelta(days=14)
    ballot = BallotOpened(candidates=THREE, closes=closes, online=made, by=(OFFICE,))
    seat = read_seat(town.union.organisation, SEAT)
    otherwise = told(replace(ballot, candidates=ORDERED_OTHERWISE))
    no = what_if(seat, otherwise, town.walk.now)
    assert isinstance(no, Refused)
    unchecked = act_on_seen(
        town.union.organisation, SEAT, otherwise, len(seat.entries), now=town.walk.now
    )
    assert unchecked == no, "the page of the check cannot be passed over"
    assert no.because.startswith(
        "Where Ash Example stands on the paper, the election online has Holder"
    )
    assert isinstance(what_if(seat, told(ballot), town.walk.now), BallotOpened)
    town.do(ballot)
    return election


def vote_and_close(town: Town, election: TestElection) -> None:
    for voter, vote in enumerate(VOTES):
        raw = election.ballot(voter, [vote])
        person = town.person_of(f"C-branch-1-{voter}").reference
        assert isinstance(cast(person, SEAT, raw), Accepted)
        election.take(raw)
    assert town.walk.state.ballot is not None
    town.at(town.walk.state.ballot.closes + timedelta(minutes=16))
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed), closed
    town.do(OnlineBallotClosed(event=closed.event, ballots=closed.ballots, by=TELLERS))


def open_elsewhere(archive: bytes, election: TestElection) -> bytes:
    """What the trustees do on machines of their own: two shuffle, two of the three decrypt."""
    election.close()
    election.archive, election.tip = archive, resume(archive).tip
    election.shuffle(1)
    election.shuffle(2)
    election.add(EventType.END_SHUFFLES)
    election.decrypt(1)
    election.decrypt(3)
    election.end()
    return election.archive


def enter(town: Town, found: OnlineResultEntered, blt: str) -> None:
    """Two tellers enter these rankings and count them; everything is signed with their own keys."""
    for name in THREE:
        blt = blt.replace(reference_of(name), name)
    entry = OnlineResultEntered(archive=found.archive, blt=blt, invalid=found.invalid, by=TELLERS)
    town.do(entry)
    town.do(CountMade(by=TELLERS))


@contextmanager
def undone_again(town: Town) -> Iterator[Town]:
    """Another course of events, which leaves no trace."""
    walk = copy(town.walk)
    walk.entries = list(walk.entries)
    with transaction.atomic():
        yield Town(walk, town.union, town.set_clock)
        transaction.set_rollback(True)


def verified(town: Town, folder: Path) -> tuple[int, dict[str, Any]]:
    """The seat's bundle, verified by the command with the trust file: its exit status, and what it says."""
    write_bundle(SEAT, folder / "seat.zip")
    trust = folder / "trust.toml"
    trust.write_text(trust_text(town.union.organisation))
    words = [str(folder / "seat.zip"), "--trust", str(trust), "--json"]
    done = CliRunner().invoke(verify_command, words, standalone_mode=False)
    return done.return_value, json.loads(done.stdout)


def test_a_ballot_online_is_proved_by_the_bundle_and_forged_rankings_are_found(
    build: Build, tmp_path: Path, client: Client
) -> None:
    """The tellers are who could forge: they hold the keys that sign rankings, and the count follows from these."""
    town = before_the_ballot(build)
    election = open_the_box(town)
    vote_and_close(town, election)
    teller = signed_in(reference_of(TELLERS[0].person))
    public = client.get(f"/seats/{SEAT}/box/archive.bel").getvalue()
    assert teller.get(f"/tellers/{SEAT}/box/archive.bel").getvalue() == public
    assert isinstance(take_archive(SEAT, open_elsewhere(public, election)), Taken)
    found = result_entry(SEAT)
    assert isinstance(found, OnlineResultEntered), found

    with undone_again(town) as forging:
        (tmp_path / "forged").mkdir()
        enter(forging, found, found.blt.replace("4 2 1 3", "4 1 2 3"))
        assert forging.walk.state.candidate == "p-holder"
        status, said = verified(forging, tmp_path / "forged")
        assert (status, [one["check"] for one in said["failed"]]) == (1, ["22.9"])
        assert "4 of the rankings entered are not in the archive" in said["failed"][0]["what"]

    enter(town, found, found.blt)
    status, said = verified(town, tmp_path)
    assert (status, said["verdict"], said["failed"]) == (0, "verified", [])
    assert said["result"]["elected"] == reference_of("p-ash")
    assert not [warning for warning in said["warnings"] if "online" in warning]
    download = ZipFile(BytesIO(client.get(f"/seats/{SEAT}/bundle.zip").getvalue()))
    archive = download.read(f"archives/{found.archive}.bel")
    assert archive == client.get(f"/seats/{SEAT}/box/archive.bel").getvalue()
