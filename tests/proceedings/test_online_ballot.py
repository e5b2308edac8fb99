"""The secret ballot online as the record sees it: when it may open, how it closes, what its result must fit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hustings.proceedings.codec import NotAnEntry, from_record, to_record
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.entry import Given
from hustings.proceedings.few_papers import FewPapersCounted, papers_value
from hustings.proceedings.member_ballot import (
    BallotOpened,
    CandidateWithdrew,
    HustingsNoticed,
    PacksIssued,
)
from hustings.proceedings.member_count import CountMade, papers_of
from hustings.proceedings.member_papers import PapersRead
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.online_ballot import (
    CodeStruckOff,
    OnlineBallotClosed,
    OnlineResultEntered,
)
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.stages import Stage
from hustings.proceedings.values import Actor, Role, Withheld
from tests.proceedings.walk import BLT, OFFICE, TELLERS, Walk, box_for

THREE = ("p-holder", "p-ash", "p-birch")
PAPERS = (PacksIssued("A", "post", 1, 100),)


def ready(rulebook: str = "model-association") -> Walk:
    """Everybody has spoken at the hustings; the ballot can open."""
    walk = Walk(rulebook).shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    return walk


def electors(walk: Walk) -> int:
    assert walk.state.roll is not None
    assert walk.state.roll.electors is not None
    return walk.state.roll.electors


def ballot(walk: Walk, packs: tuple[PacksIssued, ...] = (), **box: Any) -> BallotOpened:
    return BallotOpened(
        candidates=THREE,
        closes=walk.now + timedelta(days=14),
        packs=packs,
        online=box_for(box.pop("electors", electors(walk)), **box),
        by=(OFFICE,),
    )


def open_box(packs: tuple[PacksIssued, ...] = (), **box: Any) -> Walk:
    walk = ready()
    walk.do(ballot(walk, packs, **box))
    return walk


def close(ballots: int = 22, **more: Any) -> OnlineBallotClosed:
    return OnlineBallotClosed(**{"event": "ee" * 32, "ballots": ballots, "by": TELLERS, **more})


def closed(packs: tuple[PacksIssued, ...] = (), **box: Any) -> Walk:
    walk = open_box(packs, **box)
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=16)
    walk.do(close())
    return walk


def result(blt: str = BLT, invalid: int = 0, **more: Any) -> OnlineResultEntered:
    given = {"archive": "aa" * 32, "blt": blt, "invalid": invalid, "by": TELLERS}
    return OnlineResultEntered(**{**given, **more})


def struck(credential: str = "c0" * 32, **more: Any) -> CodeStruckOff:
    by = (Actor("p-scrutineer", Role.SCRUTINEER),)
    given = {"credential": credential, "because": StrikeReason.OTHER_HANDS, "by": by}
    return CodeStruckOff(**{**given, **more})


# --- codes struck off -------------------------------------------------------------------------------


def test_a_code_is_struck_off_by_the_scrutineer_once_and_while_ballots_are_accepted() -> None:
    walk = open_box()
    assert walk.refusal(struck(by=(OFFICE,))) == "persons-missing"
    assert walk.refusal(struck("p-ash")) == "credential-unclear"
    walk.do(struck())
    assert walk.refusal(struck()) == "struck-off-already"
    walk.do(struck("7" * 617, because=StrikeReason.OFF_THE_ROLL))
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=16)
    assert walk.refusal(struck("c1" * 32)) == "too-late"
    walk.do(close())
    assert walk.refusal(struck("c1" * 32)) is not None


def test_the_scrutineer_signs_that_a_code_is_struck_off_and_in_older_records_was_not_asked_to() -> (
    None
):
    """An opening that names the scrutineer's declaration is of those that came after the question was put."""
    for declaration, signed in (({}, True), ({"declaration": ""}, False)):
        walk = open_box(**declaration)
        (needed,) = struck().requirements(Given(walk.state, walk.rulebook, walk.now))
        assert (needed.roles, needed.signed) == ({Role.SCRUTINEER}, signed)


def test_an_older_opening_is_spelled_as_it_was_and_no_opening_in_two_ways() -> None:
    walk = ready()
    old = to_record(ballot(walk, declaration=""))
    body: Any = old.body
    assert "declaration" not in body["online"]
    assert from_record(old.kind, body, set(), {}, old.by) == ballot(walk, declaration="")
    body["online"]["declaration"] = ""
    with pytest.raises(NotAnEntry, match="left out"):
        from_record(old.kind, body, set(), {}, old.by)
    new = to_record(ballot(walk, declaration="de" * 32))
    assert from_record(new.kind, new.body, set(), {}, new.by) == ballot(walk, declaration="de" * 32)
    assert walk.refusal(ballot(walk, declaration="de")) == "election-unclear"


def test_a_ballot_on_paper_alone_has_no_codes_to_strike_off() -> None:
    walk = ready()
    walk.do(BallotOpened(
        candidates=THREE, closes=walk.now + timedelta(days=14), packs=PAPERS, by=(OFFICE,)
    ))  # fmt: skip
    assert walk.refusal(struck()) == "not-online"


