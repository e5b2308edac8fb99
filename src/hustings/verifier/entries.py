"""Group 2: the entries are well-formed, in order, complete as far as the record can say, and each said once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice, pairwise

from hustings.kernel.merkle import GrowingTree, leaf_hash
from hustings.record.bundle import ENTRIES, LEAVES, Bundle, lines_of
from hustings.record.entries import ORGANISATION, Entry, read_entry, statement_part
from hustings.record.organisation import ProceedingsCounted, read_organisation
from hustings.verifier.findings import Findings

MOST_LEAVES = 4_000_000


@dataclass(frozen=True, slots=True)
class ReadLog:
    """The entries that a bundle shows, the bytes that persons signed, and the hash of every leaf.

    ``leaves`` is None where positions do not fit, so that no root can be worked out.
    """

    entries: tuple[Entry, ...]
    statements: tuple[bytes, ...]
    leaves: tuple[bytes, ...] | None
    hidden: tuple[int, ...]


def read_log(bundle: Bundle, findings: Findings) -> ReadLog | None:
    """2.1 and 2.2; None where the entries cannot be read in one order: then nothing is said about them."""
    entries: list[Entry] = []
    data: list[bytes] = []
    with findings.checking("2.1"):
        for line in lines_of(bundle.files.get(ENTRIES, b""), ENTRIES):
            data.append(line)
            try:
                entries.append(read_entry(line))
            except ValueError as problem:
                findings.fail("2.1", f"line {len(data)}: {problem}")
    places = [entry.position for entry in entries]
    if any(b <= a for a, b in pairwise(places)):
        findings.fail("2.2", "the entries do not stand in the order of their positions")
    if findings.has_failed("2.1", "2.2"):
        return None
    statements = tuple(map(statement_part, data))
    leaves, hidden = None, ()
    with findings.checking("2.2"):
        leaves, hidden = _place(entries, data, bundle.files.get(LEAVES, b""))
    return ReadLog(tuple(entries), statements, leaves, hidden)


def _place(
    entries: Sequence[Entry], data: Sequence[bytes], hashes: bytes
) -> tuple[tuple[bytes, ...], tuple[int, ...]]:
    """Every leaf in order: entries where they say, the bundle's hashes in the places between."""
    if len(hashes) % 32:
        raise ValueError(f"{LEAVES} holds {len(hashes)} bytes, which are not whole hashes")
    number = len(hashes) // 32
    if number > MOST_LEAVES:
        raise ValueError(f"{LEAVES} holds {number} hashes; {MOST_LEAVES} is the most")
    size = len(entries) + number
    if entries and entries[-1].position >= size:
        raise ValueError(f"an entry says position {entries[-1].position} of a log of {size}")
    loose = (hashes[at : at + 32] for at in range(0, len(hashes), 32))
    leaves: list[bytes] = []
    for entry, line in zip(entries, data, strict=True):
        leaves += islice(loose, entry.position - len(leaves))
        leaves.append(leaf_hash(line))
    leaves += loose
    shown = {entry.position for entry in entries}
    return tuple(leaves), tuple(position for position in range(size) if position not in shown)


def check_entries(bundle: Bundle, log: ReadLog, findings: Findings) -> None:
    """2.3 to 2.7, and the warnings about order in time and about what nobody has counted."""
    _check_numbers(log.entries, findings)
    _check_counts(bundle, log, findings)
    _check_belonging(bundle, log.entries, findings)
    _check_once(log, findings)
    _warn_of_the_clock(log.entries, findings)


def _check_numbers(entries: Iterable[Entry], findings: Findings) -> None:
    counted: Counter[str] = Counter()
    for entry in entries:
        name = entry.statement.proceeding
        counted[name] += 1
        if entry.number != counted[name]:
            what = f"{name} goes from its entry {counted[name] - 1} to {entry.number}"
            findings.fail("2.3", what, entry.position)
            counted[name] = entry.number


