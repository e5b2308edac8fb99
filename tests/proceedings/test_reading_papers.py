"""Two tellers read the papers apart and sealed; both readings are opened; a handful of papers is never shown."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hustings.kernel.refusals import Refused
from hustings.proceedings.clock import end_after
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.deciding import decide, evolve
from hustings.proceedings.entry import Given
from hustings.proceedings.few_papers import FewPapersCounted, papers_value
from hustings.proceedings.member_ballot import BallotOpened, PacksIssued
from hustings.proceedings.member_count import CountMade, RecountRequested
from hustings.proceedings.member_papers import (
    AsRead,
    PapersEntered,
    PapersRead,
    ShownReading,
    seal_of,
)
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.rulebooks.loader import load
from tests.proceedings.walk import BLT, BRANCHES, OFFICE, REPRESENTATIVE, TELLERS, Walk, salt_of

FIRST, SECOND = TELLERS
THIRD = Actor("p-teller-3", Role.TELLER)
PERSONS = ("p-holder", "p-ash", "p-birch")
OTHERWISE = BLT.replace("9 1 0", "8 1 0").replace("2 3 0", "3 3 0")
"""One paper that the first teller gave to the holder is read as Birch's."""


def at_the_table(returned: int = 22, rulebook: str = "model-association") -> Walk:
    walk = Walk(rulebook).ballot_open(*PERSONS)
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(hours=1)
    packs = (PackReturned("A", returned, 0, 0, 800 - returned), PackReturned("B", 0, 0, 100, 0))
    walk.do(BallotReconciled.of(packs, 10, by=TELLERS))
    return walk


def shown(teller: Actor, blt: str | None = None, spoilt: int = 0) -> ShownReading:
    read = None if blt is None else AsRead(blt, spoilt)
    return ShownReading(teller.person, salt_of(teller), read)


def entered(walk: Walk, *readings: ShownReading, **more: Any) -> PapersEntered:
    given = {"blt": BLT, "returned": 22, "spoilt": 0, "readings": readings, "by": TELLERS}
    return PapersEntered(**{**given, **more})


def read(walk: Walk, teller: Actor, blt: str = BLT) -> None:
    walk.do(PapersRead(seal=walk.sealed(teller, blt), by=(teller,)))


# --- two readings ---------------------------------------------------------------------------------


def test_nothing_is_entered_before_two_tellers_have_read_the_papers() -> None:
    walk = at_the_table()
    assert walk.refusal(entered(walk)) == "not-read-twice"
    read(walk, FIRST)
    assert walk.refusal(entered(walk, shown(FIRST), shown(SECOND))) == "not-read-twice"
    assert walk.refusal(entered(walk, shown(FIRST), shown(FIRST))) == "not-read-twice"
    read(walk, SECOND)
    walk.do(entered(walk, shown(FIRST), shown(SECOND)))
    assert walk.state.ballot is not None
    assert walk.state.ballot.papers == BLT


def test_a_reading_says_nothing_of_the_papers_before_it_is_opened() -> None:
    walk = at_the_table()
    written = to_record(PapersRead(seal=walk.sealed(FIRST, BLT), by=(FIRST,)))
    assert list(written.body) == ["seal"]
    assert len(str(written.body["seal"])) == 64


def test_a_reading_is_one_persons_own() -> None:
    walk = at_the_table()
    seal = walk.sealed(FIRST, BLT)
    assert walk.refusal(PapersRead(seal=seal, by=TELLERS)) == "not-one-teller"
    assert walk.refusal(PapersRead(seal=seal, by=())) == "persons-missing"
    assert walk.refusal(PapersRead(seal="G" * 64, by=(FIRST,))) == "not-a-seal"


def test_the_seal_of_the_first_teller_copied_by_the_second_is_refused() -> None:
    walk = at_the_table()
    read(walk, FIRST)
    copied = PapersRead(seal=walk.sealed(FIRST, BLT), by=(SECOND,))
    assert walk.refusal(copied) == "sealed-already"