def test_no_more_ballots_are_in_the_box_than_there_are_codes_not_struck_off() -> None:
    """900 electors and two spares, one code struck off: 901 ballots at most."""
    walk = open_box(spares=2)
    walk.do(struck())
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=16)
    most = electors(walk) + 2 - 1
    assert walk.refusal(close(most + 1)) == "more-than-credentials"
    walk.do(close(most))


# --- opening ----------------------------------------------------------------------------------------


def test_members_vote_online_only_where_the_rulebook_has_rules_for_it() -> None:
    walk = ready("labour-2018")
    assert walk.refusal(ballot(walk)) == "no-online-ballot"


def test_too_few_electors_do_not_hide_one_another() -> None:
    """The model rules ask for 20; one fewer with a credential is too few, though more are on the roll."""
    walk = ready()
    assert walk.refusal(ballot(walk, packs=PAPERS, electors=19)) == "too-few-electors"
    walk.do(ballot(walk, packs=PAPERS, electors=20))


def test_every_elector_has_a_credential_unless_papers_go_out_as_well() -> None:
    walk = ready()
    assert walk.refusal(ballot(walk, electors=electors(walk) - 1)) == "credentials-do-not-fit"
    assert walk.refusal(ballot(walk, electors=electors(walk) + 1)) == "credentials-do-not-fit"
    assert (
        walk.refusal(ballot(walk, packs=PAPERS, electors=electors(walk) + 1))
        == "credentials-do-not-fit"
    )
    walk.do(ballot(walk))


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ({"trustees": 2}, "too-few-trustees"),
        ({"needed": 1}, "other-threshold"),
        ({"needed": 3}, "other-threshold"),
        ({"rehearsal": ""}, "no-rehearsal"),
        ({"uuid": "short"}, "election-unclear"),
        ({"uuid": "0OIl0OIl0OIl0OIl"}, "election-unclear"),
        ({"election": "A" * 42}, "election-unclear"),
        ({"setup": "5E" * 32}, "election-unclear"),
        ({"booth": ""}, "election-unclear"),
        ({"rehearsal": "yes"}, "election-unclear"),
        ({"spares": -1}, "election-unclear"),
        ({"trustees": 3, "needed": 4}, "election-unclear"),
    ],
)
def test_an_election_that_the_rules_do_not_have_opens_nothing(box: Any, code: str) -> None:
    walk = ready()
    assert walk.refusal(ballot(walk, **box)) == code


def test_without_papers_and_without_a_box_nobody_could_vote() -> None:
    walk = ready()
    nothing = BallotOpened(candidates=THREE, closes=walk.now + timedelta(days=14), by=(OFFICE,))
    assert walk.refusal(nothing) == "no-way-to-vote"


# --- closing ----------------------------------------------------------------------------------------


def test_the_box_closes_after_the_last_minute_of_grace_and_not_in_it() -> None:
    """The ballot closes at its minute; fifteen minutes more are for those who had opened the booth."""
    walk = open_box()
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=15)
    assert walk.refusal(close()) == "ballot-open"
    walk.now += timedelta(seconds=1)
    walk.do(close())
    assert walk.state.stage is Stage.COUNT
    assert walk.refusal(close()) == "another-stage"


def test_two_persons_witness_the_close() -> None:
    walk = open_box()
    walk.now += timedelta(days=15)
    assert walk.refusal(close(by=TELLERS[:1])) == "persons-missing"


def test_no_more_ballots_than_credentials_are_in_the_box() -> None:
    walk = open_box()
    walk.now += timedelta(days=15)
    most = electors(walk) + 5
    assert walk.refusal(close(most + 1)) == "more-than-credentials"
    assert walk.refusal(close(-1)) == "more-than-credentials"
    assert walk.refusal(close(event="ee")) == "event-unclear"
    walk.do(close(most))


def test_a_ballot_on_paper_has_no_box_to_close() -> None:
    walk = Walk("model-association").ballot_open(*THREE)
    walk.now += timedelta(days=15)
    assert walk.refusal(close()) == "not-online"


# --- the result -------------------------------------------------------------------------------------


def test_the_rankings_are_counted_by_the_law_of_the_rulebook() -> None:
    """9 for the holder, 7 for ash, 6 for birch of whom 4 go on to ash: 11 of 20 in play."""
    walk = closed()
    walk.do(result())
    walk.do(CountMade(by=TELLERS))
    assert (walk.state.candidate, walk.state.stage) == ("p-ash", Stage.APPEALS)


def test_nothing_is_counted_before_the_result_is_opened() -> None:
    walk = closed()
    assert walk.refusal(CountMade(by=TELLERS)) == "no-papers"


