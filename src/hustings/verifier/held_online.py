"""Group 22: the archive of every ballot held online is there, is of that ballot, and bears out what was entered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, cast

from hustings.ballots.secret.archive import NotAnArchive
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import RankedQuestion
from hustings.ballots.secret.rankings import Opened, open_rankings
from hustings.counting.formats.blt import read_blt
from hustings.kernel.refusals import CheckFailed
from hustings.kernel.sharing import Spread
from hustings.proceedings.held_online import HeldOnline, called_as_another, held_online, plain
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.record.bundle import FACTORS, Bundle, archive_path, archives_in, factors_path
from hustings.verifier.belenios.chain import read_chain
from hustings.verifier.belenios.engines import engine_for, plainly
from hustings.verifier.belenios.facts import Facts
from hustings.verifier.belenios.stages import Stage
from hustings.verifier.belenios.verify import ArchiveReport, ArchiveVerdict, verify_archive
from hustings.verifier.codes import check_codes
from hustings.verifier.findings import Failure, Findings
from hustings.verifier.replaying import Replayed
from hustings.verifier.result import names_opened

LARGE = 4 << 20
"""An archive of so many bytes is shared out by itself; smaller ones are shared out among each other."""

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Poll:
    """A ballot held online, with what its proceeding's rulebook and openings say that its archive has to fit."""

    held: HeldOnline
    cell: int
    replacement: bool
    names: Mapping[str, str]


def polls_of(replayed: Replayed) -> tuple[Poll, ...] | None:
    """The ballots that a proceeding held online; ``None`` where its rules cannot be read."""
    if replayed.rulebook is None:
        return None
    rules = replayed.rulebook.rules
    online = None if rules.selection is None else rules.selection.ballot.online
    if online is None:
        return ()
    cell, replacement = rules.publication.minimum_cell.value, online.replacement.value
    names = names_opened(said for _, said in replayed.said)
    found = held_online((entry.position, said) for entry, said in replayed.said)
    return tuple(Poll(held, cell, replacement == "last-counts", names) for held in found)


def check_held_online(
    bundle: Bundle,
    polls: Iterable[Poll] | None,
    findings: Findings,
    spread: Spread,
    coins: Coins,
) -> None:
    """22.1 to 22.12; ``polls`` is ``None`` where it is not known which ballots were held."""
    if polls is None:
        return
    archives, held = archives_in(bundle.files), tuple(polls)
    entered = {poll.held.archive for poll in held}
    begun = {_first_event(archives[name]): name for name in sorted(archives.keys() - entered)}
    placed = [(poll, _place(poll, bundle, archives, begun, findings)) for poll in held]
    named = {name for _, name in placed if name is not None}
    for name in sorted(archives.keys() - named):
        what = f"{archive_path(name)} is that of no ballot that the record has closed, for these readers"
        findings.fail("22.2", what)
    proofs = archives_in(bundle.files, FACTORS)
    for name in sorted(proofs.keys() - named - entered):
        findings.fail("22.2", f"{factors_path(name)} stands beside no archive of these readers")
    true = sorted(name for name in named if sha256(archives[name]).hexdigest() == name)
    for name in sorted(named - {*true}):
        findings.fail("22.3", f"{archive_path(name)} has another digest than its name")
    pairs = {name: (archives[name], proofs.get(name, b"")) for name in true}
    reports = _verified(pairs, spread, coins)
    for poll, name in placed:
        if name is not None and name in reports:
            _check_archive(poll, name, archives[name], reports[name], findings)


def _place(
    poll: Poll,
    bundle: Bundle,
    archives: Mapping[str, bytes],
    begun: Mapping[str | None, str],
    findings: Findings,
) -> str | None:
    """The archive of a ballot by its name; 22.1 where it should be there and is not.

    ``begun`` has the archives that no result names, by the event with which each begins.
    """
    held, public = poll.held, poll.held.archive_is_for(bundle.manifest.audience, poll.cell)
    if not public:
        if held.entered_at is not None:
            findings.warn(
                f"Position {held.entered_at} of the log: "
                f"fewer than {poll.cell} ballots were cast online, so their archive is "
                "for the scrutineer and the witnesses; the rankings are attested by two tellers, not proved."
            )
        if held.unused is not None:
            findings.warn(
                f"Position {held.closed_at} of the log: the scrutineer opened {len(held.unused.unused)} spare "
                "voting codes as given to nobody; that none of them voted is attested by them: the archive is not here."
            )
        return None
    if held.archive is None:
        return begun.get(held.box.setup)
    if held.archive not in archives:
        what = f"{archive_path(held.archive)}, which proves the rankings entered, is missing"
        findings.fail("22.1", what, held.entered_at)
        return None
    return held.archive


