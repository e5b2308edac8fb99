"""A question put on paper and answered by totals: so many for each answer, so many rejected."""

from dataclasses import dataclass

from hustings.ballots.entry import TELLERS_FIND
from hustings.ballots.reading import JsonTable, list_at, number_at, table_of, text_at
from hustings.ballots.validity import Rejection
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import BadInput, Problem

REASONS = (Rejection.BLANK, Rejection.NO_CLEAR_FIRST, *TELLERS_FIND)
"""Why a paper on a question is rejected."""


@dataclass(frozen=True, slots=True)
class QuestionTotals:
    """The tellers' totals on one question; an abstention stated on a paper is an answer like another."""

    question: str
    answers: tuple[tuple[str, int], ...]
    rejected: tuple[tuple[Rejection, int], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.answers]
        if len(names) < 2 or len(set(names)) != len(names):
            what = "a question has two answers or more, each listed once"
            raise BadInput(Problem("totals", None, "answers", what, "yes and no"))
        for name, number in (*self.answers, *self.rejected):
            if number < 0:
                what = "a number of papers cannot be below nought"
                raise BadInput(Problem("totals", None, name, what, "0"))

    @property
    def valid(self) -> int:
        """Papers with a clear answer."""
        return sum(number for _, number in self.answers)

    @property
    def returned(self) -> int:
        """Every paper returned, with a clear answer or rejected."""
        return self.valid + sum(number for _, number in self.rejected)

    def as_json(self) -> JsonTable:
        """The totals as the record holds them."""
        return {
            "question": self.question,
            "answers": [{"answer": name, "papers": number} for name, number in self.answers],
            "rejected": [{"reason": why.value, "papers": number} for why, number in self.rejected],
        }


def read_totals(value: Json, where: str = "totals") -> QuestionTotals:
    """Read what :meth:`QuestionTotals.as_json` wrote; ``BadInput`` otherwise."""
    table = table_of(value, where, ("question", "answers", "rejected"))
    reasons = {reason.value: reason for reason in REASONS}
    rejected = _numbers(list_at(table, where, "rejected"), where, "reason")
    for name, _ in rejected:
        if name not in reasons:
            raise BadInput(Problem(where, None, name, "this is not a reason", ", ".join(reasons)))
    return QuestionTotals(
        text_at(table, where, "question"),
        _numbers(list_at(table, where, "answers"), where, "answer"),
        tuple((reasons[name], number) for name, number in rejected),
    )


def _numbers(lines: list[Json], where: str, key: str) -> tuple[tuple[str, int], ...]:
    tables = [table_of(line, where, (key, "papers")) for line in lines]
    return tuple((text_at(t, where, key), number_at(t, where, "papers")) for t in tables)


def compare_totals(first: QuestionTotals, second: QuestionTotals) -> tuple[str, ...]:
    """Where two tellers' totals on one question differ, a sentence each."""
    if first.question != second.question:
        return (f"One teller counted “{first.question}”, the other “{second.question}”.",)
    ours = {**dict(first.answers), **{f"rejected, {r.value}": n for r, n in first.rejected}}
    theirs = {**dict(second.answers), **{f"rejected, {r.value}": n for r, n in second.rejected}}
    return tuple(
        f"{name}: one teller counted {ours.get(name, 0)}, the other {theirs.get(name, 0)}."
        for name in dict.fromkeys((*ours, *theirs))
        if ours.get(name, 0) != theirs.get(name, 0)
    )
