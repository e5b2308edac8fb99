"""Hustings, then the members' ballot: numbered packs of papers or a box online, a late withdrawal."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from hustings.ballots.paper import Pack
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import not_in, remove_contender, selection_rules
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused, unsettled
from hustings.proceedings.clock import days_apart, long_enough
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.online import OnlineBox, OnlineState
from hustings.proceedings.online_ballot import refuse_box
from hustings.proceedings.shortlist import shortlisted
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState, RollState, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import Interval
from hustings.rulebooks.selecting_stages import SelectionRules

NOBODY = "nobody"
"""What stands on the paper beside a sole nominee: the answer "no"."""


@dataclass(frozen=True, kw_only=True)
class HustingsNoticed(Entry):
    """When and where those shortlisted speak to the members."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.OFFICE, Role.PROCEDURES_SECRETARY, signed=False),
    )

    at: datetime
    place: Withheld | None = None

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Once there is a shortlist."""
        return not_in(given, Stage.HUSTINGS)

    def decided(self, given: Given) -> Entry | Refused:
        """At least so long after the shortlist as the rulebook asks, unless a body waived that."""
        no = self.barred(given)
        if no is not None:
            return no
        if self.at <= given.now:
            return refused(
                "meeting-over", THE_ORDER, "Notice of the hustings is on record before they begin."
            )
        interval = next(
            (
                i
                for i in given.rulebook.rules.timetable.intervals
                if (i.from_, i.to) == ("shortlist", "hustings")
            ),
            None,
        )
        if interval is None or given.state.shortlisted_at is None:
            return self
        return self._too_soon(interval, given) or self

    def _too_soon(self, interval: Interval, given: Given) -> Refused | None:
        shortlisted_at = given.state.shortlisted_at
        if shortlisted_at is None or long_enough(given, shortlisted_at, self.at, interval.at_least):
            return None
        if any(waiver.interval == interval.id for waiver in given.state.waivers):
            return None
        days = days_apart(given, shortlisted_at, self.at)
        return refused(
            "interval-breached",
            interval,
            f"{days} day(s) lie between the shortlist and the hustings, where {interval.at_least} "
            "are required; only a recorded waiver by a competent body heals that.",
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A later notice replaces the earlier one."""
        return replace(state, hustings_at=self.at)


