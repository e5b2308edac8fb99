"""The sitting representative and the applicants before a seat: the letter, the answer, the place in the selection."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.membering import Mine, would_be
from hustings.conduct.persons import grant
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import ApplicationMade, ApplicationWithdrawn
from hustings.proceedings.intention import IntentionAnswered, intention_rules
from hustings.proceedings.member_ballot import CandidateWithdrew
from hustings.proceedings.member_count import RecountRequested
from hustings.proceedings.nominations import NominationConsented, nominations_of
from hustings.proceedings.readoption import NextStepDemanded
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.state import Applicant
from hustings.proceedings.suspension import IntentionWithdrawn
from hustings.proceedings.values import Actor, Visibility, Withheld
from hustings.proceedings.values import Role as Part
from hustings.rulebooks.schema import Intention
from hustings.store.models import Person

Demand = Literal["ballot-of-all-members", "shortlist"]
DEMANDS: tuple[Demand, ...] = ("ballot-of-all-members", "shortlist")


# --- the letter -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The letter and its answer: until when, what was answered, and what may be done about it now."""

    rules: Intention | None
    asked_at: datetime | None
    until: datetime | None
    answer: Answer | None
    late: Answer | None
    is_over: bool
    may_answer: bool
    why_not: Refused | None
    may_withdraw: bool
    demands: tuple[Demand, ...]


def letter_of(found: Mine) -> LetterFacts:
    """The question to the sitting representative as it stands."""
    rules, asked = intention_rules(found.given), found.seat.state.intention
    until = asked.second_by or asked.reply_by
    no = would_be(found, answer(found, Answer.NO))
    stands = asked.answer is not Answer.NO and asked.asked_at is not None
    return LetterFacts(
        rules=None if isinstance(rules, Refused) else rules,
        asked_at=asked.second_at or asked.asked_at,
        until=until,
        answer=asked.answer,
        late=asked.late_answer,
        is_over=until is not None and found.now > until,
        may_answer=no is None,
        why_not=no,
        may_withdraw=stands and would_be(found, withdrawal(found)) is None,
        demands=tuple(one for one in DEMANDS if would_be(found, demand(found, one)) is None),
    )


def is_holder(found: Mine) -> bool:
    """Whether the person is the seat's sitting representative by the record."""
    return found.person == found.seat.state.holder


def answer(found: Mine, says: Answer) -> IntentionAnswered:
    """Yes or no, received at this moment."""
    return IntentionAnswered(answer=says, received_at=found.now, by=_representative(found))


def withdrawal(found: Mine) -> IntentionWithdrawn:
    """The representative no longer wishes to stand."""
    return IntentionWithdrawn(by=_representative(found))


def demand(found: Mine, what: Demand) -> NextStepDemanded:
    """After a lost ballot on readoption: the next step that the rulebook gives."""
    return NextStepDemanded(demand=what, by=_representative(found))


def _representative(found: Mine) -> tuple[Actor, ...]:
    return (Actor(found.person, Part.REPRESENTATIVE),)


# --- the selection --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nominated:
    """One unit's nomination of me."""

    unit: str
    name: str
    consented: bool


@dataclass(frozen=True, slots=True)
class Place:
    """My place in the selection: where I stand, who has nominated me, and what I may do now."""

    mine: Applicant | None
    requirements: tuple[str, ...]
    rests_on: str
    may_apply: Refused | None
    nominations: tuple[Nominated, ...]
    counted: int
    needed: int | None
    may_withdraw: bool
    on_the_paper: bool
    may_ask_for_recount: Refused | None
    is_candidate: bool
    longlist_made: bool
    shortlist_made: bool


def place_of(found: Mine) -> Place:
    """Where the person stands in the selection of this seat."""
    state, rules = found.seat.state, found.seat.rulebook.rules.selection
    applicant = state.applicant(found.person)
    wanted = () if rules is None else tuple(rules.applications.requirements.value)
    named = {unit.id: unit.name for unit in state.units}
    nominations = tuple(
        Nominated(one.unit, named.get(one.unit, one.unit), one.consented)
        for one in state.nominations
        if one.nominee == found.person and not one.released
    )
    consent = bool(rules and rules.nominations.consent.value)
    out = state.ballot is not None and state.stage is Stage.BALLOT
    leaving = withdraw_from_ballot(found) if out else withdraw_application(found)
    return Place(
        mine=applicant,
        requirements=wanted,
        rests_on="" if rules is None else str(rules.applications.requirements.citation),
        may_apply=would_be(found, application(found, "name", wanted)),
        nominations=nominations,
        counted=nominations_of(state, found.person, consent_needed=consent),
        needed=None if rules is None else rules.nominations.needed.value,
        may_withdraw=applicant is not None and would_be(found, leaving) is None,
        on_the_paper=out,
        may_ask_for_recount=would_be(found, recount(found)),
        is_candidate=state.candidate == found.person,
        longlist_made=any(one.longlisted for one in state.applicants),
        shortlist_made=any(one.shortlisted for one in state.applicants),
    )


def own_name(found: Mine) -> str:
    """The name under which the person applies."""
    row = Person.objects.filter(reference=found.person).first()
    return "" if row is None else str(row)


def application(found: Mine, name: str, meets: tuple[str, ...]) -> ApplicationMade:
    """An application; the name stays with the parties until there is a list."""
    return ApplicationMade(
        applicant=found.person,
        name=Withheld(name, Visibility.PARTIES),
        meets=meets,
        by=_contender(found),
    )


def withdraw_application(found: Mine) -> ApplicationWithdrawn:
    """Before papers are out."""
    return ApplicationWithdrawn(applicant=found.person, by=_contender(found))


def withdraw_from_ballot(found: Mine) -> CandidateWithdrew:
    """After papers are out."""
    return CandidateWithdrew(candidate=found.person, by=_contender(found))


def consent(found: Mine, unit: str) -> NominationConsented:
    """Accept one unit's nomination."""
    return NominationConsented(unit=unit, nominee=found.person, by=_contender(found))


def recount(found: Mine) -> RecountRequested:
    """Ask for the papers to be counted again."""
    return RecountRequested(by=_contender(found))


def apply(found: Mine, meets: tuple[str, ...]) -> Entered | Waiting | Refused:
    """Make the application; from then on the person has the role of a candidate in this seat."""
    done = act(
        found.organisation,
        found.seat.proceeding,
        application(found, own_name(found), meets),
        now=found.now,
    )
    holder = Part.REPRESENTATIVE in {actor.role for actor in _contender(found)}
    if isinstance(done, Entered) and not holder and Role.CANDIDATE not in found.roles:
        person = Person.objects.get(reference=found.person)
        grant(person, Role.CANDIDATE, found.now, proceeding=found.seat.proceeding)
    return done


def _contender(found: Mine) -> tuple[Actor, ...]:
    part = Part.REPRESENTATIVE if is_holder(found) else Part.CANDIDATE
    return (Actor(found.person, part),)
