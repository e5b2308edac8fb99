"""A decision shows the rule that it applied beside the power of the body that made it."""

import pytest

from hustings.conduct.showing.applied import applied_rule
from hustings.proceedings.decisions import Decision
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.interruptions import Postponed
from hustings.proceedings.rolls import RollFrozen
from hustings.proceedings.triggering import TriggerDecided
from hustings.rulebooks.loader import load
from tests.proceedings.walk import Walk


def decided(walk: Walk, kind: type[Decision]) -> Decision:
    return next(entry for entry, _ in walk.entries if isinstance(entry, kind))


def test_the_outcome_of_a_trigger_cites_the_rule_that_adds_up_the_returns() -> None:
    """Labour's book since 2018: power and threshold both rest on chapter 5, clause IV.5(B)."""
    walk = Walk("labour-2018").triggered()
    rule = applied_rule(decided(walk, TriggerDecided), walk.rulebook.rules)
    assert rule is not None
    assert rule.reference == "5.IV.5(B)"


def test_a_freeze_cites_the_day_that_the_rules_name_and_the_power_another_clause() -> None:
    walk = Walk("model-association").rolls_published()
    made, rules = decided(walk, RollFrozen), walk.rulebook.rules
    assert applied_rule(made, rules) == rules.roll.freeze.citation
    assert applied_rule(made, rules) != rules.powers[made.power_name].citation


def test_the_emergency_route_cites_the_consequence_for_this_very_situation() -> None:
    walk = Walk("model-association").applications_open()
    rules = walk.rulebook.rules.emergency
    assert rules is not None
    moment = rules.moment.value
    walk.do(walk.decision(EmergencyDeclared, moment=moment, happened_at=walk.now))
    made = decided(walk, EmergencyDeclared)
    assert (
        applied_rule(made, walk.rulebook.rules)
        == rules.consequences["triggered-unselected"].citation
    )


@pytest.mark.parametrize(("endorsed", "cites"), [(True, False), (False, True)])
def test_only_a_refusal_to_endorse_applies_a_rule_of_its_own(
    *, endorsed: bool, cites: bool
) -> None:
    rules = load("model-association").rules
    walk = Walk("model-association")
    made = walk.decision(EndorsementDecided, candidate="p-ash", endorsed=endorsed)
    assert (applied_rule(made, rules) is not None) is cites


def test_a_decision_that_rests_on_its_power_alone_cites_nothing_more() -> None:
    walk = Walk("model-association")
    assert applied_rule(walk.decision(Postponed), walk.rulebook.rules) is None
