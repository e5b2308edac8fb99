"""A member before the seats that concern them: their eligibility, their row, their unit's return, what they can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from hustings.conduct import clock
from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.persons import units_of
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids, the_organisation
from hustings.conduct.roles import Role, roles_of
from hustings.conduct.rolls import cannot, units_in
from hustings.conduct.seats import Placed, Seat
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import Refused
from hustings.people.eligibility import Eligibility, eligibility
from hustings.people.members import Member
from hustings.people.roll import RollCommitment
from hustings.people.roll_files import proof_json
from hustings.people.units import Unit
from hustings.proceedings.appeals import AppealMade
from hustings.proceedings.clock import zone_of
from hustings.proceedings.contested_returns import ReturnContested
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.rolls import UnitObjected
from hustings.proceedings.state import UnitRow
from hustings.proceedings.values import Actor, Visibility, Withheld
from hustings.proceedings.values import Role as Part
from hustings.store import membership
from hustings.store.models import Organisation, Person, Roll, RollRow
from hustings.store.rolls import commitment_of, roll_of, row_proof
from hustings.timetable.instants import local_day

UNIT_ROLES = (Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER)


class NotYours(LookupError):
    """The seat is not one of this person's, or they are not a member of the list."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One person before one seat: as a member of the list, and with the units they belong to or act for."""

    organisation: Organisation
    seat: Seat
    person: str
    member: Member | None
    unit: Unit | None
    roles: frozenset[Role]
    now: datetime

    @property
    def given(self) -> Given:
        """What a command is decided against."""
        return Given(self.seat.state, self.seat.rulebook, self.now)

    @property
    def area(self) -> bool:
        """Whether the member's unit lies in the seat's area."""
        return self.unit is not None and self.unit.area == self.seat.state.seat

    @property
    def units(self) -> tuple[str, ...]:
        """The member's own unit in this seat's area, and the units for which they act."""
        own = {self.unit.id} if self.unit is not None and self.area else set[str]()
        return tuple(sorted(own | set(acting_units(self))))


def acting_units(found: Mine) -> tuple[str, ...]:
    """The units of the seat's area for which a person acts, as secretary, teller or officer."""
    acting = {
        unit
        for role in UNIT_ROLES
        if role in found.roles
        for unit in units_of(found.person, role, found.seat.proceeding)
    }
    if not acting:
        return ()
    here = {unit.id for unit in units_in(found.organisation, found.seat.state.seat)}
    return tuple(sorted(acting & here))


def mine(person: str, proceeding: str) -> Mine:
    """A person before a seat; ``NoSuchSeat`` where there is none, ``NotYours`` where it does not concern them."""
    organisation = the_organisation()
    seat = read_seat(organisation, proceeding)
    found = _mine(organisation, seat, person, roles_of(person, proceeding))
    if not _concerns(found):
        raise NotYours(proceeding)
    return found


def my_seats(person: str) -> list[Mine]:
    """Every seat that concerns a person, in the order of opening."""
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        return []
    found = (
        _mine(organisation, read_seat(organisation, one), person, roles_of(person, one))
        for one in seat_ids(organisation)
    )
    return [one for one in found if _concerns(one)]


def _mine(organisation: Organisation, seat: Seat, person: str, roles: frozenset[Role]) -> Mine:
    row = Person.objects.filter(reference=person).select_related("member__unit").first()
    if row is None or row.member is None:
        return Mine(organisation, seat, person, None, None, roles, clock.now())
    (member,) = membership.members(organisation, [row.member.number])
    unit = next(one for one in membership.units(organisation) if one.id == member.unit)
    return Mine(organisation, seat, person, member, unit, roles, clock.now())


def _concerns(found: Mine) -> bool:
    state = found.seat.state
    contends = found.person in (state.holder, state.representative) or state.applicant(found.person)
    return bool(found.area or contends or found.units or found.roles & {Role.OFFICE, *_PARTIES})


_PARTIES = (Role.GOVERNING_BODY, Role.REPRESENTATIVE, Role.CANDIDATE)


