"""No answer in time: a second letter, what silence means, and whether a late answer counts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused, unsettled
from hustings.proceedings.clock import due, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.intention import after_yes, intention_rules
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.schema import Intention, PowerName

_SILENCE_IS = {"treated-as-no": Answer.NO, "treated-as-yes": Answer.YES}


@dataclass(frozen=True, kw_only=True)
class SecondLetterSent(Entry):
    """Silence after the deadline, where the rulebook answers it with a second letter."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.OFFICE),)

    sent_at: datetime
    reply_by: datetime | None = computed(None)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """There is silence, the rules answer it with a letter, and the first deadline has passed."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        asked = given.state.intention
        if given.state.stage is not Stage.ASKED or asked.answer is not None:
            return refused("nothing-to-repeat", THE_ORDER, "There is no letter without an answer.")
        if asked.second_at is not None:
            return refused(
                "second-letter-sent", THE_RECORD, "The second letter has been sent already."
            )
        if rules.second_letter_within is None or rules.silence.value in _SILENCE_IS:
            return _no_second_letter(rules)
        if asked.reply_by is not None and given.now <= asked.reply_by:
            return refused(
                "deadline-not-passed",
                rules.reply_within,
                f"The representative may answer until {say(given, asked.reply_by)}.",
            )
        return None

    def decided(self, given: Given) -> Entry | Refused:
        """Only after the first deadline has passed in silence."""
        rules = self.unless_barred(intention_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        asked = given.state.intention
        if self.sent_at > given.now:
            return refused("not-sent-yet", THE_ORDER, "A letter is recorded once it has been sent.")
        if asked.reply_by is not None and self.sent_at <= asked.reply_by:
            return refused(
                "sent-too-early",
                rules.silence,
                "The second letter follows the first deadline; this one went out before it.",
            )
        within = rules.second_letter_within
        if within is None:
            return _no_second_letter(rules)
        reply_by = due(given, self.sent_at, within)
        if reply_by < given.now:
            return refused(
                "recorded-too-late",
                within,
                "The time to answer would be over before the letter is on record; send it again.",
            )
        return replace(self, reply_by=reply_by)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A second deadline runs."""
        asked = replace(state.intention, second_at=self.sent_at, second_by=self.reply_by)
        return replace(state, intention=asked)


def _no_second_letter(rules: Intention) -> Refused:
    return refused("no-second-letter", rules.silence, "This rulebook knows no second letter.")


@dataclass(frozen=True, kw_only=True)
class SilenceDecided(Decision):
    """A body decides what the representative's silence means, after the deadline (and the second letter)."""

    POWER: ClassVar[PowerName] = "decide-silence"

    treated_as: Answer
    procedure: str = computed("")

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Every deadline has passed without an answer, and the rules say what silence may mean."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        state, asked = given.state, given.state.intention
        if state.stage is not Stage.ASKED or asked.reply_by is None or asked.answer is not None:
            return refused(
                "no-silence", THE_ORDER, "There is no unanswered letter in this proceeding."
            )
        if rules.silence.value == "unsettled":
            return unsettled(rules.silence, "What silence means")
        repeats = rules.silence.value == "second-letter-then-decision"
        if repeats and rules.second_letter_within is not None and asked.second_by is None:
            return refused(
                "second-letter-first",
                rules.silence,
                "A second letter comes before a decision on silence.",
            )
        until = asked.second_by or asked.reply_by
        if given.now <= until:
            return refused(
                "deadline-not-passed",
                rules.silence,
                f"The representative may answer until {say(given, until)}.",
            )
        return None

    @clause("model-association", "1.3")
    def effect(self, given: Given) -> Entry | Refused:
        """Not before every deadline has passed without an answer, and never against the rulebook."""
        rules = self.unless_barred(intention_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        fixed = _SILENCE_IS.get(rules.silence.value)
        if fixed is not None and fixed is not self.treated_as:
            return refused(
                "consequence-is-fixed",
                rules.silence,
                f'Under this rulebook silence counts as "{fixed.value}"; only an override can replace that.',
            )
        return replace(self, procedure=given.rulebook.rules.rulebook.procedure)

    def applied(self, state: Selection, at: datetime) -> Selection:
        """As if the representative had given that answer."""
        asked = replace(state.intention, answer=self.treated_as, answered_at=at)
        stage = after_yes(self.procedure) if self.treated_as is Answer.YES else Stage.APPLICATIONS
        return replace(state, intention=asked, stage=stage)


@dataclass(frozen=True, kw_only=True)
class LateAnswerAccepted(Decision):
    """A body accepts a late answer for good cause."""

    POWER: ClassVar[PowerName] = "accept-late-answer"

    procedure: str = computed("")

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """There must be a late answer, and the seat must still wait for one."""
        rules = intention_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.intention.late_answer is None or given.state.stage is not Stage.ASKED:
            return refused("no-late-answer", THE_RECORD, "No late answer waits for a decision.")
        if rules.late_answer.value == "unsettled":
            return unsettled(rules.late_answer, "Whether a late answer counts")
        if rules.late_answer.value == "refused":
            return refused(
                "late", rules.late_answer, "A late answer is refused under this rulebook."
            )
        return None

    @clause("model-association", "1.4")
    def effect(self, given: Given) -> Entry | Refused:
        """The late answer takes effect."""
        return self.barred(given) or replace(
            self, procedure=given.rulebook.rules.rulebook.procedure
        )

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The late answer counts as if it had come in time."""
        asked = state.intention
        answered = replace(asked, answer=asked.late_answer, answered_at=asked.late_at)
        yes = asked.late_answer is Answer.YES
        stage = after_yes(self.procedure) if yes else Stage.APPLICATIONS
        return replace(state, intention=answered, stage=stage)
