"""A secret ballot on the site from the first vote to the count: closed, opened by its trustee, entered, counted."""

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.groups.group import Coins, Element
from hustings.ballots.secret.making.archives import resume
from hustings.ballots.secret.making.decrypting import DecryptionKey, partial_decryption
from hustings.ballots.secret.making.results import opened_result
from hustings.ballots.secret.making.shuffling import shuffle_of
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import (
    PartialDecryption,
    Shaped,
    flat,
    message_bytes,
    result_json,
)
from hustings.conduct.bundles import bundle_of
from hustings.conduct.casting import Accepted, cast
from hustings.conduct.checking import ON_A_PAGE, on_all_cores
from hustings.conduct.closing import Taken, close_box, closed_as, result_entry, take_archive
from hustings.conduct.forgetting import forget_due
from hustings.counting.formats.blt import read_blt
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.entry import Given
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.stages import Stage
from hustings.proceedings.values import Visibility
from hustings.store.models import Box, BoxResult, Mark
from hustings.verifier.belenios.chain import read_chain
from hustings.verifier.belenios.machine import Machine
from hustings.verifier.belenios.setup import check_setup, election_in
from tests.ballots.secret.making.forged import forged, is_last_first
from tests.conduct.polls import played_once, rules_with_cell
from tests.conduct.town import SEAT, Town, signed_in
from tests.conduct.voters import GROUP, TRUSTEE, UUID, coin
from tests.proceedings.walk import TELLERS
from tests.web.booth.conftest import SMALL, announced, keep
from tests.web.office.playing import text_of
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db
VOTES = {"N-1": (1, 2, 0), "N-5": (2, 1, 3), "C-branch-1-0": (0, 1, 2), "C-branch-1-1": (3, 1, 2)}
"""Holder, Ash, Birch by number: three of four put Ash first."""


def coins(below: int) -> int:
    """Coins of a trustee in a test."""
    coins.drawn += 1  # type: ignore[attr-defined]
    return coin("trustee's coin", coins.drawn) % below  # type: ignore[attr-defined]


coins.drawn = 0  # type: ignore[attr-defined]


def forging(
    election: Election, tally: Shaped[Ciphertext], key: DecryptionKey, coins: Coins
) -> PartialDecryption:
    """The proof of the first factor holds, and the factor opens "first: the last candidate"; as group 19 cannot see."""
    beta = flat(tally[0])[0].beta

    def wanted(factor: Element) -> bool:
        return is_last_first(election, GROUP.mul(beta, GROUP.inv(factor)))

    return forged(election, tally, key, coins, 0, wanted)


