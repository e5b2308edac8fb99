"""Do you intend to stand? The letter, the answer and another one before the deadline, exemption."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, refused
from hustings.proceedings.clock import days_apart, due, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.state import IntentionState, Selection
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.schema import Intention, PowerName


def intention_rules(given: Given) -> Intention | Refused:
    """The rulebook's intention stage with the readings adopted so far, or a refusal where it has none."""
    rules = settled_rules(given).intention
    if rules is None:
        return Refused(
            "no-intention-stage",
            f"rulebook {given.rulebook.id}",
            "This rulebook does not ask the sitting representative whether they intend to stand.",
        )
    return rules


def after_yes(procedure: str) -> Stage:
    """Where a seat goes whose holder intends to stand."""
    return Stage.READOPTION if procedure == "body-readoption" else Stage.TRIGGER


@dataclass(frozen=True, kw_only=True)
class IntentionAsked(Entry):
    """The letter to the sitting representative; the deadline is worked out to the minute."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.OFFICE),)

    sent_at: datetime
    procedure: str = computed("")
    reply_by: datetime | None = computed(None)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """It is sent once."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.OPENED:
            return refused("asked-already", THE_ORDER, "The letter has been sent already.")
        return None

    def decided(self, given: Given) -> Entry | Refused:
        """Once, to a sitting representative, after the opening."""
        rules = self.unless_barred(intention_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        if self.sent_at > given.now:
            return refused("not-sent-yet", THE_ORDER, "A letter is recorded once it has been sent.")
        if (
            given.state.opened_at is not None
            and days_apart(given, given.state.opened_at, self.sent_at) < 0
        ):
            return refused(
                "sent-before-the-opening", THE_ORDER, "The letter is sent once the seat is opened."
            )
        reply_by = due(given, self.sent_at, rules.reply_within)
        if reply_by < given.now:
            return refused(
                "recorded-too-late",
                rules.reply_within,
                "The time to answer would be over before the letter is on record; send it again.",
            )
        return replace(self, reply_by=reply_by, procedure=given.rulebook.rules.rulebook.procedure)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The clock of the answer starts."""
        asked = IntentionState(asked_at=self.sent_at, reply_by=self.reply_by)
        return replace(state, stage=Stage.ASKED, intention=asked)


@dataclass(frozen=True, kw_only=True)
class IntentionAnswered(Entry):
    """The representative's answer, or another answer before the deadline where the rulebook lets it change."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.REPRESENTATIVE, Role.OFFICE, signed=False),
    )

    answer: Answer
    received_at: datetime
    procedure: str = computed("")
    late: bool = computed(False)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """The question has been put and is not closed."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        state, asked = given.state, given.state.intention
        if asked.reply_by is None or state.stage in (Stage.OPENED, Stage.WAITING):
            return refused("not-asked", THE_ORDER, "The representative has not been asked yet.")
        if asked.answer is not None:
            return _answer_stands(rules, given)
        if state.stage is not Stage.ASKED:
            return refused("too-late-to-answer", THE_ORDER, "The question has been closed.")
        return None

    @clause("model-association", "1.2")
    def decided(self, given: Given) -> Entry | Refused:
        """In time it counts at once; late it is kept, and a body decides whether it counts."""
        rules = self.unless_barred(intention_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        if self.received_at > given.now:
            return refused("not-received-yet", THE_ORDER, "An answer is recorded once received.")
        asked = given.state.intention
        if asked.asked_at is not None and self.received_at < asked.asked_at:
            return refused(
                "received-before-asked",
                THE_ORDER,
                "An answer is received after the letter was sent.",
            )
        until = asked.second_by or asked.reply_by
        late = until is not None and self.received_at > until
        if late and asked.answer is not None:
            return refused(
                "answer-stands",
                rules.change_of_answer,
                "An answer can be changed until the deadline, and the deadline has passed.",
            )
        if late and until is not None and rules.late_answer.value == "refused":
            return refused("late", rules.late_answer, f"The answer was due by {say(given, until)}.")
        return replace(self, late=late, procedure=given.rulebook.rules.rulebook.procedure)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Yes leads to the trigger ballot (or the body's ballot), no to a selection; late waits."""
        if self.late:
            asked = replace(state.intention, late_answer=self.answer, late_at=self.received_at)
            return replace(state, intention=asked)
        asked = replace(state.intention, answer=self.answer, answered_at=self.received_at)
        stage = after_yes(self.procedure) if self.answer is Answer.YES else Stage.APPLICATIONS
        return replace(state, intention=asked, stage=stage)


_ANSWER_CAN_CHANGE = (Stage.TRIGGER, Stage.READOPTION, Stage.APPLICATIONS)


def _answer_stands(rules: Intention, given: Given) -> Refused | None:
    """Why no other answer can take the place of the one given."""
    if rules.change_of_answer.value == "never":
        return refused(
            "answer-stands",
            rules.change_of_answer,
            "The first answer stands under this rulebook.",
        )
    if given.state.stage not in _ANSWER_CAN_CHANGE or given.state.emergency:
        return refused("too-late-to-answer", THE_ORDER, "The question has been closed.")
    if _what_follows_is_published(given):
        return refused(
            "timetable-published",
            THE_ORDER,
            "The timetable that follows the answer is published.",
        )
    return None


def _what_follows_is_published(given: Given) -> bool:
    """Whether the published timetable goes beyond the question of standing again."""
    steps = given.rulebook.rules.timetable.steps
    asking = {step.id for step in steps if step.phase == "intention"}
    return any(step.id not in asking for step in given.state.timetable)


@dataclass(frozen=True, kw_only=True)
class Exempted(Decision):
    """Re-adopted without a trigger ballot, subject to endorsement. Which ground applied is never public."""

    POWER: ClassVar[PowerName] = "exempt"

    exemption: Withheld

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Before the trigger is decided, where the rulebook names grounds."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage not in (Stage.OPENED, Stage.ASKED, Stage.TRIGGER, Stage.READOPTION):
            return refused(
                "too-late-to-exempt", THE_ORDER, "The trigger ballot of this seat is over."
            )
        return None if rules.exempt.value else _no_such_exemption(rules)

    @clause("model-association", "1.5")
    def effect(self, given: Given) -> Entry | Refused:
        """Before the trigger is decided, on a ground that the rulebook names."""
        rules = self.unless_barred(intention_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        named = not self.exemption.is_disclosed or self.exemption.value in rules.exempt.value
        if not named:
            return _no_such_exemption(rules)
        if any(one.casefold() in self._public_words() for one in rules.exempt.value):
            return refused(
                "ground-is-private",
                rules.exempt,
                "Which ground applied is never public; say only that the rules exempt.",
            )
        return self

    def _public_words(self) -> str:
        shown = self.reasons.value if self.reasons.seen_by is Visibility.PUBLIC else ""
        return f"{self.ground} {shown}".casefold()

    def applied(self, state: Selection, at: datetime) -> Selection:
        """No trigger: the outcome stands, appeals and endorsement follow."""
        return replace(
            state,
            intention=replace(state.intention, exempt=True),
            stage=Stage.ENDORSEMENT,
            resumes_at=state.stage,
            outcome=Outcome.RESELECTED,
            candidate=state.representative,
            outcome_at=at,
            outcome_number=state.entries + 1,
        )


def _no_such_exemption(rules: Intention) -> Refused:
    listed = ", ".join(rules.exempt.value) or "none"
    return refused(
        "no-such-exemption", rules.exempt, f"The rulebook names these grounds: {listed}."
    )
