"""The result sheet as text: candidates down, rounds across, like the sheet a count officer posts."""

from collections.abc import Sequence

from hustings.counting.telling import round_sentences
from hustings.counting.transcript import Amount, Round, Transcript, exact_text

ROUNDS_ACROSS = 5
"""Rounds in one table; a longer count goes on in another table below."""


def text_sheet(transcript: Transcript) -> str:
    """The whole sheet: head, tables, sentences, result, and what each share would be a share of."""
    rounds = transcript.rounds
    starts = range(0, len(rounds), ROUNDS_ACROSS)
    parts = [_head(transcript)]
    parts += [_table(transcript, rounds[start : start + ROUNDS_ACROSS]) for start in starts]
    for round in rounds:
        told = " ".join(round_sentences(transcript, round))
        parts.append(f"Round {round.number}. {told}")
    names = ", ".join(transcript.candidates[c] for c in transcript.elected)
    parts.append(f"Elected: {names}")
    parts.append(_foot(transcript))
    return "\n\n".join(parts) + "\n"


def _head(transcript: Transcript) -> str:
    readings = ", ".join(f"{name}: {value}" for name, value in transcript.readings)
    lines = [transcript.title] if transcript.title else []
    lines.append(f"Counted by {transcript.law}" + (f" ({readings})" if readings else ""))
    returned, valid = transcript.denominators["papers_returned"], transcript.valid
    reasons = "".join(f"; {number} {why.value}" for why, number in transcript.rejected)
    rejected = sum(number for _, number in transcript.rejected)
    lines.append(f"Papers returned {returned}, valid {valid}, rejected {rejected}{reasons}")
    if transcript.withdrawn:
        names = ", ".join(transcript.candidates[c] for c in transcript.withdrawn)
        lines.append(f"Withdrawn: {names}")
    return "\n".join(lines)


def _table(transcript: Transcript, rounds: Sequence[Round]) -> str:
    """One column for each round, and beside its figures what each candidate gained or lost."""
    columns: list[list[str]] = [["", "", *transcript.candidates, "Exhausted", "Total"]]
    for round in rounds:
        before = transcript.rounds[round.number - 2] if round.number > 1 else None
        columns.append(_column(transcript, round, before))
    widths = [max(len(cell) for cell in column) for column in columns]
    lines: list[str] = []
    for row in zip(*columns, strict=True):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    rule = "-" * max(len(line) for line in lines)
    return "\n".join([*lines[:2], rule, *lines[2:-2], rule, *lines[-2:]])


def _column(transcript: Transcript, round: Round, before: Round | None) -> list[str]:
    votes = (*round.votes, round.exhausted)
    total: Amount = sum(votes)
    if before is None:
        cells = [exact_text(number) for number in votes]
    else:
        was = (*before.votes, before.exhausted)
        cells = [_moved(now, then) for now, then in zip(votes, was, strict=True)]
        width = max(len(exact_text(number)) for number in votes)
        cells = [
            f"{gain}{exact_text(n).rjust(width + 1)}" for gain, n in zip(cells, votes, strict=True)
        ]
    return [f"Round {round.number}", transcript.what(round), *cells, exact_text(total)]


def _moved(now: Amount, then: Amount) -> str:
    if now == then:
        return ""
    return f"+{exact_text(now - then)}" if now > then else f"-{exact_text(then - now)}"


def _foot(transcript: Transcript) -> str:
    lines = [
        f"{name.replace('_', ' ').capitalize()}: {exact_text(number)}"
        for name, number in transcript.denominators.items()
    ]
    lines[0] += f" (in round {transcript.rounds[-1].number})"
    lines += [f"Lot drawn: {', '.join(lot.order)}" for lot in transcript.lots]
    return "\n".join([*lines, f"Papers counted: SHA-256 {transcript.papers}"])