@pytest.mark.parametrize("change", ["person", "proceeding", "salt", "papers", "spoilt"])
def test_a_seal_speaks_for_reader_proceeding_salt_and_papers(change: str) -> None:
    given = {"proceeding": "a", "person": "p", "salt": "00" * 16, "blt": BLT, "spoilt": 1}
    other = {"person": "q", "proceeding": "b", "salt": "01" * 16, "papers": OTHERWISE, "spoilt": 2}
    key = "blt" if change == "papers" else change
    assert seal_of(**{**given, key: other[change]}) != seal_of(**given)  # type: ignore[arg-type]


def test_a_reading_other_than_the_sealed_one_is_not_shown() -> None:
    walk = at_the_table()
    read(walk, FIRST, OTHERWISE)
    read(walk, SECOND)
    assert walk.refusal(entered(walk, shown(FIRST), shown(SECOND))) == "seal-does-not-open"
    short = ShownReading(FIRST.person, "00", AsRead(OTHERWISE, 0))
    assert walk.refusal(entered(walk, short, shown(SECOND))) == "seal-does-not-open"


def test_readings_that_differ_wait_for_words_that_settle_it() -> None:
    walk = at_the_table()
    read(walk, FIRST)
    read(walk, SECOND, OTHERWISE)
    both = (shown(FIRST), shown(SECOND, OTHERWISE))
    no = walk.refused(entered(walk, *both))
    assert no.code == "differences-not-settled"
    assert "differ on 1 papers" in no.because
    assert walk.refusal(entered(walk, *both, resolved="  ")) == "differences-not-settled"
    done = walk.do(entered(walk, *both, resolved="Paper 9 of pack A is Holder's."))
    assert isinstance(done, PapersEntered)
    assert done.differences == 1


def test_papers_that_are_neither_reading_are_settled_in_words_too() -> None:
    walk = at_the_table()
    read(walk, FIRST, OTHERWISE)
    read(walk, SECOND, OTHERWISE)
    both = (shown(FIRST, OTHERWISE), shown(SECOND, OTHERWISE))
    assert walk.refusal(entered(walk, *both)) == "differences-not-settled"
    done = walk.do(entered(walk, *both, resolved="Both misread a smudged figure."))
    assert isinstance(done, PapersEntered)
    assert done.differences == 0


def test_nothing_is_settled_where_both_read_the_same() -> None:
    walk = at_the_table()
    walk.read(BLT)
    same = entered(walk, shown(FIRST), shown(SECOND), resolved="We agreed.")
    assert walk.refusal(same) == "nothing-to-settle"


def test_a_paper_that_one_reads_as_spoilt_is_a_difference() -> None:
    walk, fewer = at_the_table(), BLT.replace("9 1 0", "8 1 0")
    read(walk, FIRST)
    walk.do(PapersRead(seal=walk.sealed(SECOND, fewer, 1), by=(SECOND,)))
    both = (shown(FIRST), shown(SECOND, fewer, 1))
    done = walk.do(entered(walk, *both, resolved="The mark is clear enough."))
    assert isinstance(done, PapersEntered)
    assert done.differences == 1


def test_whoever_read_the_papers_signs_them() -> None:
    walk = at_the_table()
    read(walk, FIRST)
    read(walk, THIRD)
    by_others = entered(walk, shown(FIRST), shown(THIRD))
    assert walk.refusal(by_others) == "readers-sign"
    walk.do(replace(by_others, by=(FIRST, THIRD)))


def test_a_later_reading_replaces_the_earlier_one_of_the_same_teller() -> None:
    walk = at_the_table()
    read(walk, FIRST, OTHERWISE)
    read(walk, FIRST)
    read(walk, SECOND)
    walk.do(entered(walk, shown(FIRST), shown(SECOND)))


def test_papers_entered_anew_are_read_anew() -> None:
    walk = at_the_table()
    walk.do(walk.papers())
    assert walk.refusal(entered(walk, shown(FIRST), shown(SECOND))) == "not-read-twice"
    walk.do(walk.papers(OTHERWISE))


