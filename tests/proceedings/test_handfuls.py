"""A handful of votes: whatever they are, the public reads the same record, and the outcome replays without them.

Each story plays a ballot in which a handful took part. The property is that of secrecy itself: two records that differ
in the handful alone are, to whoever may read only what is public, one and the same (but for salted commitments and
seals, which tell nothing).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hustings.conduct.saying import say
from hustings.counting.formats.blt import read_blt
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import CheckFailed, Refused
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Given
from hustings.proceedings.few_papers import CastOnline, FewPapersCounted, Kept, kept_value
from hustings.proceedings.member_ballot import BallotOpened, PacksIssued
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.member_papers import PapersEntered, PapersRead
from hustings.proceedings.online_ballot import OnlineBallotClosed
from hustings.proceedings.petition import counted as counted_petition
from hustings.proceedings.publication import (
    agree_on_the_first,
    archive_may_be_public,
    is_handful,
    told_together,
)
from hustings.proceedings.readoption import BodyBallotReturned
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned, PacksTold, told_of
from hustings.proceedings.replay import replay_one
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Visibility, Withheld
from hustings.verifier.result import claim_of
from tests.proceedings.test_afterwards import opening as petition_opening
from tests.proceedings.test_afterwards import voted
from tests.proceedings.test_online_ballot import PAPERS, THREE, ballot, ready, result
from tests.proceedings.test_reading_papers import FIRST, SECOND, shown
from tests.proceedings.walk import OFFICE, TELLERS, Walk

CELL = 10
UNITS = (
    PacksIssued("A", "Alder Row", 1, 60), PacksIssued("B", "Birch Row", 61, 120),
    PacksIssued("C", "post room", 121, 400),
)  # fmt: skip
handful = st.integers(1, CELL - 1)


def papers(holder: int, ash: int, birch: int = 0) -> str:
    """So many papers with this first preference and no second."""
    lines = [f"{n} {c} 0" for c, n in enumerate((holder, ash, birch), 1) if n]
    return "\n".join(["3 1", *lines, "0", *(f'"{p}"' for p in THREE), '"Northmoor"']) + "\n"


def public(walk: Walk) -> list[Any]:
    """All that the record gives to the public: bodies, openings, the state after each entry, the sentences."""
    read: list[Any] = []
    state = Selection()
    for entry, at in walk.entries:
        written = to_record(entry)
        opened = {n: v.value for n, v in written.withheld.items() if v.seen_by is Visibility.PUBLIC}
        body: dict[str, Json] = dict(written.body)
        if isinstance(entry, PapersRead):
            body["seal"] = "a seal"
        state = replay_one(state, erased(entry), walk.rulebook, at)
        read.append((entry.kind, body, opened, unsealed(state), sentence(entry)))
    return [*read, claim_of(walk.state, (entry for entry, _ in walk.entries))]


def sentence(entry: Any) -> str:
    """What pages and feeds say of an entry."""
    return say(erased(entry), {}, "Europe/London", str)


def unsealed(state: Selection) -> Selection:
    """The state, its seals alike."""
    if state.ballot is None:
        return state
    readings = tuple(replace(one, seal="a seal") for one in state.ballot.readings)
    return replace(state, ballot=replace(state.ballot, readings=readings))


def erased(entry: Any) -> Any:
    """The entry as a stranger reads it who holds no opening but the public ones."""
    written = to_record(entry)
    opened = {n: v for n, v in written.withheld.items() if v.seen_by is Visibility.PUBLIC}
    return from_record(written.kind, written.body, set(written.withheld), opened, written.by)


def closed(walk: Walk, ballots: int | None = None) -> Walk:
    """The ballot is over, and the box, if there is one, closed with so many ballots."""
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=16)
    if ballots is not None:
        walk.do(OnlineBallotClosed.of("ee" * 32, ballots, CELL, TELLERS))
    return walk


def reconciled(walk: Walk, *backs: int) -> None:
    """So many came back of each pack; everything else was never given out."""
    assert walk.state.ballot is not None
    packs = [
        PackReturned(pack.name, back, 0, pack.issued - back, 0)
        for pack, back in zip(walk.state.ballot.packs, backs, strict=True)
    ]
    walk.do(BallotReconciled.of(packs, CELL, by=TELLERS))


def on_paper(packs: tuple[PacksIssued, ...] = UNITS) -> Walk:
    """Members vote on paper only."""
    walk = ready()
    closes = walk.now + timedelta(days=14)
    walk.do(BallotOpened(candidates=THREE, closes=closes, packs=packs, by=(OFFICE,)))
    return closed(walk)


def report(
    walk: Walk, elected: str, blt: str | None = None, online: CastOnline | None = None
) -> FewPapersCounted:
    """What two tellers report who keep papers, or what was cast online, or both, with the parties."""
    entered = None
    if blt is not None:
        walk.read(blt)
        number = read_blt(blt.encode()).as_papers().returned
        entered = PapersEntered(
            blt=blt, returned=number, spoilt=0, readings=(shown(FIRST), shown(SECOND)), by=TELLERS
        )
    return FewPapersCounted(
        elected=elected,
        papers=Withheld(kept_value(Kept(entered, online))),
        archive="aa" * 32 if online else "",
        by=TELLERS,
    )


# --- the stories: each with a handful of voters, all for ash ------------------------------------------


def few_papers(number: int) -> Walk:
    walk = on_paper()
    reconciled(walk, number, 0, 0)
    walk.do(report(walk, "p-ash", papers(0, number)))
    return walk


def few_in_two_packs(number: int) -> Walk:
    """Ten came back of the two units together, and thirty by post."""
    walk = on_paper()
    reconciled(walk, number, CELL - number, 30)
    walk.do(walk.papers(papers(0, 40), 40))
    walk.do(CountMade(by=TELLERS))
    return walk


def few_online(number: int) -> Walk:
    walk = ready()
    walk.do(ballot(walk))
    closed(walk, number)
    walk.do(report(walk, "p-ash", online=CastOnline(papers(0, number), 0)))
    return walk


def few_papers_beside_a_box(number: int) -> Walk:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, 22)
    reconciled(walk, number)
    walk.do(result(papers(0, 22)))
    walk.do(report(walk, "p-ash", papers(0, number)))
    return walk


def few_online_beside_papers(number: int) -> Walk:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, number)
    reconciled(walk, 22)
    walk.do(walk.papers(papers(0, 22), 22))
    walk.do(report(walk, "p-ash", online=CastOnline(papers(0, number), 0)))
    return walk


def few_everywhere(number: int) -> Walk:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, number)
    reconciled(walk, CELL - number)
    walk.do(report(walk, "p-ash", papers(0, CELL - number), CastOnline(papers(0, number), 0)))
    return walk


def few_of_a_body(number: int) -> Walk:
    walk = Walk("conservative-readoption").answered()
    said = voted(walk, "first", number, 0)
    walk.do(BodyBallotReturned.few(replace(said, entitled=12), carried=True))
    return walk


def few_signatures(number: int) -> Walk:
    """Nobody's petition reaches a tenth of 75,428 with a handful."""
    walk = petition_of_a_cell()
    walk.do(counted_petition(number, 0, Given(walk.state, walk.rulebook, walk.now), TELLERS))
    return walk


