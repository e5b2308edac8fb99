"""Casting: a sound ballot of an elector stands at once, with a receipt; everything else changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from secrets import randbelow
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hustings.conduct.booth import CodeState, state_of_code
from hustings.conduct.boxing import archive_of, archive_pieces
from hustings.conduct.casting import Accepted, Booth, cast, open_booth
from hustings.conduct.closing import close_box
from hustings.conduct.desk import accept_paper
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.packing import packed_archive
from hustings.conduct.reading import read_seat
from hustings.conduct.sealing import seal
from hustings.conduct.showing.boxes import ShownBox, box_of
from hustings.conduct.signing import sign
from hustings.conduct.sound_ballots import Sound, is_closed, sound_ballot
from hustings.conduct.striking import strike_off
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.online_ballot import CodeStruckOff, OnlineBallotClosed
from hustings.proceedings.values import Actor, Role
from hustings.record.entries import read_statement
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.receipts import check_receipt, read_receipt
from hustings.record.signing import sign as sign_statement
from hustings.store import boxes
from hustings.store.log_key import log_key
from hustings.store.models import Box, CastLink, Draft, Mark, Person
from hustings.verifier.belenios.engines import plainly
from hustings.verifier.belenios.stages import Stage
from hustings.verifier.belenios.verify import verify_archive
from tests.conduct.polls import PAPERS, played_once, walk_to_the_box
from tests.conduct.town import SEAT, Town
from tests.conduct.voters import UUID, Small, small_election
from tests.proceedings.walk import OFFICE
from tests.web.seats import key_of, reference_of

RANKS = (2, 1, 3)
SMALL = small_election(6)
REPLACING = small_election(6, replacement=True)


def kept(town: Town, small: Small) -> Box:
    organisation = town.union.organisation
    return boxes.make_box(
        organisation, SEAT, UUID, small.public, small.records(), town.walk.now,
        replacement=small.election.replacement,
    )  # fmt: skip


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with played_once(walk_to_the_box(PAPERS), keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def box(town: Town) -> Box:
    return kept(town, SMALL)


def person(town: Town, number: str = "N-1") -> str:
    return town.person_of(number).reference


SCRUTINEER = reference_of("p-scrutineer")


def signed(town: Town, waiting: Waiting, by: str = SCRUTINEER) -> Entered | Waiting | Refused:
    """The statement with this person's signature, by the key that is registered for them."""
    if not Person.objects.filter(reference=SCRUTINEER).exists():
        town.union.known.pop(SCRUTINEER, None)  # of a test before, whose rows are gone
        town.union.person(SCRUTINEER, town.walk.now, Role.SCRUTINEER.value)
    draft = Draft.objects.get(reference=waiting.reference)
    made = sign_statement(read_statement(bytes(draft.statement)), key_of(by))
    return sign(waiting.reference, by, made.key, made.value)


def code(found: object) -> str:
    assert isinstance(found, Refused), found
    return found.code


def test_a_ballot_stands_with_a_receipt_that_the_log_signed(town: Town, box: Box) -> None:
    raw = SMALL.ballot(0, RANKS)
    done = cast(person(town), SEAT, raw)
    assert isinstance(done, Accepted), done
    receipt = read_receipt(done.receipt)
    organisation = town.union.organisation
    check_receipt(
        receipt, verifier_key(organisation.origin, KeyKind.ED25519, log_key(organisation))
    )
    assert (receipt.election, receipt.tracker) == (UUID, done.tracker)
    assert raw in [record.body for record in boxes.records_of(box)]
    last = boxes.last_event(box)
    assert last is not None
    assert last.height == 1


def test_the_register_is_marked_and_the_link_is_to_the_minute(town: Town, box: Box) -> None:
    cast(person(town), SEAT, SMALL.ballot(0, RANKS), now=town.walk.now + timedelta(seconds=59))
    mark = Mark.objects.get()
    assert (mark.elector, mark.channel) == ("N-1", "online")
    link = CastLink.objects.get()
    assert link.credential == SMALL.public[0][0]
    assert link.minute.second == 0


