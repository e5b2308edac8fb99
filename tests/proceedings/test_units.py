"""Rolls frozen, meetings noticed, returns made, contested, voided, reinstated; the trigger decided."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hustings.proceedings.clock import end_after
from hustings.proceedings.contested_returns import (
    ContentionDismissed,
    ReturnContested,
    ReturnReinstated,
    ReturnVoided,
)
from hustings.proceedings.entry import Given
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.opening import ConflictDeclared, ProceduresSecretaryAppointed
from hustings.proceedings.planning import IntervalWaived, NoticesServed
from hustings.proceedings.readings import ReadingAdopted
from hustings.proceedings.rolls import (
    ObjectionDecided,
    RollFrozen,
    RollTree,
    UnitObjected,
    UnitsPublished,
)
from hustings.proceedings.signatures import signatures_needed
from hustings.proceedings.stages import Outcome, Stage, UnitAnswer
from hustings.proceedings.state import UnitRow
from hustings.proceedings.trigger.readings import ByReading
from hustings.proceedings.trigger.returns import Outcome as ReturnsOutcome
from hustings.proceedings.triggering import (
    TriggerDecided,
    answer_now,
    reading_that_decides,
    returns_closed,
)
from hustings.proceedings.unit_returns import ReturnMade, answer_of, read_votes, told_of_present
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.rulebooks.loader import from_files, load
from tests.proceedings.walk import AFFILIATES, BRANCHES, OFFICE, TELLERS, Walk, text

MEMBER = (Actor("p-member", Role.MEMBER),)


def frozen(walk: Walk, freeze: date, electors: int | None = 100) -> RollFrozen:
    trees = (RollTree(("branch-1",), electors, "00" * 32),)
    made = walk.decision(RollFrozen, freeze=freeze, contests=("trigger",), trees=trees)
    assert isinstance(made, RollFrozen)
    return made


def row(
    unit: str, kind: str = "affiliate", organisation: str = "", *, counts: bool = True
) -> UnitRow:
    return UnitRow(unit, unit, kind, organisation, counts, "because")


def contested(walk: Walk, unit: str) -> None:
    walk.do(ReturnContested(unit=unit, contention=Withheld("not so"), by=MEMBER))


# --- the timetable and the rolls ------------------------------------------------------------------


def test_the_roll_is_frozen_on_the_published_day_and_on_no_other() -> None:
    walk = Walk("labour-2018").answered().planned("trigger").at("freeze", days=1)
    assert (
        walk.refusal(frozen(walk, walk.freeze_day() + timedelta(days=1))) == "another-freeze-date"
    )
    walk.do(frozen(walk, walk.freeze_day()))


def test_a_freeze_is_never_on_a_day_to_come() -> None:
    walk = Walk("labour-2018").answered()
    assert walk.refusal(frozen(walk, walk.now.date() + timedelta(days=9))) == "freeze-not-come"


def test_the_number_of_a_small_tree_is_not_published() -> None:
    walk = Walk("labour-2018").answered()
    assert walk.refusal(frozen(walk, walk.now.date(), electors=9)) == "cell-too-small"


def test_an_organisation_that_counts_once_is_on_the_roll_of_units_once() -> None:
    """Newham 2016: one union cast four votes, one for each of its local branches."""
    walk = Walk("labour-pre2018").answered().planned("trigger")
    rows = (row("union-a-1", organisation="union-a"), row("union-a-2", organisation="union-a"))
    assert walk.refusal(walk.decision(UnitsPublished, units=rows)) == "organisation-twice"
    walk.do(walk.decision(UnitsPublished, units=(rows[0], replace(rows[1], counts=False))))


def test_an_objection_puts_no_organisation_on_the_roll_twice() -> None:
    walk = Walk("labour-pre2018").rolls_published()
    walk.do(UnitObjected(unit="affiliate-9", objection=Withheld("it is missing"), by=MEMBER))
    second = row("affiliate-9", organisation="union-0")
    decided = walk.decision(ObjectionDecided, objection=walk.state.entries, unit=second)
    assert walk.refusal(decided) == "organisation-twice"


def test_an_objection_in_time_can_take_a_unit_off_the_roll() -> None:
    walk = Walk("labour-2018").rolls_published()
    walk.do(UnitObjected(unit="affiliate-1", objection=Withheld("no fee"), by=MEMBER))
    off = row("affiliate-1", organisation="union-0", counts=False)
    walk.do(walk.decision(ObjectionDecided, objection=walk.state.entries, unit=off))
    found = walk.state.unit("affiliate-1")
    assert found is not None
    assert not found.counts


def test_an_objection_after_the_time_for_it_is_refused() -> None:
    walk = Walk("labour-2018").trigger_open()
    late = UnitObjected(unit="affiliate-1", objection=Withheld("no fee"), by=MEMBER)
    assert walk.refusal(late) == "objections-closed"


def test_the_last_moment_for_returns_is_not_published_when_it_has_passed() -> None:
    walk = Walk("labour-2018").answered()
    walk.now += timedelta(days=200)
    plan = walk.planned
    with pytest.raises(AssertionError, match="date-has-passed"):
        plan("trigger")


def test_notices_are_recorded_with_the_day_on_which_they_count_as_served() -> None:
    walk = Walk("labour-2018").opened()
    served = walk.do(
        NoticesServed(
            notice="letter", channel="post", number=1, sent_at=walk.now, proofs="00", by=(OFFICE,)
        )
    )
    assert isinstance(served, NoticesServed)
    assert served.deemed_served == date(2019, 6, 26), "two working days after Monday 24 June"


# --- who acts -------------------------------------------------------------------------------------


def test_a_procedures_secretary_is_not_the_representative_nor_connected_with_them() -> None:
    walk = Walk("labour-2018").opened()
    appoint = ProceduresSecretaryAppointed(
        secretary="p-holder", declares_no_conflict=True, by=(OFFICE,)
    )
    assert walk.refusal(appoint) == "conflict-of-interest"
    walk.do(
        ConflictDeclared(
            person="p-cousin", contender="p-holder", connection=Withheld("x"), by=(OFFICE,)
        )
    )
    assert walk.refusal(replace(appoint, secretary="p-cousin")) == "conflict-of-interest"


def test_only_the_appointed_secretary_acts_as_procedures_secretary() -> None:
    walk = Walk("labour-2018").rolls_published()
    meets = walk.state.step("unit-meetings")
    assert meets is not None
    by = (Actor("p-anybody", Role.PROCEDURES_SECRETARY),)
    at = meets.starts + timedelta(days=2)
    notice = MeetingNoticed(unit="branch-1", at=at, noticed_at=walk.now, by=by)
    assert walk.refusal(notice) == "persons-missing"


def test_a_teller_who_contends_or_is_connected_with_a_contender_signs_nothing() -> None:
    walk = Walk("labour-2018").trigger_open()
    partial = (TELLERS[0], Actor("p-holder", Role.TELLER))
    assert walk.refusal(walk.return_of("branch-1", by=partial)) == "conflict-of-interest"


# --- meetings -------------------------------------------------------------------------------------


def noticed(walk: Walk, days: int, **more: Any) -> MeetingNoticed:
    meets = walk.state.step("unit-meetings")
    assert meets is not None
    given = {"at": meets.starts + timedelta(days=days), "noticed_at": walk.now, **more}
    return MeetingNoticed(unit="branch-1", by=(OFFICE,), **given)


def test_a_meeting_has_the_notice_that_the_rulebook_asks_for() -> None:
    walk = Walk("labour-2018").rolls_published().at("unit-meetings")
    assert walk.refusal(noticed(walk, 2)) == "notice-too-short"


def test_notice_that_was_not_given_yet_is_not_recorded() -> None:
    walk = Walk("labour-2018").rolls_published()
    later = walk.now + timedelta(hours=1)
    assert walk.refusal(noticed(walk, 2, noticed_at=later)) == "not-noticed-yet"


def test_notice_is_on_record_before_the_meeting() -> None:
    walk = Walk("labour-2018").rolls_published()
    given, meets = walk.now, walk.state.step("unit-meetings")
    assert meets is not None
    walk.now = meets.starts + timedelta(days=3)
    assert walk.refusal(noticed(walk, 2, noticed_at=given)) == "meeting-over"


def test_no_unit_meets_in_august() -> None:
    walk = Walk("labour-2018").rolls_published()
    steps = tuple(
        replace(s, starts=walk.now, ends=walk.now + timedelta(days=90))
        if s.id == "unit-meetings"
        else s
        for s in walk.state.timetable
    )
    walk.state = replace(walk.state, timetable=steps)
    august = MeetingNoticed(
        unit="branch-1", at=walk.now + timedelta(days=20), noticed_at=walk.now, by=(OFFICE,)
    )
    assert walk.now.month == 7
    assert august.at.month == 8
    assert walk.refusal(august) == "blackout"
    walk.do(walk.decision(IntervalWaived, interval="august"))
    walk.do(august)


# --- returns --------------------------------------------------------------------------------------


def test_a_branchs_return_is_signed_by_two_different_tellers() -> None:
    walk = Walk("labour-2018").trigger_open()
    twice = walk.return_of("branch-1", by=(TELLERS[0], TELLERS[0]))
    assert walk.refusal(twice) == "persons-missing"
    needed = signatures_needed(twice, Given(walk.state, walk.rulebook, walk.now))
    assert [(n.persons, n.signed) for n in needed] == [(2, True)]


def test_a_return_has_as_many_tellers_as_the_rulebook_names() -> None:
    shipped = load("model-association")
    three = re.sub(
        rb"tellers = \{ value = 2", b"tellers = { value = 3", shipped.files["rules.toml"], count=1
    )
    walk = Walk(from_files("model-association", {**shipped.files, "rules.toml": three}))
    walk.trigger_open()
    assert walk.refusal(walk.return_of("branch-1", by=TELLERS[:2])) == "persons-missing"


@pytest.mark.parametrize(
    ("votes", "answer"),
    [
        ({"open": 2, "reselect": 1}, UnitAnswer.OPEN),
        ({"open": 1, "reselect": 2}, UnitAnswer.RESELECT),
        ({"open": 1, "reselect": 1}, UnitAnswer.TIE),
        ({"open": 1}, UnitAnswer.OPEN),
        ({"reselect": 1}, UnitAnswer.RESELECT),
        ({"open": 0, "reselect": 0, "abstained": 5}, UnitAnswer.ABSTAIN),
        ({"spoilt": 3}, UnitAnswer.ABSTAIN),
    ],
)
def test_a_unit_answers_what_more_of_its_votes_say(
    votes: dict[str, int], answer: UnitAnswer
) -> None:
    assert answer_of(votes) is answer


def test_nobody_is_a_number_of_votes() -> None:
    assert read_votes({"open": 0, "reselect": 1}) == {"open": 0, "reselect": 1}
    assert read_votes([]) is None


def test_no_return_is_made_where_no_trigger_ballot_runs() -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-1")
    elsewhere = Walk("conservative-readoption").answered()
    assert elsewhere.refusal(replace(made, met_at=elsewhere.now)) == "no-trigger-ballot"
    decided = Walk("labour-2018").reselected()
    assert decided.refusal(decided.return_of("branch-1")) == "no-trigger-now"


def test_no_return_is_made_before_the_dates_are_published() -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-1")
    walk.state = replace(walk.state, timetable=())
    assert walk.refusal(made) == "no-timetable"


def test_a_unit_that_does_not_count_makes_no_return() -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-1")
    units = tuple(replace(unit, counts=unit.id != "branch-1") for unit in walk.state.units)
    walk.state = replace(walk.state, units=units)
    assert walk.refusal(made) == "unit-does-not-count"


def test_a_branch_needs_a_notice_of_its_own_and_a_roll_of_electors() -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-1")
    stood = walk.state
    others = tuple(meeting for meeting in stood.meetings if meeting.unit != "branch-1")
    assert others
    walk.state = replace(stood, meetings=others)
    assert walk.refusal(made) == "no-notice"
    walk.state = replace(stood, roll=None)
    assert walk.refusal(made) == "no-roll"


def test_a_return_is_remembered_by_its_own_number() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    assert walk.state.returns[-1].number == walk.state.entries


def test_an_affiliates_officer_declares_that_its_own_rules_were_followed() -> None:
    walk = Walk("labour-2018").trigger_open()
    without = walk.return_of("affiliate-1", own_rules_followed=False)
    assert walk.refusal(without) == "no-declaration"
    assert walk.refusal(walk.return_of("affiliate-1", by=TELLERS)) == "persons-missing"


def test_a_return_answers_the_exact_question() -> None:
    walk = Walk("labour-2018").trigger_open()
    another = walk.return_of("branch-1", question="Do you like the Member?")
    assert walk.refusal(another) == "another-question"


@pytest.mark.parametrize(
    "figures",
    [
        {"open": -1, "reselect": 0},
        {"open": "3", "reselect": 1},
        {"open": True, "reselect": 0},
        {"open": 20, "other": 1},
        ["20"],
        "20 to 3",
    ],
)
def test_figures_are_whole_numbers_under_the_names_that_there_are(figures: Any) -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-1", figures=Withheld(figures))
    assert walk.refusal(made) == "figures-unclear"


def test_a_return_does_not_contradict_its_own_votes() -> None:
    walk = Walk("labour-2018").trigger_open()
    figures = Withheld({"open": 10, "reselect": 11})
    assert walk.refusal(walk.return_of("branch-1", figures=figures)) == "answer-contradicts-votes"


def test_more_votes_than_members_present_are_refused() -> None:
    walk = Walk("labour-2018").trigger_open()
    figures = Withheld({"open": 20, "reselect": 11})
    made = walk.return_of("branch-1", figures=figures, present=30)
    assert walk.refusal(made) == "more-votes-than-members"


def test_figures_below_the_minimum_cell_stay_with_the_parties() -> None:
    walk = Walk("labour-2018").trigger_open()
    few = {"open": 6, "reselect": 3}
    public = walk.return_of("branch-1", figures=Withheld(dict(few), Visibility.PUBLIC))
    assert walk.refusal(public) == "cell-too-small"
    walk.do(walk.return_of("branch-1", figures=Withheld(dict(few), Visibility.PARTIES)))


def test_a_small_number_present_is_left_out_of_the_public_body() -> None:
    walk = Walk("labour-2018").trigger_open()
    assert walk.refusal(walk.return_of("branch-1", present=9)) == "cell-too-small"


def test_a_return_after_the_last_moment_counts_as_not_made() -> None:
    walk = Walk("labour-2018").trigger_open().after("returns-due")
    assert walk.refusal(walk.return_of("branch-1")) == "late"


def test_an_affiliate_makes_no_return_while_the_roll_of_units_can_be_objected_to() -> None:
    walk = Walk("labour-2018").rolls_published()
    assert walk.refusal(walk.return_of("affiliate-1")) == "objections-open"


def test_a_return_at_the_very_last_moment_is_in_time() -> None:
    walk = Walk("labour-2018").trigger_open()
    due = walk.state.step("returns-due")
    assert due is not None
    made = walk.return_of("branch-1")
    walk.now = due.last + timedelta(seconds=1)
    assert walk.refusal(made) == "late"
    walk.now = due.last
    walk.do(made)


def test_returns_begin_after_the_very_last_moment_for_objections() -> None:
    walk = Walk("labour-2018").rolls_published()
    until = walk.state.objections_until
    assert until is not None
    walk.now = until
    assert walk.refusal(walk.return_of("affiliate-1")) == "objections-open"
    walk.now = until + timedelta(seconds=1)
    walk.do(walk.return_of("affiliate-1"))


def test_a_return_is_contested_until_the_very_last_moment() -> None:
    walk = Walk("model-association").trigger_open()
    walk.returned("branch-1")
    said = ReturnContested(unit="branch-1", contention=Withheld("not so"), by=MEMBER)
    trigger = walk.rulebook.rules.trigger
    assert trigger is not None
    given = Given(walk.state, walk.rulebook, walk.now)
    until = end_after(given, walk.now, trigger.returns.contest_within.value)
    walk.now = until + timedelta(seconds=1)
    assert walk.refusal(said) == "too-late-to-contest"
    walk.now = until
    walk.do(said)


def test_a_unit_makes_one_return_and_another_only_when_the_first_was_voided() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    assert walk.refusal(walk.return_of("branch-1")) == "returned-already"
    walk.do(walk.decision(ReturnVoided, unit="branch-1"))
    walk.returned("branch-1", UnitAnswer.RESELECT)
    assert walk.refusal(walk.decision(ReturnReinstated, unit="branch-1")) == "not-void"
    assert [r.void for r in walk.state.returns] == [True, False]


def test_a_voided_return_stays_on_record_and_can_be_reinstated() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    walk.do(walk.decision(ReturnVoided, unit="branch-1"))
    walk.do(walk.decision(ReturnReinstated, unit="branch-1"))
    assert [(r.answer, r.void) for r in walk.state.returns] == [(UnitAnswer.OPEN, False)]


def test_a_return_is_voided_with_reasons() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    silent = walk.decision(ReturnVoided, unit="branch-1", reasons=text("  "))
    assert walk.refusal(silent) == "no-reasons"


def test_a_contested_return_counts_and_is_marked_until_it_is_decided() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    contested(walk, "branch-1")
    assert walk.state.returns[0].contested
    assert not walk.state.returns[0].void
    walk.do(walk.decision(ContentionDismissed, unit="branch-1"))
    assert not walk.state.returns[0].contested


def test_a_return_cannot_be_contested_after_the_time_for_it() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.returned("branch-1")
    walk.now += timedelta(days=9)
    late = ReturnContested(unit="branch-1", contention=Withheld("not so"), by=MEMBER)
    assert walk.refusal(late) == "too-late-to-contest"


def test_after_the_declaration_the_way_is_an_appeal() -> None:
    walk = Walk("labour-2018").triggered()
    late = ReturnContested(unit="branch-1", contention=Withheld("not so"), by=MEMBER)
    assert walk.refusal(late) == "trigger-decided"


# --- the trigger decided --------------------------------------------------------------------------


def test_ealing_southall_nothing_is_certain_after_two_of_seven_and_everything_after_three() -> None:
    """Nine branches here: three of nine is one third whatever the others say, two of nine is not yet."""
    walk = Walk("labour-2018").trigger_open()
    for unit in BRANCHES[:2]:
        walk.returned(unit)
    assert walk.refusal(walk.decision(TriggerDecided)) == "not-certain-yet"
    walk.returned(BRANCHES[2])
    walk.do(walk.decision(TriggerDecided))
    assert walk.state.trigger is Outcome.OPEN_SELECTION


def test_an_outcome_that_turns_on_a_contested_return_waits_for_its_decision() -> None:
    walk = Walk("labour-2018").trigger_open()
    for unit in BRANCHES[:3]:
        walk.returned(unit)
    contested(walk, BRANCHES[0])
    assert walk.refusal(walk.decision(TriggerDecided)) == "contention-open"
    walk.do(walk.decision(ContentionDismissed, unit=BRANCHES[0]))
    walk.do(walk.decision(TriggerDecided))


@pytest.mark.parametrize(
    ("wanting", "contested_ones", "no"),
    [
        (4, BRANCHES[:1], None),
        (3, BRANCHES[:1], "contention-open"),
        (4, BRANCHES[:2], "contention-open"),
        (2, BRANCHES[8:], None),
        (2, BRANCHES[5:], "contention-open"),
    ],
)
def test_an_outcome_waits_for_a_contention_only_where_voiding_the_contested_could_change_it(
    wanting: int, contested_ones: tuple[str, ...], no: str | None
) -> None:
    """After the deadline: 3/8, 2/8 and 2/7 of 3/9 and 4/9; 2/8 and 2/5 where those against are contested."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        walk.returned(unit, UnitAnswer.OPEN if n < wanting else UnitAnswer.RESELECT)
    for unit in contested_ones:
        contested(walk, unit)
    walk.after("returns-due")
    decided = walk.decision(TriggerDecided)
    if no is None:
        walk.do(decided)
    else:
        assert walk.refusal(decided) == no


