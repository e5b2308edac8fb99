"""How the demonstration is played: every seat tells when it acts next, and they act in the order of time."""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hustings.conduct.acting import act
from hustings.conduct.demo.cast import Cast
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.reading import read_seat
from hustings.conduct.signing import sign
from hustings.kernel.refusals import Refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.entries import read_statement
from hustings.record.signing import sign as sign_statement
from hustings.store.models import Draft

T = TypeVar("T")

Telling = Generator[datetime, datetime, None]
"""A seat's story: yields when it wants to act, is sent that very moment, and acts."""


class NotAsTold(RuntimeError):
    """The rules refused what the demonstration wanted to show; it stops rather than pretend."""


@dataclass(slots=True)
class Player:
    """Plays one seat: builds commands, has them signed by the persons concerned, insists that they are allowed."""

    cast: Cast
    area: str

    @property
    def seat(self) -> str:
        """The seat's name in the record."""
        return self.area.lower()

    def state(self) -> Selection:
        """The state as the record has it now."""
        return read_seat(self.cast.organisation, self.seat).state

    def actor(self, handle: str, role: Role) -> Actor:
        """A person of the cast in a role."""
        return Actor(self.cast.reference(handle), role)

    def do(self, command: Entry, now: datetime) -> Entry:
        """Carry a command out, with every signature that it needs."""
        done = act(self.cast.organisation, self.seat, command, rulebook=self.cast.rulebook, now=now)
        while not isinstance(done, Entered):
            if isinstance(done, Refused):
                raise NotAsTold(f"{self.area}: {command.kind}: {done.because} ({done.clause})")
            done = self._signed(done, now)
        return done.entry

    def _signed(self, waiting: Waiting, now: datetime) -> Entered | Waiting | Refused:
        draft = Draft.objects.get(reference=waiting.reference)
        statement = read_statement(bytes(draft.statement))
        person = waiting.unsigned[0].person
        signature = sign_statement(statement, self.cast.key_of(person))
        return sign(waiting.reference, person, signature.key, signature.value, now=now)

    def decide(self, kind: type[Decision], now: datetime, reasons: str, **more: Any) -> Entry:
        """A decision in good form by the first competent body, signed by the office."""
        power = self.cast.rulebook.rules.powers[kind.POWER]
        names = {f.name for f in fields(kind)}
        given: dict[str, Any] = {
            "body": power.bodies[0],
            "present": power.quorum + 2,
            "in_favour": power.quorum + 1,
            "abstained": 1,
            "ground": power.grounds[0] if power.grounds else "as the rules provide",
            "reasons": public(reasons),
            "by": (self.actor("office", Role.OFFICE),),
        }
        return self.do(kind(**{k: v for k, v in {**given, **more}.items() if k in names}), now)

    def starts(self, step: str) -> datetime:
        """When a published step begins."""
        planned = self.state().step(step)
        if planned is None:
            raise NotAsTold(f"{self.area}: no step {step} has been published")
        return planned.starts

    def ends(self, step: str) -> datetime:
        """The last moment of a published step."""
        planned = self.state().step(step)
        if planned is None:
            raise NotAsTold(f"{self.area}: no step {step} has been published")
        return planned.last


def known(value: T | None) -> T:
    """A value that the story has made sure of; it stops where it has not."""
    if value is None:
        raise NotAsTold("The story relies on something that is not in the record.")
    return value


def public(text: str) -> Withheld:
    """Text that is disclosed by its opening."""
    return Withheld(text, Visibility.PUBLIC)


def private(text: str) -> Withheld:
    """Text that stays with the parties."""
    return Withheld(text, Visibility.PARTIES)


def play(stories: Iterable[Telling], until: datetime) -> int:
    """Play the stories side by side in the order of time, up to ``until``; how many scenes were played."""
    waiting = [(next(story), n, story) for n, story in enumerate(stories)]
    heapq.heapify(waiting)
    scenes, last = 0, None
    while waiting:
        at, n, story = heapq.heappop(waiting)
        now = at if last is None else max(at, last)
        if now > until:
            continue
        last, scenes = now, scenes + 1
        try:
            heapq.heappush(waiting, (story.send(now), n, story))
        except StopIteration:
            continue
    return scenes


def working_hours(at: datetime, hour: int = 10) -> datetime:
    """The same day at an hour at which an office works (UTC), not earlier than ``at``."""
    wanted = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return wanted if wanted >= at else at + timedelta(minutes=5)