def test_a_second_ballot_is_refused_whatever_code_signs_it(town: Town, box: Box) -> None:
    cast(person(town), SEAT, SMALL.ballot(0, RANKS))
    assert code(cast(person(town), SEAT, SMALL.ballot(0, (1, 2, 3), turn=1))) == "voted-already"
    assert code(cast(person(town), SEAT, SMALL.ballot(1, RANKS))) == "voted-already"
    assert boxes.standing_ballots(box) == 1


def test_a_code_serves_one_elector(town: Town, box: Box) -> None:
    cast(person(town), SEAT, SMALL.ballot(0, RANKS))
    stolen = cast(person(town, "N-5"), SEAT, SMALL.ballot(0, (1, 2, 3), turn=1))
    assert code(stolen) == "code-used"
    assert boxes.mark_of(box, "N-5") is None


def test_a_paper_that_was_accepted_closes_the_way_online(town: Town, box: Box) -> None:
    accept_paper("p-teller", SEAT, "N-1")
    assert code(open_booth(person(town), SEAT)) == "voted-on-paper"
    assert code(cast(person(town), SEAT, SMALL.ballot(0, RANKS))) == "voted-on-paper"


@pytest.mark.usefixtures("box")
def test_whoever_is_not_on_the_roll_casts_nothing(town: Town) -> None:
    """N-2 joined too late; the representative's account belongs to no member of the list."""
    assert code(cast(person(town, "N-2"), SEAT, SMALL.ballot(0, RANKS))) == "not-an-elector"
    assert code(cast("p-nobody", SEAT, SMALL.ballot(0, RANKS))) == "not-a-member"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-1],
        lambda raw: raw + b" ",
        lambda raw: raw.replace(b'"election_uuid":"1N', b'"election_uuid":"2N'),
        lambda raw: raw.replace(b'"challenge":"', b'"challenge":"0', 1),
        lambda raw: b"{}",
        lambda raw: b"\xff\xfe",
    ],
)
def test_what_is_not_a_sound_ballot_changes_nothing(town: Town, box: Box, change: object) -> None:
    before = list(boxes.records_of(box))
    raw = change(SMALL.ballot(0, RANKS))  # type: ignore[operator]
    assert code(cast(person(town), SEAT, raw)) == "ballot-not-sound"
    assert list(boxes.records_of(box)) == before
    assert not Mark.objects.exists()


def test_a_ballot_with_a_credential_of_nobody_is_refused(town: Town, box: Box) -> None:
    other = small_election(9)
    assert code(cast(person(town), SEAT, other.ballot(8, RANKS))) == "ballot-not-sound"


def test_a_ballot_larger_than_any_is_not_even_read(town: Town, box: Box) -> None:
    assert code(cast(person(town), SEAT, b"x" * 300_000)) == "ballot-too-large"


# --- limits -----------------------------------------------------------------------------------------


def test_an_elector_who_tries_too_often_is_told_when_and_then_votes(town: Town, box: Box) -> None:
    for _ in range(10):
        assert code(cast(person(town), SEAT, b"{}")) == "ballot-not-sound"
    raw, address = SMALL.ballot(0, RANKS), "192.0.2.1"
    assert code(cast(person(town), SEAT, raw, address=address)) == "too-often"
    assert isinstance(cast(person(town, "N-5"), SEAT, SMALL.ballot(1, RANKS)), Accepted)
    later = town.walk.now + timedelta(minutes=10)
    assert isinstance(cast(person(town), SEAT, raw, address=address, now=later), Accepted)


def test_nobody_uses_up_the_attempts_of_a_code_that_they_do_not_have(town: Town, box: Box) -> None:
    """Whoever knows only its public part signs nothing, however often."""
    forged = SMALL.ballot(0, RANKS).replace(b'"challenge":"', b'"challenge":"1')
    for _ in range(9):
        assert code(cast(person(town, "N-5"), SEAT, forged)) == "ballot-not-sound"
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(0, RANKS)), Accepted)


