"""The timeline of a seat: past, present and future dates, and what was overridden with what replaced it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from hustings.conduct import words
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.showing.as_it_came import as_it_came, is_on_its_days, outcome_before
from hustings.proceedings.clock import zone_of
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.entry import Given
from hustings.proceedings.interruptions import Cancelled
from hustings.proceedings.overrides import Overridden, OverrideEffect
from hustings.proceedings.planning import TimetablePublished
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import PlannedStep
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import N_, Translate, say_day, say_instant

_A_MOMENT = timedelta(seconds=1)

Standing = Literal["past", "present", "future", "overridden"]


@dataclass(frozen=True, slots=True)
class ShownStage:
    """One date of the timeline; ``replacement`` says what stands in place of an overridden one.

    ``unneeded`` is one that nobody overrode: what came before made it needless. ``until`` is its end alone.
    """

    id: str
    name: str
    standing: Standing
    when: str
    starts: datetime
    last: datetime
    note: str = ""
    replacement: str = ""
    unneeded: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class _Break:
    """A moment from which the published dates no longer lead the procedure, and what does instead."""

    at: datetime
    instead: str
    short: str


def stages_of(seat: Seat, now: datetime, translate: Translate) -> tuple[ShownStage, ...]:
    """Every published date in the order of time, as it stands for the reader now."""
    given = Given(seat.state, seat.rulebook, now)
    zone = zone_of(given)
    named = {step.id: step.what for step in seat.rulebook.rules.timetable.steps}
    breaks = tuple(_breaks(seat, zone, translate))
    shown: list[ShownStage] = []
    for step in sorted(seat.state.timetable, key=lambda step: (step.starts, step.last)):
        came = as_it_came(seat, step, now)
        stage = ShownStage(
            step.id,
            translate(named.get(step.id, step.id)),
            _standing(came, seat.state.stage, now),
            when(came, zone, translate),
            came.starts,
            came.last,
            until=_end(came.last, zone, translate),
        )
        stage = _not_needed(stage, came, seat, zone, translate)
        shown.extend(_overridden(stage, step, seat, zone, translate))
        if not is_on_its_days(seat, step, came):
            shown.append(_struck(stage, step, stage.when, zone, translate))
        shown.append(_broken(stage, breaks, {one.replacement for one in shown}))
    return tuple(shown)


def _not_needed(
    stage: ShownStage, came: PlannedStep, seat: Seat, zone: str, translate: Translate
) -> ShownStage:
    """Struck: dates of a second letter, where the first was answered; of meetings, where the outcome was declared."""
    declared = outcome_before(seat, came)
    if declared is not None:
        text = translate(N_("nothing, because the outcome was declared on {at}"))
        text = text.format(at=say_instant(declared, zone, translate))
        return replace(stage, standing="overridden", replacement=text, unneeded=True)
    asked = seat.state.intention
    of_intention = {
        step.id for step in seat.rulebook.rules.timetable.steps if step.phase == "intention"
    }
    if asked.reply_by is None or asked.answered_at is None or asked.second_at is not None:
        return stage
    if stage.id not in of_intention or stage.starts <= asked.reply_by:
        return stage
    at = say_instant(asked.answered_at, zone, translate)
    text = translate(N_("nothing, because the answer came in on {at}")).format(at=at)
    return replace(stage, standing="overridden", replacement=text, unneeded=True)


def when(step: PlannedStep, zone: str, translate: Translate) -> str:
    """A day, days from one to another, or an hour, as people say it."""
    if step.ends is None:
        return say_instant(step.starts, zone, translate)
    first = local_day(step.starts, zone)
    if _is_midnight(step.ends, zone) and first == local_day(step.ends - _A_MOMENT, zone):
        return say_day(first, translate)
    text = translate(N_("{first} to {last}"))
    return text.format(first=say_day(first, translate), last=_end(step.ends, zone, translate))


def _end(at: datetime, zone: str, translate: Translate) -> str:
    """An end as people say it: the hour, or the last day where the day's end is meant."""
    if _is_midnight(at, zone):
        return say_day(local_day(at - _A_MOMENT, zone), translate)
    return say_instant(at, zone, translate)


