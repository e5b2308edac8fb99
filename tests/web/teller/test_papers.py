"""The tellers of a seat: packs that add up or are explained, papers by file or by hand, lots, the count."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hustings.proceedings.member_count import LotDrawn
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.stages import Stage
from tests.proceedings.walk import BLT, TELLERS, Walk
from tests.web.seats import reference_of
from tests.web.teller.table import SEAT, Table, table, text_of

pytestmark = pytest.mark.django_db

HOME = f"/tellers/{SEAT}/"
PACKS, FILE, COUNT, LOT = f"{HOME}packs/", f"{HOME}papers/file/", f"{HOME}count/", f"{HOME}lot/"
SETTLE = f"{HOME}papers/settle/"
FIRST, SECOND = (reference_of(actor.person) for actor in TELLERS)
PERSONS = ("p-holder", "p-ash", "p-birch")
NAMED = BLT.replace("p-holder", "Perpetua Lindgarth")
TIED = """3 1
5 1 0
3 2 0
3 3 0
0
"p-holder"
"p-ash"
"p-birch"
"Northmoor"
"""


def closed() -> Walk:
    walk = Walk("model-association").ballot_open(*PERSONS)
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(hours=1)
    return walk


def reconciled(returned: int = 22) -> Walk:
    walk = closed()
    packs = (
        PackReturned("A", returned, 0, 0, 800 - returned),
        PackReturned("B", 0, 0, 100, 0),
    )
    walk.do(BallotReconciled.of(packs, 10, by=TELLERS))
    return walk


@pytest.fixture
def after_the_close(monkeypatch: pytest.MonkeyPatch) -> Table:
    return table(closed(), monkeypatch)


@pytest.fixture
def at_the_table(monkeypatch: pytest.MonkeyPatch) -> Table:
    return table(reconciled(), monkeypatch)


def accounts(outstanding: int) -> dict[str, int]:
    first = {"returned_0": 22, "spoilt_0": 0, "unused_0": 0, "outstanding_0": outstanding}
    return first | {"returned_1": 0, "spoilt_1": 0, "unused_1": 100, "outstanding_1": 0}


def sign_both(seat: Table, flow: str, maker: str = FIRST) -> None:
    address = seat.post(maker, f"{flow}check/")["Location"]
    seat.sign(FIRST, address)
    seat.sign(SECOND, address)


def test_packs_that_add_up_are_signed_by_both(after_the_close: Table) -> None:
    after_the_close.answer(
        FIRST, PACKS, ("accounts", accounts(778)), ("second", {"second": SECOND})
    )
    sign_both(after_the_close, PACKS)
    assert after_the_close.seat().state.stage is Stage.COUNT


def test_a_difference_is_shown_and_asks_for_an_explanation(after_the_close: Table) -> None:
    done = after_the_close.answer(FIRST, PACKS, ("accounts", accounts(775)))
    assert done["Location"] == f"{PACKS}explain/"
    said = text_of(after_the_close.get(FIRST, f"{PACKS}explain/"))
    assert "3 papers are not accounted for." in said
    assert "needs" not in after_the_close.post(FIRST, f"{PACKS}explain/").get("Location", "")


def test_an_explained_difference_stands_in_the_record(after_the_close: Table) -> None:
    after_the_close.answer(
        FIRST,
        PACKS,
        ("accounts", accounts(775)),
        ("explain", {"explained": "Three papers were torn in the post room."}),
        ("second", {"second": SECOND}),
    )
    sign_both(after_the_close, PACKS)
    entry = after_the_close.seat().entries[-1].entry
    assert isinstance(entry, BallotReconciled)
    assert entry.explained == "Three papers were torn in the post room."


def give(seat: Table, blt: str, teller: str = FIRST) -> Any:
    upload = SimpleUploadedFile("papers.blt", blt.encode(), "text/plain")
    return seat.post(teller, f"{FILE}file/", file=upload)


def named(blt: str) -> str:
    """The file with names instead of the walk's handles."""
    for handle, name in (("p-holder", "Holder"), ("p-ash", "Ash"), ("p-birch", "Birch")):
        blt = blt.replace(f'"{handle}"', f'"{name} Example"')
    return blt


