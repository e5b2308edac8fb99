"""The result sheet as text: candidates down, stages across, in the words and decimals of the law's own sheet."""

from fractions import Fraction
from textwrap import wrap

from hustings.ballots.validity import REJECTED_FOR
from hustings.counting.telling import round_sentences
from hustings.counting.transcript import Amount, Round, Transcript, exact_text

ACROSS = 100
"""Characters that the tables of a sheet are wide at most, unless one stage alone is wider."""
HEAD_WIDTH = 16
"""A stage's head is broken into lines of about this many characters."""
CALLED = {
    "scottish-2007": "Stage",
    "scottish-2011": "Stage",
    "ers97": "Stage",
    "northern-ireland": "Stage",
    "irish-1992": "Count",
    "cambridge-ma": "Count",
    "senate-2016": "Count",
}
"""What the official sheet of a law calls a round."""


NOT_IN_THIS_FILE = "How many were rejected before is not in this file."


def text_sheet(transcript: Transcript, *, papers_only: bool = False) -> str:
    """The whole sheet: head, tables, sentences, result, and what each share would be a share of.

    ``papers_only``: what was counted is a file of papers that cannot say how many people rejected before.
    """
    called = stage_word(transcript)
    parts = [_head(transcript, papers_only), *_tables(transcript)]
    for round in transcript.rounds:
        parts += [_comparison(transcript, name, rows) for name, rows in round.tables]
        told = " ".join(round_sentences(transcript, round))
        parts.append(f"{called} {round.number}. {told}")
    return "\n\n".join([*parts, *_result(transcript), _foot(transcript)]) + "\n"


def stage_word(transcript: Transcript) -> str:
    """What a round of this law is called on its sheet."""
    return CALLED.get(transcript.law, "Round")


def figure(amount: Amount, places: int) -> str:
    """An amount with the decimals that the official sheet prints: exactly where they end, else to the nearest."""
    scaled = Fraction(amount) * 10**places
    if "/" in exact_text(amount):
        scaled = Fraction((scaled + Fraction(1, 2)).__floor__())
    if scaled.denominator != 1 or not places:
        return exact_text(amount)
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def lines_below(transcript: Transcript) -> tuple[str, ...]:
    """The lines below the candidates that this count needs: what left it, by the names of its law."""
    rounds = transcript.rounds
    lines = ["Not transferable"] if any(round.not_transferable for round in rounds) else []
    if any(round.exhausted for round in rounds) or not lines:
        lines.append("Exhausted")
    return (*lines, "Lost by fractions") if any(r.loss_by_fraction for r in rounds) else (*lines,)


def column_of(transcript: Transcript, round: Round) -> tuple[Amount, ...]:
    """Everybody's votes and the lines below after a round, as they stand on the sheet."""
    below = {
        "Not transferable": round.not_transferable,
        "Exhausted": round.exhausted,
        "Lost by fractions": round.loss_by_fraction,
    }
    return (*round.votes, *(below[line] for line in lines_below(transcript)))


def _papers(transcript: Transcript, papers_only: bool) -> str:  # noqa: FBT001
    """How many papers there were, as far as what was counted says."""
    returned, valid = transcript.denominators["papers_returned"], transcript.valid
    reasons = "".join(f"; {number} {REJECTED_FOR[why]}" for why, number in transcript.rejected)
    rejected = sum(number for _, number in transcript.rejected)
    if not papers_only:
        return f"Papers returned {returned}, valid {valid}, rejected {rejected}{reasons}"
    blank = f", rejected {rejected}{reasons}" if rejected else ""
    return f"Papers in this file {returned}, valid {valid}{blank}. {NOT_IN_THIS_FILE}"


def _head(transcript: Transcript, papers_only: bool) -> str:  # noqa: FBT001
    readings = ", ".join(f"{name}: {value}" for name, value in transcript.readings)
    lines = [transcript.title] if transcript.title else []
    lines.append(f"Counted by {transcript.law}" + (f" ({readings})" if readings else ""))
    lines.append(_papers(transcript, papers_only))
    if transcript.seats > 1 or transcript.quota is not None:
        quota = transcript.rounds[0].quota if transcript.rounds else None
        quota = transcript.quota if quota is None else quota
        told = "" if quota is None else f", quota {figure(quota, transcript.places)}"
        lines.append(f"Places to fill {transcript.seats}{told}")
    if transcript.withdrawn:
        names = ", ".join(transcript.candidates[c] for c in transcript.withdrawn)
        lines.append(f"Withdrawn: {names}")
    return "\n".join(lines)


