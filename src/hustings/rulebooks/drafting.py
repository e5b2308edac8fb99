"""Makes a new rulebook from one that exists: the same values under a name of its own, ready to be changed."""

import re
from datetime import date

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.documents import Document, read_document
from hustings.rulebooks.examples import to_toml
from hustings.rulebooks.loader import Rulebook, from_files
from hustings.rulebooks.positions import find_positions

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TITLE = 200


def draft(start: Rulebook, id: str, title: str, in_force: date | None = None) -> dict[str, bytes]:
    """The three files of a rulebook with this id and title and every value of ``start``.

    ``in_force`` is its first day; without one it keeps the days of ``start``.

    ``BadInput`` for an id or a title that a rulebook cannot have.
    """
    if not ID.fullmatch(id):
        what = "an id has lower-case letters and digits, with single hyphens between."
        raise BadInput(Problem("--id", None, "", what, "our-rules-2027"))
    if not title.strip() or len(title) > LONGEST_TITLE or not title.isprintable():
        what = f"a title has one line of 1 to {LONGEST_TITLE} characters."
        raise BadInput(Problem("--title", None, "", what, "Rules for choosing our representatives"))
    label = start.rules.rulebook.label
    changes: dict[str, object] = {
        "id": id,
        "title": title,
        "label": "adopted" if label == "model" else label,
        "note": (
            f"Draft made from {start.id}; nobody has adopted it yet. Once it is adopted, write here by whom and when."
        ),
    }
    if in_force is not None:
        changes["in_force"] = {"from": in_force}
    files = {
        "rules.toml": _with_head(start.files["rules.toml"], changes),
        "readings.toml": start.files["readings.toml"],
        "clauses.md": _titled(start.files["clauses.md"], title),
    }
    from_files(id, files)
    return files


def _with_head(raw: bytes, changes: dict[str, object]) -> bytes:
    """The file with other values in its head, and everything else to the letter as it was."""
    document = read_document("rules.toml", raw)
    if not isinstance(document, Document):
        raise BadInput(*document)
    text = document.text.replace("\r\n", "\n")
    lines = text.split("\n")
    for key, value in changes.items():
        position = find_positions(text).get(("rulebook", key))
        if position is not None:
            before, after = lines[position.line - 1][: position.column - 1], to_toml(value)
            lines[position.line - 1] = f"{before}{key} = {after}"
    return "\n".join(lines).encode()


def _titled(raw: bytes, title: str) -> bytes:
    """The clauses under the new title."""
    return re.sub(rb"\A# [^\n]*", lambda _: f"# {title}".encode(), raw)