def test_before_the_deadline_a_contested_unit_might_answer_anew() -> None:
    """Two of nine, and one of the seven others is contested: 2/8 without it, but a third if it answers anew."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        walk.returned(unit, UnitAnswer.OPEN if n < 2 else UnitAnswer.RESELECT)
    contested(walk, BRANCHES[8])
    assert walk.refusal(walk.decision(TriggerDecided)) == "contention-open"
    walk.after("returns-due").do(walk.decision(TriggerDecided))


def test_a_contested_unit_that_answers_anew_has_one_answer_and_not_two() -> None:
    """Three of nine, and one of the six others is contested: 3/8 without it, a third or 4/9 if it answers anew."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        walk.returned(unit, UnitAnswer.OPEN if n < 3 else UnitAnswer.RESELECT)
    contested(walk, BRANCHES[8])
    walk.do(walk.decision(TriggerDecided))


def test_an_outcome_that_no_void_could_change_is_declared_whatever_is_contested() -> None:
    """All are for reselection, which is the outcome of no returns too; records of earlier versions have such ones."""
    walk = Walk("model-association").trigger_open()
    for unit in (*BRANCHES, *AFFILIATES):
        walk.returned(unit, UnitAnswer.RESELECT)
    for unit in BRANCHES:
        contested(walk, unit)
    walk.do(walk.decision(TriggerDecided))


