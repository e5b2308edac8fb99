"""A whole archive, from its first byte to its last: verdict, state, and the one check that failed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hustings.ballots.secret.archive import EventType, NotAnArchive
from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.tallying import result_json
from hustings.kernel.refusals import CheckFailed
from hustings.kernel.sharing import Spread, WorkLost
from hustings.verifier.belenios.batches import SharedEngine
from hustings.verifier.belenios.chain import DATA_OF, Chain, Link, read_chain
from hustings.verifier.belenios.facts import Facts, facts_of
from hustings.verifier.belenios.machine import FailedAt, Machine
from hustings.verifier.belenios.results import Foreign
from hustings.verifier.belenios.setup import check_setup, election_in
from hustings.verifier.belenios.stages import Stage, may_come_next, next_stage
from hustings.verifier.belenios.together import listed, read_together
from hustings.verifier.findings import Failure

MakeEngine = Callable[[Election, int, Coins], Engine]
"""The engine for an election with so many events; coins choose the sample that is worked out twice."""


class ArchiveVerdict(StrEnum):
    """What a stranger is told of an archive."""

    ACCEPT = "accept"
    WITH_WARNING = "accept-with-warning"
    WARN = "warn"
    REJECT = "reject"

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self is ArchiveVerdict.REJECT else 0


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What was found: at most one failed check, for what follows it could not be relied on.

    ``entry`` of the failure is the number of the event. ``result`` and ``facts`` are there only where all of it
    holds; ``foreign`` names the rows of the result that hold no ranking, whatever they seem to say. ``proved`` has the
    lines of the trustees whose proofs over all factors hold (19.6), ``unproved`` who has decrypted and given none.
    """

    verdict: ArchiveVerdict
    state: Stage
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...]
    last_event: str | None
    result: object
    ballots: int = 0
    facts: Facts | None = None
    foreign: Foreign = field(default_factory=dict[int, frozenset[int]])
    proved: Mapping[int, bytes] = field(default_factory=dict[int, bytes])
    unproved: tuple[int, ...] = ()


FOREIGN = (
    "{} of the rows of question {} were opened from something that no program seals as a ranking, and count for "
    "nobody. "
)
UNPROVED = "No proof over all factors together stands beside this archive of {}; check 19.6 was not made for them."
NOT_HERE = (
    "A proof over all factors is given for {}, and no decryption of theirs stands in this archive."
)

SENTENCES: dict[Stage, str] = {
    Stage.OPEN: "The archive ends while the poll is open; only somebody outside can say whether it is the newest.",
    Stage.CLOSED: "The archive ends before the tally.",
    Stage.TALLIED: "The archive ends before anything is decrypted.",
    Stage.SHUFFLING: "The archive ends before its shuffles are ended.",
    Stage.SHUFFLED: "The archive ends before anything is decrypted.",
    Stage.DECRYPTING: "The archive ends before the result.",
}


def verify_archive(
    data: bytes,
    make_engine: MakeEngine,
    spread: Spread,
    coins: Coins,
    earlier: bytes | None = None,
    proofs: bytes | None = None,
) -> ArchiveReport:
    """Every check of ``docs/reference/verify.md`` from 12 on; ``NotAnArchive`` for a file that is none.

    ``WorkLost`` comes through from ``spread``: processes that died say nothing about the archive.

    ``earlier`` is a copy that somebody kept: it has to be a beginning of this archive. ``proofs`` is the file of the
    trustees' proofs that stands beside it; an empty one says that there are none, ``None`` that nobody looked.
    """
    run = _Run(make_engine, spread, coins, proofs)
    try:
        chain = read_chain(data)
        if earlier is not None:
            run.chain = chain
            _check_continues(chain, earlier)
        run.follow(chain)
    except CheckFailed as failed:
        failure = Failure(failed.number, failed.what, run.at)
        return run.report(ArchiveVerdict.REJECT, (failure,))
    except (NotAnArchive, Disagreement, WorkLost):
        raise
    except Exception as problem:  # noqa: BLE001 (what an enemy wrote is rejected, whatever it trips)
        failure = Failure("12.2", f"cannot be followed: {problem!r}", run.at)
        return run.report(ArchiveVerdict.REJECT, (failure,))
    if run.dangling:
        return run.report(ArchiveVerdict.WARN, ())
    lenient = run.machine is not None and run.machine.lenient
    return run.report(ArchiveVerdict.WITH_WARNING if lenient else ArchiveVerdict.ACCEPT, ())


def _check_continues(chain: Chain, earlier: bytes) -> None:
    """12.8: nothing that the earlier copy has is missing or different here."""
    try:
        known = read_chain(earlier)
    except CheckFailed as failed:
        raise CheckFailed("12.8", f"the earlier copy is broken ({failed})") from None
    for old, new in zip(known.links, chain.links, strict=False):
        if old.hash != new.hash:
            raise CheckFailed(
                "12.8", f"event {old.event.height} is another one than in the earlier copy"
            )
    if len(known.links) > len(chain.links):
        missing = len(known.links) - len(chain.links)
        raise CheckFailed("12.8", f"the earlier copy has {missing} events more")