def test_a_code_with_which_ballots_are_replaced_over_and_over_has_to_wait(town: Town) -> None:
    """Five in ten minutes; the same ballot sent again is answered and does not count."""
    kept(town, REPLACING)
    for turn in range(5):
        raw = REPLACING.ballot(0, RANKS, turn)
        assert isinstance(cast(person(town), SEAT, raw), Accepted)
    assert isinstance(cast(person(town), SEAT, REPLACING.ballot(0, RANKS, 4)), Accepted)
    assert code(cast(person(town), SEAT, REPLACING.ballot(0, RANKS, 5))) == "too-often"
    later = town.walk.now + timedelta(minutes=10)
    again = cast(person(town), SEAT, REPLACING.ballot(0, RANKS, 5), now=later)
    assert isinstance(again, Accepted)


# --- struck off -------------------------------------------------------------------------------------


def test_a_code_that_was_struck_off_casts_nothing_and_its_elector_votes_with_another(
    town: Town, box: Box
) -> None:
    """Voter 0's letter came into other hands: whoever has it gets nowhere, and the spare code serves."""
    lost = SMALL.public[0][0]
    waiting = strike_off(SCRUTINEER, SEAT, lost, StrikeReason.OTHER_HANDS)
    assert isinstance(waiting, Waiting)
    assert not boxes.is_struck_off(box, lost)
    assert isinstance(signed(town, waiting), Entered)
    assert code(cast(person(town, "N-5"), SEAT, SMALL.ballot(0, RANKS))) == "code-struck-off"
    assert state_of_code(person(town), SEAT, lost) is CodeState.STRUCK_OFF
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(1, RANKS)), Accepted)
    assert boxes.standing_ballots(box) == 1
    shown = box_of(SEAT, town.walk.now)
    assert isinstance(shown, ShownBox)
    assert shown.struck == {StrikeReason.OTHER_HANDS: 1}
    said = read_seat(box.organisation, SEAT).entries[-1].entry
    who = (Actor(SCRUTINEER, Role.SCRUTINEER),)
    assert said == CodeStruckOff(credential=lost, because=StrikeReason.OTHER_HANDS, by=who)


def test_a_ballot_cast_before_the_scrutineer_has_signed_stands_and_the_strike_off_does_not(
    town: Town, box: Box
) -> None:
    waiting = strike_off(SCRUTINEER, SEAT, SMALL.public[0][0], StrikeReason.OTHER_HANDS)
    assert isinstance(waiting, Waiting)
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(0, RANKS)), Accepted)
    before = len(read_seat(box.organisation, SEAT).entries)
    assert code(signed(town, waiting)) == "ballot-stands"
    assert not boxes.is_struck_off(box, SMALL.public[0][0])
    assert len(read_seat(box.organisation, SEAT).entries) == before
    assert code(signed(town, waiting)) == "no-longer-waiting"


def test_nobody_else_signs_that_a_code_is_struck_off(town: Town, box: Box) -> None:
    """A server that writes the statement, and signs it with a key of the office, has struck nothing off."""
    lost = SMALL.public[0][0]
    waiting = strike_off(SCRUTINEER, SEAT, lost, StrikeReason.OTHER_HANDS)
    assert isinstance(waiting, Waiting)
    assert code(signed(town, waiting, reference_of(OFFICE.person))) == "not-asked-to-sign"
    assert not boxes.is_struck_off(box, lost)


def test_a_code_is_struck_off_once_while_the_ballot_runs_and_never_after_its_ballot(
    town: Town, box: Box
) -> None:
    cast(person(town), SEAT, SMALL.ballot(0, RANKS))

    def struck(credential: str) -> object:
        waiting = strike_off(SCRUTINEER, SEAT, credential, StrikeReason.OFF_THE_ROLL)
        return signed(town, waiting) if isinstance(waiting, Waiting) else waiting

    before = read_seat(box.organisation, SEAT).entries
    assert code(struck(SMALL.public[0][0])) == "ballot-stands"
    assert code(struck("ab" * 32)) == "no-such-code"
    assert isinstance(struck(SMALL.public[1][0]), Entered)
    assert code(struck(SMALL.public[1][0])) == "struck-off-already"
    assert len(read_seat(box.organisation, SEAT).entries) == len(before) + 1