def test_a_voided_return_is_no_part_of_what_a_contention_could_change() -> None:
    """Four of nine, one of them voided and one contested: 3/8 with it, 2/7 without; of five 4/8 and 3/7."""
    for wanting, no in ((4, "contention-open"), (5, None)):
        walk = Walk("labour-2018").trigger_open()
        for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
            walk.returned(unit, UnitAnswer.OPEN if n < wanting else UnitAnswer.RESELECT)
        walk.do(walk.decision(ReturnVoided, unit=BRANCHES[0]))
        contested(walk, BRANCHES[1])
        walk.after("returns-due")
        found = TriggerDecided.barred(Given(walk.state, walk.rulebook, walk.now))
        assert (found and found.code) == no


def test_a_tied_unit_on_which_it_turns_names_the_reading_of_ties() -> None:
    """Three of nine with the tie read as open, two of nine otherwise."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        tied = UnitAnswer.TIE if n == 2 else UnitAnswer.RESELECT
        walk.returned(unit, UnitAnswer.OPEN if n < 2 else tied)
    decided = walk.decision(TriggerDecided)
    assert walk.refused(decided).clause == "reading 12"
    walk.do(walk.decision(ReadingAdopted, reading=12, choice="open"))
    walk.do(decided)
    assert walk.state.trigger is Outcome.OPEN_SELECTION


def test_no_return_at_all_names_the_reading_of_no_returns() -> None:
    walk = Walk("labour-2018").trigger_open().after("returns-due")
    assert walk.refused(walk.decision(TriggerDecided)).clause == "reading 14"


def test_exactly_half_names_the_reading_of_exactly_half() -> None:
    """Every branch and no affiliate: 1/2 of 1 and 1/2 of 0 is one half, and the rule says more than half."""
    walk = Walk("labour-2021").trigger_open()
    for unit in BRANCHES:
        walk.returned(unit)
    for unit in AFFILIATES:
        walk.returned(unit, UnitAnswer.RESELECT)
    assert walk.refused(walk.decision(TriggerDecided)).clause == "reading 49"


def test_an_empty_pool_names_the_reading_of_empty_pools() -> None:
    """Two of three branches for a selection: 2/3 alone is more than half, and weighed with nothing it is 1/3."""
    walk = Walk("labour-2021").trigger_open()
    for n, unit in enumerate(BRANCHES):
        walk.returned(unit, UnitAnswer.RESELECT if n % 3 == 2 else UnitAnswer.OPEN)
    walk.after("returns-due")
    assert walk.refused(walk.decision(TriggerDecided)).clause == "reading 13"


def test_a_void_return_leaves_the_base_and_so_can_change_the_outcome() -> None:
    """Lambeth and Southwark 2019 on nine: three open of nine is enough, two of eight is not."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        walk.returned(unit, UnitAnswer.OPEN if n < 3 else UnitAnswer.RESELECT)
    walk.do(walk.decision(ReturnVoided, unit=BRANCHES[0]))
    walk.after("returns-due").do(walk.decision(TriggerDecided))
    assert (walk.state.stage, walk.state.trigger) == (Stage.APPEALS, Outcome.RESELECTED)


