"""What has been played once in a run is laid out again from its rows: the same entries, under the same keys.

Playing a walk takes seconds, and hundreds of tests begin where one ends. The first of them plays it for real,
every command and signature; the rows that this left are kept in the run's own folder, for all its processes, and
gone with it.
"""

import pickle
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from os import environ, getpid
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

from hustings.conduct import clock, rulebooks
from hustings.conduct.showing import reading
from hustings.kernel.canonical import canonical_bytes
from hustings.proceedings.codec import to_record
from hustings.proceedings.entry import Entry
from hustings.rulebooks.loader import Rulebook
from hustings.store.log_key import PRIVATE, place_of
from hustings.store.models import Organisation
from tests.proceedings.walk import Walk

Known = dict[str, set[str]]
"""The roles of everybody who has been entered, by reference: what a union remembers besides its rows."""

FOLDER = Path(environ["HUSTINGS_DATA"], "played")
"""Of the whole run: the settings of one process may point elsewhere."""


def laid_out(name: str, walks: Mapping[str, Walk], play: Callable[[], Known]) -> Known:
    """What ``play`` leaves in an empty database, from the rows of an earlier time if there was one.

    ``name`` says what is played besides the walks. Where anything stands in the database already, or
    letters go out while it is played, it is played and not kept.
    """
    if any(model._base_manager.exists() for model in tables()):
        return play()
    place = FOLDER / _key_of(name, walks)
    if place.exists():
        return _lay_out(place, [walk.rulebook for walk in walks.values()])
    before = _letters()
    known = play()
    if _letters() == before:
        _keep(place, known)
    return known


def tables() -> list[type[Model]]:
    """Every table of ours, what is pointed at before what points at it wherever a trigger looks."""
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one.__module__.startswith("hustings.") and one._meta.managed]


def _letters() -> tuple[int, int]:
    """How many have gone out, and how many lie in the mailbox of a development site."""
    box = getattr(settings, "HUSTINGS_MAILBOX", None)
    return len(getattr(mail, "outbox", ())), len(list(Path(box).rglob("*"))) if box else 0


def _key_of(name: str, walks: Mapping[str, Walk]) -> str:
    """Of everything that the rows depend on: who does what when, under which rules and which settings."""
    stopped = clock.now.__module__ != clock.__name__
    around = [
        name,
        clock.now().isoformat() if stopped else "",
        connection.in_atomic_block,
        translation.get_language() or "",
        *(str(getattr(settings, one, "")) for one in ("ADDRESS", "EMAIL_BACKEND")),
        *(str(getattr(settings, one, "")) for one in ("HUSTINGS_DIRECTORY", "HUSTINGS_KEYRING")),
    ]
    played = [
        [seat, walk.rulebook.id, walk.rulebook.digest, *map(_scene, walk.entries)]
        for seat, walk in walks.items()
    ]
    return sha256(canonical_bytes([around, played])).hexdigest()


def _scene(scene: tuple[Entry, Any]) -> Any:
    written, at = to_record(scene[0]), scene[1]
    withheld = [[path, one.value, one.seen_by.value] for path, one in written.withheld.items()]
    by = [[who.person, who.role.value] for who in written.by]
    return [written.kind, written.body, withheld, by, at.isoformat()]


def _keep(place: Path, known: Known) -> None:
    rows = [list(model._base_manager.order_by("pk")) for model in tables()]
    key = place_of(Organisation.objects.get()).read_bytes()
    place.parent.mkdir(exist_ok=True)
    part = place.with_suffix(f".{getpid()}")
    part.write_bytes(pickle.dumps((rows, key, known)))
    part.rename(place)


def _lay_out(place: Path, adopted: Iterable[Rulebook]) -> Known:
    rows, key, known = pickle.loads(place.read_bytes())
    with transaction.atomic():
        for model, kept in zip(tables(), rows, strict=True):
            model._base_manager.bulk_create(kept)
    _go_on_counting()
    for rulebook in adopted:
        rulebooks.keep(rulebook)
    at = place_of(Organisation.objects.get())
    at.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    at.unlink(missing_ok=True)
    at.touch(PRIVATE)
    at.write_bytes(key)
    reading._folded.cache_clear()  # the same newest entry may have other openings erased under it
    return known


def _go_on_counting() -> None:
    """PostgreSQL gives the next row a number of its sequence, which knows nothing of rows that have numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
