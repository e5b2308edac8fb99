"""What a rulebook is: an unofficial reconstruction, a model, or adopted; said wherever it is used."""

from django.utils.translation import gettext as _

from hustings.rulebooks.loader import Rulebook


def label_of(rulebook: Rulebook) -> str:
    """The label in one sentence; empty for a rulebook that its own organisation wrote and adopted."""
    match rulebook.rules.rulebook.label:
        case "unofficial reconstruction":
            return _(
                "Unofficial reconstruction: written down from public sources, not by the organisation concerned."
            )
        case "model":
            return _("Model: these rules come with Hustings, for an organisation to adopt.")
        case "adopted":
            return ""
