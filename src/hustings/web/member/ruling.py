"""The rule behind a sentence, as a link to its clause in our words."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hustings.kernel.clauses import Citation, Ground
from hustings.rulebooks.loader import Rulebook

_CLAUSE = "clause "


def rule_of(citation: Citation | str, rulebook: Rulebook) -> dict[str, Any]:
    """What ``{% why %}`` takes: the citation, and the address of its clause where the rulebook has it."""
    if isinstance(citation, Citation):
        number = citation.reference if citation.ground is Ground.CLAUSE else ""
        return {"citation": citation, "url": clause_url(number, rulebook)}
    number = citation.removeprefix(_CLAUSE) if citation.startswith(_CLAUSE) else ""
    if number:
        return {"citation": Citation(Ground.CLAUSE, number), "url": clause_url(number, rulebook)}
    return {"citation": Citation(Ground.SOURCE, citation), "url": ""}


def clause_url(number: str, rulebook: Rulebook) -> str:
    """The page of a clause; empty where the rulebook's text has no such clause."""
    if number not in rulebook.clauses:
        return ""
    try:
        return reverse("clause", args=[rulebook.id, number])
    except NoReverseMatch:
        return ""


def unofficial_of(rulebook: Rulebook) -> str:
    """What a page made with this rulebook says about it."""
    match rulebook.rules.rulebook.label:
        case "unofficial reconstruction":
            return _(
                "Unofficial reconstruction: written down from public sources, not by the organisation concerned."
            )
        case "model":
            return _("Model: these rules come with Hustings, for an organisation to adopt.")
        case "adopted":
            return ""
