"""Try a command at somebody's desk without entering it, and carry it out by those whose part it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from hustings.conduct import clock
from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Entry
from hustings.store.models import Organisation


class Desk(Protocol):
    """Where somebody sits before one seat."""

    @property
    def organisation(self) -> Organisation: ...
    @property
    def seat(self) -> Seat: ...
    @property
    def now(self) -> datetime: ...


D = TypeVar("D", bound=Desk)
NotTheirs = Callable[[D, Entry], Refused | None]
"""Why a command is not for the persons whom it names; None where it is."""


def what_if(desk: D, command: Entry, not_theirs: NotTheirs[D]) -> Refused | None:
    """Why this command would be refused now; None where it would be taken."""
    decided = decide(desk.seat.state, command, desk.seat.rulebook, desk.now)
    return decided if isinstance(decided, Refused) else not_theirs(desk, command)


def carry_out(desk: D, command: Entry, not_theirs: NotTheirs[D]) -> Entered | Waiting | Refused:
    """Carry it out in this seat, by persons whose part it is and nobody else."""
    refused = not_theirs(desk, command)
    if refused is not None:
        return refused
    return act(desk.organisation, desk.seat.proceeding, command, now=clock.now())