def test_a_recount_throws_away_a_reading_that_was_never_opened() -> None:
    walk = at_the_table()
    walk.do(walk.papers())
    read(walk, FIRST, OTHERWISE)
    walk.do(CountMade(by=TELLERS))
    walk.do(RecountRequested(by=(REPRESENTATIVE,)))
    assert walk.state.ballot is not None
    assert walk.state.ballot.readings == ()


def test_papers_that_elect_another_number_are_refused() -> None:
    walk = at_the_table()
    two = BLT.replace("3 1\n", "3 2\n", 1)
    assert walk.refusal(walk.papers(two)) == "other-candidates"


def test_a_recount_is_asked_for_up_to_the_last_moment_and_not_a_second_later() -> None:
    walk = Walk("labour-2018").counted()
    rules = walk.rulebook.rules.selection
    assert rules is not None
    made = walk.state.count
    assert made is not None
    given = Given(walk.state, walk.rulebook, walk.now)
    walk.now = end_after(given, made.counted_at, rules.ballot.recount_within.value)
    asked = RecountRequested(by=(REPRESENTATIVE,))
    late = walk.now + timedelta(seconds=1)
    no = decide(walk.state, asked, walk.rulebook, late)
    assert isinstance(no, Refused)
    assert no.code == "too-late"
    walk.do(asked)


# --- a handful ------------------------------------------------------------------------------------

NINE = """3 1
4 1 0
3 2 1 0
2 3 2 0
0
"p-holder"
"p-ash"
"p-birch"
"Northmoor"
"""
"""Nine papers: 4, 3, 2; Birch's two go to Ash, who has 5 of 9."""
TIED = NINE.replace("4 1 0", "3 1 0").replace("2 3 2 0", "3 3 2 0")
"""Three each: a lot decides who goes out first."""


def few(walk: Walk, blt: str = NINE, elected: str = "p-ash", **more: Any) -> FewPapersCounted:
    walk.read(blt)
    papers = PapersEntered(
        blt=blt, returned=9, spoilt=0, readings=(shown(FIRST), shown(SECOND)), by=TELLERS
    )
    lot = more.pop("lot", ())
    given = {"papers": Withheld(papers_value(papers, lot)), "elected": elected, "by": TELLERS}
    return FewPapersCounted(**{**given, **more})


def test_nine_papers_are_not_entered_and_ten_are() -> None:
    walk = at_the_table(9)
    assert walk.refusal(walk.papers(NINE, 9)) == "cell-too-small"
    ten = at_the_table(10)
    ten.do(ten.papers(NINE.replace("4 1 0", "5 1 0"), 10))


def test_spoilt_papers_do_not_make_a_handful_larger() -> None:
    walk = at_the_table(12)
    assert walk.refusal(walk.papers(NINE, 12, spoilt=3)) == "cell-too-small"


def test_a_handful_is_counted_by_its_tellers_and_selects() -> None:
    walk = at_the_table(9)
    walk.do(few(walk))
    assert (walk.state.stage, walk.state.candidate) == (Stage.APPEALS, "p-ash")
    assert walk.state.outcome is Outcome.CANDIDATE_SELECTED


def test_no_figure_of_a_handful_is_in_the_public_body() -> None:
    walk = at_the_table(9)
    written = to_record(walk.do(few(walk)))
    assert written.body == {"elected": "p-ash", "archive": "", "law": "alternative-vote"}
    assert written.withheld["papers"].seen_by is Visibility.PARTIES


