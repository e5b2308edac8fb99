"""A unit that has met and made no return is reminded: a letter to those who can make it, with proof of service."""

from datetime import datetime

from hustings.conduct.letter_words.units import no_return_yet
from hustings.conduct.needs import without_return
from hustings.conduct.queueing import keep_notices, letter_before
from hustings.conduct.recipients import Recipient, holding
from hustings.conduct.roles import Role
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Given
from hustings.proceedings.state import Meeting
from hustings.store.models import Notice, Organisation
from hustings.timetable.instants import local_day

KIND = "ReturnReminder"
"""The kind of such a letter, which no entry has."""


def met_without_return(seat: Seat, unit: str, now: datetime) -> Meeting | None:
    """The unit's meeting, where it was on an earlier day and its return can still be made; None otherwise."""
    found = without_return(seat.state, Given(seat.state, seat.rulebook, now))
    return next((meeting for meeting in found if meeting.unit == unit), None)


def who_returns(organisation: Organisation, seat: Seat, unit: str) -> list[Recipient]:
    """Those who can make the unit's return, and its secretary, who can see to it."""
    roles = (Role.TELLER, Role.AFFILIATE_OFFICER, Role.UNIT_SECRETARY)
    return holding(organisation, *roles, units=[unit], proceeding=seat.proceeding)


def remind(
    organisation: Organisation, seat: Seat, unit: str, now: datetime
) -> list[Recipient] | Refused:
    """Queue the letters, once a day at most; to whom they go."""
    meeting = met_without_return(seat, unit, now)
    if meeting is None:
        because = "This unit has made its return, has not met yet, or can make none any more."
        return Refused("nothing-to-remind-of", "the record", because)
    to = who_returns(organisation, seat, unit)
    if not to:
        because = "Nobody is entered who could make this unit's return. Enter its tellers first."
        return Refused("nobody-to-remind", "who acts", because)
    if _reminded_today(organisation, seat, to, now):
        because = "They have been reminded today. Another letter can go out tomorrow."
        return Refused("reminded-today", "letters", because)
    rows = [
        letter_before(organisation, seat, KIND, one, lambda: no_return_yet(seat, meeting), now)
        for one in to
    ]
    keep_notices(organisation, rows)
    return to


def _reminded_today(
    organisation: Organisation, seat: Seat, to: list[Recipient], now: datetime
) -> bool:
    sent = Notice.objects.filter(
        organisation=organisation, proceeding=seat.proceeding, kind=KIND,
        person__in=[one.pk for one in to],
    )  # fmt: skip
    zone = zone_of(Given(seat.state, seat.rulebook, now))
    days = {local_day(at, zone) for at in sent.values_list("queued_at", flat=True)}
    return local_day(now, zone) in days
