"""English text of a page that says nowhere that it is English."""

import re
from html.parser import HTMLParser

ENGLISH = re.compile(r"\b(the|and|were|have|been|which|with)\b", re.IGNORECASE)
"""Words that almost every English sentence has and no Welsh one."""

VOID = {"meta", "link", "br", "wbr", "img", "input", "hr", "use", "path", "rect", "line", "circle"}
APART = {"title", "script", "style", "code", "pre", "q"}
"""Programs, commands, the words of persons, and the window's title, in which nothing can be marked."""

TYPED = ("as the rules ask", "the question was not the one in these rules")
PLACES = ("Lambeth and Southwark", "Poplar and Limehouse")
"""What the stories' persons wrote, in the language that they chose, and names of places."""


class _Unmarked(HTMLParser):
    """Collects English text that stands in no element marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            lang = dict(attrs).get("lang", self.open[-1][1] if self.open else None)
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(name in APART for name, _ in self.open):
            return
        if (self.open and self.open[-1][1] == "en") or not ENGLISH.search(data):
            return
        said = " ".join(data.split())
        if not any(words in said for words in TYPED + PLACES):
            self.found.append(said)


def unmarked(html: str) -> list[str]:
    """English text that a screen reader would read aloud as Welsh."""
    parser = _Unmarked()
    parser.feed(html)
    return parser.found