def seal(seat: Table, teller: str) -> None:
    """The teller checks the reading and signs its seal."""
    address = seat.post(teller, f"{FILE}check/")["Location"]
    seat.sign(teller, address)


def read_from_file(seat: Table, teller: str, blt: str = BLT, spoilt: int = 0) -> None:
    assert give(seat, named(blt), teller).status_code == 302
    seat.answer(teller, FILE, ("spoilt", {"spoilt": spoilt}))
    seal(seat, teller)


def entered(seat: Table, blt: str = BLT) -> None:
    read_from_file(seat, FIRST, blt)
    read_from_file(seat, SECOND, blt)
    seat.answer(FIRST, SETTLE, ("compared", {"seen": "on"}))
    sign_both(seat, SETTLE)


def test_names_in_the_file_become_references_exactly(at_the_table: Table) -> None:
    entered(at_the_table)
    entry = at_the_table.seat().entries[-1].entry
    assert isinstance(entry, PapersEntered)
    assert [reference_of(one) in entry.blt for one in PERSONS] == [True] * 3
    assert "Example" not in entry.blt


def test_a_file_in_another_order_is_put_into_the_order_of_the_paper(at_the_table: Table) -> None:
    """Ash stands first in the file; her nine papers are still hers."""
    other = '3 1\n9 1 0\n7 2 0\n6 3 0\n0\n"Ash Example"\n"Holder Example"\n"Birch Example"\n"x"\n'
    give(at_the_table, other)
    at_the_table.answer(FIRST, FILE, ("spoilt", {"spoilt": 0}))
    seal(at_the_table, FIRST)
    read_from_file(
        at_the_table, SECOND, TIED.replace("5 1", "7 1").replace("3 2", "9 2").replace("3 3", "6 3")
    )
    at_the_table.answer(SECOND, SETTLE, ("compared", {"seen": "on"}))
    sign_both(at_the_table, SETTLE, SECOND)
    entry = at_the_table.seat().entries[-1].entry
    assert isinstance(entry, PapersEntered)
    assert "9 2 0" in entry.blt
    assert "7 1 0" in entry.blt


def test_a_name_that_is_nearly_right_is_not_guessed(at_the_table: Table) -> None:
    answer = give(at_the_table, named(BLT).replace("Ash Example", "Ash Exmaple"))
    assert "is not on the paper" in text_of(answer)
    assert "Right would be: Holder Example; Ash Example; Birch Example" in text_of(answer)
    assert "p-" not in text_of(answer)


def test_a_broken_file_is_told_by_line_and_column(at_the_table: Table) -> None:
    said = text_of(give(at_the_table, named(BLT).replace("7 2 1 0", "7 2 9 0")))
    assert "papers.blt:3: column 5" in said


def test_papers_that_differ_from_the_reconciliation_are_warned_of(at_the_table: Table) -> None:
    give(at_the_table, named(BLT))
    at_the_table.answer(FIRST, FILE, ("spoilt", {"spoilt": 3}))
    said = text_of(at_the_table.get(FIRST, f"{FILE}check/"))
    assert "The reconciliation says that 22 papers came back; here are 25." in said


def test_the_count_is_shown_before_it_is_signed_and_then_selects(at_the_table: Table) -> None:
    entered(at_the_table)
    said = text_of(at_the_table.get(FIRST, f"{COUNT}result/"))
    assert "Ash Example is selected, with 11 of the 20 papers that name somebody" in said
    assert "question 1 of 2" in said
    assert "Papers that name nobody left 0 2 All papers that count 22 22" in said
    at_the_table.answer(FIRST, COUNT, ("result", {"seen": "on"}), ("second", {"second": SECOND}))
    sign_both(at_the_table, COUNT)
    assert at_the_table.seat().state.candidate == reference_of("p-ash")


def test_a_tie_stops_the_count_and_says_between_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = table(reconciled(11), monkeypatch)
    entered(seat, TIED)
    answer = seat.get(FIRST, COUNT)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Ash Example and Birch Example have 3 votes each" in said
    assert "alternative-vote" in said


