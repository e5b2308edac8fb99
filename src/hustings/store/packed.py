"""Bundles as they were packed for everybody, in files of the data folder; gone when they are no longer true."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import fstat
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings

PART = "part-"


def _folder() -> Path:
    return Path(settings.DATA) / "bundles"


def kept(proceeding: str, state: str, pack: Callable[[Path], None]) -> BinaryIO:
    """The file packed for this state of the record, opened; ``pack`` writes it where there is none yet.

    One process packs, others wait for it. It stands whole or not at all, and those of earlier states go; whoever is
    reading one of them reads it to its end.
    """
    folder = _folder() / proceeding
    place = folder / f"{state}.zip"
    with suppress(FileNotFoundError):
        return place.open("rb")
    with _alone(folder):
        if not place.exists():
            with TemporaryDirectory(prefix=PART, dir=folder) as own:
                part = Path(own) / place.name
                pack(part)
                part.replace(place)
        _delete(folder, but=place)
        return place.open("rb")


def packed_at(file: BinaryIO) -> int:
    """When it was packed, in seconds."""
    return int(fstat(file.fileno()).st_mtime)


def forget_packed() -> None:
    """Delete all of them: what was erased from the store is not to stand in a file.

    Whoever is packing comes to their end first; folder and lock stay, so that there is always one lock for all.
    """
    for lock in _folder().glob("*/lock"):
        with _alone(lock.parent):
            _delete(lock.parent)


def _delete(folder: Path, but: Path | None = None) -> None:
    """Delete what was packed, and what somebody who was cut off had begun to pack."""
    for other in folder.glob("*.zip"):
        if other != but:
            other.unlink(missing_ok=True)
    for begun in folder.glob(f"{PART}*"):
        rmtree(begun)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