def test_the_papers_of_a_handful_can_be_erased_and_the_outcome_stays() -> None:
    walk = at_the_table(9)
    said = few(walk)
    before = walk.state
    stands = walk.do(said)
    written = to_record(stands)
    erased = from_record(written.kind, written.body, set(written.withheld), {}, written.by)
    decided = decide(before, replace(erased, law=""), walk.rulebook, walk.now)  # type: ignore[call-arg]
    assert decided == (erased,)
    assert evolve(before, erased, walk.now) == walk.state


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"elected": "p-holder"}, "another-elected"),
        ({"elected": "p-elm"}, "not-a-candidate"),
        ({"papers": Withheld({"blt": NINE})}, "papers-unreadable"),
        ({"papers": Withheld("nine of them")}, "papers-unreadable"),
        ({"papers": Withheld({}, Visibility.PUBLIC)}, "cell-too-small"),
        ({"by": TELLERS[:1]}, "persons-missing"),
        ({"by": (FIRST, THIRD)}, "not-read-twice"),
    ],
)
def test_a_handful_is_reported_rightly_or_not_at_all(more: dict[str, Any], code: str) -> None:
    walk = at_the_table(9)
    assert walk.refusal(few(walk, **more)) == code


def test_a_handful_is_read_twice_as_well() -> None:
    walk = at_the_table(9)
    read(walk, FIRST, NINE)
    unread = FewPapersCounted(elected="p-ash", papers=Withheld({}), by=TELLERS)
    assert walk.refusal(unread) == "not-read-twice"


def test_papers_enough_to_be_shown_are_not_kept_back() -> None:
    walk = at_the_table(22)
    walk.read(BLT)
    papers = PapersEntered(
        blt=BLT, returned=22, spoilt=0, readings=(shown(FIRST), shown(SECOND)), by=TELLERS
    )
    kept = FewPapersCounted(elected="p-ash", papers=Withheld(papers_value(papers, ())), by=TELLERS)
    assert walk.refusal(kept) == "enough-papers"


def test_a_tie_among_a_handful_is_settled_by_one_drawing_of_all_names() -> None:
    """Three each. Holder is drawn first and goes out; then Ash has 3 and Birch 3, and Birch goes out."""
    walk = at_the_table(9)
    assert walk.refusal(few(walk, TIED, "p-ash")) == "lot-required"
    assert (
        walk.refusal(few(walk, TIED, "p-ash", lot=("p-holder", "p-holder"))) == "papers-unreadable"
    )
    walk.do(few(walk, TIED, "p-ash", lot=("p-holder", "p-birch", "p-ash")))
    assert walk.state.candidate == "p-ash"


# --- a small electorate ---------------------------------------------------------------------------


def hustings_held(electors: int | None) -> Walk:
    walk = Walk("model-association").shortlisted(*PERSONS)
    assert walk.state.roll is not None
    walk.state = replace(walk.state, roll=replace(walk.state.roll, electors=electors))
    walk.state = replace(walk.state, hustings_at=walk.now)
    walk.now += timedelta(days=10)
    return walk


def opening(walk: Walk) -> BallotOpened:
    packs = (PacksIssued("A", "post room", 1, 800),)
    return BallotOpened(
        candidates=PERSONS, closes=walk.now + timedelta(days=14), packs=packs, by=(OFFICE,)
    )


@pytest.mark.parametrize("electors", [None, 0, 1, 9])
def test_a_ballot_is_not_opened_among_fewer_electors_than_the_minimum_cell(
    electors: int | None,
) -> None:
    walk = hustings_held(electors)
    no = walk.refused(opening(walk))
    assert no.code == "too-few-electors"
    assert no.clause == str(load("model-association").rules.publication.minimum_cell.citation)


def test_a_ballot_is_opened_among_just_as_many_electors_as_the_minimum_cell() -> None:
    walk = hustings_held(10)
    walk.do(opening(walk))


def test_a_roll_of_nine_freezes_without_its_number_and_opens_no_ballot() -> None:
    trees = (RollTree(BRANCHES, None, "00" * 32),)
    walk = Walk("model-association")
    walk.answered().planned("trigger").at("freeze")
    walk.do(
        walk.decision(RollFrozen, freeze=walk.freeze_day(), contests=("selection",), trees=trees)
    )
    assert walk.state.roll is not None
    assert walk.state.roll.electors is None
