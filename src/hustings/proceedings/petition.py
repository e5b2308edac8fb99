"""A petition: open for its whole time, never counted before it has ended, decided by an exact share of a roll."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar

from hustings.kernel.canonical import Json
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import days_apart, end_after, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.publication import is_handful
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import PetitionState, Selection
from hustings.proceedings.values import Actor, Requirement, Role, Visibility, Withheld, needs
from hustings.rulebooks.deciding_stages import Petition
from hustings.rulebooks.schema import PowerName


def petition_rules(given: Given) -> Petition | Refused:
    """The rulebook's petition, or a refusal where it has none."""
    rules = given.rulebook.rules.petition
    if rules is None:
        return Refused(
            "no-petition", f"rulebook {given.rulebook.id}", "This rulebook has no petition."
        )
    return rules


def signatures_needed(rules: Petition, electors: int) -> int:
    """The first whole number of signatures that reaches the share: 7,543 of 75,428 for a tenth."""
    exact = rules.at_least * electors
    return -(-exact.numerator // exact.denominator)


@dataclass(frozen=True, kw_only=True)
class PetitionOpened(Decision):
    """The petition opens, on a ground that the rulebook names, for the time that it names."""

    POWER: ClassVar[PowerName] = "open"

    electors: int
    places: int
    opens: datetime
    closes: datetime | None = computed(None)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Once, on a frozen roll."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.OPENED or given.state.petition is not None:
            return refused("opened-already", THE_ORDER, "The petition has been opened already.")
        if given.state.roll is None:
            return refused("no-roll", rules.of, "The roll of electors is not frozen yet.")
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """On the roll's number of electors, at no more places than the rulebook allows."""
        rules = self.unless_barred(petition_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        roll = given.state.roll
        if self.ground not in rules.grounds.value:
            listed = "; ".join(rules.grounds.value)
            return refused("ground-not-listed", rules.grounds, f"A petition opens on: {listed}.")
        if roll is not None and roll.electors not in (None, self.electors):
            return refused(
                "another-roll",
                THE_RECORD,
                f"The frozen roll has {roll.electors} electors.",
            )
        cell = given.rulebook.rules.publication.minimum_cell
        if is_handful(self.electors, cell.value):
            return refused(
                "too-few-electors",
                cell,
                f"Fewer than {cell.value} electors are on the roll; among so few nobody signs unseen.",
            )
        if self.electors < 1:
            return refused("no-electors", THE_RECORD, "A petition has a roll of electors.")
        if rules.places is not None and not 1 <= self.places <= rules.places.value:
            return refused(
                "too-many-places", rules.places, f"There are at most {rules.places.value} places."
            )
        if days_apart(given, given.now, self.opens) < 0:
            return refused(
                "opens-in-the-past",
                rules.signing,
                "Signing opens today or later, for its whole time.",
            )
        return replace(self, closes=end_after(given, self.opens, rules.signing.value))

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Signing begins."""
        closes = self.closes or self.opens
        return replace(
            state,
            stage=Stage.PETITION,
            petition=PetitionState(self.opens, closes, self.electors),
        )


@dataclass(frozen=True, kw_only=True)
class PetitionEndedEarly(Decision):
    """The petition ends early on one of the rulebook's own grounds; reaching the share is none of them."""

    POWER: ClassVar[PowerName] = "cancel"

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """While it runs."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.PETITION:
            return refused("no-petition-now", THE_ORDER, "No petition is running.")
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """Only on a listed ground, while it runs."""
        rules = self.unless_barred(petition_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        if self.ground not in rules.early_ends.value:
            listed = "; ".join(rules.early_ends.value)
            return refused(
                "ground-not-listed",
                rules.early_ends,
                f"A petition ends early only on: {listed}. Reaching the figure does not end it.",
            )
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """It ends without an outcome, and its signatures are never counted."""
        if state.petition is None:
            return state
        ended = replace(state.petition, ended_early=self.ground)
        return replace(state, stage=Stage.CANCELLED, petition=ended)


@dataclass(frozen=True, kw_only=True)
class PetitionCounted(Entry):
    """The signatures are counted once, after the end; there is no running count.

    Where those who signed are a handful the numbers are None for everybody and ``totals`` (``signatures``,
    ``rejected``) has them for the parties; ``attested`` says whether the petition reached the share.
    """

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    signatures: int | None
    rejected: int | None
    totals: Withheld | None = None
    attested: bool | None = None
    needed: int = computed(0)
    share: Fraction | None = computed(None)
    outcome: Outcome | None = computed(None)

    def decided(self, given: Given) -> Entry | Refused:
        """After the last minute of the signing time, never before, however many have signed."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        running = given.state.petition
        if given.state.stage is not Stage.PETITION or running is None:
            return refused("no-petition-now", THE_ORDER, "No petition is running.")
        if given.now <= running.closes:
            return refused(
                "still-open",
                rules.running_count,
                f"Signing is open until {say(given, running.closes)}; nothing is counted before.",
            )
        met = self._met(rules, running, given)
        if isinstance(met, Refused):
            return met
        told = self.signatures is not None
        return replace(
            self,
            needed=signatures_needed(rules, running.electors),
            share=Fraction(self.signatures or 0, running.electors) if told else None,
            outcome=Outcome.PETITION_MET if met else Outcome.PETITION_FAILED,
        )

    def _met(self, rules: Petition, running: PetitionState, given: Given) -> bool | Refused:
        """Worked out from the numbers; attested where they are a handful, and no longer disclosed."""
        cell, kept = given.rulebook.rules.publication.minimum_cell, self.totals
        few = f"With fewer than {cell.value} signatures, and then only, they stay with the parties."
        told = (self.signatures, self.rejected)
        is_kept = {number is None for number in told} | {self.attested is not None}
        if is_kept != {kept is not None}:
            return refused(
                "figures-unclear", THE_RECORD, "Both numbers are told, or neither and the result."
            )
        if kept is not None and kept.seen_by is Visibility.PUBLIC:
            return refused("cell-too-small", cell, few)
        if kept is not None and not kept.is_disclosed:
            return bool(self.attested)
        numbers = told if kept is None else _numbers_in(kept)
        if numbers is None:
            return refused("figures-unclear", THE_RECORD, "Both are whole numbers.")
        signatures, rejected = numbers[0] or 0, numbers[1] or 0
        if min(signatures, rejected) < 0 or signatures > running.electors:
            return refused(
                "votes-do-not-add-up",
                THE_RECORD,
                f"There are {running.electors} electors, and each can sign once.",
            )
        met = Fraction(signatures, running.electors) >= rules.at_least
        if is_handful(signatures + rejected, cell.value) != (kept is not None):
            return refused("cell-too-small", cell, few)
        if kept is not None and met != self.attested:
            return refused(
                "result-contradicts-votes", THE_RECORD, "The signatures say otherwise than this."
            )
        return met

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The outcome is declared."""
        if state.petition is None:
            return state
        done = replace(state.petition, signatures=self.signatures, rejected=self.rejected)
        return replace(
            state,
            stage=Stage.DECLARED,
            petition=done,
            outcome=self.outcome,
            outcome_at=at,
            outcome_number=state.entries + 1,
        )


def _numbers_in(kept: Withheld) -> tuple[int, int] | None:
    fields: Any = kept.value
    try:
        numbers: tuple[Any, Any] = (fields["signatures"], fields["rejected"])
    except (KeyError, TypeError):
        return None
    return numbers if {type(number) for number in numbers} == {int} else None


def counted(
    signatures: int, rejected: int, given: Given, by: tuple[Actor, ...] = ()
) -> PetitionCounted:
    """The count of these signatures, without a figure for everybody where they are a handful."""
    rules, running = petition_rules(given), given.state.petition
    cell = given.rulebook.rules.publication.minimum_cell.value
    if isinstance(rules, Refused) or running is None or not is_handful(signatures + rejected, cell):
        return PetitionCounted(signatures=signatures, rejected=rejected, by=by)
    totals: dict[str, Json] = {"signatures": signatures, "rejected": rejected}
    met = Fraction(signatures, running.electors) >= rules.at_least
    return PetitionCounted(
        signatures=None, rejected=None, totals=Withheld(totals), attested=met, by=by
    )
