"""What a stranger takes home without anything being written: the bundle, the checkpoint."""

from hustings.conduct.boxing import archive_digest
from hustings.conduct.bundles import boxes_shown, factors_of, rolls_of
from hustings.conduct.rulebooks import adopted
from hustings.conduct.seats import SEES, Seat, seat_of
from hustings.proceedings.values import Visibility
from hustings.record.bundle import Contents, make_bundle
from hustings.record.entries import read_entry
from hustings.record.openings import Opening
from hustings.record.organisation import RulebookAdopted
from hustings.rulebooks.loader import Rulebook, load, shipped
from hustings.store import checkpoints, log
from hustings.store.models import Box, Organisation
from hustings.store.openings import openings as stored_openings
from hustings.verifier.result import claim_of


class NotPublishedYet(LookupError):
    """There is no checkpoint of the log that could be given out."""


def bundle_files(
    organisation: Organisation, proceeding: str
) -> tuple[dict[str, bytes], dict[str, Box]]:
    """The files of the seat's public bundle at the latest checkpoint there is; nothing is written.

    Archives, which are large, are listed in the manifest; here they are the boxes that hold them, by their SHA-256.
    """
    note = checkpoints.latest(organisation)
    if note is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    rows = tuple(content for _, content in log.rows(organisation))[: note.size]
    openings = tuple(
        opening
        for opening in stored_openings(organisation, SEES[Visibility.PUBLIC])
        if opening.position < note.size
    )
    seat = _seat_at(organisation, proceeding, rows, openings, note.size)
    shown = boxes_shown(organisation, seat, Visibility.PUBLIC)
    archives = {archive_digest(box): box for box in shown}
    files = make_bundle(
        Contents(
            organisation=organisation.slug,
            proceedings=(proceeding,),
            log=rows,
            checkpoint=checkpoints.published(note),
            witnessed=checkpoints.published_witnessed(organisation, note.size),
            openings=openings,
            rulebooks={seat.rulebook.id: dict(seat.rulebook.files)},
            rolls=dict(rolls_of(seat)),
            listed_archives=tuple(archives),
            factors=factors_of(archives),
            claims={proceeding: claim_of(seat.state, (one.entry for one in seat.entries))},
            audience=Visibility.PUBLIC,
        )
    )
    return files, archives


def _seat_at(
    organisation: Organisation,
    proceeding: str,
    rows: tuple[bytes, ...],
    openings: tuple[Opening, ...],
    size: int,
) -> Seat:
    records = tuple(
        entry for entry in map(read_entry, rows) if entry.statement.proceeding == proceeding
    )
    if not records:
        raise NotPublishedYet("The latest checkpoint does not know this seat yet.")
    opened = {
        record.position: tuple(one for one in openings if one.position == record.position)
        for record in records
    }
    return seat_of(organisation.slug, proceeding, records, opened, size)


def checkpoint_text(organisation: Organisation) -> str:
    """The latest checkpoint with its cosignatures, as it is given out."""
    newest = checkpoints.latest(organisation)
    if newest is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    return checkpoints.published(newest).decode()


def rulebook_known_as(organisation: Organisation | None, id_: str) -> Rulebook | None:
    """The rulebook with this id: the latest that the organisation adopted, otherwise the shipped one."""
    if organisation is not None:
        found = organisation.entries.filter(kind=RulebookAdopted.__name__).order_by("-position")
        for row in found:
            body = read_entry(bytes(row.content)).statement.body
            if body.get("rulebook") == id_:
                return adopted(organisation.slug, str(body["digest"]))
    return load(id_) if id_ in shipped() else None
