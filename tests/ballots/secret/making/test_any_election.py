"""Whatever is asked and however people vote, the result is what they chose, and our verifier accepts it."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from tests.ballots.secret.making.elections import opened

NAMES = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4).map(tuple)


@st.composite
def choosing(draw: st.DrawFn) -> Question:
    """Some of some answers, with or without the blank vote."""
    answers = draw(NAMES)
    least = draw(st.integers(0, len(answers)))
    most = draw(st.integers(least, len(answers)))
    return HomomorphicQuestion("q", answers, least, most, draw(st.sampled_from([None, True])))


QUESTIONS = st.one_of(
    choosing(),
    st.builds(RankedQuestion, st.just("r"), NAMES),
    st.builds(
        ListsQuestion,
        st.just("l"),
        st.lists(
            st.lists(st.text(max_size=3), min_size=2, max_size=3).map(tuple), min_size=1, max_size=2
        ).map(tuple),
    ),
)


def choice_for(draw: st.DrawFn, question: Question) -> Any:
    """Anything that the question allows."""
    match question:
        case RankedQuestion():
            return draw(st.tuples(*[st.integers(0, 255)] * len(question.answers)))
        case HomomorphicQuestion():
            blank = bool(question.blank) and draw(st.booleans())
            chosen = 0 if blank else draw(st.integers(question.min, question.max))
            marks = draw(st.permutations([1] * chosen + [0] * (len(question.answers) - chosen)))
            return (*([int(blank)] if question.blank else []), *marks)
        case ListsQuestion():
            at = draw(st.integers(0, len(question.lists) - 1))
            one = st.integers(0, 1)
            size = len(question.lists[at]) - 1
            own = draw(st.tuples(*[one] * size).filter(any))
            return tuple(
                (1, *own) if place == at else (0,) * len(row)
                for place, row in enumerate(question.lists)
            )


@settings(max_examples=25)
@given(st.data())
def test_the_result_is_what_was_chosen(data: st.DataObject) -> None:
    """Up to two questions, votes replaced, weights where nothing is ranked, one trustee or two of three."""
    questions = tuple(data.draw(st.lists(QUESTIONS, min_size=1, max_size=2)))
    ranked = any(isinstance(one, RankedQuestion) for one in questions)
    weights = None if ranked else data.draw(st.tuples(*[st.integers(1, 50)] * 3))
    threshold = data.draw(st.sampled_from([(1,), ((2, 3),)]))
    made = opened("Ed25519", questions, weights=weights, trustees=threshold)
    last: dict[int, tuple[Any, ...]] = {}
    for voter in data.draw(st.lists(st.integers(0, 2), max_size=4)):
        last[voter] = tuple(choice_for(data.draw, one) for one in questions)
        made.cast(voter, *last[voter])
    owners = [1] if threshold == (1,) else data.draw(st.sampled_from([[1, 2], [2, 3], [3, 1]]))
    result = made.whole(shuffles=owners[:1] if ranked else (), decrypts=owners)
    weight = weights or [1, 1, 1]
    for place, (question, found) in enumerate(zip(questions, result, strict=True)):
        chosen = [(weight[voter], choices[place]) for voter, choices in last.items()]
        assert_counted(question, found, chosen)
    assert made.report().verdict == "accept"


def assert_counted(question: Question, found: Any, chosen: list[tuple[int, Any]]) -> None:
    """Totals by place; papers in any order."""
    match question:
        case RankedQuestion():
            assert Counter(found) == Counter(choice for _, choice in chosen)
        case HomomorphicQuestion():
            for at, total in enumerate(found):
                assert total == sum(weight * choice[at] for weight, choice in chosen)
        case ListsQuestion():
            for row, totals in enumerate(found):
                for at, total in enumerate(totals):
                    assert total == sum(weight * choice[row][at] for weight, choice in chosen)
