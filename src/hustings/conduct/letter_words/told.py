"""What every letter may say: the seat as the public sees it, the entry it tells of, and the rule behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hustings.conduct.saying import names_of, say
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.writing import link, moment_of
from hustings.kernel.clauses import Citation, Ground
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Given
from hustings.rulebooks.loader import Rulebook


@dataclass(frozen=True, slots=True)
class Told:
    """What the words may use: the seat as the public sees it once the entry stands, and the entry."""

    seat: Seat
    placed: Placed

    @property
    def entry(self) -> Any:
        """The entry, its withheld fields as the public has them."""
        return self.placed.entry

    def said(self) -> str:
        """The sentence that pages say about the entry."""
        zone = self.seat.rulebook.rules.rulebook.calendar.zone
        return say(self.entry, names_of(self.seat), zone, _)

    def at(self, moment: datetime | None) -> str:
        """A moment in the zone of the rules."""
        return moment_of(moment, self.seat)

    def unit(self) -> str:
        """The name of the unit that the entry is about."""
        row = self.seat.state.unit(self.entry.unit)
        return self.entry.unit if row is None else row.name

    def name(self) -> str:
        """The seat's name."""
        return self.seat.state.seat

    def about(self, title: str) -> str:
        """A subject: the seat first, so that letters about one seat lie together."""
        return f"{self.name()}: {title}"

    def page(self, what: str) -> str:
        """The address of a page of the member's or contender's own about this seat."""
        return link(f"/me/{self.seat.proceeding}/{what}/")

    def given(self) -> Given:
        """The seat at the moment of the entry, for the rules' own arithmetic."""
        return Given(self.seat.state, self.seat.rulebook, self.placed.at)


def cited(rulebook: Rulebook, citation: Citation) -> str:
    """A rule in our words with its number, or the source or reading it rests on."""
    if citation.ground is Ground.CLAUSE and citation.reference in rulebook.clauses:
        words = " ".join(rulebook.clauses[citation.reference].text.split())
        return _("clause %(number)s: %(words)s") % {"number": citation.reference, "words": words}
    return str(citation)


def reasons(entry: object) -> tuple[str, ...]:
    """Ground and reasons of a decision, as far as the public reads them; nothing for any other entry."""
    if not isinstance(entry, Decision):
        return ()
    ground = _("Ground: %(ground)s.") % {"ground": entry.ground.rstrip(".")}
    if not entry.reasons.is_disclosed:
        return (ground,)
    return (ground, _("Reasons: %(reasons)s") % {"reasons": entry.reasons.value})


def where(told: Told) -> str:
    """Where the reader finds how the seat stands."""
    return _("Where the seat stands: %(page)s") % {"page": link("/me/")}
