"""A count as CSV tables: everybody's votes after each round, every transfer, and who is elected."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from hustings.counting.transcript import Amount, Transcript, exact_text


def csv_tables(transcript: Transcript) -> dict[str, str]:
    """Tables by file name; amounts are exact, fractions where decimals do not end."""
    return {
        "rounds.csv": _csv(
            ("round", "what", "line", "votes", "change", "status"), _rounds(transcript)
        ),
        "transfers.csv": _csv(
            ("round", "from", "to", "papers", "value", "votes"), _transfers(transcript)
        ),
        "elected.csv": _csv(("place", "candidate", "round", "finding"), _elected(transcript)),
    }


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def _harmless(cell: object) -> object:
    """A name that a spreadsheet would take for a formula is kept from being one."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in set("=@\t\r") else cell


def _rounds(transcript: Transcript) -> Iterable[Sequence[object]]:
    below = ("not_transferable", "exhausted", "loss_by_fraction")
    was: list[Amount] = []
    for round in transcript.rounds:
        lines = [*transcript.candidates, *below]
        left = [round.not_transferable, round.exhausted, round.loss_by_fraction]
        now: list[Amount] = [*round.votes, *left]
        for at, line in enumerate(lines):
            change = exact_text(now[at] - was[at]) if was else ""
            status = "elected" if at in round.elected else ""
            status = "excluded" if at in round.excluded else status
            yield (round.number, transcript.what(round), line, exact_text(now[at]), change, status)
        was = now


def _transfers(transcript: Transcript) -> Iterable[Sequence[object]]:
    names = transcript.candidates
    for round in transcript.rounds:
        for move in round.transfers:
            to = "" if move.to is None else names[move.to]
            value = "" if move.value is None else exact_text(move.value)
            papers = "" if move.papers is None else move.papers
            yield (round.number, names[move.source], to, papers, value, exact_text(move.votes))


def _elected(transcript: Transcript) -> Iterable[Sequence[object]]:
    when = {
        c: (round.number, round.findings[at].value if at < len(round.findings) else "")
        for round in transcript.rounds
        for at, c in enumerate(round.elected)
    }
    for place, candidate in enumerate(transcript.elected, start=1):
        yield (place, transcript.candidates[candidate], *when.get(candidate, ("", "")))
