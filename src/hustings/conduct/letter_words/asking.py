"""The letters to the sitting representative: do you intend to stand, and what your answer leads to."""

from django.utils.translation import gettext as _

from hustings.conduct.letter_words.told import Told, cited
from hustings.conduct.writing import Written


def asked(told: Told) -> Written:
    """The letter to the sitting representative, its deadline to the minute."""
    return _asking(told, _("Do you intend to stand?"), again=False)


def asked_again(told: Told) -> Written:
    """The second letter."""
    return _asking(told, _("Do you intend to stand? A second letter"), again=True)


def _asking(told: Told, title: str, *, again: bool) -> Written:
    until, rules = told.at(told.entry.reply_by), told.seat.rulebook.rules.intention
    first = _("You hold the seat of %(seat)s. Please tell us whether you intend to stand again.")
    if again:
        first = _(
            "We wrote to you before about the seat of %(seat)s and have no answer. Please tell us "
            "whether you intend to stand again."
        )
    book = told.seat.rulebook
    cites = (
        []
        if rules is None
        else [rules.reply_within, rules.change_of_answer, rules.silence, rules.late_answer]
    )
    found = dict.fromkeys(cited(book, rule.citation) for rule in cites)
    return Written(
        subject=told.about(title),
        paragraphs=(
            first % {"seat": told.name()},
            _("Your answer must reach us by %(until)s.") % {"until": until},
            _(
                "Answer on this page after signing in with the address to which this letter went, "
                "or in writing to the national office: %(page)s"
            )
            % {"page": told.page("letter")},
            _(
                "Opening the page decides nothing. You answer yes or no, look at your answer once "
                "more, and send it."
            ),
        ),
        rules=tuple(found),
        is_letter=True,
    )


def answer_received(told: Told) -> Written:
    """What the representative gets back at once."""
    return Written(
        told.about(_("your answer has been recorded")),
        (told.said(), _("You see what it leads to here: %(page)s") % {"page": told.page("letter")}),
    )