def _standing(step: PlannedStep, stage: Stage, now: datetime) -> Standing:
    if stage in (Stage.DECLARED, Stage.CANCELLED) and step.starts <= now:
        return "past"
    if now > step.last:
        return "past"
    return "present" if step.starts <= now else "future"


def _breaks(seat: Seat, zone: str, translate: Translate) -> Iterator[_Break]:
    for placed in seat.entries:
        match placed.entry:
            case EmergencyDeclared() as entry if entry.consequence != "continues":
                text = N_("the emergency route, since {at}: {what}")
                what = translate(words.CONSEQUENCES[entry.consequence])
                at = say_instant(entry.happened_at, zone, translate)
                short = translate(N_("the emergency route"))
                yield _Break(entry.happened_at, translate(text).format(at=at, what=what), short)
            case Cancelled():
                text = N_("cancelled by the {body} on {at}")
                at = say_instant(placed.at, zone, translate)
                said = translate(text).format(at=at, body=translate(placed.entry.body))
                yield _Break(placed.at, said, translate(N_("cancelled")))
            case Overridden() as entry if entry.sets is not OverrideEffect.SET_DATE:
                yield from _overriding(entry, placed, zone, translate)
            case _:
                pass


def _overriding(
    entry: Overridden, placed: Placed, zone: str, translate: Translate
) -> Iterator[_Break]:
    if entry.sets not in (OverrideEffect.IMPOSE_CANDIDATE, OverrideEffect.SKIP_TO):
        return
    text = N_("decided by the {body} on {at}")
    at = say_instant(placed.at, zone, translate)
    said = translate(text).format(at=at, body=translate(entry.body))
    yield _Break(placed.at, said, translate(N_("the same decision")))


def _broken(stage: ShownStage, breaks: tuple[_Break, ...], said: set[str]) -> ShownStage:
    """Struck where a break came before its end; the long words for it stand once."""
    for broken in breaks:
        if stage.last > broken.at and stage.standing != "overridden":
            instead = broken.short if broken.instead in said else broken.instead
            return replace(stage, standing="overridden", replacement=instead)
    return stage


def _overridden(
    stage: ShownStage, step: PlannedStep, seat: Seat, zone: str, translate: Translate
) -> Iterator[ShownStage]:
    """The dates that this step had before an override or a new timetable moved it."""
    published: PlannedStep | None = None
    for placed in seat.entries:
        match placed.entry:
            case TimetablePublished() as entry:
                fresh = next((s for s in entry.steps if s.id == step.id), None)
                if fresh is not None and published is not None and fresh != published:
                    text = N_("{when}, by decision of the {body}")
                    said = (when(fresh, zone, translate), entry.body)
                    yield _struck(
                        stage, published, _instead(text, *said, translate), zone, translate
                    )
                published = fresh or published
            case Overridden() as entry if entry.step == step.id and published and entry.day:
                text = N_("{when}, by override of the {body}")
                said = (say_instant(entry.day, zone, translate), entry.body)
                yield _struck(stage, published, _instead(text, *said, translate), zone, translate)
                published = step
            case _:
                pass


def _instead(text: str, moment: str, body: str, translate: Translate) -> str:
    return translate(text).format(when=moment, body=translate(body))


def _struck(
    stage: ShownStage, earlier: PlannedStep, instead: str, zone: str, translate: Translate
) -> ShownStage:
    return replace(
        stage,
        standing="overridden",
        when=when(earlier, zone, translate),
        starts=earlier.starts,
        last=earlier.last,
        replacement=instead,
    )


def _is_midnight(at: datetime, zone: str) -> bool:
    return local_day(at, zone) != local_day(at - _A_MOMENT, zone)
