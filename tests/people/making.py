"""Fictional members, units and rules for the tests of the rolls."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType
from hustings.rulebooks.loader import load
from hustings.rulebooks.schema import Publication, Roll, Rules, Units

FREEZE = date(2021, 11, 9)
NORTHMOOR = Unit("northmoor", "Northmoor branch", UnitType.BRANCH, "Commonweal Union", "Northmoor")
EASTWATER = Unit("eastwater", "Eastwater branch", UnitType.BRANCH, "Commonweal Union", "Eastwater")
ARROWVALE = Unit("arrowvale", "Arrowvale branch", UnitType.BRANCH, "Commonweal Union", "Arrowvale")


def rule(value: object, reading: int = 1) -> dict[str, object]:
    return {"value": value, "reading": reading}


def roll_rules(**changes: object) -> Roll:
    """Six months, full members, a chance to pay, no suspended members."""
    values: dict[str, Any] = {
        "freeze": {"value": "timetable-meeting", "source": "guidelines"},
        "member_for": {"value": "6 months", "source": "guidelines"},
        "month_end": {"value": "last-day", "reading": 4},
        "classes": {"value": ["full"], "source": "guidelines"},
        "arrears": {"value": "chance-to-pay", "source": "guidelines"},
        "pay_within": {"value": "14 days", "source": "guidelines"},
        "suspended": {"value": "excluded", "source": "guidelines"},
        **changes,
    }
    return Roll.model_validate(values)


def unit_rules(**affiliate: object) -> Units:
    """Branches always count; affiliates after 60 days, with fees and evidence, one vote a society."""
    values: dict[str, Any] = {
        "affiliated_for": rule("60 days"),
        "fees_paid": rule(True),
        "one_per": rule("organisation"),
        "evidence": rule(["affiliation form"]),
        **affiliate,
    }
    return Units.model_validate(
        {
            "objections": rule("7 days"),
            "branch": {"one_per": rule("branch"), "evidence": rule([])},
            "affiliate": {key: value for key, value in values.items() if value is not None},
        }
    )


def rules(cell: int = 1, roll: Roll | None = None, units: Units | None = None) -> Rules:
    """The model rulebook with the rolls of the test."""
    publication = Publication.model_validate({"minimum_cell": rule(cell)})
    changes = {
        "publication": publication,
        "roll": roll or roll_rules(),
        "units": units or unit_rules(),
    }
    return load("model-association").rules.model_copy(update=changes)


def member(number: str = "C-1", **changes: Any) -> Member:
    """A full member of Northmoor since 2015 who owes nothing."""
    values: dict[str, Any] = {
        "number": number,
        "family_name": "Fernlight",
        "given_name": "Alder",
        "unit": "northmoor",
        "member_class": "full",
        "membership": (Spell(date(2015, 3, 1)),),
        "email": f"{number.lower()}@members.example",
        "post": "1 Lantern Row, Northmoor",
        **changes,
    }
    return Member(**values)


def joined(*days: date) -> Member:
    return member(membership=tuple(Spell(day) for day in days))


def members_of(**counts: int) -> list[Member]:
    """So many members of each unit, numbered by unit."""
    return [
        member(f"{unit}-{at}", unit=unit) for unit, count in counts.items() for at in range(count)
    ]


def fixed_coins(seed: str = "coins"):
    """Coins that fall the same in every run: SHA-256 over a seed and a counter."""
    counter = 0

    def coins(number: int) -> bytes:
        nonlocal counter
        drawn = b""
        while len(drawn) < number:
            drawn += sha256(f"{seed}/{counter}".encode()).digest()
            counter += 1
        return drawn[:number]

    return coins


def affiliate(id_: str, society: str = "Weavers' Circle") -> Unit:
    return Unit(id_, f"{society}, {id_}", UnitType.AFFILIATE, society)


def affiliation(
    unit: str, since: date = date(2015, 1, 1), fees: date | None = date(2021, 12, 31), **more: Any
) -> Affiliation:
    """An affiliation in good order."""
    evidence: Iterable[str] = more.pop("evidence", ("affiliation form",))
    return Affiliation(unit, Spell(since, more.pop("until", None)), fees, tuple(evidence), **more)