def _check_counts(bundle: Bundle, log: ReadLog, findings: Findings) -> None:
    """2.4: every count that the organisation entered is borne out; what came after it is warned of."""
    shown = (*bundle.manifest.proceedings, ORGANISATION)
    trees = {name: GrowingTree() for name in shown}
    counted_at = dict.fromkeys(shown, -1)
    rootless: set[str] = set()
    for entry in log.entries:
        says = _counts_of(entry)
        for name in counted_at.keys() & says.counts.keys():
            counted_at[name] = entry.position
            (rootless.discard if name in says.roots else rootless.add)(name)
            with findings.checking("2.4", entry.position):
                _check_count(name, says, trees[name], roots=log.leaves is not None)
        if entry.statement.proceeding in trees:
            leaf = b"" if log.leaves is None else log.leaves[entry.position]
            trees[entry.statement.proceeding].add(leaf)
    _warn_of_the_uncounted(log, min(counted_at.values()), findings, rootless=bool(rootless))


def _check_count(name: str, says: ProceedingsCounted, tree: GrowingTree, *, roots: bool) -> None:
    if says.counts[name] != tree.size:
        raise ValueError(
            f"{name} has {says.counts[name]} entries, and the bundle shows {tree.size}"
        )
    if roots and name in says.roots and says.roots[name] != tree.root().hex():
        raise ValueError(f"{name} has other entries than those that the bundle shows")


def _warn_of_the_uncounted(log: ReadLog, last: int, findings: Findings, *, rootless: bool) -> None:
    uncounted = sum(1 for position in log.hidden if position > last)
    if uncounted:
        shown = "1 entry is" if uncounted == 1 else f"{uncounted} entries are"
        findings.warn(
            f"{shown} shown as hashes only, and the organisation has not counted its entries since: "
            "that none of them is about what this bundle shows is its word."
        )
    elif log.hidden and rootless:
        findings.warn(
            "The organisation has counted its entries without their roots: that others are shown "
            "the same entries as you is its word."
        )


def _counts_of(entry: Entry) -> ProceedingsCounted:
    if entry.statement.kind == "ProceedingsCounted":
        try:
            says = read_organisation(entry.statement.kind, entry.statement.body)
        except ValueError:
            return _NOTHING
        if isinstance(says, ProceedingsCounted):
            return says
    return _NOTHING


_NOTHING = ProceedingsCounted({})


def _check_belonging(bundle: Bundle, entries: Sequence[Entry], findings: Findings) -> None:
    ours = {ORGANISATION, *bundle.manifest.proceedings}
    for entry in entries:
        statement = entry.statement
        if statement.organisation != bundle.manifest.organisation:
            findings.fail("2.5", f"is about {statement.organisation}", entry.position)
        if statement.proceeding not in ours:
            what = f"is about {statement.proceeding}, which the bundle is not about"
            findings.fail("2.5", what, entry.position)
    for name in sorted(ours - {entry.statement.proceeding for entry in entries}):
        findings.fail("2.5", f"the bundle is about {name} and shows no entry of it")


def _check_once(log: ReadLog, findings: Findings) -> None:
    first: dict[bytes, int] = {}
    for entry, statement in zip(log.entries, log.statements, strict=True):
        said = first.setdefault(sha256(statement).digest(), entry.position)
        if said != entry.position:
            what = f"the statement at position {said} is used again"
            findings.fail("2.6", what, entry.position)
        if entry.statement.after > entry.position:
            what = f"has seen {entry.statement.after} entries, and there were {entry.position}"
            findings.fail("2.7", what, entry.position)


def _warn_of_the_clock(entries: Sequence[Entry], findings: Findings) -> None:
    for earlier, later in pairwise(entries):
        if later.at < earlier.at:
            findings.warn(
                f"What stands at position {later.position} of the log is dated before position {earlier.position}: "
                "the organisation's clock went back."
            )
