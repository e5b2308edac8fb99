"""The words around an entry's sentence: names as far as the reader may know them, dates, the language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hustings.proceedings.applications import Listed
from hustings.timetable.sentences import N_, Translate, say_day, say_instant

Names = Mapping[str, str]
"""What persons (by reference) and units (by id) are called, as far as the reader may know."""


@dataclass(frozen=True, slots=True)
class Words:
    """The names, the zone and the language in which a sentence is said."""

    names: Names
    zone: str
    translate: Translate

    def say(self, text: str, **values: object) -> str:
        """The translated sentence with its values; a body by the name that it has in the language."""
        if body := values.get("body"):
            values["body"] = self.translate(str(body))
        return self.translate(text).format(**values) if values else self.translate(text)

    def who(self, person: str | None) -> str:
        """A person's name where it is disclosed; otherwise that it is not."""
        if person is None:
            return self.translate(N_("nobody"))
        return self.names.get(person) or self.translate(N_("a person whose name is not public"))

    def unit(self, unit: str) -> str:
        """A unit's name."""
        return self.names.get(unit, unit)

    def at(self, moment: datetime | None) -> str:
        """A moment in the rulebook's zone."""
        return "–" if moment is None else say_instant(moment, self.zone, self.translate)

    def day(self, day: date) -> str:
        """A day."""
        return say_day(day, self.translate)

    def word(self, table: Mapping[Any, str], key: Any) -> str:
        """The word for a value."""
        return self.translate(table[key])

    def listed(self, persons: tuple[Listed, ...]) -> str:
        """The names on a list."""
        return ", ".join(self.who(one.person) for one in persons)


Sentence = Callable[[Any, Words], str]
"""How one kind of entry is said."""


def plain(text: str) -> Sentence:
    """A sentence without values, the same for every entry of its kind."""
    return lambda _e, w: w.say(text)


def by_body(text: str) -> Sentence:
    """A sentence that names the body which decided, at `{body}`."""
    return lambda e, w: w.say(text, body=e.body)
