"""A question on paper: totals for each answer, compared between two tellers."""

import pytest

from hustings.ballots.totals import QuestionTotals, compare_totals, read_totals
from hustings.ballots.validity import Rejection
from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput

QUESTION = "Do you want an open selection?"
TOTALS = QuestionTotals(QUESTION, (("yes", 41), ("no", 37)), ((Rejection.BLANK, 2),))


def test_returned_is_every_answer_and_every_rejected_paper() -> None:
    """41 + 37 = 78 clear answers, and 2 blank: 80 returned."""
    assert (TOTALS.valid, TOTALS.returned) == (78, 80)


def test_what_the_record_holds_is_read_back_the_same() -> None:
    assert canonical_bytes(TOTALS.as_json())
    assert read_totals(TOTALS.as_json()) == TOTALS


def test_totals_that_differ_between_tellers_are_told_answer_by_answer() -> None:
    other = QuestionTotals(QUESTION, (("yes", 42), ("no", 37)), ((Rejection.BLANK, 1),))
    assert compare_totals(TOTALS, TOTALS) == ()
    assert compare_totals(TOTALS, other) == (
        "yes: one teller counted 41, the other 42.",
        "rejected, blank: one teller counted 2, the other 1.",
    )


def test_totals_on_different_questions_are_not_compared() -> None:
    other = QuestionTotals("Another question?", TOTALS.answers)
    (told,) = compare_totals(TOTALS, other)
    assert "Another question?" in told


@pytest.mark.parametrize(
    "answers", [(), (("yes", 1),), (("yes", 1), ("yes", 2)), (("yes", -1), ("no", 2))]
)
def test_answers_that_are_no_choice_are_refused(answers: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(BadInput):
        QuestionTotals(QUESTION, answers)


def test_a_reason_that_is_not_listed_is_refused() -> None:
    written = {**TOTALS.as_json(), "rejected": [{"reason": "ugly", "papers": 1}]}
    with pytest.raises(BadInput, match="ugly: this is not a reason"):
        read_totals(written)  # type: ignore[arg-type]
