"""A result in words, and the papers of a ranking as `hustings count` reads them."""

from typing import TYPE_CHECKING, Any, cast

from hustings.cli.whole_files import refuse

if TYPE_CHECKING:
    from hustings.ballots.secret.messages.election import Election, RankedQuestion
    from hustings.ballots.secret.messages.tallying import Result
    from hustings.verifier.belenios.results import Foreign

Row = tuple[int, ...]


def told(election: "Election", result: "Result", foreign: "Foreign") -> str:
    """Totals by answer; for a ranking how many papers, and which of them cannot be read as they stand."""
    from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion

    lines: list[str] = []
    for place, (question, row) in enumerate(zip(election.questions, result, strict=True), start=1):
        lines.append(f"question {place}: {question.question}")
        if isinstance(question, HomomorphicQuestion):
            names = (["blank"] if question.blank else []) + list(question.answers)
            lines += [f"  {name}: {total}" for name, total in zip(names, row, strict=True)]
        elif isinstance(question, RankedQuestion):
            rows = cast("tuple[Row, ...]", row)
            lines += _ranking(question, rows, foreign.get(place - 1, frozenset()))
        else:
            rows = cast("tuple[Row, ...]", row)
            for names, totals in zip(question.lists, rows, strict=True):
                lines += [f"  {name}: {total}" for name, total in zip(names, totals, strict=True)]
    return "\n".join(lines)


def _ranking(
    question: "RankedQuestion", rows: tuple[Row, ...], foreign: frozenset[int]
) -> list[str]:
    """How many papers there are, and those that do not count as the question's law reads them, as they were marked."""
    from hustings.ballots.secret.rankings import open_rankings
    from hustings.counting.formats.opening import READ_AS

    found = open_rankings(
        rows,
        len(question.answers),
        READ_AS.get(str(_extra(question).get("law"))),
        foreign=foreign,
    )
    lines = [f"  papers: {len(rows)}", f"  valid: {found.valid}"]
    return lines + [
        f"  rejected ({why.value.replace('-', ' ')}): {list(row)}" for why, row in found.invalid
    ]


def _extra(question: "RankedQuestion") -> dict[str, Any]:
    return cast("dict[str, Any]", question.extra) if isinstance(question.extra, dict) else {}


def papers_of(election: "Election", result: "Result", question: int, foreign: "Foreign") -> bytes:
    """The papers as marked, in the order of the last shuffle: how a fault is read is the counting law's business.

    A row that was sealed as no ranking is a blank paper.
    """
    from hustings.ballots.secret.messages.election import RankedQuestion
    from hustings.ballots.validity import marks_from_numbers
    from hustings.counting.formats.document import Document
    from hustings.counting.formats.papers_json import write_papers_json

    if question > len(election.questions):
        refuse(f"There are {len(election.questions)} questions, and no question {question}.")
    asked = election.questions[question - 1]
    if not isinstance(asked, RankedQuestion):
        refuse(f"Question {question} is no ranking; its totals are the result.")
    rows = cast("tuple[Row, ...]", result[question - 1])
    nothing = foreign.get(question - 1, frozenset[int]())
    blank = (0,) * len(asked.answers)
    rows = tuple(blank if at in nothing else row for at, row in enumerate(rows))
    law, seats = _extra(asked).get("law"), _extra(asked).get("seats")
    document = Document(
        candidates=asked.answers,
        papers=tuple((1, marks_from_numbers(tuple(one or None for one in row))) for row in rows),
        seats=seats if isinstance(seats, int) else None,
        title=election.name,
        law=law if isinstance(law, str) else None,
    )
    return write_papers_json(document).encode()
