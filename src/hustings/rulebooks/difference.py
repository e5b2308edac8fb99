"""Says what changed between two rulebooks: which values and clauses, and what the change means."""

from dataclasses import dataclass

from hustings.rulebooks.loader import Rulebook
from hustings.rulebooks.telling import Said, lower, tell

HEAD = ("rulebook.id", "rulebook.title", "rulebook.note", "rulebook.amends")
"""What two rulebooks never share and nobody asks about."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that the second rulebook has otherwise, or one of them has alone, or rests on another ground."""

    key: str
    before: Said | None
    after: Said | None

    @property
    def only_ground(self) -> bool:
        """Whether the value is the same and only rests on something else."""
        if self.before is None or self.after is None:
            return False
        return self.before.value == self.after.value

    @property
    def says(self) -> str:
        """What the change means."""
        if self.before is None:
            return f"New: {_said(self.after)}"
        if self.after is None:
            return f"No longer: {_said(self.before)}"
        if self.before.value == self.after.value:
            return (
                f"As before, {lower(self.before.says)} It rested on {self.before.ground} "
                f"and now rests on {self.after.ground}."
            )
        return f"Before, {lower(self.before.says)} Now, {lower(self.after.says)}"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause whose words one rulebook has alone, or both have otherwise."""

    number: str
    before: str | None
    after: str | None

    @property
    def says(self) -> str:
        """Which of the three it is."""
        if self.before is None:
            return f"{self.number} is new."
        if self.after is None:
            return f"{self.number} is gone."
        return f"{self.number} has other words."


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed, in the order of the first rulebook's file; what is new stands last."""

    changes: tuple[Change, ...]
    clauses: tuple[ClauseChange, ...]


def difference(before: Rulebook, after: Rulebook) -> Difference:
    """What ``after`` says otherwise than ``before``.

    A reading's number is no difference: readings are numbered in each rulebook by itself.
    """
    old, new = _by_key(before), _by_key(after)
    changes = tuple(
        Change(key, old.get(key), new.get(key))
        for key in [*old, *(key for key in new if key not in old)]
        if not _same(old.get(key), new.get(key))
    )
    numbers = [*before.clauses, *(n for n in after.clauses if n not in before.clauses)]
    texts = [
        ClauseChange(number, _words(before, number), _words(after, number))
        for number in numbers
        if _words(before, number) != _words(after, number)
    ]
    return Difference(changes, tuple(texts))


def _by_key(rulebook: Rulebook) -> dict[str, Said]:
    return {said.key: said for said in tell(rulebook) if said.key not in HEAD}


def _same(before: Said | None, after: Said | None) -> bool:
    if before is None or after is None:
        return False
    return before.value == after.value and _ground(before) == _ground(after)


def _ground(said: Said) -> tuple[str, str]:
    if said.ground is None:
        return ("", "")
    reading = said.ground.ground.value == "reading"
    return (said.ground.ground.value, "" if reading else said.ground.reference)


def _words(rulebook: Rulebook, number: str) -> str | None:
    clause = rulebook.clauses.get(number)
    return None if clause is None else " ".join(clause.text.split())


def _said(said: Said | None) -> str:
    return "" if said is None else said.says
