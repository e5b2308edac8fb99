"""Papers with a number beside each candidate: ranks that may be equal, or grades."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from hustings.ballots.validity import Rejection
from hustings.counting.papers import Papers, bounded, check_names
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = tuple[int, ...]
"""The number beside each candidate, 1 the best, 0 none."""

HIGHEST = 100_000
"""A number beyond this is a slip in the entry, neither a rank nor a grade."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A compact store of such papers: distinct rows ascending, and how many papers carry each.

    ``grades`` names the grades from the best; without them the numbers are ranks.
    """

    candidates: tuple[str, ...]
    seats: int
    numbers: "NDArray[Any]"
    copies: "NDArray[Any]"
    grades: tuple[str, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    rejected: tuple[tuple[Rejection, int], ...] = ()

    @property
    def valid(self) -> int:
        """How many papers there are, blank ones included."""
        return int(self.copies.sum()) if len(self.copies) else 0

    @property
    def returned(self) -> int:
        """Every paper returned, rejected ones included."""
        return self.valid + sum(number for _, number in self.rejected)

    @property
    def standing(self) -> tuple[int, ...]:
        """The candidates who have not withdrawn, in the order of the paper."""
        return tuple(c for c in range(len(self.candidates)) if c not in self.withdrawn)

    def digest(self) -> str:
        """SHA-256 that speaks for candidates, grades, withdrawals and every paper."""
        head = ["hustings/numbered/v1"]
        head += [f"{len(name.encode())} {name}" for name in self.candidates]
        head += ["grades", *(f"{len(name.encode())} {name}" for name in self.grades)]
        head.append(" ".join(["withdrawn", *map(str, sorted(self.withdrawn))]))
        head += [
            f"{number} {' '.join(map(str, row))}"
            for row, number in zip(self.numbers.tolist(), self.copies.tolist(), strict=True)
        ]
        return sha256("\n".join(head).encode()).hexdigest()

    def face(self) -> Papers:
        """Candidates, places and title without any papers, for the state that all counts share."""
        from hustings.counting.papers import from_rankings

        return from_rankings(
            self.candidates, {}, seats=self.seats, withdrawn=self.withdrawn, title=self.title
        )


def from_rows(
    candidates: tuple[str, ...],
    rows: Mapping[Row, int],
    *,
    seats: int = 1,
    grades: tuple[str, ...] = (),
    withdrawn: Sequence[int] = (),
    title: str = "",
) -> Numbered:
    """The store of rows of numbers, each with how many papers carry it."""
    import numpy as np

    check_names(candidates)
    ordered = sorted(rows)
    return Numbered(
        candidates=candidates,
        seats=seats,
        numbers=np.array(ordered, dtype=np.int32).reshape(len(ordered), len(candidates)),
        copies=bounded([rows[row] for row in ordered]),
        grades=grades,
        withdrawn=frozenset(withdrawn),
        title=title,
    )


def numbered(papers: Papers) -> Numbered:
    """Rankings as numbers: 1 for the first preference, 0 for whom the paper does not name."""
    import numpy as np

    numbers = np.zeros((len(papers.ranks), len(papers.candidates)), dtype=np.int32)
    for rank in range(papers.ranks.shape[1]):
        rows = np.flatnonzero(papers.ranks[:, rank] >= 0)
        numbers[rows, papers.ranks[rows, rank]] = rank + 1
    return Numbered(
        papers.candidates, papers.seats, numbers, papers.copies,
        withdrawn=papers.withdrawn, title=papers.title, rejected=papers.rejected,
    )  # fmt: skip


RIGHT = '{"candidates": ["Ada Ash", "Ben Birch"], "grades": ["Good", "Fair"], "numbers": [[12, [1, 2]]]}'


def read_numbered(
    content: bytes, file: str = "numbers.json", question: int | None = None
) -> Numbered:
    """Read papers from JSON: ours (``numbers``), or a ``result`` of Belenios (``question`` from 0).

    A result of several questions needs ``question``; candidates, which it does not name, are called
    ``1``, ``2`` and so on. ``BadInput`` for whatever cannot be read, naming the key.
    """
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as found:
        line = found.lineno if isinstance(found, json.JSONDecodeError) else None
        raise BadInput(
            Problem(file, line, "", "this is not JSON that can be read", RIGHT)
        ) from None
    if not isinstance(value, dict):
        raise BadInput(Problem(file, None, "", "this is not an object", RIGHT))
    table = cast("dict[str, object]", value)
    if "result" in table:
        rows = _question(table["result"], file, question)
        number = len(rows[0]) if rows else 0
        return _gathered(file, tuple(str(c + 1) for c in range(number)), [(1, r) for r in rows], {})
    names = _texts(table.get("candidates"), file, "candidates")
    listed = _list(table.get("numbers"), file, "numbers")
    papers = [_paper(each, file, f"numbers[{at}]") for at, each in enumerate(listed)]
    return _gathered(file, names, papers, table)


def question_called(contest: str, file: str) -> int:
    """A question of a result, by its number from 0."""
    if not contest.isascii() or not contest.isdigit() or len(contest) > 4:
        what = f"{contest!r} is not the number of a question, from 0"
        raise BadInput(Problem(file, None, "contest", what, "--contest 0"))
    return int(contest)


def _gathered(
    file: str,
    candidates: tuple[str, ...],
    papers: Sequence[tuple[int, Row]],
    table: Mapping[str, object],
) -> Numbered:
    grades = _texts(table.get("grades", []), file, "grades")
    rows: dict[Row, int] = {}
    for at, (number, row) in enumerate(papers):
        key = f"numbers[{at}]"
        if len(row) != len(candidates):
            what = f"{list(row)} has {len(row)} numbers for {len(candidates)} candidates"
            raise BadInput(Problem(file, None, key, what, RIGHT))
        if grades and max(row, default=0) > len(grades):
            what = f"{max(row)} is not one of the {len(grades)} grades"
            raise BadInput(Problem(file, None, key, what, RIGHT))
        rows[row] = rows.get(row, 0) + number
    seats, title = table.get("seats", 1), table.get("title", "")
    withdrawn = _texts(table.get("withdrawn", []), file, "withdrawn")
    unknown = [name for name in withdrawn if name not in candidates]
    if unknown:
        what = f"{unknown[0]!r} is not a candidate"
        raise BadInput(Problem(file, None, "withdrawn", what, ", ".join(candidates[:12])))
    return from_rows(
        candidates,
        {row: number for row, number in rows.items() if number},
        seats=_whole(seats, file, "seats"),
        grades=grades,
        withdrawn=[candidates.index(name) for name in withdrawn],
        title=title if isinstance(title, str) else "",
    )


def _question(value: object, file: str, question: int | None) -> list[Row]:
    questions = _list(value, file, "result")
    if question is None and len(questions) != 1:
        what = f"this result has {len(questions)} questions; say which one is counted"
        raise BadInput(Problem(file, None, "result", what, "--question 1"))
    at = question or 0
    if not 0 <= at < len(questions):
        raise BadInput(Problem(file, None, "result", f"there is no question {at + 1}"))
    return [_row(each, file, "result") for each in _list(questions[at], file, "result")]


def _paper(value: object, file: str, key: str) -> tuple[int, Row]:
    pair = _list(value, file, key)
    if len(pair) != 2:
        raise BadInput(Problem(file, None, key, "a paper is how many and its numbers", RIGHT))
    return _whole(pair[0], file, key), _row(pair[1], file, key)


def _row(value: object, file: str, key: str) -> Row:
    row = tuple(_whole(each, file, key) for each in _list(value, file, key))
    if max(row, default=0) > HIGHEST:
        raise BadInput(Problem(file, None, key, f"{max(row)} is neither a rank nor a grade", RIGHT))
    return row


def _list(value: object, file: str, key: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise BadInput(Problem(file, None, key, "this is not a list", RIGHT))
    return cast("Sequence[object]", value)


def _texts(value: object, file: str, key: str) -> tuple[str, ...]:
    texts = tuple(each for each in _list(value, file, key) if isinstance(each, str))
    if len(texts) != len(_list(value, file, key)):
        raise BadInput(
            Problem(file, None, key, "this list holds something that is not a text", RIGHT)
        )
    return texts


def _whole(value: object, file: str, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        what = f"{value!r} is not a whole number"
        raise BadInput(Problem(file, None, key, what, RIGHT))
    return value
