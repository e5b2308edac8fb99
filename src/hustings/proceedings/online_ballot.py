"""The members' secret ballot online: opened under the rules, closed before witnesses, its result proved and entered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from hustings.counting.formats.blt import read_blt, write_blt
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.applications import not_in, selection_rules
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import say
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.online import (
    CREDENTIAL,
    HEX64,
    OnlineBox,
    OnlineState,
    StrikeReason,
)
from hustings.proceedings.publication import is_handful
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState, Selection
from hustings.proceedings.values import Actor, Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.selecting_stages import OnlineBallot

WITNESSES = (Role.SCRUTINEER, Role.TELLER, Role.PROCEDURES_SECRETARY, Role.OFFICE)


def online_rules(given: Given) -> OnlineBallot | Refused:
    """The rulebook's rules for a secret ballot online; refused where it has none."""
    rules = selection_rules(given)
    if isinstance(rules, Refused):
        return rules
    if rules.ballot.online is None:
        return refused(
            "no-online-ballot",
            rules.ballot.open_for,
            "Under this rulebook members vote on paper; it has no rules for a secret ballot online.",
        )
    return rules.ballot.online


def refuse_box(box: OnlineBox, given: Given, *, on_paper: bool) -> Refused | None:
    """Why members may not vote in this election; ``None`` where they may.

    ``on_paper``: whether papers are issued as well, so that not every elector needs a credential.
    """
    rules = online_rules(given)
    if isinstance(rules, Refused):
        return rules
    fault = box.faults()
    if fault is not None:
        return refused("election-unclear", THE_RECORD, fault)
    return (
        _too_few_electors(box, rules, given)
        or _credentials_do_not_fit(box, given, on_paper=on_paper)
        or _trustees_do_not_fit(box, rules)
    )


@clause("model-association", "4.12")
def _too_few_electors(box: OnlineBox, rules: OnlineBallot, given: Given) -> Refused | None:
    least, roll = rules.at_least_electors, given.state.roll
    on_roll = None if roll is None else roll.electors
    if on_roll is not None and min(on_roll, box.electors) >= least.value:
        return None
    return refused(
        "too-few-electors",
        least,
        f"A secret ballot online needs at least {least.value} electors to hide among; here members "
        "vote on paper.",
    )


def _credentials_do_not_fit(box: OnlineBox, given: Given, *, on_paper: bool) -> Refused | None:
    """The public credentials are those of electors on the frozen roll, and the spares declared now."""
    roll = given.state.roll
    electors = 0 if roll is None or roll.electors is None else roll.electors
    if box.electors == electors or (on_paper and box.electors < electors):
        return None
    return refused(
        "credentials-do-not-fit",
        THE_RECORD,
        f"There are credentials for {box.electors} electors, and {electors} are on the frozen roll.",
    )


@clause("model-association", "4.13")
def _trustees_do_not_fit(box: OnlineBox, rules: OnlineBallot) -> Refused | None:
    if box.trustees < rules.trustees.value:
        return refused(
            "too-few-trustees",
            rules.trustees,
            f"The key is held by {box.trustees}, and the rules ask for {rules.trustees.value}.",
        )
    if box.needed != rules.needed.value:
        return refused(
            "other-threshold",
            rules.needed,
            f"{box.needed} trustees would open the result together, and the rules ask for "
            f"{rules.needed.value}.",
        )
    if rules.rehearsal.value and not box.rehearsal:
        return refused(
            "no-rehearsal",
            rules.rehearsal,
            "The trustees rehearse in a separate election before this one opens.",
        )
    return None


@clause("model-association", "4.15")
def last_moment(ballot: BallotState, rules: OnlineBallot) -> datetime:
    """Until when a ballot is accepted of somebody who had opened the booth before the close."""
    return ballot.closes + timedelta(minutes=rules.grace_minutes.value)


