"""What was packed once for everybody, in files of the data folder; gone when it is no longer true."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import fstat
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings

BUNDLES, ARCHIVES = "bundles", "archives"
LOCK, PART = "lock", "part-"
ERASURES = "erasures"
"""The file that says of how many erasures the bundles on this machine know."""


def _folder(kind: str) -> Path:
    return Path(settings.DATA) / kind


def kept(kind: str, name: str, state: str, pack: Callable[[Path], None]) -> BinaryIO:
    """The file packed for this state of ``name``, opened; ``pack`` writes it where there is none yet.

    One process packs, others wait for it. It stands whole or not at all, and those of earlier states go; whoever is
    reading one of them reads it to its end.
    """
    folder = _folder(kind) / name
    place = folder / state
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
    """Delete all bundles: what was erased from the store is not to stand in a file.

    Whoever is packing comes to their end first; folder and lock stay, so that there is always one lock for all.
    """
    for lock in _folder(BUNDLES).glob(f"*/{LOCK}"):
        with _alone(lock.parent):
            _delete(lock.parent)


def keep_up_with(erasures: int) -> None:
    """Delete all bundles that this machine packed before the newest of so many erasures.

    Whoever erases deletes those of their own machine; the others that serve the same database learn of it here.
    """
    folder = _folder(BUNDLES)
    mark = folder / ERASURES
    with suppress(FileNotFoundError):
        if mark.read_text(encoding="ascii") == str(erasures):
            return
    forget_packed()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=PART, dir=folder) as own:
        part = Path(own) / ERASURES
        part.write_text(str(erasures), encoding="ascii")
        part.replace(mark)


def _delete(folder: Path, but: Path | None = None) -> None:
    """Delete what was packed, and what somebody who was cut off had begun to pack."""
    for other in folder.iterdir():
        if other.is_dir():
            rmtree(other)
        elif other != but and other.name != LOCK:
            other.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
