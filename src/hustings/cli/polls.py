"""What the commands of a contest share: an archive is followed from its first byte before anybody acts on it."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.factors import beside, read_beside
from hustings.cli.whole_files import append, held, read_bytes, refuse

if TYPE_CHECKING:
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.making.archives import Grown, Tip
    from hustings.verifier.belenios.following import Followed


def follow_bytes(data: bytes, where: str, proofs: bytes | None = None) -> "Followed":
    """Where an election stands, every check of it made; one sentence with the number of the check that fails.

    ``proofs`` are those of the trustees that stand beside the archive.
    """
    from hustings.ballots.secret.archive import NotAnArchive
    from hustings.ballots.secret.fast.disagreement import Disagreement
    from hustings.cli.sharing import spread
    from hustings.kernel.refusals import CheckFailed
    from hustings.kernel.sharing import WorkLost
    from hustings.verifier.belenios.engines import engine_for, plainly
    from hustings.verifier.belenios.following import follow_archive

    try:
        try:
            return follow_archive(data, engine_for, spread, secrets.randbelow, proofs)
        except Disagreement:
            return follow_archive(data, plainly, spread, secrets.randbelow, proofs)
    except NotAnArchive as problem:
        refuse(f"{where}: {problem}.")
    except WorkLost as lost:
        refuse(f"{where} could not be followed, and nothing was done with it: {lost}.")
    except CheckFailed as failed:
        refuse(f"{where} is not sound, and nothing was done with it: {failed}.")


def follow(archive: Path) -> "Followed":
    """The same for a file, and the proofs beside it; lines of theirs that do not hold are said and set aside."""
    followed = follow_bytes(read_bytes(archive), str(archive), read_beside(archive))
    tell_set_aside(followed, beside(archive))
    return followed


def tell_set_aside(followed: "Followed", file: Path) -> None:
    """Say which of the trustees' proofs do not hold; whoever acts goes on without them."""
    for what in followed.machine.together.set_aside:
        click.echo(f"{file}: {what}.", err=True)


def grown(data: bytes, where: str) -> "Grown":
    """An archive of one's own, its events in order; a piece that a crash cut off is left out."""
    from hustings.ballots.secret.making.archives import resume

    try:
        return resume(data)
    except ValueError as problem:
        refuse(f"{where} cannot be gone on with: {problem}.")


def add_event(archive: Path, known: "Followed", kind: "EventType", *data: bytes) -> str:
    """Append an event to an archive that nobody has changed since it was followed; the event's hash."""
    with held(archive) as opened:
        now = grown(opened.read(), str(archive))
        if now.tip.last != known.chain.last:
            refuse(f"{archive} has changed in the meantime; nothing was added. Try again.")
        opened.truncate(now.end)
        tip, piece = now.tip.add(kind, *data)
        append(opened, piece)
    return str(tip.last)


def tally_event(archive: bytes, tip: "Tip") -> bytes:
    """The event with the encrypted tally of an archive that was closed."""
    from hustings.ballots.secret.archive import EventType

    followed = follow_bytes(archive, "the archive")
    return tip.add(EventType.ENCRYPTED_TALLY, *tally_data(followed))[1]


def tally_data(followed: "Followed") -> tuple[bytes, bytes]:
    """The encrypted tally of the ballots that count, and its numbers."""
    from hustings.ballots.secret.checks.tally import Counted, tally_of
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.ballots.secret.messages.tallying import SizedTally, message_bytes, tally_bytes

    machine = followed.machine
    weights, election = machine.setup.weights, machine.setup.election
    counted = [Counted(one.choices, weights[one.credential]) for one in machine.latest.values()]
    raw = tally_bytes(tally_of(counted, election.questions, machine.engine), election.group)
    sized = SizedTally(len(counted), sum(one.weight for one in counted), hex_hash(raw))
    return raw, message_bytes(sized.json())