def test_the_drawn_lot_goes_into_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = table(reconciled(11), monkeypatch)
    entered(seat, TIED)
    order = {"place_0": reference_of("p-birch"), "place_1": reference_of("p-ash")}
    seat.answer(
        FIRST,
        LOT,
        ("drawn", order),
        ("witnesses", {"witnesses": "The agents of both"}),
        ("second", {"second": SECOND}),
    )
    sign_both(seat, LOT)
    entry = seat.seat().entries[-1].entry
    assert isinstance(entry, LotDrawn)
    assert entry.order == (reference_of("p-birch"), reference_of("p-ash"))
    assert seat.get(FIRST, COUNT).status_code == 302


def test_a_name_drawn_twice_is_sent_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = table(reconciled(11), monkeypatch)
    entered(seat, TIED)
    ash = reference_of("p-ash")
    answer = seat.post(FIRST, f"{LOT}drawn/", place_0=ash, place_1=ash)
    assert "Every name is drawn once" in text_of(answer)


# --- by hand --------------------------------------------------------------------------------------------

HAND = f"{HOME}papers/by-hand/1/"
SLATE = (({"number_0": "1"}, 5), ({"number_1": "1", "number_2": "2"}, 3), ({"number_2": "1"}, 3))


def read_by(seat: Table, teller: str, slate: Any = SLATE) -> None:
    for numbers, pile in slate:
        assert seat.post(teller, HAND, do="add", pile=pile, **numbers).status_code == 302
    seat.post(teller, HAND, do="whole")


def hand_over(seat: Table, teller: str) -> None:
    assert seat.post(teller, f"{HOME}papers/by-hand/done/")["Location"] == f"{FILE}check/"
    seal(seat, teller)


def test_two_readings_by_hand_that_agree_become_the_papers_that_both_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = table(reconciled(11), monkeypatch)
    for teller in (FIRST, SECOND):
        read_by(seat, teller)
        hand_over(seat, teller)
    said = text_of(seat.get(FIRST, f"{SETTLE}compared/"))
    assert "Both tellers read every paper the same way." in said
    seat.answer(FIRST, SETTLE, ("compared", {"seen": "on"}))
    sign_both(seat, SETTLE)
    entry = seat.seat().entries[-1].entry
    assert isinstance(entry, PapersEntered)
    assert (entry.returned, entry.spoilt, entry.differences) == (11, 0, 0)
    assert "3 2 3 0" in entry.blt
    assert seat.get(SECOND, HAND).content.count(b"You have entered 0 papers") == 1


def test_a_paper_read_differently_is_listed_by_its_place_and_settled_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = table(reconciled(11), monkeypatch)
    first, (both, _pile), third = SLATE
    read_by(seat, FIRST)
    read_by(seat, SECOND, (first, ({"number_1": "1"}, 1), (both, 2), third))
    hand_over(seat, FIRST)
    hand_over(seat, SECOND)
    said = text_of(seat.get(FIRST, f"{SETTLE}compared/"))
    assert "1 paper was read differently." in said
    assert "Pack A, paper 6" in said
    assert seat.post(FIRST, f"{SETTLE}compared/", stands="mine").status_code == 200
    words = {"stands": "mine", "resolved": "The second preference is faint but there."}
    seat.answer(FIRST, SETTLE, ("compared", words))
    sign_both(seat, SETTLE)
    entry = seat.seat().entries[-1].entry
    assert isinstance(entry, PapersEntered)
    assert (entry.differences, entry.resolved) == (1, words["resolved"])
    assert "3 2 3 0" in entry.blt


