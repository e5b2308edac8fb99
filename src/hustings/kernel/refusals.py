"""The three ways to say no: refuse a person, fail a proof, turn back bad input."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A "no" to a person: a stable code, the clause (or reading) that says so, a sentence to act on."""

    code: str
    clause: str
    because: str


class CheckFailed(Exception):
    """A proof that does not hold; ``number`` is the check's number in ``docs/reference/verify.md``."""

    def __init__(self, number: str, what: str) -> None:
        super().__init__(f"check {number}: {what}")
        self.number = number
        self.what = what


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where it stands, what is wrong, and an example that is right."""

    file: str
    line: int | None
    key: str
    what: str
    right: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        where = f"{place}: {self.key}: " if self.key else f"{place}: "
        stop = "" if self.what.endswith((".", "?", "!", ":")) or not self.right else "."
        example = f"{stop} Right would be: {self.right}" if self.right else ""
        return f"{where}{self.what}{example}"


class BadInput(Exception):
    """Input that cannot be accepted; nothing of it has been kept."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
