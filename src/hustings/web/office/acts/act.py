"""An act: one kind of entry that the office can make, the questions it asks, and what the answers become."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hustings.conduct.roles import OFFICE_ROLES, Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.deciding import closed_to
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.proceedings.stages import ENDED, Stage
from hustings.proceedings.values import Actor, Visibility, Withheld
from hustings.proceedings.values import Role as Part
from hustings.rulebooks.schema import Power
from hustings.web.base.refusals import Worded
from hustings.web.office.acts.answerable import Answerable, Answers, Fields
from hustings.web.office.acts.deciding import decided, decision_fields
from hustings.web.office.desk import Desk
from hustings.web.office.words import stage_words

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Shown:
    """Something worked out that the person sees before they decide: a template and what it shows."""

    template: str
    words: dict[str, Any]


def _nothing(desk: Desk) -> Fields:
    return {}


def _no_answers(desk: Desk, answers: Answers) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the office can do. ``stages`` is where it is offered (empty: in any stage)."""

    slug: str
    kind: type[Entry]
    title: Words
    explain: Words
    ask: Callable[[Desk], Fields] = _nothing
    build: Callable[[Desk, Answers], dict[str, Any]] = _no_answers
    stages: frozenset[Stage] = frozenset()
    nothing: Words = _("There is nothing here to choose from now.")
    show: Callable[[Desk, Answers | None], Shown | None] | None = None
    before_making: Callable[[Desk, Entry], Entry] | None = None
    unready: Callable[[Desk], Words | None] | None = None
    """Why it makes no sense now although the stage is right; None where it does."""
    barred: Callable[[Desk], Refused | None] | None = None
    """Why the rules refuse this one act of its kind now, whatever the answers; None where they need not."""
    done: Callable[[Desk], bool] | None = None
    """Whether it has been done, where doing it once more takes the place of the first."""
    grounds: Callable[[Desk], Sequence[str]] | None = None
    """The only grounds on which it is decided, where they are not those that the rules list for its power."""
    quiet: bool = False
    """Whether the grounds stay with the parties: the public text says the rule, and nothing else."""

    @property
    def is_decision(self) -> bool:
        """Whether a body decides this."""
        return issubclass(self.kind, Decision)

    def power(self, desk: Desk) -> Power | None:
        """The rulebook's power behind the decision, if it gives one."""
        if not issubclass(self.kind, Decision):
            return None
        return desk.seat.rulebook.rules.powers.get(self.kind.POWER)

    def listed_grounds(self, desk: Desk, power: Power) -> Sequence[str]:
        """All the grounds on which this can be decided; none where the body names its own."""
        if self.grounds is not None:
            return self.grounds(desk)
        listed = issubclass(self.kind, Decision) and self.kind.ON_LISTED_GROUNDS
        return power.grounds if listed else ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who may do this at all."""
        named = {part for needed in self.kind.REQUIRES for part in needed.roles}
        return frozenset(Role(part.value) for part in named)

    def actor(self, desk: Desk) -> Actor | None:
        """The person at the desk in the role in which they may do this; None where they have none."""
        role = next((r for r in OFFICE_ROLES if r in desk.roles and r in self.roles), None)
        return None if role is None else Actor(desk.person, Part(role.value))

    def form(self, desk: Desk, answers: Any = None, initial: Any = None) -> forms.Form:
        """The questions, what it changes first and how it was decided last."""
        asked = self.ask(desk)
        power = self.power(desk)
        if power is not None:
            grounds = self.listed_grounds(desk, power)
            asked = {**asked, **decision_fields(desk, power, grounds, quiet=self.quiet)}
        kind = type("ActForm", (Answerable,), asked)
        return kind(answers, initial=initial)

    def command(self, desk: Desk, actor: Actor, answers: Answers) -> Entry:
        """The command that the answers make."""
        given = {**self.build(desk, answers), "by": (actor,)}
        power = self.power(desk)
        if power is not None:
            given = {**decided(power, answers, quiet=self.quiet), **given}
        return self.kind(**given)

    def not_now(self, desk: Desk) -> Refused | None:
        """Why this cannot be done now, whatever the answers; None where it may be."""
        return (
            self._no_power(desk)
            or self._not_at_this_stage(desk)
            or self._not_ready(desk)
            or closed_to(self.kind, desk.given)
            or (self.barred(desk) if self.barred is not None else None)
            or self._nothing_there(desk)
        )

    def is_done(self, desk: Desk) -> bool:
        """Whether this would take the place of what has been done already."""
        return self.done is not None and self.done(desk)

    def _no_power(self, desk: Desk) -> Refused | None:
        if not self.is_decision or self.power(desk) is not None:
            return None
        return Worded(
            "no-such-power",
            str(_("rulebook %(id)s") % {"id": desk.seat.rulebook.id}),
            str(_("This rulebook gives nobody the power to decide this.")),
        )

    def _not_at_this_stage(self, desk: Desk) -> Refused | None:
        state = desk.seat.state
        if state.postponed and not self.kind.WHILE_POSTPONED:
            return Worded(
                "postponed", "", str(_("The procedure is postponed; it is resumed before this."))
            )
        if state.stage in ENDED and not self.kind.AFTER_THE_END:
            return Worded(
                "over",
                "",
                str(_("This proceeding has ended; only a reopening or a run-again follows.")),
            )
        if not self.stages or state.stage in self.stages:
            return None
        wanted = "; ".join(str(stage_words(s)) for s in Stage if s in self.stages)
        said = {"wanted": wanted, "now": stage_words(state.stage)}
        return Worded(
            "another-stage",
            "",
            str(_("This can be done at: %(wanted)s. The seat stands at: %(now)s.") % said),
        )

    def _not_ready(self, desk: Desk) -> Refused | None:
        why = self.unready(desk) if self.unready is not None else None
        return None if why is None else Worded("not-now", "", str(why))

    def _nothing_there(self, desk: Desk) -> Refused | None:
        empty = any(
            isinstance(field, forms.ChoiceField)
            and field.required
            and not any(value for value, _name in field.choices)
            for field in self.ask(desk).values()
        )
        return Worded("nothing-to-choose", "", str(self.nothing)) if empty else None


def public(text: object) -> Withheld:
    """Text that the record's opening discloses to everybody."""
    return Withheld(str(text), Visibility.PUBLIC)


def for_parties(text: object) -> Withheld:
    """Text that stays with the parties."""
    return Withheld(str(text), Visibility.PARTIES)
