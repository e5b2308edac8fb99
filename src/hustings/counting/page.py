"""The result as one page that stands alone: sentences, a picture and a table of every stage, no script."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from hustings.counting.chart import chart_of, label
from hustings.counting.phrases import listed
from hustings.counting.sheet import NOT_IN_THIS_FILE, column_of, figure, lines_below, stage_word
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import Amount, Round, Transcript, exact_text

ALLOWED = "default-src 'none'; style-src 'unsafe-inline'"
KEY = (
    "In the pictures a solid bar is what a candidate kept, a hatched one what they gained in the stage, "
    "a dashed outline what they lost. Every figure stands in the table below its picture."
)


def html_page(
    transcript: Transcript, law_name: str = "", *, more: str = "", papers_only: bool = False
) -> str:
    """The whole page; ``law_name`` is the law in words, ``more`` a part of the page made elsewhere.

    ``papers_only``: what was counted is a file of papers that cannot say how many people rejected before.
    """
    title = transcript.title or "Result of the count"
    called = stage_word(transcript)
    stages = "".join(_stage(transcript, round) for round in transcript.rounds)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body>"
        '<a class="skip" href="#result">To the result</a>'
        f"<header><h1>{escape(title)}</h1>{_lead(transcript, law_name)}</header>"
        f'<main id="result">{_result(transcript, papers_only)}{_contents(transcript)}'
        f'<h2 id="stages">{called} by {called.lower()}</h2><p class="quiet">{KEY}</p>{stages}'
        f"{_sheet(transcript)}{_reasons(transcript)}{more}</main>"
        f"<footer>{_check(transcript)}</footer></body></html>\n"
    )


@cache
def _style() -> str:
    return files("hustings.counting").joinpath("page.css").read_text("utf-8")


def _lead(transcript: Transcript, law_name: str) -> str:
    """Where it stands, in one sentence."""
    names = [transcript.candidates[c] for c in transcript.elected]
    places = "one place" if transcript.seats == 1 else f"{transcript.seats} places"
    verb = "is" if len(names) == 1 else "are"
    told = f"{listed(names)} {verb} elected to {places}."
    if transcript.vacant:
        told += f" Places left vacant: {transcript.vacant}."
    law = f"{law_name} ({transcript.law})" if law_name else transcript.law
    return f'<p class="lead">{escape(told)}</p><p class="quiet">Counted by {escape(law)}.</p>'


def _result(transcript: Transcript, papers_only: bool) -> str:  # noqa: FBT001
    when = {c: round.number for round in transcript.rounds for c in round.elected}
    called = stage_word(transcript).lower()
    lines = "".join(
        f"<li>{escape(transcript.candidates[c])}"
        + (f", {called} {when[c]}" if c in when else "")
        + "</li>"
        for c in transcript.elected
    )
    rejected = sum(number for _, number in transcript.rejected)
    facts = [("Valid papers", exact_text(transcript.valid))]
    if rejected or not papers_only:
        facts.append(("Rejected papers", str(rejected)))
    if papers_only:
        facts.append(("Rejected before", NOT_IN_THIS_FILE))
    if transcript.quota is not None:
        facts.append(("Quota", figure(transcript.quota, transcript.places)))
    facts += [(name, value) for name, value in transcript.readings]
    if transcript.withdrawn:
        gone = ", ".join(transcript.candidates[c] for c in transcript.withdrawn)
        facts.append(("Withdrawn", gone))
    terms = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
    return f"<h2>Elected</h2><ol>{lines}</ol><dl>{terms}</dl>"


def _contents(transcript: Transcript) -> str:
    called = stage_word(transcript)
    links = "".join(
        f'<li><a href="#at-{r.number}">{called} {r.number}: {escape(transcript.what(r))}</a></li>'
        for r in transcript.rounds
    )
    return f'<nav aria-label="{called}s"><h2>On this page</h2><ul>{links}</ul></nav>'


def _stage(transcript: Transcript, round: Round) -> str:
    head = f"{stage_word(transcript)} {round.number}: {transcript.what(round)}"
    sentences = round_sentences(transcript, round)
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    picture = chart_of(transcript, round, " ".join(sentences))
    return (
        f'<section aria-labelledby="at-{round.number}"><h3 id="at-{round.number}">{escape(head)}</h3>'
        f"{told}{picture}{_stage_table(transcript, round, head)}</section>"
    )


def _stage_table(transcript: Transcript, round: Round, head: str) -> str:
    """The picture's figures: what everybody gained or lost in the stage, and has after it."""
    places, now = transcript.places, column_of(transcript, round)
    was = column_of(transcript, transcript.rounds[round.number - 2]) if not round.begins else None
    people = [label(transcript, c, round) for c in range(len(transcript.candidates))]
    names = [*people, *lines_below(transcript)]
    rows = [
        _row(
            name,
            ([] if was is None else [_change(now[at], was[at], places)])
            + [figure(now[at], places)],
        )
        for at, name in enumerate(names)
        if now[at] or (was is not None and was[at]) or round.begins
    ]
    columns = ["Candidate", *([] if was is None else ["Change"]), "Votes"]
    return _table(head, columns, rows)


def _change(now: Amount, was: Amount, places: int) -> str:
    if now == was:
        return ""
    return f"{'+' if now > was else '−'}{figure(abs(now - was), places)}"


def _sheet(transcript: Transcript) -> str:
    """Everything in one table; it scrolls sideways where the page is narrow."""
    called, places = stage_word(transcript), transcript.places
    columns = [column_of(transcript, round) for round in transcript.rounds]
    names = [*transcript.candidates, *lines_below(transcript)]
    rows = [
        _row(name, [figure(column[at], places) for column in columns])
        for at, name in enumerate(names)
    ]
    total = _row("Total", [figure(sum(column), places) for column in columns])
    heads = ["Candidate", *(f"{called} {round.number}" for round in transcript.rounds)]
    table = _table("Votes after each stage", heads, rows, total)
    return (
        '<h2 id="sheet">The whole sheet</h2>'
        f'<div class="wide" role="region" aria-label="The whole sheet" tabindex="0">{table}</div>'
    )


def _table(caption: str, heads: Sequence[str], rows: Iterable[str], foot: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    below = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody>{below}</table>"
    )


def _row(name: str, cells: Iterable[str]) -> str:
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{told}</tr>'


def _reasons(transcript: Transcript) -> str:
    told = "".join(
        f"<details><summary>{escape(name)}</summary>"
        + "".join(f"<p>{escape(sentence)}</p>" for sentence in explain(transcript, name))
        + "</details>"
        for name in transcript.candidates
    )
    return f'<h2 id="why">Why each of them was, or was not, elected</h2>{told}'


def _check(transcript: Transcript) -> str:
    lots = "".join(f"<p>Lot drawn: {escape(', '.join(lot.order))}</p>" for lot in transcript.lots)
    shares = "".join(
        f"<dt>{escape(name.replace('_', ' ').capitalize())}</dt><dd>{exact_text(number)}</dd>"
        for name, number in transcript.denominators.items()
    )
    return (
        f'<h2 id="check">How to check</h2><p>Count the same papers again with <code>hustings count PAPERS '
        f"--law {escape(transcript.law)} --seats {transcript.seats}</code> and compare every figure. "
        f"The papers counted have the SHA-256 <code>{transcript.papers}</code>.</p>{lots}<dl>{shares}</dl>"
    )
