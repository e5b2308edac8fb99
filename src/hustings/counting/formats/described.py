"""What the description of a published contest says beside its law, its seats and its papers."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.counting.formats.json_text import Node

_AT_LEAST = re.compile(r"\bat least ([0-9]{1,4})\b", re.IGNORECASE)


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