def test_nothing_is_declared_where_no_trigger_ballot_runs() -> None:
    walk = Walk("labour-2018").answered()
    assert walk.refusal(walk.decision(TriggerDecided)) == "no-trigger-now"


def test_nothing_is_declared_before_the_roll_of_units_stands() -> None:
    """An objection that is open, and the very last moment at which one could still be made."""
    walk = Walk("labour-2018").rolls_published()
    until = walk.state.objections_until
    assert until is not None
    walk.do(UnitObjected(unit="affiliate-1", objection=Withheld("no fee"), by=MEMBER))
    assert walk.refusal(walk.decision(TriggerDecided)) == "objection-open"
    stays = row("affiliate-1", organisation="union-0")
    walk.do(walk.decision(ObjectionDecided, objection=walk.state.entries, unit=stays))
    walk.now = until
    assert walk.refusal(walk.decision(TriggerDecided)) == "objections-open"
    walk.now = until + timedelta(seconds=1)
    assert walk.refusal(walk.decision(TriggerDecided)) == "not-certain-yet"


def test_at_the_very_last_moment_for_returns_those_that_miss_may_still_come() -> None:
    """Two of two are more than a third; two of nine are less."""
    walk = Walk("labour-2018").trigger_open()
    for unit in BRANCHES[:2]:
        walk.returned(unit)
    due = walk.state.step("returns-due")
    assert due is not None
    walk.now = due.last
    assert walk.refusal(walk.decision(TriggerDecided)) == "not-certain-yet"
    walk.now += timedelta(seconds=1)
    walk.do(walk.decision(TriggerDecided))
    assert walk.state.trigger is Outcome.OPEN_SELECTION


