"""Files are written whole or not at all; secret ones are their owner's alone, and are overwritten before they go."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

OWNER_ONLY = 0o600
FOR_ALL = 0o644


def refuse(what: str) -> NoReturn:
    """End the command with one sentence; nothing has been kept."""
    raise click.ClickException(what)


def read_bytes(file: Path) -> bytes:
    """The bytes of a file, or one sentence."""
    try:
        return file.read_bytes()
    except OSError as problem:
        refuse(f"{file} cannot be read: {problem.strerror}.")


def write_new(file: Path, data: bytes, *, secret: bool = False) -> None:
    """A new file, on the disk when this returns; one that is there already is never overwritten."""
    try:
        _write_new(file, data, OWNER_ONLY if secret else FOR_ALL)
    except FileExistsError:
        refuse(f"{file} is there already; choose a new name.")
    except OSError as problem:
        refuse(f"{file} cannot be written: {problem.strerror}.")


def replace(file: Path, data: bytes, *, secret: bool = False) -> None:
    """The new content of a file, or the old one if anything goes wrong."""
    try:
        aside = _aside(file, data, OWNER_ONLY if secret else FOR_ALL)
        aside.replace(file)
        _settle(file.parent)
    except OSError as problem:
        refuse(f"{file} cannot be written: {problem.strerror}.")


def _write_new(file: Path, data: bytes, mode: int) -> None:
    aside = _aside(file, data, mode)
    try:
        os.link(aside, file)
    finally:
        aside.unlink()
    _settle(file.parent)


def _aside(file: Path, data: bytes, mode: int) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fchmod(handle, mode)
        os.fsync(handle)
    return Path(name)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wipe(file: Path) -> None:
    """Overwrite a secret file and remove it. What a disk keeps elsewhere of it, no program can tell."""
    try:
        with file.open("r+b") as out:
            size = out.seek(0, os.SEEK_END)
            out.seek(0)
            out.write(bytes(size))
            out.flush()
            os.fsync(out.fileno())
        file.unlink()
        _settle(file.parent)
    except OSError as problem:
        refuse(f"{file} cannot be wiped: {problem.strerror}.")


@contextmanager
def held(file: Path) -> Iterator[BinaryIO]:
    """A file that is read and appended to by one process at a time."""
    try:
        opened = file.open("r+b")
    except OSError as problem:
        refuse(f"{file} cannot be opened: {problem.strerror}.")
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened


def append(opened: BinaryIO, piece: bytes) -> None:
    """Bytes at the end, on the disk when this returns."""
    opened.seek(0, os.SEEK_END)
    opened.write(piece)
    opened.flush()
    os.fsync(opened.fileno())
