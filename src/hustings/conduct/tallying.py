"""What a seat's tellers do: reconcile the packs, enter the papers, count, draw lots, report totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hustings.conduct import clock, closing, trying
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids, the_organisation
from hustings.conduct.returning import WaitingStatement, waiting_statements
from hustings.conduct.roles import Role
from hustings.conduct.seats import Seat
from hustings.counting.formats.blt import Blt, read_blt, write_blt
from hustings.counting.lots import LotRequired
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput, Problem, Refused
from hustings.proceedings import reconciliation
from hustings.proceedings.applications import selection_rules
from hustings.proceedings.clock import zone_of
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.few_papers import (
    CastOnline,
    FewPapersCounted,
    Kept,
    count_with,
    kept_value,
    online_is_kept,
    papers_are_kept,
    with_kept,
)
from hustings.proceedings.member_ballot import BallotOpened, PacksIssued
from hustings.proceedings.member_count import counted, is_countable
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.reconciliation import BallotReconciled
from hustings.proceedings.state import BallotState
from hustings.proceedings.values import Actor, Visibility, Withheld
from hustings.proceedings.values import Role as Part
from hustings.store.models import Organisation, Person, RoleGrant

TELLING = (Role.TELLER, Role.SCRUTINEER)


@dataclass(frozen=True, slots=True)
class TellerDesk:
    """One teller of a whole seat, or its scrutineer; ``part`` is None for somebody who is neither."""

    organisation: Organisation
    seat: Seat
    person: str
    part: Role | None
    now: datetime

    @property
    def given(self) -> Given:
        """What a command is decided against."""
        return Given(self.seat.state, self.seat.rulebook, self.now)

    @property
    def zone(self) -> str:
        """The rulebook's time zone."""
        return zone_of(self.given)

    @property
    def ballot(self) -> BallotState | None:
        """The members' ballot, once it has been opened."""
        return self.seat.state.ballot

    @property
    def names(self) -> dict[str, str]:
        """The candidates' names by their references."""
        return self.seat.names()


def teller_desk(person: str, proceeding: str) -> TellerDesk:
    """The person before the seat's papers; ``LookupError`` where the record has no such seat."""
    organisation = the_organisation()
    seat = read_seat(organisation, proceeding, Visibility.PARTIES)
    part = dict(_tellers(proceeding)).get(person)
    return TellerDesk(organisation, seat, person, part, clock.now())


def seats_of_teller(person: str) -> list[str]:
    """The proceedings in which somebody is a teller of the whole seat; an empty one means all."""
    found = RoleGrant.objects.filter(
        person__reference=person, role__in=[r.value for r in TELLING], unit=None, until=None
    )
    return sorted(set(found.values_list("proceeding", flat=True)))


def _tellers(proceeding: str) -> list[tuple[str, Role]]:
    """Who tells for the whole seat: granted for this proceeding or for all, and for no single unit."""
    now = clock.now()
    grants = RoleGrant.objects.filter(
        role__in=[r.value for r in TELLING],
        unit=None,
        proceeding__in=["", proceeding],
        since__lte=now,
    ).exclude(until__lte=now)
    return [(g.person.reference, Role(g.role)) for g in grants.select_related("person")]


def other_tellers(desk: TellerDesk) -> list[Person]:
    """Who can sign beside this teller."""
    others = {one for one, _ in _tellers(desk.seat.proceeding)} - {desk.person}
    return list(Person.objects.filter(reference__in=others).order_by("given_name", "family_name"))


def actors(desk: TellerDesk, second: str) -> tuple[Actor, ...]:
    """This teller and the second, each in the part that they have in this seat."""
    parts = dict(_tellers(desk.seat.proceeding))
    return tuple(
        Actor(one, Part(parts[one].value)) for one in (desk.person, second) if one in parts
    )


def what_if(desk: TellerDesk, command: Entry) -> Refused | None:
    """Why this command would be refused now; None where it would be taken."""
    return trying.what_if(desk, command, _not_theirs)


def carry_out(desk: TellerDesk, command: Entry) -> Entered | Waiting | Refused:
    """Carry it out in this seat, by its own tellers."""
    return trying.carry_out(desk, command, _not_theirs)


def _not_theirs(desk: TellerDesk, command: Entry) -> Refused | None:
    known = {one for one, _ in _tellers(desk.seat.proceeding)}
    if all(actor.person in known for actor in command.by):
        return None
    return Refused(
        "not-a-teller-here", "who acts", "Somebody named here does not tell for this seat."
    )


def statements(desk: TellerDesk, kind: type[Entry]) -> list[WaitingStatement]:
    """The seat's statements of one kind that wait or were refused, the newest first."""
    return waiting_statements(desk.organisation, desk.seat.proceeding, desk.now, kind)


# --- packs and papers -----------------------------------------------------------------------------------


def packs_issued(desk: TellerDesk) -> tuple[PacksIssued, ...]:
    """The packs of the ballot as it was opened last."""
    opened = [p.entry for p in desk.seat.entries if isinstance(p.entry, BallotOpened)]
    return opened[-1].packs if opened else ()


def reconciled(desk: TellerDesk) -> BallotReconciled | None:
    """The reconciliation that stands."""
    found = [p.entry for p in desk.seat.entries if isinstance(p.entry, BallotReconciled)]
    return found[-1] if found and desk.ballot and desk.ballot.reconciled else None


