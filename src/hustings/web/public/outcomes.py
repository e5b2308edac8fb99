"""What returns decide, in words."""

from django.utils.translation import gettext as _

from hustings.proceedings.trigger.returns import Outcome


def outcome_words(outcome: Outcome) -> str:
    """The outcome of returns, as a cell of a table says it."""
    match outcome:
        case Outcome.OPEN_SELECTION:
            return _("an open selection")
        case Outcome.RESELECTED:
            return _("the sitting representative is reselected")
        case Outcome.UNDETERMINED:
            return _("not determined")
