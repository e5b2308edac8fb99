"""Checkpoints of the log as they were published, and the witnesses' cosignatures under them."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from nacl.signing import SigningKey

from hustings.kernel.merkle import GrowingTree
from hustings.record import checkpoints as notes
from hustings.record import vouching
from hustings.record.notes import (
    KeyKind,
    check_note,
    note_bytes,
    read_note,
    read_verifier_key,
    signatures_of,
)
from hustings.record.vouching import Line, Vouched
from hustings.store import subtrees, witnesses
from hustings.store.log import leaves
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import Checkpoint, Cosignature

HASH = 32
"""Bytes of a node's hash."""


def publish(organisation: Organisation, key: SigningKey, at: datetime) -> Checkpoint:
    """Sign the log as it stands; the checkpoint that is there already where nothing has been added since."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        last = latest(organisation)
        tree = _grown(organisation, last)
        if last is not None and last.size == tree.size:
            return last
        subtrees.keep_up(organisation, tree.size)
        made = notes.sign_checkpoint(organisation.origin, tree.size, tree.root(), key)
        return Checkpoint.objects.create(
            organisation=organisation,
            size=made.size,
            root=made.root,
            note=notes.checkpoint_bytes(made),
            at=at,
            peaks=b"".join(tree.peaks),
        )


def _grown(organisation: Organisation, last: Checkpoint | None) -> GrowingTree:
    """The log's tree as it stands: the last checkpoint's, and what was added since.

    Peaks that do not lead to the root that was signed are not believed; then every leaf is hashed again.
    """
    tree = GrowingTree()
    if last is not None and last.peaks is not None:
        kept = bytes(last.peaks)
        peaks = [kept[at : at + HASH] for at in range(0, len(kept), HASH)]
        with suppress(ValueError):
            tree = GrowingTree.resumed(last.size, peaks, bytes(last.root))
    if not tree.size:
        subtrees.forget(organisation)
    for leaf in leaves(organisation, tree.size):
        tree.add(leaf)
    return tree


def latest(organisation: Organisation) -> Checkpoint | None:
    """The checkpoint of the largest log."""
    return organisation.checkpoints.order_by("-size").first()


def vouched(organisation: Organisation) -> Vouched | None:
    """Which listed witnesses vouch, and for how much of the log: the largest checkpoint that a quorum signed."""
    known = witnesses.ever_listed(organisation)
    retired = {one.key: one.retired_at for one in known if one.retired_at is not None}
    lines = _cosigned(organisation, [one.key for one in known]).order_by("id")
    told = lines.values_list("witness", "checkpoint__size", "at")
    return vouching.vouched([Line(*line) for line in told], retired)


def latest_witnessed(organisation: Organisation) -> Checkpoint | None:
    """The checkpoint of the largest log that more than half of the witnesses who vouch have cosigned."""
    found = vouched(organisation)
    return None if found is None else of_size(organisation, found.size)


def largest_cosigned(organisation: Organisation, keys: Collection[str]) -> Checkpoint | None:
    """The checkpoint of the largest log that any of these witnesses has cosigned."""
    found = _cosigned(organisation, keys).order_by("-checkpoint__size").first()
    return None if found is None else found.checkpoint


def _cosigned(organisation: Organisation, keys: Collection[str]) -> QuerySet[Cosignature]:
    found = Cosignature.objects.filter(checkpoint__organisation=organisation, witness__in=keys)
    return found.select_related("checkpoint")


def of_size(organisation: Organisation, size: int) -> Checkpoint | None:
    """The checkpoint that was published over so many entries."""
    return organisation.checkpoints.filter(size=size).first()


def cosign(checkpoint: Checkpoint, cosigned: bytes, witness: str, at: datetime) -> Cosignature:
    """Keep a witness's cosignature from the note that it sent back.

    ``witness`` is its verifier key as it is printed; ``ValueError`` where the note is another one
    or the key did not cosign it.
    """
    key, note = read_verifier_key(witness), read_note(cosigned)
    if key.kind is not KeyKind.COSIGNATURE:
        raise ValueError(f"{key.name} is not a witness's key")
    if note.text != read_note(bytes(checkpoint.note)).text:
        raise ValueError(f"{key.name} sent back another checkpoint")
    check_note(note, key)
    line = note_bytes(replace(note, signatures=signatures_of(note, key)[-1:]))
    return Cosignature.objects.create(
        checkpoint=checkpoint,
        witness=witness,
        line=line.decode().removeprefix(f"{note.text}\n").rstrip("\n"),
        at=at,
    )


def published_witnessed(organisation: Organisation, size: int) -> bytes | None:
    """The last witnessed checkpoint as it is given out, where it is of a smaller log than the ``size`` beside it."""
    found = latest_witnessed(organisation)
    return None if found is None or found.size >= size else published(found)


def published(checkpoint: Checkpoint) -> bytes:
    """The checkpoint with every cosignature under it, as it is given out."""
    lines = checkpoint.cosignatures.order_by("id").values_list("line", flat=True)
    return bytes(checkpoint.note) + "".join(f"{line}\n" for line in lines).encode()
