"""Applications, due diligence and the longlist."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.standing import is_barred
from hustings.proceedings.state import Applicant, Selection
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.selecting_stages import SelectionRules


def selection_rules(given: Given) -> SelectionRules | Refused:
    """The selection's rules with the readings adopted so far, or a refusal where there are none."""
    rules = settled_rules(given).selection
    if rules is None:
        return Refused(
            "no-selection", f"rulebook {given.rulebook.id}", "This rulebook has no open selection."
        )
    return rules


def not_in(given: Given, *stages: Stage) -> Refused | None:
    """A refusal unless the seat is in one of ``stages``."""
    if given.state.stage in stages:
        return None
    wanted = "” or “".join(stage.said for stage in stages)
    return refused(
        "another-stage",
        THE_ORDER,
        f"This belongs to the stage “{wanted}”; the seat is in “{given.state.stage.said}”.",
    )


def outside(given: Given, opens: str, closes: str) -> Refused | None:
    """A refusal unless the published timetable has both steps, and now lies between them."""
    start, end = given.state.step(opens), given.state.step(closes)
    if start is None or end is None:
        return _no_timetable()
    if given.now < start.starts:
        return refused("too-early", THE_RECORD, f"This opens on {say(given, start.starts)}.")
    if given.now > end.last:
        return refused("too-late", THE_RECORD, f"This closed on {say(given, end.last)}.")
    return None


def still_open(given: Given, closes: str) -> Refused | None:
    """A refusal until the step that closes something has passed."""
    end = given.state.step(closes)
    if end is None:
        return _no_timetable()
    if given.now <= end.last:
        return refused("window-open", THE_RECORD, f"This stays open until {say(given, end.last)}.")
    return None


def _no_timetable() -> Refused:
    return refused(
        "no-timetable", THE_ORDER, "The timetable of the selection is not published yet."
    )


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(Entry):
    """Somebody applies; the name stays with the parties until the person is longlisted."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.CANDIDATE, Role.REPRESENTATIVE, signed=False),
    )

    OWN_ACT: ClassVar[str | None] = "applicant"

    applicant: str
    name: Withheld
    meets: tuple[str, ...]

    def decided(self, given: Given) -> Entry | Refused:
        """In the window, once, confirming every requirement of the rulebook."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.APPLICATIONS) or outside(
            given, "selection-opens", "applications-close"
        )
        if no is not None:
            return no
        if given.state.applicant(self.applicant) is not None:
            return refused("applied-already", THE_RECORD, "This person has applied already.")
        if is_barred(given.state, self.applicant):
            return refused(
                "suspended", THE_ORDER, "The representative is suspended; that is decided first."
            )
        wanted = rules.applications.requirements
        missing = [text for text in wanted.value if text not in self.meets]
        if missing:
            return refused(
                "requirement-not-met", wanted, f"An applicant confirms: {'; '.join(missing)}."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """One more applicant."""
        incumbent = self.applicant == state.representative and keeps_a_place(state)
        applicant = Applicant(self.applicant, incumbent=incumbent)
        return replace(state, applicants=(*state.applicants, applicant))


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Entry):
    """An applicant withdraws before the ballot opens; nominations for them are released."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.CANDIDATE, Role.REPRESENTATIVE, signed=False),
    )
    WHILE_POSTPONED: ClassVar[bool] = True
    OWN_ACT: ClassVar[str | None] = "applicant"

    applicant: str

    def decided(self, given: Given) -> Entry | Refused:
        """Before ballot papers are out; afterwards it is a withdrawal from the ballot."""
        found = given.state.applicant(self.applicant)
        if found is None or found.withdrawn:
            return refused("not-an-applicant", THE_RECORD, "This person is not an applicant here.")
        if given.state.ballot is not None:
            return refused(
                "papers-are-out",
                THE_ORDER,
                "Ballot papers are out; withdraw from the ballot instead.",
            )
        if given.state.candidate == self.applicant:
            return refused(
                "selected-already",
                THE_ORDER,
                "This person has been selected; tell the body that endorses, which can refuse.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Their nominators may nominate somebody else."""
        return remove_contender(state, self.applicant)


