"""The two functions that everything else goes through: what may happen next, and what it changes."""

from dataclasses import replace
from datetime import datetime

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.stages import ENDED
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Requirement
from hustings.rulebooks.loader import Rulebook


def decide(
    state: Selection, command: Entry, rulebook: Rulebook, now: datetime
) -> tuple[Entry, ...] | Refused:
    """The entries that ``command`` leads to at ``now``, or why it may not be."""
    given = Given(state, rulebook, now)
    no = _out_of_order(command, given) or _wrong_persons(command, given)
    if no is not None:
        return no
    decided = command.decided(given)
    return decided if isinstance(decided, Refused) else (decided,)


def evolve(state: Selection, entry: Entry, at: datetime) -> Selection:
    """The state after ``entry``; one entry more, and time has moved on."""
    after = entry.evolved(state, at)
    return replace(after, entries=state.entries + 1, last_at=at)


def _out_of_order(command: Entry, given: Given) -> Refused | None:
    state = given.state
    if state.opened_at is None and not isinstance(command, ProceedingOpened):
        return refused("not-opened", THE_ORDER, "A proceeding begins with its opening.")
    if state.last_at is not None and given.now < state.last_at:
        return refused(
            "clock-went-back",
            THE_RECORD,
            "The clock shows a time before the last entry of the record.",
        )
    if state.rulebook and state.rulebook_digest != given.rulebook.digest:
        return refused(
            "another-rulebook", THE_RECORD, "A proceeding keeps the rulebook of its opening."
        )
    if state.postponed and not command.WHILE_POSTPONED:
        return refused("postponed", THE_ORDER, "The procedure is postponed; it is resumed first.")
    if state.stage in ENDED and not command.AFTER_THE_END:
        return refused(
            "over",
            THE_ORDER,
            "This proceeding has ended; only a reopening or a run-again can follow.",
        )
    return None


def _wrong_persons(command: Entry, given: Given) -> Refused | None:
    for requirement in command.requirements(given):
        fitting = {actor.person for actor in command.by if actor.role in requirement.roles}
        if len(fitting) < requirement.persons:
            return _missing(requirement, len(fitting))
    return None


def _missing(requirement: Requirement, have: int) -> Refused:
    roles = " or ".join(sorted(role.value.replace("-", " ") for role in requirement.roles))
    return refused(
        "persons-missing",
        "who acts",
        f"This needs {requirement.persons} different person(s) acting as {roles}; there are {have}.",
    )
