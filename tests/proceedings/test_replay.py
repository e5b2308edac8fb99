"""Replay finds what was changed: a computed field, a dropped entry, another order."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from hustings.kernel.refusals import CheckFailed
from hustings.proceedings.entry import COMPUTED, Entry, command_of
from hustings.proceedings.stages import Outcome
from tests.proceedings.walk import Walk

DECLARED = Walk("labour-2018").declared()
COMPUTED_FIELDS = [
    (n, f.name)
    for n, (entry, _) in enumerate(DECLARED.entries)
    for f in fields(entry)
    if f.metadata.get(COMPUTED)
]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case Outcome():
            return Outcome.RESELECTED if value is Outcome.OPEN_SELECTION else Outcome.OPEN_SELECTION
        case str():
            return value + "x"
        case int() | Fraction():
            return value + 1
        case datetime():
            return value + timedelta(minutes=1)
        case date():
            return value + timedelta(days=1)
        case tuple():
            return value[:-1] if value else ("x",)
        case _:
            return "x"


def fails(entries: list[tuple[Entry, datetime]]) -> str:
    walk = Walk(DECLARED.rulebook)
    walk.entries = entries
    with pytest.raises(CheckFailed) as failed:
        walk.replayed()
    assert failed.value.what
    return failed.value.number


@pytest.mark.parametrize(("place", "name"), COMPUTED_FIELDS)
def test_a_computed_field_that_was_changed_is_found(place: int, name: str) -> None:
    entries = list(DECLARED.entries)
    entry, at = entries[place]
    entries[place] = (replace(entry, **{name: other(getattr(entry, name))}), at)
    assert fails(entries) == "8.2"


ESSENTIAL = (
    "ProceedingOpened", "IntentionAsked", "IntentionAnswered", "RollFrozen", "UnitsPublished",
    "TriggerDecided", "LonglistMade", "PanelAppointed", "ShortlistMade", "HustingsNoticed",
    "BallotOpened", "BallotReconciled", "PapersEntered", "CountMade",
)  # fmt: skip


@pytest.mark.parametrize("kind", ESSENTIAL)
def test_an_entry_that_was_left_out_is_found(kind: str) -> None:
    place = next(n for n, (entry, _) in enumerate(DECLARED.entries) if entry.kind == kind)
    assert fails(DECLARED.entries[:place] + DECLARED.entries[place + 1 :]) in ("8.1", "8.2")


@pytest.mark.parametrize("kind", ESSENTIAL[1:])
def test_entries_in_another_order_are_found(kind: str) -> None:
    entries = list(DECLARED.entries)
    place = next(n for n, (entry, _) in enumerate(entries) if entry.kind == kind)
    (first, then), (second, later) = entries[place - 1], entries[place]
    if first.kind == "TimetablePublished" and second.kind == "IntentionAsked":
        place, (first, then) = 1, entries[0]
    entries[place - 1], entries[place] = (second, then), (first, later)
    if kind in ("UnitsPublished", "PanelAppointed"):
        entries[place - 1], entries[place] = entries[place], entries[place - 1]
        entries = [e for e in entries if e[0].kind != kind] + [(second, later)]
    assert fails(entries) in ("8.1", "8.2")


def test_a_command_is_its_entry_with_the_computed_fields_empty() -> None:
    for entry, _ in DECLARED.entries:
        command = command_of(entry)
        for f in fields(command):
            if f.metadata.get(COMPUTED):
                assert getattr(command, f.name) == f.default


def test_a_vote_added_to_the_papers_is_found_in_the_count() -> None:
    """One paper more for the holder, and the reconciliation no longer agrees."""
    entries = list(DECLARED.entries)
    place = next(n for n, (entry, _) in enumerate(entries) if entry.kind == "PapersEntered")
    entry, at = entries[place]
    changed = replace(entry, blt=entry.blt.replace("9 1 0", "10 1 0"), returned=23)  # type: ignore[attr-defined,call-arg]
    entries[place] = (changed, at)
    assert fails(entries) == "8.1"
