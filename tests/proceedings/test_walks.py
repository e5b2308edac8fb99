"""Random walks: whatever people try, decide answers, and no state is reached that the rules forbid."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.deciding import decide, evolve
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.kinds import KINDS
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.stages import ENDED, SELECTION_STAGES, Stage
from hustings.proceedings.state import Selection
from hustings.proceedings.telling import where_it_stands
from hustings.proceedings.triggering import answer_now
from hustings.rulebooks.deciding_stages import Trigger
from tests.proceedings.plausible import odd_command, plausible_command
from tests.proceedings.walk import Walk

T = TypeVar("T")
TRIGGER = ("labour-pre2018", "labour-2018", "labour-2021", "model-association")
OTHERS = ("conservative-readoption", "libdem-reselection", "uk-recall-2015")
STARTS = (
    "opened", "asked", "answered", "trigger_open", "triggered", "reselected", "applications_open",
    "rolls_published", "nominated", "shortlisted", "ballot_open", "counted", "declared",
)  # fmt: skip
WITH_NAMES = ("nominated", "shortlisted", "ballot_open")
ORDINARY = tuple(sorted(set(KINDS) - {"ProceedingOpened"}))
NEAR: dict[Stage, tuple[str, ...]] = {
    Stage.ASKED: ("IntentionAnswered", "SecondLetterSent", "SilenceDecided", "LateAnswerAccepted"),
    Stage.TRIGGER: ("ReturnMade", "TriggerDecided", "ReturnVoided", "ReturnContested", "Exempted"),
    Stage.READOPTION: ("BodyBallotReturned", "NextStepDemanded", "TimetablePublished"),
    Stage.APPLICATIONS: ("ApplicationMade", "LonglistMade", "TimetablePublished", "NominationMade"),
    Stage.NOMINATIONS: ("NominationMade", "NominationConsented", "ShortlistMade", "PanelAppointed"),
    Stage.HUSTINGS: ("HustingsNoticed", "BallotOpened", "SoleNomineeSelected", "RollFrozen"),
    Stage.BALLOT: ("BallotReconciled", "CandidateWithdrew", "CodeStruckOff", "OnlineBallotClosed"),
    Stage.COUNT: (
        "PapersRead",
        "PapersRead",
        "PapersEntered",
        "FewPapersCounted",
        "OnlineResultEntered",
        "SparesProvedUnused",
        "LotDrawn",
        "CountMade",
    ),
    Stage.APPEALS: ("AppealMade", "AppealDecided", "RecountRequested", "EndorsementDecided"),
    Stage.ENDORSEMENT: ("EndorsementDecided", "AppealMade", "AppealDecided"),
    Stage.WAITING: ("WaitingEnded", "SuspensionEnded", "EmergencyDeclared"),
    Stage.PANEL: ("PanelSelected",),
    Stage.NOT_ENDORSED: ("WaitingEnded", "RunAgain"),
    Stage.DECLARED: ("DecisionReopened", "RunAgain"),
    Stage.CANCELLED: ("RunAgain", "DecisionReopened"),
    Stage.PETITION: ("PetitionCounted", "PetitionEndedEarly"),
}
TURNS = (
    "Suspended", "SuspensionEnded", "Postponed", "Resumed", "Cancelled", "RunAgain", "Overridden",
    "EmergencyDeclared", "DecisionReopened", "AppealMade", "AppealDecided", "IntentionWithdrawn",
    "ConflictDeclared", "ReadingAdopted", "WaitingEnded", "ApplicationWithdrawn",
)  # fmt: skip


def settled(given: Given) -> Trigger:
    rules = trigger_rules(given)
    assert isinstance(rules, Trigger)
    return rules


class Drawn:
    """Choices from Hypothesis."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def choice(self, options: Sequence[T]) -> T:
        return options[self.data.draw(st.integers(0, len(options) - 1))]


BEGINNING = ("IntentionAsked", "TimetablePublished", "RollFrozen", "PetitionOpened")


