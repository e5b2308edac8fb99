"""Bundles as they were packed for everybody, in files of the data folder; gone when they are no longer true."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import fstat
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

from django.conf import settings


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
            part = folder / "part"
            part.unlink(missing_ok=True)
            pack(part)
            part.replace(place)
        for other in folder.glob("*.zip"):
            if other != place:
                other.unlink(missing_ok=True)
        return place.open("rb")


def packed_at(file: BinaryIO) -> int:
    """When it was packed, in seconds."""
    return int(fstat(file.fileno()).st_mtime)


def forget_packed() -> None:
    """Delete all of them: what was erased from the store is not to stand in a file."""
    rmtree(_folder(), ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
