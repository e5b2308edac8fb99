"""The two functions that everything else goes through: what may happen next, and what it changes."""

from dataclasses import replace
from datetime import datetime

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.stages import ENDED
from hustings.proceedings.standing import connected
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Requirement, Role
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.spans import OutOfCalendar

NEUTRAL = frozenset({Role.TELLER, Role.SCRUTINEER, Role.PROCEDURES_SECRETARY})
"""Roles in which nobody acts who contends or is connected with a contender."""


def decide(
    state: Selection, command: Entry, rulebook: Rulebook, now: datetime
) -> tuple[Entry, ...] | Refused:
    """The entries that ``command`` leads to at ``now``, or why it may not be."""
    if now.tzinfo is None:
        return refused("no-time-zone", THE_RECORD, "The moment of an entry has a time zone.")
    stated = _as_the_record_says(command)
    if isinstance(stated, Refused):
        return stated
    return decide_as_read(state, stated, rulebook, now.replace(microsecond=0))


def decide_as_read(
    state: Selection, command: Entry, rulebook: Rulebook, now: datetime
) -> tuple[Entry, ...] | Refused:
    """The same for a command that was read from the record, and so has the record's form already."""
    given = Given(state, rulebook, now)
    no = _out_of_order(type(command), given) or _wrong_persons(command, given)
    if no is not None:
        return no
    try:
        decided = command.decided(given)
    except (OverflowError, OutOfCalendar, BadInput):
        return refused(
            "outside-the-calendar", THE_RECORD, "A date of this entry lies outside the calendar."
        )
    return decided if isinstance(decided, Refused) else (decided,)


def closed_to(kind: type[Entry], given: Given) -> Refused | None:
    """Why nobody can make an entry of this kind now, whatever it would say; None where somebody may."""
    return _out_of_order(kind, given) or kind.barred(given)


def evolve(state: Selection, entry: Entry, at: datetime) -> Selection:
    """The state after ``entry``; one entry more, and time has moved on."""
    after = entry.evolved(state, at)
    return replace(after, entries=state.entries + 1, last_at=at)


def _as_the_record_says(command: Entry) -> Entry | Refused:
    """The command as it can be read back from the record, so that nothing else is decided on.

    Instants lose what is less than a second; a value that the record cannot hold is refused.
    """
    try:
        if not all(type(who.person) is str and who.person for who in command.by) or (
            {type(who.role) for who in command.by} - {Role}
        ):
            return _unreadable("everybody who acts has a reference and a role")
        written = to_record(command)
        canonical_bytes([written.body, *(kept.value for kept in written.withheld.values())])
        return from_record(
            written.kind, written.body, frozenset(written.withheld), written.withheld, written.by
        )
    except (ValueError, TypeError, AttributeError, OverflowError) as unreadable:
        return _unreadable(str(unreadable))


def _unreadable(why: str) -> Refused:
    return refused("not-an-entry", THE_RECORD, f"The record cannot hold this entry: {why}.")


def _out_of_order(kind: type[Entry], given: Given) -> Refused | None:
    state = given.state
    if state.opened_at is None and not issubclass(kind, ProceedingOpened):
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
    if state.postponed and not kind.WHILE_POSTPONED:
        return refused("postponed", THE_ORDER, "The procedure is postponed; it is resumed first.")
    if state.stage in ENDED and not kind.AFTER_THE_END:
        return refused(
            "over",
            THE_ORDER,
            "This proceeding has ended; only a reopening or a run-again can follow.",
        )
    return None


def _wrong_persons(command: Entry, given: Given) -> Refused | None:
    for requirement in command.requirements(given):
        acting = [actor for actor in command.by if actor.role in requirement.roles]
        partial = next((a for a in acting if _is_partial(a, given.state)), None)
        if partial is not None:
            return refused(
                "conflict-of-interest",
                "conflict of interest",
                "Somebody who contends here, or is connected with a contender, cannot act in this part.",
            )
        fitting = {actor.person for actor in acting if _is_who(actor, command, given.state)}
        if len(fitting) < requirement.persons:
            return _missing(requirement, len(fitting))
    if command.OWN_ACT is None:
        return None
    own = getattr(command, command.OWN_ACT)
    if any(actor.person == own for actor in command.by):
        return None
    return refused("not-your-own", "who acts", "Only the person named in it can do this.")


def _is_partial(actor: Actor, state: Selection) -> bool:
    return actor.role in NEUTRAL and connected(state, actor.person)


def _is_who(actor: Actor, command: Entry, state: Selection) -> bool:
    """Whether the record bears out the part in which somebody acts."""
    match actor.role:
        case Role.REPRESENTATIVE:
            return actor.person == state.holder
        case Role.PROCEDURES_SECRETARY:
            return actor.person == state.secretary
        case Role.CANDIDATE:
            return command.OWN_ACT is not None or state.applicant(actor.person) is not None
        case _:
            return True


def _missing(requirement: Requirement, have: int) -> Refused:
    roles = " or ".join(sorted(role.value.replace("-", " ") for role in requirement.roles))
    return refused(
        "persons-missing",
        "who acts",
        f"This needs {requirement.persons} different person(s) acting as {roles}; there are {have}.",
    )