def test_rankings_and_those_without_one_are_as_many_as_the_ballots_of_the_close() -> None:
    walk = closed()
    assert walk.refusal(result(invalid=1)) == "ballots-do-not-add-up"
    assert walk.refusal(result(BLT.replace("9 1 0", "8 1 0"))) == "ballots-do-not-add-up"
    walk.do(result(BLT.replace("9 1 0", "8 1 0"), invalid=1))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"blt": BLT.replace("p-ash", "p-oak")}, "other-candidates"),
        ({"blt": BLT.replace("3 1", "3 2", 1)}, "other-candidates"),
        ({"blt": "# mine\n" + BLT}, "papers-with-more"),
        ({"blt": BLT.replace("9 1 0", "-1\n9 1 0")}, "papers-with-more"),
        ({"blt": "nonsense"}, "papers-unreadable"),
        ({"archive": "AA" * 32}, "archive-unclear"),
        ({"by": TELLERS[:1]}, "persons-missing"),
        ({"invalid": -1}, "ballots-do-not-add-up"),
    ],
)
def test_a_result_that_does_not_fit_is_refused(more: Any, code: str) -> None:
    assert closed().refusal(result(**more)) == code


def test_a_result_is_opened_once() -> None:
    walk = closed()
    walk.do(result())
    assert walk.refusal(result()) == "opened-already"
    walk.do(CountMade(by=TELLERS))
    assert walk.refusal(result()) == "another-stage"


def test_votes_that_the_emergency_route_seals_are_never_opened() -> None:
    walk = open_box()
    walk.do(walk.decision(EmergencyDeclared, moment="resolution", happened_at=walk.now))
    walk.now += timedelta(days=15)
    assert walk.refusal(close()) == "another-stage"
    assert walk.refusal(result()) == "another-stage"


# --- paper and online -------------------------------------------------------------------------------


def test_the_box_closes_before_the_papers_are_reconciled() -> None:
    walk = open_box(PAPERS, electors=100)
    walk.now += timedelta(days=15)
    back = BallotReconciled.of((PackReturned("A", 4, 0, 0, 96),), 10, by=TELLERS)
    assert walk.refusal(back) == "box-first"
    walk.do(close())
    assert walk.state.stage is Stage.BALLOT
    assert walk.refusal(close()) == "closed-already"
    walk.do(back)
    assert walk.state.stage is Stage.COUNT


def on_paper(number: int) -> str:
    """So many papers, each for the holder."""
    return f'3 1\n{number} 1 0\n0\n"p-holder"\n"p-ash"\n"p-birch"\n"Northmoor"\n'


def test_a_handful_of_papers_beside_a_box_is_counted_with_it_and_not_shown() -> None:
    """22 online elect ash; four papers more for the holder make 13 of 24 in play, and a majority."""
    walk = closed(PAPERS, electors=100)
    walk.do(BallotReconciled.of((PackReturned("A", 4, 0, 0, 96),), 10, by=TELLERS))
    entered = walk.papers(on_paper(4), 4)
    assert walk.refusal(entered) == "cell-too-small"
    few = FewPapersCounted(
        elected="p-holder", papers=Withheld(papers_value(entered, ())), by=TELLERS
    )
    assert walk.refusal(few) == "box-first"
    walk.do(result())
    assert walk.refusal(replace(few, elected="p-ash")) == "another-elected"
    walk.do(few)
    assert walk.state.candidate == "p-holder"


def test_where_all_vote_online_no_papers_are_read() -> None:
    walk = closed()
    no_papers = PapersRead(seal="0" * 64, by=TELLERS[:1])
    assert walk.refusal(no_papers) == "no-packs"


def test_papers_and_rankings_cast_online_are_counted_together() -> None:
    """22 online elect ash; twelve papers more for the holder make 21 of 34, and a majority."""
    walk = closed(PAPERS, electors=100)
    walk.do(BallotReconciled.of((PackReturned("A", 12, 0, 0, 88),), 10, by=TELLERS))
    walk.do(walk.papers(on_paper(12), 12))
    assert walk.refusal(CountMade(by=TELLERS)) == "no-papers"
    walk.do(result())
    assert walk.state.ballot is not None
    assert papers_of(walk.state.ballot).valid == 34
    walk.do(CountMade(by=TELLERS))
    assert walk.state.candidate == "p-holder"


def test_a_ballot_online_alone_has_no_packs_to_reconcile() -> None:
    walk = open_box()
    walk.now += timedelta(days=15)
    assert walk.refusal(BallotReconciled.of((), 10, by=TELLERS)) == "no-packs"


def test_rankings_for_a_candidate_who_withdrew_pass_on() -> None:
    walk = open_box()
    walk.do(CandidateWithdrew(candidate="p-birch", by=(Actor("p-birch", Role.CANDIDATE),)))
    walk.now += timedelta(days=15)
    walk.do(close())
    walk.do(result())
    walk.do(CountMade(by=TELLERS))
    assert walk.state.candidate == "p-ash"


def test_whoever_replays_the_record_comes_to_the_same() -> None:
    walk = closed()
    walk.do(result())
    walk.do(CountMade(by=TELLERS))
    assert walk.replayed() == walk.state
