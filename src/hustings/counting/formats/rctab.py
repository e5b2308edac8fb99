"""A contest of the RCV Tabulator: its configuration in JSON, and the files of cast vote records that it names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from hustings.ballots.validity import Marks, Rejection
from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import Node, read_json
from hustings.counting.formats.lines import MOST_CANDIDATES
from hustings.counting.formats.nist import read_nist
from hustings.counting.formats.rctab_ballots import BallotRules, read_ballot
from hustings.counting.formats.rows import Row, read_rows
from hustings.kernel.refusals import BadInput

UNDECLARED = "Undeclared Write-ins"
"""What the tabulator calls write-ins for nobody who declared; they are excluded before anybody else."""
MOST_RANKS = 999
Beside = Callable[[str], bytes]
"""The bytes of a file beside the configuration, by the path that it gives."""

LAW = "wigm"
WINNERS = {
    "singleWinnerMajority": "majority",
    "multiWinnerAllowMultipleWinnersPerRound": "several-per-round",
    "multiWinnerAllowOnlyOneWinnerPerRound": "one-per-round",
    "bottomsUp": "bottoms-up",
    "bottomsUpUsingPercentageThreshold": "bottoms-up-threshold",
    "multiPassIrv": "sequential",
}
TIES = {
    "random": "lot",
    "stopCountingAndAsk": "lot",
    "generatePermutation": "lot",
    "previousRoundCountsThenRandom": "previous-round",
    "previousRoundCountsThenAsk": "previous-round",
    "useCandidateOrder": "candidate-order",
}
"""The tabulator's chance (random, a permutation, somebody asked) is a lot drawn by people here."""
SWITCHES = {
    "first_round": "doesFirstRoundDetermineThreshold",
    "batch": "batchElimination",
    "until_two": "continueUntilTwoCandidatesRemain",
}
NUMBERS = {
    "minimum": "minimumVoteThreshold",
    "stop_after": "stopTabulationEarlyAfterRound",
    "percentage": "multiSeatBottomsUpPercentageThreshold",
    "decimals": "decimalPlacesForVoteArithmetic",
}
"""Readings of the law, and what the configuration calls them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of cast vote records; columns and rows are counted from 1 as in the configuration."""

    provider: str
    path: str
    first_column: int
    first_row: int
    overvote: str
    skipped: str
    undeclared: str
    between: str
    blank_is_undeclared: bool
    contest: str | None
    at: Node


@dataclass(slots=True)
class _Reading:
    """The contest as it is read: candidates and their other names, and the rankings met so far."""

    candidates: list[str]
    number: dict[str, int]
    rules: BallotRules
    rankings: dict[tuple[int, ...], int] = field(default_factory=dict[tuple[int, ...], int])
    rejected: dict[Rejection, int] = field(default_factory=dict[Rejection, int])
    known: dict[tuple[str, ...], tuple[int, ...] | Rejection] = field(
        default_factory=dict[tuple[str, ...], tuple[int, ...] | Rejection]
    )

    def add(self, reading: tuple[int, ...] | Rejection) -> None:
        """Count one paper."""
        if isinstance(reading, Rejection):
            self.rejected[reading] = self.rejected.get(reading, 0) + 1
        else:
            self.rankings[reading] = self.rankings.get(reading, 0) + 1


def is_configuration(root: Node) -> bool:
    """Whether a JSON file is a configuration of the tabulator."""
    table = root.table()
    return "rules" in table and ("cvrFileSources" in table or "cvr_source" in table)


def read_rctab(root: Node, beside: Beside) -> Document:
    """Read a configuration and its records; every ballot is read by the configuration's own rules.

    The papers of the document are rankings already; ballots that never count stand under ``rejected``:
    blank, an overvote first, too many ranks skipped. Write-ins for nobody who declared are a candidate.
    The law is ``wigm``, its readings are the rules.
    """
    rules = root.need("rules")
    seats = rules.need("numberOfWinners").number(1, MOST_CANDIDATES)
    candidates, number, excluded = _candidates(root)
    reading = _Reading(candidates, number, _ballot_rules(rules, len(candidates)))
    sources = list(_sources(root))
    write_ins = any(source.undeclared or source.blank_is_undeclared for source in sources)
    if write_ins:
        _undeclared(reading)
    readings = _readings(rules, write_ins=write_ins)
    for source in sources:
        _read_source(reading, source, beside)
    return Document(
        candidates=tuple(candidates),
        papers=tuple((n, tuple((c,) for c in r)) for r, n in reading.rankings.items()),
        seats=seats,
        withdrawn=excluded,
        title=_title(root),
        law=LAW,
        readings=readings,
        rejected=tuple(sorted(reading.rejected.items())),
    )


