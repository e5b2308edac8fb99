"""The verdict, the result and the warnings of whole runs."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from hustings.kernel.refusals import BadInput
from hustings.proceedings.entry import KINDS, Entry, Given
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.record.bundle import read_files
from hustings.record.entries import ORGANISATION
from hustings.record.organisation import ProceedingsCounted
from hustings.verifier.verify import Report, Verdict
from tests.proceedings.walk import Walk
from tests.record.making import WITNESS_VKEYS, WITNESSES
from tests.verifier.making import SEAT, Busy, Case, count, numbers, recorded, run, verify


def warned(report: Report, words: str) -> bool:
    return any(words in warning for warning in report.warnings)


def test_a_good_bundle_with_a_trust_file_is_verified() -> None:
    report = run(recorded())
    assert report.failed == ()
    assert (report.verdict, report.verdict.status) == (Verdict.VERIFIED, 0)


def test_returns_that_say_no_where_nobody_asked_are_verified_as_they_were_written() -> None:
    """Before, a branch's return said that its own rules were not followed, an affiliate's that nobody sat in."""

    class Before(Busy):
        def return_of(
            self, unit: str, answer: UnitAnswer = UnitAnswer.OPEN, **more: object
        ) -> ReturnMade:
            made = super().return_of(unit, answer, **more)
            asked = ("quorate", "own_rules_followed", "representative_present")
            no = {name: False for name in asked if getattr(made, name) is None}
            return replace(made, **no)

    case = recorded(Before("labour-2018", proceeding=SEAT).declared())
    assert b'"own_rules_followed":false' in b"".join(case.log())
    report = run(case)
    assert (report.verdict, report.failed) == (Verdict.VERIFIED, ())


def test_a_good_bundle_without_a_trust_file_is_consistent_with_itself() -> None:
    report = run(recorded(), trust=False)
    assert report.failed == ()
    assert (report.verdict, report.verdict.status) == (Verdict.CONSISTENT, 3)


def test_the_result_is_worked_out_again() -> None:
    """Nine branches, one for reselection; three affiliates, one for reselection: 8/9 and 2/3."""
    outcome = run(recorded()).proceedings[SEAT]
    assert outcome == {
        "state": "declared",
        "result": {
            "seat": "Northmoor",
            "rulebook": "labour-2018",
            "outcome": "candidate-selected",
            "trigger": {
                "outcome": "open-selection",
                "settled": True,
                "shares": {"affiliate": "2/3", "branch": "8/9"},
                "combined": None,
            },
            "elected": "p-ash",
            "candidate": "p-ash",
            "candidate_name": "p-ash",
        },
    }


@pytest.mark.parametrize("rulebook", ["labour-pre2018", "labour-2018", "labour-2021"])
@pytest.mark.parametrize(
    "stretch", ["opened", "asked", "answered", "triggered", "reselected", "declared"]
)
def test_every_stretch_of_the_way_is_verified(rulebook: str, stretch: str) -> None:
    walk = getattr(Walk(rulebook), stretch)()
    report = run(recorded(walk))
    assert report.failed == ()
    assert report.proceedings[SEAT]["state"] == walk.state.stage.value  # type: ignore[index,call-overload]


def test_threads_find_the_same() -> None:
    case = recorded()
    case.change(20, signatures=case.writer.entries[21].signatures)
    with ThreadPoolExecutor(2) as pool:
        shared = verify(read_files(case.sealed()), case.trust(), pool.map)
    assert shared == run(case)
    assert shared.verdict is Verdict.FAILED


def test_every_failure_is_reported_not_only_the_first() -> None:
    case = recorded()
    case.change(case.last("ReturnVoided"), signatures=())
    case.claims = {}
    case.rolls = {"00" * 32: b"{}"}
    assert {failure.check for failure in run(case).failed} == {"5.5", "9.1", "11.1"}


def test_a_failure_names_its_entry() -> None:
    case = recorded()
    position = case.last("ReturnVoided")
    case.change(position, signatures=())
    (failure,) = run(case).failed
    assert (failure.check, failure.entry) == ("5.5", position)


def test_a_proceeding_that_cannot_be_replayed_has_no_result() -> None:
    case = recorded()
    case.rulebooks = {}
    assert run(case).proceedings == {}


def test_an_erased_value_is_withheld_and_the_outcome_stands() -> None:
    case = recorded()
    before = run(case)
    case.writer.openings.clear()
    report = run(case)
    assert report.verdict is Verdict.VERIFIED
    assert warned(report, "32 of 32 values are withheld")
    assert _without_name(report) == _without_name(before)


def _without_name(report: Report) -> object:
    outcome = report.proceedings[SEAT]
    assert isinstance(outcome, dict)
    result = outcome["result"]
    assert isinstance(result, dict)
    return {**outcome, "result": {k: v for k, v in result.items() if k != "candidate_name"}}


def test_the_parties_bundle_shows_them_more() -> None:
    case = recorded()
    case.audience = Visibility.PARTIES
    report = run(case)
    assert report.verdict is Verdict.VERIFIED
    assert not warned(report, "withheld")


def test_the_voided_and_the_reinstated_return_are_listed() -> None:
    report = run(recorded())
    assert warned(report, "return voided by")
    assert warned(report, "return reinstated by")


def test_an_unofficial_rulebook_is_said_to_be_one() -> None:
    assert warned(run(recorded()), "unofficial reconstruction")


def test_who_did_not_sign_is_counted() -> None:
    assert warned(run(recorded()), "1 entries name persons who did not sign")


def test_a_clock_that_went_back_is_warned_of() -> None:
    case = recorded()
    case.writer.at -= timedelta(days=1)
    case.writer.register("late", "teller")
    report = run(case)
    assert report.verdict is Verdict.VERIFIED
    assert warned(report, "clock went back")


def test_a_tail_that_nobody_counted_is_warned_of() -> None:
    case = recorded()
    assert not warned(run(case), "hashes only")
    count(case.writer)
    case.writer.write("Noted", {}, proceeding="eastwater-1")
    case.counts = False
    assert warned(run(case), "1 entry is shown as hashes only")


def test_an_entry_left_out_at_the_end_is_found_by_the_count() -> None:
    """The organisation shows its last entry about the seat as a mere hash; its own count tells."""
    case = recorded()
    count(case.writer)
    position = case.last("EndorsementDecided")
    moved = replace(case.writer.entries[position].statement, proceeding="eastwater-1")
    case.change(position, statement=moved, number=99)
    assert {failure.check for failure in run(case).failed} == {"2.4", "11.1"}


def test_a_count_without_roots_is_warned_of() -> None:
    case = recorded()
    case.counts = False
    sizes = Counter(entry.statement.proceeding for entry in case.writer.entries)
    body = ProceedingsCounted(sizes).body()
    case.writer.write("ProceedingsCounted", body, at=case.writer.at)
    report = run(case)
    assert report.verdict is Verdict.VERIFIED
    assert warned(report, "without their roots")


def test_unanimous_figures_are_warned_of() -> None:
    case = recorded(_unanimous())
    assert warned(run(case), "are unanimous")


def _unanimous() -> Walk:
    from hustings.proceedings.values import Withheld

    walk = Walk().trigger_open()
    figures = Withheld({"open": 30, "reselect": 0, "abstained": 0, "spoilt": 0}, Visibility.PUBLIC)
    walk.returned("branch-1", figures=figures)
    return walk


def test_a_witness_whom_no_entry_lists_is_warned_of() -> None:
    """Two of the trust file's three are listed by the governing body, one of them has been retired since."""
    case = recorded()
    for key in WITNESS_VKEYS[:2]:
        case.writer.write("WitnessListed", {"witness": str(key)}, "ada:governing-body")
    case.writer.write("WitnessRetired", {"witness": str(WITNESS_VKEYS[1])}, "bea:governing-body")
    report = run(case)
    assert report.failed == ()
    told = [warning for warning in report.warnings if "as a witness" in warning]
    entry = case.last("WitnessRetired")
    assert told == [
        f"The trust file names {WITNESSES[1]} as a witness, whom the record has retired (entry {entry}).",
        f"The trust file names {WITNESSES[2]} as a witness, and no entry of the record lists it with that key.",
    ]


