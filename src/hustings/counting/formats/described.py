"""What the description of a published contest says: its law, its candidates, whatever stands beside its papers."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.counting.registry import LAWS

if TYPE_CHECKING:
    from hustings.counting.formats.json_text import Node
    from hustings.counting.formats.opening import Opened, Source
    from hustings.counting.papers import Papers

RULES = {
    "scottish-stv": "scottish-2007",
    "meek": "meek-2006",
    "meek-prf": "meek-2006",
    "av": "alternative-vote",
    "au-senate": "senate-2016",
    "irv": "alternative-vote",
    "irv-optional-preferential": "alternative-vote",
    "irish-prstv": "irish-1992",
    "cambridge": "cambridge-ma",
    "av-weighted-sections": "electoral-college",
}
"""What descriptions of published contests call a law."""
BY_NUMBER = ("blt", "preflib")
"""Formats whose papers name candidates by their numbers."""
_NAMES_OF_A_CONTEST = ("id", "district", "name", "title")
_AT_LEAST = re.compile(r"\bat least ([0-9]{1,4})\b", re.IGNORECASE)


def contest_described(root: "Node", wanted: str | None) -> "Node":
    """The one contest that a file describes, or the one that is called so by its id, its district or its name."""
    contests = root.get("contests")
    if contests is None:
        return root
    called = [(each, [name for name in _names(each) if name]) for each in contests]
    found = [each for each, names in called if wanted in names]
    if len(found) == 1:
        return found[0]
    some = ", ".join(names[0] for _, names in called[:12] if names) + (", …" if called[12:] else "")
    if wanted is not None:
        return contests.refuse(f"{len(found)} contests are called {wanted!r}; there are {some}")
    what = f"this file describes {len(called)} contests; name one of them with --contest: {some}"
    return contests.refuse(what)


def _names(contest: "Node") -> list[str]:
    found = [contest.get(key) for key in _NAMES_OF_A_CONTEST]
    return [each.words() for each in found if each is not None]


def title_described(contest: "Node") -> str:
    """The title of a contest, or what else it is called."""
    title = contest.get("title")
    if title is not None:
        return title.words(empty=True)
    return next(iter(_names(contest)), "")


def law_called(rule: "Node") -> str:
    """The law that the first word of a rule means."""
    first = re.split(r"[\s:(;,]", rule.words(), maxsplit=1)[0]
    law = RULES.get(first, first)
    return (
        law
        if law in LAWS
        else rule.refuse(f"{first!r} is no law that is counted here", ", ".join(LAWS))
    )


def senate_papers(root: "Node", source: "Source", seats: int | None) -> "Papers":
    """Formal preferences of the Australian Commission, for the ballot paper that the description has.

    Candidates of no group have no box above the line, whatever the description lists them under.
    """
    from hustings.counting.formats.aec import UNGROUPED, SenatePaper, read_aec

    names = tuple(each.need("name").words() for each in root.need("candidates"))
    groups = root.need("groups")
    members = tuple(
        tuple(each.number(0, len(names) - 1) for each in groups.need(letter))
        for letter in groups.table()
        if letter != UNGROUPED
    )
    if seats is None:
        root.refuse("the description does not say how many seats", '"seats": 2')
    paper = SenatePaper(names, members)
    return read_aec(source.pieces(), source.name, seats=seats, paper=paper)


def as_described(opened: "Opened", root: "Node", rule: "Node | None") -> "Opened":
    """The opened papers with whom the description has withdrawn, its constraints and its readings."""
    from hustings.counting.papers import withdraw

    opened = _named(opened, root)
    gone = described_withdrawals(root)
    return replace(
        opened,
        papers=withdraw(opened.papers, gone) if gone else opened.papers,
        constraints=(*opened.constraints, *described_constraints(root, rule)),
        readings=(*opened.readings, *described_readings(rule, opened.law)),
    )


def _named(opened: "Opened", root: "Node") -> "Opened":
    """The names of the description, where its papers number as many candidates and name them otherwise.

    Only papers that say whom they mean by number can be named anew; they then are in the order of its list.
    """
    listed = root.get("candidates")
    if listed is None or opened.format not in BY_NUMBER:
        return opened
    names = tuple(each.words() for each in listed)
    known = tuple(opened.papers.candidates)
    if len(names) != len(known) or set(names) == set(known):
        return opened
    for at, each in enumerate(listed):
        if names.index(each.words()) != at:
            each.refuse(f"two candidates are called {each.words()!r}")
    return replace(opened, papers=replace(opened.papers, candidates=names))


def described_constraints(root: "Node", rule: "Node | None") -> tuple[str, ...]:
    """The constraint as text: the members of one category, and the number that the rule states."""
    constraint = root.get("constraint")
    if constraint is None:
        return ()
    least = _AT_LEAST.search("" if rule is None else rule.words())
    categories = [key for key in constraint.table() if key != "attribute"]
    if least is None or len(categories) != 1:
        constraint.refuse(
            "the constraint is not one category, of which the rule says at least how many",
            '"rule": "ers97 + constraint: at least 1 woman", "constraint": {"women": ["Ada Ash"]}',
        )
    members = "; ".join(each.words() for each in constraint.need(categories[0]))
    return (f"{categories[0]}>={least[1]}: {members}",)


PHRASES = {
    "tie broken by the earlier round": ("tie", "latest-round-back"),
    "to the last two": ("until", "last-two"),
}
"""Readings of the alternative vote that descriptions put into words."""


def described_readings(rule: "Node | None", law: str) -> tuple[tuple[str, str], ...]:
    """The readings that the words of the rule name, for the law that has them."""
    if rule is None or law != "alternative-vote":
        return ()
    words = rule.words().lower()
    return tuple(reading for phrase, reading in PHRASES.items() if phrase in words)


def described_withdrawals(root: "Node") -> tuple[str, ...]:
    """Who withdrew, by name."""
    withdrawn = root.get("withdrawn")
    return () if withdrawn is None else tuple(each.words() for each in withdrawn)
