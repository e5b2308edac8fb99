"""How a letter gets its printed form: asked of whoever the setting names, so that words stay apart from looks."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol, cast


class Printer(Protocol):
    """Makes the forms of a letter from its parts (see ``hustings.conduct.writing.parts``)."""

    def pdf(self, letter: dict[str, Any]) -> bytes:
        """The letter as a tagged PDF."""
        ...

    def html(self, letter: dict[str, Any]) -> str:
        """The letter as HTML with nothing fetched."""
        ...

    def file_name(self, letter: dict[str, Any]) -> str:
        """What the PDF is called."""
        ...

    def pack(self, letters: Sequence[dict[str, Any]]) -> bytes:
        """Many letters as one PDF for the post room, each beginning on a page of its own."""
        ...


def printer() -> Printer:
    """The printer that the setting ``HUSTINGS_PRINTER`` names as ``module.Class``."""
    from django.conf import settings

    module, _, name = str(settings.HUSTINGS_PRINTER).rpartition(".")
    return cast(Callable[[], Printer], getattr(import_module(module), name))()