def _first_event(data: bytes) -> str | None:
    """The hash of the event with which an archive begins; ``None`` for what is none."""
    try:
        return read_chain(data).links[0].hash
    except Exception:  # noqa: BLE001 (what an enemy wrote is no archive, whatever it trips)
        return None


# --- the archive itself -----------------------------------------------------------------------------


Proved = tuple[bytes, bytes]
"""An archive, and the trustees' proofs beside it; of those who gave none there is no line."""


def _verified(
    archives: Mapping[str, Proved], spread: Spread, coins: Coins
) -> dict[str, ArchiveReport]:
    """A report of each archive: many small ones side by side, a large one over all cores by itself."""
    small = [name for name, (data, _) in archives.items() if len(data) < LARGE]
    one_by_one, shared = _ArchiveCheck(map, coins), _ArchiveCheck(spread, coins)
    reports = spread(one_by_one, [archives[name] for name in small])
    found: dict[str, ArchiveReport] = dict(zip(small, reports, strict=True))
    return {name: found[name] if name in found else shared(pair) for name, pair in archives.items()}


@dataclass(frozen=True, slots=True)
class _ArchiveCheck:
    spread: Spread
    coins: Coins

    def __call__(self, pair: Proved) -> ArchiveReport:
        """Groups 12 to 20, as ``hustings verify`` does them for the archive alone."""
        data, proofs = pair
        try:
            return verify_archive(data, engine_for, self.spread, self.coins, proofs=proofs)
        except NotAnArchive as problem:
            failed = (Failure("12.1", str(problem)),)
            return ArchiveReport(ArchiveVerdict.REJECT, Stage.NOTHING, failed, (), None, None)
        except Disagreement as problem:
            report = verify_archive(data, plainly, self.spread, self.coins, proofs=proofs)
            left = f"The compiled lane was left: it disagrees with the library on {problem}."
            return replace(report, warnings=(*report.warnings, left))


def _check_archive(
    poll: Poll, name: str, data: bytes, report: ArchiveReport, findings: Findings
) -> None:
    """22.4, and where it holds, what the archive says against what the record says."""
    for warning in report.warnings:
        findings.warn(f"{archive_path(name)}: {warning}")
    at, facts = poll.held.entered_at or poll.held.closed_at, report.facts
    for failure in report.failed:
        place = "" if failure.entry is None else f" at event {failure.entry}"
        what = f"{archive_path(name)}: check {failure.check} does not hold{place}: {failure.what}"
        findings.fail("22.4", what, at)
    if report.verdict is ArchiveVerdict.WARN:
        findings.fail("22.4", f"{archive_path(name)} is cut off between data and their event", at)
    elif facts is not None:
        _check_against_record(poll, data, facts, report, findings)


def _check_against_record(
    poll: Poll, data: bytes, facts: Facts, report: ArchiveReport, findings: Findings
) -> None:
    """22.5, and where it holds all that follows, each by itself."""
    held = poll.held
    try:
        _check_opened(held, facts)
    except CheckFailed as failed:
        findings.fail(failed.number, failed.what, held.opened_at)
        return
    with findings.checking("22.6", held.opened_at):
        _check_credentials(poll, facts)
    with findings.checking("22.7", held.opened_at):
        _check_candidates(poll, facts, findings)
    if held.closed is not None:
        with findings.checking("22.8", held.closed_at):
            _check_closed(held.closed, facts)
    if held.result is not None and _ranked(held, facts) is not None:
        with findings.checking("22.9", held.entered_at):
            _check_entered(held, held.result, report, findings)
    check_codes(held, data, findings)


def _ranked(held: HeldOnline, facts: Facts) -> tuple[str, ...] | None:
    """Whom the election asks to rank, where it asks for that alone and for as many as are on the ballot paper."""
    match facts.questions:
        case (RankedQuestion(answers=answers),) if len(answers) == len(held.candidates):
            return answers
        case _:
            return None


