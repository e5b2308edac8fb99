"""The text of a file, line by line, and the refusal that names a line and a column of it."""

from collections.abc import Iterator
from typing import NoReturn

from hustings.counting.registry import LAWS
from hustings.kernel.refusals import BadInput, Problem

LARGEST_FILE = 512 * 1024 * 1024
LONGEST_LINE = 100_000
LARGEST_NUMBER = 10**12
"""No file holds more papers than this on one line."""
MOST_CANDIDATES = 5_000


def decoded(content: bytes, file: str) -> str:
    """The text of a UTF-8 file; ``BadInput`` names the first byte that is none."""
    if len(content) > LARGEST_FILE:
        raise BadInput(Problem(file, None, "", f"this file is larger than {LARGEST_FILE} bytes"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as found:
        before = content[: found.start]
        column = found.start - (before.rfind(b"\n") + 1) + 1
        what = f"byte {content[found.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise BadInput(Problem(file, before.count(b"\n") + 1, f"column {column}", what)) from None


class Text:
    """The lines of a file with their numbers; ``at`` is the line in hand."""

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        self.lines = [line.rstrip("\r") for line in decoded(content, file).split("\n")]
        self.at = 0

    def __iter__(self) -> Iterator[str]:
        """Every line, the number of each in ``at`` while it is in hand."""
        for number, line in enumerate(self.lines, start=1):
            self.at = number
            if len(line) > LONGEST_LINE:
                self.refuse(LONGEST_LINE + 1, f"this line is longer than {LONGEST_LINE} characters")
            yield line

    def refuse(self, column: int, what: str, right: str = "") -> NoReturn:
        """Turn the file back, naming the line in hand and a column of it."""
        raise BadInput(Problem(self.file, max(self.at, 1), f"column {column}", what, right))

    def law(self, column: int, law: str) -> str:
        """The id of a law that there is."""
        if law not in LAWS:
            self.refuse(column, f"there is no law called {law!r}", ", ".join(LAWS))
        return law

    def printable(self, column: int, name: str) -> str:
        """A name without control characters."""
        for place, character in enumerate(name):
            if ord(character) < 32 or ord(character) == 127:
                what = f"a name holds the control character {ord(character):#04x}"
                self.refuse(column + place, what)
        return name

    def number(self, column: int, digits: str, what: str, right: str) -> int:
        """A whole number of papers (or the like), from 1 to a million millions."""
        plain = digits.isascii() and digits.isdigit()
        if not plain or len(digits) > 13 or not 1 <= int(digits) <= LARGEST_NUMBER:
            self.refuse(column, f"{digits!r} is not {what}", right)
        return int(digits)