def test_a_third_way_to_read_the_papers_is_given_as_a_file(at_the_table: Table) -> None:
    other = BLT.replace("9 1 0", "8 1 0").replace("2 3 0", "3 3 0")
    read_from_file(at_the_table, FIRST)
    read_from_file(at_the_table, SECOND, other)
    words = {"stands": "neither", "resolved": "Both had misread paper 4."}
    at_the_table.answer(FIRST, SETTLE, ("compared", words))
    third = BLT.replace("9 1 0", "8 1 0").replace("4 3 2 0", "5 3 2 0")
    upload = SimpleUploadedFile("papers.blt", named(third).encode(), "text/plain")
    at_the_table.post(FIRST, f"{SETTLE}file/", file=upload)
    at_the_table.answer(FIRST, SETTLE, ("spoilt", {"spoilt": 0}))
    sign_both(at_the_table, SETTLE)
    entry = at_the_table.seat().entries[-1].entry
    assert isinstance(entry, PapersEntered)
    assert "5 3 2 0" in entry.blt


def test_what_the_other_teller_read_is_not_shown_before_both_are_sealed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = table(reconciled(11), monkeypatch)
    read_by(seat, SECOND)
    hand_over(seat, SECOND)
    read_by(seat, FIRST)
    answer = seat.get(FIRST, f"{SETTLE}compared/")
    assert answer.status_code == 409
    assert "paper 1" not in text_of(answer)


def test_a_sealed_reading_is_not_written_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = table(reconciled(11), monkeypatch)
    read_by(seat, FIRST)
    hand_over(seat, FIRST)
    answer = seat.post(FIRST, HAND, do="open")
    assert answer.status_code == 409
    assert "Your reading is sealed." in text_of(answer)


def test_packs_are_handed_over_once_they_are_whole(at_the_table: Table) -> None:
    answer = at_the_table.post(FIRST, f"{HOME}papers/by-hand/done/")
    assert answer.status_code == 409
    assert at_the_table.get(FIRST, f"{HOME}papers/by-hand/done/").status_code == 302


def test_a_handful_of_papers_stays_with_the_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five for the holder, three for Ash, one for Birch: the public reads a name and no number."""
    seat = table(reconciled(9), monkeypatch)
    blt = TIED.replace("3 2 0", "3 2 0").replace("3 3 0", "1 3 0")
    entered(seat, blt)
    state = seat.seat().state
    assert state.candidate == reference_of("p-holder")
    stranger = Client().get(f"/seats/{SEAT}/count/")
    said = text_of(stranger)
    assert "stay with the parties" in said
    assert "Holder Example" in said
    assert "First preference" not in said
    assert Client().get(f"/seats/{SEAT}/count/papers.blt").status_code == 404
    assert b"5 1 0" not in Client().get(f"/seats/{SEAT}/record/bundle.zip").getvalue()


def test_a_tie_among_a_handful_asks_for_one_drawing_of_all_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = table(reconciled(9), monkeypatch)
    blt = TIED.replace("5 1 0", "3 1 0")
    read_from_file(seat, FIRST, blt)
    read_from_file(seat, SECOND, blt)
    done = seat.answer(FIRST, SETTLE, ("compared", {"seen": "on"}))
    assert done["Location"] == f"{SETTLE}lot/"
    drawn = {f"place_{n}": reference_of(p) for n, p in enumerate(("p-holder", "p-birch", "p-ash"))}
    seat.answer(FIRST, SETTLE, ("lot", drawn))
    sign_both(seat, SETTLE)
    assert seat.seat().state.candidate == reference_of("p-ash")


def test_up_and_down_move_a_number_without_keeping_anything(at_the_table: Table) -> None:
    answer = at_the_table.post(FIRST, HAND, do="up:number_1", number_1="1", pile=1)
    assert 'name="number_1" value="2"' in answer.content.decode()
    assert "You have entered 0 papers." in text_of(at_the_table.get(FIRST, HAND))


def test_a_paper_entered_by_mistake_is_taken_out(at_the_table: Table) -> None:
    at_the_table.post(FIRST, HAND, do="add", number_0="1", pile=2)
    at_the_table.post(FIRST, HAND, do="remove:1")
    assert "You have entered 1 paper." in text_of(at_the_table.get(FIRST, HAND))


def test_a_whole_pack_changes_only_after_it_is_opened_again(at_the_table: Table) -> None:
    at_the_table.post(FIRST, HAND, do="whole")
    at_the_table.post(FIRST, HAND, do="add", number_0="1", pile=1)
    assert "You have entered 0 papers" in text_of(at_the_table.get(FIRST, HAND))
