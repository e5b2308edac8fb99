"""``make fuzz``: atheris against every parser in turn, for so many seconds each (``SECONDS``, ten unless told)."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SECONDS = os.environ.get("SECONDS", "10")

INSTRUMENTED = (
    "hustings.counting.formats",
    "hustings.ballots.secret.archive",
    "hustings.ballots.secret.messages",
    "hustings.verifier.belenios",
)


def _parsers() -> Mapping[str, tuple[Callable[[bytes], object], Sequence[bytes]]]:
    """Those of papers, and those of archives of secret ballots."""
    from tests.fuzz.parsers import PARSERS
    from tests.verifier.belenios.fuzzing import parsers

    return {**PARSERS, **parsers()}


def fuzz(parser: str) -> None:
    """Let atheris look for bytes that a parser neither reads nor turns back; it ends the process when done."""
    import atheris

    from hustings.kernel.refusals import BadInput

    with atheris.instrument_imports(include=[*INSTRUMENTED, "json", "csv"]):
        parse, seeds = _parsers()[parser]

    def once(content: bytes) -> None:
        with suppress(BadInput):
            parse(content)

    with tempfile.TemporaryDirectory(prefix="hustings-fuzz-") as folder:
        for number, seed in enumerate(seeds):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        longest = max(4096, *map(len, seeds))
        options = [f"-max_total_time={SECONDS}", f"-max_len={longest}", "-rss_limit_mb=1024"]
        options += ["-timeout=5", "-verbosity=0", f"-artifact_prefix={Path.cwd()}/fuzz-"]
        atheris.Setup([sys.argv[0], *options, folder], once)
        atheris.Fuzz()


def main() -> int:
    """Every parser named, or all of them, each in a process of its own; 1 if any of them failed."""
    failed: list[str] = []
    for parser in sys.argv[1:] or _parsers():
        sys.stdout.write(f"{parser}: {SECONDS} s\n")
        sys.stdout.flush()
        run = [sys.executable, "-m", "tests.fuzz", "--one", parser]
        if subprocess.run(run, check=False).returncode:
            failed.append(parser)
    sys.stdout.write(f"failed: {', '.join(failed)}\n" if failed else "no parser failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2])
    sys.exit(main())
