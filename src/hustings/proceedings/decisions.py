"""Decisions of bodies: competence, quorum, votes, ground and reasons, the same for every decision there is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.state import DecisionState, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import Power, PowerName


@dataclass(frozen=True, kw_only=True)
class Decision(Entry):
    """A body's decision: who decided, by which power, with what votes, on what ground, for what reasons.

    ``reasons`` are the public text, disclosed by their opening; ``reasons_to_parties`` name persons and stay
    with the parties. ``in_favour`` counts votes for what the entry says; a chair who does not vote is in
    ``present`` and in ``not_voting``.
    """

    ABSTRACT: ClassVar[bool] = True
    POWER: ClassVar[PowerName]
    ON_LISTED_GROUNDS: ClassVar[bool] = True
    """Whether the grounds that the rules list for the power are those of this decision, and the only ones."""
    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.OFFICE, Role.GOVERNING_BODY, persons=1),
    )

    body: str
    present: int
    in_favour: int
    against: int = 0
    abstained: int = 0
    not_voting: int = 0
    ground: str
    reasons: Withheld
    reasons_to_parties: Withheld | None = None
    supersedes: int | None = None

    @property
    def power_name(self) -> PowerName:
        """The power that this decision uses."""
        return self.POWER

    def effect(self, given: Given) -> "Entry | Refused":
        """This decision with its computed fields once its form is in order, or why not."""
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """What the decision changes besides being remembered."""
        return state

    def decided(self, given: Given) -> Entry | Refused:
        """Form first (competence, quorum, votes, ground), then what this kind of decision asks."""
        no = self._out_of_form(given)
        return no if no is not None else self.effect(given)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Remember the decision, mark what it supersedes, then apply its effect."""
        number = state.entries + 1
        made = DecisionState(number, self.kind, self.body, self.power_name, self.ground, at)
        earlier = tuple(
            replace(d, superseded_by=number) if d.number == self.supersedes else d
            for d in state.decisions
        )
        return self.applied(replace(state, decisions=(*earlier, made)), at)

    def _out_of_form(self, given: Given) -> Refused | None:
        power = given.rulebook.rules.powers.get(self.power_name)
        if power is None:
            return Refused(
                "no-such-power",
                f"rulebook {given.rulebook.id}",
                f'This rulebook gives nobody the power "{self.power_name}", so nobody can decide it.',
            )
        return next(
            (no for check in _CHECKS if (no := check(self, power, given)) is not None), None
        )


def _competence(decision: Decision, power: Power, given: Given) -> Refused | None:
    if decision.body in power.bodies:
        return None
    who = " or ".join(power.bodies)
    return refused(
        "not-competent",
        power,
        f"The {decision.body} may not decide this; under this rule it is for the {who}.",
    )


def _votes(decision: Decision, power: Power, given: Given) -> Refused | None:
    parts = (decision.in_favour, decision.against, decision.abstained, decision.not_voting)
    if any(part < 0 for part in parts) or sum(parts) != decision.present:
        return refused(
            "votes-do-not-add-up",
            THE_RECORD,
            f"{decision.present} were present, but for, against, abstaining and not voting add up to {sum(parts)}.",
        )
    if decision.present < power.quorum:
        return refused(
            "not-quorate",
            power,
            f"{decision.present} were present; this body decides with at least {power.quorum}.",
        )
    if decision.in_favour <= decision.against:
        return refused(
            "not-carried",
            power,
            f"{decision.in_favour} for and {decision.against} against: this was not carried, "
            "so there is no decision to record.",
        )
    return None


def _ground(decision: Decision, power: Power, given: Given) -> Refused | None:
    if not decision.ground.strip():
        return refused("no-ground", power, "A decision states its ground; name one.")
    if decision.ON_LISTED_GROUNDS and power.grounds and decision.ground not in power.grounds:
        listed = "; ".join(power.grounds)
        return refused(
            "ground-not-listed",
            power,
            f'"{decision.ground}" is not a ground for this; the listed grounds are: {listed}.',
        )
    if decision.reasons.is_disclosed and not str(decision.reasons.value).strip():
        return refused(
            "no-reasons", power, "A decision gives its reasons; write at least one sentence."
        )
    return None


_SUPERSEDE_ANY = ("override", "reopen", "hear-appeal", "run-again")


def _superseding(decision: Decision, power: Power, given: Given) -> Refused | None:
    if decision.supersedes is None:
        return None
    earlier = given.state.decision(decision.supersedes)
    if earlier is None:
        return refused(
            "nothing-to-supersede",
            THE_RECORD,
            f"Entry {decision.supersedes} of this proceeding is not a decision.",
        )
    if decision.power_name not in (earlier.power, *_SUPERSEDE_ANY):
        return refused(
            "not-superseded-this-way",
            THE_ORDER,
            f"Entry {earlier.number} was decided by another power; appeal against it, have it reopened, "
            "or use the power to override.",
        )
    if earlier.superseded_by is not None:
        return refused(
            "superseded-already",
            THE_RECORD,
            f"Decision {earlier.number} has been superseded by entry {earlier.superseded_by}.",
        )
    return None


_CHECKS: tuple[Callable[[Decision, Power, Given], Refused | None], ...] = (
    _competence,
    _votes,
    _ground,
    _superseding,
)
