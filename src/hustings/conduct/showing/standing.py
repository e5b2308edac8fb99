"""What a seat came to so far: members' outcome, appeals and endorsement, each on its own, and what people can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hustings.conduct import words
from hustings.conduct.saying import Names, say
from hustings.conduct.seats import Placed, Seat
from hustings.kernel.clauses import Citation
from hustings.proceedings.appeals import AppealDecided, AppealMade, appeals_close
from hustings.proceedings.clock import zone_of
from hustings.proceedings.emergency import EmergencyDeclared, PanelSelected, WaitingEnded
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.intention import Exempted
from hustings.proceedings.member_count import CountMade
from hustings.proceedings.overrides import Overridden
from hustings.proceedings.petition import PetitionCounted
from hustings.proceedings.readoption import BodyBallotReturned
from hustings.proceedings.stages import Stage
from hustings.proceedings.triggering import TriggerDecided
from hustings.rulebooks.schema import Rules
from hustings.timetable.sentences import N_, Translate, say_instant, say_span

OUTCOME_KINDS = (
    TriggerDecided,
    CountMade,
    FewPapersCounted,
    PetitionCounted,
    BodyBallotReturned,
    PanelSelected,
    Exempted,
    Overridden,
)


BEFORE_VOTES_ARE_CAST = frozenset(
    (
        Stage.OPENED, Stage.ASKED, Stage.TRIGGER, Stage.READOPTION, Stage.PETITION,
        Stage.APPLICATIONS, Stage.NOMINATIONS, Stage.HUSTINGS, Stage.BALLOT,
    )
)  # fmt: skip
"""Where members vote, or will: who may is worth asking only until then."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three parts of a result, in sentences, with the rule behind it."""

    name: str
    says: tuple["Line", ...]
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a part; ``citation`` where it rests on a rule of its own."""

    says: str
    citation: Citation | None = None


class Act(StrEnum):
    """What somebody can do about a seat on a page of their own."""

    OBJECT = "object"
    CONTEST = "contest"
    APPLY = "apply"
    VOTE = "vote"
    APPEAL = "appeal"
    SEE_WHETHER_ELIGIBLE = "see-whether-eligible"


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that a reader can do now, until when, and the rule; ``act`` where it has a page of its own."""

    says: str
    citation: Citation | None = None
    act: Act | None = None


def parts_of(seat: Seat, now: datetime, names: Names, translate: Translate) -> tuple[Part, ...]:
    """Outcome, appeal, endorsement: shown apart, because each can stand while another falls.

    Rules that know no appeal or no endorsement, as of a petition, have none to show.
    """
    rules = seat.rulebook.rules
    parts = [Part(translate(N_("Outcome")), _outcome(seat, names, translate))]
    if rules.appeals is not None:
        says = _lines(_appeals(seat, now, names, translate))
        parts.append(Part(translate(N_("Appeal")), says, rules.appeals.window.citation))
    if rules.endorsement is not None:
        says = _lines(_endorsement(seat, names, translate))
        parts.append(Part(translate(N_("Endorsement")), says, rules.endorsement.by.citation))
    return tuple(parts)


def _said(seat: Seat, placed: Placed, names: Names, translate: Translate) -> str:
    zone = seat.rulebook.rules.rulebook.calendar.zone
    at = say_instant(placed.at, zone, translate)
    return f"{at}: {say(placed.entry, names, zone, translate)}"


def _lines(sentences: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(sentence) for sentence in sentences)


def _outcome(seat: Seat, names: Names, translate: Translate) -> tuple[Line, ...]:
    """What decided, each with the rule by which it did; before that, the rule by which the returns will."""
    rules = seat.rulebook.rules
    found = tuple(
        Line(_said(seat, placed, names, translate), _deciding(placed.entry, rules))
        for placed in seat.entries
        if isinstance(placed.entry, OUTCOME_KINDS)
    )
    if found:
        return found
    by_returns = rules.trigger.decision.aggregate.citation if rules.trigger is not None else None
    return (Line(translate(N_("There is no outcome yet.")), by_returns),)


def _deciding(entry: Entry, rules: Rules) -> Citation | None:
    """The rule that makes this an outcome; None where the decision itself cites it, below."""
    match entry:
        case TriggerDecided() if rules.trigger is not None:
            return rules.trigger.decision.aggregate.citation
        case CountMade() | FewPapersCounted() if rules.selection is not None:
            return rules.selection.ballot.law.citation
        case Exempted() if rules.intention is not None:
            return rules.intention.exempt.citation
        case _:
            return None


