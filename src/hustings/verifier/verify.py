"""The verifier: every check on a bundle, in order, and one verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hustings.ballots.secret.groups.group import Coins
from hustings.kernel.canonical import Json
from hustings.kernel.sharing import Spread
from hustings.record.bundle import Bundle
from hustings.verifier.anchors import (
    check_authorities,
    check_known_checkpoint,
    check_signed,
    warn_of_witness_times,
    warn_of_witnesses,
)
from hustings.verifier.entries import ReadLog, check_entries, read_log
from hustings.verifier.findings import Failure, Findings
from hustings.verifier.form import check_form
from hustings.verifier.held_online import Poll, check_held_online
from hustings.verifier.log import check_checkpoint_form, check_own_signature, check_root
from hustings.verifier.openings import check_openings
from hustings.verifier.proceedings import ProceedingCheck
from hustings.verifier.replaying import streams_of
from hustings.verifier.rolls import check_rolls
from hustings.verifier.rulebooks import check_rulebooks, rulebooks_used, warn_of_rulebooks
from hustings.verifier.signatures import check_signatures, founding_of
from hustings.verifier.trust import Trust


class Verdict(StrEnum):
    """What a run says, with the command's exit status."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    CONSISTENT = "consistent"

    @property
    def status(self) -> int:
        """0 verified and anchored, 1 failed, 2 unreadable, 3 anchored to nobody, or not to its end yet."""
        return _STATUS[self]


_STATUS = {
    Verdict.VERIFIED: 0,
    Verdict.FAILED: 1,
    Verdict.UNREADABLE: 2,
    Verdict.CONSISTENT: 3,
}


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict, what failed, what to know, and each proceeding's state and result."""

    verdict: Verdict
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...]
    proceedings: Mapping[str, Json]
    unwitnessed: int = 0
    behind: int = 0


def verify(bundle: Bundle, trust: Trust | None, spread: Spread, coins: Coins) -> Report:
    """Carry out every check on a bundle; nothing outside the arguments is looked at.

    ``spread`` is a ``map`` that shares out work; ``coins`` choose what of large archives is worked out together.
    """
    findings = Findings()
    check_form(bundle, findings)
    log = read_log(bundle, findings)
    _check_checkpoint(bundle, log, trust, findings)
    outcomes = {} if log is None else _check_contents(bundle, log, trust, findings, spread, coins)
    return Report(
        _verdict(findings, trust),
        tuple(findings.failures),
        tuple(findings.warnings),
        outcomes,
        findings.unwitnessed,
        findings.behind,
    )


def _check_checkpoint(
    bundle: Bundle, log: ReadLog | None, trust: Trust | None, findings: Findings
) -> None:
    checkpoint = check_checkpoint_form(bundle, findings)
    founding = None if log is None else founding_of(log)
    if checkpoint is not None:
        if log is not None:
            check_root(log, checkpoint, findings)
        if founding is not None:
            check_own_signature(checkpoint, founding, findings)
        if trust is not None:
            check_signed(bundle, checkpoint, log, trust, findings)
    if trust is not None and log is not None:
        check_known_checkpoint(log, trust, findings)
        if founding is not None:
            check_authorities(founding, trust, findings)
        if checkpoint is not None:
            warn_of_witness_times(log, checkpoint, trust, findings)


def _check_contents(
    bundle: Bundle,
    log: ReadLog,
    trust: Trust | None,
    findings: Findings,
    spread: Spread,
    coins: Coins,
) -> dict[str, Json]:
    check_entries(bundle, log, findings)
    authority = check_signatures(log, findings, spread)
    if trust is not None:
        warn_of_witnesses(authority.witnesses, trust, findings)
    loaded = check_rulebooks(bundle, rulebooks_used(log.entries), authority, findings)
    warn_of_rulebooks(loaded, findings)
    opened = check_openings(bundle, log, findings)
    streams = streams_of(bundle.manifest.proceedings, log.entries)
    check = ProceedingCheck(streams, opened, loaded, authority, bundle.manifest.claims)
    outcomes: dict[str, Json] = {}
    rolls: set[str] = set()
    polls: list[Poll] = []
    known = True
    for found in spread(check, list(streams)):
        findings.failures += found.failures
        findings.warnings += found.warnings
        rolls |= found.rolls
        polls += found.polls or ()
        known = known and found.polls is not None
        if found.outcome is not None:
            outcomes[found.name] = found.outcome
    check_rolls(bundle, rolls, findings)
    check_held_online(bundle, polls if known else None, findings, spread, coins)
    return outcomes


def _verdict(findings: Findings, trust: Trust | None) -> Verdict:
    if findings.failures:
        return Verdict.FAILED
    anchored = trust is not None and not findings.unwitnessed
    return Verdict.VERIFIED if anchored else Verdict.CONSISTENT