def test_a_witness_who_saw_the_log_before_its_last_entry_is_warned_of() -> None:
    case = recorded()
    case.writer.write(
        "ProceedingsCounted", {"counts": {}, "roots": {}}, at=case.writer.at.replace(year=2031)
    )
    assert warned(run(case), "before the last entry's date")


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ({"witnesses": (), "quorum": 0}, "names no witnesses"),
        ({"checkpoint": None}, "no earlier checkpoint"),
        ({"authorities": None}, "names no authorities"),
    ],
)
def test_what_a_trust_file_leaves_out_is_said(without: dict[str, object], words: str) -> None:
    case = recorded()
    trust = replace(case.trust(), **without)  # type: ignore[arg-type]
    report = verify(read_files(case.sealed()), trust)
    assert report.verdict is Verdict.VERIFIED
    assert warned(report, words)


def test_enough_witnesses_are_enough() -> None:
    case = recorded()
    report = verify(read_files(case.sealed(WITNESSES[1:])), case.trust())
    assert report.verdict is Verdict.VERIFIED


def test_a_bundle_of_the_organisation_alone_can_be_verified() -> None:
    case = recorded()
    empty = Case(case.walk, case.writer, {}, {}, case.rulebooks)
    empty.writer.entries[:] = [
        e for e in case.writer.entries[:8] if e.statement.proceeding == ORGANISATION
    ]
    empty.writer.openings.clear()
    from hustings.record.bundle import Contents, make_bundle
    from tests.record.making import SLUG, checkpoint

    log = empty.writer.log
    files = make_bundle(Contents(SLUG, [], log, checkpoint(log), rulebooks=case.rulebooks))
    assert verify(read_files(files)).verdict is Verdict.CONSISTENT


