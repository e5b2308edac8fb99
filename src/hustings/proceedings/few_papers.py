"""A handful of votes on paper or online stays with the parties; two tellers report whom all votes select."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from hustings.counting.lots import LotRequired
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import not_in, selection_rules
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
from hustings.proceedings.online import HEX64
from hustings.proceedings.online_ballot import rankings_in
from hustings.proceedings.publication import is_handful
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState, DrawnLot, Selection
from hustings.proceedings.values import Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.selecting_stages import SelectionRules


@dataclass(frozen=True, slots=True)
class CastOnline:
    """The rankings of a handful of ballots cast online, as a BLT file, and how many held none."""

    blt: str
    invalid: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept back: the papers as they would be entered, what was cast online, each where it is a handful.

    ``lot``: all candidates in the order of one drawing, where the count needed a lot.
    """

    papers: PapersEntered | None
    online: CastOnline | None = None
    lot: tuple[str, ...] = ()


def papers_are_kept(ballot: BallotState) -> bool:
    """Whether papers were issued and none are entered for everybody."""
    return bool(ballot.packs) and ballot.papers is None


def online_is_kept(ballot: BallotState) -> bool:
    """Whether a handful was cast online, so that number, archive and rankings are not for everybody."""
    return ballot.online is not None and ballot.online.is_handful


@dataclass(frozen=True, kw_only=True)
class FewPapersCounted(Entry):
    """Too few votes on paper or online to publish: the tellers say whom all votes select, attested and not proved.

    ``papers`` holds for the parties what would otherwise be entered (:class:`Kept`). ``archive`` names the
    archive of the ballot online where that is kept back; scrutineer and witnesses have it.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    elected: str
    papers: Withheld
    archive: str = ""
    law: str = computed("")

    def decided(self, given: Given) -> Entry | Refused:
        """After two sealed readings of papers; as long as what is kept is disclosed, counted again from it."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        ballot = given.state.ballot
        no = _not_now(given)
        if no is not None or ballot is None:
            return no or refused("not-reconciled", THE_ORDER, "The papers are reconciled first.")
        cell = given.rulebook.rules.publication.minimum_cell
        if self.papers.seen_by is Visibility.PUBLIC:
            return refused(
                "cell-too-small", cell, f"Fewer than {cell.value} papers stay with the parties."
            )
        if bool(self.archive) != online_is_kept(ballot) or not (
            HEX64.fullmatch(self.archive or "0" * 64)
        ):
            return refused(
                "archive-unclear",
                THE_RECORD,
                "The archive of a handful of ballots online is named by its SHA-256, and no other.",
            )
        sealed = {one.person for one in ballot.readings}
        if papers_are_kept(ballot) and len(sealed & {actor.person for actor in self.by}) < 2:
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
        """While it is disclosed: it is a handful, both readings open, and all votes select this person."""
        if not self.papers.is_disclosed:
            return None
        kept = papers_in(self)
        if kept is None or not _is_whole(kept, ballot):
            return refused(
                "papers-unreadable", THE_RECORD, "The papers lack one of the parts that they have."
            )
        no = _too_many_papers(kept, given) or _too_many_online(kept, ballot, given)
        if no is not None:
            return no
        result = count_with(with_kept(ballot, kept), rules, kept.lot)
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
        if ballot.online is not None and self.archive:
            ballot = replace(ballot, online=replace(ballot.online, archive=self.archive))
        return selected(replace(state, ballot=ballot), self.elected, at)


def _not_now(given: Given) -> Refused | None:
    ballot = given.state.ballot
    if ballot is None or papers_are_kept(ballot):
        no = not_at_the_table(given)
    elif ballot.void:
        no = refused("votes-void", THE_RECORD, "The votes of this ballot are sealed and void.")
    elif given.state.count is not None and not given.state.recount_ordered:
        no = refused("counted-already", THE_RECORD, "All votes have been counted.")
    else:
        no = not_in(given, Stage.COUNT)
    if no is not None or ballot is None:
        return no
    if ballot.online is not None and not (ballot.online.opened or ballot.online.is_handful):
        return refused(
            "box-first", THE_ORDER, "What members cast online is opened and entered first."
        )
    if papers_are_kept(ballot) or online_is_kept(ballot):
        return None
    cell = given.rulebook.rules.publication.minimum_cell
    return refused(
        "enough-papers", cell, "No handful of votes is kept back; they are counted as entered."
    )


