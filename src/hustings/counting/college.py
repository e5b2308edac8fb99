"""Sections of an organisation that vote apart and are weighed together: their papers, cards or returns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import cast

from hustings.ballots.validity import Rejection
from hustings.counting.papers import Papers, Ranking, check_names, from_rankings
from hustings.kernel.exact import fraction_text, read_fraction
from hustings.kernel.refusals import BadInput, Problem

MOST_VOTES = 10**15
"""A card or a return of more votes than this is a slip."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its exact weight, and either its papers or the totals that it returned, round by round.

    A card of so many votes is so many papers. A return says every continuing candidate's votes; 0 for
    the others.
    """

    name: str
    weight: Fraction
    papers: Papers
    returns: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class College:
    """Sections whose weights make one; like :class:`Papers` to those who count and print."""

    candidates: tuple[str, ...]
    seats: int
    sections: tuple[Section, ...]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    rejected: tuple[tuple[Rejection, int], ...] = ()

    @property
    def valid(self) -> int:
        """Votes of all sections with a first preference; what a section only returned counts as returned."""
        return sum(
            sum(section.returns[0]) if section.returns else section.papers.valid
            for section in self.sections
        )

    @property
    def returned(self) -> int:
        """Every paper returned, rejected ones included."""
        return self.valid + sum(number for _, number in self.rejected)

    @property
    def standing(self) -> tuple[int, ...]:
        """The candidates who have not withdrawn, in the order of the paper."""
        return tuple(c for c in range(len(self.candidates)) if c not in self.withdrawn)

    def digest(self) -> str:
        """SHA-256 that speaks for candidates, weights, and every paper and return of every section."""
        speaking = sha256(b"hustings/college/v1")
        for section in self.sections:
            line = [section.name, fraction_text(section.weight), section.papers.digest()]
            line += [" ".join(map(str, votes)) for votes in section.returns]
            speaking.update("\n".join(f"{len(part.encode())} {part}" for part in line).encode())
        speaking.update(" ".join(map(str, sorted(self.withdrawn))).encode())
        return speaking.hexdigest()

    def face(self) -> Papers:
        """Candidates, places and title without any papers: what is common to the sections."""
        return from_rankings(
            self.candidates, {}, seats=self.seats, withdrawn=self.withdrawn, title=self.title
        )


RIGHT = '{"sections": [{"name": "Members", "weight": "1/2", "papers": [[12, ["Ada Ash", "Ben Birch"]]]}]}'


def read_college(content: bytes, file: str = "college.json") -> College:
    """Read sections from JSON: weights as fractions, and papers, ``cards`` or ``votes_by_round``.

    ``BadInput`` for whatever cannot be read, naming the place.
    """
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as found:
        line = found.lineno if isinstance(found, json.JSONDecodeError) else None
        raise BadInput(
            Problem(file, line, "", "this is not JSON that can be read", RIGHT)
        ) from None
    reading = _Reading(file)
    table = reading.table(value, "the file")
    sections = [
        reading.table(each, f"sections[{at}]")
        for at, each in enumerate(reading.list(table.get("sections"), "sections"))
    ]
    if not sections:
        reading.refuse("sections", "there is no section")
    candidates = reading.candidates(table, sections)
    cards = reading.list(table.get("cards", []), "cards")
    college = College(
        candidates=candidates,
        seats=reading.whole(table.get("seats", 1), "seats"),
        sections=tuple(
            reading.section(each, f"sections[{at}].", candidates, cards)
            for at, each in enumerate(sections)
        ),
        withdrawn=frozenset(reading.places(table.get("withdrawn", []), "withdrawn", candidates)),
        title=reading.text(table.get("title", ""), "title"),
    )
    reading.check(college)
    return college


@dataclass(frozen=True, slots=True)
class _Reading:
    """The file under way; every refusal names it and the way to the key at fault."""

    file: str

    def refuse(self, key: str, what: str) -> BadInput:
        raise BadInput(Problem(self.file, None, key, what, RIGHT))

    def table(self, value: object, key: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self.refuse(key, "this is not an object")
        return cast("Mapping[str, object]", value)

    def list(self, value: object, key: str) -> Sequence[object]:
        if not isinstance(value, list):
            raise self.refuse(key, "this is not a list")
        return cast("Sequence[object]", value)

    def text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self.refuse(key, f"{value!r} is not a text")
        return value

    def whole(self, value: object, key: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_VOTES:
            raise self.refuse(key, f"{value!r} is not a whole number of votes or places")
        return value

    def places(self, value: object, key: str, candidates: Sequence[str]) -> Ranking:
        """Names, each a candidate, none twice, as indices."""
        names = [self.text(name, key) for name in self.list(value, key)]
        for name in names:
            if name not in candidates:
                self.refuse(
                    key, f"{name!r} is not a candidate; there are {', '.join(candidates[:12])}"
                )
        if len(set(names)) != len(names):
            self.refuse(key, "one candidate is named twice on one paper")
        return tuple(candidates.index(name) for name in names)

    def candidates(
        self, table: Mapping[str, object], sections: Sequence[Mapping[str, object]]
    ) -> tuple[str, ...]:
        """The candidates as listed, or those of the first return."""
        listed = table.get("candidates")
        if listed is None:
            rounds = self.list(sections[0].get("votes_by_round"), "candidates")
            listed = list(self.table(rounds[0], "votes_by_round")) if rounds else []
        names = tuple(self.text(name, "candidates") for name in self.list(listed, "candidates"))
        check_names(names)
        return names

    def section(
        self,
        table: Mapping[str, object],
        way: str,
        candidates: tuple[str, ...],
        cards: Sequence[object],
    ) -> Section:
        name = self.text(table.get("name"), f"{way}name")
        rankings = dict[Ranking, int]()
        for at, paper in enumerate(self.list(table.get("papers", []), f"{way}papers")):
            key = f"{way}papers[{at}]"
            pair = self.list(paper, key)
            if len(pair) != 2:
                self.refuse(key, "a paper is a number and a list of names")
            number, ranking = self.whole(pair[0], key), self.places(pair[1], key, candidates)
            rankings[ranking] = rankings.get(ranking, 0) + number
        for at, card in enumerate(cards):
            held = self.table(card, f"cards[{at}]")
            if held.get("section") == name:
                marks = self.places(held.get("marks"), f"cards[{at}].marks", candidates)
                votes = self.whole(held.get("votes"), f"cards[{at}].votes")
                rankings[marks] = rankings.get(marks, 0) + votes
        rankings.pop((), None)
        counted = {ranking: number for ranking, number in rankings.items() if number}
        key = f"{way}votes_by_round"
        returns = self.list(table.get("votes_by_round", []), key)
        return Section(
            name,
            self.weight(table.get("weight", "1"), f"{way}weight"),
            from_rankings(candidates, counted),
            tuple(
                self.returned(each, f"{key}[{at}]", candidates) for at, each in enumerate(returns)
            ),
        )

    def weight(self, value: object, key: str) -> Fraction:
        text = self.text(value, key)
        try:
            return read_fraction(text if "/" in text else f"{text}/1")
        except ValueError as found:
            raise self.refuse(key, str(found)) from None

    def returned(self, value: object, key: str, candidates: Sequence[str]) -> tuple[int, ...]:
        table = self.table(value, key)
        self.places(list(table), key, candidates)
        return tuple(self.whole(table.get(name, 0), f"{key}.{name}") for name in candidates)

    def check(self, college: College) -> None:
        names = [section.name for section in college.sections]
        if len(set(names)) != len(names):
            self.refuse("sections", "two sections have one name")
        for at, section in enumerate(college.sections):
            if section.weight <= 0:
                self.refuse(f"sections[{at}].weight", "a section has a weight above nothing")
        total = sum((section.weight for section in college.sections), Fraction(0))
        if total != 1:
            self.refuse("sections", f"the weights of the sections make {total}, not 1")
        for section in college.sections:
            if section.returns and section.papers.valid:
                what = f"{section.name} has both papers or cards and votes_by_round; one of them counts"
                self.refuse("sections", what)
        if not college.valid:
            self.refuse("sections", "no section has a paper, a card or a return")