def test_an_entry_that_cannot_even_be_decided_fails_and_does_not_end_the_run() -> None:
    class Exploding(Entry):
        AFTER_THE_END: ClassVar[bool] = True

        def decided(self, given: Given) -> Entry:
            raise ZeroDivisionError

    try:
        case = recorded()
        case.writer.write("Exploding", {}, proceeding=SEAT)
        (failure,) = run(case).failed
    finally:
        del KINDS["Exploding"]
    assert (failure.check, "ZeroDivisionError" in failure.what) == ("8.1", True)


def test_a_log_of_more_hashes_than_anybody_needs_is_not_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hustings.verifier.entries.MOST_LEAVES", 5)
    (failure,) = run(recorded()).failed
    assert (failure.check, "is the most" in failure.what) == ("2.2", True)


def test_a_rulebook_that_applied_by_a_transitional_rule_is_warned_of() -> None:
    walk = Walk("labour-2018")
    opening, at = Walk("labour-2018").opened().entries[0]
    assert isinstance(opening, ProceedingOpened)
    walk.now = at
    walk.do(replace(opening, transitional="resolution of 25 September 2018"))
    report = run(recorded(walk))
    assert report.failed == ()
    assert warned(report, "opened by a transitional rule, resolution of 25 September 2018")


def test_a_bundle_with_a_file_missing_emptied_or_more_never_verifies() -> None:
    """Each file of the bundle in turn; without a manifest, or with one that says nothing, there is no bundle."""
    case = recorded()
    files = case.sealed()
    for name in files:
        for broken in ({k: v for k, v in files.items() if k != name}, {**files, name: b""}):
            if name == "manifest.json":
                with pytest.raises(BadInput, match="manifest.json"):
                    read_files(broken)
                continue
            report = verify(read_files(broken), case.trust())
            assert report.verdict is Verdict.FAILED
            assert numbers(report)[0] in ("1.1", "1.2")
    more = verify(read_files({**files, "entries/more.jsonl": b"{}\n"}), case.trust())
    assert (more.verdict, numbers(more)[0]) == (Verdict.FAILED, "1.1")