def petition_of_a_cell() -> Walk:
    """The petition of the recall rules, under rules that have a minimum cell."""
    from hustings.proceedings.rolls import RollFrozen, RollTree
    from hustings.rulebooks.loader import load

    book = load("uk-recall-2015")
    cell = book.rules.publication.minimum_cell.model_copy(update={"value": CELL})
    rules = book.rules.model_copy(
        update={"publication": book.rules.publication.model_copy(update={"minimum_cell": cell})}
    )
    walk = Walk(replace(book, rules=rules)).opened()
    trees = (RollTree(("constituency",), 75_428, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    walk.do(petition_opening(walk, 75_428))
    walk.now += timedelta(days=43)
    return walk


STORIES: tuple[Callable[[int], Walk], ...] = (
    few_papers, few_in_two_packs, few_online, few_papers_beside_a_box, few_online_beside_papers,
    few_everywhere, few_of_a_body, few_signatures,
)  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_two_records_that_differ_in_a_handful_alone_read_the_same(
    story: Callable[[int], Walk],
) -> None:
    read = [public(story(number)) for number in (1, 4, CELL - 1)]
    assert read[0] == read[1] == read[2]


@pytest.mark.parametrize("story", STORIES)
def test_what_the_public_reads_is_not_the_same_whatever_happened(
    story: Callable[[int], Walk],
) -> None:
    """The comparison sees a difference where there is one: here the parties' copies differ."""
    one, other = ([to_record(e).withheld for e, _ in story(n).entries] for n in (1, 4))
    assert one != other


@pytest.mark.parametrize("story", STORIES)
def test_the_outcome_replays_without_the_handful(story: Callable[[int], Walk]) -> None:
    walk = story(3)
    state = Selection()
    for entry, at in walk.entries:
        state = replay_one(state, erased(entry), walk.rulebook, at)
    assert state == walk.state
    assert state.outcome is not None


@pytest.mark.parametrize("story", STORIES)
def test_what_is_said_of_a_handful_gives_no_figure(story: Callable[[int], Walk]) -> None:
    said = [sentence(entry) for entry, _ in story(7).entries]
    assert all(said)
    assert not any("None" in one for one in said)


# --- what is refused ----------------------------------------------------------------------------------


def test_a_handful_counted_is_as_many_papers_as_came_back_for_whoever_reads_both() -> None:
    """Seven came back; five are counted. The parties' replay refuses it; the public knows neither number."""
    walk = on_paper()
    reconciled(walk, 7, 0, 0)
    other = report(walk, "p-ash", papers(0, 5))
    assert walk.refusal(other) == "not-as-reconciled"
    with pytest.raises(CheckFailed, match="7 papers came back by the reconciliation, not 5"):
        replay_one(walk.state, replace(other, law="eliminating-ballot"), walk.rulebook, walk.now)
    state = Selection()
    for entry, at in walk.entries:
        state = replay_one(state, erased(entry), walk.rulebook, at)
    assert state == walk.state
    assert state.ballot is not None
    assert state.ballot.returned_to_parties is None
    assert not isinstance(decide(state, other, walk.rulebook, walk.now), Refused)


FOUR_CAME_BACK = (
    PackReturned("A", 4, 0, 56, 0),
    PackReturned("B", 30, 0, 30, 0),
    PackReturned("C", 0, 0, 280, 0),
)
"""Of pack A only a handful: it is told together with B."""


def test_a_handful_of_papers_is_not_told_pack_by_pack() -> None:
    walk = on_paper()
    plain = replace(
        BallotReconciled.of(FOUR_CAME_BACK, CELL, by=TELLERS),
        told=tuple(
            PacksTold((p.pack,), p.returned, p.spoilt, p.unused, p.outstanding)
            for p in FOUR_CAME_BACK
        ),
    )
    assert walk.refusal(plain) == "told-otherwise"
    assert walk.refusal(erased(plain)) == "cell-too-small"
    open_account = replace(plain, account=replace(plain.account, seen_by=Visibility.PUBLIC))
    assert walk.refusal(open_account) == "cell-too-small"


def test_what_is_told_of_packs_adds_up_without_the_account() -> None:
    walk = on_paper()
    whole = BallotReconciled.of(FOUR_CAME_BACK, CELL, by=TELLERS)
    assert whole.told == (PacksTold(("A", "B"), 34, 0, 86, 0), PacksTold(("C",), 0, 0, 280, 0))
    short = erased(replace(whole, told=(replace(whole.told[0], unused=85), whole.told[1])))
    assert walk.refusal(short) == "does-not-reconcile"
    assert walk.refusal(erased(replace(whole, told=whole.told[:1]))) == "other-packs"
    half = erased(replace(whole, told=(replace(whole.told[0], unused=None), whole.told[1])))
    assert walk.refusal(half) == "figures-unclear"
    walk.do(erased(whole))


def test_an_account_that_is_not_one_is_refused() -> None:
    walk = on_paper()
    whole = BallotReconciled.of([PackReturned(p, 4, 0, 56, 0) for p in "AB"], CELL, by=TELLERS)
    for value in (
        "four",
        [{"pack": "A"}],
        [{"pack": "A", "returned": "4", "spoilt": 0, "unused": 0, "outstanding": 0}],
    ):
        wrong = replace(whole, account=Withheld(value))  # type: ignore[arg-type]
        assert walk.refusal(wrong) == "account-unreadable"


def test_a_handful_of_ballots_online_is_not_told_and_more_are_not_kept() -> None:
    walk = ready()
    walk.do(ballot(walk))
    closed(walk)
    said = OnlineBallotClosed(event="ee" * 32, ballots=4, by=TELLERS)
    assert walk.refusal(said) == "cell-too-small"
    assert walk.refusal(replace(said, ballots=None)) == "cell-too-small"
    kept = replace(said, ballots=None, handful=Withheld(12))
    assert walk.refusal(kept) == "enough-ballots"
    seen = replace(kept, handful=Withheld(4, Visibility.PUBLIC))
    assert walk.refusal(seen) == "cell-too-small"
    walk.do(replace(kept, handful=Withheld(4)))
    assert walk.refusal(result(papers(0, 4))) == "cell-too-small"


def test_nobody_online_is_told_and_the_papers_are_counted_as_ever() -> None:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, 0)
    reconciled(walk, 22)
    walk.do(walk.papers(papers(0, 22), 22))
    walk.do(result(papers(0, 0)))
    walk.do(CountMade(by=TELLERS))
    assert walk.state.candidate == "p-ash"


def test_no_paper_that_came_back_is_told_and_what_was_cast_online_is_counted() -> None:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, 22)
    reconciled(walk, 0)
    walk.do(result(papers(0, 22)))
    assert walk.refusal(report(walk, "p-ash", papers(0, 0))) == "enough-papers"
    walk.do(walk.papers(papers(0, 0), 0))
    walk.do(CountMade(by=TELLERS))
    assert walk.state.candidate == "p-ash"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"archive": ""}, "archive-unclear"),
        ({"archive": "an archive"}, "archive-unclear"),
        ({"elected": "p-birch"}, "another-elected"),
        ({"papers": Withheld(kept_value(Kept(None, None)))}, "papers-unreadable"),
        (
            {"papers": Withheld(kept_value(Kept(None, CastOnline(papers(0, 12), 0))))},
            "not-as-closed",
        ),
        ({"papers": Withheld(kept_value(Kept(None, CastOnline("nine", 0))))}, "papers-unreadable"),
        (
            {"papers": Withheld(kept_value(Kept(None, CastOnline(papers(0, 4), -1))))},
            "ballots-do-not-add-up",
        ),
    ],
)
def test_a_handful_online_is_reported_rightly_or_not_at_all(
    more: dict[str, Any], code: str
) -> None:
    walk = ready()
    walk.do(ballot(walk))
    closed(walk, 4)
    said = report(walk, "p-ash", online=CastOnline(papers(0, 4), 0))
    assert walk.refusal(replace(said, **more)) == code
    assert walk.refusal(CountMade(by=TELLERS)) == "no-papers"