# --- am I eligible, and why -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownTest:
    """One test as the member reads it; ``passed`` is ticked or failed."""

    passed: bool
    says: str
    rests_on: str
    remedy: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class MyEligibility:
    """Whether I may vote, on which day that is looked at, and every test; ``frozen`` once the roll is."""

    eligible: bool
    day: date
    frozen: bool
    freezes: datetime | None
    tests: tuple[ShownTest, ...]
    pay_by: date | None = None


def my_eligibility(found: Mine) -> MyEligibility:
    """At the freeze, or as it would be if the roll were frozen today; ``NotYours`` for no member here."""
    if found.member is None or found.unit is None or not found.area:
        raise NotYours(found.seat.proceeding)
    row, rules = my_row_kept(found), found.seat.rulebook.rules
    if row is None:
        day = local_day(found.now, zone_of(found.given))
        told = eligibility(found.member, found.unit, rules.roll, day, cannot(rules))
        return _looked_at(told, day, found)
    kept, roll = row
    if kept.eligible:
        day = roll.frozen_on
        told = eligibility(found.member, found.unit, rules.roll, day, cannot(rules))
        return MyEligibility(True, day, True, None, tuple(_shown(told)))
    told = eligibility(found.member, found.unit, rules.roll, roll.frozen_on, cannot(rules))
    known = {one: one for test in told.tests for one in (test.says, test.remedy, test.otherwise)}

    def remembered(kept: str | None) -> str:
        """The sentence as it was frozen; the same made again remembers its words for other languages."""
        return known.get(kept) or kept or ""

    tests = tuple(
        ShownTest(
            one["passed"],
            remembered(one["says"]),
            one["rests_on"],
            remembered(one["remedy"]),
            remembered(one["otherwise"]),
        )
        for one in kept.reasons
    )
    return MyEligibility(False, roll.frozen_on, True, None, tests)


def _looked_at(told: Eligibility, day: date, found: Mine) -> MyEligibility:
    step = found.seat.state.step("freeze")
    freezes = step.starts if step is not None and found.seat.state.roll is None else None
    return MyEligibility(told.eligible, day, False, freezes, tuple(_shown(told)), told.pay_by)


def _shown(told: Eligibility) -> Iterator[ShownTest]:
    for test in told.tests:
        yield ShownTest(
            test.passed, test.says, str(test.citation), test.remedy or "", test.otherwise or ""
        )


def my_row_kept(found: Mine) -> tuple[RollRow, Roll] | None:
    """The member's row as it was frozen, with its roll; ``None`` before the roll stands in the record."""
    state = found.seat.state
    roll = roll_of(found.organisation, found.seat.proceeding) if state.roll is not None else None
    if roll is None or found.member is None:
        return None
    row = roll.rows.filter(number=found.member.number).first()
    return None if row is None else (row, roll)


# --- my row ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MyRow:
    """My row on the frozen roll: its proof as a file, the public commitment, and the entry that holds it."""

    number: str
    unit: str
    contests: tuple[str, ...]
    place: int
    of: int
    proof: Json
    commitment: RollCommitment
    entry: Placed
    email: str
    post: str
    as_frozen: bool


def my_row(found: Mine) -> MyRow | Refused:
    """The member's own row, or why there is none."""
    kept = my_row_kept(found)
    frozen = next(
        (one for one in reversed(found.seat.entries) if one.entry.kind == "RollFrozen"), None
    )
    if found.member is None or frozen is None:
        return Refused("roll-not-frozen", "the record", "The roll of electors is not frozen yet.")
    proof = None if kept is None else row_proof(kept[1], found.member.number)
    if kept is None or proof is None:
        return Refused(
            "not-on-the-roll",
            "the frozen roll of electors",
            "You have no row on this roll. The page “Am I eligible?” says which test kept you off it.",
        )
    return MyRow(
        number=found.member.number,
        unit=found.unit.name if found.unit else found.member.unit,
        contests=proof.row.contests,
        place=proof.index + 1,
        of=proof.size,
        proof=proof_json(proof),
        commitment=commitment_of(kept[1]),
        entry=frozen,
        email=found.member.email or "",
        post=found.member.post or "",
        as_frozen=proof.row.contact_is(found.member.contact()),
    )


