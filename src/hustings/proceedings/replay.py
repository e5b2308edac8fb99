"""Replay: every entry decided again from the command it came from, as if nobody had been trusted."""

from dataclasses import fields
from datetime import datetime

from hustings.kernel.refusals import CheckFailed, Refused
from hustings.proceedings.deciding import decide_as_read, evolve
from hustings.proceedings.entry import Entry, command_of
from hustings.proceedings.state import Selection
from hustings.rulebooks.loader import Rulebook

ALLOWED = "8.1"
RECOMPUTED = "8.2"


def replay_one(state: Selection, entry: Entry, rulebook: Rulebook, at: datetime) -> Selection:
    """The state after ``entry``; raise ``CheckFailed`` where the rulebook refuses it or computes otherwise."""
    decided = decide_as_read(state, command_of(entry), rulebook, at)
    if isinstance(decided, Refused):
        raise CheckFailed(
            ALLOWED,
            f"{entry.kind} is refused ({decided.code}, {decided.clause}): {decided.because}",
        )
    if decided != (entry,):
        raise CheckFailed(
            RECOMPUTED, f"{entry.kind} says otherwise than the rules: {_differs(decided[0], entry)}"
        )
    return evolve(state, entry, at)


def _differs(wanted: Entry, found: Entry) -> str:
    for f in fields(found):
        right, wrong = getattr(wanted, f.name), getattr(found, f.name)
        if right != wrong:
            return f"{f.name} is {wrong}, and worked out again it is {right}"
    return "another kind of entry"
