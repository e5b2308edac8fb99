"""Units make their returns: from a unit that counts, once, in time, on the exact question, with figures that add up."""

from dataclasses import dataclass, replace
from datetime import datetime

from hustings.kernel.canonical import Json
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import say
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.publication import figures_may_be_public
from hustings.proceedings.stages import Stage, UnitAnswer
from hustings.proceedings.state import ReturnState, Selection, UnitRow
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.deciding_stages import Trigger

OPEN_FOR_RETURNS = (Stage.TRIGGER,)


def answer_of(votes: dict[str, int]) -> UnitAnswer:
    """What the votes say: the larger of open and reselect, a tie, or an abstention where nobody chose."""
    open_, reselect = votes.get("open", 0), votes.get("reselect", 0)
    if open_ == reselect:
        return UnitAnswer.TIE if open_ else UnitAnswer.ABSTAIN
    return UnitAnswer.OPEN if open_ > reselect else UnitAnswer.RESELECT


def read_votes(value: Json) -> dict[str, int] | None:
    """The figures of a return, or None where they are not whole numbers under the names that there are."""
    if not isinstance(value, dict) or set(value) - {"open", "reselect", "abstained", "spoilt"}:
        return None
    votes = {name: n for name, n in value.items() if type(n) is int and n >= 0}
    return votes if len(votes) == len(value) else None


def told_of_present(present: int, quorum: int, minimum_cell: int) -> tuple[int | None, bool | None]:
    """``present`` and ``quorate`` as a return says them: the number, or of a handful only whether it was a quorum.

    What was not asked is None: ``quorate`` where the number is told or no quorum is asked for.
    """
    if present >= minimum_cell:
        return present, None
    return None, quorum <= present if quorum else None


@dataclass(frozen=True, kw_only=True)
class ReturnMade(Entry):
    """What a unit decided: a branch's return by its tellers, an affiliate's by its officer with a declaration.

    ``figures`` is ``{"open": int, "reselect": int, "abstained": int, "spoilt": int}`` or None where the
    unit reports its decision only; ``evidence`` is the SHA-256 of the tally sheet (never of ballots).
    ``quorate`` says that enough were present where a quorum is asked for and ``present`` is a handful.
    An answer that was not asked for is None: of an affiliate who was in the room, of a branch its own rules.
    """

    unit: str
    question: str
    answer: UnitAnswer
    met_at: datetime
    figures: Withheld | None = None
    present: int | None = None
    representative_present: bool | None = None
    evidence: tuple[str, ...] = ()
    own_rules_followed: bool | None = None
    quorate: bool | None = None

    def requirements(self, given: Given) -> tuple[Requirement, ...]:
        """So many tellers as the rulebook names for a branch; an authorised officer for an affiliate."""
        unit = given.state.unit(self.unit)
        rules = given.rulebook.rules.trigger
        if unit is not None and unit.kind == "affiliate":
            return (needs(Role.AFFILIATE_OFFICER),)
        tellers = rules.returns.tellers.value if rules is not None else 2
        return (needs(Role.TELLER, persons=tellers),)

    def decided(self, given: Given) -> Entry | Refused:
        """From a unit that counts, once, in time, on the exact question, with figures that add up."""
        rules = trigger_rules(given)
        if isinstance(rules, Refused):
            return rules
        state = given.state
        if state.stage not in OPEN_FOR_RETURNS:
            return refused(
                "no-trigger-now", THE_ORDER, "No trigger ballot is running for this seat."
            )
        unit = state.unit(self.unit)
        if unit is None or not unit.counts:
            return refused(
                "unit-does-not-count",
                THE_RECORD,
                "This unit is not on the roll of units that count.",
            )
        checks = (_once, _in_time, _met, _asked_exactly, _figures, _declared)
        return next((no for check in checks if (no := check(self, unit, rules, given))), self)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The return stands."""
        made = ReturnState(self.unit, self.answer, at, number=state.entries + 1)
        return replace(state, returns=(*state.returns, made))


def _once(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    earlier = given.state.standing_return(unit.id)
    if earlier is None or earlier.void:
        return None
    return refused(
        "returned-already",
        rules.returns.duplicate,
        f"{unit.name} has made its return. If it is wrong, contest it; a body can then void it.",
    )


@clause("model-association", "3.10")
def _in_time(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    step = given.state.step("returns-due")
    if step is None:
        return refused(
            "no-timetable", THE_ORDER, "The timetable of the trigger ballot is not published."
        )
    last = step.last
    if given.now <= last:
        return None
    return refused(
        "late",
        rules.returns.late,
        f"Returns were due by {say(given, last)}; a late one does not count.",
    )


def still_to_come(met_at: datetime, given: Given) -> Refused | None:
    """Why nothing is returned of a meeting, or of an affiliate's decision, of this moment: it is not over."""
    if met_at <= given.now:
        return None
    return refused("not-met-yet", THE_ORDER, "A return is made after the meeting, not before it.")


