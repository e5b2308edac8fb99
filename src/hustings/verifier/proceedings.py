"""One proceeding apart from all others: replayed, looked at, and summed up, so that many can be shared out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hustings.kernel.canonical import Json
from hustings.proceedings.rolls import RollFrozen
from hustings.record.entries import Entry
from hustings.rulebooks.loader import Rulebook
from hustings.verifier.codes import warn_of_codes
from hustings.verifier.findings import Failure, Findings
from hustings.verifier.held_online import Poll, polls_of
from hustings.verifier.openings import Opened
from hustings.verifier.publication import check_publication
from hustings.verifier.replaying import Replayed, replay
from hustings.verifier.result import check_claim, name_of, result_of, warn_of_decisions
from hustings.verifier.signatures import Authority
from hustings.verifier.standing import standing_of


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about one proceeding: its state and result (None where it cannot be replayed).

    ``polls`` are the ballots that it held online (None where its rules cannot be read).
    """

    name: str
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]
    rolls: frozenset[str]
    outcome: dict[str, Json] | None
    polls: tuple[Poll, ...] | None


@dataclass(frozen=True, slots=True)
class ProceedingCheck:
    """Everything that the check of any one proceeding needs; calling it with a name carries it out."""

    streams: Mapping[str, Sequence[Entry]]
    opened: Opened
    loaded: Mapping[str, Rulebook]
    authority: Authority
    claims: Mapping[str, Json]

    def __call__(self, name: str) -> Found:
        """Groups 6.1, 7.5, 8, 10 and 11, and the list of decisions to look at."""
        findings = Findings()
        stream = self.streams[name]
        replayed = replay(name, stream, self.opened, self.loaded, self.authority, findings)
        check_publication(replayed, self.opened, findings)
        if replayed.whole:
            check_claim(replayed, self.claims.get(name), findings)
        warn_of_decisions(replayed, findings)
        warn_of_codes(replayed, self.authority, findings)
        rolls = frozenset(said.digest for _, said in replayed.said if isinstance(said, RollFrozen))
        return Found(
            name,
            tuple(findings.failures),
            tuple(findings.warnings),
            rolls,
            _outcome(replayed) if replayed.whole else None,
            polls_of(replayed) if len(replayed.said) == len(stream) else None,
        )


def _outcome(replayed: Replayed) -> dict[str, Json]:
    """State and result as they were worked out, a name that is opened, and how a ballot stands that is running."""
    said = [said for _, said in replayed.said]
    candidate = replayed.state.candidate
    name = None if candidate is None else name_of(candidate, said)
    standing = standing_of(replayed)
    return {
        "state": replayed.state.stage.value,
        "result": {
            **result_of(replayed.state, said),
            "candidate_name": name,
            **({} if standing is None else {"standing": standing}),
        },
    }