@pytest.mark.parametrize(("made", "told"), [(7, "2 units may"), (8, "One unit may")])
def test_how_many_units_may_still_report_is_said(made: int, told: str) -> None:
    """Two of nine want a selection, and every affiliate is for reselection."""
    walk = Walk("labour-2018").trigger_open()
    for unit in AFFILIATES:
        walk.returned(unit, UnitAnswer.RESELECT)
    for n, unit in enumerate(BRANCHES[:made]):
        walk.returned(unit, UnitAnswer.OPEN if n < 2 else UnitAnswer.RESELECT)
    assert told in walk.refused(walk.decision(TriggerDecided)).because


def test_a_unit_that_does_not_count_is_not_waited_for() -> None:
    walk = Walk("labour-2018").rolls_published()
    walk.do(UnitObjected(unit="affiliate-1", objection=Withheld("no fee"), by=MEMBER))
    off = row("affiliate-1", organisation="union-0", counts=False)
    walk.do(walk.decision(ObjectionDecided, objection=walk.state.entries, unit=off))
    walk.units_meet()
    for unit in (*BRANCHES, *AFFILIATES):
        if unit != "affiliate-1":
            walk.returned(unit, UnitAnswer.RESELECT)
    assert returns_closed(walk.state, walk.now)


def test_a_unit_that_does_not_count_is_not_outstanding() -> None:
    walk = Walk("labour-2018").rolls_published()
    walk.do(UnitObjected(unit="affiliate-1", objection=Withheld("no fee"), by=MEMBER))
    off = row("affiliate-1", organisation="union-0", counts=False)
    walk.do(walk.decision(ObjectionDecided, objection=walk.state.entries, unit=off))
    rules = walk.rulebook.rules.trigger
    assert rules is not None
    outstanding = answer_now(walk.state, rules, walk.now).outstanding
    assert outstanding == {"branch": len(BRANCHES), "affiliate": len(AFFILIATES) - 1}


