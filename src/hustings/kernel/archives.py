"""What reading a zip can end in where somebody damaged it, locked it, or packed it in a way that is not known."""

import zlib
from struct import error as BadStruct  # noqa: N812 (the library's own name says nothing here)
from zipfile import BadZipFile


def _found() -> tuple[type[Exception], ...]:
    found = (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        BadStruct,
    )
    try:
        from lzma import LZMAError
    except ImportError:  # a Python without it, as in a browser, says RuntimeError of such a zip
        return found
    return (*found, LZMAError)


DAMAGED = _found()
