"""The tests of an elector, each with the comparison that decides and the sentence that explains."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.said import said, to_say
from hustings.kernel.time import MonthEnd, Span, shift_months
from hustings.people.members import Member
from hustings.people.spells import Day, continuous_since, shift
from hustings.rulebooks.values import Rule

MEMBERSHIP_LIST = Citation(Ground.SOURCE, "the membership list")
MonthEndRule = Rule[Literal["last-day", "next-day"]]


class ElectorTest(Protocol):
    """One test: ``passes`` decides, the others only explain."""

    @property
    def name(self) -> str: ...
    @property
    def citation(self) -> Citation: ...
    def passes(self, member: Member) -> bool: ...
    def fact(self, member: Member) -> str: ...
    def remedy(self, member: Member) -> str | None: ...
    def otherwise(self, member: Member) -> str | None: ...


class Plain:
    """What most tests have: no remedy of their own, and only one reading."""

    __slots__ = ()

    def remedy(self, member: Member) -> str | None:
        """Ask the office, since nothing else is open to the member."""
        return said(
            "If the membership list is wrong about this, ask the membership office to correct it."
        )

    def otherwise(self, member: Member) -> str | None:
        """No other reading is known."""
        return None


@dataclass(frozen=True, slots=True)
class UnitTest(Plain):
    """The member belongs to a unit of this ballot."""

    units: dict[str, str]
    name = "unit"
    citation = MEMBERSHIP_LIST

    def passes(self, member: Member) -> bool:
        """Whether the member's unit is one of the ballot's."""
        return member.unit in self.units

    def fact(self, member: Member) -> str:
        """Which unit the list puts the member in."""
        if member.unit in self.units:
            return said("You belong to {unit}.", unit=self.units[member.unit])
        if len(self.units) >= 4:
            return said(
                "You belong to the unit {unit}, and this ballot is for members of its units.",
                unit=member.unit,
            )
        return said(
            "You belong to the unit {unit}, and this ballot is for members of {names}.",
            unit=member.unit,
            names=" or ".join(self.units.values()),
        )


@dataclass(frozen=True, slots=True)
class MembershipTest(Plain):
    """The member is one on the freeze date."""

    freeze: date
    citation: Citation
    name = "membership"

    def passes(self, member: Member) -> bool:
        """Whether a membership covers the freeze date."""
        return any(spell.covers(self.freeze) for spell in member.membership)

    def fact(self, member: Member) -> str:
        """When membership ended or begins, measured against the freeze date."""
        on = Day(self.freeze)
        if self.passes(member):
            return said("You were a member on {day}, the freeze date.", day=on)
        ended = [s.until for s in member.membership if s.until and s.until <= self.freeze]
        if ended:
            return said(
                "Your membership ended on {end}, before the freeze date, {day}.",
                end=Day(max(ended)),
                day=on,
            )
        first = min(spell.since for spell in member.membership)
        return said(
            "Your membership began on {first}, after the freeze date, {day}.",
            first=Day(first),
            day=on,
        )


@dataclass(frozen=True, slots=True)
class LengthTest(Plain):
    """Membership has lasted without a gap as long as the rule asks; see :func:`length_test`."""

    freeze: date
    span: Span
    citation: Citation
    month_end: MonthEndRule
    latest: date
    latest_otherwise: date
    name = "member-for"

    def passes(self, member: Member) -> bool:
        """Whether the unbroken membership began early enough."""
        return self._passes(member, self.latest)

    def _passes(self, member: Member, latest: date) -> bool:
        if len(member.membership) == 1:
            spell = member.membership[0]
            return spell.since <= latest and spell.covers(self.freeze)
        since = continuous_since(member.membership, self.freeze)
        return since is not None and since <= latest

    def fact(self, member: Member) -> str:
        """When the unbroken membership began, and the latest day that the rule accepts."""
        since = continuous_since(member.membership, self.freeze)
        if since is None:
            return said("You were not a member on {day}, the freeze date.", day=Day(self.freeze))
        began, latest = Day(since), Day(self.latest, beside=since)
        if any(s.until is not None and s.until <= since for s in member.membership):
            return said(
                "Your present membership, which follows a gap, began on {began}, "
                "and the rule asks for {latest} or earlier.",
                began=began,
                latest=latest,
            )
        return said(
            "Your membership began on {began}, and the rule asks for {latest} or earlier.",
            began=began,
            latest=latest,
        )

    def otherwise(self, member: Member) -> str | None:
        """What the other reading of a short month would have done."""
        if self.passes(member) == self._passes(member, self.latest_otherwise):
            return None
        words = to_say(
            "The rule does not say which day is {span} before {day}. Read the other way, it would ask for "
            "{latest} or earlier, and you could vote. The reading used here: {reading}."
        )
        if self.passes(member):
            words = to_say(
                "The rule does not say which day is {span} before {day}. Read the other way, it would ask for "
                "{latest} or earlier, and you could not vote. The reading used here: {reading}."
            )
        return said(
            words,
            span=self.span,
            day=Day(self.freeze),
            latest=Day(self.latest_otherwise),
            reading=self.month_end.citation,
        )


def length_test(freeze: date, member_for: Rule[Span], month_end: MonthEndRule) -> LengthTest:
    """The test of length with its latest first day worked out once, under both readings."""
    span = member_for.value
    read, other = _readings(month_end)
    latest, otherwise = (shift(freeze, span, -1, r, "roll.member_for") for r in (read, other))
    return LengthTest(freeze, span, member_for.citation, month_end, latest, otherwise)


@dataclass(frozen=True, slots=True)
class ClassTest(Plain):
    """The member's class is one that votes; a rule that names no class admits every one."""

    rule: Rule[list[str]]
    name = "class"

    @property
    def citation(self) -> Citation:
        """The ground of the rule."""
        return self.rule.citation

    def passes(self, member: Member) -> bool:
        """Whether the class is named, or none is."""
        return not self.rule.value or member.member_class in self.rule.value

    def fact(self, member: Member) -> str:
        """The member's class beside the classes that vote."""
        if self.passes(member):
            return said(
                "You are a member of the class “{own}”, which votes.", own=member.member_class
            )
        return said(
            "You are a member of the class “{own}”, and the rule asks for “{classes}”.",
            own=member.member_class,
            classes="” or “".join(self.rule.value),
        )


