"""decide answers everything: for every kind in every stage there are entries, or a refusal that says why."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any, TypeVar

import pytest

from hustings.kernel.refusals import Refused
from hustings.proceedings.deciding import decide
from hustings.proceedings.intention import IntentionAsked
from hustings.proceedings.kinds import IN_ORDER, KINDS
from hustings.proceedings.stages import Stage
from hustings.proceedings.values import Actor, Role
from tests.proceedings.plausible import odd_command, plausible_command
from tests.proceedings.walk import OFFICE, Walk

T = TypeVar("T")
BASES: tuple[tuple[str, str], ...] = (
    ("labour-2018", "opened"),
    ("labour-2021", "triggered"),
    ("model-association", "counted"),
    ("conservative-readoption", "answered"),
    ("uk-recall-2015", "opened"),
)


class Seeded:
    """Choices that are the same in every run."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def choice(self, options: Sequence[T]) -> T:
        return options[self.random.randrange(len(options))]


@pytest.fixture(scope="module")
def walks() -> list[Walk]:
    return [getattr(Walk(rulebook), start)() for rulebook, start in BASES]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_answered_in_every_stage(walks: list[Walk], kind: str) -> None:
    for walk, stage in product(walks, Stage):
        chooser = Seeded(f"{kind} {stage} {walk.rulebook.id}")
        stood = walk.state
        walk.state = replace(stood, stage=stage)
        for make in (plausible_command, odd_command, odd_command):
            answer = decide(walk.state, make(KINDS[kind], walk, chooser), walk.rulebook, walk.now)
            if isinstance(answer, Refused):
                assert answer.code
                assert answer.clause
                assert answer.because.strip()
            else:
                assert [type(entry).__name__ for entry in answer] == [kind]
        walk.state = stood


def test_every_kind_belongs_to_a_module_in_the_order_of_the_story() -> None:
    modules = {module.__name__ for module in IN_ORDER}
    assert {kind.__module__ for kind in KINDS.values()} == modules


def letter(walk: Walk, **more: Any) -> IntentionAsked:
    return IntentionAsked(**{"sent_at": walk.now, "by": (OFFICE,), **more})


def test_a_moment_without_a_time_zone_is_no_moment_of_the_record() -> None:
    walk = Walk("labour-2018").opened()
    naive = datetime(2019, 6, 24, 9)  # noqa: DTZ001
    answer = decide(walk.state, letter(walk), walk.rulebook, naive)
    assert isinstance(answer, Refused)
    assert answer.code == "no-time-zone"
    assert walk.refusal(letter(walk, sent_at=naive)) == "not-an-entry"


def test_a_clock_that_went_back_is_refused() -> None:
    walk = Walk("labour-2018").opened()
    earlier = walk.now.replace(year=2018)
    answer = decide(walk.state, letter(walk), walk.rulebook, earlier)
    assert isinstance(answer, Refused)
    assert answer.code == "clock-went-back"


@pytest.mark.parametrize("by", [(Actor("", Role.OFFICE),), (Actor("p-x", "office"),)])  # type: ignore[arg-type]
def test_everybody_who_acts_has_a_reference_and_a_role(by: Any) -> None:
    walk = Walk("labour-2018").opened()
    assert walk.refusal(letter(walk, by=by)) == "not-an-entry"


def test_a_proceeding_keeps_the_rulebook_of_its_opening() -> None:
    walk = Walk("labour-2018").opened()
    another = Walk("labour-2021").rulebook
    answer = decide(walk.state, letter(walk), another, walk.now)
    assert isinstance(answer, Refused)
    assert answer.code == "another-rulebook"
