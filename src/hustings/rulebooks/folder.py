"""Reads the three files of a rulebook from a folder, and nothing else from anywhere else."""

from pathlib import Path

from hustings.kernel.refusals import BadInput, Problem

FILES = ("clauses.md", "readings.toml", "rules.toml")
LARGEST_FILE = 1_000_000
"""Bytes. The rulebooks that come with Hustings have about 40,000."""

RIGHT = "a folder with " + ", ".join(FILES)


def read_folder(path: Path) -> dict[str, bytes]:
    """The bytes of the three files of the folder at ``path``; ``BadInput`` with all that is missing or wrong."""
    folder = path.parent if path.name == "rules.toml" else path
    if not folder.is_dir():
        raise BadInput(Problem(str(path), None, "", "there is no such folder.", RIGHT))
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for name in FILES:
        what = _unreadable(folder, name)
        if what:
            problems.append(Problem(str(folder / name), None, "", what, RIGHT))
        else:
            files[name] = (folder / name).read_bytes()
    if problems:
        raise BadInput(*problems)
    return files


def _unreadable(folder: Path, name: str) -> str:
    """Why the file may not be read; empty where it may."""
    file = folder / name
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            return "this is a link to a file outside the folder; put the file itself here."
        if not file.is_file():
            return "this file is missing."
        if file.stat().st_size > LARGEST_FILE:
            return too_large(file.stat().st_size)
        with file.open("rb"):
            return ""
    except (OSError, RuntimeError) as failed:
        reason = failed.strerror if isinstance(failed, OSError) else "a link that leads to itself"
        return f"this file cannot be read: {reason or type(failed).__name__}."


def too_large(size: int) -> str:
    """The sentence about a file that has too many bytes."""
    return f"this file has {size:,} bytes; a rulebook's file has at most {LARGEST_FILE:,}."
