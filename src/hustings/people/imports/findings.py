"""What a reader finds on its way through a file: problems that stop it, and notices that do not."""

from dataclasses import dataclass, field

from hustings.kernel.refusals import BadInput, Problem

MOST_SHOWN = 100
"""So many problems are told one by one; the rest are counted."""


@dataclass(slots=True)
class Findings:
    """The problems and notices of one file, collected while it is read."""

    file: str
    problems: list[Problem] = field(default_factory=list[Problem])
    unshown: int = 0
    notices: list[str] = field(default_factory=list[str])
    unshown_notices: int = 0

    def problem(self, line: int | None, key: str, what: str, right: str = "") -> None:
        """Keep one problem; after the first hundred only count."""
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(Problem(self.file, line, key, what, right))
        else:
            self.unshown += 1

    def notice(self, what: str) -> None:
        """Keep one notice, in the same way."""
        if len(self.notices) < MOST_SHOWN:
            self.notices.append(what)
        else:
            self.unshown_notices += 1

    def stop(self, line: int | None, key: str, what: str, right: str = "") -> BadInput:
        """Add a problem after which nothing more can be read, and give what is to be raised."""
        self.problem(line, key, what, right)
        return self.as_bad_input()

    def as_bad_input(self) -> BadInput:
        """Everything found so far as one refusal of the file."""
        problems = list(self.problems)
        if self.unshown:
            more = f"{self.unshown:,} more problems are not shown."
            problems.append(Problem(self.file, None, "", more))
        return BadInput(*problems)

    def settle(self) -> None:
        """Raise ``BadInput`` with everything, if there is anything."""
        if self.problems:
            raise self.as_bad_input()

    def told(self) -> tuple[str, ...]:
        """The notices, with the count of those that are not shown."""
        if not self.unshown_notices:
            return tuple(self.notices)
        return (*self.notices, f"{self.unshown_notices:,} more notices are not shown.")
