"""The store of papers: identical rankings once, in canonical order, with a digest."""

import pytest

from hustings.ballots.validity import Fault, Marks, Rejection, ValidityRules, read_marks
from hustings.counting.papers import gather, withdraw
from hustings.kernel.refusals import BadInput

A_THEN_B: Marks = ((0,), (1,))


def test_identical_rankings_are_gathered_whatever_their_order() -> None:
    papers = gather(("A", "B"), [(((1,),), 2), (A_THEN_B, 3), (((1,),), 1)])
    assert papers.rankings == ((0, 1), (1,))
    assert papers.multiplicities == (3, 3)
    assert papers == gather(("A", "B"), [(A_THEN_B, 1), (((1,),), 3), (A_THEN_B, 2)])


def test_the_digest_changes_with_a_paper_a_name_and_a_withdrawal() -> None:
    papers = gather(("A", "B"), [(A_THEN_B, 3)])
    others = [
        gather(("A", "B"), [(A_THEN_B, 4)]),
        gather(("A", "C"), [(A_THEN_B, 3)]),
        withdraw(papers, ["B"]),
    ]
    assert len({papers.digest(), *(other.digest() for other in others)}) == 4


def test_papers_rejected_by_people_and_by_the_rules_are_added_up() -> None:
    papers = gather(
        ("A", "B"),
        [((), 2), (((0, 1),), 1), (A_THEN_B, 3)],
        rejected=[(Rejection.IDENTIFIES, 1), (Rejection.BLANK, 1)],
    )
    assert dict(papers.rejected) == {
        Rejection.BLANK: 3,
        Rejection.IDENTIFIES: 1,
        Rejection.NO_CLEAR_FIRST: 1,
    }
    assert (papers.valid, papers.returned) == (3, 8)


def test_two_candidates_of_one_name_and_no_candidate_are_refused() -> None:
    with pytest.raises(BadInput, match="two candidates are called 'A'"):
        gather(("A", "A"), [])
    with pytest.raises(BadInput, match="there is no candidate"):
        gather((), [])


def test_withdrawing_somebody_who_is_not_on_the_papers_is_refused() -> None:
    with pytest.raises(BadInput, match="'Z' is not a candidate on these papers"):
        withdraw(gather(("A", "B"), [(A_THEN_B, 3)]), ["Z"])


@pytest.mark.parametrize(
    ("marks", "rules", "read"),
    [
        (((0,), (1,), (2,)), ValidityRules(), (0, 1, 2)),
        (((0,), (), (2,)), ValidityRules(), (0,)),
        (((0,), (), (2,)), ValidityRules(skipped=Fault.PASSED_OVER), (0, 2)),
        (((0,), (), (2,)), ValidityRules(skipped=Fault.REJECTS), Rejection.SKIPPED),
        (((0,), (1, 2)), ValidityRules(), (0,)),
        (((0,), (1, 2), (3,)), ValidityRules(equal=Fault.PASSED_OVER), (0, 3)),
        (((0,), (1, 2)), ValidityRules(equal=Fault.REJECTS), Rejection.EQUAL),
        (((0,), (0,), (1,)), ValidityRules(), (0,)),
        (((0,), (0,), (1,)), ValidityRules(repeated=Fault.PASSED_OVER), (0, 1)),
        (((0,), (0,)), ValidityRules(repeated=Fault.REJECTS), Rejection.REPEATED),
        ((), ValidityRules(), Rejection.BLANK),
        (((), ()), ValidityRules(), Rejection.BLANK),
        (((0, 1),), ValidityRules(), Rejection.NO_CLEAR_FIRST),
        (((), (1,)), ValidityRules(skipped=Fault.PASSED_OVER), Rejection.NO_CLEAR_FIRST),
    ],
)
def test_a_fault_is_read_only_as_the_named_rule_says(
    marks: Marks, rules: ValidityRules, read: tuple[int, ...] | Rejection
) -> None:
    assert read_marks(marks, rules) == read
