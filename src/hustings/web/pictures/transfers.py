"""The count, round by round: each candidate's bar, what it gained and lost, and what no longer transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hustings.web.pictures.drawing import (
    WIDTH,
    Picture,
    Say,
    Table,
    frame,
    grouped,
    line,
    lines_of,
    rect,
    say_as_written,
    text,
)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a transcript: what was done, everybody's votes after it, and what left the count.

    ``kind``, ``of`` (whose papers move) and ``value`` (at what) say what was done in any language; ``what`` is English.
    """

    what: str
    votes: tuple[tuple[str, Fraction], ...]
    elected: tuple[str, ...]
    excluded: tuple[str, ...]
    not_transferable: Fraction
    exhausted: Fraction = Fraction(0)
    kind: str = ""
    of: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The parts of a transcript that the picture needs."""

    quota: Fraction | None
    rounds: tuple[Round, ...]


def read_transcript(transcript: Mapping[str, Any]) -> Count:
    """Take the rounds out of a transcript's JSON form; numbers are exact strings there."""
    quota = transcript.get("quota")
    rounds = tuple(
        Round(
            what=str(entry["what"]),
            votes=tuple((name, Fraction(votes)) for name, votes in entry["votes"].items()),
            elected=tuple(entry.get("elected") or ()),
            excluded=tuple(entry.get("excluded") or ()),
            not_transferable=Fraction(entry.get("not_transferable") or 0),
            exhausted=Fraction(entry.get("exhausted") or 0),
            kind=str(entry.get("kind") or ""),
            of=tuple(entry.get("of") or entry.get("excluded") or ()),
            value=str(entry.get("transfer_value") or ""),
        )
        for entry in transcript["rounds"]
    )
    return Count(Fraction(quota) if quota is not None else None, rounds)


_NAMES, _FIGURES, _BAR, _ROW = 96, 104, 14, 26


def draw_transfers(
    count: Count, name: str = "transfers", title: str = "", say: Say = say_as_written
) -> Picture:
    """One block per round; solid what a candidate kept, hatched what they gained, dashed what they lost."""
    top = max((v for r in count.rounds for _, v in r.votes), default=Fraction(0))
    top = max(top, count.quota or Fraction(0), Fraction(1))
    parts: list[str] = []
    y, before = 16.0, dict[str, Fraction]()
    gone: set[str] = set()
    for number, entry in enumerate(count.rounds, 1):
        drawn, y = _round(number, entry, before, top, count.quota, gone, y, say)
        parts += drawn
        before = dict(entry.votes)
        gone |= set(entry.excluded)
    heading = title or say("Votes in each round")
    words = " ".join(_told(n, entry, say) for n, entry in enumerate(count.rounds, 1))
    return Picture(frame(name, y, heading, words, parts), _table(heading, count, say))


def _round(
    number: int, entry: Round, before: Mapping[str, Fraction], top: Fraction,
    quota: Fraction | None, gone: set[str], y: float, say: Say,
) -> tuple[list[str], float]:  # fmt: skip
    parts: list[str] = []
    heading = say("Round {number}: {what}").format(number=number, what=_what(entry, say))
    for words in lines_of(heading, WIDTH, 15, bold=True):
        parts.append(text(0, y, words, "p-text p-bold", 15))
        y += 20
    start = y - 10
    for person, votes in entry.votes:
        if person in gone and not votes and not before.get(person, Fraction(0)):
            continue
        parts += _row(entry, person, votes, before.get(person), top, y, say)
        y += _ROW + 16 * (len(lines_of(person, _NAMES - 6)) - 1)
    if quota is not None:
        at = _NAMES + _scaled(quota, top)
        parts.append(line(at, start, at, y - 14, "p-threshold"))
        named = grouped(say("Quota: {votes}").format(votes=votes_text(quota)))
        parts.append(text(at, y, named, "p-quiet p-end" if at > WIDTH / 2 else "p-quiet"))
        y += 20
    for words, votes in _left(entry, say):
        parts.append(text(0, y, grouped(f"{words}: {votes_text(votes)}"), "p-quiet"))
        y += 20
    return parts, y + 18


def _left(entry: Round, say: Say) -> list[tuple[str, Fraction]]:
    """What is with no candidate any more, by the name that the law gives it."""
    left = [(say("Exhausted"), entry.exhausted), (say("Not transferable"), entry.not_transferable)]
    return [(words, votes) for words, votes in left if votes]


