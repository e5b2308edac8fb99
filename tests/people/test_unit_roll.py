"""Which units count, and which branch of a society casts its vote."""

from datetime import date

import pytest

from hustings.kernel.refusals import BadInput
from hustings.people.unit_roll import UnitRoll, UnitStanding, freeze_units
from hustings.people.units import Affiliation, Unit
from hustings.rulebooks.schema import Units
from tests.people.making import FREEZE, NORTHMOOR, affiliate, affiliation, rule, rules, unit_rules

WEAVERS = affiliate("weavers")


def units_roll(
    units: list[Unit], affiliations: list[Affiliation], asked: Units | None = None
) -> UnitRoll:
    return freeze_units(units, affiliations, rules(units=asked), FREEZE)


def standing(affiliations: list[Affiliation], asked: Units | None = None) -> UnitStanding:
    return units_roll([WEAVERS], affiliations, asked).standings[0]


def failed(affiliations: list[Affiliation], asked: Units | None = None) -> list[str]:
    return [test.name for test in standing(affiliations, asked).tests if not test.passed]


def test_an_affiliate_in_good_order_counts() -> None:
    assert standing([affiliation("weavers")]).counts


def test_a_branch_counts_without_an_affiliation_where_the_rule_asks_for_none() -> None:
    assert units_roll([NORTHMOOR], []).counting == (NORTHMOOR,)


@pytest.mark.parametrize(("day", "kept_off"), [(10, []), (11, ["affiliated-for"])])
def test_sixty_days_before_the_freeze_of_9_november_is_10_september(
    day: int, kept_off: list[str]
) -> None:
    assert failed([affiliation("weavers", date(2021, 9, day))]) == kept_off


def test_an_affiliation_that_ended_does_not_count() -> None:
    lapsed = affiliation("weavers", until=date(2021, 11, 1))
    assert failed([lapsed]) == ["affiliated-for", "evidence"]


def test_two_affiliations_without_a_gap_are_one_time() -> None:
    before = affiliation("weavers", until=date(2021, 10, 1))
    assert failed([before, affiliation("weavers", date(2021, 10, 1))]) == []


def test_fees_paid_for_a_time_that_ends_before_the_freeze_date_are_not_enough() -> None:
    assert failed([affiliation("weavers", fees=date(2021, 11, 8))]) == ["fees-paid"]
    assert failed([affiliation("weavers", fees=None)]) == ["fees-paid"]
    assert failed([affiliation("weavers", fees=FREEZE)]) == []


def test_fees_are_not_asked_for_where_the_rule_does_not() -> None:
    assert failed([affiliation("weavers", fees=None)], unit_rules(fees_paid=None)) == []


def test_missing_evidence_is_named_with_what_to_send() -> None:
    asked = unit_rules(evidence=rule(["affiliation form", "receipt for the fee"]))
    test = next(t for t in standing([affiliation("weavers")], asked).tests if t.name == "evidence")
    assert not test.passed
    assert test.says == "On file for Weavers' Circle, weavers there is no receipt for the fee."
    assert test.remedy == "Send the receipt for the fee."


def test_evidence_is_recognised_whatever_its_capitals_and_apostrophes() -> None:
    asked = unit_rules(evidence=rule(["secretary's letter"]))
    assert failed([affiliation("weavers", evidence=["Secretary’s Letter"])], asked) == []


def test_four_branches_of_one_society_have_one_vote_and_the_roll_says_which_casts_it() -> None:
    units = [affiliate(f"weavers-{at}") for at in range(1, 5)]
    held = [affiliation(f"weavers-{at}", date(2019 - at % 3, 1, 1)) for at in range(1, 5)]
    roll = units_roll(units, held)
    assert [unit.id for unit in roll.counting] == ["weavers-2"]
    told = next(t for t in roll.standings[0].tests if t.name == "one-vote")
    assert told.says == (
        "Weavers' Circle has one vote, and Weavers' Circle, weavers-2, "
        "affiliated the longest of those that count, casts it."
    )


def test_a_society_can_name_the_branch_that_casts_its_vote() -> None:
    units = [affiliate("weavers-1"), affiliate("weavers-2")]
    held = [affiliation("weavers-1")]
    held.append(affiliation("weavers-2", date(2018, 1, 1), carries_vote=True))
    assert [unit.id for unit in units_roll(units, held).counting] == ["weavers-2"]


def test_a_branch_that_fails_another_test_does_not_use_up_the_society_s_vote() -> None:
    units = [affiliate("weavers-1"), affiliate("weavers-2")]
    held = [
        affiliation("weavers-1", fees=None, carries_vote=True),
        affiliation("weavers-2", date(2018, 1, 1)),
    ]
    assert [unit.id for unit in units_roll(units, held).counting] == ["weavers-2"]


def test_where_each_branch_has_a_vote_all_four_count() -> None:
    units = [affiliate(f"weavers-{at}") for at in range(1, 5)]
    held = [affiliation(unit.id) for unit in units]
    assert len(units_roll(units, held, unit_rules(one_per=rule("branch"))).counting) == 4


def test_societies_of_the_same_name_in_other_capitals_are_one() -> None:
    units = [affiliate("a", "Weavers' Circle"), affiliate("b", "WEAVERS’ CIRCLE")]
    assert len(units_roll(units, [affiliation("a"), affiliation("b")]).counting) == 1


def test_a_kind_that_the_rulebook_gives_no_vote_does_not_count() -> None:
    asked = unit_rules().model_copy(update={"affiliate": None})
    told = standing([affiliation("weavers")], asked)
    assert not told.counts
    assert "gives affiliate units no vote" in told.tests[0].says


def test_objections_run_for_seven_days_from_publication() -> None:
    roll = freeze_units([WEAVERS], [], rules(), FREEZE, published=date(2021, 11, 15))
    assert roll.objections_until == date(2021, 11, 22)


def test_objections_in_working_days_need_the_day_from_the_timetable() -> None:
    asked = unit_rules().model_copy(
        update={
            "objections": Units.model_validate({"objections": rule("5 working days")}).objections
        }
    )
    with pytest.raises(BadInput, match=r"units\.objections"):
        units_roll([WEAVERS], [], asked)
    told = freeze_units(
        [WEAVERS], [], rules(units=asked), FREEZE, objections_until=date(2021, 11, 16)
    )
    assert told.objections_until == date(2021, 11, 16)


def test_a_rulebook_without_units_has_no_roll_of_units() -> None:
    none = rules().model_copy(update={"units": None})
    with pytest.raises(BadInput, match="no roll of units"):
        freeze_units([WEAVERS], [], none, FREEZE)


def test_the_digest_does_not_depend_on_the_order_of_the_lists() -> None:
    units = [affiliate("a"), affiliate("b", "Lamplighters' Guild"), NORTHMOOR]
    held = [affiliation("a"), affiliation("b")]
    assert units_roll(units, held).digest == units_roll(units[::-1], held[::-1]).digest


def test_the_digest_changes_with_any_standing() -> None:
    one, two = (units_roll([WEAVERS], [affiliation("weavers", fees=f)]) for f in (None, FREEZE))
    assert one.digest != two.digest
