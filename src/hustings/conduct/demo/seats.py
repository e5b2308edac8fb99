"""Three seats: Northmoor to the end, Eastwater in its trigger ballot, Arrowvale under the emergency route."""

import secrets
from datetime import datetime, timedelta

from hustings.conduct.demo.choosing import longlist, shortlist
from hustings.conduct.demo.papers import MadeUpPapers, papers_for
from hustings.conduct.demo.script import Player, Telling, known, private
from hustings.conduct.demo.stretches import decided, opening, returns, rolls
from hustings.kernel.commitments import SALT_BYTES
from hustings.proceedings.appeals import AppealDecided, AppealMade
from hustings.proceedings.contested_returns import ReturnContested, ReturnReinstated, ReturnVoided
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.member_ballot import BallotOpened, PacksIssued
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.member_papers import (
    AsRead,
    PapersEntered,
    PapersRead,
    ShownReading,
    seal_of,
)
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.values import Actor, Role

CONTESTED = "northmoor-saltmere"
NORTHMOOR_VOTES = {
    "northmoor-lanternhythe": (31, 18, 2),
    "northmoor-far-dunning": (22, 9, 0),
    "northmoor-millrace": (14, 27, 1),
    "northmoor-upper-tansy": (19, 11, 3),
    "northmoor-lower-tansy": (4, 3, 0),
    "northmoor-windle-cross": (26, 25, 1),
    "northmoor-saltmere": (17, 12, 0),
    "northmoor-brackenhythe": (8, 21, 2),
    "northmoor-kettlewick": (15, 13, 0),
    "northmoor-weavers-circle": (12, 30, 4),
    "northmoor-lamplighters-guild": (18, 9, 0),
    "northmoor-ferry-hands-league": (7, 16, 1),
    "northmoor-allotment-society": (11, 10, 2),
}
EASTWATER_VOTES = {
    "eastwater-quayside": (24, 19, 1),
    "eastwater-bobbin-hill": (12, 12, 0),
    "eastwater-thimble-green": (9, 28, 2),
    "eastwater-hollowford": (33, 14, 0),
    "eastwater-ferry-steps": (5, 2, 0),
    "eastwater-amberley-dyke": (13, 22, 1),
    "eastwater-tarnside": (21, 16, 3),
    "eastwater-weavers-circle": (6, 19, 0),
    "eastwater-net-menders-society": (14, 8, 1),
}
ARROWVALE_VOTES = {
    "arrowvale-fletchers-rise": (28, 12, 0),
    "arrowvale-mossbarrow": (17, 9, 1),
    "arrowvale-quillhaven": (22, 20, 0),
    "arrowvale-greyfeather": (6, 24, 2),
    "arrowvale-nock-end": (19, 15, 0),
    "arrowvale-shaft-lane": (11, 10, 1),
    "arrowvale-bowyer-street": (3, 4, 0),
    "arrowvale-fletchers-company": (15, 6, 0),
    "arrowvale-allotment-society": (8, 13, 1),
    "arrowvale-lamplighters-guild": (12, 9, 0),
}
"""Votes in the units' meetings: for an open selection, for reselection, abstained. All of it is made up."""


def northmoor(player: Player, start: datetime) -> Telling:
    """From the letter to a declared candidate, with a return voided and reinstated, and an appeal dismissed."""
    now = yield from decided(player, start, NORTHMOOR_VOTES)
    applicants = (
        f"{player.seat}/representative",
        *(f"{player.seat}/candidate-{n}" for n in (1, 2, 3)),
    )
    yield from longlist(player, now + timedelta(days=1), applicants)
    yield from shortlist(player, applicants[:3])
    yield from _ballot(player, applicants[:3])
    yield from _ending(player)


def eastwater(player: Player, start: datetime) -> Telling:
    """Up to the middle of the trigger ballot; one return is contested and waits for a decision."""
    yield from opening(player, start)
    yield from rolls(player)
    yield from returns(player, EASTWATER_VOTES)


def arrowvale(player: Player, start: datetime, election_called: datetime) -> Telling:
    """Triggered, applications open; then an election is called, and a panel has to select."""
    now = yield from decided(player, start, ARROWVALE_VOTES)
    applicants = tuple(f"{player.seat}/candidate-{n}" for n in (1, 2))
    yield from longlist(player, now + timedelta(days=1), applicants)
    now = yield election_called
    player.decide(
        EmergencyDeclared, now, "An early election has been called for the body on which the seat lies.",
        moment="resolution", happened_at=now,
    )  # fmt: skip


