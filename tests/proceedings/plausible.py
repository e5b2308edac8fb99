"""Commands made up for tests: of any kind, right in most things or odd in some, from a source of choices."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from hustings.counting.lots import LotRequired
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import Listed
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import COMPUTED, Entry, Given
from hustings.proceedings.few_papers import CastOnline, Kept, kept_value, online_is_kept
from hustings.proceedings.member_ballot import PacksIssued, on_the_paper
from hustings.proceedings.member_count import counted
from hustings.proceedings.member_papers import PapersEntered, PapersRead, ShownReading
from hustings.proceedings.online_ballot import OnlineBallotClosed
from hustings.proceedings.petition import PetitionCounted
from hustings.proceedings.petition import counted as counted_petition
from hustings.proceedings.readings import unsettled_readings
from hustings.proceedings.readoption import TOTALS, BodyBallotReturned, carried_by
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned, came_back
from hustings.proceedings.rolls import RollTree
from hustings.proceedings.shortlist import shortlisted
from hustings.proceedings.spare_codes import OpenedSpare
from hustings.proceedings.state import UnitRow
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from tests.proceedings.walk import (
    AFFILIATES,
    BRANCHES,
    OFFICE,
    OPENED_SPARES,
    Walk,
    box_for,
    declared_for,
    salt_of,
    text,
)

T = TypeVar("T")
PERSONS = ("p-holder", "p-ash", "p-birch", "p-cedar", "p-office", "p-panel-1")
ODD: dict[Any, tuple[Any, ...]] = {
    str: ("", " ", "x" * 300, "p-holder", "branch-1", "\ud800", "nobody", "=cmd()"),
    int: (-1, 0, 1, 2, 3, 7, 10**30, -(10**30), True),
    bool: (True, False),
    date: (date(1, 1, 1), date(9999, 12, 31), date(2019, 2, 28)),
    datetime: (
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2019, 6, 1, 12),  # noqa: DTZ001
        datetime(2020, 6, 1, 12, 0, 0, 5, tzinfo=UTC),
    ),
    Withheld: (
        None, "", "words", 5, [], {"open": -1}, {"open": 3, "reselect": 1}, {"open": True},
        {"x": 1}, {"open": 1.5}, "\ud800",
    ),
    Fraction: (Fraction(1, 3), Fraction(-1)),
}  # fmt: skip


class Chooser(Protocol):
    """Where choices come from: Hypothesis's data, or a seeded random."""

    def choice(self, options: Sequence[T]) -> T: ...


def odd_command(kind: type[Entry], walk: Walk, chooser: Chooser, oddness: int = 3) -> Entry:
    """A command of ``kind`` in which about one field in ``oddness`` is odd, and the rest is plausible."""
    right = plausible_command(kind, walk, chooser)
    values: dict[str, Any] = {}
    for f in fields(kind):
        value = getattr(right, f.name)
        if f.name == "by":
            values["by"] = chooser.choice((value, value, value, (), (OFFICE,), (OFFICE, OFFICE)))
        elif not f.metadata.get(COMPUTED) and chooser.choice(range(oddness)) == 0:
            values[f.name] = _odd(get_type_hints(kind)[f.name], chooser)
        elif not f.metadata.get(COMPUTED):
            values[f.name] = value
    return kind(**values)


def _odd(hint: Any, chooser: Chooser) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return chooser.choice(
            (None, _odd(next(a for a in get_args(hint) if a is not NoneType), chooser))
        )
    if origin is tuple:
        inner = get_args(hint)[0]
        return tuple(_odd(inner, chooser) for _ in range(chooser.choice((0, 1, 2))))
    if origin is Literal:
        return chooser.choice((*get_args(hint), "another"))
    if hint is Withheld:
        return Withheld(chooser.choice(ODD[Withheld]), chooser.choice(tuple(Visibility)))
    if hint in ODD:
        return chooser.choice(ODD[hint])
    if issubclass(hint, StrEnum):
        return chooser.choice(tuple(hint))
    hints = get_type_hints(hint)
    return hint(**{f.name: _odd(hints[f.name], chooser) for f in fields(hint)})


