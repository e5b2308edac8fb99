"""What a run of the verifier has found: failed checks by number, and what a reader should know besides."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hustings.kernel.refusals import BadInput, CheckFailed


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that does not hold: its number in ``docs/reference/verify.md``, what is wrong, and at which entry."""

    check: str
    what: str
    entry: int | None = None


@dataclass(slots=True)
class Findings:
    """Collects failures and warnings while independent checks go on."""

    failures: list[Failure] = field(default_factory=list[Failure])
    warnings: list[str] = field(default_factory=list[str])
    unwitnessed: int = 0
    """How many entries at the end no quorum of witnesses has cosigned yet, where it has cosigned those before."""
    behind: int = 0
    """How many entries the log had beyond these when the trust file was made: the mark of an older copy."""

    def fail(self, check: str, what: str, entry: int | None = None) -> None:
        """Note a check that does not hold."""
        self.failures.append(Failure(check, what, entry))

    def warn(self, what: str) -> None:
        """Note what a reader should know although nothing failed."""
        self.warnings.append(what)

    def has_failed(self, *checks: str) -> bool:
        """Whether one of these checks, or one of a group such as ``2.``, has failed."""
        return any(failure.check.startswith(checks) for failure in self.failures)

    @contextmanager
    def checking(self, check: str, entry: int | None = None) -> Generator[None]:
        """Carry out one check: what it raises is noted under its number, and the run goes on."""
        try:
            yield
        except CheckFailed as failed:
            self.fail(failed.number, failed.what, entry)
        except BadInput as bad:
            self.fail(check, "; ".join(str(problem) for problem in bad.problems), entry)
        except ValueError as problem:
            self.fail(check, str(problem), entry)
