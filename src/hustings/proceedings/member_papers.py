"""Two tellers read the papers, each for themselves and sealed; then both readings are shown, compared and settled."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.counting.formats.blt import read_blt, write_blt
from hustings.counting.papers import Papers
from hustings.kernel.canonical import Json
from hustings.kernel.commitments import SALT_BYTES, commit
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.applications import not_in
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.publication import is_handful
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState, SealedReading, Selection
from hustings.proceedings.values import Requirement, Role, needs

SEAL = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(rf"(?:[0-9a-f]{{2}}){{{SALT_BYTES},64}}")


def seal_of(proceeding: str, person: str, salt: str, blt: str, spoilt: int) -> str:
    """The seal on one person's reading: nobody else can open it as theirs, or in another proceeding."""
    value: Mapping[str, Json] = {
        "reading": proceeding, "by": person, "blt": blt, "spoilt": spoilt,
    }  # fmt: skip
    return commit(bytes.fromhex(salt), dict(value))


@dataclass(frozen=True, kw_only=True)
class PapersRead(Entry):
    """One teller's own reading of the papers, under a seal: nobody can read it before a second is sealed."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER),)

    seal: str

    def decided(self, given: Given) -> Entry | Refused:
        """After reconciliation; one person's own; not the seal of another reading."""
        no = not_at_the_table(given)
        if no is not None:
            return no
        if len({actor.person for actor in self.by}) != 1:
            return refused("not-one-teller", THE_RECORD, "A reading is one teller's own.")
        if not SEAL.fullmatch(self.seal):
            return refused("not-a-seal", THE_RECORD, "A seal is 64 hexadecimal digits.")
        ballot = given.state.ballot
        if ballot is not None and any(one.seal == self.seal for one in ballot.readings):
            return refused("sealed-already", THE_RECORD, "This very seal stands in the record.")
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The reading waits for a second one; the same teller's later reading replaces it."""
        if state.ballot is None:
            return state
        reader = self.by[0].person
        others = tuple(one for one in state.ballot.readings if one.person != reader)
        readings = (*others, SealedReading(reader, self.seal))
        return replace(state, ballot=replace(state.ballot, readings=readings))


@dataclass(frozen=True, slots=True)
class AsRead:
    """What one teller read where it is not what was entered: the papers, and how many do not count."""

    blt: str
    spoilt: int


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A reading with its seal opened; ``read`` is None where it is exactly the papers entered."""

    person: str
    salt: str
    read: AsRead | None = None


@dataclass(frozen=True, kw_only=True)
class PapersEntered(Entry):
    """Both readings are opened and compared, and the papers as settled are entered, as a BLT file.

    Candidates stand in it by their reference, in the order of the ballot paper. Where the readings
    differ, ``resolved`` says how the tellers settled it at the papers themselves.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    blt: str
    returned: int
    spoilt: int
    readings: tuple[ShownReading, ...]
    resolved: str = ""
    differences: int = computed(0)
    """Papers that the two tellers read differently."""

    def decided(self, given: Given) -> Entry | Refused:
        """After two sealed readings; of exactly these candidates; all papers that came back."""
        found = settled(given, self)
        if isinstance(found, Refused):
            return found
        papers, differences = found
        cell = given.rulebook.rules.publication.minimum_cell
        if self.returned and papers.valid < cell.value:
            return refused(
                "cell-too-small",
                cell,
                f"Fewer than {cell.value} papers count; they stay with the parties, "
                "and the tellers report whom they select.",
            )
        return replace(self, differences=differences)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """These are the papers to count; lots drawn for other papers no longer fit."""
        if state.ballot is None:
            return state
        ballot = replace(state.ballot, papers=self.blt, spoilt=self.spoilt, lots=(), readings=())
        return replace(state, ballot=ballot)


def not_at_the_table(given: Given) -> Refused | None:
    """A refusal where papers cannot be read or entered now."""
    no = not_in(given, Stage.COUNT)
    if no is not None:
        return no
    ballot = given.state.ballot
    if ballot is None or not ballot.reconciled or ballot.void:
        return refused("not-reconciled", THE_ORDER, "The papers are reconciled first.")
    if not ballot.packs:
        return refused("no-packs", THE_RECORD, "No papers were issued; members vote online.")
    if given.state.count is not None and not given.state.recount_ordered:
        return refused(
            "counted-already", THE_RECORD, "The papers have been counted; ask for a recount."
        )
    if ballot.lots:
        return refused(
            "lot-drawn",
            THE_RECORD,
            "A lot has been drawn for the papers as entered; count them, then ask for a recount.",
        )
    return None


