"""Group 8: a proceeding decided again, entry by entry, as if nobody had been trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hustings.kernel.refusals import CheckFailed
from hustings.proceedings.entry import Entry as Said
from hustings.proceedings.entry import Given
from hustings.proceedings.replay import replay_one
from hustings.proceedings.signatures import signatures_needed
from hustings.proceedings.state import Selection
from hustings.record.entries import Entry
from hustings.record.keys import check_requirements
from hustings.rulebooks.loader import Rulebook
from hustings.verifier.findings import Findings
from hustings.verifier.openings import Opened, said_in
from hustings.verifier.rulebooks import OPENING, rulebook_of
from hustings.verifier.signatures import Authority


@dataclass(frozen=True, slots=True)
class Replayed:
    """One proceeding as worked out from its entries: how far, under which rulebook, to which state.

    ``whole`` says whether every entry could be replayed; without it the state is none to rely on.
    """

    name: str
    rulebook: Rulebook | None
    said: tuple[tuple[Entry, Said], ...]
    state: Selection
    whole: bool


def streams_of(names: Iterable[str], entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of each proceeding that the bundle is about, those with any."""
    streams: dict[str, list[Entry]] = {name: [] for name in names}
    for entry in entries:
        if entry.statement.proceeding in streams:
            streams[entry.statement.proceeding].append(entry)
    return {name: stream for name, stream in streams.items() if stream}


def replay(
    name: str,
    stream: Sequence[Entry],
    opened: Opened,
    loaded: Mapping[str, Rulebook],
    authority: Authority,
    findings: Findings,
) -> Replayed:
    """5.5, 6.1, 7.5, 8.1 and 8.2 for one proceeding, up to the first entry that does not hold."""
    said, fits = _read_all(stream, opened, findings)
    if stream[0].statement.kind != OPENING:
        findings.fail("8.1", f"{name} does not begin with its opening", stream[0].position)
        return Replayed(name, None, said, Selection(), whole=False)
    rulebook = rulebook_of(stream[0], loaded, authority, findings)
    if rulebook is None or not fits:
        return Replayed(name, rulebook, said, Selection(), whole=False)
    if stream[0].statement.body.get("proceeding") != name:
        findings.fail("8.1", "the opening names another proceeding", stream[0].position)
        return Replayed(name, rulebook, said, Selection(), whole=False)
    state = Selection()
    for entry, typed in said:
        try:
            _check_signed(entry, typed, Given(state, rulebook, entry.at), authority, findings)
            state = replay_one(state, typed, rulebook, entry.at)
        except CheckFailed as failed:
            findings.fail(failed.number, failed.what, entry.position)
            return Replayed(name, rulebook, said, state, whole=False)
        except Exception as problem:  # noqa: BLE001 (an enemy's entry must not end the run)
            findings.fail("8.1", f"cannot be decided: {problem!r}", entry.position)
            return Replayed(name, rulebook, said, state, whole=False)
    return Replayed(name, rulebook, said, state, whole=True)


def _read_all(
    stream: Sequence[Entry], opened: Opened, findings: Findings
) -> tuple[tuple[tuple[Entry, Said], ...], bool]:
    """7.5: what each entry says, and whether all of them could be read."""
    said: list[tuple[Entry, Said]] = []
    for entry in stream:
        try:
            said.append((entry, said_in(entry, opened)))
        except ValueError as problem:
            findings.fail("7.5", str(problem), entry.position)
    return tuple(said), len(said) == len(stream)


def _check_signed(
    entry: Entry, typed: Said, given: Given, authority: Authority, findings: Findings
) -> None:
    """5.5: the rules say who signs, so that it is checked where the rules are at hand."""
    signers = authority.signers.get(entry.position)
    if signers is None:
        return
    try:
        check_requirements(signatures_needed(typed, given), entry.statement, signers)
    except ValueError as problem:
        findings.fail("5.5", str(problem), entry.position)