def _tables(transcript: Transcript) -> list[str]:
    """As many stages side by side as fit; a longer count goes on in another table below."""
    names = [*transcript.candidates, *lines_below(transcript), "Total"]
    first, below = max(map(len, names)), len(names) - len(transcript.candidates)
    tables: list[str] = []
    columns: list[list[str]] = []
    width = first
    for round in transcript.rounds:
        column = _column(transcript, round)
        wide = max(map(len, column)) + 2
        if columns and width + wide > ACROSS:
            tables.append(_table(names, columns, below))
            columns, width = [], first
        columns.append(column)
        width += wide
    return [*tables, _table(names, columns, below)] if columns else tables


def _table(names: list[str], columns: list[list[str]], below: int) -> str:
    """Heads, candidates, what left the count and the total, each part under a rule."""
    bodies = len(names)
    heads = [column[:-bodies] for column in columns]
    lines_of_head = max(map(len, heads))
    heads = [head + [""] * (lines_of_head - len(head)) for head in heads]
    rows = [[""] * lines_of_head + names]
    rows += [head + column[-bodies:] for head, column in zip(heads, columns, strict=True)]
    widths = [max(map(len, column)) for column in rows]
    lines: list[str] = []
    for row in zip(*rows, strict=True):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    rule = "-" * max(map(len, lines))
    top, bottom = lines[:lines_of_head], lines[-below:]
    return "\n".join([*top, rule, *lines[lines_of_head:-below], rule, *bottom])


def _column(transcript: Transcript, round: Round) -> list[str]:
    """A stage's head, then for each line what it gained or lost in the stage and where it stands."""
    places, votes = transcript.places, column_of(transcript, round)
    total: Amount = sum(votes)
    figures = [figure(number, places) for number in votes]
    if not round.begins:
        was = column_of(transcript, transcript.rounds[round.number - 2])
        moves = [_moved(now, then, places) for now, then in zip(votes, was, strict=True)]
        width = max(map(len, figures))
        figures = [f"{move}{n.rjust(width + 1)}" for move, n in zip(moves, figures, strict=True)]
    width = max(HEAD_WIDTH, *map(len, figures))
    head = [f"{stage_word(transcript)} {round.number}", *wrap(transcript.what(round), width)]
    return [*head, *figures, figure(total, places)]


def _comparison(transcript: Transcript, name: str, rows: tuple[tuple[int, ...], ...]) -> str:
    """A table of a law that compares: a line for each candidate, columns in the order of the candidates."""
    first = max(map(len, transcript.candidates))
    wide = max((len(str(number)) for row in rows for number in row), default=1)
    lines = [
        f"{person.ljust(first)}  {'  '.join(str(number).rjust(wide) for number in row)}"
        for person, row in zip(transcript.candidates, rows, strict=True)
    ]
    return "\n".join([name.replace("_", " ").capitalize(), *lines])


def _moved(now: Amount, then: Amount, places: int) -> str:
    if now == then:
        return ""
    return f"{'+' if now > then else '-'}{figure(abs(now - then), places)}"


def _result(transcript: Transcript) -> list[str]:
    names, called = transcript.candidates, stage_word(transcript).lower()
    elected = ", ".join(names[c] for c in transcript.elected)
    told = [f"Elected: {elected or 'nobody'}"]
    if transcript.seats > 1 and transcript.elected:
        when = {c: round.number for round in transcript.rounds for c in round.elected}
        lines = [
            f"{place}. {names[c]}" + (f", {called} {when[c]}" if c in when else "")
            for place, c in enumerate(transcript.elected, start=1)
        ]
        told.append("\n".join(lines))
    if transcript.vacant:
        told.append(f"Places left vacant: {transcript.vacant}")
    return told


def _foot(transcript: Transcript) -> str:
    lines = [
        f"{name.replace('_', ' ').capitalize()}: {exact_text(number)}"
        for name, number in transcript.denominators.items()
    ]
    lines[0] += f" (in {stage_word(transcript).lower()} {transcript.rounds[-1].number})"
    if any("/" in exact_text(votes) for round in transcript.rounds for votes in round.votes):
        lines.append(
            f"The tables are rounded to {transcript.places} decimals; the sentences are exact."
        )
    lines += [f"Lot drawn: {', '.join(lot.order)}" for lot in transcript.lots]
    return "\n".join([*lines, f"Papers counted: SHA-256 {transcript.papers}"])
