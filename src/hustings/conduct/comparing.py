"""The same returns under another rulebook: arithmetic that says what the rules would have made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.seats import Seat
from hustings.conduct.showing.pools import KINDS, words_of_test
from hustings.kernel.clauses import Citation
from hustings.kernel.exact import fraction_text
from hustings.proceedings.stages import Stage
from hustings.proceedings.trigger.answer import TriggerAnswer, decide_returns
from hustings.proceedings.trigger.returns import PoolReturns
from hustings.proceedings.triggering import pools_of, returns_closed
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.loader import Rulebook, load, shipped
from hustings.timetable.sentences import N_, Translate

TOGETHER = ("pooled-majority", "weighted-college")
"""How a rulebook decides that merges or weighs its pools."""
DEPENDS = N_("it depends on how the rules are read")


@dataclass(frozen=True, slots=True)
class Compared:
    """What one rulebook makes of the returns; ``own`` marks the seat's."""

    rulebook: Rulebook
    answer: TriggerAnswer
    test: str
    citation: Citation
    shares: str
    own: bool

    @property
    def puts_together(self) -> bool:
        """Whether the rulebook merges or weighs the pools; then a missing share depends on the reading."""
        trigger = self.rulebook.rules.trigger
        return trigger is not None and trigger.decision.aggregate.value in TOGETHER

    @property
    def combined(self) -> str:
        """The exact share of the pools together, where the rulebook puts them together."""
        return "–" if self.answer.combined is None else fraction_text(self.answer.combined)


def same_returns_of(seat: Seat, now: datetime, translate: Translate) -> tuple[Compared, ...]:
    """The seat's own rulebook first, then every other shipped one that can decide these returns."""
    if not seat.state.units or seat.rulebook.rules.trigger is None:
        return ()
    closed = seat.state.stage is not Stage.TRIGGER or returns_closed(seat.state, now)
    returns = pools_of(seat.state, closed=closed)
    return tuple(_compared(seat, returns, translate, closed=closed))


def _compared(
    seat: Seat, returns: dict[str, PoolReturns], translate: Translate, *, closed: bool
) -> Iterator[Compared]:
    others = (load(id_) for id_ in shipped())
    books = (seat.rulebook, *(b for b in others if b.digest != seat.rulebook.digest))
    for book in books:
        trigger = book.rules.trigger
        if trigger is not None and _fits(trigger, returns):
            answer = decide_returns(trigger, returns, closed=closed)
            rule = trigger.decision.aggregate
            test = words_of_test(rule, translate)
            shares = _shares(trigger, answer, translate)
            yield Compared(book, answer, test, rule.citation, shares, book is seat.rulebook)


def _shares(trigger: Trigger, answer: TriggerAnswer, translate: Translate) -> str:
    """The exact share of each pool; of one whose share its readings give differently, that it is so."""
    unclear = translate(DEPENDS)
    said = dict.fromkeys(_read_apart(answer), unclear)
    said |= {pool: fraction_text(share) for pool, share in answer.shares.items()}
    return ", ".join(
        f"{translate(KINDS[trigger.pools[pool].units])}: {said[pool]}"
        for pool in trigger.pools
        if pool in said
    )


def _read_apart(answer: TriggerAnswer) -> set[str]:
    """The pools that have a share under some reading, and another under some other."""
    return {pool for one in answer.by_reading for pool in one.shares} - set(answer.shares)


def _fits(trigger: Trigger, returns: dict[str, PoolReturns]) -> bool:
    return set(returns) <= {pool.units for pool in trigger.pools.values()}
