"""Lots: where a law sends a tie to lot the count stops, people draw, and the drawn lot comes back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from hustings.kernel.canonical import Json, digest
from hustings.kernel.refusals import BadInput, Problem, Refused


class Fate(StrEnum):
    """What happens to the candidate whose name is drawn first."""

    EXCLUDED = "excluded"
    ELECTED = "elected"
    SURPLUS_FIRST = "surplus-first"
    LARGEST_FRACTION = "largest-fraction"


MEANS = {
    Fate.EXCLUDED: "is excluded",
    Fate.ELECTED: "is elected",
    Fate.SURPLUS_FIRST: "has the surplus transferred first",
    Fate.LARGEST_FRACTION: "has the largest fraction",
}


FIGURES = {
    "electoral-college": ("per cent", "per cent"),
    "card-vote": ("per cent", "per cent"),
    "condorcet-schulze": ("other ranked below", "others ranked below"),
    "majority-judgment": (
        "paper with the majority grade or a better one",
        "papers with the majority grade or a better one",
    ),
}
"""What the figures of a law count, where they are no votes: one of them, and several."""


def figure_of(law: str, number: str) -> str:
    """A figure of a law with what it counts: ``1 vote``, ``37/3 per cent``."""
    one, several = FIGURES.get(law, ("vote", "votes"))
    return f"{number} {one if number == '1' else several}"


@dataclass(frozen=True, slots=True)
class LotRequired:
    """A tie that only a lot can settle: between whom, in which round, by which clause.

    ``situation`` is a digest of law, reading, papers, round and names: a lot drawn for it fits
    nothing else. ``votes`` is what each of the tied has.
    """

    law: str
    clause: str
    round: int
    between: tuple[str, ...]
    votes: str
    first_drawn_is: Fate
    situation: str

    @property
    def sentence(self) -> str:
        """What people are asked to do."""
        *others, last = self.between
        return (
            f"{', '.join(others)} and {last} have {figure_of(self.law, self.votes)} each "
            f"in round {self.round}. "
            f"Clause {self.clause} of {self.law} sends this to lot: draw all the names; "
            f"whoever is drawn first {MEANS[self.first_drawn_is]}."
        )

    def as_json(self) -> dict[str, Json]:
        """The object that goes with exit status 3, and into the record."""
        return {
            "lot_required": {
                "law": self.law,
                "clause": self.clause,
                "round": self.round,
                "between": list(self.between),
                "votes": self.votes,
                "first_drawn_is": self.first_drawn_is.value,
                "situation": self.situation,
                "sentence": self.sentence,
            }
        }


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that was drawn: for which situation, and the names in the order in which they came."""

    situation: str
    order: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """The lot as it comes back to the count and stands in the record."""
        return {"situation": self.situation, "order": list(self.order)}


def require_lot(
    *,
    law: str,
    clause: str,
    reading: str,
    papers: str,
    round: int,
    between: Sequence[str],
    votes: str,
    first_drawn_is: Fate,
) -> LotRequired:
    """Name a tie exactly; ``papers`` is the digest of the papers counted."""
    named: dict[str, Json] = {
        "v": 1,
        "law": law,
        "clause": clause,
        "reading": reading,
        "papers": papers,
        "round": round,
        "between": [*sorted(between)],
        "votes": votes,
        "first_drawn_is": first_drawn_is.value,
    }
    return LotRequired(law, clause, round, tuple(between), votes, first_drawn_is, digest(named))


def find_lot(required: LotRequired, lots: Sequence[Lot]) -> Lot | LotRequired | Refused:
    """The lot drawn for exactly this situation, or the need of one, or why the given one does not fit."""
    fitting = [lot for lot in lots if lot.situation == required.situation]
    if not fitting:
        return required
    if len(fitting) > 1:
        because = (
            f"Two lots were given for the tie in round {required.round}; one lot settles one tie."
        )
        return Refused("lot-given-twice", required.clause, because)
    if sorted(fitting[0].order) != sorted(required.between):
        because = (
            f"The lot names {', '.join(fitting[0].order) or 'nobody'}, "
            f"and the tie in round {required.round} is between {', '.join(required.between)}."
        )
        return Refused("lot-does-not-fit", required.clause, because)
    return fitting[0]


def unneeded(lots: Sequence[Lot], used: Sequence[Lot], clause: str) -> Refused | None:
    """Refuse a lot that this count did not ask for."""
    for lot in lots:
        if lot not in used:
            because = (
                f"The lot {', '.join(lot.order)} was drawn for situation {lot.situation[:12]}…, "
                "which does not arise in this count; leave it out, or check that the papers are the same."
            )
            return Refused("lot-not-needed", clause, because)
    return None


def read_lots(content: bytes, file: str = "lots.json") -> tuple[Lot, ...]:
    """Read one lot, or a list of lots, from JSON; ``BadInput`` otherwise."""
    right = '{"situation": "3f…", "order": ["Ada Ash", "Ben Birch"]}'
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as found:
        line = found.lineno if isinstance(found, json.JSONDecodeError) else None
        raise BadInput(
            Problem(file, line, "", "this is not JSON that can be read", right)
        ) from None
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(_lot(item, file, right) for item in items)


def _lot(item: object, file: str, right: str) -> Lot:
    if isinstance(item, dict):
        table = cast("dict[object, object]", item)
        situation, order = table.get("situation"), table.get("order")
        if set(table) == {"situation", "order"} and isinstance(situation, str):
            names = cast("list[object]", order) if isinstance(order, list) else []
            texts = tuple(name for name in names if isinstance(name, str))
            if texts and len(texts) == len(names):
                return Lot(situation, texts)
    what = "a lot holds its situation and the names in the order drawn, nothing else"
    raise BadInput(Problem(file, None, "", what, right))