def test_a_handful_counted_online_is_as_many_ballots_as_stood_at_the_close_for_whoever_reads_both() -> (
    None
):
    """Four stood at the close; five are counted, one of them without a ranking. The public knows neither number."""
    walk = ready()
    walk.do(ballot(walk))
    closed(walk, 4)
    other = report(walk, "p-ash", online=CastOnline(papers(0, 4), 1))
    assert walk.refusal(other) == "not-as-closed"
    with pytest.raises(CheckFailed, match="4 ballots were in the box, not 5"):
        replay_one(walk.state, replace(other, law="eliminating-ballot"), walk.rulebook, walk.now)
    state = Selection()
    for entry, at in walk.entries:
        state = replay_one(state, erased(entry), walk.rulebook, at)
    assert state == walk.state
    assert not isinstance(decide(state, other, walk.rulebook, walk.now), Refused)


def test_a_handful_online_waits_for_the_papers_beside_it() -> None:
    walk = ready()
    walk.do(ballot(walk, PAPERS, electors=100))
    closed(walk, 4)
    reconciled(walk, 22)
    alone = report(walk, "p-ash", online=CastOnline(papers(0, 4), 0))
    assert walk.refusal(alone) == "not-read-twice"
    walk.do(walk.papers(papers(22, 0), 22))
    assert walk.refusal(alone) == "another-elected"
    walk.do(replace(alone, elected="p-holder"))