@dataclass(frozen=True, kw_only=True)
class DueDiligenceReported(Entry):
    """Whether checks found something that the panel has to weigh; what they found stays with the parties."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.OFFICE),)
    VISIBILITY: ClassVar[Visibility] = Visibility.PARTIES

    applicant: str
    clear: Withheld
    findings: Withheld

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Before the shortlist."""
        return not_in(given, Stage.APPLICATIONS, Stage.NOMINATIONS)

    def decided(self, given: Given) -> Entry | Refused:
        """About an applicant, before the shortlist."""
        no = self.barred(given)
        if no is not None:
            return no
        if given.state.applicant(self.applicant) is None:
            return refused("not-an-applicant", THE_RECORD, "This person is not an applicant here.")
        if Visibility.PUBLIC in (self.clear.seen_by, self.findings.seen_by):
            return refused(
                "for-the-parties", THE_RECORD, "What checks found is for the parties, never public."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """It has been reported; what it says is for the panel, and nothing that follows depends on it."""
        return replace(
            state, applicants=change_applicant(state, self.applicant, due_diligence=True)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on a public list, with the name that the list discloses."""

    person: str
    name: Withheld


@dataclass(frozen=True, kw_only=True)
class LonglistMade(Decision):
    """The longlist. Everybody whom the rulebook puts there automatically is on it."""

    POWER: ClassVar[PowerName] = "longlist"

    listed: tuple[Listed, ...]
    reasons_to_others: Withheld | None = None

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """After applications have closed."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        return not_in(given, Stage.APPLICATIONS) or still_open(given, "applications-close")

    def effect(self, given: Given) -> Entry | Refused:
        """After applications have closed; from applicants only; reasons for those left out."""
        rules = self.unless_barred(selection_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        running = {a.person: a for a in given.state.applicants if not a.withdrawn}
        chosen = [one.person for one in self.listed]
        if not chosen or len(set(chosen)) != len(chosen) or not set(chosen) <= set(running):
            return refused(
                "not-applicants", THE_RECORD, "A longlist names applicants, each of them once."
            )
        no = self._automatic_places(rules, given)
        if no is not None:
            return no
        left_out = set(running) - set(chosen)
        if (
            left_out
            and rules.longlist.reasons.value == "to-applicant"
            and self.reasons_to_others is None
        ):
            return refused(
                "no-reasons-to-applicants",
                rules.longlist.reasons,
                "Applicants who are left out are told the reasons in writing.",
            )
        return self

    @clause("model-association", "4.3")
    def _automatic_places(self, rules: SelectionRules, given: Given) -> Refused | None:
        chosen, automatic = {one.person for one in self.listed}, rules.longlist.automatic
        left_out = [a for a in given.state.applicants if not a.withdrawn and a.person not in chosen]
        if "incumbent" in automatic.value and any(a.incumbent for a in left_out):
            return refused(
                "automatic-place",
                automatic,
                "The sitting representative who applies is on the longlist automatically.",
            )
        nominated = nominated_by_affiliates(given.state)
        if "nominated-by-affiliate" in automatic.value and any(
            a.person in nominated for a in left_out
        ):
            return refused(
                "automatic-place",
                automatic,
                "An applicant whom an affiliate has nominated is on the longlist automatically.",
            )
        return None

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Nominations are open to those listed."""
        chosen = {one.person for one in self.listed}
        applicants = tuple(replace(a, longlisted=a.person in chosen) for a in state.applicants)
        nominations = tuple(
            n if n.nominee in chosen else replace(n, released=True) for n in state.nominations
        )
        return replace(
            state, applicants=applicants, nominations=nominations, stage=Stage.NOMINATIONS
        )


def nominated_by_affiliates(state: Selection) -> tuple[str, ...]:
    """Who has been nominated by an affiliate, and has consented."""
    affiliates = {unit.id for unit in state.units if unit.kind == "affiliate" and unit.counts}
    return tuple(
        n.nominee
        for n in state.nominations
        if n.unit in affiliates and n.consented and not n.released
    )


def keeps_a_place(state: Selection) -> bool:
    """Whether the incumbent's place is still theirs: not after a "no", nor after a lost ballot of all members."""
    lost = state.readoption is not None and state.readoption.second_lost is True
    return state.intention.answer is not Answer.NO and not lost


@clause("model-association", "4.10")
def remove_contender(state: Selection, person: str) -> Selection:
    """The state without somebody who withdrew or was removed: nominations for them are released.

    Where papers are out they stay on them, and votes for them are treated as the rulebook says.
    """
    removed = replace(
        state,
        applicants=change_applicant(state, person, withdrawn=True, shortlisted=False),
        nominations=tuple(
            replace(n, released=True) if n.nominee == person else n for n in state.nominations
        ),
    )
    ballot = state.ballot
    if ballot is None or person not in ballot.candidates or person in ballot.withdrawn_after_papers:
        return removed
    gone = (*ballot.withdrawn_after_papers, person)
    return replace(removed, ballot=replace(ballot, withdrawn_after_papers=gone))


def change_applicant(
    state: Selection, person: str, **changes: bool | None
) -> tuple[Applicant, ...]:
    """The applicants with one of them changed."""
    return tuple(
        replace(a, **changes) if a.person == person else a  # type: ignore[arg-type]
        for a in state.applicants
    )
