"""The rolls are frozen: who may vote, and which units count, with time to object before the first meeting."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from hustings.kernel.refusals import Refused
from hustings.people.roll import RollCommitment, TreeCommitment
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import end_after, say, zone_of
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Objection, RollState, Selection, UnitRow
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.deciding_stages import Pool
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.values import Rule
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import say_day


@dataclass(frozen=True, slots=True)
class RollTree:
    """One tree of the roll: its units, its root, its number of electors (None below the minimum cell)."""

    units: tuple[str, ...]
    electors: int | None
    root: str


@dataclass(frozen=True, kw_only=True)
class RollFrozen(Decision):
    """The roll of electors at the freeze date: a commitment for each tree, and counts above the minimum cell."""

    POWER: ClassVar[PowerName] = "freeze-rolls"

    freeze: date
    contests: tuple[str, ...]
    trees: tuple[RollTree, ...]
    electors: int | None = computed(None)
    digest: str = computed("")

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """The roll is frozen once."""
        if given.state.roll is None:
            return None
        return refused("frozen-already", THE_RECORD, "The roll has been frozen already.")

    def effect(self, given: Given) -> Entry | Refused:
        """Once; a run-again keeps the original freeze date; no cell below the minimum is published."""
        no, state = self.barred(given), given.state
        if no is not None:
            return no
        if state.original_freeze is not None and self.freeze != state.original_freeze:
            return refused(
                "original-freeze-date",
                THE_RECORD,
                f"This procedure is run again on its original freeze date, {state.original_freeze}.",
            )
        wrong_day = self._another_day(given)
        if wrong_day is not None:
            return wrong_day
        smallest = given.rulebook.rules.publication.minimum_cell
        if any(t.electors is not None and t.electors < smallest.value for t in self.trees):
            return refused(
                "cell-too-small",
                smallest,
                f"A number below {smallest.value} is withheld; small units share a tree with others.",
            )
        units = [unit for tree in self.trees for unit in tree.units]
        if not units or len(set(units)) != len(units):
            return refused("unit-twice", THE_RECORD, "Every unit of the roll is in one tree.")
        commitment = self.commitment(given)
        return replace(self, electors=commitment.electors, digest=commitment.digest)

    def _another_day(self, given: Given) -> Refused | None:
        """A freeze is on the published day, and never on one that has not come."""
        if self.freeze > local_day(given.now, zone_of(given)):
            return refused("freeze-not-come", THE_ORDER, "The day of the freeze has not come yet.")
        planned = given.state.step("freeze")
        if planned is None or given.state.original_freeze is not None:
            return None
        day = local_day(planned.starts, zone_of(given))
        if self.freeze == day:
            return None
        return refused(
            "another-freeze-date",
            given.rulebook.rules.roll.freeze,
            f"The published timetable freezes the rolls on {say_day(day)}.",
        )

    def commitment(self, given: Given) -> RollCommitment:
        """The public part of the roll, as the members' proofs are checked against it."""
        return RollCommitment(
            given.rulebook.id,
            given.rulebook.digest,
            self.freeze,
            self.contests,
            given.rulebook.rules.publication.minimum_cell.value,
            tuple(TreeCommitment(t.units, t.electors, t.root) for t in self.trees),
        )

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The roll stands."""
        return replace(
            state,
            roll=RollState(self.freeze, self.digest, self.electors),
            original_freeze=state.original_freeze or self.freeze,
        )


@dataclass(frozen=True, kw_only=True)
class UnitsPublished(Decision):
    """The roll of units: which count, since when affiliated, and why not; open to objections for a time."""

    POWER: ClassVar[PowerName] = "freeze-rolls"

    units: tuple[UnitRow, ...]
    objections_until: datetime | None = computed(None)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Where units decide, before any unit has been called to meet."""
        if given.rulebook.rules.units is None:
            return refused("no-units", THE_RECORD, "Units do not decide under this rulebook.")
        if given.state.meetings or given.state.returns or given.state.nominations:
            return refused(
                "meetings-noticed", THE_ORDER, "Units have been called to meet on the earlier roll."
            )
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """Each unit once, of a kind that the rulebook has, before any unit has met."""
        rules = given.rulebook.rules.units
        no = self.barred(given) or _rows_refused(self.units, given)
        if no is not None or rules is None:
            return no or refused("no-units", THE_RECORD, "Units do not decide under this rulebook.")
        planned = given.state.step("objections-end")
        least = end_after(given, given.now, rules.objections.value)
        until = least if planned is None or planned.last < given.now else planned.last
        return replace(self, objections_until=until)

    def applied(self, state: Selection, at: datetime) -> Selection:
        """A new publication replaces the list; objections to the earlier one stay open."""
        return replace(
            state,
            units=self.units,
            units_published_at=at,
            objections_until=self.objections_until,
        )


