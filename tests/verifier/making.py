"""A whole selection as a signed record: every person with a key of their own, and a bundle to break."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from hustings.kernel.canonical import Json
from hustings.kernel.sharing import Spread
from hustings.proceedings.codec import to_record
from hustings.proceedings.contested_returns import ReturnContested, ReturnReinstated, ReturnVoided
from hustings.proceedings.entry import Entry as Said
from hustings.proceedings.member_papers import PapersEntered, PapersRead
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.bundle import Bundle, Contents, make_bundle, read_files
from hustings.record.log import Log, counted, leaf_of
from hustings.record.organisation import RulebookAdopted
from hustings.verifier.result import claim_of
from hustings.verifier.trust import KnownCheckpoint, Trust
from hustings.verifier.verify import Report
from hustings.verifier.verify import verify as verify_with
from tests.proceedings.test_reading_papers import OTHERWISE, at_the_table
from tests.proceedings.test_reading_papers import few as few_papers
from tests.proceedings.test_reading_papers import shown as reading
from tests.proceedings.walk import BLT, TELLERS, Walk
from tests.record.making import (
    LOG_VKEY,
    SLUG,
    WITNESS_VKEYS,
    WITNESSES,
    Writer,
    checkpoint,
    public,
)

SEAT = "northmoor-1"
OTHER = "eastwater-1"
FOUNDED = datetime(2016, 10, 3, 9, 0, tzinfo=UTC)
BIG = {"open": 21, "reselect": 9, "abstained": 1, "spoilt": 0}
SMALL = {"open": 2, "reselect": 1, "abstained": 0, "spoilt": 0}


class Busy(Walk):
    """A walk on which something happens: figures in public and not, one return contested, voided, reinstated."""

    def return_of(
        self, unit: str, answer: UnitAnswer = UnitAnswer.OPEN, **more: object
    ) -> ReturnMade:
        if unit == "branch-1":
            more["figures"] = Withheld(BIG, Visibility.PUBLIC)
        if unit == "branch-2":
            more["figures"] = Withheld(SMALL, Visibility.PARTIES)
        return super().return_of(unit, answer, **more)

    def returned(self, unit: str, answer: UnitAnswer = UnitAnswer.OPEN, **more: object) -> Said:
        made = super().returned(unit, answer, **more)
        if unit == "branch-3":
            by = (Actor("p-mo", Role.MEMBER),)
            self.do(ReturnContested(unit=unit, contention=Withheld("No notice came."), by=by))
            self.do(self.decision(ReturnVoided, unit=unit))
            self.do(self.decision(ReturnReinstated, unit=unit))
        return made


def registered(writer: Writer, walk: Walk) -> None:
    """Register a key for everybody who acts, in each role, by an authority."""
    acting = sorted({(actor.person, actor.role) for said, _ in walk.entries for actor in said.by})
    for person, role in acting:
        writer.register(person.removeprefix("p-"), role.value)


def enter(writer: Writer, said: Said, at: datetime, proceeding: str = SEAT) -> None:
    """Enter what was said, signed by all who say it (a member signs in, and has no key here)."""
    written = to_record(said)
    by = [f"{actor.person.removeprefix('p-')}:{actor.role.value}" for actor in written.by]
    writer.write(
        written.kind,
        written.body,
        *by,
        proceeding=proceeding,
        withheld={name: (value.value, value.seen_by) for name, value in written.withheld.items()},
        at=max(at, writer.at),
        keys=[one.partition(":")[0] for one in by if not one.endswith(":member")],
        visibility=written.visibility,
    )


@dataclass
class Case:
    """A record in the making: break it before it is sealed, or break what was sealed."""

    walk: Walk
    writer: Writer
    claims: Mapping[str, Json]
    rolls: Mapping[str, bytes]
    rulebooks: Mapping[str, Mapping[str, bytes]]
    audience: Visibility = Visibility.PUBLIC
    counts: bool = True
    archives: Mapping[str, bytes] = field(default_factory=dict)
    factors: Mapping[str, bytes] = field(default_factory=dict)

    def log(self) -> list[bytes]:
        """The log as it is sealed: with a count of all proceedings at its end, unless it is left out."""
        ending = Writer(
            list(self.writer.entries), at=self.writer.at, numbers=Counter(self.writer.numbers)
        )
        if self.counts:
            count(ending)
        return ending.log

    def sealed(self, witnesses: Sequence[str] = WITNESSES) -> dict[str, bytes]:
        """The bundle's files."""
        log = self.log()
        return make_bundle(
            Contents(
                SLUG,
                [SEAT],
                log,
                checkpoint(log, witnesses),
                self.writer.openings,
                self.rulebooks,
                self.rolls,
                self.claims,
                self.audience,
                self.archives,
                self.factors,
            )
        )

    def trust(self) -> Trust:
        """What somebody outside knows: keys, and the log as it once was."""
        log = self.writer.log
        known = checkpoint_of(log[:5])
        authorities = frozenset({public("ada"), public("bea")})
        return Trust(LOG_VKEY, SLUG, WITNESS_VKEYS, 2, known, authorities)

    def change(self, place: int, /, **changes: object) -> None:
        """Change an entry as somebody would who holds no key."""
        entry = self.writer.entries[place]
        self.writer.entries[place] = replace(entry, **changes)  # type: ignore[arg-type]

    def last(self, kind: str) -> int:
        """The position of the last entry of a kind."""
        return max(entry.position for entry in self.writer.entries if entry.statement.kind == kind)


