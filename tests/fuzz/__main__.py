"""``make fuzz``: atheris against every parser in turn, for so many seconds each (``SECONDS``, ten unless told)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = os.environ.get("SECONDS", "10")


def fuzz(parser: str) -> None:
    """Let atheris look for bytes that a parser neither reads nor turns back; it ends the process when done."""
    import atheris

    with atheris.instrument_imports(include=["hustings.counting.formats", "json", "csv"]):
        from tests.fuzz.parsers import PARSERS, told

    def once(content: bytes) -> None:
        told(parser, content)

    with tempfile.TemporaryDirectory(prefix="hustings-fuzz-") as folder:
        for number, seed in enumerate(PARSERS[parser][1]):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        options = [f"-max_total_time={SECONDS}", "-max_len=4096", "-rss_limit_mb=1024"]
        options += ["-timeout=5", "-verbosity=0", f"-artifact_prefix={Path.cwd()}/fuzz-"]
        atheris.Setup([sys.argv[0], *options, folder], once)
        atheris.Fuzz()


def main() -> int:
    """Every parser named, or all of them, each in a process of its own; 1 if any of them failed."""
    from tests.fuzz.parsers import PARSERS

    failed: list[str] = []
    for parser in sys.argv[1:] or PARSERS:
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
