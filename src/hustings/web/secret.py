"""The site's secret key: made once, in the data folder, readable by its owner only, never in the repository."""

import os
import secrets
from pathlib import Path

NAME = "secret-key"


def secret_key(folder: Path) -> str:
    """Read the key in ``folder``; make it first where there is none. Two processes at once get the same."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / NAME
    if not place.exists():
        _make(place)
    return place.read_text("ascii").strip()


def _make(place: Path) -> None:
    draft = place.with_name(f"{NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, place)  # atomic, and refuses to replace the key of a faster process
    except FileExistsError:
        pass
    finally:
        draft.unlink()