# --- my unit's return -------------------------------------------------------------------------------


def my_unit(found: Mine, unit: str = "") -> UnitRow:
    """One of the person's own units on the seat's roll of units; ``NotYours`` for every other unit."""
    wanted = [unit] if unit else list(found.units)
    rows = (found.seat.state.unit(one) for one in wanted if one in found.units)
    row = next((one for one in rows if one is not None), None)
    if row is None:
        raise NotYours(unit)
    return row


def unit_entries(seat: Seat, unit: str) -> list[Placed]:
    """Everything that the record says about a unit: its meeting, its return, and what became of it."""
    return [
        one
        for one in seat.entries
        if getattr(one.entry, "unit", None) == unit and one.entry.kind in _ABOUT_A_UNIT
    ]


_ABOUT_A_UNIT = frozenset(
    {
        *("MeetingNoticed", "ReturnMade", "ReturnContested", "ReturnVoided"),
        *("ReturnReinstated", "ContentionDismissed", "UnitObjected", "NominationMade"),
    }
)


# --- what a member can do -----------------------------------------------------------------------------


_AS = (
    (Role.MEMBER, Part.MEMBER),
    (Role.REPRESENTATIVE, Part.REPRESENTATIVE),
    (Role.CANDIDATE, Part.CANDIDATE),
    (Role.UNIT_SECRETARY, Part.UNIT_SECRETARY),
    (Role.AFFILIATE_OFFICER, Part.AFFILIATE_OFFICER),
)


def contest(found: Mine, unit: str, contention: str) -> ReturnContested:
    """Say that this is not what the unit decided: by somebody of the unit; the reason goes to the parties."""
    row = my_unit(found, unit)
    parts = (Part.MEMBER, Part.UNIT_SECRETARY, Part.AFFILIATE_OFFICER)
    return ReturnContested(unit=row.id, contention=_to_parties(contention), by=_by(found, parts))


def objection(found: Mine, unit: str, because: str) -> UnitObjected:
    """An objection to how a unit stands on the roll of units, or that it is missing."""
    parts = (Part.MEMBER, Part.REPRESENTATIVE, Part.UNIT_SECRETARY, Part.AFFILIATE_OFFICER)
    return UnitObjected(unit=unit, objection=_to_parties(because), by=_by(found, parts))


def appeal(found: Mine, ground: str, argument: str) -> AppealMade:
    """An appeal against the outcome on a ground that the rulebook names."""
    parts = (Part.CANDIDATE, Part.REPRESENTATIVE, Part.MEMBER, Part.UNIT_SECRETARY)
    return AppealMade(ground=ground, argument=_to_parties(argument), by=_by(found, parts))


def _by(found: Mine, parts: tuple[Part, ...]) -> tuple[Actor, ...]:
    """The person in the first part of ``parts`` that they have; a member only where they live."""
    held = {part for role, part in _AS if role in found.roles}
    if not found.area:
        held.discard(Part.MEMBER)
    if found.seat.state.holder != found.person:
        held.discard(Part.REPRESENTATIVE)
    if found.seat.state.applicant(found.person) is None:
        held.discard(Part.CANDIDATE)
    if not found.units:
        held -= {Part.UNIT_SECRETARY, Part.AFFILIATE_OFFICER}
    part = next((one for one in parts if one in held), None)
    return () if part is None else (Actor(found.person, part),)


def _to_parties(words: str) -> Withheld:
    return Withheld(words.strip(), Visibility.PARTIES)


def would_be(found: Mine, command: Entry) -> Refused | None:
    """Why a command may not be now; ``None`` where it may. Nothing is kept."""
    decided = decide(found.seat.state, command, found.seat.rulebook, found.now)
    return decided if isinstance(decided, Refused) else None


def do(found: Mine, command: Entry) -> Entered | Waiting | Refused:
    """Carry a command out."""
    return act(found.organisation, found.seat.proceeding, command, now=found.now)
