"""The rulebooks that an organisation has adopted, kept byte for byte beside its data."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.loader import FILES, Rulebook, from_files, load, shipped


def shelf() -> Path:
    """The folder in which adopted rulebooks lie, one folder for each digest."""
    return Path(settings.DATA) / "rulebooks"


def keep(rulebook: Rulebook) -> None:
    """Keep an adopted rulebook's files under its digest; nothing is written twice."""
    folder = shelf() / rulebook.digest
    if folder.exists():
        return
    part = folder.with_suffix(".part")
    part.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (part / name).write_bytes(rulebook.files[name])
    part.rename(folder)


def adopted(organisation: str, digest: str) -> Rulebook:
    """The rulebook with this digest; the organisation's copy, or the shipped one if it is still the same."""
    return _adopted(str(shelf()), digest)


@lru_cache(maxsize=64)
def _adopted(folder: str, digest: str) -> Rulebook:
    path = Path(folder) / digest
    if path.is_dir():
        rulebook = from_files(digest[:12], {name: (path / name).read_bytes() for name in FILES})
        if rulebook.digest == digest:
            return rulebook
    for id_ in shipped():
        if load(id_).digest == digest:
            return load(id_)
    what = f"no rulebook with digest {digest[:16]}… is kept here"
    raise BadInput(Problem(str(path), None, "", what, "the three files as they were adopted"))
