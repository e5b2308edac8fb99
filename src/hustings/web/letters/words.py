"""The few words that a letter adds to its own text, in its own language."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hustings.web.base.dates import day_text
from hustings.web.letters.letter import Letter


def words_of(letter: Letter) -> dict[str, Any]:
    """Everything on the letter as plain values: what the PDF, the text and the HTML are made from."""
    with translation.override(letter.language):
        return {
            "organisation": letter.organisation,
            "sender": list(letter.sender),
            "sent_on": day_text(letter.sent_on),
            "addressee": list(letter.addressee),
            "subject": letter.subject,
            "greeting": letter.greeting,
            "paragraphs": list(letter.paragraphs),
            "dates": [[line.what, line.when, line.rule] for line in letter.dates],
            "after_dates": list(letter.after_dates),
            "citations": list(letter.citations),
            "signed_by": list(letter.signed_by),
            "record_reference": letter.record_reference,
            "language": letter.language.partition("-")[0],
            "region": letter.language.partition("-")[2].upper() or "GB",
            "unofficial": _unofficial() if letter.unofficial else "",
            "label_dates": _("Dates"),
            "label_what": _("What happens"),
            "label_when": _("When"),
            "label_rule": _("Rule"),
            "label_rules": _("The rules behind this letter"),
            "label_record": _("On the record as"),
            "label_page": _("page"),
        }


def _unofficial() -> str:
    return _(
        "Unofficial reconstruction: the rules cited here were written down from public sources, "
        "not by the organisation whose rules they are."
    )
