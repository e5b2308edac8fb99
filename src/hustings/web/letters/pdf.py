"""A letter as a tagged PDF (PDF/UA-1), the same bytes every time, with the fonts that typst carries itself."""

import json
from datetime import UTC, datetime, time
from importlib.resources import files

from hustings.web.letters.letter import Letter
from hustings.web.letters.words import words_of


def render_letter(letter: Letter) -> bytes:
    """The PDF; no file, font or package of the machine takes part in it."""
    import typst

    words = words_of(letter)
    words["date"] = [letter.sent_on.year, letter.sent_on.month, letter.sent_on.day]
    source = files("hustings.web.letters").joinpath("letter.typ").read_bytes()
    made = typst.compile(
        source,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(words, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(letter.sent_on, time(12), UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one document")
    return made