def test_what_the_record_does_not_take_is_not_struck_off(
    town: Town, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of the server went back before the last entry: nothing is entered, and the code still votes."""
    early = town.walk.now - timedelta(days=40)
    lost = SMALL.public[0][0]
    assert (
        code(strike_off(SCRUTINEER, SEAT, lost, StrikeReason.OTHER_HANDS, now=early))
        == "clock-went-back"
    )
    assert not boxes.is_struck_off(box, lost)


# --- until when -------------------------------------------------------------------------------------


def opened(found: Booth | Refused) -> Booth:
    assert isinstance(found, Booth), found
    return found


def test_the_close_is_to_the_second_and_grace_is_for_those_who_had_opened(
    town: Town, box: Box
) -> None:
    """Fifteen minutes, with the pass of a booth that was opened at the last second and not after."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    closes, late = ballot.closes, ballot.closes + timedelta(minutes=15)
    mine = opened(open_booth(person(town), SEAT, now=closes)).opened
    assert code(open_booth(person(town), SEAT, now=closes + timedelta(seconds=1))) == "closed"
    raw = SMALL.ballot(0, RANKS)
    assert code(cast(person(town), SEAT, raw, "", now=late)) == "closed"
    assert code(cast(person(town, "N-5"), SEAT, raw, mine, now=late)) == "closed"
    after = late + timedelta(seconds=1)
    assert code(cast(person(town), SEAT, raw, mine, now=after)) == "closed"
    assert isinstance(cast(person(town), SEAT, raw, mine, now=late), Accepted)


def test_no_ballot_follows_the_tally_although_it_came_in_time(
    town: Town, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A teller closes the box while the proofs of a last ballot are checked: it would make the archive fail."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    after = ballot.closes + timedelta(minutes=16)

    def slowly(box: Box, raw: bytes) -> Sound | Refused:
        assert isinstance(close_box(SEAT, now=after), OnlineBallotClosed)
        return sound_ballot(box, raw)

    monkeypatch.setattr("hustings.conduct.casting.sound_ballot", slowly)
    late = cast(person(town), SEAT, SMALL.ballot(0, RANKS), now=ballot.closes)
    assert code(late) == "closed"
    assert boxes.standing_ballots(box) == 0
    assert is_closed(box)


def test_a_close_that_was_cut_off_has_closed_nothing_and_is_made_whole_by_the_next(
    town: Town, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the ballots and their tally stand together, as after a kill in the middle of the tally."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    after = ballot.closes + timedelta(minutes=16)
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(0, RANKS)), Accepted)

    def killed(*_: object) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hustings.conduct.closing.tally_of", killed)
        with pytest.raises(KeyboardInterrupt):
            close_box(SEAT, now=after)
    assert not is_closed(box)
    assert isinstance(close_box(SEAT, now=after), OnlineBallotClosed)
    raw = archive_of(box)
    report = verify_archive(raw, plainly, map, randbelow)
    assert (report.failed, report.state) == ((), Stage.TALLIED)


def test_the_archive_is_packed_once_for_each_state(
    town: Town, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces go to the file one by one; a longer archive takes the place of the shorter one."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    written = 0

    def watched(box: Box) -> Iterator[bytes]:
        nonlocal written
        for piece in archive_pieces(box):
            written += 1
            yield piece

    monkeypatch.setattr("hustings.conduct.packing.archive_pieces", watched)
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(0, RANKS)), Accepted)
    for _ in range(2):
        with packed_archive(box).file as file:
            assert file.read() == archive_of(box)
    assert written == len(list(archive_pieces(box)))
    close_box(SEAT, now=ballot.closes + timedelta(minutes=16))
    with packed_archive(box).file as file:
        assert file.read() == archive_of(box)
        folder = Path(file.name).parent
    assert {one.name for one in folder.iterdir()} == {"lock", Path(file.name).name}