@dataclass(frozen=True, slots=True)
class ArrearsTest(Plain):
    """The member owes nothing at the freeze date, or pays in the time that the rule gives."""

    freeze: date
    rule: Rule[Literal["excluded", "chance-to-pay", "ignored"]]
    pay_within: Rule[Span] | None
    month_end: MonthEndRule
    name = "arrears"

    @property
    def citation(self) -> Citation:
        """The ground of the rule."""
        return self.rule.citation

    @property
    def pay_by(self) -> date | None:
        """The last day on which paying lets a member in; ``None`` where the rule gives no time."""
        if self.rule.value != "chance-to-pay" or self.pay_within is None:
            return None
        month_end, _ = _readings(self.month_end)
        return shift(self.freeze, self.pay_within.value, 1, month_end, "roll.pay_within")

    def passes(self, member: Member) -> bool:
        """Whether dues do not matter, are paid, or were paid in the time given."""
        if member.arrears is None and member.paid_until is None:
            return True
        if self.rule.value == "ignored" or member.owes_since(self.freeze) is None:
            return True
        return self._paid_in_time(member)

    def _paid_in_time(self, member: Member) -> bool:
        """Whether the day of payment on the list lies within the chance to pay.

        Dues that ran out with ``paid_until`` and have no day of payment are still owed.
        """
        if self.pay_by is None or member.arrears is None:
            return False
        paid = member.arrears.until
        return paid is not None and self.freeze < paid <= self.pay_by

    def fact(self, member: Member) -> str:
        """What is owed, since when, or that nothing is."""
        if self.rule.value == "ignored":
            return said("The rule does not ask whether dues are paid.")
        owed = member.owes_since(self.freeze)
        if owed is None:
            return said("No dues were owed on {day}, the freeze date.", day=Day(self.freeze))
        if self._paid_in_time(member):
            return said(
                "Your dues were paid in the time that the rule gives after the freeze date."
            )
        if member.arrears is None or not member.arrears.covers(self.freeze):
            return said(
                "Your dues are paid only until {owed}, and the freeze date is {day}.",
                owed=Day(owed),
                day=Day(self.freeze),
            )
        return said(
            "Dues have been owed since {since}, and the rule asks that none are.",
            since=Day(member.arrears.since),
        )

    def remedy(self, member: Member) -> str | None:
        """Pay, where the rule gives time to."""
        if self.pay_by is None:
            return said("If you have paid, ask the membership office to record the day of payment.")
        return said(
            "Pay what is owed by {day}, and you can vote.", day=Day(self.pay_by, with_weekday=True)
        )


