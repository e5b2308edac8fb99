"""What a unit's secretary, tellers and officer do: call the meeting, make the return, nominate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hustings.conduct import clock, trying
from hustings.conduct.drafting import Waiting, entry_of_draft
from hustings.conduct.entering import Entered
from hustings.conduct.persons import persons_with, units_of
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids, the_organisation
from hustings.conduct.roles import Role
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.clock import calendar_of, month_end_of, zone_of
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.meetings import MeetingNoticed, trigger_rules
from hustings.proceedings.nominations import NominationMade
from hustings.proceedings.publication import figures_may_be_public
from hustings.proceedings.stages import Stage, UnitAnswer
from hustings.proceedings.state import Meeting, UnitRow
from hustings.proceedings.unit_returns import ReturnMade, answer_of, told_of_present
from hustings.proceedings.values import Actor, Visibility, Withheld
from hustings.proceedings.values import Role as Part
from hustings.rulebooks.deciding_stages import Trigger
from hustings.store.blobs import keep_blob
from hustings.store.models import Draft, Organisation, Person, Unit
from hustings.store.models.drafts import DraftStage
from hustings.timetable.instants import local_day
from hustings.timetable.spans import add_span

UNIT_ROLES = (Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER)


class NoSuchUnit(LookupError):
    """The seat has no unit of this name."""


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """One person before one unit of one seat; ``roles`` are those that the person has for this unit."""

    organisation: Organisation
    seat: Seat
    unit: UnitRow
    person: str
    roles: frozenset[Role]
    now: datetime

    @property
    def given(self) -> Given:
        """What a command is decided against."""
        return Given(self.seat.state, self.seat.rulebook, self.now)

    @property
    def zone(self) -> str:
        """The rulebook's time zone."""
        return zone_of(self.given)

    @property
    def rules(self) -> Trigger | None:
        """The trigger ballot's rules with the readings adopted so far, where there are any."""
        rules = trigger_rules(self.given)
        return None if isinstance(rules, Refused) else rules

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that the unit has been called to."""
        return next((m for m in self.seat.state.meetings if m.unit == self.unit.id), None)

    @property
    def is_affiliate(self) -> bool:
        """Whether the unit answers by its officer, under its own rules."""
        return self.unit.kind == "affiliate"


def unit_desk(person: str, proceeding: str, unit: str) -> UnitDesk:
    """The person before this unit, with no roles where they have none for it; ``LookupError`` otherwise."""
    organisation = the_organisation()
    seat = read_seat(organisation, proceeding, Visibility.PARTIES)
    row = seat.state.unit(unit) or _not_on_a_roll_yet(organisation, seat, unit)
    roles = frozenset(role for role in UNIT_ROLES if unit in units_of(person, role, proceeding))
    return UnitDesk(organisation, seat, row, person, roles, clock.now())


def _not_on_a_roll_yet(organisation: Organisation, seat: Seat, unit: str) -> UnitRow:
    found = organisation.units.filter(reference=unit, area=seat.state.seat).first()
    if found is None or seat.state.units:
        raise NoSuchUnit(f"{seat.proceeding} has no unit {unit}.")
    return _waiting_row(found)


def _waiting_row(unit: Unit) -> UnitRow:
    because = "The roll of units has not been published yet."
    return UnitRow(
        unit.reference, unit.name, unit.kind, unit.part_of, counts=False, because=because
    )


def may_return_now(desk: UnitDesk) -> bool:
    """Whether this person can make the unit's return now: it met, and no return stands or waits."""
    if desk.seat.state.stage is not Stage.TRIGGER or not desk.unit.counts or desk.rules is None:
        return False
    made = desk.seat.state.standing_return(desk.unit.id)
    if made is not None and not made.void:
        return False
    held = desk.is_affiliate or (desk.meeting is not None and desk.meeting.at <= desk.now)
    waits = any(not one.refused for one in statements(desk))
    return bool(desk.roles & {Role.TELLER, Role.AFFILIATE_OFFICER}) and held and not waits


def desks_of(person: str) -> list[UnitDesk]:
    """Every unit of every seat in which the person has a part, in the order of the seats' opening."""
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        return []
    found: list[UnitDesk] = []
    for proceeding in seat_ids(organisation):
        units = {unit for role in UNIT_ROLES for unit in units_of(person, role, proceeding)}
        for unit in sorted(units):
            try:
                found.append(unit_desk(person, proceeding, unit))
            except LookupError:
                continue
    return found


# --- the meeting --------------------------------------------------------------------------------------


def earliest_meeting(desk: UnitDesk) -> date | None:
    """The first day on which a meeting called now would be in time, inside the published window."""
    if desk.rules is None:
        return None
    given, notice = desk.given, desk.rules.meeting.notice.value
    today = local_day(desk.now, desk.zone)
    first = add_span(today, notice, calendar_of(given), month_end_of(given))
    window, until = desk.seat.state.step("unit-meetings"), desk.seat.state.objections_until
    opens = local_day(window.starts, desk.zone) if window else first
    after = local_day(until, desk.zone) if until else first
    return max(first, opens, after)


def meeting_command(desk: UnitDesk, at: datetime, place: str) -> MeetingNoticed:
    """The notice, given now, by the unit's secretary."""
    return MeetingNoticed(
        unit=desk.unit.id,
        at=at,
        noticed_at=desk.now,
        place=Withheld(place, Visibility.PUBLIC) if place else None,
        by=(Actor(desk.person, Part.UNIT_SECRETARY),),
    )


# --- the return -----------------------------------------------------------------------------------------