def dispute(player: Player, start: datetime) -> Telling:
    """Beside the other returns one is contested, voided on a listed ground, and reinstated by another body."""
    yield start + timedelta(days=46)
    meeting = next(m for m in player.state().meetings if m.unit == CONTESTED)
    now = yield meeting.at + timedelta(days=2)
    player.do(
        ReturnContested(
            unit=CONTESTED,
            contention=private("A member says that the notice of the meeting did not reach them."),
            by=(player.actor("northmoor/member-who-may-vote", Role.MEMBER),),
        ),
        now,
    )
    now = yield now + timedelta(days=3)
    player.decide(
        ReturnVoided, now, "The branch's list of notices sent could not be found.",
        unit=CONTESTED, ground="notice was not given",
    )  # fmt: skip
    now = yield now + timedelta(days=4)
    player.decide(
        ReturnReinstated, now,
        "The list was found; it shows that notice went to every member of the branch in time.",
        unit=CONTESTED, body="appeals panel",
    )  # fmt: skip


def _ballot(player: Player, handles: tuple[str, ...]) -> Telling:
    """Papers go out in numbered packs, come back, are reconciled, entered and counted."""
    now = yield player.starts("ballot") + timedelta(hours=9)
    candidates = tuple(player.cast.reference(handle) for handle in handles)
    issued, spare = known(known(player.state().roll).electors), 40
    player.do(
        BallotOpened(
            candidates=candidates,
            closes=player.ends("ballot-closes"),
            packs=(
                PacksIssued("A", "the post room", 1, issued),
                PacksIssued("B", "the returning table at the hall", issued + 1, issued + spare),
            ),
            by=(player.actor("office", Role.OFFICE),),
        ),
        now,
    )
    now = yield player.ends("ballot-closes") + timedelta(hours=14)
    papers = papers_for(candidates, issued)
    tellers = tuple(player.actor(f"{player.seat}/teller-{n}", Role.TELLER) for n in (1, 2))
    player.do(
        BallotReconciled.of(
            (
                PackReturned(
                    "A",
                    papers.returned + papers.spoilt - 6,
                    0,
                    0,
                    issued - papers.returned - papers.spoilt + 6,
                ),
                PackReturned("B", 6, 0, spare - 6, 0),
            ),
            player.cast.rulebook.rules.publication.minimum_cell.value,
            by=tellers,
        ),
        now,
    )
    _read_apart(player, tellers, papers, now)
    player.do(CountMade(by=tellers), now)


def _read_apart(
    player: Player, tellers: tuple[Actor, ...], papers: MadeUpPapers, now: datetime
) -> None:
    """Each teller reads and seals; the second took one paper for spoilt, and both look at it again."""
    as_second = papers.with_one_more_spoilt()
    readings = (AsRead(papers.blt, papers.spoilt), AsRead(as_second.blt, as_second.spoilt))
    shown: list[ShownReading] = []
    for teller, read in zip(tellers, readings, strict=True):
        salt = secrets.token_hex(SALT_BYTES)
        seal = seal_of(player.seat, teller.person, salt, read.blt, read.spoilt)
        player.do(PapersRead(seal=seal, by=(teller,)), now)
        shown.append(ShownReading(teller.person, salt, None if read == readings[0] else read))
    player.do(
        PapersEntered(
            blt=papers.blt,
            returned=papers.returned + papers.spoilt,
            spoilt=papers.spoilt,
            readings=tuple(shown),
            resolved="One paper of pack A was taken for spoilt; its first preference is clear, and it counts.",
            by=tellers,
        ),
        now,
    )


def _ending(player: Player) -> Telling:
    """An appeal is made and dismissed, then the committee endorses."""
    now = yield known(player.state().outcome_at) + timedelta(days=3)
    appeals = known(player.cast.rulebook.rules.appeals)
    player.do(
        AppealMade(
            ground=appeals.grounds.value[0],
            argument=private("A candidate says that a pack of papers went out a day late."),
            by=(player.actor(f"{player.seat}/candidate-2", Role.CANDIDATE),),
        ),
        now,
    )
    appeal = player.state().open_appeals[0].number
    now = yield now + timedelta(days=6)
    player.decide(
        AppealDecided, now,
        "The pack went out on the day that the timetable names; the outcome could not have been different.",
        appeal=appeal, upheld=False,
    )  # fmt: skip
    now = yield now + timedelta(days=5)
    candidate = known(player.state().candidate)
    player.decide(
        EndorsementDecided, now, "The procedure was followed and no appeal is open.",
        candidate=candidate, endorsed=True,
    )  # fmt: skip