def _held_online(given: Given) -> tuple[OnlineBallot, BallotState, OnlineState] | Refused:
    """The ballot that is being held, its part online, and the rules of that part."""
    rules = online_rules(given)
    if isinstance(rules, Refused):
        return rules
    no = not_in(given, Stage.BALLOT)
    if no is not None:
        return no
    ballot = given.state.ballot
    if ballot is None or ballot.online is None:
        return refused("not-online", THE_RECORD, "Members do not vote online in this ballot.")
    return rules, ballot, ballot.online


@dataclass(frozen=True, kw_only=True)
class CodeStruckOff(Entry):
    """A voting code with which nobody can cast any more: its public part, and why. Whose it was, it does not say.

    A code with which a ballot was cast is not struck off, so the archive holds no ballot of one that was.
    """

    credential: str
    because: StrikeReason

    def requirements(self, given: Given) -> tuple[Requirement, ...]:
        """The scrutineer, who signs; in records from before that was asked for, the organisation's word for it."""
        ballot = given.state.ballot
        signed = ballot is None or ballot.online is None or ballot.online.box.strikes_are_signed
        return (needs(Role.SCRUTINEER, signed=signed),)

    def decided(self, given: Given) -> Entry | Refused:
        """While ballots are accepted, once for each code."""
        held = _held_online(given)
        if isinstance(held, Refused):
            return held
        rules, ballot, online = held
        if online.closed or given.now > last_moment(ballot, rules):
            return refused("too-late", THE_ORDER, "Codes are struck off while the ballot is open.")
        if CREDENTIAL.fullmatch(self.credential) is None:
            return refused(
                "credential-unclear", THE_RECORD, "A code is struck off by its public part."
            )
        if self.credential in online.struck:
            return refused(
                "struck-off-already", THE_RECORD, "This code has been struck off already."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """One code fewer with which a ballot can be in the box."""
        if state.ballot is None or state.ballot.online is None:
            return state
        online = state.ballot.online
        online = replace(online, struck=online.struck | {self.credential})
        return replace(state, ballot=replace(state.ballot, online=online))


@dataclass(frozen=True, kw_only=True)
class OnlineBallotClosed(Entry):
    """The box is closed: at which event of its archive, and with how many ballots, before two witnesses."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(*WITNESSES, persons=2),)

    event: str
    ballots: int | None
    handful: Withheld | None = None
    """How many ballots, for the parties, where they are a handful and ``ballots`` is None."""

    @classmethod
    def of(
        cls, event: str, ballots: int, minimum_cell: int, by: tuple[Actor, ...] = ()
    ) -> "OnlineBallotClosed":
        """The close with so many ballots, told to everybody unless they are a handful."""
        if is_handful(ballots, minimum_cell):
            return cls(event=event, ballots=None, handful=Withheld(ballots), by=by)
        return cls(event=event, ballots=ballots, by=by)

    def decided(self, given: Given) -> Entry | Refused:
        """After the last moment of grace, once; a handful of ballots is not told."""
        held = _held_online(given)
        if isinstance(held, Refused):
            return held
        rules, ballot, online = held
        if online.closed:
            return refused("closed-already", THE_RECORD, "The box has been closed already.")
        until = last_moment(ballot, rules)
        if given.now <= until:
            return refused(
                "ballot-open", THE_ORDER, f"Ballots are accepted until {say(given, until)}."
            )
        if HEX64.fullmatch(self.event) is None:
            return refused(
                "event-unclear", THE_RECORD, "The close is an event named by its SHA-256."
            )
        return self._number_wrong(online.usable, given) or self

    def _number_wrong(self, usable: int, given: Given) -> Refused | None:
        cell, kept = given.rulebook.rules.publication.minimum_cell, self.handful
        if self.ballots is not None and kept is None:
            if not 0 <= self.ballots <= usable:
                return refused(
                    "more-than-credentials",
                    THE_RECORD,
                    f"There are {usable} credentials not struck off, and no more ballots than that.",
                )
            if not is_handful(self.ballots, cell.value):
                return None
        elif self.ballots is None and kept is not None and kept.seen_by is not Visibility.PUBLIC:
            number = kept.value
            if not kept.is_disclosed or (type(number) is int and is_handful(number, cell.value)):
                return None
            return refused(
                "enough-ballots", cell, f"Only a number below {cell.value} stays with the parties."
            )
        return refused(
            "cell-too-small",
            cell,
            f"That fewer than {cell.value} voted online is told, and not how many; the parties know it.",
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The count can begin, unless papers have to be reconciled first."""
        if state.ballot is None or state.ballot.online is None:
            return state
        online = replace(
            state.ballot.online,
            closing=self.event,
            ballots=self.ballots,
            ballots_to_parties=self._told_to_parties(),
        )
        ballot = replace(state.ballot, online=online, reconciled=not state.ballot.packs)
        return replace(state, stage=Stage.BALLOT if ballot.packs else Stage.COUNT, ballot=ballot)

    def _told_to_parties(self) -> int | None:
        number = None if self.handful is None else self.handful.value
        return number if type(number) is int else None


@dataclass(frozen=True, kw_only=True)
class OnlineResultEntered(Entry):
    """What the trustees opened together: every ranking, how many hold none, and the archive that proves it.

    Candidates stand in ``blt`` by their reference, in the order of the ballot. Readers check the archive.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    archive: str
    blt: str
    invalid: int

    @clause("model-association", "4.16")
    def decided(self, given: Given) -> Entry | Refused:
        """After the close; of exactly these candidates; as many rankings as there were ballots."""
        rules = online_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.COUNT)
        if no is not None:
            return no
        online = _to_be_opened(given)
        if isinstance(online, Refused):
            return online
        if HEX64.fullmatch(self.archive) is None:
            return refused("archive-unclear", THE_RECORD, "The archive is named by its SHA-256.")
        if online.is_handful:
            cell = given.rulebook.rules.publication.minimum_cell
            return refused(
                "cell-too-small",
                cell,
                f"Fewer than {cell.value} voted online; their rankings stay with the parties, and two "
                "tellers report whom all votes select.",
            )
        cast = rankings_in(self.blt, self.invalid, given.state.ballot)
        if isinstance(cast, Refused):
            return cast
        if cast != online.ballots:
            return refused(
                "ballots-do-not-add-up",
                THE_RECORD,
                f"{cast - self.invalid} rankings and {self.invalid} without one are not the "
                f"{online.ballots} ballots of the close.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """These rankings are counted, together with the papers where there are any."""
        if state.ballot is None or state.ballot.online is None:
            return state
        online = replace(
            state.ballot.online, archive=self.archive, papers=self.blt, invalid=self.invalid
        )
        return replace(state, ballot=replace(state.ballot, online=online, lots=()))


def rankings_in(blt: str, invalid: int, ballot: BallotState | None) -> int | Refused:
    """How many ballots these are, rankings of exactly these candidates and some without one."""
    try:
        read = read_blt(blt.encode(), "rankings.blt")
        papers, spelt = read.as_papers(), write_blt(read)
    except BadInput as bad:
        return refused("papers-unreadable", THE_RECORD, str(bad.problems[0]))
    if spelt != blt or papers.withdrawn:
        return refused(
            "papers-with-more", THE_RECORD, "The rankings are written plainly, nothing besides."
        )
    if ballot is None or papers.candidates != ballot.candidates or papers.seats != 1:
        return refused(
            "other-candidates",
            THE_RECORD,
            "The rankings name other candidates than the ballot.",
        )
    if invalid < 0:
        return refused(
            "ballots-do-not-add-up", THE_RECORD, "Numbers of ballots are not below zero."
        )
    return papers.returned + invalid


def _to_be_opened(given: Given) -> OnlineState | Refused:
    ballot = given.state.ballot
    if ballot is None or ballot.online is None:
        return refused("not-online", THE_RECORD, "Members did not vote online in this ballot.")
    if ballot.void:
        return refused("votes-void", THE_RECORD, "The votes of this ballot are sealed and void.")
    if not ballot.online.closed:
        return refused("not-closed", THE_ORDER, "The box is closed on the record first.")
    if given.state.count is not None or ballot.online.opened:
        return refused(
            "opened-already",
            THE_RECORD,
            "The result has been opened; its archive proves it, and a recount counts the same rankings.",
        )
    return ballot.online
