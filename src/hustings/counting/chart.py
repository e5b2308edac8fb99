"""One stage of a count as a picture: what everybody kept, gained and lost, with the figures beside the bars."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from textwrap import wrap

from hustings.counting.sheet import figure
from hustings.counting.transcript import Amount, Round, Transcript

WIDTH = 320
"""Units across, so that the narrowest telephone shows the picture at its natural size."""
LETTER = 7
"""Units that a letter of a name takes, at most, at the size used."""
BAR, LINE = 12, 17


def chart_of(transcript: Transcript, round: Round, description: str) -> str:
    """An SVG of the stage; it is described in words, and the table beside it holds every figure."""
    top = _widest(transcript)
    before = transcript.rounds[round.number - 2].votes if round.number > 1 else None
    quota = transcript.quota if round.quota is None else round.quota
    parts: list[str] = []
    y = LINE
    for candidate in _shown(transcript, round):
        was = None if before is None else before[candidate]
        name = label(transcript, candidate, round)
        drawn, y = _row(name, was, round.votes[candidate], top, y, transcript.places)
        parts += drawn
        if quota is not None:
            at, end = _scaled(quota, top), y - LINE + 3
            parts.append(
                f'<line class="quota" x1="{at}" y1="{end - BAR - 6}" x2="{at}" y2="{end}"/>'
            )
    if quota is not None:
        at = _scaled(quota, top)
        words = f"Quota {figure(quota, transcript.places)}"
        end, place = (' text-anchor="end"', at - 3) if at > WIDTH // 2 else ("", at + 3)
        parts.append(f'<text class="quiet" x="{place}" y="{y - 2}"{end}>{escape(words)}</text>')
        y += LINE
    return _framed(f"stage-{round.number}", transcript.what(round), description, y, parts)


def _shown(transcript: Transcript, round: Round) -> Sequence[int]:
    """The candidates who had or have votes in the stage."""
    before = transcript.rounds[round.number - 2].votes if round.number > 1 else round.votes
    first = round.number == 1
    return [
        c
        for c in range(len(transcript.candidates))
        if c not in transcript.withdrawn and (first or before[c] or round.votes[c])
    ]


def label(transcript: Transcript, candidate: int, round: Round) -> str:
    """A candidate's name, and what the stage made of them."""
    name = transcript.candidates[candidate]
    if candidate in round.elected:
        return f"{name} — elected"
    return f"{name} — excluded" if candidate in round.excluded else name


def _row(
    name: str, was: Amount | None, now: Amount, top: Amount, y: int, places: int
) -> tuple[list[str], int]:
    """A candidate's name and figures, the bar below them; and where the next row begins."""
    figures = figure(now, places)
    if was is not None and was != now:
        figures += f" ({'+' if now > was else '−'}{figure(abs(now - was), places)})"
    room = WIDTH // LETTER
    lines = wrap(name, room) or [""]
    if len(lines[-1]) + 2 + len(figures) > room:
        lines.append("")
    parts = [
        f'<text x="0" y="{y + LINE * at}">{escape(line)}</text>'
        for at, line in enumerate(lines)
        if line
    ]
    y += LINE * (len(lines) - 1)
    parts.append(f'<text class="figure" x="{WIDTH}" y="{y}" text-anchor="end">{figures}</text>')
    kept = now if was is None else min(was, now)
    parts += _bar("kept", 0, _scaled(kept, top), y + 5)
    if was is not None and now != was:
        kind = "gained" if now > was else "lost"
        parts += _bar(kind, _scaled(kept, top), _scaled(max(was, now), top), y + 5)
    return parts, y + 5 + BAR + LINE


def _bar(kind: str, start: int, end: int, y: int) -> list[str]:
    """A bar between two places; nothing where it would have no width."""
    if end <= start:
        return []
    fill = ' fill="url(#gained)"' if kind == "gained" else ""
    place = f'x="{start}" y="{y}" width="{end - start}" height="{BAR}"'
    return [f'<rect class="{kind}" {place}{fill}/>']


def _widest(transcript: Transcript) -> Amount:
    """The most votes that anybody has, or the quota where that is more: the full width of the chart."""
    votes = [v for round in transcript.rounds for v in round.votes]
    quotas = [r.quota for r in transcript.rounds if r.quota is not None]
    return max([*votes, *quotas, transcript.quota or 0, Fraction(1, 1000)])


def _scaled(votes: Amount, top: Amount) -> int:
    return int(Fraction(votes) * WIDTH // top)


def _framed(name: str, title: str, description: str, height: int, parts: Sequence[str]) -> str:
    said = f'role="img" aria-labelledby="{name}-title {name}-said"'
    hatch = (
        f'<defs><pattern id="{name}-gained" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern></defs>'
    )
    drawn = "".join(parts).replace("url(#gained)", f"url(#{name}-gained)")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {said}>'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-said">{escape(description)}</desc>{hatch}{drawn}</svg>'
    )
