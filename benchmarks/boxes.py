"""What a full box costs the site: closing it to its tally, and handing out its archive.

Run: ``python benchmarks/boxes.py [BALLOTS …]``. Each size in a process of its own, on SQLite; processor time and
time by the clock, memory the most that the process held beyond what it had before. What is compiled is never met
inside a request. Ballots are made from a few hundred true ones under other credentials, because nothing here checks a
proof.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.verifying_archives import row  # noqa: E402

SIZES = (100, 1_000, 10_000, 50_000)
TRUE = 200


def main() -> None:
    """The table, or the figures of one size."""
    if "--one" in sys.argv:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
        return
    close, out = "close: processor", "handed out: processor"
    row("question", "ballots", close, "clock", "memory", "archive", out, "clock", "memory")
    row("---", *["---:"] * 8)
    for kind in ("ranking", "yes or no"):
        for size in [int(one) for one in sys.argv[1:]] or SIZES:
            found = in_a_process(kind, size)
            row(
                kind, f"{size:,}", f"{found['close_work']:.2f} s", f"{found['close']:.2f} s",
                f"{found['close_memory']:.0f} MB", f"{found['archive']:.1f} MB",
                f"{found['out_work']:.2f} s", f"{found['out']:.2f} s", f"{found['out_memory']:.0f} MB",
            )  # fmt: skip


def in_a_process(kind: str, size: int) -> dict[str, float]:
    """The figures of one size, with a database of their own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HUSTINGS_")}
    with TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", kind, str(size)]
        given = clean | {"HUSTINGS_DATA": folder}
        done = subprocess.run(command, env=given, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured(kind: str, size: int) -> dict[str, float]:
    """Fill a box, close it, hand its archive out."""
    from tests.web.booth.killing import ENVIRONMENT

    os.environ.update(ENVIRONMENT)
    from hustings.cli.serve import prepare

    prepare(quiet=True)
    box = filled(kind, size)
    from hustings.conduct import closing

    found: dict[str, float] = {}
    with Measured(found, "close"):
        closing.close_to_tally(box)
    with Measured(found, "out"):
        found["archive"] = handed_out(box) / 1e6
    return found


def handed_out(box: Any) -> int:
    """As a view hands it out, to somebody who reads it piece by piece."""
    from hustings.conduct.packing import packed_archive

    with packed_archive(box).file as file:
        return sum(map(len, iter(lambda: file.read(1 << 16), b"")))


class Measured:
    """Seconds by the clock, and MB of memory beyond those before."""

    def __init__(self, found: dict[str, float], name: str) -> None:
        self.found, self.name = found, name

    def __enter__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self.before, self.worked, self.began = held("VmRSS"), process_time(), perf_counter()

    def __exit__(self, *_: object) -> None:
        self.found[self.name] = perf_counter() - self.began
        self.found[f"{self.name}_work"] = process_time() - self.worked
        self.found[f"{self.name}_memory"] = held("VmHWM") - self.before


def held(line: str) -> float:
    """MB of memory from the kernel's account of this process; ``VmHWM`` is the most since it was last cleared."""
    for one in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if one.startswith(f"{line}:"):
            return int(one.split()[1]) / 1000
    raise LookupError(line)


# --- a full box -----------------------------------------------------------------------------------------


def filled(kind: str, size: int) -> Any:
    """A box with so many ballots, each of another credential."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.hashes import fingerprint, hex_hash
    from hustings.conduct.sound_ballots import event_record
    from hustings.store import boxes
    from hustings.store.models import BoxRecord, Cast, Organisation
    from tests.ballots.secret.making.elections import drawn, opened

    election = opened("Ed25519", question_of(kind), voters=TRUE, coins=drawn("a full box"))
    setup, bodies = started(election, kind)
    group = election.election.group
    public = [group.text(group.pow_g(1 + secrets.randbelow(group.q - 1))) for _ in range(size)]
    organisation = Organisation.objects.create(slug="full", name="Full", origin="full.example")
    now = datetime.now(UTC)
    box = boxes.make_box(
        organisation, "seat", election.election.uuid, [(one, 1) for one in public],
        [boxes.Record(one) for one in setup], now, replacement=False,
    )  # fmt: skip
    event = event_record(EventType.SETUP, hex_hash(setup[-1]), None)
    boxes.add_records(box, [event])
    last = boxes.LastEvent(0, event.sha256)
    records: list[BoxRecord] = []
    casts: list[Cast] = []
    for number, raw in enumerate(under_others(bodies, public)):
        ballot, place = boxes.Record(raw), len(setup) + 1 + 2 * number
        event = event_record(EventType.BALLOT, ballot.sha256, last)
        last = boxes.LastEvent(event.height or 0, event.sha256)
        for at, one in enumerate((ballot, event)):
            records.append(
                BoxRecord(
                    box=box, number=place + at, sha256=one.sha256, height=one.height, body=one.body
                )
            )
        casts.append(
            Cast(
                box=box,
                height=last.height,
                credential=public[number],
                tracker=fingerprint(raw),
                shown_from=now,
            )
        )
    BoxRecord.objects.bulk_create(records, batch_size=2000)
    Cast.objects.bulk_create(casts, batch_size=2000)
    return box


def question_of(kind: str) -> Any:
    """One question, of the kind that is measured."""
    from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion

    if kind == "ranking":
        return (RankedQuestion("Rank.", tuple(f"Candidate {n}" for n in range(1, 13))),)
    return (HomomorphicQuestion("Shall we?", ("Yes", "No"), 1, 1, None),)


def started(election: Any, kind: str) -> tuple[list[bytes], list[bytes]]:
    """What the archive begins with, and a few true ballots."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.making.archives import resume

    for voter in range(TRUE):
        election.cast(voter, tuple(range(1, 13)) if kind == "ranking" else (1, 0))
    (_, setup), *events = resume(election.archive).events
    return list(setup), [data[0] for event, data in events if event.type is EventType.BALLOT]


def under_others(bodies: list[bytes], public: list[str]) -> Iterator[bytes]:
    """The true ballots over and over, each under another credential."""
    for number, credential in enumerate(public):
        value = json.loads(bodies[number % len(bodies)])
        value["credential"] = credential
        yield json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
