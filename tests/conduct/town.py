"""A town for the tests of letters and one's own pages: units and members on the list, and a clock set by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from hustings.conduct.persons import enter_person, grant
from hustings.conduct.roles import Person as Somebody
from hustings.conduct.roles import Role
from hustings.conduct.rolls import freeze_electors, units_in
from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Unit, UnitType
from hustings.proceedings.entry import Entry
from hustings.proceedings.intention import IntentionAsked
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.rolls import RollFrozen
from hustings.store import membership, models
from hustings.timetable.instants import local_day
from hustings.web.signin.models import Account
from tests.proceedings.walk import AFFILIATES, BRANCHES, OFFICE, Walk
from tests.web.seats import Union, found_union, played, reference_of, told

SEAT, AREA = "northmoor-1", "Northmoor"
HOLDER, OFFICER = reference_of("p-holder"), reference_of("p-office")
LONG_AGO = Spell(date(2015, 3, 1))
FULL = Member("N-1", "Fernlight", "Alder", "branch-1", "full", (LONG_AGO,), "alder@members.example",
              "1 Lantern Row, Northmoor")  # fmt: skip


def members(today: date) -> tuple[Member, ...]:
    """One who may vote, one too new, one with a postal address only, one with none, one of another area."""
    new = Spell(today - timedelta(days=20))
    return (
        FULL,
        replace(FULL, number="N-2", given_name="Bryony", membership=(new,),
                email="bryony@members.example"),
        replace(FULL, number="N-3", given_name="Cinder", email=None),
        replace(FULL, number="N-4", given_name="Dapple", email=None, post=None),
        replace(FULL, number="N-5", given_name="Ember", unit="branch-2",
                email="ember@members.example"),
        replace(FULL, number="E-1", given_name="Fennel", unit="elsewhere",
                email="fennel@members.example"),
    )  # fmt: skip


@dataclass(slots=True)
class Town:
    """The union with one seat in Northmoor; ``now`` is what every clock shows."""

    walk: Walk
    union: Union
    set_clock: Callable[[datetime], None]

    def at(self, moment: datetime) -> None:
        """From here on it is ``moment``."""
        self.walk.now = moment
        self.set_clock(moment)

    def do(self, command: Entry) -> Entry:
        """Carry a command out at the walk's moment, in the walk and in the record."""
        self.set_clock(self.walk.now)
        self.walk.do(command)
        return self.union.do(SEAT, told(command), self.walk.now)

    def decide(self, kind: Any, **more: Any) -> Entry:
        """A decision in good form."""
        return self.do(self.walk.decision(kind, **more))

    def freeze(self) -> None:
        """Freeze the roll of the members who are really on the list, twelve more in every branch."""
        crowd = (
            replace(FULL, number=f"C-{unit}-{n}", unit=unit, email=None)
            for unit in BRANCHES
            for n in range(12)
        )
        membership.keep_members(self.union.organisation, crowd)
        rulebook, day = self.walk.rulebook, local_day(self.walk.now, "Europe/London")
        units = units_in(self.union.organisation, AREA)
        trees = freeze_electors(self.union.organisation, SEAT, units, rulebook, day)
        self.decide(RollFrozen, freeze=day, contests=("trigger", "selection"), trees=trees)

    def meeting(self, unit: str = "branch-1", days: int = 20) -> None:
        """Notice of a unit's meeting."""
        at = self.walk.now + timedelta(days=days)
        self.do(MeetingNoticed(unit=unit, at=at, noticed_at=self.walk.now, by=(OFFICE,)))

    def person_of(self, number: str) -> models.Person:
        """The person of a member, entered if need be."""
        member = self.union.organisation.members.get(number=number)
        found = models.Person.objects.filter(member=member).first()
        return found or enter_person(
            self.union.organisation,
            member.given_name,
            member.family_name,
            member.email or "",
            member,
        )

    def as_member(self, number: str) -> Client:
        """A visitor signed in as a member."""
        return signed_in(self.person_of(number).reference)


def signed_in(reference: str) -> Client:
    """A visitor signed in as a person of the union."""
    person = models.Person.objects.get(reference=reference)
    client = Client()
    client.force_login(Account.objects.of(Somebody(reference, str(person)), person.email))
    return client


def fill_town(union: Union, today: date) -> None:
    """Units, members, a secretary and an affiliate's officer of Northmoor, and a unit elsewhere."""
    organisation = union.organisation
    units = [
        *(Unit(one, one.title(), UnitType.BRANCH, "Commonweal Union", AREA) for one in BRANCHES),
        *(Unit(one, one.title(), UnitType.AFFILIATE, one, AREA) for one in AFFILIATES),
        Unit("elsewhere", "Elsewhere", UnitType.BRANCH, "Commonweal Union", "Eastwater"),
    ]
    membership.keep_units(organisation, units)
    membership.keep_members(organisation, members(today))
    began = datetime.combine(today - timedelta(days=30), datetime.min.time()).astimezone()
    for unit, role in (("branch-1", Role.UNIT_SECRETARY), ("affiliate-1", Role.AFFILIATE_OFFICER)):
        address = f"{unit}@commonweal.example"
        person = enter_person(organisation, "Secretary of", unit.title(), address)
        grant(person, role, began, unit=organisation.units.get(reference=unit))


def play_town(walk: Walk) -> Union:
    """The union with the town and this walk's seat, from a year before it began."""
    began = walk.entries[0][1]

    def begin() -> Union:
        union = found_union(began.replace(year=began.year - 1))
        fill_town(union, began.date())
        return union

    return played("town", {SEAT: walk}, begin)


def asked(town: Town) -> None:
    """The letter goes out."""
    town.do(IntentionAsked(sent_at=town.walk.now, by=(OFFICE,)))
