"""What the tellers' pages call figures, answers and ties, with the rulebook's own words for yes and no."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hustings.conduct.returning import UnitDesk, answer_from
from hustings.proceedings.stages import UnitAnswer


def figure_labels(desk: UnitDesk) -> dict[str, str]:
    """The four figures, the answers first in the words that stood on the ballot."""
    question = desk.rules.question if desk.rules else None
    yes, no = (question.open, question.reselect) if question else ("", "")
    return {
        "open": _("“%(answer)s”: for an open selection") % {"answer": yes},
        "reselect": _("“%(answer)s”: for reselection") % {"answer": no},
        "abstained": _("Abstained"),
        "spoilt": _("Spoilt papers"),
    }


def figures_text(votes: Mapping[str, int]) -> str:
    """The figures on one line, to know them again."""
    return ",".join(f"{name}={number}" for name, number in votes.items())


def unit_and_seat(desk: UnitDesk) -> str:
    """The unit and its seat; an affiliate's name may end with the seat already."""
    name, seat = desk.unit.name, desk.seat.state.seat
    return name if name.endswith(seat) else _("%(unit)s, %(seat)s") % {"unit": name, "seat": seat}


def in_groups(fingerprint: str) -> str:
    """A fingerprint in groups of eight, to compare by eye and to fit on a telephone."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


def answer_sentence(desk: UnitDesk, votes: Mapping[str, int]) -> str:
    """Such as "Yes 24, No 19: Willowgate wants an open selection", worked out from the figures."""
    question = desk.rules.question if desk.rules else None
    said = {
        "yes": question.open if question else "",
        "no": question.reselect if question else "",
        "open": votes["open"],
        "reselect": votes["reselect"],
        "unit": desk.unit.name,
    }
    sentences = {
        UnitAnswer.OPEN: _(
            "%(yes)s %(open)s, %(no)s %(reselect)s: %(unit)s wants an open selection."
        ),
        UnitAnswer.RESELECT: _(
            "%(yes)s %(open)s, %(no)s %(reselect)s: %(unit)s wants the representative reselected."
        ),
        UnitAnswer.TIE: _("%(yes)s %(open)s, %(no)s %(reselect)s: %(unit)s is tied."),
        UnitAnswer.ABSTAIN: _("Nobody chose either answer: %(unit)s abstains."),
    }
    return sentences[answer_from(votes)] % said


def tie_sentence(desk: UnitDesk) -> str:
    """What the rulebook does with a tied unit."""
    means = desk.rules.decision.unit_tie.value if desk.rules else "unsettled"
    return {
        "reselect": _("Under these rules a tied unit counts for reselection."),
        "open": _("Under these rules a tied unit counts for an open selection."),
        "abstain": _("Under these rules a tied unit counts as an abstention."),
        "unsettled": _(
            "The rules do not settle what a tied unit counts for; "
            "it decides nothing until a competent body adopts a reading."
        ),
    }[means]
