"""Group 22: a ballot held online, with the archive that proves it; every check of the group broken alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import Election, RankedQuestion
from hustings.ballots.secret.messages.tallying import message_bytes
from hustings.ballots.secret.rankings import open_rankings
from hustings.cli.sharing import spread
from hustings.counting.formats.blt import Blt, write_blt
from hustings.proceedings.appeals import Remedy
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.values import Visibility
from hustings.record.bundle import read_files
from hustings.verifier import held_online
from hustings.verifier.belenios import engines
from hustings.verifier.catalogue import CHECKS
from hustings.verifier.verify import Verdict
from tests.ballots.secret.making.elections import drawn, opened
from tests.proceedings.test_afterwards import appealed, upheld
from tests.proceedings.test_online_ballot import THREE
from tests.proceedings.walk import TELLERS
from tests.verifier.making import Case, numbers, recorded, run, verify
from tests.verifier.polls import (
    ELECTORS,
    SPARES,
    VOTES,
    WHO,
    YES_NO,
    HeldElection,
    case_of,
    forged_by,
    held,
    vote_online,
    walked,
)

EVENT = 1024
"""Bytes of an event at the end of an archive: its header, and its body in one block."""

HANDFUL = VOTES[:9]
"""One fewer than the ten that the model rules ask for."""

BREAKS: dict[str, list[tuple[str, Callable[[], Case]]]] = {}


def breaks(number: str, how: str) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    """Note a way to break one check; everything is signed by those who should, with the keys that they have."""

    def note(make: Callable[[], Case]) -> Callable[[], Case]:
        BREAKS.setdefault(number, []).append((how, make))
        return make

    return note


def changed(one: HeldElection, archive: bytes) -> HeldElection:
    """The same with another archive, which the tellers enter as if it were the one."""
    return replace(one, archive=archive)


# --- what holds -------------------------------------------------------------------------------------


def test_a_ballot_held_online_is_proved_by_its_archive() -> None:
    case = case_of(held())
    report = run(case)
    assert report.failed == ()
    assert report.verdict is Verdict.VERIFIED
    entered = case.last("OnlineResultEntered")
    invalid = (
        f"Position {entered} of the log: 1 of the ballots cast online hold no ranking and are not counted: "
        "2 2 2 (no-clear-first-preference)."
    )
    assert invalid in report.warnings


def test_a_box_that_is_closed_and_not_opened_yet_is_checked_as_far_as_it_has_come() -> None:
    report = run(case_of(held(opens=False), enters=False))
    assert report.failed == ()
    assert any("ends before anything is decrypted" in warning for warning in report.warnings)


def test_between_close_and_result_the_archive_may_be_missing() -> None:
    case = recorded(walked(held(opens=False), enters=False))
    assert run(case).failed == ()


def test_of_a_handful_of_ballots_the_public_has_no_archive_and_reads_attested() -> None:
    one = held(HANDFUL)
    report = run(recorded(walked(one)))
    assert report.failed == ()
    assert any("attested by two tellers, not proved" in warning for warning in report.warnings)


def test_of_a_handful_of_ballots_the_parties_have_the_archive_and_the_proof() -> None:
    case = case_of(held(HANDFUL))
    case.audience = Visibility.PARTIES
    report = run(case)
    assert report.failed == ()
    assert not any("their archive is for" in warning for warning in report.warnings)
    case.archives = {}
    assert numbers(run(case)) == ["22.1"]


def test_of_a_handful_the_named_archive_is_asked_for_though_rankings_are_erased() -> None:
    case = case_of(held(HANDFUL))
    case.audience = Visibility.PARTIES
    case.writer.openings[:] = [one for one in case.writer.openings if one.field != "papers"]
    assert run(case).failed == ()
    case.archives = {}
    assert numbers(run(case)) == ["22.1"]


def test_another_spelling_of_a_name_is_told_and_fails_nothing() -> None:
    spelt = RankedQuestion("Whom?", ("P-Holder", "Ash of the Mill", "p-birch"))
    case = case_of(held(question=spelt))
    report = run(case)
    assert report.failed == ()
    told = [one for one in report.warnings if "ballot paper online" in one]
    entry = case.last("BallotOpened")
    called = "the ballot paper online calls p-ash 'Ash of the Mill'; the record has 'p-ash'."
    assert told == [f"Position {entry} of the log: {called}"]


@pytest.mark.parametrize("large", [1, 1 << 30])
def test_archives_small_and_large_are_shared_out_and_found_alike(
    monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(held_online, "LARGE", large)
    case = case_of(held())
    with ThreadPoolExecutor(2) as pool:
        threads = verify(read_files(case.sealed()), case.trust(), pool.map)
    processes = verify(read_files(case.sealed()), case.trust(), spread)
    assert threads == processes == run(case)


def test_without_compiled_code_the_libraries_verify_the_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    monkeypatch.setattr(engines, "FEWEST_COMPILED", 0)
    assert run(case_of(held())).failed == ()


def test_a_compiled_lane_that_disagrees_is_left_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def disagrees(election: Election, events: int, coins: Coins) -> object:
        raise Disagreement("an element")

    monkeypatch.setattr(held_online, "engine_for", disagrees)
    report = run(case_of(held()))
    assert report.failed == ()
    assert any("The compiled lane was left" in warning for warning in report.warnings)


# --- 22.1 to 22.3: there, no other, and untouched ---------------------------------------------------


@breaks("22.1", "the archive taken away")
def _() -> Case:
    return recorded(walked(held()))


@breaks("22.2", "an archive of another election smuggled in")
def _() -> Case:
    return case_of(held(), held().archive, held(seed="another").archive)


@breaks("22.2", "an earlier copy of the same archive beside it")
def _() -> Case:
    return case_of(held(), held().archive, held(opens=False).archive)


@breaks("22.2", "rubbish that is no archive")
def _() -> Case:
    return case_of(held(opens=False), held(opens=False).archive, b"rubbish", enters=False)


@breaks("22.2", "the archive of a handful given to the public")
def _() -> Case:
    return case_of(held(HANDFUL))


@breaks("22.2", "trustees' proofs beside no archive")
def _() -> Case:
    case = case_of(held())
    case.factors = {**case.factors, "00" * 32: held().factors}
    return case


@breaks("22.2", "an archive in a seat that never voted online")
def _() -> Case:
    case = recorded()
    case.archives = case_of(held()).archives
    return case


@breaks("22.3", "another archive under the name of the one entered")
def _() -> Case:
    case = case_of(held())
    case.archives = {held().digest: held(seed="another").archive}
    return case


# --- 22.4: the archive holds ------------------------------------------------------------------------


@breaks("22.4", "the result in the archive changed")
def _() -> Case:
    one = held()
    at = one.archive.index(b'{"result":')
    begin, end = one.archive[:at], one.archive[at:]
    return case_of(changed(one, begin + end.replace(b"[1,2,0]", b"[2,1,0]", 1)))


@breaks("22.4", "a file that is no archive, entered as one")
def _() -> Case:
    return case_of(changed(held(), b"rubbish"))


@breaks("22.4", "an archive cut off between data and their event")
def _() -> Case:
    one = held()
    return case_of(changed(one, one.archive[:-EVENT]))


@breaks("22.4", "a proof over all factors that is none")
def _() -> Case:
    case = case_of(held())
    line = case.factors[held().digest]
    case.factors = {held().digest: line.replace(b'"challenge":"', b'"challenge":"1', 1)}
    return case


def test_a_bundle_without_the_trustees_proofs_says_who_gave_none() -> None:
    case = case_of(held())
    case.factors = {}
    report = run(case)
    assert report.failed == ()
    assert any(
        "stands beside this archive of trustees 1 and 3" in warning for warning in report.warnings
    )


def test_with_the_trustees_proofs_nothing_is_said_of_them() -> None:
    assert not any("trustee" in warning for warning in run(case_of(held())).warnings)


# --- 22.5 to 22.7: the election that was opened -----------------------------------------------------


@breaks("22.5", "another election than the one opened, held in earnest, with the same rankings")
def _() -> Case:
    opened, other = held(), held(seed="another")
    said = {"election": opened.facts.election, "setup": opened.facts.setup}
    return case_of(other, box=said)


@breaks("22.5", "another fingerprint was told to the voters")
def _() -> Case:
    return case_of(held(), box={"election": "B" * 43})


@breaks("22.5", "another group")
def _() -> Case:
    return case_of(held(), box={"group": "RFC-3526-2048"})


@breaks("22.6", "more credentials than electors and declared spares")
def _() -> Case:
    return case_of(held(), box={"spares": 4})


@breaks("22.6", "fewer trustees than the record says")
def _() -> Case:
    return case_of(held(), box={"trustees": 4})


@breaks("22.6", "ballots could be replaced, which the rulebook does not allow")
def _() -> Case:
    return case_of(held(replacement=True))


@breaks("22.7", "the names stand in another order than on the record")
def _() -> Case:
    swapped = (THREE[1], THREE[0], THREE[2])
    return case_of(held(question=RankedQuestion("Whom?", swapped)))


@breaks("22.7", "one name stands for another and a stranger's for the first")
def _() -> Case:
    return case_of(held(question=RankedQuestion("Whom?", ("Somebody", THREE[2], "Another"))))


@breaks("22.7", "the election asks something else")
def _() -> Case:
    one = held(((1, 0),) * 12, YES_NO)
    return case_of(one, enters=False)


# --- 22.8 and 22.9: the close and the rankings ------------------------------------------------------


@breaks("22.8", "another close than the one witnessed")
def _() -> Case:
    return case_of(held(), closed={"event": "ee" * 32})


@breaks("22.9", "one ranking entered otherwise")
def _() -> Case:
    one = held()
    return case_of(one, result={"blt": one.blt.replace("5 1 2 0", "4 1 2 0\n1 2 1 0")})


@breaks("22.9", "a ballot without a ranking entered as one with")
def _() -> Case:
    one = held()
    return case_of(one, result={"blt": one.blt.replace("5 1 2 0", "6 1 2 0"), "invalid": 0})


@breaks("22.9", "rankings entered before the trustees opened any")
def _() -> Case:
    closed, opened = held(opens=False), held()
    return case_of(closed, result={"blt": opened.blt, "invalid": opened.invalid})


# --- 22.10 and 22.11: codes struck off --------------------------------------------------------------


@breaks("22.10", "a code struck off that is none of the election")
def _() -> Case:
    return case_of(held(), struck=("c0" * 32,))


@breaks("22.11", "a ballot of a code that was struck off is counted")
def _() -> Case:
    one = held()
    return case_of(one, struck=(one.public[len(VOTES) - 1],))


def test_a_code_struck_off_that_never_voted_changes_nothing() -> None:
    one = held()
    case = case_of(one, struck=one.public[-2:])
    assert run(case).failed == ()


def test_a_code_struck_off_that_voted_is_named_with_its_entry() -> None:
    one = held()
    case = case_of(one, struck=(one.public[-1], one.public[0]))
    (failure,) = run(case).failed
    assert failure.entry == case.last("CodeStruckOff")
    assert one.public[0] in failure.what


def unsigned(case: Case) -> Case:
    """The same record, in which the scrutineer signed no strike-off."""
    for number, entry in enumerate(case.writer.entries):
        if entry.statement.kind == "CodeStruckOff":
            case.writer.entries[number] = replace(entry, signatures=())
    return case


def test_a_code_struck_off_without_the_scrutineers_signature_fails() -> None:
    one = held()
    (failure,) = run(unsigned(case_of(one, struck=one.public[-1:]))).failed
    assert (failure.check, failure.what) == (
        "5.5", "CodeStruckOff needs 1 as scrutineer; 0 signed with an own key"
    )  # fmt: skip


def test_in_an_older_record_an_unsigned_strike_off_verifies_with_a_warning() -> None:
    """Its opening names no declaration; whoever signed then had no need to, and is not warned of."""
    one = held()
    old = {"box": {"declaration": ""}, "struck": one.public[-1:]}
    case = unsigned(case_of(one, **old))
    report = run(case)
    assert report.verdict is Verdict.VERIFIED
    at = f"Position {case.last('CodeStruckOff')} of the log: a voting code was struck off in the scrutineer's name"
    assert any(one.startswith(at) for one in report.warnings)
    assert not any("struck off in the scrut" in one for one in run(case_of(one, **old)).warnings)


# --- spare codes -------------------------------------------------------------------------------------


def spares_of(one: HeldElection) -> list[tuple[str, str]]:
    """The last of the codes, which never voted, as spares."""
    return [(public, f"salt {number}") for number, public in enumerate(one.public[-SPARES:])]


def about_spares(case: Case) -> list[str]:
    return [one.partition(": ")[2] for one in run(case).warnings if "spare voting codes" in one]


def test_spare_codes_opened_at_the_end_are_proved_unused_by_the_archive() -> None:
    """All five; or four, and the fifth went to somebody whose code was struck off."""
    one = held()
    spares = spares_of(one)
    case = case_of(one, spares=spares, unused=spares)
    assert run(case).failed == ()
    assert about_spares(case) == []
    instead = case_of(one, spares=spares, unused=spares[:4], struck=one.public[20:21])
    assert run(instead).failed == ()
    assert about_spares(instead) == []


def test_spare_codes_opened_after_a_handful_are_attested_to_whoever_has_no_archive() -> None:
    """One of them has voted: only the archive shows it, which the public does not get."""
    one = held(HANDFUL)
    spares = [*spares_of(one)[1:], (one.public[0], "salt")]
    (told,) = about_spares(recorded(walked(one, spares=spares, unused=spares)))
    assert told.startswith("the scrutineer opened 5 spare voting codes as given to nobody;")
    assert "attested by them" in told


def test_spare_codes_of_which_nobody_knows_where_they_are_are_told() -> None:
    one = held()
    spares = spares_of(one)
    assert about_spares(case_of(one, spares=spares)) == [
        "5 spare voting codes were declared, and it is not shown that those which nobody was given were not used."
    ]
    (told,) = about_spares(case_of(one, spares=spares, unused=spares[:3]))
    assert told.startswith("2 spare voting codes were given out, and 0 codes were struck off;")


@breaks("22.12", "a spare code is opened as unused that has voted")
def _() -> Case:
    one = held()
    spares = [*spares_of(one)[1:], (one.public[0], "salt")]
    return case_of(one, spares=spares, unused=spares)


@breaks("22.12", "a spare code is opened that is none of the election")
def _() -> Case:
    one = held()
    spares = [*spares_of(one)[1:], ("ab" * 32, "salt")]
    return case_of(one, spares=spares, unused=spares)


@breaks("22.12", "the scrutineer declared another list of codes")
def _() -> Case:
    one = held()
    spares = spares_of(one)
    return case_of(one, spares=spares, unused=spares, listed="c4" * 32)


# --- a decryption whose factor was forged ------------------------------------------------------------


@cache
def with_a_forged_row() -> tuple[HeldElection, str]:
    """Trustee 1, who decrypts last, makes one row read "first: Birch": as it counts, and as a teller might enter it."""
    election = opened("Ed25519", (WHO,), voters=ELECTORS + SPARES, trustees=((2, 3),),
                      replacement=False, coins=drawn("a forged factor"))  # fmt: skip
    for voter, vote in enumerate(VOTES[:12]):
        election.cast(voter, vote)
    election.close()
    election.shuffle(2)
    election.shuffle(3)
    election.add(EventType.END_SHUFFLES)
    election.decrypt(3)
    election.decryptions[1] = forged_by(election, 1, beside=3, place=0)
    raw = message_bytes(election.decryptions[1].json(election.election.group))
    election.owned(EventType.PARTIAL_DECRYPTION, 1, raw)
    rows: Any = election.end()[0]
    report = election.report()
    assert report.facts is not None
    assert report.foreign == {0: frozenset({0})}
    counted = open_rankings(rows, 3, foreign=report.foreign[0])
    believed = open_rankings(rows, 3)
    assert (len(counted.invalid), len(believed.invalid)) == (1, 0)
    texts = [
        write_blt(Blt(THREE, 1, (), tuple((n, tuple((c,) for c in r)) for r, n in one.rankings), "Northmoor"))
        for one in (counted, believed)
    ]  # fmt: skip
    return HeldElection(election.archive, report.facts, (), texts[0], 1), texts[1]


def test_a_row_that_a_forged_factor_opened_is_entered_as_a_ballot_without_a_ranking() -> None:
    report = run(case_of(with_a_forged_row()[0]))
    assert report.failed == ()
    assert any("were opened from something that no program seals" in one for one in report.warnings)


@breaks("22.9", "a row that a forged factor opened, entered as the ranking that it reads as")
def _() -> Case:
    one, believed = with_a_forged_row()
    return case_of(one, result={"blt": believed, "invalid": 0})


TABLE = [(number, how, make) for number, ways in BREAKS.items() for how, make in ways]


@pytest.mark.parametrize(
    ("number", "make"),
    [(number, make) for number, _, make in TABLE],
    ids=[f"{number}: {how}" for number, how, _ in TABLE],
)
def test_each_break_fails_exactly_its_check(number: str, make: Callable[[], Case]) -> None:
    report = run(make())
    assert numbers(report) == [number], report.failed
    assert report.verdict is Verdict.FAILED


def test_every_check_of_the_group_is_broken_at_least_once() -> None:
    assert sorted(BREAKS) == sorted(number for number in CHECKS if number.startswith("22."))


def test_a_ballot_cast_after_the_witnessed_close_is_found() -> None:
    """The same election with one ballot more: two witnesses signed the close of the shorter one."""
    witnessed, longer = held(), held((*VOTES, (1, 2, 3)))
    closed = {"event": witnessed.facts.closing, "ballots": witnessed.facts.standing}
    entered = {"blt": witnessed.blt, "invalid": witnessed.invalid}
    assert numbers(run(case_of(longer, closed=closed, result=entered))) == ["22.8", "22.9"]


def test_a_failure_names_the_entry_and_the_check_inside_the_archive() -> None:
    case = BREAKS["22.4"][0][1]()
    (failure,) = run(case).failed
    assert failure.entry == case.last("OnlineResultEntered")
    assert "check 12.3 does not hold" in failure.what


def test_where_the_rules_cannot_be_read_nothing_is_said_of_archives() -> None:
    case = case_of(held(), held().archive, b"rubbish")
    case.rulebooks = {}
    assert "22.2" not in numbers(run(case))


def run_again(first: HeldElection, second: HeldElection, **words: Any) -> Case:
    """An appeal against the first count is upheld; the members vote again, in an election of its own."""
    walk = walked(first)
    walk.do(CountMade(by=TELLERS))
    walk.do(upheld(walk, appealed(walk), Remedy.RUN_AGAIN))
    vote_online(walk, second, **words)
    case = recorded(walk)
    case.archives = {one.digest: one.archive for one in (first, second)}
    return case


def test_a_ballot_run_again_is_proved_by_an_archive_of_its_own() -> None:
    first, second = held(), held(seed="another")
    case = run_again(first, second)
    assert run(case).failed == ()
    case.archives = {second.digest: second.archive}
    (failure,) = run(case).failed
    assert (failure.check, first.digest in failure.what) == ("22.1", True)


def test_two_results_cannot_share_one_archive() -> None:
    first, second = held(), held(seed="another")
    case = run_again(first, second, result={"archive": first.digest})
    del case.archives[second.digest]  # type: ignore[attr-defined]
    (failure,) = run(case).failed
    assert (failure.check, failure.entry) == ("22.5", case.last("BallotOpened"))