class Proceedings(RuleBasedStateMachine):
    """One proceeding in the hands of people who try everything."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        chooser = Drawn(data)
        id_ = chooser.choice((*TRIGGER, *OTHERS))
        self.walk = Walk(id_)
        starts = STARTS if id_ in TRIGGER else STARTS[: 1 if id_ == "uk-recall-2015" else 3]
        start = chooser.choice(starts)
        names = ("p-holder", "p-ash", "p-birch") if start in WITH_NAMES else ()
        getattr(self.walk, start)(*names)
        self.freeze = self.walk.state.original_freeze

    @rule(data=st.data(), hours=st.sampled_from((0, 1, 25, 24 * 8, 24 * 16, 24 * 40)))
    def what_belongs_here(self, data: st.DataObject, hours: int) -> None:
        chooser = Drawn(data)
        self.walk.now += timedelta(hours=hours)
        names = NEAR.get(self.walk.state.stage, BEGINNING)
        self.attempt(plausible_command(KINDS[chooser.choice(names)], self.walk, chooser))

    @rule(data=st.data(), name=st.sampled_from(TURNS))
    def a_turn(self, data: st.DataObject, name: str) -> None:
        self.attempt(plausible_command(KINDS[name], self.walk, Drawn(data)))

    @rule(data=st.data(), name=st.sampled_from(ORDINARY))
    def anything(self, data: st.DataObject, name: str) -> None:
        self.attempt(plausible_command(KINDS[name], self.walk, Drawn(data)))

    @rule(data=st.data(), name=st.sampled_from(tuple(sorted(KINDS))))
    def something_odd(self, data: st.DataObject, name: str) -> None:
        self.attempt(odd_command(KINDS[name], self.walk, Drawn(data)))

    @rule(data=st.data())
    def jump_to_a_date(self, data: st.DataObject) -> None:
        ahead = [s.last for s in self.walk.state.timetable if s.last > self.walk.now]
        if ahead:
            self.walk.now = Drawn(data).choice(ahead) + timedelta(minutes=1)

    def attempt(self, command: Entry) -> None:
        walk, before = self.walk, self.walk.state
        decided = decide(before, command, walk.rulebook, walk.now)
        if isinstance(decided, Refused):
            assert all((decided.code, decided.clause, decided.because.strip())), decided
            return
        (entry,) = decided
        self.allowed(entry, before)
        walk.state = evolve(before, entry, walk.now.replace(microsecond=0))
        walk.entries.append((entry, walk.now.replace(microsecond=0)))
        if entry.kind == "ShortlistMade" and not before.intention.suspended:
            for one in walk.state.applicants:
                assert one.shortlisted or one.withdrawn or not one.incumbent

    def allowed(self, entry: Entry, before: Selection) -> None:
        """What no rulebook ever lets happen."""
        given = Given(before, self.walk.rulebook, self.walk.now)
        assert not before.postponed or entry.WHILE_POSTPONED, "postponed means that nothing moves"
        assert before.stage not in ENDED or entry.AFTER_THE_END
        assert entry.kind != "ProceedingOpened", "a proceeding is opened once"
        match entry.kind:
            case (
                "CountMade" | "PapersEntered" | "LotDrawn" | "BallotReconciled" | "FewPapersCounted"
            ):
                assert before.ballot is not None
                assert not before.ballot.void
            case "TriggerDecided":
                rules = self.walk.rulebook.rules.trigger
                assert rules is not None
                assert not before.intention.exempt
                assert answer_now(before, settled(given), given.now).certain
                assert not any(not o.decided for o in before.objections)
            case "EndorsementDecided":
                closes = appeals_close(given)
                assert not before.open_appeals
                assert before.stage is not Stage.APPEALS or closes is None or given.now > closes
            case "PetitionCounted":
                assert before.petition is not None
                assert given.now > before.petition.closes
            case _:
                pass

    @invariant()
    def nothing_forbidden(self) -> None:
        if not hasattr(self, "walk"):
            return
        state = self.walk.state
        self.freeze = self.freeze or state.original_freeze
        assert state.original_freeze == self.freeze, "the freeze date is the original one"
        assert state.roll is None or state.roll.freeze == self.freeze
        standing = [r.unit for r in state.returns if not r.void]
        assert len(standing) == len(set(standing)), "a unit has one standing return"
        if state.stage in (Stage.APPEALS, Stage.ENDORSEMENT):
            assert state.candidate is not None
            assert state.outcome is not None
        if state.stage is Stage.DECLARED and state.petition is None:
            assert state.candidate is not None
            assert not state.open_appeals
        if state.stage in (Stage.OPENED, Stage.ASKED, Stage.TRIGGER, Stage.READOPTION):
            assert state.representative is not None
            assert state.candidate is None
        if state.intention.suspended and state.candidate in (None, state.holder):
            assert state.stage not in (Stage.TRIGGER, Stage.READOPTION, Stage.ENDORSEMENT)
            assert state.stage not in (*SELECTION_STAGES, Stage.APPEALS, Stage.DECLARED)
        if state.stage is Stage.TRIGGER:
            assert state.trigger is None
            assert not state.intention.exempt
        assert (
            (state.outcome is None) == (state.outcome_at is None) == (state.outcome_number is None)
        )
        if state.outcome_number is not None:
            assert state.outcome_number <= state.entries
        assert state.stage is not Stage.WAITING or state.resumes_at is not Stage.WAITING

    @invariant()
    def it_can_be_told(self) -> None:
        if hasattr(self, "walk"):
            walk = self.walk
            assert where_it_stands(walk.state, walk.rulebook, walk.now).strip()
            what_comes_next(walk.state, walk.rulebook, walk.now)

    def teardown(self) -> None:
        """The entries alone, read back from the record with every withheld value erased, say the same."""
        if not hasattr(self, "walk"):
            return
        blind = Walk(self.walk.rulebook)
        for entry, at in self.walk.entries:
            written = to_record(entry)
            read = from_record(
                written.kind, written.body, frozenset(written.withheld), {}, written.by
            )
            blind.entries.append((read, at))
        assert blind.replayed() == self.walk.state


TestProceedings: Any = Proceedings.TestCase
TestProceedings.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
