"""The log's entries and proofs as programs ask for them, with public openings only."""

from collections import defaultdict
from typing import Any

from hustings.conduct.published import NotPublishedYet
from hustings.conduct.seats import SEES
from hustings.kernel.canonical import Json
from hustings.proceedings.values import Visibility
from hustings.store import checkpoints, subtrees
from hustings.store.models import Checkpoint, Organisation
from hustings.store.openings import openings as stored_openings


def entries_after(
    organisation: Organisation, proceeding: str, after: int, most: int
) -> list[tuple[bytes, bytes, list[dict[str, Json]]]]:
    """(canonical bytes, leaf hash, public openings) of a proceeding's entries after its first ``after``."""
    rows = list(
        organisation.entries.filter(proceeding=proceeding, number__gt=after)
        .order_by("number")
        .values_list("position", "content", "leaf_hash")[:most]
    )
    if not rows:
        return []
    opened: dict[int, list[dict[str, Any]]] = defaultdict(list)
    since = rows[0][0]
    for opening in stored_openings(
        organisation, SEES[Visibility.PUBLIC], proceeding=proceeding, since=since
    ):
        opened[opening.position].append(
            {"field": opening.field, "salt": opening.salt.hex(), "value": opening.value}
        )
    return [(bytes(content), bytes(leaf), opened[at]) for at, content, leaf in rows]


def proof_of_inclusion(organisation: Organisation, position: int) -> tuple[int, bytes, list[bytes]]:
    """Size and root of the latest checkpoint, and the path of the entry at ``position`` to it."""
    newest = _newest(organisation)
    if position >= newest.size:
        because = f"The latest checkpoint has {newest.size} entries, none at {position}."
        raise NotPublishedYet(because)
    return newest.size, bytes(newest.root), subtrees.inclusion(newest, position)


def proof_of_consistency(organisation: Organisation, old: int) -> tuple[int, bytes, list[bytes]]:
    """Size and root of the latest checkpoint, and the proof that its first ``old`` entries are unchanged."""
    newest = _newest(organisation)
    if old > newest.size:
        raise NotPublishedYet(f"The latest checkpoint has {newest.size} entries, not {old}.")
    return newest.size, bytes(newest.root), subtrees.consistency(newest, old)


def _newest(organisation: Organisation) -> Checkpoint:
    newest = checkpoints.latest(organisation)
    if newest is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    return newest
