"""A seat's bundle: everything that a stranger needs to replay it, and nothing that is not for them."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from hustings.conduct.boxing import archive_of
from hustings.conduct.reading import read_seat, the_organisation
from hustings.conduct.sealing import seal
from hustings.conduct.seats import SEES, Seat
from hustings.kernel.canonical import canonical_bytes
from hustings.proceedings.entry import Given
from hustings.proceedings.held_online import held_online
from hustings.proceedings.rolls import RollFrozen
from hustings.proceedings.values import Visibility
from hustings.record.archive import write_folder, write_zip
from hustings.record.bundle import Contents, make_bundle
from hustings.store import checkpoints, log
from hustings.store.factors import proofs_of
from hustings.store.models import Box, Organisation
from hustings.store.openings import openings as stored_openings
from hustings.verifier.result import claim_of


def bundle_of(
    organisation: Organisation,
    proceedings: Iterable[str],
    audience: Visibility = Visibility.PUBLIC,
) -> dict[str, bytes]:
    """The files of a bundle of these seats as they stand now."""
    note, newest = seal(organisation), checkpoints.latest(organisation)
    names = tuple(proceedings)
    seats = [read_seat(organisation, name, audience) for name in names]
    shown = [box for seat in seats for box in boxes_shown(organisation, seat, audience)]
    archives = {
        sha256(data).hexdigest(): (data, box) for box in shown for data in [archive_of(box)]
    }
    return make_bundle(
        Contents(
            organisation=organisation.slug,
            proceedings=names,
            log=tuple(content for _, content in log.rows(organisation)),
            checkpoint=note,
            witnessed=checkpoints.published_witnessed(organisation, newest.size if newest else 0),
            openings=tuple(stored_openings(organisation, SEES[audience])),
            rulebooks={seat.rulebook.id: dict(seat.rulebook.files) for seat in seats},
            rolls=dict(roll for seat in seats for roll in rolls_of(seat)),
            archives={digest: data for digest, (data, _) in archives.items()},
            factors=factors_of({digest: box for digest, (_, box) in archives.items()}),
            claims={
                seat.proceeding: claim_of(seat.state, (one.entry for one in seat.entries))
                for seat in seats
            },
            audience=audience,
        )
    )


def write_bundle(proceeding: str, path: Path) -> None:
    """Write a seat's public bundle to a folder, or to a zip file if the name ends so."""
    files = bundle_of(the_organisation(), (proceeding,))
    if path.suffix == ".zip":
        write_zip(files, path)
    else:
        write_folder(files, path)


def rolls_of(seat: Seat) -> Iterable[tuple[str, bytes]]:
    """The published commitments of the seat's frozen rolls, by digest, as their canonical bytes."""
    for placed in seat.entries:
        if isinstance(placed.entry, RollFrozen):
            commitment = placed.entry.commitment(Given(seat.state, seat.rulebook, placed.at))
            yield commitment.digest, canonical_bytes(commitment.as_json())


def factors_of(archives: Mapping[str, Box]) -> dict[str, bytes]:
    """The trustees' proofs that go beside archives, by the archives' SHA-256; nothing where nobody gave any."""
    found = {digest: proofs_of(box) for digest, box in archives.items()}
    return {digest: lines for digest, lines in found.items() if lines}


def boxes_shown(organisation: Organisation, seat: Seat, audience: Visibility) -> Iterable[Box]:
    """The boxes of the seat whose archives these readers may have."""
    cell = seat.rulebook.rules.publication.minimum_cell.value
    for held in held_online((placed.position, placed.entry) for placed in seat.entries):
        if not held.archive_is_for(audience, cell):
            continue
        yield from Box.objects.filter(
            organisation=organisation, proceeding=seat.proceeding, uuid=held.box.uuid
        )
