"""Which kinds of entry send letters, to whom, and in which words; whoever is not named here is not written to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hustings.conduct.letter_words import asking, dates, selecting, units
from hustings.conduct.letter_words.told import Told
from hustings.conduct.recipients import Recipient, holding, members_of, persons
from hustings.conduct.roles import Role
from hustings.conduct.rolls import units_in
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.writing import Written
from hustings.store.models import Organisation
from hustings.store.rolls import roll_of

Chosen = Callable[[Organisation, Told], Iterable[Recipient]]
Worded = Callable[[Told], Written]


@dataclass(frozen=True, slots=True)
class Posting:
    """One letter that an entry sends: to whom, in which words, and whether to many at once.

    A posting to many carries no PDF for each; what has to go by post is printed as one pack.
    """

    to: Chosen
    words: Worded
    to_many: bool = False


def _representative(organisation: Organisation, told: Told) -> list[Recipient]:
    return persons(organisation, [told.seat.state.representative])


def _applicants(organisation: Organisation, told: Told) -> list[Recipient]:
    return persons(organisation, [one.person for one in told.seat.state.applicants])


def _nominee(organisation: Organisation, told: Told) -> list[Recipient]:
    return persons(organisation, [told.entry.nominee])


def _office(organisation: Organisation, told: Told) -> list[Recipient]:
    return holding(organisation, Role.OFFICE)


def _units(organisation: Organisation, told: Told) -> list[str]:
    published = [unit.id for unit in told.seat.state.units]
    return published or [unit.id for unit in units_in(organisation, told.seat.state.seat)]


def _officers(organisation: Organisation, told: Told) -> list[Recipient]:
    """The secretaries of the seat's branches, and the officers of its affiliates."""
    return holding(
        organisation,
        Role.UNIT_SECRETARY,
        Role.AFFILIATE_OFFICER,
        units=_units(organisation, told),
        proceeding=told.seat.proceeding,
    )


def _unit_officers(organisation: Organisation, told: Told) -> list[Recipient]:
    roles = (Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER, Role.TELLER)
    return holding(organisation, *roles, units=[told.entry.unit], proceeding=told.seat.proceeding)


def _affiliate_officer(organisation: Organisation, told: Told) -> list[Recipient]:
    return holding(organisation, Role.AFFILIATE_OFFICER, units=[told.entry.unit])


def _members(organisation: Organisation, told: Told) -> list[Recipient]:
    """Every member of the entry's unit."""
    return members_of(organisation, [told.entry.unit])


def _members_of_area(organisation: Organisation, told: Told) -> list[Recipient]:
    return members_of(organisation, _units(organisation, told))


def _electors(organisation: Organisation, told: Told) -> list[Recipient]:
    """Every member on the frozen roll."""
    roll = roll_of(organisation, told.seat.proceeding)
    if roll is None:
        return _members_of_area(organisation, told)
    on_it = roll.rows.filter(eligible=True).values("number")
    return members_of(organisation, _units(organisation, told), numbers=on_it)


def _appellants(organisation: Organisation, told: Told) -> list[Recipient]:
    """Whoever made the appeal that was decided."""
    made = (placed for placed in told.seat.entries if placed.number == told.entry.appeal)
    return persons(organisation, [actor.person for one in made for actor in one.entry.by])


def _all_of(*groups: Chosen) -> Chosen:
    """Everybody of these groups, each once."""

    def choose(organisation: Organisation, told: Told) -> list[Recipient]:
        found = {one.pk: one for group in groups for one in group(organisation, told)}
        return list(found.values())

    return choose


_CONTENDERS = _all_of(_representative, _applicants)
_EVERYBODY = _all_of(_representative, _applicants, _officers)


def _to(chosen: Chosen, worded: Worded) -> tuple[Posting, ...]:
    return (Posting(chosen, worded),)


def _to_members(worded: Worded) -> tuple[Posting, ...]:
    return (Posting(_all_of(_members, _affiliate_officer), worded, to_many=True),)


POSTINGS: dict[str, tuple[Posting, ...]] = {
    "IntentionAsked": _to(_representative, asking.asked),
    "SecondLetterSent": _to(_representative, asking.asked_again),
    "IntentionAnswered": _to(_representative, asking.answer_received),
    "IntentionWithdrawn": _to(_representative, asking.answer_received),
    "SilenceDecided": _to(_representative, selecting.happened),
    "LateAnswerAccepted": _to(_representative, selecting.happened),
    "Exempted": _to(_representative, selecting.happened),
    "Suspended": _to(_representative, selecting.happened),
    "SuspensionEnded": _to(_representative, selecting.happened),
    "TimetablePublished": _to(_EVERYBODY, dates.dates),
    "RollFrozen": _to(_officers, units.roll_frozen),
    "UnitsPublished": _to(_officers, units.units_published),
    "UnitObjected": _to(_all_of(_office, _unit_officers), selecting.happened),
    "MeetingNoticed": _to_members(units.meeting),
    "ReturnMade": _to_members(units.returned),
    "ReturnContested": _to(_all_of(_office, _unit_officers), units.contested),
    "ReturnVoided": _to_members(units.about_a_return),
    "ReturnReinstated": _to_members(units.about_a_return),
    "ContentionDismissed": _to_members(units.about_a_return),
    "TriggerDecided": _to(_EVERYBODY, selecting.happened),
    "BodyBallotReturned": _to(_EVERYBODY, selecting.happened),
    "LonglistMade": _to(_CONTENDERS, selecting.listed),
    "NominationMade": _to(_nominee, selecting.nominated),
    "ShortlistMade": _to(_EVERYBODY, selecting.listed),
    "SoleNomineeSelected": _to(_EVERYBODY, selecting.outcome),
    "HustingsNoticed": (Posting(_members_of_area, selecting.hustings, to_many=True),),
    "BallotOpened": (Posting(_electors, selecting.ballot_opened, to_many=True),),
    "CandidateWithdrew": _to(_CONTENDERS, selecting.happened),
    "CountMade": _to(_EVERYBODY, selecting.outcome),
    "FewPapersCounted": _to(_EVERYBODY, selecting.outcome),
    "RecountRequested": _to(_CONTENDERS, selecting.happened),
    "RecountOrdered": _to(_CONTENDERS, selecting.happened),
    "AppealMade": _to(_all_of(_office, _CONTENDERS), selecting.happened),
    "AppealDecided": _to(_all_of(_CONTENDERS, _appellants), selecting.happened),
    "EndorsementDecided": _to(_EVERYBODY, selecting.happened),
    "Postponed": _to(_EVERYBODY, selecting.happened),
    "Resumed": _to(_EVERYBODY, selecting.happened),
    "Cancelled": _to(_EVERYBODY, selecting.happened),
    "RunAgain": _to(_EVERYBODY, selecting.happened),
    "Overridden": _to(_EVERYBODY, selecting.happened),
    "EmergencyDeclared": _to(_EVERYBODY, selecting.happened),
}
"""Every kind of entry that tells somebody something."""


def told_of(seat: Seat, number: int) -> Told:
    """An entry of a seat as it may be told; ``seat`` is read for the public once the entry stands."""
    placed: Placed = next(one for one in seat.entries if one.number == number)
    return Told(seat, placed)
