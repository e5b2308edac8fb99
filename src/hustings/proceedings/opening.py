"""A seat's proceeding opens under one rulebook, and keeps it; a procedures secretary without a conflict."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Stage
from hustings.proceedings.standing import connected
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import PowerName
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import say_day


@dataclass(frozen=True, kw_only=True)
class ProceedingOpened(Decision):
    """The governing body opens the procedure for a seat under a rulebook version."""

    POWER: ClassVar[PowerName] = "open"

    proceeding: str
    seat: str
    rulebook: str
    rulebook_digest: str
    representative: str | None
    representative_name: Withheld | None = None
    holidays: tuple[tuple[date, str], ...] = ()
    transitional: str | None = None
    """The clause or decision by which a rulebook applies that is not in force on the day."""

    def effect(self, given: Given) -> Entry | Refused:
        """Only once, and only under the very rulebook that is at hand, while it is in force."""
        if given.state.opened_at is not None:
            return refused("opened-already", THE_RECORD, "This proceeding is open already.")
        if (self.rulebook, self.rulebook_digest) != (given.rulebook.id, given.rulebook.digest):
            return refused(
                "another-rulebook",
                THE_RECORD,
                "The rulebook at hand is not, byte for byte, the one that this opening names.",
            )
        no = self._not_in_force(given)
        if no is not None:
            return no
        if not self.proceeding or not self.seat:
            return refused("no-seat", THE_RECORD, "An opening names the proceeding and its seat.")
        if given.rulebook.rules.petition is not None and self.representative is None:
            return refused(
                "no-representative", THE_RECORD, "A petition is about somebody who holds the seat."
            )
        days = [day for day, _ in self.holidays]
        if any(later <= earlier for earlier, later in pairwise(days)):
            return refused(
                "holidays-out-of-order", THE_RECORD, "Bank holidays stand in order, each day once."
            )
        return self

    def _not_in_force(self, given: Given) -> Refused | None:
        rules = given.rulebook.rules.rulebook
        today, days = local_day(given.now, rules.calendar.zone), rules.in_force
        in_force = days.from_ <= today and (days.until is None or today < days.until)
        if in_force or (self.transitional or "").strip():
            return None
        until = "" if days.until is None else f" and before {say_day(days.until)}"
        return refused(
            "not-in-force",
            f"in_force of {rules.id}",
            f"Proceedings open under this rulebook from {say_day(days.from_)}{until}, "
            "unless a transitional clause or decision is named.",
        )

    def applied(self, state: Selection, at: datetime) -> Selection:
        """A seat without a holder goes straight to a selection."""
        stage = Stage.OPENED if self.representative else Stage.APPLICATIONS
        return replace(
            state,
            proceeding=self.proceeding,
            seat=self.seat,
            rulebook=self.rulebook,
            rulebook_digest=self.rulebook_digest,
            representative=self.representative,
            holder=self.representative,
            opened_at=at,
            holidays=self.holidays,
            stage=stage,
        )


@dataclass(frozen=True, kw_only=True)
class ProceduresSecretaryAppointed(Entry):
    """Who runs the procedure locally; not somebody employed by, agent to or related to a contender."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.OFFICE, Role.GOVERNING_BODY),)

    secretary: str
    declares_no_conflict: bool

    def decided(self, given: Given) -> Entry | Refused:
        """Refused with a declared conflict, or without the declaration."""
        if not self.declares_no_conflict:
            return refused(
                "conflict-not-excluded",
                "conflict of interest",
                "The procedures secretary declares that they are not employed by, agent to or related to a contender.",
            )
        if connected(given.state, self.secretary) or any(
            person == self.secretary for person, _ in given.state.conflicts
        ):
            return refused(
                "conflict-of-interest",
                "conflict of interest",
                "This person contends here, or has a declared connection with a contender.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The new secretary replaces any earlier one."""
        return replace(state, secretary=self.secretary)


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Entry):
    """A connection between a person who acts and a contender; the kind of connection stays with the parties."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.OFFICE, Role.PROCEDURES_SECRETARY, Role.TELLER, Role.UNIT_SECRETARY),
    )
    WHILE_POSTPONED: ClassVar[bool] = True

    person: str
    contender: str
    connection: Withheld

    def decided(self, given: Given) -> Entry | Refused:
        """A connection is with somebody else."""
        if self.person == self.contender:
            return refused(
                "same-person", THE_ORDER, "A person has no conflict with themselves here."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A secretary with a conflict stops being one."""
        secretary = None if state.secretary == self.person else state.secretary
        pair = (self.person, self.contender)
        return replace(state, secretary=secretary, conflicts=(*state.conflicts, pair))
