"""How many papers, at the least, would have to be marked otherwise for somebody else to be elected for certain.

A number is given only where it is proved: no fewer can do it, and the papers changed are counted again,
with that many changed and with one fewer. Where no proof is known here, that is what is said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hustings.counting.changes import A_LOT, STANDS, Change, Result, WhatIf
from hustings.counting.college import College
from hustings.counting.count import count
from hustings.counting.lots import LotRequired
from hustings.counting.papers import Papers, Ranking, from_rankings
from hustings.counting.transcript import Transcript
from hustings.counting.what_if_cards import by_cards
from hustings.counting.what_if_tried import by_trying

MOST_SETS = 1 << 11
"""Sets of continuing candidates that are looked at: all sets with the winner, up to twelve candidates."""
YES = 0
"""The first of the two answers to a question."""
PAIRWISE = ("plurality", "approval", "block-vote")


def what_if(
    papers: Papers | College, transcript: Transcript, again: Callable[[Any], Result]
) -> WhatIf:
    """The smallest change for a count; ``again`` counts other papers by the same law and readings."""
    if transcript.lots:
        because = "the result rests on a lot, so that another draw alone would change it."
        return WhatIf(None, None, because)
    if isinstance(papers, College):
        if transcript.law == "card-vote":
            return by_cards(papers, transcript, again)
        because = "votes of sections that are weighed together are looked for by no exact search."
        return WhatIf(None, None, because)
    plain = not {"constraint"} & {name for name, _ in transcript.readings}
    match transcript.law:
        case law if (
            law in PAIRWISE and plain and ("more_than_half", "yes") not in transcript.readings
        ):
            return _by_two(papers, transcript, again)
        case "yes-no":
            return _by_answers(papers, transcript, again)
        case "alternative-vote" if transcript.seats == 1 and plain:
            return _by_rounds(papers, transcript, again)
        case _:
            return by_trying(papers, transcript, again)


def counting_again(
    law: str, readings: Mapping[str, str], constraints: Sequence[Any] = ()
) -> Callable[[Any], Result]:
    """Count other papers by the same law, readings and constraints."""
    return lambda papers: count(papers, law, readings=readings, constraints=constraints)


def _by_two(papers: Papers, transcript: Transcript, again: Callable[[Papers], Result]) -> WhatIf:
    """Most votes elect: the nearest pair of one elected and one not; a paper moves their difference by two."""
    votes = transcript.rounds[0].votes
    others = [c for c in papers.standing if c not in transcript.elected]
    if not others or not transcript.elected:
        return WhatIf(None, None, "there is nobody else who could be elected.")
    last = min(transcript.elected, key=lambda c: (votes[c], -c))
    first = max(others, key=lambda c: (votes[c], -c))
    number = int(votes[last] - votes[first]) // 2 + 1
    if transcript.law == "plurality":
        moved = _take(papers, number, lambda r: r[:1] == (last,), _only(first))
    else:
        moved = _take(
            papers, number, lambda r: last in r and first not in r, _instead_of(last, first)
        )
    names = transcript.candidates
    because = (
        f"No fewer can do it: {names[last]} had {votes[last]} and {names[first]} {votes[first]}, "
        "and one paper changes the difference of two candidates by two at the most."
    )
    return _proved(papers, transcript, again, number, moved, because)


def _instead_of(last: int, first: int) -> Callable[[Ranking], Ranking]:
    return lambda ranking: tuple(first if c == last else c for c in ranking)


def _by_answers(
    papers: Papers, transcript: Transcript, again: Callable[[Papers], Result]
) -> WhatIf:
    """Yes or no: every paper changed from one to the other moves every test as far as a paper can."""
    carried = YES in transcript.elected
    source, target = (0, 1) if carried else (1, 0)
    most = int(transcript.rounds[0].votes[source])

    def turned(number: int) -> bool:
        moved = _take(papers, number, lambda r: r == (source,), lambda _: (target,))
        result = again(_changed(papers, moved))
        return isinstance(result, Transcript) and (YES in result.elected) is not carried

    if not turned(most):
        return WhatIf(None, None, "even if every such paper were changed the answer would stand.")
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if turned(middle) else (middle, high)
    moved = _take(papers, high, lambda r: r == (source,), lambda _: (target,))
    because = (
        f"No fewer can do it: no change of a paper moves the tests further than from "
        f"{transcript.candidates[source]} to {transcript.candidates[target]}."
    )
    return _proved(papers, transcript, again, high, moved, because)


def _by_rounds(papers: Papers, transcript: Transcript, again: Callable[[Papers], Result]) -> WhatIf:
    """The eliminating ballot: a bound from every set in which the winner could be last, met by an example."""
    (winner,) = transcript.elected
    others = [c for c in papers.standing if c != winner]
    if not others:
        return WhatIf(None, None, "there is nobody else who could be elected.")
    if 1 << len(others) > MOST_SETS:
        because = (
            f"there are {len(others) + 1} candidates, and the search looks at twelve at the most."
        )
        return WhatIf(None, None, because)
    strict = ("tie", "lot") in transcript.readings
    tallies = _Tallies(papers)
    least = _least(tallies, winner, others, strict=strict)
    for number, moved in _examples(papers, tallies, winner, others, least):
        result = again(_changed(papers, moved))
        if isinstance(result, Transcript) and winner not in result.elected:
            if number > least:
                because = f"{number} papers are enough, and it is not proved that fewer are not."
                return WhatIf(None, least, because)
            because = (
                f"No fewer can do it: on no way from round to round would {least - 1} changed papers "
                f"put {transcript.candidates[winner]} last, or give somebody else more than half."
            )
            return _proved(papers, transcript, again, number, moved, because)
    return WhatIf(None, least, "no example was found that is as small as the bound.")


class _Tallies:
    """How many papers lie with each of the continuing candidates, for any set of them."""

    def __init__(self, papers: Papers) -> None:
        self.rows = [*zip(papers.rankings, papers.multiplicities, strict=True)]

    def of(self, continuing: frozenset[int]) -> dict[int, int]:
        """Each continuing candidate's papers."""
        held = dict.fromkeys(continuing, 0)
        for ranking, number in self.rows:
            for candidate in ranking:
                if candidate in continuing:
                    held[candidate] += number
                    break
        return held