@dataclass(slots=True)
class _Run:
    make_engine: MakeEngine
    spread: Spread
    coins: Coins
    proofs: bytes | None = None
    stage: Stage = Stage.NOTHING
    at: int | None = None
    chain: Chain | None = None
    machine: Machine | None = None
    dangling: bool = False

    def follow(self, chain: Chain) -> None:
        """Groups 13 to 20, and 12.7 at the end."""
        self.chain = chain
        reached = self._order(chain)
        self.stage = Stage.NOTHING
        machine = self._set_up(chain.links[0], chain)
        ballots = [link for link in chain.links if link.event.type is EventType.BALLOT]
        self.stage = Stage.OPEN
        self._cast(machine, ballots)
        for link in chain.links[1 + len(ballots) :]:
            self.at = link.event.height
            machine.take(link.event.type, link.data)
            self.stage = next_stage(self.stage, link.event.type)
        self.at = None
        if self.stage is not reached:
            raise CheckFailed("13.1", "the events were not followed to the end")
        if chain.dangling:
            self._begin_next(machine, chain.dangling)

    def _order(self, chain: Chain) -> Stage:
        """Group 13 alone, which costs nothing, before anything that does."""
        stage = Stage.NOTHING
        for link in chain.links:
            self.at = link.event.height
            stage = next_stage(stage, link.event.type)
        self.at = None
        if stage is Stage.NOTHING:
            raise CheckFailed("13.1", "the archive has no events")
        return stage

    def _set_up(self, link: Link, chain: Chain) -> Machine:
        self.at = 0
        election = election_in(link.data)
        engine = SharedEngine(self.make_engine(election, len(chain.links), self.coins), self.spread)
        setup = check_setup(link.data, election, engine)
        self.at = None
        together = read_together(self.proofs, election)
        self.machine = Machine(setup, engine, self.spread, self.coins, together)
        return self.machine

    def _cast(self, machine: Machine, ballots: list[Link]) -> None:
        try:
            machine.ballots([link.data[0] for link in ballots])
        except FailedAt as failed:
            self.at = ballots[failed.place].event.height
            raise

    def _begin_next(self, machine: Machine, data: tuple[bytes, ...]) -> None:
        """12.7: data whose event is missing are taken as far as they go, and must hold."""
        told: list[str] = []
        for kind in may_come_next(self.stage):
            if len(data) > max(DATA_OF[kind]):
                continue
            try:
                machine.take(kind, data)
            except CheckFailed as failed:
                told.append(f"{kind.value}: {failed.what}")
            else:
                machine.result = None
                self.dangling = True
                return
        said = "; ".join(told) or f"the election is {self.stage.value}"
        raise CheckFailed(
            "12.7", f"{len(data)} records after the last event begin no other ({said})"
        )

    def report(self, verdict: ArchiveVerdict, failed: tuple[Failure, ...]) -> ArchiveReport:
        """What the run came to."""
        machine, chain = self.machine, self.chain
        warnings: list[str] = []
        if machine is not None:
            warnings += [f"Inside an answer: {one}." for one in machine.lenient]
        if not failed:
            warnings += self._incomplete()
        whole = machine is not None and machine.result is not None and not failed
        result = result_json(machine.result)["result"] if whole and machine.result else None  # type: ignore[union-attr]
        return ArchiveReport(
            verdict,
            self.stage,
            failed,
            tuple(warnings),
            None if chain is None else chain.last,
            result,
            0 if machine is None else len(machine.seen),
            None if machine is None or chain is None or failed else facts_of(chain, machine),
            machine.foreign if whole and machine is not None else {},
            {} if machine is None or failed else machine.proved(),
            () if machine is None or failed else machine.unproved(),
        )

    def _incomplete(self) -> list[str]:
        said = [SENTENCES[self.stage]] if self.stage in SENTENCES else []
        if self.dangling:
            said.append(
                "Data follow the last event, and the event they begin is missing: the archive was cut off."
            )
        machine = self.machine
        if machine is not None:
            said += _of_decryptions(machine)
        if (
            machine is not None
            and machine.ranked()
            and self.stage in {Stage.DECRYPTING, Stage.RESULT}
        ):
            links = () if self.chain is None else self.chain.links
            if all(link.event.type is not EventType.SHUFFLE for link in links):
                said.append(
                    "Rankings were decrypted without a shuffle: who sees both knows who voted what."
                )
        return said


def _of_decryptions(machine: Machine) -> list[str]:
    """Rows that hold no ranking, and whose factors are proved by nothing but 19.5."""
    together = machine.together
    missing = together.missing(machine.factors)
    whose = together.whose_rows(machine.factors)
    said = [FOREIGN.format(len(rows), at + 1) + whose for at, rows in machine.foreign.items()]
    if together.asked and missing:
        said.append(UNPROVED.format(listed(missing)))
    early = sorted(together.proofs.keys() - machine.factors.keys())
    if early:
        said.append(NOT_HERE.format(listed(early)))
    return said