def came_back(desk: TellerDesk) -> int | None:
    """How many papers the reconciliation says came back."""
    done = reconciled(desk)
    return None if done is None else reconciliation.came_back(done.account)


def papers_named(content: bytes, file: str, ballot: BallotState, names: Mapping[str, str]) -> Blt:
    """The file with each candidate as a reference, in the order of the paper; ``BadInput`` otherwise.

    A name in the file is a reference, or exactly the name of one candidate; nothing is guessed.
    """
    read = read_blt(content, file)
    by_name: dict[str, list[str]] = {}
    for candidate in ballot.candidates:
        by_name.setdefault(names.get(candidate, candidate), []).append(candidate)
        by_name.setdefault(candidate, []).append(candidate)
    on_paper = [names.get(one, one) for one in ballot.candidates]
    found = [_reference(name, by_name, on_paper, file) for name in read.candidates]
    missing = [names.get(c, c) for c in ballot.candidates if c not in found]
    if missing or len(found) != len(ballot.candidates):
        what = f"the ballot paper names {', '.join(missing) or 'fewer candidates'} as well"
        raise BadInput(Problem(file, None, "candidates", what))
    return _in_paper_order(replace(read, candidates=tuple(found)), ballot.candidates)


def _reference(
    name: str, by_name: Mapping[str, list[str]], on_paper: Sequence[str], file: str
) -> str:
    known = sorted(set(by_name.get(name, [])))
    if len(known) == 1:
        return known[0]
    right = "; ".join(sorted(by_name) if known else on_paper)
    what = "is on the ballot paper twice; use the references" if known else "is not on the paper"
    raise BadInput(Problem(file, None, "candidates", f"{name!r} {what}", right))


def _in_paper_order(blt: Blt, candidates: tuple[str, ...]) -> Blt:
    place = [candidates.index(one) for one in blt.candidates]
    papers = tuple(
        (n, tuple(tuple(sorted(place[c] for c in named)) for named in marks))
        for n, marks in blt.papers
    )
    withdrawn = tuple(sorted(place[c] for c in blt.withdrawn))
    return replace(blt, candidates=candidates, papers=papers, withdrawn=withdrawn)


def blt_text(blt: Blt) -> str:
    """The file as it goes into the record."""
    return write_blt(blt)


def count_now(desk: TellerDesk) -> Transcript | LotRequired | Refused:
    """What the count of the entered papers comes to, with the lots drawn so far."""
    rules = selection_rules(desk.given)
    if isinstance(rules, Refused):
        return rules
    if desk.ballot is None or not is_countable(desk.ballot):
        return Refused("no-papers", "the order", "The papers have not been entered yet.")
    return counted(desk.ballot, rules)


def too_few_to_show(desk: TellerDesk, blt: str) -> bool:
    """Whether so few papers count that they stay with the parties."""
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    return read_blt(blt.encode()).as_papers().valid < cell if blt else False


def online_is_few(desk: TellerDesk) -> bool:
    """Whether a handful voted online, so that what they cast is kept with the parties."""
    return desk.ballot is not None and online_is_kept(desk.ballot)


def papers_are_open(desk: TellerDesk) -> bool:
    """Whether papers were issued that nobody has entered or counted yet."""
    return desk.ballot is not None and papers_are_kept(desk.ballot)


def count_few(
    desk: TellerDesk, entered: PapersEntered | None, lot: tuple[str, ...]
) -> Transcript | LotRequired | Refused:
    """The count where a handful is kept back, ties settled by one drawing of all names."""
    rules, kept = selection_rules(desk.given), _kept(desk, entered, lot)
    if isinstance(rules, Refused):
        return rules
    if desk.ballot is None:
        return Refused("no-papers", "the order", "The papers have not been entered yet.")
    if isinstance(kept, Refused):
        return kept
    return count_with(with_kept(replace(desk.ballot, lots=()), kept[0]), rules, lot)


def few_counted(
    desk: TellerDesk,
    entered: PapersEntered | None,
    lot: tuple[str, ...],
    by: tuple[Actor, ...],
) -> FewPapersCounted:
    """What two tellers report where a handful is kept back: whom all votes select, and the rest for the parties."""
    result, kept = count_few(desk, entered, lot), _kept(desk, entered, lot)
    elected = result.candidates[result.elected[0]] if isinstance(result, Transcript) else ""
    found, archive = (Kept(entered, None, lot), "") if isinstance(kept, Refused) else kept
    papers = Withheld(kept_value(found), Visibility.PARTIES)
    return FewPapersCounted(elected=elected, papers=papers, archive=archive, by=by)


def _kept(
    desk: TellerDesk, entered: PapersEntered | None, lot: tuple[str, ...]
) -> tuple[Kept, str] | Refused:
    """What is kept back, with the archive of what was cast online, where that is kept too."""
    if not online_is_few(desk):
        return Kept(entered, None, lot), ""
    made = closing.result_entry(desk.seat.proceeding)
    if isinstance(made, Refused):
        return made
    return Kept(entered, CastOnline(made.blt, made.invalid), lot), made.archive


def titled(blt: Blt, title: str) -> Blt:
    """The file under the seat's name, whatever title it came with."""
    return replace(blt, title=title)


def desks_of(person: str) -> list[TellerDesk]:
    """Every seat whose papers this person tells, in the order of the seats' opening."""
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        return []
    granted = seats_of_teller(person)
    wanted = [one for one in seat_ids(organisation) if "" in granted or one in granted]
    return [teller_desk(person, one) for one in wanted] if granted else []
