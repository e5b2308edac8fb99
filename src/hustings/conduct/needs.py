"""What a seat needs from the office now, and by when: worked out from its state and its rules, never from a job."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Meeting, Selection
from hustings.proceedings.trigger.returns import Outcome as ReturnsOutcome
from hustings.proceedings.triggering import answer_now, returns_closed
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.instants import local_day


class Needs(StrEnum):
    """What can wait for a person in the office."""

    LETTER = "letter"
    REPLY = "reply"
    SECOND_LETTER = "second-letter"
    SILENCE = "silence"
    LATE_ANSWER = "late-answer"
    TIMETABLE = "timetable"
    ROLL = "roll"
    UNITS = "units"
    OBJECTION = "objection"
    MEETINGS = "meetings"
    NO_RETURN = "no-return"
    CONTESTED = "contested"
    TRIGGER = "trigger"
    READING = "reading"
    PETITION = "petition"
    DUE_DILIGENCE = "due-diligence"
    LONGLIST = "longlist"
    PANEL = "panel"
    SHORTLIST = "shortlist"
    HUSTINGS = "hustings"
    BALLOT = "ballot"
    APPEAL = "appeal"
    ENDORSEMENT = "endorsement"
    PANEL_SELECTS = "panel-selects"
    SUSPENSION = "suspension"
    WAITING = "waiting"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person; ``about`` is what it concerns, by the record's reference."""

    needs: Needs
    seat: Seat
    due: datetime | None = None
    about: str = ""


def tasks(seat: Seat, now: datetime) -> list[Task]:
    """What this seat needs from the office now, the most urgent first."""
    given = Given(seat.state, seat.rulebook, now)
    if seat.state.postponed:
        return [Task(Needs.POSTPONED, seat)]
    found = [*_by_stage(seat, given), *_at_any_stage(seat, given)]
    return sorted(found, key=lambda task: (task.due is None, task.due or now))


def _by_stage(seat: Seat, given: Given) -> Iterator[Task]:
    match seat.state.stage:
        case Stage.OPENED | Stage.ASKED:
            yield from _intention(seat, given)
        case Stage.TRIGGER:
            yield from _trigger(seat, given)
        case Stage.APPLICATIONS | Stage.NOMINATIONS | Stage.HUSTINGS:
            yield from _selection(seat, given)
        case Stage.PANEL:
            yield Task(Needs.PANEL_SELECTS, seat)
        case Stage.APPEALS | Stage.ENDORSEMENT:
            yield from _endorsement(seat, given)
        case Stage.WAITING | Stage.NOT_ENDORSED:
            suspended = seat.state.intention.suspended and not seat.state.emergency
            yield Task(Needs.SUSPENSION if suspended else Needs.WAITING, seat)
        case _:
            return


def _at_any_stage(seat: Seat, given: Given) -> Iterator[Task]:
    phase = phase_now(seat.state, seat.rulebook)
    if phase is not None and not _has_dates(seat):
        yield Task(Needs.TIMETABLE, seat, about=phase)
    for appeal in seat.state.open_appeals:
        yield Task(Needs.APPEAL, seat, about=str(appeal.number))


def _has_dates(seat: Seat) -> bool:
    """Whether the dates of the phase in which the seat is are published, or there are none."""
    phase = phase_now(seat.state, seat.rulebook)
    steps = {step.id for step in seat.rulebook.rules.timetable.steps if step.phase == phase}
    return not steps or bool(steps & {step.id for step in seat.state.timetable})


def phase_now(state: Selection, rulebook: Rulebook) -> str | None:
    """The phase whose timetable belongs to the seat's stage."""
    match state.stage:
        case Stage.OPENED | Stage.ASKED:
            return "petition" if rulebook.rules.intention is None else "intention"
        case Stage.TRIGGER:
            return "trigger"
        case Stage.READOPTION:
            return "readoption"
        case Stage.PETITION:
            return "petition"
        case Stage.APPLICATIONS | Stage.NOMINATIONS | Stage.HUSTINGS:
            return "selection"
        case _:
            return None


def _intention(seat: Seat, given: Given) -> Iterator[Task]:
    rules, asked = seat.rulebook.rules.intention, seat.state.intention
    if rules is None:
        yield from _petition(seat)
        return
    if seat.state.stage is Stage.OPENED:
        step = seat.state.step("letter")
        yield Task(Needs.LETTER, seat, step.last if step else None)
        return
    until = asked.second_by or asked.reply_by
    if asked.late_answer is not None:
        yield Task(Needs.LATE_ANSWER, seat, until)
    elif until is not None and given.now <= until:
        yield Task(Needs.REPLY, seat, until)
    elif rules.second_letter_within is not None and asked.second_at is None:
        yield Task(Needs.SECOND_LETTER, seat, until)
    else:
        yield Task(Needs.SILENCE, seat, until)


def _petition(seat: Seat) -> Iterator[Task]:
    """What comes before signing: the roll, then the opening."""
    if seat.rulebook.rules.petition is None or not _has_dates(seat):
        return
    if seat.state.roll is None:
        yield Task(Needs.ROLL, seat, _starts(seat.state, "freeze"))
    else:
        yield Task(Needs.PETITION, seat, _starts(seat.state, "signing"))