def test_papers_for_one_unit_are_not_issued_in_the_number_of_its_few_members() -> None:
    walk = ready()
    closes = walk.now + timedelta(days=14)
    unit = walk.state.units[0]
    for to in (unit.id, unit.name):
        few = BallotOpened(
            candidates=THREE, closes=closes, packs=(PacksIssued("A", to, 1, 9),), by=(OFFICE,)
        )
        assert walk.refusal(few) == "cell-too-small"
    spare = (PacksIssued("A", unit.name, 1, 10), PacksIssued("B", "the hall, spare ones", 11, 14))
    walk.do(BallotOpened(candidates=THREE, closes=closes, packs=spare, by=(OFFICE,)))


# --- the rules by themselves --------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 3)), min_size=1, max_size=6))
def test_no_line_of_packs_tells_of_a_handful_nor_does_the_total_less_the_others(
    given_: list[tuple[int, int]],
) -> None:
    """Whatever came back: each line is of nobody or of enough, and so are all sums of lines."""
    packs = [PackReturned(str(n), back, 0, 5, out) for n, (back, out) in enumerate(given_)]
    total = sum(pack.returned for pack in packs)
    told = told_of(packs, CELL)
    assert sorted(name for line in told for name in line.packs) == sorted(p.pack for p in packs)
    if is_handful(total, CELL):
        assert [line.figures for line in told] == [None]
        return
    assert sum(line.figures[0] for line in told if line.figures) == total
    for line in told:
        assert line.figures is not None
        returned, _, _, outstanding = line.figures
        assert returned >= CELL or returned + outstanding == 0 or total == 0