def _check_opened(held: HeldOnline, facts: Facts) -> None:
    """22.5: one hash names description, trustees and credentials; the rest is what people compare."""
    box = held.box
    pairs = (
        ("id", facts.uuid, box.uuid),
        ("group", facts.group, box.group),
        ("fingerprint", facts.election, box.election),
        ("first event", facts.setup, box.setup),
    )
    _compare("22.5", pairs)


def _check_credentials(poll: Poll, facts: Facts) -> None:
    """22.6: electors and declared spares and nobody else; the trustees, and the rule on a second ballot."""
    box = poll.held.box
    pairs = (
        ("number of credentials", facts.credentials, box.credentials),
        ("number of trustees", facts.trustees, box.trustees),
        ("number of trustees needed", facts.needed, box.needed),
        ("replacement of a ballot by a later one", facts.replacement, poll.replacement),
    )
    _compare("22.6", pairs)


def _compare(check: str, pairs: Iterable[tuple[str, object, object]]) -> None:
    other = [f"{what} is {found}, not {said}" for what, found, said in pairs if found != said]
    if other:
        raise CheckFailed(check, f"in the archive {'; '.join(other)}")


def _check_candidates(poll: Poll, facts: Facts, findings: Findings) -> None:
    """22.7: one question that ranks them all, each called by no other candidate's name."""
    candidates, answers = poll.held.candidates, _ranked(poll.held, facts)
    if answers is None:
        what = f"the election does not ask to rank the {len(candidates)} on the ballot paper"
        raise CheckFailed("22.7", what)
    mistaken = called_as_another(candidates, answers, poll.names)
    if mistaken is not None:
        what = (
            f"where the record has {mistaken[0]}, the election has {mistaken[1]!r}, who is another"
        )
        raise CheckFailed("22.7", what)
    for candidate, answer in zip(candidates, answers, strict=True):
        if candidate in poll.names and plain(answer) != plain(poll.names[candidate]):
            findings.warn(
                f"Position {poll.held.opened_at} of the log: the ballot paper online calls {candidate} {answer!r}; "
                f"the record has {poll.names[candidate]!r}."
            )


def _check_closed(closed: OnlineBallotClosed, facts: Facts) -> None:
    """22.8: nothing was cast after what two witnesses put on the record."""
    pairs: list[tuple[str, object, object]] = [("closing event", facts.closing, closed.event)]
    ballots = closed.ballots if closed.handful is None else closed.handful.value
    if ballots is not None:
        pairs.append(("number of ballots that stand", facts.standing, ballots))
    _compare("22.8", pairs)


def _check_entered(
    held: HeldOnline, result: OnlineResultEntered, report: ArchiveReport, findings: Findings
) -> None:
    """22.9: each ranking as often as the archive opens it, and as many ballots without one."""
    if report.result is None:
        raise CheckFailed("22.9", f"the archive opens nothing; it is {report.state.value}")
    (rows,) = cast("tuple[Sequence[Sequence[int]]]", tuple(cast("Sequence[Any]", report.result)))
    opened = open_rankings(rows, len(held.candidates), foreign=report.foreign.get(0, ()))
    papers = read_blt(result.blt.encode(), "rankings.blt").as_papers()
    entered: Counter[tuple[int, ...]] = Counter()
    for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
        entered[ranking] += number
    proved = Counter(dict(opened.rankings))
    if papers.rejected or entered != proved:
        what = (
            f"{(entered - proved).total()} of the rankings entered are not in the archive, and "
            f"{(proved - entered).total()} in the archive are not entered"
        )
        raise CheckFailed("22.9", what)
    if result.invalid != len(opened.invalid):
        what = f"{len(opened.invalid)} ballots hold no ranking, and {result.invalid} are entered"
        raise CheckFailed("22.9", what)
    _list_invalid(held, opened, findings)


def _list_invalid(held: HeldOnline, opened: Opened, findings: Findings) -> None:
    if not opened.invalid:
        return
    shown = [f"{' '.join(map(str, row))} ({why.value})" for why, row in opened.invalid]
    more = len(shown) - MOST_LISTED
    rest = f", and {more} more" if more > 0 else ""
    findings.warn(
        f"Position {held.entered_at} of the log: {len(shown)} of the ballots cast online hold no ranking "
        "and are not counted: "
        f"{', '.join(shown[:MOST_LISTED])}{rest}."
    )
