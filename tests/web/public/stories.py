"""Seats for the tests of the public pages: one disputed, one exempt, one declared; what is secret says so."""

from datetime import timedelta
from typing import Any

from hustings.proceedings.contested_returns import ReturnContested, ReturnReinstated, ReturnVoided
from hustings.proceedings.intention import Exempted
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from tests.proceedings.walk import AFFILIATES, BRANCHES, Walk, text

SECRETS = ("SECRET-CONTENTION", "SECRET-PARTIES", "SECRET-EXEMPTION")
SMALL = {"open": 5, "reselect": 2, "abstained": 1, "spoilt": 0}
LARGE = {"open": 31, "reselect": 12, "abstained": 2, "spoilt": 0}


def disputed() -> Walk:
    """A trigger ballot: a large and a small unit have returned, one return was contested and voided."""
    walk = Walk("model-association", seat="Eastwater").trigger_open()
    walk.returned(BRANCHES[0], figures=Withheld(dict(LARGE), Visibility.PUBLIC), present=45)
    walk.returned(BRANCHES[1], figures=Withheld(dict(SMALL), Visibility.PARTIES))
    walk.returned(AFFILIATES[0], UnitAnswer.RESELECT)
    void(walk, BRANCHES[0])
    return walk


def void(walk: Walk, unit: str) -> None:
    """Contest and void a return."""
    member = Actor("p-member", Role.MEMBER)
    walk.now += timedelta(days=1)
    walk.do(ReturnContested(unit=unit, contention=Withheld("SECRET-CONTENTION"), by=(member,)))
    walk.do(
        walk.decision(
            ReturnVoided,
            unit=unit,
            reasons=text("The list of notices could not be found."),
            reasons_to_parties=Withheld("SECRET-PARTIES"),
        )
    )


def reinstated() -> Walk:
    """The same, and the return reinstated."""
    walk = disputed()
    walk.now += timedelta(days=1)
    power = walk.rulebook.rules.powers["reinstate-return"]
    reasons = text("The list was found.")
    walk.do(
        walk.decision(ReturnReinstated, unit=BRANCHES[0], body=power.bodies[-1], reasons=reasons)
    )
    return walk


def exempt(**more: Any) -> Walk:
    """A seat whose holder is exempt; which ground applied is nobody's business."""
    walk = Walk("model-association", seat="Arrowvale").asked()
    rules = walk.rulebook.rules.intention
    assert rules is not None
    ground = walk.rulebook.rules.powers["exempt"].grounds
    walk.do(
        walk.decision(
            Exempted,
            exemption=Withheld(rules.exempt.value[0]),
            reasons_to_parties=Withheld("SECRET-EXEMPTION"),
            **({} if ground else {"ground": "SECRET-GROUND"}),
            **more,
        )
    )
    return walk


def all_seats() -> dict[str, Walk]:
    """Every story, by its id: four procedures for three seats, two of them for Eastwater."""
    return {
        "declared": Walk("model-association").declared(),
        "disputed": disputed(),
        "reinstated": reinstated(),
        "exempt": exempt(),
    }