def checkpoint_of(log: Sequence[bytes]) -> KnownCheckpoint:
    """Size and root of a log."""
    return KnownCheckpoint(len(log), Log.of(log).root)


def recorded(walk: Walk | None = None) -> Case:
    """The whole way of one seat, beside a second one, counted at the end."""
    walk = walk or whole_way()
    writer = Writer(at=FOUNDED).found("ada", "bea")
    adopted = RulebookAdopted.of(walk.rulebook).body()
    writer.write("RulebookAdopted", adopted, "bea:governing-body")
    registered(writer, walk)
    for number, (said, at) in enumerate(walk.entries):
        enter(writer, said, at)
        if number % 9 == 0:
            writer.write("Noted", {}, proceeding=OTHER, at=writer.at)
    claims: dict[str, Json] = {SEAT: claim_of(walk.state, (said for said, _ in walk.entries))}
    return Case(walk, writer, claims, {}, {walk.rulebook.id: walk.rulebook.files})


def count(writer: Writer) -> None:
    """Enter a count of all proceedings."""
    says = counted((entry.statement.proceeding, leaf_of(entry)) for entry in writer.entries)
    writer.write("ProceedingsCounted", says.body(), at=writer.at)


def whole_way(proceeding: str = SEAT) -> Walk:
    """From the letter to the declared candidate."""
    return Busy(proceeding=proceeding).declared()


def few() -> Walk:
    """The whole way with nine papers, which nobody but the parties sees."""
    walk = at_the_table(9)
    walk.do(few_papers(walk))
    return walk


def differed() -> Walk:
    """The two tellers read one paper differently, and settled it."""
    walk = at_the_table(22)
    for teller, blt in zip(TELLERS, (BLT, OTHERWISE), strict=True):
        walk.do(PapersRead(seal=walk.sealed(teller, blt), by=(teller,)))
    shown = (reading(TELLERS[0]), reading(TELLERS[1], OTHERWISE))
    walk.do(
        PapersEntered(
            blt=BLT, returned=22, spoilt=0, readings=shown, resolved="Looked at it.", by=TELLERS
        )
    )
    return walk


def verify(bundle: Bundle, trust: Trust | None = None, spread: Spread = map) -> Report:
    """Every check, with coins that fall alike in every run."""
    return verify_with(bundle, trust, spread, Random(1).randrange)


def run(case: Case, *, trust: bool = True) -> Report:
    """Seal and verify."""
    return verify(read_files(case.sealed()), case.trust() if trust else None)


def numbers(report: Report) -> list[str]:
    """The numbers of what failed, each once."""
    return sorted({failure.check for failure in report.failed})


def later(case: Case) -> datetime:
    """A minute after the last entry."""
    return case.writer.at + timedelta(minutes=1)


def named(digest_of: bytes) -> str:
    """The name under which a roll lies in a bundle."""
    return sha256(digest_of).hexdigest()