def _title(root: Node) -> str:
    settings = root.get("outputSettings")
    named = root.get("title") if settings is None else settings.get("contestName")
    return "" if named is None else named.words(empty=True)


def _readings(rules: Node, *, write_ins: bool) -> tuple[tuple[str, str], ...]:
    """The readings of the law that the rules name."""
    said = {
        "mode": _one_of(rules.need("winnerElectionMode"), WINNERS),
        "tie": _one_of(rules.need("tiebreakMode"), TIES),
        "threshold": "hare" if _is_on(rules, "hareQuota") else "droop",
    }
    said["threshold"] += "-fractional" if _is_on(rules, "nonIntegerWinningThreshold") else ""
    said |= {ours: "yes" for ours, theirs in SWITCHES.items() if _is_on(rules, theirs)}
    for ours, theirs in NUMBERS.items():
        number = rules.get(theirs)
        if number is not None and number.value != "":
            said[ours] = str(number.number(0, 10**12))
    said |= {"write_ins": UNDECLARED} if write_ins else {}
    return tuple(said.items())


def _one_of(node: Node, values: dict[str, str]) -> str:
    if node.words() not in values:
        node.refuse(f"{node.words()!r} is none of the tabulator's values", ", ".join(values))
    return values[node.words()]


def _is_on(rules: Node, key: str) -> bool:
    found = rules.get(key)
    return found is not None and found.yes()


def _candidates(root: Node) -> tuple[list[str], dict[str, int], tuple[int, ...]]:
    """Names in order, the number of every name and other name, and who is not to be counted."""
    names: list[str] = []
    number: dict[str, int] = {}
    excluded: list[int] = []
    for each in root.need("candidates"):
        plain = isinstance(each.value, str)
        name = each if plain else each.need("name")
        others = [] if plain else list(each.get("aliases") or ())
        for word in (name, *others):
            if word.words() in number and number[word.words()] != len(names):
                word.refuse(f"two candidates are called {word.words()!r}")
            number[word.words()] = len(names)
        out = None if plain else each.get("excluded")
        excluded += [len(names)] if out is not None and out.yes() else []
        names.append(name.words())
    if not 1 <= len(names) <= MOST_CANDIDATES:
        root.need("candidates").refuse(f"there are {len(names)} candidates")
    return names, number, tuple(excluded)


def _ballot_rules(rules: Node, candidates: int) -> BallotRules:
    overvote = rules.need("overvoteRule")
    kinds = ("alwaysSkipToNextRank", "exhaustImmediately", "exhaustIfMultipleContinuing")
    if overvote.words() not in kinds:
        overvote.refuse(f"{overvote.words()!r} is no rule for overvotes", ", ".join(kinds))
    return BallotRules(
        overvote_ends=overvote.words() != kinds[0],
        only_if_continuing=overvote.words() == kinds[2],
        most_skipped=_or_all(rules.need("maxSkippedRanksAllowed"), "unlimited", None),
        repeat_ends=_is_on(rules, "exhaustOnDuplicateCandidate"),
        ranks=_or_all(rules.need("maxRankingsAllowed"), "max", candidates),
    )


def _or_all(node: Node, word: str, every: int | None) -> int | None:
    return every if node.value == word else node.number(0, MOST_RANKS)


def _sources(root: Node) -> Iterator[Source]:
    listed = root.get("cvrFileSources")
    if listed is not None:
        for each in listed:
            yield _source(each, each.need("filePath"))
    else:
        each, path = root.need("cvr_source"), root.need("ballots_file")
        repeat = root.get("repeat")
        for _ in range(1 if repeat is None else repeat.number(1, 1_000)):
            yield _source(each, path)


def _source(each: Node, path: Node) -> Source:
    provider = each.need("provider")
    if provider.words() not in {"ess", "cdf", "csv"}:
        what = f"records of the provider {provider.words()!r} are not read here; export them as cdf"
        provider.refuse(what, "ess, cdf, csv")
    blank = each.get("treatBlankAsUndeclaredWriteIn")
    contest = _said(each, "contestId")
    table = provider.words() != "cdf"
    return Source(
        provider=provider.words(),
        path=path.words(),
        first_column=each.need("firstVoteColumnIndex").number(1, 10_000) if table else 1,
        first_row=each.need("firstVoteRowIndex").number(1, 10_000) if table else 1,
        overvote=_said(each, "overvoteLabel") or "overvote",
        skipped=_said(each, "skippedRankLabel") or "undervote",
        undeclared=_said(each, "undeclaredWriteInLabel"),
        between=_said(each, "overvoteDelimiter"),
        blank_is_undeclared=blank is not None and blank.yes(),
        contest=contest or None,
        at=path,
    )