def test_a_roll_without_a_unit_that_counts_is_not_closed_before_its_last_moment() -> None:
    walk = Walk("labour-2018").trigger_open()
    none = tuple(replace(unit, counts=False) for unit in walk.state.units)
    state = replace(walk.state, units=none)
    assert not returns_closed(state, walk.now)
    assert returns_closed(state, walk.after("returns-due").now)


def test_returns_without_a_published_last_moment_are_closed_when_all_are_made() -> None:
    walk = Walk("labour-2018").trigger_open()
    walk.state = replace(walk.state, timetable=())
    assert not returns_closed(walk.state, walk.now)


def test_before_the_last_moment_a_certain_outcome_is_not_settled() -> None:
    """Three of nine branches are a third whatever the others say, but each of the three can still be voided."""
    walk = Walk("labour-2018").trigger_open()
    for unit in BRANCHES[:3]:
        walk.returned(unit)
    rules = walk.rulebook.rules.trigger
    assert rules is not None
    answer = answer_now(walk.state, rules, walk.now)
    assert (answer.certain, answer.settled) == (True, False)
    walk.after("returns-due")
    assert answer_now(walk.state, rules, walk.now).settled


def test_the_outcome_is_declared_once() -> None:
    walk = Walk("labour-2018").reselected()
    assert walk.refusal(walk.decision(TriggerDecided)) == "no-trigger-now"


