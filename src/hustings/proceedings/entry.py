"""What an entry is: a command not yet accepted, then a fact. One class for each kind, each with its own rule."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Requirement, Visibility
from hustings.rulebooks.loader import Rulebook

RulesT = TypeVar("RulesT")
COMPUTED = "computed"
"""Metadata key of a field that ``decided`` works out; it is empty in a command, checked on replay."""

KINDS: dict[str, type["Entry"]] = {}
"""Every kind of entry by its name in the record."""


def computed(empty: Any) -> Any:
    """A field that follows from the record and the rulebook; ``empty`` stands in the command."""
    return field(default=empty, metadata={COMPUTED: True})


@dataclass(frozen=True, slots=True)
class Given:
    """What an entry is decided against: the state, the rulebook of the opening, and the moment."""

    state: Selection
    rulebook: Rulebook
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened in a proceeding, by whom. Subclasses say what it needs and what it changes."""

    by: tuple[Actor, ...] = ()

    REQUIRES: ClassVar[tuple[Requirement, ...]] = ()
    VISIBILITY: ClassVar[Visibility] = Visibility.PUBLIC
    WHILE_POSTPONED: ClassVar[bool] = False
    AFTER_THE_END: ClassVar[bool] = False
    OWN_ACT: ClassVar[str | None] = None
    """The field that names the person whose own act this is; nobody else can do it for them."""

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if not cls.__dict__.get("ABSTRACT", False):
            KINDS[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """The name of this kind in the record."""
        return type(self).__name__

    def requirements(self, given: Given) -> tuple[Requirement, ...]:
        """Who must act, where the rulebook has a say in it."""
        return self.REQUIRES

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Why no entry of this kind can be made now, whatever it says; None where one may be."""
        return None

    @classmethod
    def unless_barred(cls, rules: "RulesT | Refused", given: Given) -> "RulesT | Refused":
        """The rules by which an entry of this kind is decided; or why they know none, or none can be made now."""
        return rules if isinstance(rules, Refused) else cls.barred(given) or rules

    def decided(self, given: Given) -> "Entry | Refused":
        """This entry with its computed fields, or the reason why it may not be."""
        raise TypeError(f"{self.kind} does not say when it is allowed")

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The state once this entry stands in the record."""
        raise TypeError(f"{self.kind} does not say what it changes")


E_ = TypeVar("E_", bound=Entry)


def command_of(entry: E_) -> E_:
    """The command that this entry was decided from: the same, its computed fields empty."""
    empty: Mapping[str, Any] = {
        f.name: _empty(f) for f in fields(entry) if f.metadata.get(COMPUTED, False)
    }
    return replace(entry, **empty) if empty else entry


def _empty(f: Field[Any]) -> Any:
    return f.default
