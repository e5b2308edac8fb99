"""What scrutineer and trustees make apart for a box: keys of two of three, a rehearsal, codes for twenty electors.

``python -m tests.conduct.made_apart FOLDER`` plays a seat to its shortlist into the database of HUSTINGS_DATA, and
writes into the folder what ``hustings box set-up`` takes.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.declarations import Declaration
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.making.archives import begin
from hustings.ballots.secret.messages.election import RankedQuestion, election_bytes
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    credentials_bytes,
    trustees_bytes,
)
from tests.ballots.secret.making.elections import TestElection, opened

UUID = "2Northmoor2Ba11ot"
ELECTORS, SPARES = 20, 2
NAMES = ("Holder Example", "Ash Example", "Birch Example")


@dataclass(frozen=True, slots=True)
class Apart:
    """The files, byte for byte."""

    trustees: bytes
    rehearsal: bytes
    credentials: bytes
    declared: bytes


def rehearsed(group: str = "Ed25519", *, to_the_end: bool = True) -> TestElection:
    """Trustees, two of whom have opened the ranking of three made-up voters together."""
    election = opened(
        group, (RankedQuestion("Does it work?", ("1", "2", "3")),), trustees=((2, 3),)
    )
    for voter in range(3):
        election.cast(voter, (1, 2, 3))
    election.close()
    for owner in (1, 3):
        election.shuffle(owner)
    election.add(EventType.END_SHUFFLES)
    for owner in (1, 3):
        election.decrypt(owner)
    if to_the_end:
        election.end()
    return election


@cache
def apart(electors: int = ELECTORS, *, to_the_end: bool = True, uuid: str = UUID) -> Apart:
    """Everything that comes back to the office."""
    rehearsal = rehearsed(to_the_end=to_the_end)
    group = rehearsal.election.group
    keys = [group.pow_g(1000 + number) for number in range(electors + SPARES)]
    credentials = credentials_bytes(tuple(map(PublicCredential, keys)), group)
    declared = Declaration(uuid, electors, SPARES, ("c0", "c1"), hex_hash(credentials))
    trustees = trustees_bytes(rehearsal.trustees, group)
    return Apart(trustees, rehearsal.archive, credentials, declared.to_bytes())


def main(folder: Path) -> None:
    """The seat into the database, the files into the folder."""
    from hustings.cli.serve import prepare

    prepare(quiet=True)
    from tests.conduct.polls import THREE, patch_clock
    from tests.conduct.town import SEAT, fill_town
    from tests.proceedings.walk import Walk
    from tests.web.seats import found_union

    walk = Walk("model-association").shortlisted(*THREE)
    began = walk.entries[0][1]
    union = found_union(began.replace(year=began.year - 1))
    fill_town(union, began.date())
    with patch_clock(walk.now):
        union.play(walk, SEAT)
    made, unended = apart(), apart(to_the_end=False)
    election = rehearsed()
    raw = election_bytes(
        group=group_named("Ed25519"),
        name="Northmoor",
        description="",
        public_key=election.election.public_key,
        questions=(RankedQuestion("Number them.", NAMES),),
        uuid=UUID,
        replacement=False,
    )
    _tip, archive = begin(1_800_000_000, raw, made.trustees, made.credentials)
    for name, content in (
        ("poll.bel", archive),
        ("declared.json", made.declared),
        ("rehearsal.bel", made.rehearsal),
        ("unended.bel", unended.rehearsal),
    ):
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
