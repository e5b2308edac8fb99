"""What a look costs the site that finds the log grown: the checkpoint and the proof that it continues what was seen.

Run: ``python benchmarks/looking.py [ENTRIES …]``. Anybody may ask, as often as they like. Each size in a process of its
own, on SQLite; entries are bare, because only the hashes of their leaves matter here. Processor time of one look, the
median of some at different places of the log, and of the next checkpoint when the log has grown by one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.verifying_archives import row  # noqa: E402

SIZES = (1_000, 100_000, 1_000_000)
PLACES = 11
MORNING = datetime(2026, 11, 29, 9, tzinfo=UTC)


def main() -> None:
    """The table, or the figures of one size."""
    if "--one" in sys.argv:
        print(json.dumps(measured(int(sys.argv[2]))))
        return
    row(
        "entries", "a look: median", "most", "hashes", "a proof of inclusion", "the next checkpoint"
    )
    row("---:", *["---:"] * 5)
    for size in [int(one) for one in sys.argv[1:]] or SIZES:
        found = in_a_process(size)
        row(
            f"{size:,}", f"{found['look']:.1f} ms", f"{found['most']:.1f} ms", f"{found['hashes']:,.0f}",
            f"{found['inclusion']:.1f} ms", f"{found['publish']:.1f} ms",
        )  # fmt: skip


def in_a_process(size: int) -> dict[str, float]:
    """The figures of one size, with a database of their own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HUSTINGS_")}
    with TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", str(size)]
        given = clean | {"HUSTINGS_DATA": folder}
        done = subprocess.run(command, env=given, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured(size: int) -> dict[str, float]:
    """Make a log, look at it from several places, and let it grow by one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.settings"
    os.environ["HUSTINGS_DEVELOPMENT"] = "1"
    from hustings.cli.serve import prepare

    prepare(quiet=True)
    from nacl.signing import SigningKey

    from hustings.conduct.entries_out import proof_of_inclusion
    from hustings.conduct.witnessing import continuation_after
    from hustings.store import checkpoints
    from hustings.store.models import Organisation

    here = Organisation.objects.create(
        slug="long", name="Long", origin="long.example", minimum_cell=10
    )
    key = SigningKey(bytes(32))
    longer(here, 0, size)
    checkpoints.publish(here, key, MORNING)
    places = [1 + (size - 2) * place // (PLACES - 1) for place in range(PLACES)]
    looks = [milliseconds(continuation_after, here, place) for place in places]
    included = [milliseconds(proof_of_inclusion, here, place) for place in places]
    longer(here, size, size + 1)
    return {
        "look": median(looks),
        "most": max(looks),
        "hashes": hashes(continuation_after, here, places[PLACES // 3]),
        "inclusion": median(included),
        "publish": milliseconds(checkpoints.publish, here, key, MORNING),
    }


def longer(here: Any, first: int, end: int) -> None:
    """So many entries, in the order of their positions."""
    from hustings.store.models import LogEntry

    for start in range(first, end, 10_000):
        LogEntry.objects.bulk_create(
            LogEntry(
                organisation=here, position=position, proceeding="a-seat", number=position + 1,
                kind="Said", at=MORNING, content=b"{}", leaf_hash=sha256(b"%d" % position).digest(),
            )
            for position in range(start, min(start + 10_000, end))
        )  # fmt: skip


def milliseconds(do: Callable[..., object], *about: object) -> float:
    """Processor time."""
    began = process_time()
    do(*about)
    return (process_time() - began) * 1000


def hashes(do: Callable[..., object], *about: object) -> int:
    """How many nodes of the tree are hashed."""
    from unittest import mock

    from hustings.kernel import merkle

    whole, made = merkle.node_hash, [0]

    def counted(left: bytes, right: bytes) -> bytes:
        made[0] += 1
        return whole(left, right)

    with mock.patch.object(merkle, "node_hash", counted):
        do(*about)
    return made[0]


if __name__ == "__main__":
    main()