def test_a_closed_box_is_one_of_few_by_what_stands_in_it_and_not_by_what_is_shown_yet(
    town: Town,
) -> None:
    """Nine are shown, and the tenth was cast in the last minute and waits for the full hour."""
    ten = small_election(10)
    box, ballot = kept(town, ten), town.walk.state.ballot
    assert ballot is not None
    for voter in range(10):
        at = ballot.closes - timedelta(days=1 if voter < 9 else 0)
        done = cast(person(town, f"C-branch-1-{voter}"), SEAT, ten.ballot(voter, RANKS), now=at)
        assert isinstance(done, Accepted), done
    after = ballot.closes + timedelta(minutes=16)
    before = box_of(SEAT, after)
    assert isinstance(before, ShownBox)
    assert (before.few, before.shown) == (True, 0)
    assert isinstance(close_box(SEAT, now=after), OnlineBallotClosed)
    shown = box_of(SEAT, after)
    assert isinstance(shown, ShownBox)
    assert (boxes.standing_ballots(box), shown.few, shown.shown) == (10, False, 9)


@pytest.mark.usefixtures("box")
def test_no_code_is_struck_off_after_the_last_moment(town: Town) -> None:
    ballot = town.walk.state.ballot
    assert ballot is not None
    after, free = ballot.closes + timedelta(minutes=16), SMALL.public[0][0]
    struck = strike_off(SCRUTINEER, SEAT, free, StrikeReason.OTHER_HANDS, now=after)
    assert code(struck) == "not-open"


def test_a_pass_that_somebody_wrote_themselves_opens_nothing(town: Town, box: Box) -> None:
    ballot = town.walk.state.ballot
    assert ballot is not None
    late = ballot.closes + timedelta(minutes=1)
    assert (
        code(cast(person(town), SEAT, SMALL.ballot(0, RANKS), "forged:x:y", now=late)) == "closed"
    )


# --- replacement ------------------------------------------------------------------------------------


def test_where_the_rules_let_a_ballot_be_replaced_the_same_code_replaces_it(town: Town) -> None:
    box = kept(town, REPLACING)
    cast(person(town), SEAT, REPLACING.ballot(0, RANKS))
    done = cast(person(town), SEAT, REPLACING.ballot(0, (1, 2, 3), turn=1))
    assert isinstance(done, Accepted), done
    assert boxes.standing_ballots(box) == 1
    standing = boxes.standing(box, REPLACING.public[0][0])
    assert standing is not None
    assert standing.tracker == done.tracker
    another = cast(person(town), SEAT, REPLACING.ballot(1, RANKS))
    assert code(another) == "code-used"
    stolen = cast(person(town, "N-5"), SEAT, REPLACING.ballot(0, RANKS, turn=2))
    assert code(stolen) == "code-used"


def test_the_same_ballot_again_is_answered_with_the_same_promise(town: Town, box: Box) -> None:
    """The answer may have got lost on the way; whoever else sends the same bytes is refused."""
    raw = SMALL.ballot(0, RANKS)
    first = cast(person(town), SEAT, raw)
    assert cast(person(town), SEAT, raw) == first
    assert boxes.standing_ballots(box) == 1
    assert code(cast(person(town, "N-5"), SEAT, raw)) == "code-used"


# --- telling ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("box")
def test_the_elector_is_told_that_a_vote_was_cast_and_nothing_of_what_it_says(
    town: Town, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cast(person(town), SEAT, SMALL.ballot(0, RANKS))
    (letter,) = mail.outbox
    assert letter.to == ["alder@members.example"]
    assert "was cast" in letter.subject
    assert "Ash" not in letter.body


def test_a_ballot_leaves_the_bundle_and_what_names_its_state_as_they_were(
    town: Town, box: Box
) -> None:
    """Whoever asked again and again would otherwise learn the moment of every ballot."""
    seal(town.union.organisation)
    address = f"/api/v1/seats/{SEAT}/bundle.zip"
    before = Client().get(address)
    assert isinstance(cast(person(town), SEAT, SMALL.ballot(0, RANKS)), Accepted)
    after = Client().get(address)
    assert (after["ETag"], after.getvalue()) == (before["ETag"], before.getvalue())
    ballot = town.walk.state.ballot
    assert ballot is not None
    assert isinstance(close_box(SEAT, now=ballot.closes + timedelta(hours=1)), OnlineBallotClosed)
    closed = Client().get(address)
    closed.getvalue()
    assert closed["ETag"] != before["ETag"]