def _said(node: Node, key: str) -> str:
    found = node.get(key)
    return "" if found is None else found.words(empty=True)


def _read_source(reading: _Reading, source: Source, beside: Beside) -> None:
    content = read_beside(source.at, beside)
    match source.provider:
        case "cdf":
            _read_report(reading, source, content)
        case "csv":
            for row, cells in _numbered(reading, source, content):
                _take(reading, source, row, cells)
        case _:
            for row in islice(read_rows(content, source.path), source.first_row - 1, None):
                if row.cells:
                    _take(reading, source, row, row.cells[source.first_column - 1 :])


def read_beside(path: Node, beside: Beside) -> bytes:
    """The file that a value names; where it cannot be read, that value is at fault."""
    try:
        return beside(path.words())
    except BadInput as found:
        return path.refuse(f"{path.words()}: {found.problems[0].what}")


def _numbered(
    reading: _Reading, source: Source, content: bytes
) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Rows with a column for each candidate and numbers in the cells, turned into choices in order."""
    heading: tuple[str, ...] = ()
    for row in read_rows(content, source.path):
        heading = heading or tuple(name.strip() for name in row.cells[source.first_column - 1 :])
        if row.line < source.first_row or not row.cells:
            continue
        ranks: dict[int, list[str]] = {}
        for at, cell in enumerate(row.cells[source.first_column - 1 :]):
            word = cell.strip()
            if word and (
                not word.isascii() or not word.isdigit() or not 1 <= int(word[:4]) <= MOST_RANKS
            ):
                row.refuse(source.first_column - 1 + at, f"{word!r} is not a preference", "1")
            if word and at < len(heading):
                ranks.setdefault(int(word), []).append(heading[at])
        yield row, tuple("\n".join(ranks.get(r, [])) for r in range(1, max(ranks, default=0) + 1))


def _take(reading: _Reading, source: Source, row: Row, cells: tuple[str, ...]) -> None:
    """Read the choices of one ballot, once for all ballots with the same cells."""
    found = reading.known.get(cells)
    if found is None:
        marks = tuple(
            _choice(reading, source, row, at, cell)
            for at, cell in enumerate(cells[: reading.rules.ranks])
        )
        found = read_ballot(marks, reading.rules)
        if found is None:
            what = (
                "an overvote stands before other choices, and what exhaustIfMultipleContinuing makes of it "
                "depends on who continues; no law here counts such a ballot"
            )
            row.refuse(source.first_column - 1, what)
        reading.known[cells] = found
    reading.add(found)


def _choice(reading: _Reading, source: Source, row: Row, at: int, cell: str) -> tuple[int, ...]:
    word = cell.strip()
    if not word and source.blank_is_undeclared:
        return (_undeclared(reading),)
    if not word or word == source.skipped:
        return ()
    if word == source.overvote:
        return (-1, -2)
    between = source.between or "\n"
    named = tuple(
        _candidate(reading, source, row, at, each.strip()) for each in word.split(between)
    )
    return tuple(sorted(set(named)))


def _candidate(reading: _Reading, source: Source, row: Row, at: int, word: str) -> int:
    if word in reading.number:
        return reading.number[word]
    if source.undeclared and word == source.undeclared:
        return _undeclared(reading)
    right = ", ".join(reading.candidates[:12])
    return row.refuse(source.first_column - 1 + at, f"{word!r} is not a candidate", right)


def _undeclared(reading: _Reading) -> int:
    if UNDECLARED not in reading.number:
        reading.number[UNDECLARED] = len(reading.candidates)
        reading.candidates.append(UNDECLARED)
    return reading.number[UNDECLARED]


def _read_report(reading: _Reading, source: Source, content: bytes) -> None:
    report = read_nist(read_json(content, source.path), source.contest)
    names: list[int] = []
    for name in report.candidates:
        if name not in reading.number:
            right = ", ".join(reading.candidates[:12])
            source.at.refuse(f"{source.path} names {name!r}, who is not a candidate here", right)
        names.append(reading.number[name])
    for number, marks in report.papers:
        ours: Marks = tuple(tuple(names[c] for c in rank) for rank in marks)
        found = read_ballot(ours[: reading.rules.ranks], reading.rules)
        if found is None:
            source.at.refuse(f"{source.path} holds an overvote that depends on who continues")
        for _ in range(number):
            reading.add(found)