def _least(tallies: _Tallies, winner: int, others: list[int], *, strict: bool) -> int:
    """Fewer changed papers than this cannot keep the winner out, whatever order the others go in.

    Every way from all candidates to a set in which the winner goes, or somebody else has more than half,
    is as hard as its hardest step; the easiest way counts.
    """
    everybody = frozenset((winner, *others))
    reached = {everybody: 0}
    best = _to_lose(tallies.of(everybody), winner, strict=strict)
    for size in range(len(everybody), 2, -1):
        following: dict[frozenset[int], int] = {}
        for continuing, cost in reached.items():
            held = tallies.of(continuing)
            for gone in continuing - {winner}:
                step = max(cost, _to_be_last(held, gone, strict=strict))
                rest = continuing - {gone}
                following[rest] = min(step, following.get(rest, step))
        for continuing, cost in following.items():
            end = _to_lose(tallies.of(continuing), winner, strict=strict)
            best = min(best, max(cost, end))
        reached = {some: cost for some, cost in following.items() if cost < best and size > 3}
    return best


def _to_lose(held: dict[int, int], winner: int, *, strict: bool) -> int:
    """The fewest changed papers by which the winner goes, or another has more than half, at this set."""
    total = sum(held.values())
    halves = [(total - 2 * votes) // 2 + 1 for c, votes in held.items() if c != winner]
    return min(_to_be_last(held, winner, strict=strict), *(max(half, 0) for half in halves))


def _to_be_last(held: dict[int, int], goes: int, *, strict: bool) -> int:
    """The fewest changed papers that could leave a candidate with the fewest of a set.

    One changed paper takes at most one from the candidate and gives at most one to one other.
    """
    others = [votes for candidate, votes in held.items() if candidate != goes]
    more = 1 if strict else 0

    def missing(number: int) -> int:
        return sum(max(0, held[goes] - number - votes + more) for votes in others)

    low, high = -1, held[goes] + more * len(others)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if missing(middle) <= middle else (middle, high)
    return high


def _examples(
    papers: Papers, tallies: _Tallies, winner: int, others: list[int], least: int
) -> Iterator[tuple[int, dict[Ranking, tuple[Ranking, int]]]]:
    """Changes to try, the smallest first: papers that prefer the winner to somebody, given to that one."""
    pairs = [(tallies.of(frozenset((winner, c))), c) for c in others]
    gaps = sorted((held[winner] - held[c], c) for held, c in pairs)
    for number in sorted({least, *((max(gap, 0) // 2 + 1) for gap, _ in gaps)}):
        for _, other in gaps:
            for first in (True, False):
                moved = _take(papers, number, _prefers(winner, other, first=first), _only(other))
                if sum(n for _, n in moved.values()) == number:
                    yield number, moved


def _prefers(winner: int, other: int, *, first: bool) -> Callable[[Ranking], bool]:
    """Papers that rank the winner first, or at least above the other."""

    def prefers(ranking: Ranking) -> bool:
        if first:
            return ranking[:1] == (winner,)
        place = {candidate: at for at, candidate in enumerate(ranking)}
        return winner in place and place[winner] < place.get(other, len(ranking))

    return prefers


def _only(other: int) -> Callable[[Ranking], Ranking]:
    return lambda _: (other,)


Moved = dict[Ranking, tuple[Ranking, int]]
"""For a ranking: the one that some of its papers carry instead, and how many."""


def _take(
    papers: Papers,
    number: int,
    fits: Callable[[Ranking], bool],
    instead: Callable[[Ranking], Ranking],
) -> Moved:
    """So many papers that fit, from the shortest ranking on, with what they would carry instead."""
    moved: Moved = {}
    rows = sorted(zip(papers.rankings, papers.multiplicities, strict=True), key=lambda r: len(r[0]))
    for ranking, copies in rows:
        if number and fits(ranking):
            moved[ranking] = (instead(ranking), min(copies, number))
            number -= min(copies, number)
    return moved


def _changed(papers: Papers, moved: Moved) -> Papers:
    """The papers with the change made."""
    rankings = dict(zip(papers.rankings, papers.multiplicities, strict=True))
    for before, (after, number) in moved.items():
        rankings[before] -= number
        rankings[after] = rankings.get(after, 0) + number
    kept = {ranking: number for ranking, number in rankings.items() if number}
    changed = from_rankings(
        papers.candidates, kept, seats=papers.seats, withdrawn=papers.withdrawn, title=papers.title
    )
    return replace(changed, rejected=papers.rejected)


def _proved(
    papers: Papers,
    transcript: Transcript,
    again: Callable[[Papers], Result],
    number: int,
    moved: Moved,
    because: str,
) -> WhatIf:
    """Count again with the change and with one paper fewer of it; only what both bear out is said."""
    after = again(_changed(papers, moved))
    fewer = again(_changed(papers, _one_fewer(moved)))
    done = sum(copies for _, copies in moved.values())
    turned = isinstance(after, Transcript) and set(after.elected) != set(transcript.elected)
    still = isinstance(fewer, Transcript) and set(fewer.elected) == set(transcript.elected)
    if (
        not isinstance(after, Transcript)
        or done != number
        or not turned
        or not (still or isinstance(fewer, LotRequired))
    ):
        return WhatIf(None, None, "the example did not bear out the number when it was counted.")
    names = transcript.candidates
    with_fewer = STANDS if still else A_LOT
    changes = tuple(
        Change(copies, tuple(names[c] for c in before), tuple(names[c] for c in other))
        for before, (other, copies) in moved.items()
    )
    instead = tuple(names[c] for c in after.elected)
    is_answer = transcript.law == "yes-no"
    return WhatIf(number, number, because, instead, changes, with_fewer, is_answer)


def _one_fewer(moved: Moved) -> Moved:
    last = next(reversed(moved))
    instead, copies = moved[last]
    rest = {ranking: change for ranking, change in moved.items() if ranking != last}
    return rest | ({last: (instead, copies - 1)} if copies > 1 else {})
