"""The stretches that follow a trigger ballot: applications, longlist, nominations, shortlist, hustings."""

from datetime import datetime, timedelta

from hustings.conduct.demo.script import Player, Telling, known, private, public
from hustings.proceedings.applications import (
    ApplicationMade,
    DueDiligenceReported,
    Listed,
    LonglistMade,
)
from hustings.proceedings.member_ballot import HustingsNoticed
from hustings.proceedings.nominations import NominationConsented, NominationMade
from hustings.proceedings.planning import TimetablePublished
from hustings.proceedings.shortlist import PanelAppointed, ShortlistMade
from hustings.proceedings.state import PanelMember
from hustings.proceedings.values import Role, Withheld


def longlist(player: Player, start: datetime, applicants: tuple[str, ...]) -> Telling:
    """The timetable of the selection, applications, checks, and a longlist of everybody."""
    now = yield start
    opened = known(player.state().opened_at)
    player.decide(
        TimetablePublished, now, "The dates follow from the rules.",
        phase="selection", opened=opened.date(),
    )  # fmt: skip
    selection = known(player.cast.rulebook.rules.selection)
    for n, handle in enumerate(applicants):
        now = yield player.starts("selection-opens") + timedelta(days=2 + n, hours=12)
        role = Role.REPRESENTATIVE if handle.endswith("representative") else Role.CANDIDATE
        person = player.cast.persons[handle]
        player.do(
            ApplicationMade(
                applicant=person.reference, name=private(str(person)),
                meets=tuple(selection.applications.requirements.value),
                by=(player.actor(handle, role),),
            ),
            now,
        )  # fmt: skip
    now = yield player.ends("applications-close") + timedelta(days=2)
    for handle in applicants:
        player.do(
            DueDiligenceReported(
                applicant=player.cast.reference(handle), clear=Withheld(value=True),
                findings=private("Nothing was found that the panel has to weigh."),
                by=(player.actor("office", Role.OFFICE),),
            ),
            now,
        )  # fmt: skip
    now = yield player.starts("longlist") + timedelta(hours=15)
    player.decide(
        LonglistMade, now, "Everybody who applied meets the requirements.",
        listed=listed(player, applicants),
    )  # fmt: skip


def shortlist(player: Player, handles: tuple[str, ...]) -> Telling:
    """Units nominate, nominees consent, the panel makes the shortlist, the hustings are called."""
    selection = known(player.cast.rulebook.rules.selection)
    units = [unit.id for unit in player.state().units if unit.counts and unit.kind == "branch"]
    now = yield player.starts("nominations") + timedelta(days=3, hours=20)
    for n, unit in enumerate(units):
        handle = handles[n % len(handles)]
        secretary = (player.actor(f"{unit}/secretary", Role.UNIT_SECRETARY),)
        nominee = player.cast.reference(handle)
        player.do(NominationMade(unit=unit, nominee=nominee, by=secretary), now)
    now = yield now + timedelta(days=1)
    for n, unit in enumerate(units):
        handle = handles[n % len(handles)]
        role = Role.REPRESENTATIVE if handle.endswith("representative") else Role.CANDIDATE
        by = (player.actor(handle, role),)
        player.do(NominationConsented(unit=unit, nominee=by[0].person, by=by), now)
    members = tuple(
        PanelMember(f"p-panel-{number}-{player.seat}", seat.appointed_by)
        for number, seat in enumerate(
            seat for seat in selection.shortlist.panel.seats for _ in range(seat.number)
        )
    )
    player.do(PanelAppointed(members=members, by=(player.actor("office", Role.OFFICE),)), now)
    now = yield player.starts("shortlist") + timedelta(hours=16)
    player.decide(
        ShortlistMade, now, "Each has the nomination that the rules ask for, or an automatic place.",
        listed=listed(player, handles),
    )  # fmt: skip
    office = (player.actor("office", Role.OFFICE),)
    hustings = player.starts("hustings") + timedelta(hours=19)
    player.do(
        HustingsNoticed(at=hustings, place=public(f"{player.area} Corn Exchange"), by=office), now
    )


def listed(player: Player, handles: tuple[str, ...]) -> tuple[Listed, ...]:
    """Persons on a public list, by name."""
    return tuple(
        Listed(player.cast.reference(handle), public(str(player.cast.persons[handle])))
        for handle in handles
    )
