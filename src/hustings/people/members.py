"""A member as the membership list knows them; names and addresses never enter the record in clear."""

from dataclasses import dataclass
from datetime import date

from hustings.kernel.canonical import Json
from hustings.people.spells import Spell


@dataclass(frozen=True, slots=True)
class Member:
    """One member, with every fact dated that a roll tests.

    ``number`` is the organisation's own and tells members apart; ``unit`` is the id of the unit
    they belong to; ``paid_until`` is the last day that dues are paid for; ``arrears`` runs from
    the day dues were owed to the day they were paid.
    """

    number: str
    family_name: str
    given_name: str
    unit: str
    member_class: str
    membership: tuple[Spell, ...]
    email: str | None = None
    post: str | None = None
    born: date | None = None
    paid_until: date | None = None
    arrears: Spell | None = None
    suspensions: tuple[Spell, ...] = ()

    def contact(self) -> Json:
        """The contact details that a frozen row commits to."""
        return {"email": self.email, "post": self.post}

    def is_suspended(self, day: date) -> bool:
        """Whether a suspension covers ``day``."""
        return any(spell.covers(day) for spell in self.suspensions)

    def owes_since(self, day: date) -> date | None:
        """The day since which dues are owed on ``day``; ``None`` where none are."""
        owed: list[date] = []
        if self.arrears is not None and self.arrears.covers(day):
            owed.append(self.arrears.since)
        if self.paid_until is not None and self.paid_until < day:
            owed.append(self.paid_until)
        return min(owed, default=None)
