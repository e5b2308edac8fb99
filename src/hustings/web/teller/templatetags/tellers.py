"""A rule of the seat's own rulebook, cited small and linked to its clause in our words."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from hustings.conduct.returning import UnitDesk
from hustings.conduct.seats import Seat
from hustings.kernel.clauses import Ground
from hustings.rulebooks.values import Cited
from hustings.web.base.templatetags.hustings import why
from hustings.web.teller import words

register = template.Library()


@register.simple_tag
def rule(cited: Cited, seat: Seat) -> SafeString:
    """The clause, source or reading on which a value of this seat's rulebook stands."""
    citation = cited.citation
    if citation.ground is not Ground.CLAUSE:
        return why(citation)
    return why(citation, reverse("clause", args=[seat.rulebook.id, citation.reference]))


@register.simple_tag
def unit_and_seat(desk: UnitDesk) -> str:
    """The unit and its seat, above the heading."""
    return words.unit_and_seat(desk)
