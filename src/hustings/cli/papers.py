"""A file of papers from the command line: opened where it lies, unpacked on the way, read at once or in pieces."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from hustings.counting.formats.lines import LARGEST_FILE
from hustings.counting.formats.opening import HEAD, Format, Source
from hustings.kernel.refusals import BadInput, Problem

GZIP = b"\x1f\x8b"
PIECE = 1 << 19
PAPERS_ONLY = frozenset((Format.BLT, Format.PREFLIB, Format.ABIF, Format.CSV, Format.LONG_CSV))
"""Formats that hold papers and nothing of those that people rejected before the file was written."""


def source(path: Path) -> Source:
    """The file as a source of papers; ``BadInput`` where it cannot be read. Files beside it are found by name."""
    return Source(
        name=str(path),
        head=_guarded(path, lambda file: file.read(HEAD)),
        content=lambda: _guarded(path, lambda file: _whole(path, file)),
        pieces=lambda: _pieces(path),
        beside=lambda name: source(_beside(path, name)),
        names=lambda name: _names(_beside(path, name)),
    )


def read_bytes(path: Path) -> bytes:
    """All bytes of a file as it lies; ``BadInput`` where it cannot be read."""
    return _guarded(path, lambda file: _whole(path, file))


def _beside(path: Path, name: str) -> Path:
    """A file that another names; only from the same folder, below it, or a folder beside it (``../folder``)."""
    found, folder = path.parent / name, path.parent.resolve()
    sibling = re.match(r"\.\./([\w-]+)/", name)
    if sibling and found.resolve().is_relative_to(folder.parent / sibling[1]):
        return found
    if not found.resolve().is_relative_to(folder):
        what = f"{name!r} lies outside the folder of this file"
        raise BadInput(Problem(str(path), None, "", what, "cvr.csv"))
    return found


def _names(folder: Path) -> tuple[str, ...]:
    """The files of a folder by name; none where it is no folder."""
    if not folder.is_dir():
        return ()
    try:
        return tuple(sorted(each.name for each in folder.iterdir() if each.is_file()))
    except OSError as found:
        raise _unreadable(folder, found) from None


def _guarded(path: Path, read: Callable[[BinaryIO], bytes]) -> bytes:
    try:
        with _open(path) as file:
            return read(file)
    except (OSError, EOFError, zlib.error) as found:
        raise _unreadable(path, found) from None


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return cast("BinaryIO", gzip.open(path)) if packed else path.open("rb")


def _unreadable(path: Path, found: Exception) -> BadInput:
    why = found.strerror if isinstance(found, OSError) and found.strerror else str(found)
    return BadInput(Problem(str(path), None, "", f"this file cannot be read ({why})"))


def _whole(path: Path, file: BinaryIO) -> bytes:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadInput(
            Problem(str(path), None, "", f"this file is larger than {LARGEST_FILE} bytes")
        )
    return content


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with _open(path) as file:
            while piece := file.read(PIECE):
                yield piece
    except (OSError, EOFError, zlib.error) as found:
        raise _unreadable(path, found) from None


def write_whole(path: Path, text: str) -> None:
    """Write a file in one piece or not at all; ``BadInput`` where it cannot be written."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as found:
        unfinished.unlink(missing_ok=True)
        what = f"this file cannot be written ({found.strerror})"
        raise BadInput(Problem(str(path), None, "", what)) from None


def make_folder(path: Path) -> None:
    """A folder for several files, made where it is missing; ``BadInput`` where it cannot be."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as found:
        what = f"this folder cannot be made ({found.strerror})"
        raise BadInput(Problem(str(path), None, "", what)) from None
