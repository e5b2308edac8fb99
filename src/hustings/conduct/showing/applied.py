"""The rule that a decision applied, where the rulebook has one besides the power of the body that decided."""

from hustings.kernel.clauses import Citation
from hustings.proceedings.decisions import Decision
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.intention import Exempted
from hustings.proceedings.member_count import RecountOrdered
from hustings.proceedings.planning import IntervalWaived
from hustings.proceedings.rolls import ObjectionDecided, RollFrozen, UnitsPublished
from hustings.proceedings.shortlist import ShortlistMade, SoleNomineeSelected
from hustings.proceedings.silence import LateAnswerAccepted, SilenceDecided
from hustings.proceedings.suspension import Suspended, SuspensionEnded
from hustings.proceedings.triggering import TriggerDecided
from hustings.rulebooks.schema import Intention, Rules
from hustings.rulebooks.selecting_stages import SelectionRules


def applied_rule(decision: Decision, rules: Rules) -> Citation | None:
    """What the decision rests on besides the body's power; None where it rests on that alone."""
    match decision:
        case SilenceDecided() | LateAnswerAccepted() | Exempted() | Suspended() | SuspensionEnded():
            return None if rules.intention is None else _of_intention(decision, rules.intention)
        case RollFrozen():
            return rules.roll.freeze.citation
        case UnitsPublished() | ObjectionDecided():
            return None if rules.units is None else rules.units.objections.citation
        case TriggerDecided():
            return None if rules.trigger is None else rules.trigger.decision.aggregate.citation
        case ShortlistMade() | SoleNomineeSelected() | RecountOrdered():
            return None if rules.selection is None else _of_selection(decision, rules.selection)
        case EndorsementDecided(endorsed=False):
            return None if rules.endorsement is None else rules.endorsement.refusal.citation
        case EmergencyDeclared():
            found = None if rules.emergency is None else rules.emergency.consequences
            said = None if found is None else dict(found).get(decision.situation)  # type: ignore[call-overload]
            return None if said is None else said.citation
        case IntervalWaived():
            table = rules.timetable
            waived = (one for one in (*table.intervals, *table.blackouts))
            return next((one.citation for one in waived if one.id == decision.interval), None)
        case _:
            return None


def _of_intention(decision: Decision, rules: Intention) -> Citation:
    match decision:
        case SilenceDecided():
            return rules.silence.citation
        case LateAnswerAccepted():
            return rules.late_answer.citation
        case Exempted():
            return rules.exempt.citation
        case _:
            return rules.suspended.citation


def _of_selection(decision: Decision, rules: SelectionRules) -> Citation:
    match decision:
        case ShortlistMade():
            return rules.shortlist.at_most.citation
        case SoleNomineeSelected():
            return rules.ballot.sole_nominee.citation
        case _:
            return rules.ballot.recount.citation
