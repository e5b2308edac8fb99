"""Which witnesses vouch for a log, and for how much of it, from the cosignatures in the order in which they came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A witness cosigned the checkpoint of so many entries, and the line was taken then."""

    witness: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """These witnesses vouch; a quorum of them has cosigned the checkpoint of ``size`` entries, and no larger one."""

    size: int
    witnesses: frozenset[str]


def quorum(witnesses: int) -> int:
    """How many of so many witnesses a reader should insist on: more than half."""
    return witnesses // 2 + 1


def vouched(lines: Sequence[Line], retired: Mapping[str, datetime]) -> Vouched | None:
    """What is witnessed after all these lines, and after these witnesses were retired.

    The first witness vouches at once. Another counts from the first checkpoint that it shares with a quorum of those
    who vouched before it, so that its coming takes nothing back. Where somebody is retired and too few of the
    others had followed yet, those who had are the witnesses until the others follow.
    """
    last = {line.witness: place for place, line in enumerate(lines)}
    standing, staying = _Standing(), dict(retired)
    for place, line in enumerate(lines):
        leaving = {
            one
            for one, when in staying.items()
            if when <= line.at and (one not in last or last[one] < place)
        }
        standing.leave(leaving)
        staying = {one: when for one, when in staying.items() if one not in leaving}
        standing.sign(line)
    standing.leave(staying)
    return standing.now


@dataclass(slots=True)
class _Standing:
    """Who has cosigned what so far, who is retired, and which sizes from the witnessed one on are cosigned."""

    now: Vouched | None = None
    signers: dict[int, set[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    ahead: set[int] = field(default_factory=set)

    def sign(self, line: Line) -> None:
        self.signers.setdefault(line.size, set()).add(line.witness)
        if self.now is None:
            self.now = Vouched(line.size, frozenset({line.witness}))
        if line.size >= self.now.size:
            self.ahead.add(line.size)
            self._advance()

    def leave(self, leaving: Iterable[str]) -> None:
        self.gone |= set(leaving)
        if self.now is None or not self.now.witnesses & self.gone:
            return
        kept = self.now.witnesses - self.gone
        there = self._at(self.now.size) & kept
        if not there:
            self._begin_again()
        else:
            self.now = Vouched(self.now.size, kept if len(there) >= quorum(len(kept)) else there)
        self._advance()

    def _begin_again(self) -> None:
        """Nobody is left who vouched: the others begin with the largest that any of them cosigned."""
        left = [size for size in self.signers if self._at(size)]
        self.now = Vouched(max(left), self._at(max(left))) if left else None
        self.ahead = set() if self.now is None else {size for size in left if size >= self.now.size}

    def _at(self, size: int) -> frozenset[str]:
        return frozenset(self.signers[size] - self.gone)

    def _advance(self) -> None:
        """Go on to each larger checkpoint that a quorum has cosigned; whoever shares it vouches from then on."""
        now = self.now
        for size in sorted(self.ahead) if now is not None else ():
            if now is not None and len(self._at(size) & now.witnesses) >= quorum(
                len(now.witnesses)
            ):
                now = Vouched(size, now.witnesses | self._at(size))
        self.now = now
        self.ahead = {size for size in self.ahead if now is not None and size >= now.size}
