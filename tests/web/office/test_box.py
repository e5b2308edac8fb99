"""The office sets up the box of a ballot online on a page: what is needed, the file to begin from, what comes back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hustings.cli.contest_files import read_contest
from hustings.conduct.boxing import boxes_set_up
from hustings.conduct.checking import MOST_ON_A_PAGE
from hustings.conduct.office import what_if
from hustings.conduct.reading import read_seat
from hustings.conduct.setting_up import rules_of
from hustings.conduct.sound_ballots import election_of
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import BallotOpened, HustingsNoticed
from hustings.proceedings.values import Actor, Role, Visibility
from hustings.store.models import Box
from tests.conduct.made_apart import ELECTORS, NAMES, UUID, Apart, apart
from tests.conduct.polls import PAPERS, THREE, played_once
from tests.conduct.town import OFFICER, SEAT, Town, signed_in
from tests.proceedings.walk import OFFICE, Walk
from tests.web.office.playing import text_of
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db
PAGE = f"/office/seats/{SEAT}/box/"


def walk_to_the_hustings() -> Walk:
    walk = Walk("model-association").shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    return walk


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with played_once(walk_to_the_hustings(), keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def office(town: Town) -> Client:
    return signed_in(OFFICER)


def off_the_curve() -> bytes:
    """A trustee whose key has the form of a point and is none."""
    pok = {"challenge": "1", "response": "1"}
    return json.dumps([["Single", {"pok": pok, "public_key": "0" * 63 + "2"}]]).encode()


def hand_in(office: Client, made: Apart, group: str = "Ed25519", **more: Any) -> Any:
    files = {
        "trustees": made.trustees,
        "rehearsal": made.rehearsal,
        "credentials": made.credentials,
        "declared": made.declared,
    }
    uploads = {name: SimpleUploadedFile(name, content) for name, content in files.items()}
    return office.post(f"{PAGE}files/", {"group": group, **uploads, **more})


def test_the_seat_leads_to_what_the_rules_ask_for_and_what_each_group_means(
    office: Client,
) -> None:
    assert PAGE in office.get(f"/office/seats/{SEAT}/").content.decode()
    page = text_of(office.get(PAGE))
    assert "No box is set up yet." in page
    assert "At least 20" in page
    assert "At least 3, of whom 2 open the result together" in page
    assert ", ".join(NAMES) in page
    assert "checked by the belenios-tool that Debian ships" in page


@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_the_contest_file_is_one_that_scrutineer_and_trustees_can_begin_from(
    office: Client, tmp_path: Path, group: str
) -> None:
    answer = office.get(f"{PAGE}contest/{group}/")
    assert answer["Content-Disposition"] == 'attachment; filename="contest.toml"'
    (tmp_path / "contest.toml").write_bytes(answer.content)
    read = read_contest(tmp_path / "contest.toml")
    (question,) = read.questions
    assert (read.group, read.minimum, read.replacement) == (group, 20, False)
    assert question.answers == NAMES
    other = office.get(f"{PAGE}contest/{group}/").content
    assert other != answer.content, "an election id is never used twice"
    assert office.get(f"{PAGE}contest/BELENIOS-2048/").status_code == 404


def test_what_fits_together_becomes_a_box_that_the_office_can_open(office: Client) -> None:
    done = hand_in(office, apart())
    assert done.status_code == 302, text_of(done)
    made = boxes_set_up(SEAT)[UUID]
    assert (made.electors, made.spares, made.trustees, made.needed) == (ELECTORS, 2, 3, 2)
    assert election_of(Box.objects.get()).questions[0].answers == NAMES
    page = text_of(office.get(PAGE))
    assert "20 codes for electors and 2 spare; 2 of 3 trustees; group Ed25519" in page
    assert UUID in office.get(f"/office/seats/{SEAT}/ballot/").content.decode()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: apart(to_the_end=False), "the trustees open its result first"),
        (lambda: apart(19), "needs at least 20 electors"),
        (lambda: replace(apart(), rehearsal=b"nonsense"), "The rehearsal was not taken"),
        (
            lambda: replace(apart(), rehearsal=bytes(MOST_ON_A_PAGE + 1)),
            "Whoever runs the server checks it there with `hustings box set-up`.",
        ),
        (lambda: replace(apart(), trustees=b"[]"), "Other trustees have rehearsed"),
        (lambda: replace(apart(), trustees=b"{"), "These are not trustees"),
        (lambda: replace(apart(), trustees=off_the_curve()), "These are not trustees"),
        (lambda: replace(apart(), declared=b'{"uuid":"1","electors":Infinity}'), "a scrutineer"),
        (lambda: replace(apart(), declared=b"[" * 100_000), "is not a scrutineer"),
        (lambda: replace(apart(), declared=apart(21).declared), "not those that the scrutineer"),
        (lambda: replace(apart(), declared=b"{}"), "is not a scrutineer"),
        (lambda: apart(uuid="Rr3gqyJDXw7Uzm"), "an election id of its own"),
    ],
)
def test_what_does_not_fit_together_sets_nothing_up(office: Client, made: Any, why: str) -> None:
    answer = hand_in(office, made())
    assert answer.status_code == 409
    assert why in text_of(answer)
    assert not Box.objects.exists()


def test_keys_of_the_other_group_are_not_taken(office: Client) -> None:
    answer = hand_in(office, apart(), "RFC-3526-2048")
    assert "These are not trustees in the group RFC-3526-2048" in text_of(answer)


def test_a_file_that_nobody_asked_for_is_passed_over(office: Client) -> None:
    more = {"more": SimpleUploadedFile("more", b"x")}
    assert "Choose this file" in text_of(office.post(f"{PAGE}files/", {"group": "Ed25519", **more}))
    assert hand_in(office, apart(), **more).status_code == 302


def test_the_second_of_two_officers_reads_that_the_box_is_there(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hand the files in at once: neither sees the other's box before keeping one's own."""
    assert hand_in(office, apart()).status_code == 302
    monkeypatch.setattr("hustings.conduct.boxing.is_kept", lambda uuid: False)
    second = hand_in(office, apart())
    assert second.status_code == 409
    assert "There is a box for this election already" in text_of(second)
    assert Box.objects.count() == 1


