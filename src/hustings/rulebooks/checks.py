"""Every check on a rulebook that one key alone cannot fail: what it cites, and whether it fits together."""

from hustings.kernel.refusals import Problem
from hustings.rulebooks.citations import check_citations, unused_grounds
from hustings.rulebooks.clauses import ClauseText
from hustings.rulebooks.coherence import check_coherence, missing_powers
from hustings.rulebooks.documents import Document
from hustings.rulebooks.ordering import check_calendar, check_timetable, missing_steps
from hustings.rulebooks.schema import Readings
from hustings.rulebooks.showable import check_showable


def check(
    rules: Document | None,
    readings: Document | None,
    clauses: dict[str, ClauseText] | None,
    read: Readings | None,
) -> tuple[list[Problem], tuple[Problem, ...]]:
    """Problems and warnings of the files that could be read; what needs a file that could not is left out."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    if readings is not None:
        problems += check_showable(readings)
        problems += _numbered_twice(readings, read)
    if rules is not None:
        choices = None if read is None else {r.number: r.choices for r in read.reading}
        problems += check_showable(rules)
        problems += check_citations(rules, clauses, choices)
        problems += check_coherence(rules)
        problems += check_timetable(rules)
        problems += check_calendar(rules)
        warnings += missing_powers(rules) + missing_steps(rules)
    if rules is not None and readings is not None and clauses is not None and read is not None:
        warnings += unused_grounds(rules, clauses, readings, [r.number for r in read.reading])
    return problems, tuple(warnings)


def _numbered_twice(document: Document, readings: Readings | None) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[int] = set()
    for index, reading in enumerate(readings.reading if readings else []):
        if reading.number in seen:
            what = f"another reading above has the number {reading.number}; each has its own."
            free = next(n for n in range(1, len(seen) + 2) if n not in seen)
            path = ("reading", index, "number")
            problems.append(document.problem(path, what, f"number = {free}"))
        seen.add(reading.number)
    return problems
