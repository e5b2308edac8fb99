"""What the description of a published contest says beside its law, its seats and its papers."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.counting.formats.json_text import Node
    from hustings.counting.formats.opening import Opened

_AT_LEAST = re.compile(r"\bat least ([0-9]{1,4})\b", re.IGNORECASE)


def as_described(opened: "Opened", root: "Node") -> "Opened":
    """The opened papers with whom the description has withdrawn, its constraints and its readings."""
    from hustings.counting.papers import withdraw

    gone = described_withdrawals(root)
    return replace(
        opened,
        papers=withdraw(opened.papers, gone) if gone else opened.papers,
        constraints=(*opened.constraints, *described_constraints(root)),
        readings=(*opened.readings, *described_readings(root, opened.law)),
    )


def described_constraints(root: "Node") -> tuple[str, ...]:
    """The constraint as text: the members of one category, and the number that the rule states."""
    constraint, rule = root.get("constraint"), root.get("rule")
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


def described_readings(root: "Node", law: str) -> tuple[tuple[str, str], ...]:
    """The readings that the words of the rule name, for the law that has them."""
    rule = root.get("rule")
    if rule is None or law != "alternative-vote":
        return ()
    words = rule.words().lower()
    return tuple(reading for phrase, reading in PHRASES.items() if phrase in words)


def described_withdrawals(root: "Node") -> tuple[str, ...]:
    """Who withdrew, by name."""
    withdrawn = root.get("withdrawn")
    return () if withdrawn is None else tuple(each.words() for each in withdrawn)