def _is_whole(kept: Kept, ballot: BallotState) -> bool:
    """Whether everything is there that is kept back, and nothing that is entered for everybody."""
    return (kept.papers is not None) == papers_are_kept(ballot) and (
        kept.online is not None
    ) == online_is_kept(ballot)


def _too_many_papers(kept: Kept, given: Given) -> Refused | None:
    if kept.papers is None:
        return None
    found = settled(given, kept.papers)
    if isinstance(found, Refused):
        return found
    cell = given.rulebook.rules.publication.minimum_cell
    if kept.papers.returned and found[0].valid < cell.value:
        return None
    return refused(
        "enough-papers", cell, f"At least {cell.value} papers count, or none; they are entered."
    )


def _too_many_online(kept: Kept, ballot: BallotState, given: Given) -> Refused | None:
    if kept.online is None:
        return None
    cast = rankings_in(kept.online.blt, kept.online.invalid, ballot)
    if isinstance(cast, Refused):
        return cast
    cell = given.rulebook.rules.publication.minimum_cell.value
    stood = None if ballot.online is None else ballot.online.ballots_to_parties
    if is_handful(cast, cell) if stood is None else cast == stood:
        return None
    said = f"Fewer than {cell}" if stood is None else stood
    return refused("not-as-closed", THE_RECORD, f"{said} ballots were in the box, not {cast}.")


def with_kept(ballot: BallotState, kept: Kept) -> BallotState:
    """The ballot as if what is kept back had been entered; for counting, never for the state."""
    if kept.papers is not None:
        ballot = replace(ballot, papers=kept.papers.blt)
    if kept.online is not None and ballot.online is not None:
        ballot = replace(ballot, online=replace(ballot.online, papers=kept.online.blt))
    return ballot


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


def kept_value(kept: Kept) -> dict[str, Any]:
    """What :class:`FewPapersCounted` keeps with the parties."""
    return {
        "papers": None if kept.papers is None else _papers_value(kept.papers),
        "online": None
        if kept.online is None
        else {"blt": kept.online.blt, "invalid": kept.online.invalid},
        "lot": list(kept.lot),
    }


def papers_value(entered: PapersEntered, lot: tuple[str, ...]) -> dict[str, Any]:
    """The same where only papers are a handful."""
    return kept_value(Kept(entered, None, lot))


def _papers_value(entered: PapersEntered) -> dict[str, Any]:
    return {
        "blt": entered.blt,
        "returned": entered.returned,
        "spoilt": entered.spoilt,
        "resolved": entered.resolved,
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


def papers_in(said: FewPapersCounted) -> Kept | None:
    """What is kept back; None where a part is missing or of another type."""
    value: Any = said.papers.value
    try:
        papers, online = value["papers"], value["online"]
        lot = tuple(_typed(one, str) for one in _typed(value["lot"], list))
        kept = Kept(
            None if papers is None else _entered(papers, said),
            None
            if online is None
            else CastOnline(_typed(online["blt"], str), _typed(online["invalid"], int)),
            lot,
        )
    except (KeyError, TypeError):
        return None
    return kept if len({*lot}) == len(lot) else None


def _entered(value: Any, said: FewPapersCounted) -> PapersEntered:
    return PapersEntered(
        blt=_typed(value["blt"], str),
        returned=_typed(value["returned"], int),
        spoilt=_typed(value["spoilt"], int),
        resolved=_typed(value["resolved"], str),
        readings=tuple(_reading(one) for one in _typed(value["readings"], list)),
        by=said.by,
    )


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
