"""Am I eligible, and why: every test ticked or failed, with its ground and what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hustings.kernel.clauses import Citation
from hustings.kernel.said import Said, to_say
from hustings.people.elector_tests import (
    AgeTest,
    ArrearsTest,
    ClassTest,
    ElectorTest,
    MembershipTest,
    SuspensionTest,
    UnitTest,
    length_test,
)
from hustings.people.members import Member
from hustings.people.units import Unit
from hustings.rulebooks.schema import Roll


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one member: its outcome, a sentence, its ground, what to do about a failure.

    ``otherwise`` is a sentence where another reading of the rule would turn the outcome round.
    """

    name: str
    passed: bool
    says: str
    citation: Citation
    remedy: str | None = None
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a member may vote, every test, and by when to pay where paying is all it takes."""

    eligible: bool
    tests: tuple[Test, ...]
    pay_by: date | None = None

    @property
    def failed(self) -> tuple[Test, ...]:
        """The tests that stand in the way."""
        return tuple(test for test in self.tests if not test.passed)


def elector_tests(units: Iterable[Unit], roll: Roll, freeze: date) -> tuple[ElectorTest, ...]:
    """The tests that a rulebook puts to every member at a freeze date, in the order people ask."""
    tests: list[ElectorTest] = [
        UnitTest({unit.id: unit.name for unit in units}),
        MembershipTest(freeze, roll.freeze.citation),
        length_test(freeze, roll.member_for, roll.month_end),
        ClassTest(roll.classes),
        ArrearsTest(freeze, roll.arrears, roll.pay_within, roll.month_end),
        SuspensionTest(freeze, roll.suspended),
    ]
    if roll.minimum_age is not None:
        tests.append(AgeTest(freeze, roll.minimum_age, roll.month_end))
    return tuple(tests)


def is_eligible(member: Member, tests: Iterable[ElectorTest]) -> bool:
    """Whether a member passes every test; no sentences are made."""
    return all(test.passes(member) for test in tests)


CANNOT_VOTE = to_say("You cannot vote in this ballot because {fact}")
CANNOT_SIGN = to_say("You cannot sign this petition because {fact}")


def eligibility(
    member: Member, unit: Unit, roll: Roll, freeze: date, cannot: str = CANNOT_VOTE
) -> Eligibility:
    """Put every test of ``roll`` to one member for one unit's ballot; ``cannot`` is what a failed one says."""
    compiled = elector_tests((unit,), roll, freeze)
    told = tuple(_tell(test, member, cannot) for test in compiled)
    failed = [test for test in compiled if not test.passes(member)]
    pay_by = failed[0].pay_by if len(failed) == 1 and isinstance(failed[0], ArrearsTest) else None
    return Eligibility(not failed, told, pay_by)


def _tell(test: ElectorTest, member: Member, cannot: str) -> Test:
    passed = test.passes(member)
    fact = test.fact(member)
    return Test(
        name=test.name,
        passed=passed,
        says=fact if passed else _cannot(cannot, fact),
        citation=test.citation,
        remedy=None if passed else test.remedy(member),
        otherwise=test.otherwise(member),
    )


def _cannot(words: str, fact: str) -> Said:
    """What a failed test says: the fact goes on in the sentence, in English with a small letter."""
    return Said(words.format(fact=f"{fact[0].lower()}{fact[1:]}"), words, {"fact": fact})
