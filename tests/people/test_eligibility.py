"""Who may vote at a freeze date, and the sentence that says why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput
from hustings.people.eligibility import elector_tests, eligibility, is_eligible
from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.rulebooks.schema import Roll
from tests.people.making import EASTWATER, FREEZE, NORTHMOOR, joined, member, roll_rules, rule


def failed(who: Member, roll: Roll | None = None, freeze: date = FREEZE) -> list[str]:
    return [t.name for t in eligibility(who, NORTHMOOR, roll or roll_rules(), freeze).failed]


def says(who: Member, name: str, roll: Roll | None = None, freeze: date = FREEZE) -> str:
    told = eligibility(who, NORTHMOOR, roll or roll_rules(), freeze).tests
    return next(test.says for test in told if test.name == name)


def test_a_member_who_joined_on_9_may_2021_may_vote_at_the_freeze_of_9_november() -> None:
    """Six months before 9 November 2021 is 9 May 2021 (published freeze date and cut-off)."""
    assert failed(joined(date(2021, 5, 9))) == []


def test_a_member_who_joined_on_10_may_2021_may_not_and_is_told_why() -> None:
    who = joined(date(2021, 5, 10))
    assert failed(who) == ["member-for"]
    assert says(who, "member-for") == (
        "You cannot vote in this ballot because your membership began on 10 May 2021, "
        "and the rule asks for 9 May or earlier."
    )


def test_the_published_cut_off_of_25_april_2016_follows_from_the_freeze_of_25_october() -> None:
    freeze = date(2016, 10, 25)
    assert failed(joined(date(2016, 4, 25)), freeze=freeze) == []
    assert failed(joined(date(2016, 4, 26)), freeze=freeze) == ["member-for"]


def test_a_gap_begins_the_time_anew_and_the_sentence_says_so() -> None:
    who = member(membership=(Spell(date(2010, 1, 1), date(2021, 6, 1)), Spell(date(2021, 7, 1))))
    assert failed(who) == ["member-for"]
    assert "your present membership, which follows a gap, began on 1 July 2021" in says(
        who, "member-for"
    )


def test_a_membership_that_ended_before_the_freeze_date_gives_no_vote() -> None:
    who = member(membership=(Spell(date(2010, 1, 1), date(2021, 11, 9)),))
    assert failed(who) == ["membership", "member-for"]
    assert "your membership ended on 9 November 2021" in says(who, "membership")


def test_a_membership_that_begins_after_the_freeze_date_gives_no_vote() -> None:
    assert failed(joined(date(2021, 11, 10))) == ["membership", "member-for"]


def test_only_the_classes_that_the_rule_names_vote() -> None:
    assert failed(member(member_class="supporter")) == ["class"]


def test_a_rule_that_names_no_class_admits_every_one() -> None:
    assert failed(member(member_class="supporter"), roll_rules(classes=rule([]))) == []


def test_dues_owed_keep_a_member_off_and_the_remedy_names_the_last_day_to_pay() -> None:
    answer = eligibility(member(arrears=Spell(date(2021, 8, 1))), NORTHMOOR, roll_rules(), FREEZE)
    assert [test.name for test in answer.failed] == ["arrears"]
    assert answer.failed[0].remedy == (
        "Pay what is owed by Tuesday 23 November 2021, and you can vote."
    )
    assert answer.pay_by == date(2021, 11, 23)


@pytest.mark.parametrize(("paid", "kept_off"), [(23, []), (24, ["arrears"])])
def test_the_chance_to_pay_ends_fourteen_days_after_the_freeze(
    paid: int, kept_off: list[str]
) -> None:
    who = member(arrears=Spell(date(2021, 8, 1), date(2021, 11, paid)))
    assert failed(who) == kept_off


def test_arrears_paid_long_ago_do_not_pay_for_dues_that_ran_out_since() -> None:
    old = Spell(date(2018, 1, 1), date(2018, 3, 1))
    assert failed(member(arrears=old, paid_until=date(2021, 9, 30))) == ["arrears"]


def test_dues_paid_until_the_freeze_date_itself_are_paid() -> None:
    assert failed(member(paid_until=FREEZE)) == []


def test_without_a_chance_to_pay_a_later_payment_does_not_help() -> None:
    roll = roll_rules(arrears=rule("excluded"), pay_within=None)
    who = member(arrears=Spell(date(2021, 8, 1), date(2021, 11, 10)))
    answer = eligibility(who, NORTHMOOR, roll, FREEZE)
    assert [test.name for test in answer.failed] == ["arrears"]
    assert answer.pay_by is None


def test_a_rule_that_ignores_arrears_lets_those_who_owe_vote() -> None:
    assert (
        failed(member(arrears=Spell(date(2021, 8, 1))), roll_rules(arrears=rule("ignored"))) == []
    )


def test_paying_is_not_offered_as_enough_where_another_test_fails() -> None:
    who = member(arrears=Spell(date(2021, 8, 1)), member_class="supporter")
    assert eligibility(who, NORTHMOOR, roll_rules(), FREEZE).pay_by is None


def test_a_suspension_over_the_freeze_date_gives_no_vote_and_no_ground_is_told() -> None:
    who = member(suspensions=(Spell(date(2021, 11, 1)),))
    assert failed(who) == ["suspension"]
    assert says(who, "suspension").endswith(
        "your membership was suspended on 9 November 2021, the freeze date."
    )


def test_a_suspension_that_ended_on_the_freeze_date_does_not_matter() -> None:
    assert failed(member(suspensions=(Spell(date(2021, 10, 1), FREEZE),))) == []


def test_a_rule_can_let_suspended_members_vote() -> None:
    who = member(suspensions=(Spell(date(2021, 11, 1)),))
    assert failed(who, roll_rules(suspended=rule("included"))) == []


@pytest.mark.parametrize(("born", "kept_off"), [(9, []), (10, ["age"])])
def test_the_minimum_age_is_reached_on_the_birthday(born: int, kept_off: list[str]) -> None:
    roll = roll_rules(minimum_age=rule(16))
    assert failed(member(born=date(2005, 11, born)), roll) == kept_off


def test_a_missing_date_of_birth_fails_the_age_test_with_a_remedy() -> None:
    answer = eligibility(member(), NORTHMOOR, roll_rules(minimum_age=rule(16)), FREEZE)
    assert answer.failed[0].remedy is not None
    assert "record your date of birth" in answer.failed[0].remedy


def test_a_birthday_on_29_february_is_read_as_the_rulebook_says_and_the_difference_is_told() -> (
    None
):
    """Born 29 February 2004: 17 on 28 February 2021 by the one reading, on 1 March by the other."""
    roll = roll_rules(minimum_age=rule(17))
    who, freeze = member(born=date(2004, 2, 29)), date(2021, 2, 28)
    test = next(t for t in eligibility(who, NORTHMOOR, roll, freeze).tests if t.name == "age")
    assert test.passed
    assert test.otherwise is not None
    assert "reading 4" in test.otherwise


def test_the_month_without_a_31st_is_read_as_the_rulebook_says_and_the_difference_is_told() -> None:
    """Six months before 31 August 2021: 28 February by the one reading, 1 March by the other."""
    who, freeze = joined(date(2021, 3, 1)), date(2021, 8, 31)
    strict = eligibility(who, NORTHMOOR, roll_rules(), freeze)
    mild = eligibility(who, NORTHMOOR, roll_rules(month_end=rule("next-day", 4)), freeze)
    assert not strict.eligible
    assert mild.eligible
    assert strict.failed[0].otherwise == (
        "The rule does not say which day is 6 months before 31 August 2021. Read the other way, it "
        "would ask for 1 March 2021 or earlier, and you could vote. The reading used here: reading 4."
    )


def test_no_difference_is_told_where_both_readings_agree() -> None:
    tests = eligibility(joined(date(2021, 3, 2)), NORTHMOOR, roll_rules(), date(2021, 8, 31)).tests
    assert [test.otherwise for test in tests if test.otherwise] == []


def test_a_member_of_another_branch_is_told_which_branch_the_ballot_is_for() -> None:
    answer = eligibility(member(), EASTWATER, roll_rules(), FREEZE)
    assert [test.name for test in answer.failed] == ["unit"]
    assert "this ballot is for members of Eastwater branch" in answer.failed[0].says


def test_every_test_names_its_ground() -> None:
    told = eligibility(member(), NORTHMOOR, roll_rules(minimum_age=rule(16, 9)), FREEZE).tests
    assert [(test.name, str(test.citation)) for test in told] == [
        ("unit", "the membership list"),
        ("membership", "guidelines"),
        ("member-for", "guidelines"),
        ("class", "guidelines"),
        ("arrears", "guidelines"),
        ("suspension", "guidelines"),
        ("age", "reading 9"),
    ]


def test_a_rulebook_that_counts_membership_in_working_days_is_turned_back() -> None:
    with pytest.raises(BadInput, match="working days need a calendar"):
        eligibility(member(), NORTHMOOR, roll_rules(member_for=rule("30 working days")), FREEZE)


days = st.dates(date(2019, 1, 1), date(2023, 1, 1))
spells = st.builds(
    lambda since, length: Spell(
        since, None if length is None else date.fromordinal(since.toordinal() + length)
    ),
    days,
    st.none() | st.integers(1, 900),
)


@given(
    st.lists(spells, min_size=1, max_size=3),
    st.none() | spells,
    st.lists(spells, max_size=2),
    st.none() | days,
)
def test_the_short_answer_and_the_explained_one_never_differ(
    membership: list[Spell], arrears: Spell | None, suspensions: list[Spell], paid: date | None
) -> None:
    who = member(
        membership=tuple(membership),
        arrears=arrears,
        suspensions=tuple(suspensions),
        paid_until=paid,
    )
    answer = eligibility(who, NORTHMOOR, roll_rules(), FREEZE)
    assert answer.eligible == is_eligible(who, elector_tests((NORTHMOOR,), roll_rules(), FREEZE))
    assert answer.eligible == all(test.passed for test in answer.tests)


@given(days, st.integers(1, 400))
def test_joining_earlier_never_costs_a_vote(day: date, earlier: int) -> None:
    sooner = joined(date.fromordinal(day.toordinal() - earlier))
    if not failed(joined(day)):
        assert not failed(sooner)
