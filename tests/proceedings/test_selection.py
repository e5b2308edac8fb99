"""Applications, longlist, nominations, shortlist, hustings, the members' ballot, the count, the recount."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hustings.proceedings.applications import (
    ApplicationMade,
    ApplicationWithdrawn,
    DueDiligenceReported,
    Listed,
    LonglistMade,
)
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.deciding import evolve
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.member_ballot import (
    NOBODY,
    BallotOpened,
    CandidateWithdrew,
    HustingsNoticed,
    PacksIssued,
)
from hustings.proceedings.member_count import (
    CountMade,
    LotDrawn,
    RecountOrdered,
    RecountRequested,
)
from hustings.proceedings.member_papers import PapersEntered, PapersRead, ShownReading
from hustings.proceedings.nominations import NominationConsented, NominationMade
from hustings.proceedings.opening import ConflictDeclared
from hustings.proceedings.planning import IntervalWaived
from hustings.proceedings.readings import ReadingAdopted
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.shortlist import (
    PanelAppointed,
    QuotaMet,
    ShortlistMade,
    SoleNomineeSelected,
)
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.rulebooks.loader import load
from hustings.rulebooks.selecting_stages import Quota
from tests.proceedings.plausible import lot_needed
from tests.proceedings.walk import (
    BLT,
    BRANCHES,
    OFFICE,
    REPRESENTATIVE,
    TELLERS,
    Walk,
    salt_of,
    text,
)

THREE = ("p-holder", "p-ash", "p-birch")
ASH = (Actor("p-ash", Role.CANDIDATE),)
OFFICER = (Actor("p-officer", Role.AFFILIATE_OFFICER),)


def listed(*persons: str) -> tuple[Listed, ...]:
    return tuple(Listed(person, text(person)) for person in persons)


def longlist(walk: Walk, *persons: str, **more: Any) -> LonglistMade:
    made = walk.decision(LonglistMade, listed=listed(*persons), **more)
    assert isinstance(made, LonglistMade)
    return made


def shortlist(walk: Walk, *persons: str, **more: Any) -> ShortlistMade:
    made = walk.decision(ShortlistMade, listed=listed(*persons), **more)
    assert isinstance(made, ShortlistMade)
    return made


def to_be_shortlisted(walk: Walk, *persons: str) -> Walk:
    walk.nominated(*persons).do(PanelAppointed(members=walk.panel(), by=(OFFICE,)))
    return walk.after("nominations-close")


# --- applications and longlist --------------------------------------------------------------------


def test_nobody_applies_for_somebody_else() -> None:
    walk = Walk("model-association").applications_open()
    rules = walk.rulebook.rules.selection
    assert rules is not None
    meets = tuple(rules.applications.requirements.value)
    theirs = ApplicationMade(applicant="p-birch", name=text("x"), meets=meets, by=ASH)
    assert walk.refusal(theirs) == "not-your-own"


def test_an_applicant_confirms_every_requirement() -> None:
    walk = Walk("model-association").applications_open()
    mine = ApplicationMade(applicant="p-ash", name=text("x"), meets=("full member",), by=ASH)
    assert walk.refusal(mine) == "requirement-not-met"


def test_an_application_after_the_last_moment_is_refused() -> None:
    walk = Walk("labour-2018").applications_open().after("applications-close")
    rules = walk.rulebook.rules.selection
    assert rules is not None
    meets = tuple(rules.applications.requirements.value)
    late = ApplicationMade(applicant="p-ash", name=text("x"), meets=meets, by=ASH)
    assert walk.refusal(late) == "too-late"


def test_the_incumbent_who_applies_is_on_the_longlist() -> None:
    walk = Walk("labour-2018").applications_open().applied("p-holder", "p-ash")
    walk.after("applications-close")
    assert walk.refusal(longlist(walk, "p-ash")) == "automatic-place"


def test_whoever_is_left_off_the_longlist_is_told_why() -> None:
    walk = Walk("model-association").applications_open().applied(*THREE)
    walk.after("applications-close")
    short = longlist(walk, "p-holder", "p-ash")
    assert walk.refusal(short) == "no-reasons-to-applicants"
    walk.do(replace(short, reasons_to_others=Withheld("The checks found something.")))


def test_an_applicant_whom_an_affiliate_nominates_is_on_the_longlist() -> None:
    walk = Walk("model-association").applications_open().applied(*THREE)
    walk.do(NominationMade(unit="affiliate-1", nominee="p-birch", by=OFFICER))
    consent = (Actor("p-birch", Role.CANDIDATE),)
    walk.do(NominationConsented(unit="affiliate-1", nominee="p-birch", by=consent))
    walk.after("applications-close")
    without = longlist(walk, "p-holder", "p-ash", reasons_to_others=Withheld("because"))
    assert walk.refused(without).clause == "clause 4.3"
    walk.do(longlist(walk, "p-holder", "p-birch", reasons_to_others=Withheld("because")))
    assert [n.released for n in walk.state.nominations] == [False]


def test_where_no_place_comes_with_it_affiliates_nominate_from_the_longlist_only() -> None:
    walk = Walk("labour-2018").applications_open().applied("p-ash")
    early = NominationMade(unit="affiliate-1", nominee="p-ash", by=OFFICER)
    assert walk.refusal(early) == "another-stage"


# --- nominations ----------------------------------------------------------------------------------


def test_a_nomination_counts_with_the_nominees_own_consent() -> None:
    walk = Walk("labour-2018").longlisted("p-holder", "p-ash").at("nominations")
    secretary = (Actor("p-secretary", Role.UNIT_SECRETARY),)
    walk.do(NominationMade(unit="branch-1", nominee="p-ash", by=secretary))
    forged = NominationConsented(unit="branch-1", nominee="p-ash", by=REPRESENTATIVE_ACTS)
    assert walk.refusal(forged) == "not-the-nominee"
    walk.do(NominationConsented(unit="branch-1", nominee="p-ash", by=ASH))
    assert walk.state.nominations[0].consented


REPRESENTATIVE_ACTS = (REPRESENTATIVE,)


def test_an_affiliate_nominates_by_its_officer_and_a_branch_by_its_secretary() -> None:
    walk = Walk("labour-2018").longlisted("p-holder", "p-ash").at("nominations")
    assert (
        walk.refusal(NominationMade(unit="branch-1", nominee="p-ash", by=OFFICER))
        == "persons-missing"
    )
    walk.do(NominationMade(unit="affiliate-1", nominee="p-ash", by=OFFICER))


def test_a_nominee_who_withdraws_releases_the_units_that_nominated_them() -> None:
    walk = Walk("labour-2018").nominated("p-ash", "p-birch")
    walk.do(ApplicationWithdrawn(applicant="p-ash", by=ASH))
    secretary = (Actor("p-secretary", Role.UNIT_SECRETARY),)
    walk.do(NominationMade(unit=BRANCHES[0], nominee="p-birch", by=secretary))


# --- the shortlist --------------------------------------------------------------------------------


def test_the_incumbent_shall_be_on_the_shortlist() -> None:
    walk = to_be_shortlisted(Walk("labour-2018"), *THREE)
    no = walk.refused(shortlist(walk, "p-ash", "p-birch"))
    assert (no.code, no.clause) == ("incumbents-place", "clause 5.IV.5(B)")


def test_nobody_without_an_accepted_nomination_is_shortlisted_but_the_incumbent() -> None:
    walk = Walk("labour-2018").longlisted(*THREE).at("nominations")
    walk.do(PanelAppointed(members=walk.panel(), by=(OFFICE,)))
    walk.after("nominations-close")
    assert walk.refusal(shortlist(walk, "p-holder", "p-ash")) == "not-nominated"


def test_a_panel_is_composed_as_the_rulebook_says() -> None:
    walk = Walk("labour-2018").longlisted(*THREE)
    short = PanelAppointed(members=walk.panel()[1:], by=(OFFICE,))
    assert walk.refusal(short) == "panel-composition"
    twice = PanelAppointed(
        members=(
            replace(walk.panel()[0], person="p-x"),
            *walk.panel()[1:-1],
            replace(walk.panel()[-1], person="p-x"),
        ),
        by=(OFFICE,),
    )
    assert walk.refusal(twice) == "panel-seat-twice"


def test_a_panel_member_connected_with_a_contender_steps_aside() -> None:
    walk = Walk("labour-2018").longlisted(*THREE)
    cousin = walk.panel()[0].person
    walk.do(
        ConflictDeclared(person=cousin, contender="p-ash", connection=Withheld("x"), by=(OFFICE,))
    )
    assert walk.refusal(PanelAppointed(members=walk.panel(), by=(OFFICE,))) == "recusal"


def test_no_more_are_present_than_the_panel_has_seats() -> None:
    walk = to_be_shortlisted(Walk("labour-2018"), *THREE)
    crowd = shortlist(walk, *THREE, present=10, in_favour=10, abstained=0)
    assert walk.refusal(crowd) == "more-than-the-panel"


def with_a_quota() -> Walk:
    book = load("model-association")
    rules = book.rules.selection
    assert rules is not None
    quota = Quota.model_validate(
        {
            "category": "women", "at_least": "1/2", "basis": "Equality Act 2010, section 104",
            "definition": "as registered with the association", "clause": "4.6",
        }
    )  # fmt: skip
    listing = rules.shortlist.model_copy(update={"quotas": [quota]})
    selection = rules.model_copy(update={"shortlist": listing})
    return Walk(replace(book, rules=book.rules.model_copy(update={"selection": selection})))


def test_a_quota_says_its_lawful_basis_and_its_definition_when_it_is_not_met() -> None:
    walk = to_be_shortlisted(with_a_quota(), *THREE)
    no = walk.refused(shortlist(walk, *THREE, quotas=(QuotaMet("women", 1),)))
    assert no.code == "quota-not-met"
    assert "Equality Act 2010" in no.because
    assert "as registered" in no.because
    walk.do(shortlist(walk, *THREE, quotas=(QuotaMet("women", 2),)))


@pytest.mark.parametrize(
    ("quotas", "code"),
    [
        ((QuotaMet("women", -1),), "quota-unclear"),
        ((QuotaMet("women", 4),), "quota-unclear"),
        ((QuotaMet("men", 2),), "no-such-quota"),
        ((QuotaMet("women", 2), QuotaMet("women", 2)), "no-such-quota"),
    ],
)
def test_a_quota_is_reported_once_by_a_number_that_can_be(quotas: Any, code: str) -> None:
    walk = to_be_shortlisted(with_a_quota(), *THREE)
    assert walk.refusal(shortlist(walk, *THREE, quotas=quotas)) == code


# --- sole nominee -----------------------------------------------------------------------------------


def sole(rulebook: str) -> Walk:
    return to_be_shortlisted(Walk(rulebook), "p-ash")


def test_what_a_sole_nominee_means_waits_for_a_reading_where_nobody_settles_it() -> None:
    walk = sole("labour-2018")
    assert walk.refused(shortlist(walk, "p-ash")).clause == "reading 28"
    walk.do(walk.decision(ReadingAdopted, reading=28, choice="deemed-selected"))
    walk.do(shortlist(walk, "p-ash"))
    packs = (PacksIssued("A", "post", 1, 9),)
    ballot = BallotOpened(
        candidates=("p-ash", NOBODY),
        closes=walk.now + timedelta(days=20),
        packs=packs,
        by=(OFFICE,),
    )
    assert walk.refusal(ballot) == "sole-nominee"
    walk.do(walk.decision(SoleNomineeSelected, nominee="p-ash"))
    assert (walk.state.candidate, walk.state.stage) == ("p-ash", Stage.APPEALS)


@pytest.mark.parametrize(("yes", "no", "selected"), [(6, 5, True), (5, 6, False)])
def test_a_sole_nominee_is_put_to_a_yes_and_a_no(yes: int, no: int, selected: bool) -> None:
    walk = sole("model-association")
    walk.do(shortlist(walk, "p-ash"))
    assert (
        walk.refusal(walk.decision(SoleNomineeSelected, nominee="p-ash")) == "ballot-all-the-same"
    )
    opened(walk, ("p-ash", NOBODY))
    blt = f'2 1\n{yes} 1 0\n{no} 2 0\n0\n"p-ash"\n"{NOBODY}"\n"Northmoor"\n'
    walk.papers_entered(("p-ash", NOBODY), blt, yes + no)
    walk.do(CountMade(by=TELLERS))
    assert (walk.state.candidate == "p-ash") is selected
    assert walk.state.stage is (Stage.APPEALS if selected else Stage.APPLICATIONS)


# --- hustings and ballot ----------------------------------------------------------------------------


def opened(walk: Walk, candidates: tuple[str, ...]) -> None:
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    packs = (PacksIssued("A", "post room", 1, 800), PacksIssued("B", "hall", 801, 900))
    walk.do(
        BallotOpened(
            candidates=candidates, closes=walk.now + timedelta(days=14), packs=packs, by=(OFFICE,)
        )
    )


def test_one_day_between_shortlist_and_hustings_is_a_breach_unless_a_body_waives_it() -> None:
    """Old Bexley 2021: shortlist 27 October, hustings 28 October, where seven days are required."""
    walk = Walk("labour-2021").shortlisted(*THREE)
    soon = HustingsNoticed(at=walk.now + timedelta(days=1), by=(OFFICE,))
    no = walk.refused(soon)
    assert no.code == "interval-breached"
    assert no.because.startswith("1 day")
    walk.do(walk.decision(IntervalWaived, interval="shortlist-hustings"))
    walk.do(soon)


def ballot(walk: Walk, **more: Any) -> BallotOpened:
    given = {
        "candidates": THREE,
        "closes": walk.now + timedelta(days=14),
        "packs": (PacksIssued("A", "post", 1, 90),),
        "by": (OFFICE,),
    }
    return BallotOpened(**{**given, **more})


def ready(rulebook: str = "labour-2018") -> Walk:
    walk = Walk(rulebook).shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    return walk


def test_the_papers_name_the_whole_shortlist_and_nobody_else() -> None:
    walk = ready()
    assert walk.refusal(ballot(walk, candidates=THREE[:2])) == "not-the-shortlist"
    assert walk.refusal(ballot(walk, candidates=(*THREE, "p-x"))) == "not-the-shortlist"


def test_the_ballot_is_open_as_long_as_the_rulebook_says() -> None:
    walk = ready()
    assert walk.refusal(ballot(walk, closes=walk.now + timedelta(days=5))) == "ballot-too-short"


def test_no_paper_is_in_two_packs_and_no_two_packs_have_one_name() -> None:
    walk = ready()
    overlap = (PacksIssued("A", "post", 1, 90), PacksIssued("B", "hall", 90, 99))
    assert walk.refusal(ballot(walk, packs=overlap)) == "packs-overlap"
    named = (PacksIssued("A", "post", 1, 90), PacksIssued("A", "hall", 91, 99))
    assert walk.refusal(ballot(walk, packs=named)) == "pack-twice"


def back(*packs: PackReturned, **more: Any) -> BallotReconciled:
    return BallotReconciled.of(packs, 10, **{"by": TELLERS, **more})


def closed(rulebook: str = "labour-2018") -> Walk:
    walk = Walk(rulebook).ballot_open(*THREE)
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=1)
    return walk


def test_nothing_is_reconciled_while_members_can_vote() -> None:
    walk = Walk("labour-2018").ballot_open(*THREE)
    assert walk.refusal(back()) == "ballot-open"


def test_every_pack_adds_up_for_itself_or_the_difference_is_explained() -> None:
    """One missing in A and one too many in B is not nothing."""
    walk = closed()
    off = (PackReturned("A", 22, 0, 0, 777), PackReturned("B", 1, 0, 100, 0))
    assert walk.refusal(back(*off)) == "does-not-reconcile"
    walk.do(back(*off, explained="One paper of pack A was handed in at the hall."))


def test_each_pack_that_was_issued_is_accounted_for_once() -> None:
    walk = closed()
    a = PackReturned("A", 22, 0, 0, 778)
    assert walk.refusal(back(a)) == "other-packs"
    assert walk.refusal(back(a, a)) == "other-packs"
    assert walk.refusal(back(a, PackReturned("C", 0, 0, 100, 0))) == "other-packs"


def test_papers_below_nought_are_refused() -> None:
    walk = closed()
    minus = (PackReturned("A", -1, 0, 0, 801), PackReturned("B", 0, 0, 100, 0))
    assert walk.refusal(back(*minus)) == "below-zero"


# --- entering and counting --------------------------------------------------------------------------


def reconciled(rulebook: str = "labour-2018") -> Walk:
    walk = closed(rulebook)
    walk.do(back(PackReturned("A", 22, 0, 0, 778), PackReturned("B", 0, 0, 100, 0)))
    return walk


def test_papers_are_entered_by_two_tellers() -> None:
    walk = reconciled()
    assert walk.refusal(walk.papers(by=TELLERS[:1])) == "persons-missing"


def test_as_many_papers_are_entered_as_came_back() -> None:
    walk = reconciled()
    fewer = BLT.replace("9 1 0", "8 1 0")
    assert walk.refusal(walk.papers(fewer, 21)) == "not-as-reconciled"
    assert walk.refusal(walk.papers(fewer, 22)) == "papers-do-not-add-up"
    walk.do(walk.papers(fewer, 22, spoilt=1))


def test_spoilt_papers_below_nought_balance_nothing() -> None:
    more = BLT.replace("9 1 0", "10 1 0")
    walk = reconciled()
    assert walk.refusal(walk.papers(more, 22, spoilt=-1)) == "papers-do-not-add-up"


def test_a_file_that_cannot_be_read_is_turned_back_with_its_line() -> None:
    walk = reconciled()
    no = walk.refused(walk.papers("not a ballot file"))
    assert no.code == "papers-unreadable"
    assert "papers.blt" in no.because


def test_papers_for_other_candidates_are_refused() -> None:
    walk = reconciled()
    assert walk.refusal(walk.papers(BLT.replace("p-birch", "p-elm"))) == "other-candidates"


TIE = BLT.replace("9 1 0", "7 1 0").replace("7 2 1 0", "8 2 1 0").replace("2 3 0", "3 3 0")
"""7 for the first, 8 for the second, 4 + 3 = 7 for the third: the lot decides who goes out."""


def test_a_tie_for_exclusion_waits_for_a_lot_and_takes_no_other() -> None:
    walk = reconciled()
    walk.do(walk.papers(TIE))
    assert walk.refusal(CountMade(by=TELLERS)) == "lot-required"
    wrong = LotDrawn(situation="another", order=("p-holder", "p-birch"), by=TELLERS)
    assert walk.refusal(wrong) == "another-lot"


def test_papers_are_not_entered_again_once_a_lot_was_drawn_for_them() -> None:

    walk = reconciled()
    walk.do(walk.papers(TIE))
    walk.do(
        LotDrawn(
            situation=lot_needed(walk, "situation"), order=lot_needed(walk, "order"), by=TELLERS
        )
    )
    (first, second), other = TELLERS, BLT
    anew = PapersRead(seal=walk.sealed(first, other), by=(first,))
    assert walk.refusal(anew) == "lot-drawn"
    shown = (
        ShownReading(first.person, salt_of(first)),
        ShownReading(second.person, salt_of(second)),
    )
    entered = PapersEntered(blt=other, returned=22, spoilt=0, readings=shown, by=TELLERS)
    assert walk.refusal(entered) == "lot-drawn"


def test_a_candidate_withdraws_from_the_ballot_by_their_own_act() -> None:
    walk = Walk("model-association").ballot_open(*THREE)
    theirs = CandidateWithdrew(candidate="p-birch", by=ASH)
    assert walk.refusal(theirs) == "not-your-own"


def test_preferences_pass_on_from_a_candidate_who_withdrew_after_papers_were_out() -> None:
    """9 + nothing, 7 + 4 from the third who withdrew: 11 of 20 for the second in the first round."""
    walk = Walk("model-association").ballot_open(*THREE)
    walk.do(CandidateWithdrew(candidate="p-birch", by=(Actor("p-birch", Role.CANDIDATE),)))
    walk.papers_entered(THREE, BLT, 22)
    made = walk.do(CountMade(by=TELLERS))
    assert isinstance(made, CountMade)
    assert (made.elected, made.rounds) == ("p-ash", 1)


def test_what_a_withdrawal_after_papers_means_waits_for_a_reading() -> None:
    walk = Walk("labour-2018").ballot_open(*THREE)
    gone = CandidateWithdrew(candidate="p-ash", by=ASH)
    assert walk.refused(gone).clause == "reading 29"
    walk.do(walk.decision(ReadingAdopted, reading=29, choice="run-again"))
    walk.do(gone)
    walk.papers_entered(THREE, BLT, 22)
    assert walk.refusal(CountMade(by=TELLERS)) == "run-again"


def test_a_recount_enters_the_papers_anew_and_has_no_outcome_until_then() -> None:
    walk = Walk("labour-2018").counted()
    walk.do(RecountRequested(by=(REPRESENTATIVE,)))
    assert (walk.state.stage, walk.state.outcome) == (Stage.COUNT, None)
    assert walk.refusal(CountMade(by=TELLERS)) == "no-papers"
    walk.do(walk.papers())
    walk.do(CountMade(by=TELLERS))
    assert walk.state.outcome is Outcome.CANDIDATE_SELECTED


def test_a_candidate_asks_for_as_many_recounts_as_the_rulebook_gives_and_no_more() -> None:
    walk = Walk("model-association").counted()
    for asking in ((REPRESENTATIVE,), ASH):
        walk.do(RecountRequested(by=asking))
        walk.do(walk.papers())
        walk.do(CountMade(by=TELLERS))
        assert walk.refusal(RecountRequested(by=asking)) == "recounted-already"


def test_a_recount_is_asked_for_in_time_by_somebody_who_stood() -> None:
    walk = Walk("labour-2018").counted()
    stranger = (Actor("p-stranger", Role.CANDIDATE),)
    assert walk.refusal(RecountRequested(by=stranger)) == "persons-missing"
    walk.now += timedelta(days=4)
    assert walk.refusal(RecountRequested(by=(REPRESENTATIVE,))) == "too-late"
    walk.do(walk.decision(RecountOrdered))


def test_a_selected_candidate_does_not_leave_by_withdrawing_an_application() -> None:
    walk = sole("labour-2018")
    walk.do(walk.decision(ReadingAdopted, reading=28, choice="deemed-selected"))
    walk.do(shortlist(walk, "p-ash"))
    walk.do(walk.decision(SoleNomineeSelected, nominee="p-ash"))
    assert walk.refusal(ApplicationWithdrawn(applicant="p-ash", by=ASH)) == "selected-already"


def test_only_the_person_selected_is_endorsed() -> None:
    walk = Walk("labour-2018").counted()
    walk.now += timedelta(days=30)
    other = walk.decision(EndorsementDecided, candidate="p-holder", endorsed=True)
    assert walk.refusal(other) == "another-candidate"


def test_what_due_diligence_found_is_in_no_public_body_and_can_be_erased() -> None:
    walk = Walk().applications_open().applied("p-ash")
    said = DueDiligenceReported(
        applicant="p-ash", clear=Withheld(value=False), findings=Withheld("x"), by=(OFFICE,)
    )
    written = to_record(said)
    assert written.body == {"applicant": "p-ash"}
    erased = from_record(written.kind, written.body, set(written.withheld), {}, written.by)
    assert evolve(walk.state, erased, walk.now) == evolve(walk.state, said, walk.now)
    public = replace(said, clear=Withheld(value=True, seen_by=Visibility.PUBLIC))
    assert walk.refusal(public) == "for-the-parties"
    walk.do(said)


@pytest.mark.parametrize(
    ("blt", "code"),
    [
        (BLT.replace("3 1\n", "3 1\n-1\n", 1), "never-withdrew"),
        (BLT.replace("9 1 0", "# the paper of Jo Example\n9 1 0", 1), "papers-with-more"),
    ],
    ids=["a candidate struck out who never withdrew", "a comment about a voter"],
)
def test_papers_say_what_is_on_them_and_nothing_else(blt: str, code: str) -> None:
    walk = reconciled()
    assert walk.refusal(walk.papers(blt)) == code
