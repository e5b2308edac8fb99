"""The same letter as an e-mail: plain text for every reader, HTML without anything fetched, the PDF attached."""

import re

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from hustings.web.letters.letter import Letter
from hustings.web.letters.pdf import render_letter
from hustings.web.letters.words import words_of


def letter_text(letter: Letter) -> str:
    """The plain-text part."""
    words = words_of(letter)
    with translation.override(letter.language):
        text = render_to_string("letters/letter.txt", words)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def letter_html(letter: Letter) -> str:
    """The HTML part: structure only, no style, no picture, no link that could tell who opened it."""
    with translation.override(letter.language):
        return render_to_string("letters/letter.html", words_of(letter))


def letter_mail(letter: Letter, address: str) -> EmailMultiAlternatives:
    """The whole message to ``address``, not yet sent."""
    message = EmailMultiAlternatives(subject=letter.subject, body=letter_text(letter), to=[address])
    message.attach_alternative(letter_html(letter), "text/html")
    message.attach(file_name(letter), render_letter(letter), "application/pdf")
    return message


def file_name(letter: Letter) -> str:
    """``2019-06-24-do-you-intend-to-stand.pdf``."""
    words = re.sub(r"[^a-z0-9]+", "-", letter.subject.casefold()).strip("-")[:60].strip("-")
    return f"{letter.sent_on.isoformat()}-{words or 'letter'}.pdf"
