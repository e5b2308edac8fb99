"""The printed forms of a letter that is kept in its parts, and one PDF of many letters for the post room."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from hustings.web.letters.letter import DatedLine, Letter
from hustings.web.letters.mail import file_name, letter_html
from hustings.web.letters.pdf import render_letter
from hustings.web.letters.words import words_of


class TypstPrinter:
    """PDF by typst (PDF/UA-1), HTML by our templates."""

    def pdf(self, letter: dict[str, Any]) -> bytes:
        """The letter as a tagged PDF."""
        return render_letter(letter_from(letter))

    def html(self, letter: dict[str, Any]) -> str:
        """The letter as HTML with nothing fetched."""
        return letter_html(letter_from(letter))

    def file_name(self, letter: dict[str, Any]) -> str:
        """Day and subject."""
        return file_name(letter_from(letter))

    def pack(self, letters: Sequence[dict[str, Any]]) -> bytes:
        """Many letters as one tagged PDF, each beginning on an odd page, for printing on both sides."""
        import typst

        words = [words_of(letter_from(one)) for one in letters]
        made = typst.compile(
            files("hustings.web.letters").joinpath("pack.typ").read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"letters": json.dumps(words, ensure_ascii=False, sort_keys=True)},
            pdf_standards=["ua-1"],
            timestamp=datetime(2026, 1, 1, 12, tzinfo=UTC),
        )
        if not isinstance(made, bytes):
            raise TypeError("typst gave pages instead of one document")
        return made


def letter_from(kept: dict[str, Any]) -> Letter:
    """The letter that was kept in parts."""
    return Letter(
        organisation=kept["organisation"],
        sender=tuple(kept["sender"]),
        sent_on=date.fromisoformat(kept["sent_on"]),
        addressee=tuple(kept["addressee"]),
        subject=kept["subject"],
        paragraphs=tuple(kept["paragraphs"]),
        signed_by=tuple(kept["signed_by"]),
        record_reference=kept["record_reference"],
        greeting=kept["greeting"],
        dates=tuple(DatedLine(*line) for line in kept["dates"]),
        citations=tuple(kept["citations"]),
        after_dates=tuple(kept["after_dates"]),
        unofficial=kept["unofficial"],
        language=kept["language"],
    )