def test_an_open_selection_leads_to_applications() -> None:
    walk = Walk("labour-2018").triggered()
    assert (walk.state.stage, walk.state.outcome) == (Stage.APPLICATIONS, Outcome.OPEN_SELECTION)


def test_nothing_is_declared_under_a_rulebook_without_a_trigger_ballot() -> None:
    walk = Walk("conservative-readoption").answered()
    no = TriggerDecided.barred(Given(walk.state, walk.rulebook, walk.now))
    assert no is not None
    assert no.code == "no-trigger-ballot"


def reading(outcome: ReturnsOutcome, **readings: str) -> ByReading:
    return ByReading(readings, outcome, {}, None)


def test_the_open_question_is_the_one_in_which_alone_two_readings_of_different_outcome_differ() -> (
    None
):
    reselected, selection = ReturnsOutcome.RESELECTED, ReturnsOutcome.OPEN_SELECTION
    as_reselect = reading(reselected, unit_tie="reselect", exactly_half="as-written")
    as_open = reading(reselected, unit_tie="open", exactly_half="as-written")
    both = reading(selection, unit_tie="open", exactly_half="enough")
    enough = reading(selection, unit_tie="reselect", exactly_half="enough")
    assert reading_that_decides((as_reselect, as_open, enough, both)) == "exactly_half"
    assert reading_that_decides((as_reselect, both, enough, as_open)) == "exactly_half"


def test_where_readings_differ_in_more_than_one_question_the_first_of_them_is_named() -> None:
    one = reading(ReturnsOutcome.RESELECTED, no_returns="reselected", empty_pool="counts-zero")
    other = reading(
        ReturnsOutcome.OPEN_SELECTION, no_returns="open-selection", empty_pool="other-pools-decide"
    )
    assert reading_that_decides((one, other)) == "empty_pool"


def test_before_the_deadline_a_unit_whose_return_was_voided_may_report_again() -> None:
    """All nine have reported, two of them for a selection; of the two that were voided one could make it three."""
    walk = Walk("labour-2018").trigger_open()
    for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
        walk.returned(unit, UnitAnswer.OPEN if n < 2 else UnitAnswer.RESELECT)
    assert returns_closed(walk.state, walk.now)
    walk.do(walk.decision(ReturnVoided, unit=BRANCHES[8]))
    assert not returns_closed(walk.state, walk.now)
    rules = walk.rulebook.rules.trigger
    assert rules is not None
    answer = answer_now(walk.state, rules, walk.now)
    assert (answer.outcome.value, answer.outstanding["branch"]) == ("undetermined", 1)


def test_a_contested_return_keeps_a_certain_outcome_unsettled() -> None:
    walk = Walk("labour-2018").trigger_open()
    for unit in (*BRANCHES, *AFFILIATES):
        walk.returned(unit)
    rules = walk.rulebook.rules.trigger
    assert rules is not None
    assert answer_now(walk.state, rules, walk.now).settled
    contested(walk, BRANCHES[0])
    assert not answer_now(walk.state, rules, walk.now).settled


