"""Bundles on disk: a folder or a zip, read as if by an enemy's hand, written whole or not at all."""

import os
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hustings.kernel.archives import DAMAGED
from hustings.kernel.refusals import BadInput, Problem
from hustings.record.bundle import Bundle, read_files

_PATH = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}(/[a-z0-9][a-z0-9._-]{0,99}){0,3}")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused unread: too many files, too many bytes, a zip that swells too far."""

    files: int = 10_000
    one_file: int = 1 << 30
    all_files: int = 2 << 30
    swelling: int = 200
    small: int = 1 << 20


DEFAULT_LIMITS = Limits()


def read_bundle(path: Path, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """Read a folder or a zip; ``BadInput`` where it cannot be read, or should not be."""
    if path.is_dir():
        try:
            files = read_folder(path, limits)
        except OSError as problem:
            raise _unreadable(path, "", f"cannot be read: {problem.strerror}.") from None
    elif path.is_file():
        files = read_zip(path, limits)
    else:
        raise _unreadable(path, "", "there is no folder and no zip file of this name.")
    return read_files(files, str(path))


def read_folder(path: Path, limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """The files of a folder by their paths inside it. Links and special files are refused."""
    sizes: dict[str, int] = {}
    for folder, names, files in os.walk(path, onerror=_give_up):
        for name in (*names, *files):
            inside = Path(folder, name)
            kind = inside.lstat()
            relative = inside.relative_to(path).as_posix()
            if stat.S_ISREG(kind.st_mode):
                sizes[relative] = kind.st_size
            elif not stat.S_ISDIR(kind.st_mode):
                raise _unreadable(path, relative, "is a link or a special file.")
            if len(sizes) > limits.files:
                raise _unreadable(path, "", f"there are more than {limits.files} files.")
    _check_names(path, list(sizes))
    _check_sizes(path, sizes, limits)
    return {name: _read_file(path, name, limits) for name in sorted(sizes)}


def read_zip(path: Path, limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """The files of a zip by their paths inside it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not _is_folder(path, one)]
            if len(members) > limits.files:
                raise _unreadable(path, "", f"there are more than {limits.files} files.")
            _check_names(path, [one.filename for one in members])
            _check_members(path, members, limits)
            return {one.filename: _read_member(path, archive, one) for one in members}
    except DAMAGED as problem:
        raise _unreadable(path, "", f"is not a zip that can be read: {problem}.") from None


def write_folder(files: Mapping[str, bytes], path: Path) -> None:
    """Write a bundle as a new folder, whole or not at all; ``BadInput`` where something is there already."""
    part = _part(path)
    try:
        part.mkdir()
        for name, data in sorted(files.items()):
            place = part / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        part.rename(path)
    except BaseException:
        _remove(part)
        raise


def write_zip(files: Mapping[str, bytes], path: Path) -> None:
    """Write a bundle as a new zip, whole or not at all; the same files give the same bytes."""
    part = _part(path)
    try:
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in sorted(files.items()):
                member = zipfile.ZipInfo(name, _FIRST_DAY)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.create_system = _UNIX
                member.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(member, data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _part(path: Path) -> Path:
    if path.exists() or path.is_symlink():
        raise _unreadable(path, "", "is there already; choose a new name.")
    if not path.parent.is_dir():
        raise _unreadable(path, "", "lies in a folder that does not exist.")
    return path.with_name(f".{path.name}.part")


def _remove(folder: Path) -> None:
    for inside, _, names in os.walk(folder, topdown=False):
        for name in names:
            Path(inside, name).unlink()
        Path(inside).rmdir()


def _read_file(path: Path, name: str, limits: Limits) -> bytes:
    with (path / name).open("rb") as file:
        data = file.read(limits.one_file + 1)
    if len(data) > limits.one_file:
        raise _unreadable(path, name, "grew while it was read.")
    return data


def _read_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read what the directory promised and no more, whatever the data swells to."""
    with archive.open(member) as file:
        data = file.read(member.file_size)
    if len(data) != member.file_size:
        raise _unreadable(path, member.filename, "holds fewer bytes than it says.")
    return data


def _is_folder(path: Path, member: zipfile.ZipInfo) -> bool:
    """Whether a member is a mere folder; links, encrypted members and odd kinds are refused."""
    mode = member.external_attr >> 16
    if member.orig_filename != member.filename:
        raise _unreadable(path, member.filename, "has another name in the zip than it shows.")
    if member.flag_bits & 0x1:
        raise _unreadable(path, member.filename, "is encrypted.")
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _unreadable(path, member.filename, "is a link or a special file.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _unreadable(path, member.filename, "is packed in a way that is not used here.")
    if member.is_dir() and not member.file_size:
        _check_names(path, [member.filename.removesuffix("/")])
        return True
    return False


def _check_names(path: Path, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise _unreadable(path, name, "stands there twice.")
        seen.add(name.lower())
        if _PATH.fullmatch(name) is None or ".." in name:
            raise _unreadable(path, name[:200], "is not the name of a file inside a bundle.")


def _check_members(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    _check_sizes(path, {one.filename: one.file_size for one in members}, limits)
    for one in members:
        if one.file_size > max(limits.small, limits.swelling * one.compress_size):
            raise _unreadable(
                path, one.filename, f"swells to more than {limits.swelling} times its size."
            )


def _check_sizes(path: Path, sizes: Mapping[str, int], limits: Limits) -> None:
    for name, size in sizes.items():
        if size > limits.one_file:
            raise _unreadable(path, name, f"is larger than {limits.one_file} bytes.")
    if sum(sizes.values()) > limits.all_files:
        raise _unreadable(path, "", f"all files together are larger than {limits.all_files} bytes.")


def _give_up(problem: OSError) -> None:
    raise problem


def _unreadable(path: Path, name: str, what: str) -> BadInput:
    return BadInput(Problem(str(path), None, name, what))