@dataclass(frozen=True, slots=True)
class SuspensionTest(Plain):
    """No suspension covers the freeze date, unless the rule lets suspended members vote."""

    freeze: date
    rule: Rule[Literal["excluded", "included"]]
    name = "suspension"

    @property
    def citation(self) -> Citation:
        """The ground of the rule."""
        return self.rule.citation

    def passes(self, member: Member) -> bool:
        """Whether no suspension matters on the freeze date."""
        if not member.suspensions or self.rule.value == "included":
            return True
        return not member.is_suspended(self.freeze)

    def fact(self, member: Member) -> str:
        """Whether the membership was suspended; never why."""
        on = Day(self.freeze)
        if not member.is_suspended(self.freeze):
            return said("Your membership was not suspended on {day}, the freeze date.", day=on)
        if self.rule.value == "included":
            return said(
                "Your membership was suspended on the freeze date, and the rule lets you vote."
            )
        return said("Your membership was suspended on {day}, the freeze date.", day=on)

    def remedy(self, member: Member) -> str | None:
        """Ask the body that decided."""
        return said(
            "Ask the membership office which body decided on the suspension and how to appeal to it."
        )


@dataclass(frozen=True, slots=True)
class AgeTest(Plain):
    """The member has reached the minimum age on the freeze date."""

    freeze: date
    rule: Rule[int]
    month_end: MonthEndRule
    name = "age"

    @property
    def citation(self) -> Citation:
        """The ground of the rule."""
        return self.rule.citation

    def passes(self, member: Member) -> bool:
        """Whether the birthday that counts has come."""
        read, _ = _readings(self.month_end)
        return self._passes(member, read)

    def _passes(self, member: Member, reading: MonthEnd) -> bool:
        if member.born is None:
            return False
        return shift_months(member.born, 12 * self.rule.value, reading) <= self.freeze

    def fact(self, member: Member) -> str:
        """Whether the member was old enough; the date of birth itself is not repeated."""
        if member.born is None:
            return said(
                "The membership list has no date of birth for you, and the rule asks for the age of {age}.",
                age=self.rule.value,
            )
        words = to_say("You were younger than {age} on {day}, the freeze date.")
        if self.passes(member):
            words = to_say("You were {age} or older on {day}, the freeze date.")
        return said(words, age=self.rule.value, day=Day(self.freeze))

    def remedy(self, member: Member) -> str | None:
        """Have the date of birth recorded or corrected."""
        return said(
            "Ask the membership office to record your date of birth, if it is missing or wrong."
        )

    def otherwise(self, member: Member) -> str | None:
        """What the other reading of a birthday on 29 February would have done."""
        read, other = _readings(self.month_end)
        if self._passes(member, read) == self._passes(member, other):
            return None
        return said(
            "The rule does not say when someone born on 29 February comes of age in a year without "
            "that day. Read the other way, the outcome would be different. "
            "The reading used here: {reading}.",
            reading=self.month_end.citation,
        )


def _readings(rule: MonthEndRule) -> tuple[MonthEnd, MonthEnd]:
    """The reading that the rulebook names, and the other one."""
    read = MonthEnd(rule.value)
    return read, MonthEnd.NEXT_DAY if read is MonthEnd.LAST_DAY else MonthEnd.LAST_DAY