@dataclass(frozen=True, slots=True)
class PacksIssued:
    """Papers numbered from ``first`` to ``last``, given to one unit, the post room or a polling place."""

    pack: str
    to: str
    first: int
    last: int

    @property
    def papers(self) -> int:
        """How many papers are in the pack."""
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True)
class BallotOpened(Entry):
    """Papers go out in numbered packs, a box opens online, or both; the order of the candidates is fixed."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.OFFICE, Role.PROCEDURES_SECRETARY, Role.SCRUTINEER),
    )

    candidates: tuple[str, ...]
    """In the order of the paper; one nominee alone stands beside :data:`NOBODY`, for a yes and a no."""
    closes: datetime
    packs: tuple[PacksIssued, ...] = ()
    online: OnlineBox | None = None

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """After the hustings, on a frozen roll of more than a handful, where members vote at all."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.HUSTINGS) or _sole(rules, given)
        if no is not None:
            return no
        if given.state.roll is None:
            return refused("no-roll", THE_ORDER, "The roll of electors is not frozen yet.")
        few = _too_few(given.state.roll, given)
        if few is not None:
            return few
        held = given.state.hustings_at
        if held is None or held > given.now:
            return refused("hustings-first", THE_ORDER, "The hustings come before the ballot.")
        return None

    def decided(self, given: Given) -> Entry | Refused:
        """The shortlist, whole; after the hustings; on a frozen roll; packs without gaps or overlaps."""
        rules = self.unless_barred(selection_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        if sorted(self.candidates) != sorted(on_the_paper(given.state)):
            return refused(
                "not-the-shortlist",
                THE_RECORD,
                "The papers name everybody on the shortlist, and nobody else.",
            )
        if self.closes <= given.now:
            return refused("closes-before-it-opens", THE_ORDER, "The ballot closes after it opens.")
        return (
            self._too_short(rules, given)
            or self._packs_unclear(given)
            or self._box_refused(given)
            or self
        )

    def _box_refused(self, given: Given) -> Refused | None:
        return self.online and refuse_box(self.online, given, on_paper=bool(self.packs))

    def _too_short(self, rules: SelectionRules, given: Given) -> Refused | None:
        """The day of opening is the first day of the ballot."""
        span = rules.ballot.open_for
        if long_enough(given, given.now, self.closes + timedelta(days=1), span.value):
            return None
        return refused(
            "ballot-too-short", span, f"The ballot of members is open for at least {span.value}."
        )

    def _packs_unclear(self, given: Given) -> Refused | None:
        ranges = sorted((pack.first, pack.last) for pack in self.packs)
        apart = all(a[1] < b[0] for a, b in pairwise(ranges))
        named = {pack.pack for pack in self.packs}
        if len(named) != len(self.packs):
            return refused("pack-twice", THE_RECORD, "Every pack has a name of its own.")
        if not ranges and self.online is None:
            return refused(
                "no-way-to-vote", THE_RECORD, "Members vote on papers, online, or either."
            )
        if any(a < 1 or b < a for a, b in ranges) or not apart:
            return refused(
                "packs-overlap", THE_RECORD, "Every paper has one number and is in one pack."
            )
        return self._tells_how_many(given)

    def _tells_how_many(self, given: Given) -> Refused | None:
        """A few papers for one unit tell how many electors it has, which the roll may not."""
        cell = given.rulebook.rules.publication.minimum_cell
        units = {name for unit in given.state.units for name in (unit.id, unit.name)}
        small = next((p for p in self.packs if p.to in units and p.papers < cell.value), None)
        if small is None:
            return None
        return refused(
            "cell-too-small",
            cell,
            f"{small.papers} papers for {small.to} would tell how many members it has; issue at "
            f"least {cell.value}, and account for the unused ones.",
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The ballot is open until it closes; no job has to close it."""
        issued = sum(pack.papers for pack in self.packs)
        packs = tuple(Pack(pack.pack, pack.first, pack.last) for pack in self.packs)
        online = None if self.online is None else OnlineState(self.online)
        ballot = BallotState(self.candidates, at, self.closes, issued, packs=packs, online=online)
        return replace(state, stage=Stage.BALLOT, ballot=ballot)


@clause("model-association", "4.9")
def on_the_paper(state: Selection) -> tuple[str, ...]:
    """Who stands on the ballot paper: the shortlist; one nominee alone is put to a yes and a no."""
    listed = shortlisted(state)
    return (*listed, NOBODY) if len(listed) == 1 else listed


def _too_few(roll: RollState, given: Given) -> Refused | None:
    """Among a handful of electors a result tells how they voted; such a ballot is not opened."""
    cell = given.rulebook.rules.publication.minimum_cell
    if roll.electors is not None and roll.electors >= cell.value:
        return None
    return refused(
        "too-few-electors",
        cell,
        f"Fewer than {cell.value} electors are on the roll; a ballot among so few would not be secret.",
    )


def _sole(rules: SelectionRules, given: Given) -> Refused | None:
    listed, rule = shortlisted(given.state), rules.ballot.sole_nominee
    if not listed:
        return refused("nobody-stands", THE_RECORD, "Nobody is left on the shortlist.")
    if len(listed) > 1 or rule.value == "affirmative-ballot":
        return None
    if rule.value == "unsettled":
        return unsettled(rule, "What a single nominee means")
    return refused(
        "sole-nominee",
        rule,
        "A sole nominee is deemed selected under this rulebook; no ballot is held.",
    )


@dataclass(frozen=True, kw_only=True)
class CandidateWithdrew(Entry):
    """A candidate withdraws after papers are out; the rulebook says what happens to votes for them."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.CANDIDATE, Role.REPRESENTATIVE, signed=False),
    )
    WHILE_POSTPONED: ClassVar[bool] = True
    OWN_ACT: ClassVar[str | None] = "candidate"

    candidate: str

    def decided(self, given: Given) -> Entry | Refused:
        """The candidate's own act, before the count."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.BALLOT)
        if no is not None:
            return no
        ballot = given.state.ballot
        if ballot is None or self.candidate not in ballot.candidates:
            return refused("not-a-candidate", THE_RECORD, "This person is not on the ballot paper.")
        if self.candidate in ballot.withdrawn_after_papers:
            return refused("withdrawn-already", THE_RECORD, "This candidate has withdrawn already.")
        rule = rules.ballot.withdrawal_after_papers
        if rule.value == "unsettled":
            return unsettled(rule, "What a withdrawal after papers are out means")
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Papers stay valid; preferences pass on where the rulebook lets them, or it is run again."""
        return remove_contender(state, self.candidate)