def plausible_command(kind: type[Entry], walk: Walk, chooser: Chooser) -> Entry:
    """A command of ``kind`` that could be right at this moment, more often than not."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for f in fields(kind):
        if f.name == "by" or f.metadata.get(COMPUTED):
            continue
        makes = _BY_KIND.get((kind.__name__, f.name)) or _BY_NAME.get(f.name)
        values[f.name] = makes(walk, chooser) if makes else _ordinary(hints[f.name], chooser)
    if issubclass(kind, Decision):
        if kind.POWER not in walk.rulebook.rules.powers:
            own = {n: values[n] for n in values if n not in {f.name for f in fields(Decision)}}
            return kind(
                body="somebody", present=3, in_favour=3, ground="a ground",
                reasons=text("Because."), by=(OFFICE,), **own,
            )  # fmt: skip
        form = {f.name for f in fields(Decision)} - {"supersedes", "reasons_to_parties"}
        form -= {"ground"} if (kind.__name__, "ground") in _BY_KIND else set()
        return walk.decision(kind, **{n: v for n, v in values.items() if n not in form})
    if kind is PapersRead:
        reader = Actor(f"p-scrutineer-{chooser.choice((0, 1))}", Role.SCRUTINEER)
        return PapersRead(seal=walk.sealed(reader, _blt(walk, chooser)), by=(reader,))
    return kind(**values, by=_actors(kind(**values), walk))


def _actors(command: Entry, walk: Walk) -> tuple[Actor, ...]:
    given = Given(walk.state, walk.rulebook, walk.now)
    own = (
        getattr(command, command.OWN_ACT) if command.OWN_ACT else getattr(command, "nominee", None)
    )
    acting: list[Actor] = []
    for needed in command.requirements(given):
        role = min(needed.roles)
        if (
            needed.roles & {Role.CANDIDATE, Role.REPRESENTATIVE}
            and command.kind != "IntentionAnswered"
        ):
            holder = own in (None, "p-holder")
            role = Role.REPRESENTATIVE if holder else Role.CANDIDATE
            acting.append(Actor("p-holder" if holder else str(own), role))
            continue
        role = Role.OFFICE if Role.OFFICE in needed.roles else role
        acting += [Actor(f"p-{role.value}-{n}", role) for n in range(max(needed.persons, 1))]
    return tuple(acting)


def _ordinary(hint: Any, chooser: Chooser) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None
    if origin is tuple:
        return ()
    if origin is Literal:
        return chooser.choice(get_args(hint))
    if hint is bool:
        return chooser.choice((True, True, False))
    if hint is Withheld:
        return text("words")
    if hint is int:
        return chooser.choice((0, 1, 2, 5, 20))
    if hint is str:
        return "words"
    if issubclass(hint, StrEnum):
        return chooser.choice(tuple(hint))
    raise TypeError(f"say how {hint} is made up")


def _among(*names: str) -> Callable[[Walk, Chooser], Any]:
    return lambda walk, chooser: chooser.choice(names)


def _person(walk: Walk, chooser: Chooser) -> Any:
    known = tuple(a.person for a in walk.state.applicants)
    return chooser.choice((*PERSONS, *known, *(known * 2)))


def _selected(walk: Walk, chooser: Chooser) -> Any:
    return walk.state.candidate or _person(walk, chooser)


def _now(walk: Walk, chooser: Chooser) -> datetime:
    return walk.now - timedelta(hours=chooser.choice((0, 0, 0, 1, 30, 24 * 20)))


def _later(walk: Walk, chooser: Chooser) -> datetime:
    return walk.now + timedelta(days=chooser.choice((1, 8, 9, 15, 15, 20, 60)))


def _number(*names: str) -> Callable[[Walk, Chooser], Any]:
    def makes(walk: Walk, chooser: Chooser) -> Any:
        numbers = [one.number for name in names for one in getattr(walk.state, name)]
        return chooser.choice((*numbers, *numbers[-1:] * 3, 1))

    return makes


def _listed(walk: Walk, chooser: Chooser) -> Any:
    persons = [a.person for a in walk.state.applicants if not a.withdrawn]
    kept = [p for p in persons if chooser.choice((True, True, True, False))]
    return tuple(Listed(p, text(p)) for p in kept)


def _units(walk: Walk, chooser: Chooser) -> Any:
    rows = [UnitRow(u, u, "branch", "", True, "a branch") for u in BRANCHES[:4]]
    rows += [UnitRow(u, u, "affiliate", u, True, "in time") for u in AFFILIATES[:2]]
    return tuple(rows)


def _reading(walk: Walk, chooser: Chooser) -> Any:
    return chooser.choice((*unsettled_readings(walk.rulebook.rules), 1))


def _choice(walk: Walk, chooser: Chooser) -> Any:
    open_ = [walk.rulebook.readings[n] for n in unsettled_readings(walk.rulebook.rules)]
    return chooser.choice([c for reading in open_ for c in reading.choices] or ["none"])


def _question(walk: Walk, chooser: Chooser) -> Any:
    rules = walk.rulebook.rules
    if rules.trigger is not None:
        return rules.trigger.question.text.value
    return rules.readoption.first.question.value if rules.readoption else "What?"


def _blt(walk: Walk, chooser: Chooser) -> Any:
    """Every paper that came back, shared out evenly: some such counts are tied."""
    return _shared_out(walk, _returned(walk, chooser))


def _shared_out(walk: Walk, number: int) -> str:
    persons = walk.state.ballot.candidates if walk.state.ballot else ("p-ash", "p-birch")
    lines, many = [f"{len(persons)} 1"], number + len(persons) - 1
    shares = [(many - n) // len(persons) for n in range(len(persons))]
    lines += [f"{share} {n + 1} 0" for n, share in enumerate(shares) if share]
    return "\n".join([*lines, "0", *(f'"{p}"' for p in persons), '"Northmoor"']) + "\n"


def _invalid(walk: Walk, chooser: Chooser) -> Any:
    """What is left of the ballots beside the fewest rankings that ``_blt`` makes."""
    ballot = walk.state.ballot
    if ballot is None or ballot.online is None or ballot.online.ballots is None:
        return 0
    return max(0, ballot.online.ballots - 3 * len(ballot.candidates))


def _returned(walk: Walk, chooser: Chooser) -> Any:
    """What came back by the state, or, where that does not tell, by the account for the parties."""
    ballot = walk.state.ballot
    if ballot is None or ballot.returned is not None:
        return 9 if ballot is None else ballot.returned
    found = [e for e, _ in walk.entries if isinstance(e, BallotReconciled)]
    return came_back(found[-1].account)


def _readings(walk: Walk, chooser: Chooser) -> Any:
    sealed = walk.state.ballot.readings if walk.state.ballot else ()
    return tuple(ShownReading(r.person, salt_of(Actor(r.person, Role.TELLER))) for r in sealed)


def _few_papers(walk: Walk, chooser: Chooser) -> Any:
    entered = PapersEntered(
        blt=_blt(walk, chooser), returned=_returned(walk, chooser), spoilt=0,
        readings=_readings(walk, chooser),
    )  # fmt: skip
    ballot = walk.state.ballot
    papers = None if ballot is not None and ballot.papers is not None else entered
    online = CastOnline(_shared_out(walk, 9), 0) if ballot and online_is_kept(ballot) else None
    return Withheld(kept_value(Kept(papers, online, PERSONS[:3])))


def _archive_kept(walk: Walk, chooser: Chooser) -> Any:
    ballot = walk.state.ballot
    return "aa" * 32 if ballot is not None and online_is_kept(ballot) else ""


def _reconciliation(walk: Walk) -> BallotReconciled:
    """From six to twelve papers of the first pack, the same for the same state."""
    packs = walk.state.ballot.packs if walk.state.ballot else ()
    back = 6 + walk.state.entries % 7
    account = tuple(
        PackReturned(p.name, back if n == 0 else 0, 0, 0, p.issued - (back if n == 0 else 0))
        for n, p in enumerate(packs)
    )
    return BallotReconciled.of(account, _cell(walk))


def _closing(walk: Walk) -> OnlineBallotClosed:
    """From nine to twelve ballots, the same for the same state."""
    return OnlineBallotClosed.of("ee" * 32, 9 + walk.state.entries % 4, _cell(walk))


def _body_ballot(walk: Walk) -> BodyBallotReturned:
    """Few or many, for and against, the same for the same state; a handful is not told."""
    numbers, n = (0, 1, 2, 5, 20), walk.state.entries
    yes, no = numbers[n % 5], numbers[n // 2 % 5]
    said = BodyBallotReturned(
        ballot="first", question="", entitled=60, in_favour=yes, against=no, spoilt=0
    )
    carried = carried_by(said, Given(walk.state, walk.rulebook, walk.now))
    if yes + no >= _cell(walk) or isinstance(carried, Refused):
        return said
    return BodyBallotReturned.few(said, carried=carried)


def _petition(walk: Walk) -> PetitionCounted:
    given = Given(walk.state, walk.rulebook, walk.now)
    return counted_petition((0, 1, 20, 90)[walk.state.entries % 4], 1, given)


def _part(make: Callable[[Walk], Entry], name: str) -> Callable[[Walk, Chooser], Any]:
    return lambda walk, _: getattr(make(walk), name)


def _cell(walk: Walk) -> int:
    return walk.rulebook.rules.publication.minimum_cell.value


def lot_needed(walk: Walk, part: str) -> Any:
    """The situation or the persons of the lot that the count asks for."""
    rules, ballot = walk.rulebook.rules.selection, walk.state.ballot
    if rules is not None and ballot is not None and ballot.papers is not None:
        result = counted(ballot, rules)
        if isinstance(result, LotRequired):
            return result.situation if part == "situation" else tuple(result.between)
    return "none" if part == "situation" else ()


def _moment(walk: Walk, chooser: Chooser) -> Any:
    rules = walk.rulebook.rules.emergency
    return rules.moment.value if rules else "announcement"


def _emergency_panel(walk: Walk, chooser: Chooser) -> Any:
    return walk.panel(emergency=True)


def _requirements(walk: Walk, chooser: Chooser) -> Any:
    rules = walk.rulebook.rules.selection
    return tuple(rules.applications.requirements.value) if rules else ()


def _appeal_ground(walk: Walk, chooser: Chooser) -> Any:
    rules = walk.rulebook.rules.appeals
    return rules.grounds.value[0] if rules and rules.grounds.value else "a ground"


def _trees(walk: Walk, chooser: Chooser) -> Any:
    return tuple(RollTree((unit,), 100, "00" * 32) for unit in BRANCHES)


_BY_NAME: dict[str, Callable[[Walk, Chooser], Any]] = {
    "proceeding": _among("northmoor-1"),
    "seat": _among("Northmoor"),
    "rulebook": lambda walk, _: walk.rulebook.id,
    "rulebook_digest": lambda walk, _: walk.rulebook.digest,
    "representative": lambda walk, chooser: chooser.choice(("p-holder", "p-holder", None)),
    "unit": _among(*BRANCHES[:3], AFFILIATES[0]),
    "person": _person,
    "contender": _person,
    "secretary": _person,
    "applicant": _person,
    "nominee": _person,
    "candidate": _selected,
    "sent_at": _now,
    "received_at": _now,
    "met_at": lambda walk, _: walk.now,
    "noticed_at": _now,
    "happened_at": _now,
    "at": _later,
    "day": _later,
    "opens": _later,
    "closes": _later,
    "opened": lambda walk, _: (walk.state.opened_at or walk.now).date(),
    "freeze": lambda walk, _: walk.freeze_day(),
    "question": _question,
    "reading": _reading,
    "choice": _choice,
    "objection": _number("objections"),
    "appeal": _number("appeals"),
    "decision": _number("decisions"),
    "case": lambda walk, chooser: chooser.choice((None, *walk.state.intention.suspensions)),
    "supersedes": lambda walk, chooser: None,
    "listed": _listed,
    "units": _units,
    "trees": _trees,
    "contests": lambda walk, chooser: ("trigger",),
    "candidates": lambda walk, _: on_the_paper(walk.state),
    "members": lambda walk, _: walk.panel(),
    "blt": _blt,
    "readings": _readings,
    "resolved": lambda walk, _: "",
    "elected": _person,
    "returned": _returned,
    "spoilt": lambda walk, _: 0,
    "situation": lambda walk, _: lot_needed(walk, "situation"),
    "order": lambda walk, _: lot_needed(walk, "order"),
    "moment": _moment,
    "meets": _requirements,
    "electors": lambda walk, _: walk.state.roll.electors if walk.state.roll else 900,
    "step": lambda walk, chooser: chooser.choice(
        [step.id for step in walk.state.timetable] or ["letter"]
    ),
    "interval": lambda walk, chooser: chooser.choice(
        [
            *(i.id for i in walk.rulebook.rules.timetable.intervals),
            *(b.id for b in walk.rulebook.rules.timetable.blackouts),
        ]
        or ["none"]
    ),
    "exemption": lambda walk, chooser: Withheld(
        (walk.rulebook.rules.intention.exempt.value or ["none"])[0]
        if walk.rulebook.rules.intention
        else "none"
    ),
    "reasons_to_others": lambda walk, _: text("Told in writing."),
    "own_rules_followed": lambda walk, _: True,
    "declares_no_conflict": lambda walk, _: True,
    "number": _among(1, 50),  # type: ignore[arg-type]
}  # fmt: skip
_BY_KIND: dict[tuple[str, str], Callable[[Walk, Chooser], Any]] = {
    ("BallotOpened", "packs"): lambda walk, _: (
        PacksIssued("A", "post", 1, 100), PacksIssued("B", "hall", 101, 120),
    ),
    ("BallotOpened", "online"): lambda walk, chooser: chooser.choice(
        (None, box_for(walk.state.roll.electors if walk.state.roll else None))
    ),
    ("DueDiligenceReported", "applicant"): lambda walk, chooser: chooser.choice(
        [one.person for one in walk.state.applicants] or ["p-ash"]
    ),
    ("DueDiligenceReported", "clear"): lambda walk, _: Withheld(value=True),
    ("DueDiligenceReported", "findings"): lambda walk, _: Withheld("Nothing was found."),
    ("DecisionReopened", "decision"): lambda walk, chooser: chooser.choice(
        [one.number for one in walk.state.decisions] or [1]
    ),
    ("OnlineBallotClosed", "ballots"): lambda walk, _: _closing(walk).ballots,
    ("OnlineBallotClosed", "handful"): lambda walk, _: _closing(walk).handful,
    ("SparesProvedUnused", "unused"): lambda walk, chooser: tuple(
        OpenedSpare(*one) for one in OPENED_SPARES if chooser.choice((True, False))
    ),
    ("SparesProvedUnused", "declared"): lambda walk, _: declared_for(
        walk.state.ballot.online.box.electors
        if walk.state.ballot and walk.state.ballot.online
        else 900
    ),
    ("CodeStruckOff", "credential"): lambda walk, chooser: chooser.choice(("c1", "c2", "c3")) * 32,
    ("OnlineBallotClosed", "event"): lambda walk, _: "ee" * 32,
    ("OnlineResultEntered", "archive"): lambda walk, _: "aa" * 32,
    ("OnlineResultEntered", "invalid"): _invalid,
    ("BallotReconciled", "account"): lambda walk, _: _reconciliation(walk).account,
    ("BallotReconciled", "told"): lambda walk, _: _reconciliation(walk).told,
    ("FewPapersCounted", "papers"): _few_papers,
    ("FewPapersCounted", "archive"): _archive_kept,
    ("PanelSelected", "members"): _emergency_panel,
    ("PanelSelected", "candidate"): _person,
    ("AppealMade", "ground"): _appeal_ground,
    ("CandidateWithdrew", "candidate"): _person,
    ("MeetingNoticed", "at"): lambda walk, chooser: (
        walk.state.step("unit-meetings").starts + timedelta(days=chooser.choice((1, 5, 9)))
        if walk.state.step("unit-meetings")
        else walk.now
    ),
    ("PetitionOpened", "ground"): lambda walk, _: walk.rulebook.rules.petition.grounds.value[0]
    if walk.rulebook.rules.petition
    else "none",
    ("NominationConsented", "nominee"): lambda walk, chooser: chooser.choice(
        [n.nominee for n in walk.state.nominations] or ["p-ash"]
    ),
    ("SoleNomineeSelected", "nominee"): lambda walk, chooser: chooser.choice(
        shortlisted(walk.state) or ("p-ash",)
    ),
    ("ObjectionDecided", "unit"): lambda walk, chooser: UnitRow(
        chooser.choice(BRANCHES[:3]), "A unit", "branch", "", chooser.choice((True, False)), "so"
    ),
    ("ReturnMade", "figures"): lambda walk, chooser: None,
    **{("BodyBallotReturned", name): _part(_body_ballot, name) for name in (*TOTALS, "totals", "attested")},
    **{
        ("PetitionCounted", name): _part(_petition, name)
        for name in ("signatures", "rejected", "totals", "attested")
    },
    ("Overridden", "person"): _person,
    ("Overridden", "stage"): lambda walk, chooser: chooser.choice(
        list(get_args(get_type_hints(_overridden())["stage"])[0])
    ),
    ("Overridden", "outcome"): lambda walk, chooser: chooser.choice(
        list(get_args(get_type_hints(_overridden())["outcome"])[0])
    ),
}  # fmt: skip


def _overridden() -> Any:
    from hustings.proceedings.overrides import Overridden

    return Overridden