def _row(
    entry: Round,
    person: str,
    votes: Fraction,
    was: Fraction | None,
    top: Fraction,
    y: float,
    say: Say,
) -> list[str]:
    css = "p-text p-struck" if person in entry.excluded else "p-text"
    css += " p-bold" if person in entry.elected else ""
    parts = [
        text(0, y + 16 * at, words, css) for at, words in enumerate(lines_of(person, _NAMES - 6))
    ]
    kept = votes if was is None else min(votes, was)
    parts.append(rect(_NAMES, y - 11, _scaled(kept, top), _BAR, "p-solid"))
    if was is not None and votes > was:
        parts.append(
            rect(_NAMES + _scaled(was, top), y - 11, _scaled(votes - was, top), _BAR, "p-gain")
        )
    if was is not None and votes < was:
        parts.append(
            rect(_NAMES + _scaled(votes, top), y - 11, _scaled(was - votes, top), _BAR, "p-loss")
        )
    figures = votes_text(votes)
    if was is not None and votes != was:
        figures += f" ({'+' if votes > was else '−'}{votes_text(abs(votes - was))})"
    parts.append(text(WIDTH, y, grouped(figures), "p-text p-end", 13))
    return parts


def _scaled(votes: Fraction, top: Fraction) -> float:
    return float(votes / top) * (WIDTH - _NAMES - _FIGURES)


def votes_text(votes: Fraction) -> str:
    """Exactly: a whole number, a finite decimal, or a fraction; never rounded."""
    if votes.denominator == 1:
        return str(votes.numerator)
    rest = votes.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(votes)
    places = 0
    while (votes * 10**places).denominator != 1:
        places += 1
    digits = str(abs(votes.numerator) * 10**places // votes.denominator).rjust(places + 1, "0")
    sign = "-" if votes < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _what(entry: Round, say: Say) -> str:
    """What a round does; where the transcript does not say of which kind it is, as it words it."""
    names = say(" and ").join(entry.of)
    match entry.kind:
        case "first-preferences":
            return say("First preferences")
        case "transfer-of-surplus" if entry.value:
            return say("Surplus of {names} at {value}").format(names=names, value=entry.value)
        case "transfer-of-surplus":
            return say("Surplus of {names}").format(names=names)
        case "exclusion" if entry.value:
            return say("Exclusion of {names} at {value}").format(names=names, value=entry.value)
        case "exclusion":
            return say("Exclusion of {names}").format(names=names)
        case "election":
            return say("Last vacancies filled")
        case "no-transfer":
            return say("No transfer")
        case _:
            return entry.what


def _told(number: int, entry: Round, say: Say) -> str:
    words = [say("Round {number}: {what}.").format(number=number, what=_what(entry, say))]
    words += [say("{name} is elected.").format(name=name) for name in entry.elected]
    words += [say("{name} is excluded.").format(name=name) for name in entry.excluded]
    return " ".join(words)


def _table(heading: str, count: Count, say: Say) -> Table:
    names: Sequence[str] = [name for name, _ in count.rounds[0].votes] if count.rounds else ()
    after = [dict(entry.votes) for entry in count.rounds]
    head = (
        say("Candidate"),
        *(say("Round {number}").format(number=n) for n in range(1, len(count.rounds) + 1)),
        say("Outcome"),
    )
    rows = [
        (
            name,
            *(grouped(votes_text(votes.get(name, Fraction(0)))) for votes in after),
            _fate(name, count, say),
        )
        for name in names
    ]
    lost = (
        (say("Exhausted"), [entry.exhausted for entry in count.rounds]),
        (say("Not transferable"), [entry.not_transferable for entry in count.rounds]),
    )
    rest = [
        (words, *(grouped(votes_text(one)) for one in votes), "")
        for words, votes in lost
        if any(votes)
    ]
    return Table(heading, head, (*rows, *rest))


def _fate(name: str, count: Count, say: Say) -> str:
    for number, entry in enumerate(count.rounds, 1):
        if name in entry.elected:
            return say("elected in round {number}").format(number=number)
        if name in entry.excluded:
            return say("excluded in round {number}").format(number=number)
    return ""
