"""The tests of a unit: affiliated for long enough, fees paid, shown by evidence, one vote each."""

from collections.abc import Mapping, Sequence
from datetime import date

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.time import MonthEnd, Span
from hustings.people.eligibility import Test
from hustings.people.spells import continuous_since, day_text, shift
from hustings.people.units import Affiliation, Unit, UnitType
from hustings.rulebooks.schema import UnitKind, Units
from hustings.rulebooks.values import Rule

ROLL_OF_UNITS = Citation(Ground.SOURCE, "the rulebook's roll of units")
Tested = tuple[Unit, tuple[Test, ...]]
Held = Mapping[str, Sequence[Affiliation]]


def rules_of(kind: UnitType, rules: Units) -> UnitKind | None:
    """The rules for one kind of unit; ``None`` where the rulebook gives that kind no vote."""
    return rules.branch if kind is UnitType.BRANCH else rules.affiliate


def unit_tests(
    unit: Unit, held: Sequence[Affiliation], rules: Units, freeze: date, month_end: MonthEnd
) -> tuple[Test, ...]:
    """Put the rulebook's tests for its kind to one unit."""
    kind = rules_of(unit.kind, rules)
    if kind is None:
        says = f"{unit.name} does not count: this rulebook gives {unit.kind.value} units no vote."
        return (Test("kind", passed=False, says=says, citation=ROLL_OF_UNITS),)
    tests: list[Test] = []
    if kind.affiliated_for is not None:
        tests.append(_affiliated(unit, held, kind.affiliated_for, freeze, month_end))
    if kind.fees_paid is not None and kind.fees_paid.value:
        tests.append(_fees(unit, held, kind.fees_paid.citation, freeze))
    if kind.evidence.value:
        tests.append(_evidence(unit, held, kind, freeze))
    return tuple(tests)


def _affiliated(
    unit: Unit, held: Sequence[Affiliation], rule: Rule[Span], freeze: date, month_end: MonthEnd
) -> Test:
    """Affiliated without a gap since at least so long before the freeze date."""
    latest = shift(freeze, rule.value, -1, month_end, "units.affiliated_for")
    since = continuous_since((a.spell for a in held), freeze)
    if since is None:
        says = f"{unit.name} was not affiliated on {day_text(freeze)}, the freeze date."
        remedy = "Send the affiliation form with its date, or object, if this is wrong."
        return Test("affiliated-for", False, says, rule.citation, remedy)
    asks = f"the rule asks for {day_text(latest)} or earlier"
    says = f"{unit.name} has been affiliated since {day_text(since)}; {asks}."
    remedy = "Send the affiliation form with its date, or object, if the day is wrong."
    passed = since <= latest
    return Test("affiliated-for", passed, says, rule.citation, None if passed else remedy)


def _fees(unit: Unit, held: Sequence[Affiliation], citation: Citation, freeze: date) -> Test:
    """Fees paid for a time that reaches the freeze date."""
    paid = [a.fees_paid_until for a in held if a.fees_paid_until is not None]
    if not paid:
        says = f"No payment of affiliation fees by {unit.name} is on record."
        return Test("fees-paid", False, says, citation, "Send the receipt for the fee.")
    last = max(paid)
    says = f"{unit.name} has paid its fees until {day_text(last)}; the freeze date is {day_text(freeze)}."
    remedy = None if last >= freeze else "Send the receipt if more has been paid."
    return Test("fees-paid", last >= freeze, says, citation, remedy)


def _evidence(unit: Unit, held: Sequence[Affiliation], kind: UnitKind, freeze: date) -> Test:
    """Every piece of evidence that the rule lists is on file for an affiliation at the freeze date."""
    on_file = {_plain(e) for a in held if a.spell.covers(freeze) for e in a.evidence}
    missing = [e for e in kind.evidence.value if _plain(e) not in on_file]
    citation = kind.evidence.citation
    if missing:
        says = f"On file for {unit.name} there is no {' and no '.join(missing)}."
        return Test("evidence", False, says, citation, f"Send the {' and the '.join(missing)}.")
    listed = " and ".join(kind.evidence.value)
    return Test("evidence", True, f"On file for {unit.name}: {listed}.", citation)


def _plain(evidence: str) -> str:
    return evidence.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def one_vote_each(tested: Sequence[Tested], held: Held, rules: Units, freeze: date) -> list[Tested]:
    """Add the test of one vote per organisation or per branch, in the order of the units."""
    carriers: dict[tuple[UnitType, str], Unit] = {}
    for unit, tests in sorted(tested, key=lambda pair: _precedence(pair[0], held, freeze)):
        if all(test.passed for test in tests):
            carriers.setdefault((unit.kind, _plain(unit.organisation)), unit)
    told: list[Tested] = []
    for unit, tests in tested:
        kind = rules_of(unit.kind, rules)
        if kind is None:
            told.append((unit, tests))
            continue
        carrier = carriers.get((unit.kind, _plain(unit.organisation)))
        told.append((unit, (*tests, _one_vote(unit, carrier, kind, held))))
    return told


def _precedence(unit: Unit, held: Held, freeze: date) -> tuple[bool, date, str]:
    """Which of an organisation's units comes first: its own choice, then affiliated longest, then id."""
    own = held.get(unit.id, ())
    since = continuous_since((a.spell for a in own), freeze) or date.max
    return (not any(a.carries_vote and a.spell.covers(freeze) for a in own), since, unit.id)


def _one_vote(unit: Unit, carrier: Unit | None, kind: UnitKind, held: Held) -> Test:
    citation = kind.one_per.citation
    if kind.one_per.value == "branch":
        return Test("one-vote", True, f"{unit.name} has a vote of its own.", citation)
    if carrier is None or carrier == unit:
        says = f"{unit.organisation} has one vote, and {unit.name} casts it."
        if carrier is None:
            says = f"{unit.organisation} has one vote; no unit of it meets the other tests."
        return Test("one-vote", True, says, citation)
    chosen = any(a.carries_vote for a in held.get(carrier.id, ()))
    why = "which it has named" if chosen else "affiliated the longest of those that count"
    says = f"{unit.organisation} has one vote, and {carrier.name}, {why}, casts it."
    remedy = f"{unit.organisation} can name another of its units before the objections close."
    return Test("one-vote", False, says, citation, remedy)
