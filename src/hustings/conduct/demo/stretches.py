"""The stretches that several seats of the demonstration share: opening to answer, rolls, meetings, returns."""

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from hustings.conduct.demo.script import Player, Telling, known, public
from hustings.conduct.rolls import freeze_electors, unit_roll, unit_rows, units_in
from hustings.proceedings.intention import IntentionAnswered, IntentionAsked
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.opening import ProceduresSecretaryAppointed, ProceedingOpened
from hustings.proceedings.planning import TimetablePublished
from hustings.proceedings.publication import figures_may_be_public
from hustings.proceedings.rolls import RollFrozen, UnitsPublished
from hustings.proceedings.stages import Answer
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.unit_returns import ReturnMade, answer_of
from hustings.proceedings.values import Role, Visibility, Withheld
from hustings.timetable.calendars import freeze_around


def opening(player: Player, start: datetime) -> Telling:
    """The committee opens the seat, the office writes, the representative says yes."""
    now = yield start
    rulebook = player.cast.rulebook
    name = player.cast.persons[f"{player.seat}/representative"]
    calendar = freeze_around(rulebook.rules.rulebook.calendar, start.date())
    player.decide(
        ProceedingOpened, now, "The term of office ends next year, so the rules ask for this procedure.",
        proceeding=player.seat, seat=player.area, rulebook=rulebook.id,
        rulebook_digest=rulebook.digest, representative=name.reference,
        representative_name=public(str(name)), holidays=calendar.holidays,
    )  # fmt: skip
    player.decide(
        TimetablePublished, now, "The dates follow from the rules.",
        phase="intention", opened=start.date(),
    )  # fmt: skip
    office = (player.actor("office", Role.OFFICE),)
    player.do(
        ProceduresSecretaryAppointed(
            secretary=player.cast.reference("office"), declares_no_conflict=True, by=office
        ),
        now,
    )
    now = yield now + timedelta(hours=2)
    player.do(IntentionAsked(sent_at=now, by=office), now)
    now = yield now + timedelta(days=6, hours=3)
    representative = (player.actor(f"{player.seat}/representative", Role.REPRESENTATIVE),)
    player.do(IntentionAnswered(answer=Answer.YES, received_at=now, by=representative), now)
    now = yield now + timedelta(days=1)
    player.decide(
        TimetablePublished, now, "The dates follow from the rules.",
        phase="trigger", opened=start.date(),
    )  # fmt: skip


def rolls(player: Player) -> Telling:
    """The rolls are frozen and published, then every unit is called to meet."""
    now = yield player.starts("freeze") + timedelta(hours=10)
    units = units_in(player.cast.organisation, player.area)
    rulebook, freeze = player.cast.rulebook, now.date()
    trees = freeze_electors(player.cast.organisation, player.seat, units, rulebook, freeze)
    player.decide(
        RollFrozen, now, "The roll is frozen on the day that the rules name.",
        freeze=freeze, contests=("trigger", "selection"), trees=trees,
    )  # fmt: skip
    now = yield player.starts("units-published") + timedelta(hours=10)
    roll = unit_roll(player.cast.organisation, units, rulebook, freeze, now.date())
    player.decide(
        UnitsPublished, now, "Every branch and affiliate of the area was looked at.",
        units=unit_rows(player.cast.organisation, roll),
    )  # fmt: skip
    now = yield player.starts("notice") + timedelta(hours=11)
    opens = player.starts("unit-meetings")
    counting = [unit for unit in player.state().units if unit.counts]
    for n, unit in enumerate(counting):
        at = opens + timedelta(days=1 + n * 23 // len(counting), hours=19)
        role = Role.UNIT_SECRETARY if unit.kind == "branch" else Role.OFFICE
        handle = f"{unit.id}/secretary" if unit.kind == "branch" else "office"
        player.do(
            MeetingNoticed(
                unit=unit.id, at=at, noticed_at=now, place=public("The branch's usual hall"),
                by=(player.actor(handle, role),),
            ),
            now,
        )  # fmt: skip


def returns(player: Player, votes: Mapping[str, tuple[int, int, int]]) -> Telling:
    """Each unit in ``votes`` meets and makes its return: (open, reselect, abstained)."""
    meetings = sorted(player.state().meetings, key=lambda meeting: meeting.at)
    for meeting in meetings:
        if meeting.unit in votes:
            now = yield meeting.at + timedelta(hours=2)
            player.do(_return(player, meeting.unit, votes[meeting.unit], now), now)


def decided(
    player: Player, start: datetime, votes: Mapping[str, tuple[int, int, int]]
) -> Generator[datetime, datetime, datetime]:
    """From the opening to the decision that the returns make; the moment of it."""
    yield from opening(player, start)
    yield from rolls(player)
    yield from returns(player, votes)
    now = yield player.ends("returns-due") + timedelta(hours=2)
    player.decide(TriggerDecided, now, "The returns were added up before the tellers.")
    return now


def _return(player: Player, unit: str, votes: tuple[int, int, int], now: datetime) -> ReturnMade:
    trigger = known(player.cast.rulebook.rules.trigger)
    row = known(player.state().unit(unit))
    figures = {"open": votes[0], "reselect": votes[1], "abstained": votes[2], "spoilt": 0}
    cell = player.cast.rulebook.rules.publication.minimum_cell.value
    seen_by = Visibility.PUBLIC if figures_may_be_public(figures, cell) else Visibility.PARTIES
    affiliate = row.kind == "affiliate"
    by = (
        (player.actor(f"{unit}/officer", Role.AFFILIATE_OFFICER),)
        if affiliate
        else tuple(player.actor(f"{unit}/teller-{n}", Role.TELLER) for n in (1, 2))
    )
    return ReturnMade(
        unit=unit,
        question=trigger.question.text.value,
        answer=answer_of(figures),
        met_at=now,
        figures=Withheld(dict(figures), seen_by),
        present=None if affiliate or sum(votes) + 2 < cell else sum(votes) + 2,
        evidence=(sha256(f"tally sheet of {unit}".encode()).hexdigest(),),
        representative_present=None if affiliate else False,
        own_rules_followed=True if affiliate else None,
        by=by,
    )
