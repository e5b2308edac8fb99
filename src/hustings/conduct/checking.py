"""An archive from elsewhere is checked: on a page by the libraries alone and up to a size, otherwise by all cores."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Coins
from hustings.conduct.polling import THE_BALLOT
from hustings.kernel.refusals import Refused
from hustings.kernel.sharing import Spread
from hustings.verifier.belenios.engines import engine_for, plainly, uncompiled
from hustings.verifier.belenios.verify import MakeEngine

T = TypeVar("T")
MOST_ON_A_PAGE = 4 << 20
"""Bytes of the largest archive that a page waits for.

Measured, rankings of twelve with two shuffles: 1.0 s a MiB with Ed25519 (4 ms a ballot), 1.2 in the RFC 3526 group.
"""


@dataclass(frozen=True, slots=True)
class Checking:
    """With what an archive is checked, and the largest that is; ``None`` where somebody has time."""

    make_engine: MakeEngine
    spread: Spread
    most: int | None

    def too_large(self, archive: bytes, command: str) -> Refused | None:
        """Why this archive is not checked here, and with which command it is."""
        if self.most is None or len(archive) <= self.most:
            return None
        because = (
            f"This archive has {len(archive) / (1 << 20):.1f} MiB, and a page checks up to {self.most >> 20}. "
            f"Whoever runs the server checks it there with `{command}`."
        )
        return Refused("archive-too-large", THE_BALLOT, because)

    def run(self, check: Callable[[bytes, MakeEngine, Spread, Coins], T], archive: bytes) -> T:
        """What ``check`` says; once more by the libraries alone where a faster way disagrees with them."""
        try:
            return check(archive, self.make_engine, self.spread, secrets.randbelow)
        except Disagreement:
            return check(archive, plainly, self.spread, secrets.randbelow)


ON_A_PAGE = Checking(uncompiled, map, MOST_ON_A_PAGE)


def on_all_cores(spread: Spread) -> Checking:
    """For a command, which somebody waits for as long as it takes."""
    return Checking(engine_for, spread, None)