def test_the_declaration_is_remembered_by_its_own_number() -> None:
    walk = Walk("labour-2018").reselected()
    assert walk.state.outcome_number == walk.state.entries
    assert walk.state.candidate == walk.state.representative


def test_the_shares_are_exact_and_worked_out_not_claimed() -> None:
    walk = Walk("labour-2018").triggered()
    decided = walk.entries[-1][0]
    assert isinstance(decided, TriggerDecided)
    assert {s.pool: str(s.share) for s in decided.shares} == {"affiliate": "2/3", "branch": "8/9"}


def test_a_return_of_a_unit_that_does_not_exist_is_refused() -> None:
    walk = Walk("labour-2018").trigger_open()
    made = walk.return_of("branch-77")
    assert isinstance(made, ReturnMade)
    assert walk.refusal(made) == "unit-does-not-count"


def test_a_meeting_begins_at_its_very_moment_and_is_quorate_with_exactly_the_quorum() -> None:
    shipped = load("model-association")
    rules = shipped.files["rules.toml"].replace(
        b"quorum = { value = 0,", b"quorum = { value = 12,", 1
    )
    walk = Walk(from_files("model-association", {**shipped.files, "rules.toml": rules}))
    walk.trigger_open()
    met = walk.state.meetings[0]
    made = walk.return_of(met.unit, met_at=met.at, present=12)
    assert walk.refusal(replace(made, met_at=met.at - timedelta(seconds=1))) == "no-notice"
    assert walk.refusal(replace(made, present=11)) == "not-quorate"
    assert walk.refusal(replace(made, present=None)) == "not-quorate"
    walk.do(made)


def test_a_handful_present_is_quorate_by_word_only_where_the_quorum_is_a_handful_too() -> None:
    """The minimum cell is 10: with a quorum of 5 the number stays untold, with one of 12 it can be told."""
    shipped = load("model-association")
    for quorum, no in ((5, None), (12, "not-quorate")):
        asked = b"quorum = { value = %d," % quorum
        rules = shipped.files["rules.toml"].replace(b"quorum = { value = 0,", asked, 1)
        walk = Walk(from_files("model-association", {**shipped.files, "rules.toml": rules}))
        walk.trigger_open()
        made = walk.return_of("branch-1", present=None, quorate=True)
        assert walk.refusal(replace(made, quorate=None)) == "not-quorate"
        assert walk.refusal(replace(made, quorate=False)) == "not-quorate"
        if no is None:
            walk.do(made)
        else:
            assert walk.refusal(made) == no


def test_the_representative_is_at_no_meeting_that_excludes_them() -> None:
    walk = Walk("model-association").trigger_open()
    made = walk.return_of("branch-1", representative_present=True)
    assert walk.refusal(made) == "representative-present"
    shipped = load("model-association")
    rules = re.sub(
        rb'representative = \{ value = "excluded"',
        b'representative = { value = "allowed"',
        shipped.files["rules.toml"],
        count=1,
    )
    allowed = Walk(from_files("model-association", {**shipped.files, "rules.toml": rules}))
    allowed.trigger_open().do(made)


@pytest.mark.parametrize(
    ("present", "quorum", "told"),
    [
        (0, 0, (None, None)),
        (9, 0, (None, None)),
        (10, 0, (10, None)),
        (4, 5, (None, False)),
        (5, 5, (None, True)),
        (9, 5, (None, True)),
        (10, 5, (10, None)),
        (9, 12, (None, False)),
        (11, 12, (11, None)),
    ],
)
def test_a_handful_present_is_told_as_quorate_or_not_at_all(
    present: int, quorum: int, told: tuple[int | None, bool | None]
) -> None:
    """The minimum cell is 10; below it no number is said, but whether it is a quorum, where one is asked for."""
    assert told_of_present(present, quorum, 10) == told


def test_figures_of_exactly_the_minimum_cell_and_of_everybody_present_are_public() -> None:
    walk = Walk("labour-2018").trigger_open()
    votes = Withheld({"open": 6, "reselect": 4}, Visibility.PUBLIC)
    walk.do(walk.return_of("branch-1", figures=votes, present=10))


def test_what_becomes_of_a_second_return_leaves_the_first_as_it_was() -> None:
    walk = Walk("labour-2018").trigger_open()
    for _ in range(2):
        walk.returned("branch-1")
        contested = ReturnContested(unit="branch-1", contention=Withheld("no"), by=MEMBER)
        walk.do(contested)
        walk.do(walk.decision(ReturnVoided, unit="branch-1"))
    walk.do(walk.decision(ReturnReinstated, unit="branch-1"))
    assert [(one.void, one.contested) for one in walk.state.returns] == [
        (True, False),
        (False, False),
    ]