def settled(given: Given, entered: PapersEntered) -> tuple[Papers, int] | Refused:
    """The papers as settled and on how many the readings differ, or why they cannot be entered."""
    no, ballot = not_at_the_table(given), given.state.ballot
    if no is not None or ballot is None:
        return no or refused("not-reconciled", THE_ORDER, "The papers are reconciled first.")
    papers = _read(ballot, entered.blt)
    if isinstance(papers, Refused):
        return papers
    if entered.spoilt < 0 or papers.returned + entered.spoilt != entered.returned:
        return refused(
            "papers-do-not-add-up",
            THE_RECORD,
            f"{papers.returned} papers are entered and {entered.spoilt} spoilt, "
            f"but {entered.returned} came back.",
        )
    cell = given.rulebook.rules.publication.minimum_cell.value
    back = ballot.returned_to_parties if ballot.returned is None else ballot.returned
    fits = is_handful(entered.returned, cell) if back is None else entered.returned == back
    if not fits:
        said = f"Fewer than {cell}" if back is None else back
        return refused(
            "not-as-reconciled",
            THE_RECORD,
            f"{said} papers came back by the reconciliation, not {entered.returned}.",
        )
    differences = _compared(given, ballot, entered, papers)
    return differences if isinstance(differences, Refused) else (papers, differences)


def _read(ballot: BallotState, blt: str) -> Papers | Refused:
    """The papers of a file, which says them plainly, of the candidates on the ballot paper."""
    try:
        read = read_blt(blt.encode(), "papers.blt")
        papers, spelt = read.as_papers(), write_blt(read)
    except BadInput as bad:
        return refused("papers-unreadable", THE_RECORD, str(bad.problems[0]))
    if spelt != blt:
        return refused(
            "papers-with-more",
            THE_RECORD,
            "The papers are written plainly: no comments, no names of papers, nothing besides.",
        )
    if not {papers.candidates[c] for c in papers.withdrawn} <= {*ballot.withdrawn_after_papers}:
        return refused(
            "never-withdrew",
            THE_RECORD,
            "The papers mark somebody as withdrawn who has not withdrawn on the record.",
        )
    if papers.candidates != ballot.candidates or papers.seats != 1:
        return refused(
            "other-candidates", THE_RECORD, "The papers name other candidates than the ballot does."
        )
    return papers


def _compared(
    given: Given, ballot: BallotState, entered: PapersEntered, settled_as: Papers
) -> int | Refused:
    """On how many papers the two readings differ; both are opened, and differences are settled in words."""
    no = _not_theirs(given, ballot, entered)
    if no is not None:
        return no
    stands = counted_papers(settled_as, entered.spoilt)
    counts: list[Counter[object]] = []
    for shown in entered.readings:
        papers = settled_as if shown.read is None else _read(ballot, shown.read.blt)
        if isinstance(papers, Refused):
            return papers
        spoilt = entered.spoilt if shown.read is None else shown.read.spoilt
        counts.append(counted_papers(papers, spoilt))
    differences = apart(counts[0], counts[1])
    settled_in_words = bool(entered.resolved.strip())
    if any(one != stands for one in counts):
        if not settled_in_words:
            return refused(
                "differences-not-settled",
                THE_RECORD,
                f"The two readings differ on {differences} papers, or what is entered is neither; "
                "say in words how that was settled at the papers.",
            )
    elif settled_in_words:
        return refused(
            "nothing-to-settle",
            THE_RECORD,
            "Both readings are what is entered; nothing was settled.",
        )
    return differences


def _not_theirs(given: Given, ballot: BallotState, entered: PapersEntered) -> Refused | None:
    """A refusal unless two different persons' sealed readings are opened, and both sign."""
    readers = [shown.person for shown in entered.readings]
    sealed = {one.person: one.seal for one in ballot.readings}
    if len(readers) != 2 or len({*readers} & {*sealed}) != 2:
        return refused(
            "not-read-twice",
            THE_ORDER,
            "Two tellers read the papers first, each for themselves, and seal what they read.",
        )
    if not {*readers} <= {actor.person for actor in entered.by}:
        return refused("readers-sign", THE_RECORD, "Whoever read the papers signs what is entered.")
    for shown in entered.readings:
        read = shown.read or AsRead(entered.blt, entered.spoilt)
        fits = SALT.fullmatch(shown.salt) and sealed[shown.person] == seal_of(
            given.state.proceeding, shown.person, shown.salt, read.blt, read.spoilt
        )
        if not fits:
            return refused(
                "seal-does-not-open",
                THE_RECORD,
                "A reading shown here is not the one that this teller sealed.",
            )
    return None


def counted_papers(papers: Papers, spoilt: int) -> Counter[object]:
    """How many papers carry each ranking; those that do not count stand under their reason."""
    found: Counter[object] = Counter()
    for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
        found[ranking] += number
    for why, number in papers.rejected:
        found[why.value] += number
    found["spoilt"] += spoilt
    return found


def apart(first: Counter[object], second: Counter[object]) -> int:
    """How many papers at least were read differently: moved from one ranking to another, left out or added."""
    return max((first - second).total(), (second - first).total())
