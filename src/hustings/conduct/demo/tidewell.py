"""Tidewell: its members vote online and the ballot is open; what scrutineer and trustees hold was made elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from hustings.conduct.booth import ballot_paper
from hustings.conduct.casting import Accepted, cast
from hustings.conduct.demo.choosing import longlist, shortlist
from hustings.conduct.demo.script import NotAsTold, Player, Telling, known
from hustings.conduct.demo.stretches import decided
from hustings.conduct.reading import read_seat
from hustings.conduct.setting_up import (
    GROUPS,
    Evidence,
    MadeApart,
    contest_file,
    rules_of,
    set_up_made_apart,
)
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import BallotOpened
from hustings.proceedings.values import Role
from hustings.store.models import Member, Person, RollRow
from hustings.store.rolls import roll_of

T = TypeVar("T")

TIDEWELL_VOTES = {
    "tidewell-saltpan": (16, 8, 1),
    "tidewell-curlew-bank": (9, 11, 0),
    "tidewell-cockle-row": (14, 6, 2),
    "tidewell-lantern-sands": (12, 9, 0),
    "tidewell-weavers-circle": (7, 12, 1),
    "tidewell-cockle-gatherers-guild": (11, 10, 0),
}
"""Votes in the units' meetings, as in ``seats``: all of it is made up."""

RANKINGS = ((1, 2, 3), (2, 1, 3), (3, 1, 2), (1, 0, 2), (2, 3, 1), (0, 1, 0))
"""What they choose in turn: the number given to each on the paper, 0 for none."""


@dataclass(frozen=True, slots=True)
class OnTheRoll:
    """An elector as the scrutineer gets the roll."""

    number: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What scrutineer and trustees hand in to the office."""

    made: MadeApart
    evidence: Evidence


class Elsewhere(Protocol):
    """The machines on which codes, keys and ballots are made, none of them the site's."""

    def prepare(self, contest: str, electors: Sequence[OnTheRoll]) -> HandedIn:
        """Codes for everybody, trustees' keys and their rehearsal, for the contest of this file."""
        ...

    def ballot(self, election: bytes, number: str, ranking: Sequence[int]) -> bytes:
        """The ballot that the elector with this number makes in a booth."""
        ...


def tidewell(player: Player, start: datetime, elsewhere: Elsewhere) -> Telling:
    """Up to the middle of the members' ballot: a box online, ballots in it, nobody knows of what."""
    now = yield from decided(player, start, TIDEWELL_VOTES)
    applicants = (
        f"{player.seat}/representative",
        *(f"{player.seat}/candidate-{n}" for n in (1, 2)),
    )
    yield from longlist(player, now + timedelta(days=1), applicants)
    yield from shortlist(player, applicants)
    yield from _vote_online(player, applicants, elsewhere)


def _vote_online(player: Player, handles: tuple[str, ...], elsewhere: Elsewhere) -> Telling:
    """The office sets the box up and opens it; electors vote, one after another over some days.

    Those vote who have no address: to everybody else a letter would go today that says so.
    """
    now = yield player.starts("ballot") + timedelta(hours=9)
    seat = read_seat(player.cast.organisation, player.seat)
    rules = _allowed(rules_of(seat, now))
    electors = _electors(player)
    handed = elsewhere.prepare(contest_file(seat, rules, GROUPS[0]), electors)
    box = _allowed(set_up_made_apart(player.seat, handed.made, handed.evidence, now=now))
    player.do(
        BallotOpened(
            candidates=tuple(player.cast.reference(handle) for handle in handles),
            closes=player.ends("ballot-closes"),
            online=box,
            by=(player.actor("office", Role.OFFICE),),
        ),
        now,
    )
    paper = _allowed(ballot_paper(player.seat))
    voters = [one for one in electors if not one.email]
    for n, elector in enumerate(voters):
        now = yield now + timedelta(hours=3, minutes=7 * (n % 5))
        _vote(player, elector, elsewhere.ballot(paper, elector.number, RANKINGS[n % 6]), now)


def _electors(player: Player) -> list[OnTheRoll]:
    """Everybody on the frozen roll, as the office gives it to the scrutineer."""
    roll = known(roll_of(player.cast.organisation, player.seat))
    numbers = RollRow.objects.filter(roll=roll, eligible=True).values_list("number", flat=True)
    members = Member.objects.filter(organisation=player.cast.organisation, number__in=list(numbers))
    return [
        OnTheRoll(one.number, f"{one.given_name} {one.family_name}", one.email or "")
        for one in members.order_by("number")
    ]


def _vote(player: Player, elector: OnTheRoll, ballot: bytes, now: datetime) -> None:
    """Somebody on the roll casts a ballot."""
    person = Person.objects.get(
        member__number=elector.number, organisation=player.cast.organisation
    )
    done = cast(person.reference, player.seat, ballot, now=now)
    if not isinstance(done, Accepted):
        raise NotAsTold(f"{player.area}: {done.because}")


def _allowed(done: T | Refused) -> T:
    if isinstance(done, Refused):
        raise NotAsTold(f"Tidewell: {done.because} ({done.clause})")
    return done
