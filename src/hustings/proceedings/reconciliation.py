"""Reconciliation: what came back of every pack goes to the parties, and to the public what tells of no handful."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from hustings.ballots.paper import Pack, PackAccount, reconcile
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.applications import not_in
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import say
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.publication import is_handful, told_together
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Requirement, Role, Visibility, Withheld, needs


@dataclass(frozen=True, slots=True)
class PackReturned:
    """What came back of one pack."""

    pack: str
    returned: int
    spoilt: int
    unused: int
    outstanding: int

    @property
    def given_out(self) -> int:
        """Papers that went to somebody."""
        return self.returned + self.spoilt + self.outstanding


@dataclass(frozen=True, slots=True)
class PacksTold:
    """What everybody reads of one pack, or of several together; no figures where all that came back are a handful."""

    packs: tuple[str, ...]
    returned: int | None
    spoilt: int | None
    unused: int | None
    outstanding: int | None

    @property
    def figures(self) -> tuple[int, ...] | None:
        """Returned, spoilt, unused and outstanding, where they are told; never some of them."""
        parts = (self.returned, self.spoilt, self.unused, self.outstanding)
        told = tuple(part for part in parts if part is not None)
        return told if len(told) == len(parts) else None


@dataclass(frozen=True, kw_only=True)
class BallotReconciled(Entry):
    """Issued equals returned and spoilt and unused and outstanding; two tellers sign, and a gap is explained.

    ``account`` is pack by pack and for the parties. ``told`` is for everybody: a pack from which a handful
    came back is told together with others, and a handful in all without any figure.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    account: Withheld
    told: tuple[PacksTold, ...]
    explained: str = ""

    @classmethod
    def of(
        cls,
        packs: Sequence[PackReturned],
        minimum_cell: int,
        *,
        explained: str = "",
        by: tuple[Actor, ...] = (),
    ) -> "BallotReconciled":
        """The reconciliation of these packs, with as much of it told as may be."""
        account = Withheld([asdict(pack) for pack in packs], Visibility.PARTIES)
        return cls(account=account, told=told_of(packs, minimum_cell), explained=explained, by=by)

    def decided(self, given: Given) -> Entry | Refused:
        """After the close; the sum is exact, or the difference is explained in words."""
        no = not_in(given, Stage.BALLOT)
        if no is not None:
            return no
        ballot = given.state.ballot
        if ballot is None or given.now <= ballot.closes:
            closes = "" if ballot is None else say(given, ballot.closes)
            return refused("ballot-open", THE_ORDER, f"The ballot is open until {closes}.")
        if ballot.void:
            return refused(
                "votes-void", THE_RECORD, "The votes of this ballot are sealed and void."
            )
        if not ballot.packs:
            return refused("no-packs", THE_RECORD, "No papers were issued in this ballot.")
        if ballot.online is not None and not ballot.online.closed:
            return refused("box-first", THE_ORDER, "The box online is closed on the record first.")
        issued = {pack.name: pack for pack in ballot.packs}
        return self._account_wrong(issued, given) or self._told_wrong(issued, given) or self

    def _account_wrong(self, issued: Mapping[str, Pack], given: Given) -> Refused | None:
        """As long as the account is disclosed: each pack is in it once, it adds up, and is told as it may be."""
        cell = given.rulebook.rules.publication.minimum_cell
        if self.account.seen_by is Visibility.PUBLIC:
            return refused(
                "cell-too-small", cell, "What came back of each pack stays with the parties."
            )
        if not self.account.is_disclosed:
            return None
        packs = packs_in(self.account)
        if packs is None:
            return refused(
                "account-unreadable",
                THE_RECORD,
                "The account says of each pack four whole numbers.",
            )
        if sorted(p.pack for p in packs) != sorted(issued):
            return refused(
                "other-packs", THE_RECORD, "Each pack that was issued is accounted for, once."
            )
        try:
            accounts = [
                PackAccount(issued[p.pack], p.returned, p.spoilt, p.unused, p.outstanding)
                for p in packs
            ]
        except BadInput:
            return refused("below-zero", THE_RECORD, "Numbers of papers are not below zero.")
        found = reconcile(accounts, {p.pack: p.returned for p in packs})
        if found.problems and not self.explained.strip():
            return _does_not_reconcile(" ".join(found.problems))
        if found.returned > found.issued:
            return refused(
                "more-than-issued", THE_RECORD, f"Only {found.issued} papers were ever issued."
            )
        if self.told == told_of(packs, cell.value):
            return None
        return refused(
            "told-otherwise",
            cell,
            "What is told to everybody is not what may be told of this account.",
        )

    def _told_wrong(self, issued: Mapping[str, Pack], given: Given) -> Refused | None:
        """What everybody reads stands by itself: every pack once, sums that fit, and no handful."""
        cell = given.rulebook.rules.publication.minimum_cell
        if sorted(name for told in self.told for name in told.packs) != sorted(issued):
            return refused(
                "other-packs", THE_RECORD, "Each pack that was issued is accounted for, once."
            )
        for told in self.told:
            figures = told.figures
            if figures is None or min(figures) < 0:
                if len(self.told) == 1 and told == untold(told.packs):
                    return None
                return refused("figures-unclear", THE_RECORD, "Four figures are told, or none.")
            returned, spoilt, _, outstanding = figures
            nobody = not returned + spoilt + outstanding or (len(self.told) == 1 and not returned)
            if not nobody and returned < cell.value and cell.value > 1:
                return refused(
                    "cell-too-small",
                    cell,
                    f"Fewer than {cell.value} papers came back of {', '.join(told.packs)}; that is "
                    "told together with others, or not at all.",
                )
            papers = sum(issued[name].issued for name in told.packs)
            if sum(figures) != papers and not self.explained.strip():
                return _does_not_reconcile(f"{papers} were issued of {', '.join(told.packs)}.")
        return None

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Papers can be entered."""
        if state.ballot is None:
            return state
        closed = replace(
            state.ballot,
            reconciled=True,
            returned=self.returned,
            returned_to_parties=came_back(self.account),
        )
        return replace(state, stage=Stage.COUNT, ballot=closed)

    @property
    def returned(self) -> int | None:
        """How many papers came back in all; None where that is a handful and not told."""
        figures = [told.figures for told in self.told]
        return None if None in figures else sum(one[0] for one in figures if one is not None)


def told_of(packs: Sequence[PackReturned], minimum_cell: int) -> tuple[PacksTold, ...]:
    """What may be told of an account to everybody."""
    by_name = {pack.pack: pack for pack in packs}
    if is_handful(sum(pack.returned for pack in packs), minimum_cell):
        return (untold(tuple(sorted(by_name))),)
    if not any(pack.returned for pack in packs):
        return (_added([*by_name.values()]),)
    backs = [(p.pack, p.returned, p.given_out > 0) for p in packs]
    return tuple(
        _added([by_name[name] for name in names]) for names in told_together(backs, minimum_cell)
    )


def untold(packs: tuple[str, ...]) -> PacksTold:
    """Packs without figures."""
    return PacksTold(packs, None, None, None, None)


def packs_in(account: Withheld) -> tuple[PackReturned, ...] | None:
    """The account as it is kept; None where a part is missing or of another type."""
    value: Any = account.value
    try:
        packs = tuple(PackReturned(**one) for one in value)
    except TypeError:
        return None
    sound = all(
        type(p.pack) is str
        and {type(n) for n in (p.returned, p.spoilt, p.unused, p.outstanding)} == {int}
        for p in packs
    )
    return packs if sound else None


def came_back(account: Withheld) -> int | None:
    """How many papers the parties know to have come back; None where they no longer do."""
    packs = packs_in(account) if account.is_disclosed else None
    return None if packs is None else sum(pack.returned for pack in packs)


def _added(packs: Sequence[PackReturned]) -> PacksTold:
    return PacksTold(
        tuple(sorted(pack.pack for pack in packs)),
        sum(pack.returned for pack in packs),
        sum(pack.spoilt for pack in packs),
        sum(pack.unused for pack in packs),
        sum(pack.outstanding for pack in packs),
    )


def _does_not_reconcile(why: str) -> Refused:
    return refused("does-not-reconcile", THE_RECORD, f"{why} Explain the difference in words.")