def _trigger(seat: Seat, given: Given) -> Iterator[Task]:
    state = seat.state
    if not _has_dates(seat):
        return
    if state.roll is None:
        yield Task(Needs.ROLL, seat, _starts(state, "freeze"))
    if not state.units:
        yield Task(Needs.UNITS, seat, _starts(state, "units-published"))
        return
    for objection in state.objections:
        if not objection.decided:
            yield Task(Needs.OBJECTION, seat, state.objections_until, str(objection.number))
    called = {meeting.unit for meeting in state.meetings}
    missing = [u for u in state.units if u.counts and u.kind == "branch" and u.id not in called]
    if missing:
        yield Task(Needs.MEETINGS, seat, _starts(state, "notice"), str(len(missing)))
    for meeting in without_return(state, given):
        yield Task(Needs.NO_RETURN, seat, _ends(state, "returns-due"), meeting.unit)
    for made in state.returns:
        if made.contested and not made.void:
            yield Task(Needs.CONTESTED, seat, _ends(state, "returns-due"), made.unit)
    yield from _outcome(seat, given)


def without_return(state: Selection, given: Given) -> list[Meeting]:
    """The meetings of units that met on an earlier day and have no return that stands, while one can be made."""
    due, today = state.step("returns-due"), local_day(given.now, zone_of(given))
    if state.stage is not Stage.TRIGGER or due is None or given.now > due.last:
        return []
    returned = {made.unit for made in state.returns if not made.void}
    counting = {unit.id for unit in state.units if unit.counts} - returned
    met = [m for m in state.meetings if local_day(m.at, zone_of(given)) < today]
    return sorted((m for m in met if m.unit in counting), key=lambda meeting: meeting.at)


def _outcome(seat: Seat, given: Given) -> Iterator[Task]:
    rules = trigger_rules(given)
    if isinstance(rules, Refused) or not seat.state.returns:
        return
    answer = answer_now(seat.state, rules, given.now)
    if answer.outcome is not ReturnsOutcome.UNDETERMINED:
        yield Task(Needs.TRIGGER, seat, _ends(seat.state, "trigger-count"))
    elif returns_closed(seat.state, given.now):
        yield Task(Needs.READING, seat, _ends(seat.state, "trigger-count"))


def _selection(seat: Seat, given: Given) -> Iterator[Task]:
    state = seat.state
    if seat.rulebook.rules.selection is None or not _has_dates(seat):
        return
    if state.roll is None:
        yield Task(Needs.ROLL, seat, _starts(state, "freeze"))
    if state.stage is Stage.APPLICATIONS:
        yield from _applications(seat, given)
    elif state.stage is Stage.NOMINATIONS:
        if not state.panel:
            yield Task(Needs.PANEL, seat, _ends(state, "nominations-close"))
        if _over(state, "nominations-close", given.now):
            yield Task(Needs.SHORTLIST, seat, _starts(state, "shortlist"))
    elif state.hustings_at is None:
        yield Task(Needs.HUSTINGS, seat, _starts(state, "hustings"))
    elif state.hustings_at <= given.now:
        yield Task(Needs.BALLOT, seat, _starts(state, "ballot"))


def _applications(seat: Seat, given: Given) -> Iterator[Task]:
    state = seat.state
    for applicant in state.applicants:
        if applicant.due_diligence is None and not applicant.withdrawn:
            yield Task(Needs.DUE_DILIGENCE, seat, _starts(state, "longlist"), applicant.person)
    if state.applicants and _over(state, "applications-close", given.now):
        yield Task(Needs.LONGLIST, seat, _starts(state, "longlist"))


def _endorsement(seat: Seat, given: Given) -> Iterator[Task]:
    closes = appeals_close(given)
    over = seat.state.stage is Stage.ENDORSEMENT or closes is None or given.now > closes
    if over and not seat.state.open_appeals and seat.state.candidate is not None:
        yield Task(Needs.ENDORSEMENT, seat)


def _starts(state: Selection, step: str) -> datetime | None:
    found = state.step(step)
    return None if found is None else found.starts


def _ends(state: Selection, step: str) -> datetime | None:
    found = state.step(step)
    return None if found is None else found.last


def _over(state: Selection, step: str, now: datetime) -> bool:
    last = _ends(state, step)
    return last is not None and now > last


_WITHOUT_DATES = (
    Stage.PETITION, Stage.APPEALS, Stage.PANEL, Stage.ENDORSEMENT, Stage.WAITING, Stage.NOT_ENDORSED,
    Stage.DECLARED, Stage.CANCELLED,
)  # fmt: skip


def next_date(seat: Seat, now: datetime) -> tuple[str, datetime] | None:
    """The next published date of a seat, while its dates still mean something: the step and its last instant."""
    if seat.state.stage in _WITHOUT_DATES:
        return None
    phase = phase_now(seat.state, seat.rulebook)
    mine = {s.id for s in seat.rulebook.rules.timetable.steps if phase in (None, s.phase)}
    coming = [
        (step.last, step.id)
        for step in seat.state.timetable
        if step.last >= now and step.id in mine
    ]
    return None if not coming else (min(coming)[1], min(coming)[0])
