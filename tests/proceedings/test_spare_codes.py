"""Spare codes opened after the close: declared before, given to nobody, shown once, over a signature."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from hustings.proceedings.entry import Given
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.spare_codes import OpenedSpare, SparesProvedUnused
from hustings.proceedings.values import Actor, Role
from tests.proceedings.test_online_ballot import close, closed, electors, open_box, result
from tests.proceedings.walk import OFFICE, OPENED_SPARES, TELLERS, Walk, declared_for

SCRUTINEER = Actor("p-scrutineer", Role.SCRUTINEER)
FOUR = tuple(OpenedSpare(*one) for one in OPENED_SPARES[:4])


def proved(walk: Walk, unused: tuple[OpenedSpare, ...] = FOUR, **more: Any) -> SparesProvedUnused:
    declared = declared_for(electors(walk))
    given = {"declared": declared, "unused": unused, "by": (SCRUTINEER,)}
    return SparesProvedUnused(**{**given, **more})


def test_the_scrutineer_opens_the_spares_that_nobody_was_given_once_after_the_close() -> None:
    """Of five declared one was given to an elector, and stays closed."""
    walk = closed()
    assert walk.refusal(proved(walk, by=(OFFICE,))) == "persons-missing"
    (needed,) = proved(walk).requirements(Given(walk.state, walk.rulebook, walk.now))
    assert needed.signed
    walk.do(proved(walk))
    assert walk.state.ballot is not None
    assert walk.state.ballot.online is not None
    assert walk.state.ballot.online.usable == electors(walk) + 1
    assert walk.refusal(proved(walk)) == "opened-already"


def test_spares_are_opened_before_the_count_or_after_the_end() -> None:
    walk = closed()
    walk.do(result())
    walk.do(CountMade(by=TELLERS))
    walk.do(proved(walk))
    assert walk.state.candidate == "p-ash"


def test_no_spare_is_opened_while_ballots_are_accepted() -> None:
    walk = open_box()
    assert walk.refusal(proved(walk)) == "not-closed"


def test_an_older_opening_declared_nothing_that_could_be_opened() -> None:
    walk = closed(declaration="")
    assert walk.refusal(proved(walk)) == "no-declaration"


@pytest.mark.parametrize(
    ("unused", "code"),
    [
        ((OpenedSpare("ab" * 32, "salt 1"),), "not-a-spare"),
        ((replace(FOUR[0], salt="another"),), "not-a-spare"),
        ((FOUR[1], FOUR[0]), "credential-unclear"),
        ((FOUR[0], FOUR[0]), "credential-unclear"),
        ((OpenedSpare("p-ash", "salt"),), "credential-unclear"),
    ],
)
def test_what_was_not_declared_as_a_spare_is_not_opened_as_one(
    unused: tuple[OpenedSpare, ...], code: str
) -> None:
    walk = closed()
    assert walk.refusal(proved(walk, unused)) == code


def test_the_declaration_is_the_one_that_the_opening_names() -> None:
    walk = closed()
    other = declared_for(electors(walk), spares=[("ab" * 32, "mine")])
    mine = (OpenedSpare("ab" * 32, "mine"),)
    assert walk.refusal(proved(walk, mine, declared=other)) == "other-declaration"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (declared_for(899), "declaration-differs"),
        (declared_for(900, "2Northmoor2Ba11ot"), "declaration-differs"),
        (declared_for(900, spares=OPENED_SPARES[:4]), "declaration-differs"),
        ("nonsense", "declaration-unreadable"),
    ],
)
def test_a_declaration_that_says_otherwise_than_the_opening_opens_nothing(
    declared: str, code: str
) -> None:
    walk = closed(declaration=sha256(declared.encode()).hexdigest())
    assert electors(walk) == 900
    assert walk.refusal(proved(walk, declared=declared)) == code


def test_with_all_spares_unused_no_more_ballots_are_left_than_electors() -> None:
    """900 electors, five spares, and 901 ballots in the box: not all five can be unused."""
    walk = open_box()
    assert walk.state.ballot is not None
    walk.now = walk.state.ballot.closes + timedelta(minutes=16)
    walk.do(close(electors(walk) + 1))
    every = tuple(OpenedSpare(*one) for one in OPENED_SPARES)
    assert walk.refusal(proved(walk, every)) == "more-than-credentials"
    walk.do(proved(walk))
