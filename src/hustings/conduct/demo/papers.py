"""The demonstration's ballot papers: made up, the same in every run, with a close result on transfers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class MadeUpPapers:
    """A BLT file, and how many papers were valid and how many spoilt."""

    blt: str
    returned: int
    spoilt: int

    def with_one_more_spoilt(self) -> "MadeUpPapers":
        """The same with a paper of the first ranking taken for spoilt."""
        head, line, *rest = self.blt.splitlines(keepends=True)
        number, ranking = line.split(" ", 1)
        blt = "".join([head, f"{int(number) - 1} {ranking}", *rest])
        return MadeUpPapers(blt, self.returned - 1, self.spoilt + 1)


_HABITS = (
    ((0,), 19),
    ((0, 1), 17),
    ((0, 2, 1), 6),
    ((1, 2), 16),
    ((1,), 14),
    ((1, 0, 2), 5),
    ((2, 1), 13),
    ((2, 1, 0), 5),
    ((2, 0), 3),
    ((2,), 2),
)
"""Rankings and how often each hundred papers carry them: the first leads, the second wins on transfers."""


def papers_for(candidates: Sequence[str], electors: int) -> MadeUpPapers:
    """Papers of about six in ten electors, drawn by hashing a counter."""
    returned = electors * 6 // 10
    spoilt = returned // 150
    counts: Counter[tuple[int, ...]] = Counter()
    for number in range(returned - spoilt):
        draw = int.from_bytes(sha256(f"demo paper {number}".encode()).digest()[:4], "big") % 100
        for ranking, share in _HABITS:
            if draw < share:
                counts[ranking] += 1
                break
            draw -= share
    lines = [f"{len(candidates)} 1"]
    lines += [
        f"{n} {' '.join(str(c + 1) for c in ranking)} 0" for ranking, n in sorted(counts.items())
    ]
    lines += ["0", *(f'"{candidate}"' for candidate in candidates), '"Northmoor"', ""]
    return MadeUpPapers("\n".join(lines), sum(counts.values()), spoilt)
