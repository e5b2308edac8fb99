"""The letter that asks for a signature: whose statement waits, where it is read, until when; never what it says."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hustings.conduct.letter_words.told import cited
from hustings.conduct.seats import Seat
from hustings.conduct.writing import Written, link, moment_of
from hustings.proceedings.entry import Entry
from hustings.proceedings.unit_returns import ReturnMade


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that waits: by whom it was made, and whether its reader was asked for another one before."""

    seat: Seat
    entry: Entry
    reference: str
    first: str
    until: datetime
    again: bool


def asked_to_sign(asked: Asked) -> Written:
    """A statement waits for the reader's signature."""
    title, happened, rules = _of_a_return(asked) or _of_anything(asked)
    words = (
        happened,
        _("It is not the one that you were asked to sign before: read it anew.")
        if asked.again
        else "",
        _("Read it, then sign it, or refuse to and say why, by %(until)s: %(page)s")
        % {"until": moment_of(asked.until, asked.seat), "page": link(f"/sign/{asked.reference}/")},
        _("Opening the page signs nothing. If it is not signed in time, it has to be made again."),
    )
    subject = f"{asked.seat.state.seat}: {title}"
    return Written(subject, tuple(one for one in words if one), rules=rules)


def _of_a_return(asked: Asked) -> tuple[str, str, tuple[str, ...]] | None:
    trigger = asked.seat.rulebook.rules.trigger
    if not isinstance(asked.entry, ReturnMade) or trigger is None:
        return None
    unit = asked.seat.state.unit(asked.entry.unit)
    said = {"name": asked.first, "unit": asked.entry.unit if unit is None else unit.name}
    return (
        _("the return of %(unit)s waits for your signature") % said,
        _("%(name)s has made the return of %(unit)s. It counts once you have signed it too.")
        % said,
        (cited(asked.seat.rulebook, trigger.returns.tellers.citation),),
    )


def _of_anything(asked: Asked) -> tuple[str, str, tuple[str, ...]]:
    text = _(
        "%(name)s has made a statement about this seat. It stands once you have signed it too."
    )
    return _("a statement waits for your signature"), text % {"name": asked.first}, ()
