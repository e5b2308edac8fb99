"""The public bundle of a seat is packed once for each state of the record, into a file that all download."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from hustings import __version__
from hustings.conduct.boxing import archive_pieces
from hustings.conduct.published import NotPublishedYet, bundle_files
from hustings.conduct.reading import NoSuchSeat, seat_ids
from hustings.conduct.sound_ballots import is_closed
from hustings.kernel.canonical import canonical_bytes
from hustings.record.bundle import ARCHIVES
from hustings.store import boxes, checkpoints, packed
from hustings.store.models import Box, Organisation
from hustings.store.openings import erased

STAMP = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip, so that the same record gives the same bytes."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle as a file to read, what names its state, and when it was packed in seconds of the epoch."""

    file: BinaryIO
    state: str
    at: int


class GrewMeanwhile(Exception):
    """Trustees' work was taken into an archive while it was packed; whoever asks again gets all of it."""


def packed_bundle(organisation: Organisation, proceeding: str) -> Packed:
    """The seat's public bundle at the latest checkpoint there is; the record is only read."""
    if proceeding not in seat_ids(organisation):
        raise NoSuchSeat(f"The record knows no seat {proceeding}.")
    for left in reversed(range(TRIES)):
        state = _state(organisation, proceeding)
        try:
            file = packed.kept(
                proceeding, state, lambda part: _pack(organisation, proceeding, part)
            )
        except GrewMeanwhile:
            if not left:
                raise
        else:
            return Packed(file, state, packed.packed_at(file))
    raise AssertionError


def _state(organisation: Organisation, proceeding: str) -> str:
    """What the bundle depends on: two of the same state are the same bytes.

    The checkpoint and its cosignatures, what has been erased, how far each closed box has come, and who packs.
    An open box is in no bundle, and says nothing here: else its state would tell the moment of every ballot.
    """
    note = checkpoints.latest(organisation)
    if note is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    witnessed = checkpoints.published_witnessed(organisation, note.size) or b""
    found = Box.objects.filter(organisation=organisation, proceeding=proceeding).order_by("uuid")
    ends = [(box.uuid, boxes.last_event(box)) for box in found if is_closed(box)]
    said = [
        __version__,
        proceeding,
        checkpoints.published(note).decode(),
        witnessed.decode(),
        len(erased(organisation)),
        [[uuid, "" if end is None else end.sha256] for uuid, end in ends],
    ]
    return sha256(canonical_bytes(said)).hexdigest()


def _pack(organisation: Organisation, proceeding: str, place: Path) -> None:
    files, archives = bundle_files(organisation, proceeding)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for name in sorted({*files, *map(_path, archives)}):
            if name in files:
                member = zipfile.ZipInfo(name, STAMP)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                bundle.writestr(member, files[name], compresslevel=6)
            else:
                _pack_archive(bundle, name, archives)


def _pack_archive(bundle: zipfile.ZipFile, name: str, archives: Mapping[str, Box]) -> None:
    """Record by record, and quickly: three times as fast as otherwise, and 5 per cent larger."""
    digest = name.removeprefix(f"{ARCHIVES}/").removesuffix(".bel")
    made = sha256()
    with bundle.open(name, "w") as member:
        for piece in archive_pieces(archives[digest]):
            member.write(piece)
            made.update(piece)
    if made.hexdigest() != digest:
        raise GrewMeanwhile(name)


def _path(digest: str) -> str:
    return f"{ARCHIVES}/{digest}.bel"