@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=6))
def test_packs_told_together_are_as_few_as_can_be(backs: list[tuple[int, bool]]) -> None:
    assume(sum(back for back, _ in backs) >= CELL)
    packs = [(str(n), back, out or back > 0) for n, (back, out) in enumerate(backs)]
    small = [name for name, back, out in packs if out and back < CELL]
    joined = [group for group in told_together(packs, CELL) if len(group) > 1]
    assert len(joined) <= 1
    if small and joined:
        extra = sorted(back for name, back, _ in packs if name in {*joined[0]} - {*small})
        least = sum(back for name, back, _ in packs if name in small)
        assert not extra or least + sum(extra[:-1]) < CELL


def test_a_rulebook_without_a_minimum_cell_tells_everything() -> None:
    packs = [PackReturned("A", 1, 0, 5, 2), PackReturned("B", 0, 0, 5, 3)]
    assert [line.figures for line in told_of(packs, 0)] == [(1, 0, 5, 2), (0, 0, 5, 3)]


def test_an_archive_is_public_with_nobody_or_enough_in_it() -> None:
    assert [archive_may_be_public(n, CELL) for n in (None, 0, 1, 9, 10)] == [
        False, True, False, False, True,
    ]  # fmt: skip


def test_agreement_on_the_first_preference_is_seen_before_it_is_published() -> None:
    one = read_blt(b'2 1\n3 1 2 0\n9 1 0\n0\n"A"\n"B"\n"T"\n').as_papers()
    two = read_blt(b'2 1\n3 1 2 0\n1 2 0\n0\n"A"\n"B"\n"T"\n').as_papers()
    assert agree_on_the_first(one)
    assert not agree_on_the_first(one, spoilt=1)
    assert not agree_on_the_first(two)


def test_totals_of_a_handful_in_a_body_are_the_parties_and_of_enough_everybodys() -> None:
    walk = Walk("conservative-readoption").answered()
    assert walk.refusal(voted(walk, "first", 6, 3)) == "cell-too-small"
    enough = voted(walk, "first", 6, 4)
    assert walk.refusal(BodyBallotReturned.few(enough, carried=True)) == "cell-too-small"
    few = BodyBallotReturned.few(voted(walk, "first", 6, 3), carried=True)
    assert walk.refusal(replace(few, attested=False)) == "result-contradicts-votes"
    assert walk.refusal(replace(few, attested=None)) == "figures-unclear"
    assert walk.refusal(replace(few, entitled=12)) == "figures-unclear"
    assert walk.refusal(replace(few, totals=Withheld({"in_favour": 6}))) == "figures-unclear"
    assert few.totals is not None
    seen = replace(few.totals, seen_by=Visibility.PUBLIC)
    assert walk.refusal(replace(few, totals=seen)) == "cell-too-small"
    walk.do(few)
    assert (walk.state.outcome, walk.state.stage) == (Outcome.RESELECTED, Stage.APPEALS)


def test_signatures_of_a_handful_are_the_parties() -> None:
    walk = petition_of_a_cell()
    now = Given(walk.state, walk.rulebook, walk.now)
    few = counted_petition(4, 1, now, TELLERS)
    assert (few.signatures, few.rejected, few.attested) == (None, None, False)
    told = replace(few, signatures=4, rejected=1, totals=None, attested=None)
    assert walk.refusal(told) == "cell-too-small"
    assert walk.refusal(replace(few, attested=True)) == "result-contradicts-votes"
    assert walk.refusal(replace(few, rejected=1)) == "figures-unclear"
    assert walk.refusal(replace(few, totals=Withheld([4, 1]))) == "figures-unclear"
    many = counted_petition(40, 1, now, TELLERS)
    assert (many.signatures, many.totals) == (40, None)
    walk.do(few)
    assert walk.state.outcome is Outcome.PETITION_FAILED