def _appeals(seat: Seat, now: datetime, names: Names, translate: Translate) -> tuple[str, ...]:
    given = Given(seat.state, seat.rulebook, now)
    found = [
        _said(seat, placed, names, translate)
        for placed in seat.entries
        if isinstance(placed.entry, AppealMade | AppealDecided)
    ]
    closes = appeals_close(given)
    if closes is not None and seat.state.stage is Stage.APPEALS:
        text = (
            N_("Appeals are open until {at}.") if now <= closes else N_("Appeals closed on {at}.")
        )
        found.append(translate(text).format(at=say_instant(closes, zone_of(given), translate)))
    if not found and closes is not None and now > closes:
        found.append(translate(N_("Nobody appealed.")))
    return tuple(found) or (translate(N_("There is nothing to appeal against now.")),)


def _endorsement(seat: Seat, names: Names, translate: Translate) -> tuple[str, ...]:
    found = tuple(
        _said(seat, placed, names, translate)
        for placed in seat.entries
        if isinstance(placed.entry, EndorsementDecided)
    )
    return found or (translate(N_("Nobody has been endorsed yet.")),)


def emergency_of(seat: Seat) -> tuple[Placed, EmergencyDeclared] | None:
    """The declaration of the emergency route, if there is one."""
    for placed in seat.entries:
        if isinstance(placed.entry, EmergencyDeclared):
            return placed, placed.entry
    return None


def consequence_citation(seat: Seat, entry: EmergencyDeclared) -> Citation | None:
    """The rule that names the consequence for the situation in which the seat was."""
    rules = seat.rulebook.rules.emergency
    if rules is None:
        return None
    found = {str(name): rule for name, rule in rules.consequences.items()}
    return found[entry.situation].citation if entry.situation in found else None


def sentences_since(seat: Seat, position: int, names: Names, translate: Translate) -> Iterator[str]:
    """What decisions made of the seat after an entry: the panel, or the end of its waiting."""
    for placed in seat.entries:
        if placed.position > position and isinstance(placed.entry, PanelSelected | WaitingEnded):
            yield _said(seat, placed, names, translate)


def chances_of(seat: Seat, now: datetime, translate: Translate) -> tuple[Chance, ...]:
    """What somebody can do at this stage, in the order of how soon it ends."""
    return tuple(_chances(seat, now, translate))


def _chances(seat: Seat, now: datetime, translate: Translate) -> Iterator[Chance]:
    state, rules = seat.state, seat.rulebook.rules
    given = Given(state, seat.rulebook, now)
    zone = zone_of(given)
    if state.objections_until is not None and now <= state.objections_until:
        text = N_("Members and units can object to the roll of units until {at}.")
        yield Chance(_until(text, state.objections_until, zone, translate), act=Act.OBJECT)
    if state.stage is Stage.TRIGGER and rules.trigger is not None and state.returns:
        text = N_(
            "If your unit’s return is not what it decided, say so: contest it within {span} of the return."
        )
        within = rules.trigger.returns.contest_within
        span = say_span(within.value, translate)
        yield Chance(translate(text).format(span=span), within.citation, Act.CONTEST)
    closes = state.step("applications-close")
    if state.stage is Stage.APPLICATIONS and closes is not None and now <= closes.last:
        text = N_("Whoever wants to be selected can apply until {at}.")
        yield Chance(_until(text, closes.last, zone, translate), act=Act.APPLY)
    if state.ballot is not None and state.stage is Stage.BALLOT and now <= state.ballot.closes:
        text = N_("Members with a paper can vote until {at}.")
        if state.ballot.online is not None:
            text = N_("Members can vote online until {at}.")
            if state.ballot.packs:
                text = N_(
                    "Members can vote online, or on a paper that they were given, until {at}."
                )
        yield Chance(_until(text, state.ballot.closes, zone, translate), act=Act.VOTE)
    until = appeals_close(given)
    over = state.stage in (Stage.DECLARED, Stage.CANCELLED)
    if rules.appeals is not None and until is not None and now <= until and not over:
        text = N_("Those concerned can appeal against the outcome until {at}.")
        yield Chance(
            _until(text, until, zone, translate), rules.appeals.window.citation, Act.APPEAL
        )
    if state.stage in BEFORE_VOTES_ARE_CAST:
        text = N_("Members can see whether they may vote, and why.")
        if rules.petition is not None:
            text = N_("Electors can see whether they may sign the petition, and why.")
        yield Chance(translate(text), act=Act.SEE_WHETHER_ELIGIBLE)
    yield Chance(translate(N_("Anybody can check the whole record again, without asking us.")))


def _until(text: str, at: datetime, zone: str, translate: Translate) -> str:
    return translate(text).format(at=say_instant(at, zone, translate))


def stage_words(seat: Seat, translate: Translate) -> str:
    """The name of the stage."""
    return translate(words.STAGES[seat.state.stage])
