"""Papers written in the format that is asked for; whatever a format cannot say is refused, never dropped."""

from hustings.counting.formats.document import Document
from hustings.counting.formats.opening import Format
from hustings.kernel.refusals import BadInput, Problem

WRITTEN = (
    Format.BLT, Format.PREFLIB, Format.ABIF, Format.NIST, Format.RCTAB, Format.JSON, Format.CSV,
)  # fmt: skip


def write_files(document: Document, form: Format, name: str) -> tuple[tuple[str, str], ...]:
    """The files that say the papers, by name, the one called ``name`` last; a tabulator's configuration has two."""
    if form is not Format.RCTAB:
        return ((name, write_papers(document, form)),)
    from hustings.counting.formats.rctab_writing import write_rctab

    _check(document, form)
    records = f"{name.removesuffix('.json')}.records.csv"
    configuration, table = write_rctab(document, records)
    return (records, table), (name, configuration)


def write_papers(document: Document, form: Format) -> str:
    """The text of a file; ``BadInput`` names what the format has no way to say."""
    _check(document, form)
    match form:
        case Format.BLT:
            from hustings.counting.formats.blt import Blt, write_blt

            seats = document.seats or 1
            return write_blt(
                Blt(document.candidates, seats, document.withdrawn, document.papers, document.title)
            )
        case Format.PREFLIB:
            from hustings.counting.formats.preflib import write_preflib

            return write_preflib(document)
        case Format.ABIF:
            from hustings.counting.formats.abif import write_abif

            return write_abif(document)
        case Format.NIST:
            from hustings.counting.formats.nist import write_nist

            return write_nist(document)
        case Format.JSON:
            from hustings.counting.formats.papers_json import write_papers_json

            return write_papers_json(document)
        case Format.CSV:
            from hustings.counting.formats.table import write_csv

            return write_csv(document)
        case _:
            what = f"papers are not written as {form}"
            raise BadInput(Problem("papers", None, "format", what, ", ".join(WRITTEN)))


SAYS = {
    Format.BLT: ("seats", "withdrawn", "title"),
    Format.PREFLIB: ("seats", "withdrawn", "title", "law"),
    Format.ABIF: ("seats", "withdrawn", "title", "law"),
    Format.NIST: ("seats", "title"),
    Format.RCTAB: ("seats", "withdrawn", "title", "law", "readings"),
    Format.CSV: ("seats", "title"),
}
"""What a format can say beside candidates and papers (CSV drops seats and title: the caller says them again)."""
ALL = ("withdrawn", "law", "readings", "rejected", "constraints")


def _check(document: Document, form: Format) -> None:
    if document.overvotes:
        what = "what an overvote on these papers means depends on who continues, and no format can say that"
        raise BadInput(Problem("papers", None, "overvotes", what))
    if form is Format.JSON:
        return
    for key in ALL:
        if getattr(document, key) and key not in SAYS.get(form, ()):
            what = f"these papers say {key}, and {form} has no way to write that; write json"
            raise BadInput(Problem("papers", None, key, what))
