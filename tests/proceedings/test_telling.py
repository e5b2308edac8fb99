"""Where a seat stands, in a sentence for every stage, in words for people."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hustings.proceedings.appeals import AppealMade
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.interruptions import Cancelled, Postponed
from hustings.proceedings.member_count import RecountRequested
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.petition import PetitionOpened
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.stages import Answer, Stage, UnitAnswer
from hustings.proceedings.suspension import Suspended
from hustings.proceedings.telling import where_it_stands
from hustings.proceedings.values import Withheld
from tests.conduct.polls import rules_with_cell, walk_to_the_box
from tests.proceedings.walk import AFFILIATES, BRANCHES, REPRESENTATIVE, TELLERS, Walk

TWO = ("p-holder", "p-ash")
FOUR = """3 1
3 2 1 0
1 1 3 0
0
"p-holder"
"p-ash"
"p-birch"
"Northmoor"
"""


def _suspended() -> Walk:
    walk = Walk().answered()
    walk.do(walk.decision(Suspended, suspension=Withheld("x")))
    return walk


def _petition() -> Walk:
    walk = Walk("uk-recall-2015").opened()
    trees = (RollTree(("constituency",), 900, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    rules = walk.rulebook.rules.petition
    assert rules is not None
    walk.do(
        walk.decision(
            PetitionOpened, electors=900, places=1, opens=walk.now, ground=rules.grounds.value[0]
        )
    )
    return walk


def _recount() -> Walk:
    walk = Walk().counted()
    walk.do(RecountRequested(by=(REPRESENTATIVE,)))
    return walk


def _panel() -> Walk:
    walk = Walk().answered(Answer.NO)
    walk.do(walk.decision(EmergencyDeclared, moment="announcement", happened_at=walk.now))
    return walk


def _refused() -> Walk:
    walk = Walk().counted()
    walk.now += timedelta(days=30)
    walk.do(walk.decision(EndorsementDecided, candidate="p-ash", endorsed=False))
    return walk


def _emergency() -> Walk:
    walk = Walk().asked()
    walk.do(walk.decision(EmergencyDeclared, moment="announcement", happened_at=walk.now))
    return walk


def _cancelled() -> Walk:
    walk = Walk().asked()
    walk.do(walk.decision(Cancelled))
    return walk


STANDS: dict[Stage, tuple[Callable[[], Walk], str]] = {
    Stage.OPENED: (lambda: Walk().opened(), "has not been asked yet"),
    Stage.ASKED: (lambda: Walk().asked(), "may answer until Monday 8 July 2019, 6 pm."),
    Stage.WAITING: (_suspended, "The seat waits for a decision of the competent body."),
    Stage.TRIGGER: (
        lambda: Walk().trigger_open(),
        "0 of 9 branches have reported. 0 of 3 affiliates have reported. It is not certain",
    ),
    Stage.READOPTION: (lambda: Walk("libdem-reselection").answered(), "has not voted yet"),
    Stage.PETITION: (_petition, "Nothing is counted before."),
    Stage.APPLICATIONS: (lambda: Walk().applications_open(), "decided for an open selection"),
    Stage.NOMINATIONS: (lambda: Walk().nominated(*TWO), "units nominate from it"),
    Stage.HUSTINGS: (lambda: Walk().shortlisted(*TWO), "speak to the members next"),
    Stage.BALLOT: (lambda: Walk().ballot_open(*TWO), "The ballot of members is open until"),
    Stage.COUNT: (_recount, "the papers are being counted"),
    Stage.PANEL: (_panel, "A panel selects a candidate"),
    Stage.APPEALS: (lambda: Walk().counted(), "Appeals are open until"),
    Stage.ENDORSEMENT: (_emergency, "It is subject to endorsement."),
    Stage.DECLARED: (lambda: Walk().declared(), "selected, endorsed and declared"),
    Stage.NOT_ENDORSED: (_refused, "Endorsement was refused"),
    Stage.CANCELLED: (_cancelled, "It has no outcome."),
}
NEVER = re.compile(r"\b(error|invalid|user|submit)", re.IGNORECASE)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_sentence(stage: Stage) -> None:
    made, says = STANDS[stage]
    walk = made()
    assert walk.state.stage is stage
    told = where_it_stands(walk.state, walk.rulebook, walk.now)
    assert says in told
    assert not NEVER.search(told)


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.DECLARED, Stage.CANCELLED}))
def test_what_comes_next_is_said_until_it_is_over(stage: Stage) -> None:
    walk = STANDS[stage][0]()
    coming = what_comes_next(walk.state, walk.rulebook, walk.now)
    assert coming is not None
    assert coming.what.strip()
    assert not NEVER.search(coming.what)


def test_after_the_time_for_appeals_comes_what_is_still_to_be_decided() -> None:
    walk = Walk().counted()
    rules = walk.rulebook.rules.appeals
    assert rules is not None
    late = walk.now + timedelta(days=60)

    def told() -> str | None:
        coming = what_comes_next(walk.state, walk.rulebook, late)
        return None if coming is None else coming.what

    assert told() == "The national executive committee decides on endorsement"
    ground, said = rules.grounds.value[0], Withheld("A pack was counted twice.")
    walk.do(AppealMade(ground=ground, argument=said, by=(REPRESENTATIVE,)))
    assert told() == "The national executive committee decides the appeals that were made"


@pytest.mark.parametrize("stage", [Stage.DECLARED, Stage.CANCELLED])
def test_nothing_comes_next_when_it_is_over(stage: Stage) -> None:
    walk = STANDS[stage][0]()
    assert what_comes_next(walk.state, walk.rulebook, walk.now) is None


@pytest.mark.parametrize("stage", list(Stage))
def test_no_stage_is_without_a_sentence_even_where_nothing_else_is_known(stage: Stage) -> None:
    walk = Walk().opened()
    bare = replace(walk.state, stage=stage)
    assert where_it_stands(bare, walk.rulebook, walk.now).strip()


def test_a_procedure_that_rests_says_so_first() -> None:
    walk = Walk().trigger_open()
    walk.do(walk.decision(Postponed))
    told = where_it_stands(walk.state, walk.rulebook, walk.now)
    assert told.startswith("The procedure is postponed.")


def test_an_election_called_is_said_first() -> None:
    walk = _emergency()
    told = where_it_stands(walk.state, walk.rulebook, walk.now)
    assert told.startswith("An election has been called")


def test_where_everybody_votes_online_no_papers_are_spoken_of() -> None:
    """Closed, then closed on the record, then opened by the trustees: four ballots where four are no handful."""
    walk = walk_to_the_box(rulebook=rules_with_cell(4))
    ballot = walk.state.ballot
    assert ballot is not None

    def told() -> str:
        return where_it_stands(walk.state, walk.rulebook, walk.now)

    walk.now = ballot.closes + timedelta(minutes=16)
    assert told() == "The ballot of members has closed, and the box is being closed."
    walk.do(OnlineBallotClosed.of("0a" * 32, 4, 4, by=TELLERS))
    assert told() == "The ballot of members has closed, and the trustees open its result."
    walk.do(OnlineResultEntered(archive="0b" * 32, blt=FOUR, invalid=0, by=TELLERS))
    assert told() == "The ballot of members has closed, and the votes are being counted."


def test_one_unit_has_reported_and_several_have() -> None:
    walk = Walk("model-association").trigger_open()

    def told() -> str:
        return where_it_stands(walk.state, walk.rulebook, walk.now)

    walk.returned(BRANCHES[0])
    walk.returned(AFFILIATES[0], UnitAnswer.RESELECT)
    assert told().startswith(
        "1 of 9 branches has reported: for an open selection. "
        "1 of 3 affiliates has reported: not for an open selection."
    )
    walk.returned(BRANCHES[1])
    assert told().startswith("2 of 9 branches have reported, 2 of them for an open selection.")