def _rows_refused(rows: tuple[UnitRow, ...], given: Given) -> Refused | None:
    """A roll of units names each unit once, and counts no organisation more often than the rulebook does."""
    kinds = {pool.units for pool in _pools(given)}
    ids: set[str] = set()
    organisations: set[tuple[str, str]] = set()
    for unit in rows:
        if not unit.id or unit.id in ids:
            return refused("unit-twice", THE_RECORD, f"{unit.name} is on the roll twice.")
        ids.add(unit.id)
        if not unit.counts:
            continue
        if unit.kind not in kinds:
            return refused(
                "no-such-pool", THE_RECORD, f"{unit.name} is of a kind that has no pool here."
            )
        rule = _one_per(unit.kind, given)
        organisation = (unit.kind, unit.organisation)
        if rule is not None and rule.value == "organisation" and unit.organisation:
            if organisation in organisations:
                return refused(
                    "organisation-twice",
                    rule,
                    f"{unit.name} belongs to an organisation that counts once, and it is on the roll already.",
                )
            organisations.add(organisation)
    return None


def _one_per(kind: str, given: Given) -> Rule[Literal["organisation", "branch"]] | None:
    units = given.rulebook.rules.units
    rules = (
        None if units is None else {"branch": units.branch, "affiliate": units.affiliate}.get(kind)
    )
    return None if rules is None else rules.one_per


def _pools(given: Given) -> tuple[Pool, ...]:
    trigger = given.rulebook.rules.trigger
    return () if trigger is None else tuple(trigger.pools.values())


@dataclass(frozen=True, kw_only=True)
class UnitObjected(Entry):
    """Somebody objects to a unit's place on the roll, or to its absence."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(
            Role.MEMBER, Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER, Role.REPRESENTATIVE,
            Role.OFFICE, signed=False,
        ),
    )  # fmt: skip
    WHILE_POSTPONED: ClassVar[bool] = True

    unit: str
    objection: Withheld

    def decided(self, given: Given) -> Entry | Refused:
        """In time, against a published list."""
        until = given.state.objections_until
        rules = given.rulebook.rules.units
        if until is None or rules is None:
            return refused(
                "nothing-published", THE_ORDER, "The roll of units is not published yet."
            )
        if given.now > until:
            return refused(
                "objections-closed",
                rules.objections,
                f"Objections were open until {say(given, until)}.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The objection waits for a decision."""
        objection = Objection(state.entries + 1, self.unit)
        return replace(state, objections=(*state.objections, objection))


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(Decision):
    """The competent body decides an objection: the unit counts, or it does not, and why."""

    POWER: ClassVar[PowerName] = "decide-objection"

    objection: int
    unit: UnitRow

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """An objection is open, and the trigger has not been decided on the roll as it stands."""
        state = given.state
        if all(objection.decided for objection in state.objections):
            return refused("no-objection", THE_RECORD, "No objection is open.")
        if state.stage is not Stage.TRIGGER and state.trigger is not None:
            return refused(
                "trigger-decided",
                THE_ORDER,
                "The trigger has been decided on the roll as it stands.",
            )
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """An open objection about this unit."""
        found = next((o for o in given.state.objections if o.number == self.objection), None)
        if found is None or found.decided:
            return refused("no-objection", THE_RECORD, "No open objection has this number.")
        if found.unit != self.unit.id:
            return refused("another-unit", THE_RECORD, "The objection is about another unit.")
        no = self.barred(given)
        if no is not None:
            return no
        if any(r.unit == self.unit.id and not r.void for r in given.state.returns):
            return refused(
                "return-made",
                THE_ORDER,
                "The unit has made its return; contest the return instead.",
            )
        others = tuple(unit for unit in given.state.units if unit.id != self.unit.id)
        return _rows_refused((*others, self.unit), given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The unit's row is as decided."""
        others = tuple(unit for unit in state.units if unit.id != self.unit.id)
        objections = tuple(
            replace(o, decided=True) if o.number == self.objection else o for o in state.objections
        )
        return replace(state, units=(*others, self.unit), objections=objections)