@clause("model-association", "3.4")
def _met(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    early = still_to_come(made.met_at, given)
    if early is not None:
        return early
    until, units = given.state.objections_until, given.rulebook.rules.units
    if until is not None and units is not None and given.now <= until:
        return refused(
            "objections-open",
            units.objections,
            f"Returns are made after {say(given, until)}, when objections to the roll of units close.",
        )
    if unit.kind == "affiliate":
        return None
    if given.state.roll is None:
        return refused("no-roll", THE_ORDER, "The roll of electors is not frozen yet.")
    meeting = next((m for m in given.state.meetings if m.unit == unit.id), None)
    if meeting is None or made.met_at < meeting.at:
        return refused(
            "no-notice",
            rules.meeting.notice,
            f"No notice of this meeting of {unit.name} is on record.",
        )
    quorum, cell = rules.meeting.quorum, given.rulebook.rules.publication.minimum_cell.value
    untold = made.present is None and made.quorate and quorum.value < cell
    if quorum.value and not untold and (made.present or 0) < quorum.value:
        return refused("not-quorate", quorum, f"The meeting needs at least {quorum.value} present.")
    if made.representative_present and rules.meeting.representative.value == "excluded":
        return refused(
            "representative-present",
            rules.meeting.representative,
            "The sitting representative may not attend while the question is discussed.",
        )
    return None


@clause("model-association", "3.2")
def _asked_exactly(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    text = rules.question.text
    if made.question == text.value:
        return None
    return refused("another-question", text, f'The question is, word for word: "{text.value}"')


def _figures(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    cell = given.rulebook.rules.publication.minimum_cell
    if made.present is not None and made.present < 0:
        return refused("figures-unclear", THE_RECORD, "Figures are whole numbers, none below zero.")
    if made.present is not None and made.present < cell.value:
        return refused(
            "cell-too-small",
            cell,
            f"Fewer than {cell.value} were present; leave the number out, so that nobody's vote shows, "
            "and say that the meeting was quorate where a quorum is asked for.",
        )
    if made.figures is None or not made.figures.is_disclosed:
        return None
    votes = read_votes(made.figures.value)
    if votes is None:
        return refused(
            "figures-unclear",
            THE_RECORD,
            "Figures are open, reselect, abstained and spoilt, in whole numbers, none below zero.",
        )
    if made.present is not None and sum(votes.values()) > made.present:
        return refused(
            "more-votes-than-members",
            THE_RECORD,
            f"{sum(votes.values())} votes are reported, but {made.present} were present.",
        )
    if answer_of(votes) is not made.answer:
        return refused(
            "answer-contradicts-votes",
            THE_RECORD,
            f"{votes.get('open', 0)} for an open selection and {votes.get('reselect', 0)} for reselection "
            f"is not the answer “{made.answer.value}”.",
        )
    if made.figures.seen_by is Visibility.PUBLIC and not figures_may_be_public(votes, cell.value):
        return refused(
            "cell-too-small",
            cell,
            f"With fewer than {cell.value} votes the figures stay with the parties.",
        )
    return None


@clause("model-association", "3.9")
def _declared(made: ReturnMade, unit: UnitRow, rules: Trigger, given: Given) -> Refused | None:
    rule = rules.returns.affiliate_declaration
    if unit.kind == "affiliate" and rule.value and not made.own_rules_followed:
        return refused(
            "no-declaration",
            rule,
            "An affiliate's officer declares that its own rules were followed.",
        )
    return None
