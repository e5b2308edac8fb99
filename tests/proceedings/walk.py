"""A walk through a proceeding for tests: a clock that is set by hand, and one method for each stretch of the way."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from hustings.ballots.secret.declarations import Declaration, commitment
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import (
    ApplicationMade,
    DueDiligenceReported,
    Listed,
    LonglistMade,
)
from hustings.proceedings.deciding import decide, evolve
from hustings.proceedings.decisions import Decision
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.entry import Entry
from hustings.proceedings.intention import IntentionAnswered, IntentionAsked
from hustings.proceedings.meetings import MeetingNoticed
from hustings.proceedings.member_ballot import BallotOpened, HustingsNoticed, PacksIssued
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.member_papers import PapersEntered, PapersRead, ShownReading, seal_of
from hustings.proceedings.nominations import NominationConsented, NominationMade
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.planning import StepChange, TimetablePublished
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.replay import replay_one
from hustings.proceedings.rolls import RollFrozen, RollTree, UnitsPublished
from hustings.proceedings.shortlist import PanelAppointed, ShortlistMade
from hustings.proceedings.stages import Answer, UnitAnswer
from hustings.proceedings.state import PanelMember, Selection, UnitRow
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.rulebooks.loader import Rulebook, load
from hustings.timetable.instants import local_day

OFFICE = Actor("p-office", Role.OFFICE)
TELLERS = (Actor("p-teller-1", Role.TELLER), Actor("p-teller-2", Role.TELLER))
REPRESENTATIVE = Actor("p-holder", Role.REPRESENTATIVE)
BRANCHES = tuple(f"branch-{n}" for n in range(1, 10))
AFFILIATES = ("affiliate-1", "affiliate-2", "affiliate-3")


def text(words: str, seen_by: Visibility = Visibility.PUBLIC) -> Withheld:
    """Text that is disclosed by its opening."""
    return Withheld(words, seen_by)


class Walk:
    """One proceeding, its clock and its entries; ``do`` insists, ``refusal`` expects a no."""

    def __init__(
        self,
        rulebook: str | Rulebook = "labour-2018",
        proceeding: str = "northmoor-1",
        seat: str = "Northmoor",
    ) -> None:
        self.proceeding, self.seat = proceeding, seat
        self.rulebook = load(rulebook) if isinstance(rulebook, str) else rulebook
        self.state = Selection()
        self.now = datetime(2019, 6, 24, 9, 0, tzinfo=UTC)
        if self.rulebook.rules.rulebook.in_force.from_ > self.now.date():
            day = self.rulebook.rules.rulebook.in_force.from_
            self.now = datetime(day.year + 1, 3, 2, 9, 0, tzinfo=UTC)
        until = self.rulebook.rules.rulebook.in_force.until
        if until is not None and until <= self.now.date():
            self.now = datetime(until.year - 1, 6, 26, 9, 0, tzinfo=UTC)
        self.entries: list[tuple[Entry, datetime]] = []

    def do(self, command: Entry) -> Entry:
        """Carry out a command that must be allowed."""
        decided = decide(self.state, command, self.rulebook, self.now)
        assert not isinstance(decided, Refused), decided
        (entry,) = decided
        self.state = evolve(self.state, entry, self.now)
        self.entries.append((entry, self.now))
        return entry

    def refusal(self, command: Entry) -> str:
        """The code of the refusal of a command that must not be allowed."""
        return self.refused(command).code

    def refused(self, command: Entry) -> Refused:
        """The refusal of a command that must not be allowed, with clause and sentence."""
        decided = decide(self.state, command, self.rulebook, self.now)
        assert isinstance(decided, Refused), f"{command} was allowed"
        assert decided.clause
        assert decided.because.strip()
        return decided

    def decision(self, kind: type[Decision], **more: Any) -> Decision:
        """A decision in good form by a competent body, with ``more`` of its own fields."""
        names = {f.name for f in fields(kind)}
        power = self.rulebook.rules.powers[kind.POWER]
        given: dict[str, Any] = {
            "body": power.bodies[0],
            "present": power.quorum + 2,
            "in_favour": power.quorum + 1,
            "abstained": 1,
            "ground": power.grounds[0] if power.grounds else "as the rules ask",
            "reasons": text("The rules ask for it."),
            "by": (OFFICE,),
        }
        return kind(**{k: v for k, v in {**given, **more}.items() if k in names})

    def replayed(self) -> Selection:
        """The state that a stranger works out from the entries alone."""
        state = Selection()
        for entry, at in self.entries:
            state = replay_one(state, entry, self.rulebook, at)
        return state

    # --- the stretches of the way ---------------------------------------------------------------

    def opened(self, *, vacant: bool = False) -> "Walk":
        self.do(
            self.decision(
                ProceedingOpened,
                proceeding=self.proceeding,
                seat=self.seat,
                rulebook=self.rulebook.id,
                rulebook_digest=self.rulebook.digest,
                representative=None if vacant else "p-holder",
                representative_name=None if vacant else text("Perpetua Lindgarth"),
            )
        )
        asks = self.rulebook.rules.intention is not None
        return self.planned("intention") if asks and not vacant else self

    def asked(self) -> "Walk":
        self.opened().do(IntentionAsked(sent_at=self.now, by=(OFFICE,)))
        return self

    def answered(self, answer: Answer = Answer.YES) -> "Walk":
        self.asked()
        self.now += timedelta(days=2)
        self.do(IntentionAnswered(answer=answer, received_at=self.now, by=(REPRESENTATIVE,)))
        return self

    def planned(self, phase: str, **changes: Any) -> "Walk":
        opened = self.state.opened_at
        assert opened is not None
        self.do(
            self.decision(
                TimetablePublished,
                phase=phase,
                opened=opened.date(),
                changes=tuple(
                    StepChange(step.replace("_", "-"), day) for step, day in changes.items()
                ),
            )
        )
        return self

    def freeze_day(self) -> date:
        planned = self.state.step("freeze")
        at = self.now if planned is None else planned.starts
        day = local_day(at, self.rulebook.rules.rulebook.calendar.zone)
        return self.state.original_freeze or day

    def rolls_frozen(self) -> "Walk":
        self.do(
            self.decision(
                RollFrozen,
                freeze=self.freeze_day(),
                contests=("trigger", "selection"),
                trees=tuple(RollTree((unit,), 100, "00" * 32) for unit in BRANCHES),
            )
        )
        rows = [UnitRow(u, u.title(), "branch", "", True, "a branch") for u in BRANCHES]
        rows += [
            UnitRow(u, u.title(), "affiliate", f"union-{n}", True, "affiliated in time")
            for n, u in enumerate(AFFILIATES)
        ]
        self.do(self.decision(UnitsPublished, units=tuple(rows)))
        return self

    def rolls_published(self) -> "Walk":
        """The timetable and the rolls are there; no unit has been called yet."""
        self.answered().planned("trigger")
        return self.at("freeze").rolls_frozen()

    def trigger_open(self) -> "Walk":
        """Timetable, rolls and notices are done, and the units meet today."""
        return self.rolls_published().units_meet()

    def units_meet(self) -> "Walk":
        """The branches have had notice, and it is the evening of their meetings."""
        meets = self.state.step("unit-meetings")
        assert meets is not None
        self.now = max(self.now, meets.starts - timedelta(days=14))
        day = meets.starts + timedelta(days=3, hours=19)
        for unit in BRANCHES:
            self.do(MeetingNoticed(unit=unit, at=day, noticed_at=self.now, by=(OFFICE,)))
        self.now = day + timedelta(hours=2)
        return self

    def at(self, step: str, days: int = 0) -> "Walk":
        """Move the clock to the beginning of a published step, never back."""
        planned = self.state.step(step)
        assert planned is not None, f"no step {step}"
        self.now = max(self.now, planned.starts + timedelta(days=days))
        return self

    def after(self, step: str) -> "Walk":
        """Move the clock just past the end of a published step, never back."""
        planned = self.state.step(step)
        assert planned is not None, f"no step {step}"
        self.now = max(self.now, planned.last + timedelta(minutes=1))
        return self

    def returned(self, unit: str, answer: UnitAnswer = UnitAnswer.OPEN, **more: Any) -> Entry:
        return self.do(self.return_of(unit, answer, **more))

    def return_of(self, unit: str, answer: UnitAnswer = UnitAnswer.OPEN, **more: Any) -> ReturnMade:
        trigger = self.rulebook.rules.trigger
        assert trigger is not None
        affiliate = unit.startswith("affiliate")
        officer = Actor(f"p-officer-{unit}", Role.AFFILIATE_OFFICER)
        given: dict[str, Any] = {
            "unit": unit,
            "question": trigger.question.text.value,
            "answer": answer,
            "met_at": self.now,
            "representative_present": None if affiliate else False,
            "own_rules_followed": True if affiliate else None,
            "by": (officer,) if affiliate else TELLERS,
        }
        return ReturnMade(**{**given, **more})

    def triggered(self) -> "Walk":
        """Every unit has returned, most for an open selection, and the officers have declared it."""
        self.trigger_open()
        for n, unit in enumerate((*BRANCHES, *AFFILIATES)):
            self.returned(unit, UnitAnswer.RESELECT if n in (8, 11) else UnitAnswer.OPEN)
        self.do(self.decision(TriggerDecided))
        return self

    def reselected(self) -> "Walk":
        self.trigger_open()
        for unit in (*BRANCHES, *AFFILIATES):
            self.returned(unit, UnitAnswer.RESELECT)
        self.do(self.decision(TriggerDecided))
        return self

    def applied(self, *persons: str) -> "Walk":
        rules = self.rulebook.rules.selection
        assert rules is not None
        for person in persons:
            role = Role.REPRESENTATIVE if person == "p-holder" else Role.CANDIDATE
            self.do(
                ApplicationMade(
                    applicant=person,
                    name=text(person, Visibility.PARTIES),
                    meets=tuple(rules.applications.requirements.value),
                    by=(Actor(person, role),),
                )
            )
        return self

    def applications_open(self) -> "Walk":
        self.triggered().planned("selection")
        return self.at("selection-opens")

    def longlisted(self, *persons: str) -> "Walk":
        self.applications_open().applied(*persons)
        for person in persons:
            self.do(
                DueDiligenceReported(
                    applicant=person,
                    clear=Withheld(value=True),
                    findings=Withheld("nothing found"),
                    by=(OFFICE,),
                )
            )
        self.after("applications-close")
        listed = tuple(Listed(person, text(person)) for person in persons)
        self.do(self.decision(LonglistMade, listed=listed))
        return self

    def nominated(self, *persons: str) -> "Walk":
        self.longlisted(*persons).at("nominations")
        for n, person in enumerate(persons):
            unit = BRANCHES[n]
            secretary = Actor(f"p-secretary-{unit}", Role.UNIT_SECRETARY)
            self.do(NominationMade(unit=unit, nominee=person, by=(secretary,)))
            self.do(
                NominationConsented(unit=unit, nominee=person, by=(Actor(person, Role.CANDIDATE),))
            )
        return self

    def panel(self, *, emergency: bool = False) -> tuple[PanelMember, ...]:
        rules, called = self.rulebook.rules.selection, self.rulebook.rules.emergency
        panel = called.panel if emergency and called else rules.shortlist.panel if rules else None
        return tuple(
            PanelMember(f"p-panel-{seat.appointed_by.replace(' ', '-')}-{n}", seat.appointed_by)
            for seat in (panel.seats if panel else ())
            for n in range(seat.number)
        )

    def shortlisted(self, *persons: str) -> "Walk":
        self.nominated(*persons)
        self.do(PanelAppointed(members=self.panel(), by=(OFFICE,)))
        self.after("nominations-close")
        listed = tuple(Listed(person, text(person)) for person in persons)
        self.do(self.decision(ShortlistMade, listed=listed))
        return self

    def ballot_open(self, *persons: str) -> "Walk":
        self.shortlisted(*persons)
        self.do(HustingsNoticed(at=self.now + timedelta(days=9), by=(OFFICE,)))
        self.now += timedelta(days=10)
        packs = (PacksIssued("A", "post room", 1, 800), PacksIssued("B", "hall", 801, 900))
        self.do(
            BallotOpened(
                candidates=persons, closes=self.now + timedelta(days=14), packs=packs, by=(OFFICE,)
            )
        )
        return self

    def papers_entered(self, persons: tuple[str, ...], blt: str, returned: int) -> "Walk":
        ballot = self.state.ballot
        assert ballot is not None
        self.now = ballot.closes + timedelta(hours=1)
        packs = (
            PackReturned("A", returned, 0, 0, 800 - returned),
            PackReturned("B", 0, 0, 100, 0),
        )
        self.do(BallotReconciled.of(packs, 10, by=TELLERS))
        self.do(self.papers(blt, returned))
        return self

    def read(self, blt: str, spoilt: int = 0, *tellers: Actor) -> None:
        """Each teller reads the papers so, and seals it."""
        assert self.state.ballot is not None
        for teller in tellers or TELLERS:
            seal = self.sealed(teller, blt, spoilt)
            if seal not in {one.seal for one in self.state.ballot.readings}:
                self.do(PapersRead(seal=seal, by=(teller,)))

    def sealed(self, teller: Actor, blt: str, spoilt: int = 0) -> str:
        return seal_of(self.state.proceeding, teller.person, salt_of(teller), blt, spoilt)

    def papers(
        self, blt: str = "", returned: int = 22, spoilt: int = 0, **more: Any
    ) -> PapersEntered:
        """Both tellers have read them alike and sealed that; what is then to be entered."""
        blt = blt or BLT
        self.read(blt, spoilt)
        shown = tuple(ShownReading(one.person, salt_of(one)) for one in TELLERS)
        given = {"blt": blt, "returned": returned, "spoilt": spoilt, "readings": shown}
        return PapersEntered(**{**given, "by": TELLERS, **more})

    def counted(self) -> "Walk":
        """A ballot of three: the holder leads, the second overtakes on the third's preferences."""
        persons = ("p-holder", "p-ash", "p-birch")
        self.ballot_open(*persons)
        self.papers_entered(persons, BLT, 22)
        self.do(CountMade(by=TELLERS))
        return self

    def declared(self) -> "Walk":
        self.counted()
        self.now += timedelta(days=30)
        candidate = self.state.candidate
        assert candidate is not None
        self.do(self.decision(EndorsementDecided, candidate=candidate, endorsed=True))
        return self


