"""A seat's secret ballot online as everything on the server sees it: the record's rules, the box, until when."""

from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.reading import NoSuchSeat, read_seat, the_organisation
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Given
from hustings.proceedings.online import OnlineState
from hustings.proceedings.online_ballot import last_moment, online_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState
from hustings.proceedings.values import Visibility
from hustings.rulebooks.selecting_stages import OnlineBallot
from hustings.store.models import Box, Organisation
from hustings.timetable.sentences import N_

THE_BALLOT = "the ballot"


@dataclass(frozen=True, slots=True)
class Poll:
    """One secret ballot: its seat and rules, what the record says of it, and the box that its archive fills."""

    organisation: Organisation
    seat: Seat
    rules: OnlineBallot
    ballot: BallotState
    online: OnlineState
    box: Box

    @property
    def closes(self) -> datetime:
        """Until when the booth can be opened."""
        return self.ballot.closes

    @property
    def last_moment(self) -> datetime:
        """Until when a ballot is accepted from a booth that was opened in time."""
        return last_moment(self.ballot, self.rules)

    @property
    def runs(self) -> bool:
        """Whether the record has the ballot open: neither postponed nor void nor past its stage."""
        state = self.seat.state
        return state.stage is Stage.BALLOT and not state.postponed and not self.ballot.void


def poll_of(proceeding: str) -> Poll | Refused:
    """The seat's secret ballot online; refused where there is none. ``NoSuchSeat`` for an unknown seat."""
    organisation = the_organisation()
    seat = read_seat(organisation, proceeding, Visibility.PUBLIC)
    state = seat.state
    at = state.last_at
    if state.ballot is None or state.ballot.online is None or at is None:
        return Refused("not-online", THE_BALLOT, N_("Members do not vote online for this seat."))
    rules = online_rules(Given(state, seat.rulebook, at))
    if isinstance(rules, Refused):
        return rules
    box = Box.objects.filter(
        organisation=organisation, proceeding=proceeding, uuid=state.ballot.online.box.uuid
    ).first()
    if box is None:
        raise NoSuchSeat(f"the record opens a box for {proceeding} that is not kept here")
    return Poll(organisation, seat, rules, state.ballot, state.ballot.online, box)