def opened_elsewhere(data: bytes, decrypt: Any = partial_decryption) -> bytes:
    """What the one trustee does on a machine of their own: shuffle, decrypt, and write the result."""
    chain, engine = read_chain(data), PlainEngine(GROUP)
    election = election_in(chain.links[0].data)
    machine = Machine(check_setup(chain.links[0].data, election, engine), engine, map, coins)
    machine.ballots([x.data[0] for x in chain.links if x.event.type is EventType.BALLOT])
    machine.tally(b"")
    tip, end = resume(data).tip, resume(data).end
    (row,) = machine.ciphertexts
    shuffle = message_bytes(shuffle_of(election, [flat(row)], coins).json(GROUP))
    pieces = [data[:end]]

    def add(kind: EventType, *payload: bytes) -> None:
        nonlocal tip
        tip, piece = tip.owned(kind, 1, *payload) if payload else tip.add(kind)
        pieces.append(piece)

    add(EventType.SHUFFLE, shuffle)
    add(EventType.END_SHUFFLES)
    machine.shuffle(shuffle)
    key = DecryptionKey(TRUSTEE, GROUP.pow_g(TRUSTEE))
    partial = decrypt(election, machine.ciphertexts, key, coins)
    add(EventType.PARTIAL_DECRYPTION, message_bytes(partial.json(GROUP)))
    factors = {1: [flat(one) for one in partial.factors]}
    holders = machine.setup.holders
    result = opened_result(election, machine.ciphertexts, factors, holders, len(VOTES), engine)
    tip, piece = tip.add(EventType.RESULT, message_bytes(result_json(result)))
    return b"".join([*pieces, piece])


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Played once: everybody votes online, no papers go out, and four are no handful."""
    walk = announced(packs=(), rulebook=rules_with_cell(4))
    with played_once(walk, keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def voted(town: Town) -> Town:
    """Four electors have voted online, and the ballot has closed."""
    keep(town)
    for voter, (number, ranks) in enumerate(VOTES.items()):
        raw = SMALL.ballot(voter, ranks)
        done = cast(town.person_of(number).reference, SEAT, raw)
        assert isinstance(done, Accepted), done
    ballot = town.walk.state.ballot
    assert ballot is not None
    town.at(ballot.closes + timedelta(minutes=16))
    return town


def archive_now() -> bytes:
    """As the tellers download it; four ballots are too few for the public."""
    teller = signed_in(reference_of(TELLERS[0].person))
    return teller.get(f"/tellers/{SEAT}/box/archive.bel").getvalue()


def test_the_whole_ballot_from_the_votes_to_the_count(voted: Town, client: Client) -> None:
    town = voted
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    assert closed.ballots == 4
    town.do(replace(closed, by=TELLERS))
    early = result_entry(SEAT)
    assert isinstance(early, Refused)
    assert early.code == "no-result"
    taken = take_archive(SEAT, opened_elsewhere(archive_now()))
    assert not isinstance(taken, Refused), taken
    found = result_entry(SEAT)
    assert isinstance(found, OnlineResultEntered)
    assert found.invalid == 0
    blt = found.blt.replace(reference_of("p-holder"), "p-holder")
    blt = blt.replace(reference_of("p-ash"), "p-ash").replace(reference_of("p-birch"), "p-birch")
    town.do(OnlineResultEntered(archive=found.archive, blt=blt, invalid=0, by=TELLERS))
    town.do(CountMade(by=TELLERS))
    assert (town.walk.state.candidate, town.walk.state.stage) == ("p-ash", Stage.APPEALS)
    page = client.get(f"/seats/{SEAT}/count/").content.decode()
    assert "Cast online" in page
    assert "papers issued" not in page
    organisation, carried = town.union.organisation, f"archives/{found.archive}.bel"
    assert carried in bundle_of(organisation, (SEAT,))
    assert carried in bundle_of(organisation, (SEAT,), Visibility.PARTIES)


def test_an_archive_that_does_not_continue_ours_is_not_taken(voted: Town) -> None:
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    ours = archive_now()
    whole = opened_elsewhere(ours)
    for broken, code in (
        (b"nonsense", "archive-not-sound"),
        (whole[:-700], "archive-not-sound"),
        (whole.replace(b'"owner":1', b'"owner":2'), "archive-not-sound"),
    ):
        taken = take_archive(SEAT, broken)
        assert isinstance(taken, Refused)
        assert taken.code == code
    assert archive_now() == ours


def test_a_large_archive_is_checked_by_a_command_and_no_page_checks_it_again(voted: Town) -> None:
    """Here a page checks ten bytes; with what the command found, tellers enter the result on a page."""
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    whole, small = opened_elsewhere(archive_now()), replace(ON_A_PAGE, most=10)
    turned_back = take_archive(SEAT, whole, checking=small)
    assert isinstance(turned_back, Refused)
    assert turned_back.code == "archive-too-large"
    assert f"hustings box take {SEAT}" in turned_back.because
    assert not isinstance(take_archive(SEAT, whole, checking=on_all_cores(map)), Refused)
    found = result_entry(SEAT, checking=small)
    assert isinstance(found, OnlineResultEntered)
    assert found.archive == sha256(archive_now()).hexdigest()
    BoxResult.objects.update(archive="00" * 32, rows=[[1, 2, 3]] * 4)
    other = result_entry(SEAT, checking=small)
    assert isinstance(other, Refused)
    assert other.code == "archive-too-large"
    assert result_entry(SEAT) == found


@pytest.mark.parametrize(
    "other", [{"rows": [[1, 2, 3]] * 4}, {"foreign": [0]}, {"seal": ""}], ids=min
)
def test_what_the_database_was_made_to_say_of_a_result_is_not_believed(
    voted: Town, other: dict[str, Any]
) -> None:
    """Somebody who has the database alone writes other rankings beside the archive that was checked."""
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    whole = opened_elsewhere(archive_now())
    take_archive(SEAT, whole)
    found = result_entry(SEAT)
    BoxResult.objects.update(**other)
    assert result_entry(SEAT) == found
    large = result_entry(SEAT, checking=replace(ON_A_PAGE, most=10))
    assert isinstance(large, Refused)
    assert large.code == "archive-too-large"
    take_archive(SEAT, whole)
    assert result_entry(SEAT, checking=replace(ON_A_PAGE, most=10)) == found


def test_a_row_that_a_forged_factor_opened_is_no_ranking_on_the_site_either(voted: Town) -> None:
    """It is entered as a ballot without a ranking, from what the check kept and from a check made anew."""
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    forged = opened_elsewhere(archive_now(), forging)
    taken = take_archive(SEAT, forged)
    assert isinstance(taken, Taken)
    assert taken.report.foreign == {0: frozenset({0})}
    found = result_entry(SEAT)
    assert isinstance(found, OnlineResultEntered)
    assert found.invalid == 1
    assert read_blt(found.blt.encode()).as_papers().returned == 3
    BoxResult.objects.all().delete()
    assert result_entry(SEAT) == found


def test_a_result_checked_before_results_were_kept_is_checked_when_it_is_taken_again(
    voted: Town,
) -> None:
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    take_archive(SEAT, opened_elsewhere(archive_now()))
    found = result_entry(SEAT)
    BoxResult.objects.all().delete()
    assert result_entry(SEAT) == found
    again = take_archive(SEAT, archive_now())
    assert isinstance(again, Taken)
    assert again.new == 0
    assert BoxResult.objects.get().archive == sha256(archive_now()).hexdigest()


def test_the_tellers_pages_lead_from_the_close_to_the_result(voted: Town) -> None:
    teller = signed_in(reference_of(TELLERS[0].person))
    home = teller.get(f"/tellers/{SEAT}/").content.decode()
    assert "The box online" in home
    page = teller.get(f"/tellers/{SEAT}/box/").content.decode()
    assert "The box can be closed" in page
    assert "The box is closed next." in text_of(Client().get(f"/seats/{SEAT}/box/"))
    assert Box.objects.get().records.filter(height__gt=4).count() == 0
    assert teller.post(f"/tellers/{SEAT}/box/", {"close": "1"}).status_code == 302
    assert (
        "Two tellers put the close on the record"
        in teller.get(f"/tellers/{SEAT}/box/").content.decode()
    )
    asked = teller.get(f"/tellers/{SEAT}/box/close/", follow=True).content.decode()
    assert "Who is the second teller?" in asked
    second = {"second": reference_of(TELLERS[1].person)}
    check = teller.post(f"/tellers/{SEAT}/box/close/second/", second, follow=True).content.decode()
    assert all(
        one in " ".join(check.split()) for one in ("Ballots in the box</dt><dd>4", "Go on to")
    )
    closed = closed_as(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    assert "What the trustees open is entered next" in text_of(teller.get(f"/tellers/{SEAT}/"))
    file = SimpleUploadedFile("box.bel", opened_elsewhere(archive_now()))
    assert teller.post(f"/tellers/{SEAT}/box/", {"archive": file}).status_code == 302
    assert (
        "The trustees have opened the result"
        in teller.get(f"/tellers/{SEAT}/box/").content.decode()
    )
    teller.post(f"/tellers/{SEAT}/box/result/second/", second)
    check = teller.post(f"/tellers/{SEAT}/box/result/check/", {"sign": "1"}, follow=True)
    assert '"Ash Example"' in html.unescape(text_of(check))


def test_an_elector_is_offered_the_booth_and_then_the_box(voted: Town) -> None:
    ballot = voted.walk.state.ballot
    assert ballot is not None
    voted.at(ballot.closes - timedelta(days=1))
    assert "Vote now" in voted.as_member("C-branch-2-0").get("/me/").content.decode()
    mine = voted.as_member("N-1").get("/me/").content.decode()
    assert "Vote now" not in mine
    assert "The ballot box" in mine


def test_links_are_destroyed_in_the_minute_after_the_last_appeal_and_not_before(
    voted: Town,
) -> None:
    """The model rules give seven days to appeal, until 6 pm; marks of who voted stay."""
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    take_archive(SEAT, opened_elsewhere(archive_now()))
    found = result_entry(SEAT)
    assert isinstance(found, OnlineResultEntered)
    blt = found.blt
    for name in ("p-holder", "p-ash", "p-birch"):
        blt = blt.replace(reference_of(name), name)
    voted.do(OnlineResultEntered(archive=found.archive, blt=blt, invalid=0, by=TELLERS))
    voted.do(CountMade(by=TELLERS))
    closes = appeals_close(Given(voted.walk.state, voted.walk.rulebook, voted.walk.now))
    assert closes is not None
    assert forget_due(closes) == []
    assert [(one.uuid, one.links) for one in forget_due(closes + timedelta(minutes=1))] == [
        (UUID, 4)
    ]
    assert Mark.objects.count() == 4
    assert forget_due(closes + timedelta(days=1)) == []
