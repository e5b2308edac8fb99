"""A box on the disk: a ballot is acknowledged only when it lies in the archive, whole, whatever happens after."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from hustings.cli.polls import grown
from hustings.cli.whole_files import append, held, read_bytes, refuse, replace

if TYPE_CHECKING:
    from hustings.ballots.secret.groups.group import Element
    from hustings.ballots.secret.making.archives import Grown, Tip
    from hustings.verifier.belenios.setup import Setup


def struck_file(archive: Path) -> Path:
    """The file beside an open poll with the public part of each code that was struck off, one a line; for everybody."""
    return archive.with_name(f"{archive.name}.struck-off")


def struck_off(archive: Path) -> list[str]:
    """The public parts of the codes that were struck off."""
    file = struck_file(archive)
    return read_bytes(file).decode().splitlines() if file.exists() else []


@dataclass
class Known:
    """What is known of a box of a certain size; as it only grows, one of that size is the same."""

    setup: "Setup"
    tip: "Tip"
    end: int
    seen: set[str]
    voted: "set[Element]"


@dataclass
class Box:
    """The archive of an open poll. Other processes may cast into it at the same time: each waits for its turn."""

    archive: Path
    _known: Known | None = field(default=None, repr=False)

    def cast(self, raw: bytes) -> str:
        """Check a ballot against the box as it is now and append it; its tracker, once it is on the disk."""
        from hustings.ballots.secret.archive import EventType
        from hustings.ballots.secret.checks.ballots import check_ballot
        from hustings.ballots.secret.checks.equations import PlainEngine
        from hustings.ballots.secret.hashes import hex_hash
        from hustings.kernel.refusals import CheckFailed

        with held(self.archive) as opened:
            box = self._read(opened)
            election = box.setup.election
            try:
                found = check_ballot(raw, election, box.setup.weights, PlainEngine(election.group))
            except CheckFailed as failed:
                refuse(str(failed))
            if election.group.text(found.credential) in struck_off(self.archive):
                refuse("the scrutineer has struck this code off; its elector asks for another")
            if hex_hash(raw) in box.seen:
                refuse("check 15.2: this ballot is in the box already")
            if not election.replacement and found.credential in box.voted:
                refuse("check 15.8: this code has cast a ballot, and ballots are not replaced here")
            opened.truncate(box.end)
            box.tip, piece = box.tip.add(EventType.BALLOT, raw)
            append(opened, piece)
            box.end += len(piece)
        box.seen.add(hex_hash(raw))
        box.voted.add(found.credential)
        return found.tracker

    def strike_off(self, credential: str) -> None:
        """Take no ballot of this public credential from now on; one that was cast stands, and refuses it."""
        with held(self.archive) as opened:
            box = self._read(opened)
            text = box.setup.election.group.text
            if credential not in map(text, box.setup.weights):
                refuse("this is not the public part of a code of this election")
            if credential in map(text, box.voted):
                refuse("a ballot was cast with this code, and a ballot that was cast stands")
            struck = struck_off(self.archive)
            if credential in struck:
                refuse("this code has been struck off already")
            whole = "".join(f"{one}\n" for one in [*struck, credential])
            replace(struck_file(self.archive), whole.encode())

    def _read(self, opened: BinaryIO) -> Known:
        size = opened.seek(0, 2)
        if self._known is None or self._known.end != size:
            opened.seek(0)
            self._known = _known(grown(opened.read(), str(self.archive)), str(self.archive))
        return self._known


def _known(box: "Grown", where: str) -> Known:
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.checks.equations import PlainEngine
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.ballots.secret.messages.ballot import read_ballot
    from hustings.kernel.refusals import CheckFailed
    from hustings.verifier.belenios.setup import check_setup, election_in

    if set(box.kinds[1:]) - {EventType.BALLOT}:
        refuse("the poll is closed")
    data = box.events[0][1]
    try:
        election = election_in(data)
        setup = check_setup(data, election, PlainEngine(election.group))
    except CheckFailed as failed:
        refuse(f"{where} is not sound: {failed}.")
    raws = [each[0] for _, each in box.events[1:]]
    voted = {read_ballot(raw, election).credential for raw in raws}
    return Known(setup, box.tip, box.end, set(map(hex_hash, raws)), voted)