def salt_of(teller: Actor) -> str:
    """A salt of a teller's own; in earnest it is random."""
    return teller.person.encode().hex().ljust(32, "0")[:32]


BLT = """3 1
9 1 0
7 2 1 0
4 3 2 0
2 3 0
0
"p-holder"
"p-ash"
"p-birch"
"Northmoor"
"""


OPENED_SPARES = tuple((f"{n:02x}" * 32, f"salt {n}") for n in range(1, 6))
"""The public part and the salt of each spare code that :func:`box_for` declares."""


def declared_for(
    electors: int,
    uuid: str = "1Northmoor2Ba11ot",
    spares: Sequence[tuple[str, str]] = OPENED_SPARES,
    credentials: str = "c4" * 32,
) -> str:
    """The scrutineer's declaration, with a commitment to each of these spares."""
    commitments = tuple(commitment(public, salt) for public, salt in spares)
    found = Declaration(uuid, electors, len(spares), commitments, credentials)
    return found.to_bytes().decode()


def box_for(electors: int | None, **more: Any) -> OnlineBox:
    """An election for so many electors, with five spare credentials and three trustees."""
    given: dict[str, Any] = {
        "uuid": "1Northmoor2Ba11ot",
        "group": "Ed25519",
        "election": "A" * 43,
        "setup": "5e" * 32,
        "electors": electors or 0,
        "spares": 5,
        "trustees": 3,
        "needed": 2,
        "rehearsal": "4e" * 32,
        "booth": "b0" * 32,
    }
    found = OnlineBox(**{**given, **more})
    if "declaration" in more:
        return found
    declared = declared_for(found.electors, found.uuid, OPENED_SPARES[: max(0, found.spares)])
    return replace(found, declaration=sha256(declared.encode()).hexdigest())