def other_tellers(desk: UnitDesk) -> list[Person]:
    """Who can sign the return beside this person: the unit's other tellers."""
    here = persons_with(Role.TELLER, unit=desk.unit.id, proceeding=desk.seat.proceeding)
    return [one for one in here if one.reference != desk.person]


def answer_from(votes: Mapping[str, int]) -> UnitAnswer:
    """What the figures say."""
    return answer_of(dict(votes))


def figures_public(desk: UnitDesk, votes: Mapping[str, int]) -> bool:
    """Whether the unit's figures reach the minimum cell of the rulebook."""
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    return figures_may_be_public(votes, cell)


def present_as_told(desk: UnitDesk, present: int | None) -> tuple[int | None, bool | None]:
    """``present`` and ``quorate`` as the return says them; an affiliate, which is not asked, says neither."""
    if present is None or desk.rules is None:
        return None, None
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    return told_of_present(present, desk.rules.meeting.quorum.value, cell)


def keep_evidence(desk: UnitDesk, content: bytes) -> str | Refused:
    """Keep the photograph of a tally sheet; its hash. What it is, its first bytes say."""
    kept = keep_blob(desk.organisation, content, _type_of(content), desk.now)
    return kept if isinstance(kept, Refused) else kept.sha256


def _type_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if content.startswith(b"\x89PNG\r\n\x1a\n") else "unknown"


def return_actors(desk: UnitDesk, second: str | None) -> tuple[Actor, ...]:
    """An affiliate's officer alone; of a branch this teller and the second."""
    if desk.is_affiliate:
        return (Actor(desk.person, Part.AFFILIATE_OFFICER),)
    tellers = (desk.person,) if second is None else (desk.person, second)
    return tuple(Actor(teller, Part.TELLER) for teller in tellers)


# --- acting ---------------------------------------------------------------------------------------------


def what_if(desk: UnitDesk, command: Entry) -> Refused | None:
    """Why this command would be refused now; None where it would be taken."""
    return trying.what_if(desk, command, _not_theirs)


def carry_out(desk: UnitDesk, command: Entry) -> Entered | Waiting | Refused:
    """Carry it out for this unit, by persons who have their part in this unit, and nobody else."""
    return trying.carry_out(desk, command, _not_theirs)


def _not_theirs(desk: UnitDesk, command: Entry) -> Refused | None:
    if getattr(command, "unit", None) != desk.unit.id:
        return Refused("another-unit", "who acts", "This belongs to another unit.")
    for actor in command.by:
        if desk.unit.id not in units_of(actor.person, Role(actor.role.value), desk.seat.proceeding):
            return Refused(
                "not-of-this-unit",
                "who acts",
                f"Somebody named here does not act for {desk.unit.name} as "
                f"{actor.role.value.replace('-', ' ')}.",
            )
    return None


def nomination_command(desk: UnitDesk, nominee: str) -> NominationMade:
    """The unit nominates somebody from the longlist."""
    part = Part.AFFILIATE_OFFICER if desk.is_affiliate else Part.UNIT_SECRETARY
    return NominationMade(unit=desk.unit.id, nominee=nominee, by=(Actor(desk.person, part),))


def longlisted(desk: UnitDesk) -> list[tuple[str, str]]:
    """Who can be nominated, by reference and name."""
    names = desk.seat.names()
    listed = [a for a in desk.seat.state.applicants if a.longlisted and not a.withdrawn]
    return sorted(
        ((a.person, names.get(a.person, a.person)) for a in listed), key=lambda pair: pair[1]
    )


# --- what waits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingStatement:
    """A statement of this unit that waits for signatures, or that somebody refused to sign."""

    reference: str
    entry: Entry
    made_at: datetime
    until: datetime
    signed: tuple[str, ...]
    unsigned: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]

    def waits_for(self, person: str) -> bool:
        """Whether this person's signature is asked for."""
        return not self.refused and any(reference == person for reference, _ in self.unsigned)


def statements(desk: UnitDesk, kind: type[Entry] = ReturnMade) -> list[WaitingStatement]:
    """The unit's statements of one kind that wait or were refused, the newest first."""
    found = waiting_statements(desk.organisation, desk.seat.proceeding, desk.now, kind)
    return [one for one in found if getattr(one.entry, "unit", None) == desk.unit.id]


def waiting_statements(
    organisation: Organisation, proceeding: str, now: datetime, kind: type[Entry]
) -> list[WaitingStatement]:
    """A seat's statements of one kind that wait or were refused, the newest first."""
    drafts = (
        Draft.objects.filter(
            organisation=organisation,
            proceeding=proceeding,
            kind=kind.__name__,
            stage__in=[DraftStage.WAITING, DraftStage.REFUSED],
            expires_at__gt=now,
        )
        .prefetch_related("signatories")
        .order_by("-made_at", "-id")
    )
    return [_waiting(draft) for draft in drafts]


def _waiting(draft: Draft) -> WaitingStatement:
    signing = list(draft.signatories.all())
    names = {
        one.reference: str(one)
        for one in Person.objects.filter(reference__in=[s.person for s in signing])
    }
    return WaitingStatement(
        draft.reference,
        entry_of_draft(draft),
        draft.made_at,
        draft.expires_at,
        tuple(names.get(s.person, s.person) for s in signing if s.signed_at),
        tuple(
            (s.person, names.get(s.person, s.person))
            for s in signing
            if not s.signed_at and not s.refused_at
        ),
        tuple((names.get(s.person, s.person), s.refused_because) for s in signing if s.refused_at),
    )
