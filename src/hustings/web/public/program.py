"""The program of this site for whoever wants to check it on a machine of their own: a wheel of what runs here."""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from importlib.metadata import distribution
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import Http404, HttpRequest, HttpResponse

from hustings.conduct.roles import Role
from hustings.web.permissions import requires

FORM = "Wheel-Version: 1.0\nGenerator: hustings\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
"""The file WHEEL of the binary distribution format (packaging.python.org, specifications)."""


class Program(NamedTuple):
    """A wheel: its file name, its bytes, and their SHA-256 in hexadecimal."""

    name: str
    content: bytes
    digest: str


@cache
def running_program() -> Program:
    """The package as it runs here, source and all; the same bytes for the same source."""
    known = distribution("hustings")
    about = f"hustings-{known.version}.dist-info"
    inside = {
        **_sources(),
        f"{about}/METADATA": (known.read_text("METADATA") or "").encode(),
        f"{about}/entry_points.txt": (known.read_text("entry_points.txt") or "").encode(),
        f"{about}/WHEEL": FORM.encode(),
        f"{about}/licenses/LICENSE": (known.read_text("licenses/LICENSE") or "").encode(),
    }
    rows = [f"{name},{_row(content)}" for name, content in inside.items()]
    inside[f"{about}/RECORD"] = "\n".join([*rows, f"{about}/RECORD,,", ""]).encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as wheel:
        for name, content in inside.items():
            wheel.writestr(_entry(name), content)
    content = packed.getvalue()
    return Program(
        f"hustings-{known.version}-py3-none-any.whl", content, sha256(content).hexdigest()
    )


def _sources() -> dict[str, bytes]:
    """Every file of the package but what is compiled while it runs: modules, and catalogues of words."""
    root = Path(str(files("hustings")))
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return {
        f"hustings/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in found
        if "__pycache__" not in path.parts and path.suffix != ".mo"
    }


def _row(content: bytes) -> str:
    digest = urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(content)}"


def _entry(name: str) -> ZipInfo:
    """Without the moment of packing, so that two sites that run the same source serve the same bytes."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    return entry


@requires(Role.STRANGER)
def program(request: HttpRequest, name: str) -> HttpResponse:
    """The wheel under its own name, which pip wants to see in the address."""
    running = running_program()
    if name != running.name:
        raise Http404
    answer = HttpResponse(running.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{running.name}"'
    answer["ETag"] = f'"{running.digest}"'
    return answer