def test_a_missing_file_is_asked_for(office: Client) -> None:
    assert "Choose this file" in text_of(office.post(f"{PAGE}files/", {"group": "Ed25519"}))


def test_the_ballot_opens_only_with_the_names_of_the_box_in_the_same_order(
    office: Client, town: Town
) -> None:
    """Otherwise the first place on the paper and the first place in the booth would be two persons."""
    hand_in(office, apart())
    made = boxes_set_up(SEAT)[UUID]
    holder, ash, birch = map(reference_of, THREE)
    seat = read_seat(town.union.organisation, SEAT, Visibility.PARTIES)

    def opened(*candidates: str) -> object:
        by = (Actor(OFFICER, Role.OFFICE),)
        closes = town.walk.now + timedelta(days=14)
        command = BallotOpened(
            candidates=candidates, closes=closes, packs=PAPERS, online=made, by=by
        )
        return what_if(seat, command, town.walk.now)

    assert isinstance(opened(holder, ash, birch), BallotOpened)
    wrong = opened(ash, holder, birch)
    assert isinstance(wrong, Refused)
    assert wrong.code == "other-order"


def test_below_the_minimum_of_electors_no_box_is_offered(town: Town) -> None:
    seat = read_seat(town.union.organisation, SEAT, Visibility.PARTIES)
    assert seat.state.roll is not None
    few = replace(seat, state=replace(seat.state, roll=replace(seat.state.roll, electors=19)))
    no = rules_of(few, town.walk.now)
    assert isinstance(no, Refused)
    assert no.code == "too-few-electors"


def test_nobody_but_the_office_sets_a_box_up(town: Town) -> None:
    member = town.as_member("N-1")
    for page in (PAGE, f"{PAGE}files/", f"{PAGE}contest/Ed25519/"):
        assert member.get(page).status_code == 403
