"""Files are written whole or not at all; secret ones are their owner's alone, and are overwritten before they go."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
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
    """The new content of a file, or the old one if anything goes wrong; what was secret before is overwritten."""
    try:
        aside = _aside(file, data, OWNER_ONLY if secret else FOR_ALL)
        with file.open("r+b") if secret and file.exists() else nullcontext() as old:
            aside.replace(file)
            _settle(file.parent)
            if old is not None:
                _overwrite(old)
    except OSError as problem:
        refuse(f"{file} cannot be written: {problem.strerror}.")


def _write_new(file: Path, data: bytes, mode: int) -> None:
    aside = _aside(file, data, mode)
    try:
        os.link(aside, file)
    except FileExistsError:
        raise
    except OSError:
        _write_first(file, data, mode)  # sticks and shares that know no links
    finally:
        aside.unlink()
    _settle(file.parent)


def _write_first(file: Path, data: bytes, mode: int) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    _fill(handle, file, data)


def _aside(file: Path, data: bytes, mode: int) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.fchmod(handle, mode)
    _fill(handle, Path(name), data)
    return Path(name)


def _fill(handle: int, file: Path, data: bytes) -> None:
    """Write and settle; a file that could not be written whole does not stay."""
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(handle)
    except OSError:
        file.unlink()
        raise


def new_folder(folder: Path, contents: Mapping[str, tuple[bytes, bool]]) -> None:
    """A folder of one's own (0700) with these files, each secret or not: all of it or nothing."""
    if folder.exists():
        refuse(f"{folder} is there already.")
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as problem:
        refuse(f"{folder} cannot be made: {problem.strerror}.")
    try:
        for name, (data, secret) in contents.items():
            write_new(aside / name, data, secret=secret)
        aside.rename(folder)
        _settle(folder.parent)
    except OSError as problem:
        refuse(f"{folder} cannot be made: {problem.strerror}.")
    finally:
        shutil.rmtree(aside, ignore_errors=True)


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
            _overwrite(out)
        file.unlink()
        _settle(file.parent)
    except OSError as problem:
        refuse(f"{file} cannot be wiped: {problem.strerror}.")


def _overwrite(out: BinaryIO) -> None:
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    out.write(bytes(size))
    out.flush()
    os.fsync(out.fileno())


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
    """Bytes at the end, on the disk when this returns; where that fails, the file ends as it did before."""
    end = opened.seek(0, os.SEEK_END)
    try:
        opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
    except OSError as problem:
        os.truncate(opened.fileno(), end)
        refuse(f"{opened.name} cannot be written: {problem.strerror}; nothing was added.")
