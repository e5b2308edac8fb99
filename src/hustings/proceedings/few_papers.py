"""Fewer papers than the minimum cell: two tellers report whom they select, and the papers stay with the parties."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from hustings.counting.lots import LotRequired
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import selection_rules
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.member_count import counted, selected, stopped_by_withdrawal
from hustings.proceedings.member_papers import (
    AsRead,
    PapersEntered,
    ShownReading,
    not_at_the_table,
    settled,
)
from hustings.proceedings.state import BallotState, DrawnLot, Selection
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.selecting_stages import SelectionRules


@dataclass(frozen=True, kw_only=True)
class FewPapersCounted(Entry):
    """Too few papers to publish: the tellers say whom they select; that is attested by them, not proved.

    ``papers`` holds what would otherwise be entered (``blt``, ``returned``, ``spoilt``, ``readings``,
    ``resolved``) and ``lot``: all candidates in the order of one drawing, where the count needed a lot.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    elected: str
    papers: Withheld
    law: str = computed("")

    def decided(self, given: Given) -> Entry | Refused:
        """After two sealed readings; as long as the papers are disclosed, counted again from them."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no, ballot = not_at_the_table(given), given.state.ballot
        if no is not None or ballot is None:
            return no or refused("not-reconciled", THE_ORDER, "The papers are reconciled first.")
        if ballot.online is not None and not ballot.online.opened:
            return refused(
                "box-first", THE_ORDER, "What members cast online is opened and entered first."
            )
        cell = given.rulebook.rules.publication.minimum_cell
        if self.papers.seen_by is Visibility.PUBLIC:
            return refused(
                "cell-too-small", cell, f"Fewer than {cell.value} papers stay with the parties."
            )
        sealed = {one.person for one in ballot.readings}
        if len(sealed & {actor.person for actor in self.by}) < 2:
            return refused(
                "not-read-twice",
                THE_ORDER,
                "Two tellers read the papers first, each for themselves, and seal what they read.",
            )
        if self.elected not in {*ballot.candidates} - {*ballot.withdrawn_after_papers}:
            return refused("not-a-candidate", THE_RECORD, "This person is not on the ballot paper.")
        stopped = stopped_by_withdrawal(ballot, rules)
        if stopped is not None:
            return stopped
        return self._not_borne_out(given, ballot, rules) or replace(
            self, law=rules.ballot.law.value
        )

    def _not_borne_out(
        self, given: Given, ballot: BallotState, rules: SelectionRules
    ) -> Refused | None:
        """While the papers are disclosed: they are too few, both readings open, and they select this person."""
        if not self.papers.is_disclosed:
            return None
        read = papers_in(self)
        if read is None:
            return refused(
                "papers-unreadable", THE_RECORD, "The papers lack one of the parts that they have."
            )
        entered, lot = read
        found = settled(given, entered)
        if isinstance(found, Refused):
            return found
        cell = given.rulebook.rules.publication.minimum_cell
        if found[0].valid >= cell.value:
            return refused(
                "enough-papers", cell, f"At least {cell.value} papers count; they are entered."
            )
        result = count_with(replace(ballot, papers=entered.blt), rules, lot)
        if isinstance(result, Refused):
            return result
        if isinstance(result, LotRequired):
            return refused("lot-required", f"{result.law} {result.clause}", result.sentence)
        if result.candidates[result.elected[0]] == self.elected:
            return None
        return refused(
            "another-elected", rules.ballot.law, "The papers select another person than this."
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Somebody is selected; appeals are open. What the papers say is no part of the state."""
        if state.ballot is None:
            return state
        ballot = replace(state.ballot, readings=())
        return selected(replace(state, ballot=ballot), self.elected, at)


def count_with(
    ballot: BallotState, rules: SelectionRules, lot: tuple[str, ...]
) -> Transcript | LotRequired | Refused:
    """The count, every tie settled by the order in which all candidates were drawn once."""
    result = counted(ballot, rules)
    while isinstance(result, LotRequired) and {*result.between} <= {*lot}:
        order = tuple(one for one in lot if one in result.between)
        ballot = replace(ballot, lots=(*ballot.lots, DrawnLot(result.situation, order)))
        result = counted(ballot, rules)
    return result


def papers_value(entered: PapersEntered, lot: tuple[str, ...]) -> dict[str, Any]:
    """What :class:`FewPapersCounted` keeps with the parties."""
    return {
        "blt": entered.blt,
        "returned": entered.returned,
        "spoilt": entered.spoilt,
        "resolved": entered.resolved,
        "lot": list(lot),
        "readings": [
            {
                "person": shown.person,
                "salt": shown.salt,
                "read": None
                if shown.read is None
                else {"blt": shown.read.blt, "spoilt": shown.read.spoilt},
            }
            for shown in entered.readings
        ],
    }


def papers_in(said: FewPapersCounted) -> tuple[PapersEntered, tuple[str, ...]] | None:
    """The papers and the lot as they are kept; None where a part is missing or of another type."""
    value: Any = said.papers.value
    try:
        entered = PapersEntered(
            blt=_typed(value["blt"], str),
            returned=_typed(value["returned"], int),
            spoilt=_typed(value["spoilt"], int),
            resolved=_typed(value["resolved"], str),
            readings=tuple(_reading(one) for one in _typed(value["readings"], list)),
            by=said.by,
        )
        lot = tuple(_typed(one, str) for one in _typed(value["lot"], list))
    except (KeyError, TypeError):
        return None
    return (entered, lot) if len({*lot}) == len(lot) else None


def _reading(value: Any) -> ShownReading:
    read = value["read"]
    return ShownReading(
        _typed(value["person"], str),
        _typed(value["salt"], str),
        None if read is None else AsRead(_typed(read["blt"], str), _typed(read["spoilt"], int)),
    )


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value
