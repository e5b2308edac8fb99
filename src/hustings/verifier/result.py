"""Group 11: what a proceeding came to, worked out from its entries, is what the organisation shows."""

from collections.abc import Iterable

from hustings.kernel.canonical import Json
from hustings.kernel.exact import fraction_text
from hustings.proceedings.applications import LonglistMade
from hustings.proceedings.contested_returns import ReturnReinstated, ReturnVoided
from hustings.proceedings.decisions import Decision
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.entry import Entry as Said
from hustings.proceedings.interruptions import DecisionReopened, RunAgain
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.overrides import Overridden
from hustings.proceedings.planning import IntervalWaived
from hustings.proceedings.shortlist import ShortlistMade
from hustings.proceedings.state import Selection
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.values import Withheld
from hustings.verifier.findings import Findings
from hustings.verifier.replaying import Replayed

LISTED: dict[type[Said], str] = {
    Overridden: "override",
    ReturnVoided: "return voided",
    ReturnReinstated: "return reinstated",
    IntervalWaived: "interval waived",
    DecisionReopened: "decision reopened",
    RunAgain: "run again",
    EmergencyDeclared: "emergency route",
}
"""Decisions that a reader should look at, whatever else is in order."""


def result_of(state: Selection, said: Iterable[Said]) -> dict[str, Json]:
    """The result of a proceeding: the trigger with its exact shares, the count, and who it is."""
    entries = tuple(said)
    return {
        "seat": state.seat,
        "rulebook": state.rulebook,
        "outcome": None if state.outcome is None else state.outcome.value,
        "trigger": _trigger(state, entries),
        "elected": None if state.count is None else state.count.elected,
        "candidate": state.candidate,
    }


def claim_of(state: Selection, said: Iterable[Said]) -> dict[str, Json]:
    """State and result as a manifest claims them and the verifier works them out again.

    No name is part of them: a name can be erased, and the outcome stays what it was.
    """
    return {"state": state.stage.value, "result": result_of(state, said)}


def name_of(person: str, said: Iterable[Said]) -> str | None:
    """The name of somebody who stands for a public role, where the bundle opens it."""
    return names_opened(said).get(person)


def check_claim(replayed: Replayed, claimed: Json, findings: Findings) -> None:
    """11.1, for a proceeding that was replayed whole."""
    found = claim_of(replayed.state, (said for _, said in replayed.said))
    if claimed != found:
        findings.fail("11.1", f"{replayed.name} is claimed to be {claimed}, and it is {found}")


def warn_of_decisions(replayed: Replayed, findings: Findings) -> None:
    """List the overrides, voids, waivers and their like, and papers that two tellers read differently."""
    for entry, said in replayed.said:
        name = LISTED.get(type(said))
        if name is not None and isinstance(said, Decision):
            findings.warn(
                f"Position {entry.position} of the log: {name} by {said.body}, {_clause(replayed, said)}, "
                f"on the ground: {said.ground}."
            )
        if isinstance(said, PapersEntered) and said.resolved:
            papers = "paper" if said.differences == 1 else "papers"
            findings.warn(
                f"Position {entry.position} of the log: two tellers read {said.differences} {papers} differently, "
                f"and settled it: {said.resolved}"
            )
        if isinstance(said, ProceedingOpened) and said.transitional:
            findings.warn(
                f"Position {entry.position} of the log: opened by a transitional rule, {said.transitional}; "
                f"{said.rulebook} need not have been in force."
            )


def _clause(replayed: Replayed, said: Decision) -> str:
    if replayed.rulebook is None:
        return f"power {said.power_name}"
    power = replayed.rulebook.rules.powers.get(said.power_name)
    return f"power {said.power_name}" if power is None else str(power.citation)


def _trigger(state: Selection, entries: tuple[Said, ...]) -> Json:
    decided = next((e for e in reversed(entries) if isinstance(e, TriggerDecided)), None)
    if decided is None or state.trigger is None:
        return None
    return {
        "outcome": state.trigger.value,
        "settled": decided.settled,
        "shares": {share.pool: fraction_text(share.share) for share in decided.shares},
        "combined": None if decided.combined is None else fraction_text(decided.combined),
    }


def names_opened(entries: Iterable[Said]) -> dict[str, str]:
    """The names that the bundle opens, by the persons' references."""
    names: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, ProceedingOpened) and entry.representative is not None:
            _note(names, entry.representative, entry.representative_name)
        elif isinstance(entry, LonglistMade | ShortlistMade):
            for listed in entry.listed:
                _note(names, listed.person, listed.name)
    return names


def _note(names: dict[str, str], person: str, name: Withheld | None) -> None:
    if name is not None and isinstance(name.value, str):
        names[person] = name.value
