"""The shortlist: a panel composed as the rulebook says, the incumbent's place, quotas with their lawful basis."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import Listed, not_in, selection_rules, still_open
from hustings.proceedings.citing import THE_RECORD, refused, unsettled
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.nominations import nominations_of
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.standing import contenders, is_barred
from hustings.proceedings.state import Applicant, PanelMember, Selection
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.selecting_stages import Panel, SelectionRules


def composition(
    panel: Panel, members: tuple[PanelMember, ...], given: Given, *contending: str
) -> Refused | None:
    """Whether the seats are filled as the rulebook says, by different persons without a conflict."""
    if len({member.person for member in members}) != len(members):
        return refused("panel-seat-twice", panel, "A person fills one seat of a panel.")
    wanted: Counter[str] = Counter()
    for seat in panel.seats:
        wanted[seat.appointed_by] += seat.number
    have = Counter(member.appointed_by for member in members)
    if have != wanted:
        text = ", ".join(f"{n} appointed by the {body}" for body, n in wanted.items())
        return refused("panel-composition", panel, f"The panel has {text}.")
    if panel.recusal == "none":
        return None
    contend = {*contenders(given.state), *contending}
    tied = {person for person, contender in given.state.conflicts if contender in contend}
    conflicted = [m for m in members if m.person in tied or m.person in contend]
    if conflicted:
        return refused(
            "recusal",
            panel,
            "A member of the panel is connected with a contender; another person takes the seat.",
        )
    return None


@dataclass(frozen=True, kw_only=True)
class PanelAppointed(Entry):
    """The shortlisting panel, seat by seat."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.OFFICE, Role.PROCEDURES_SECRETARY),)

    members: tuple[PanelMember, ...]

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Before the shortlist."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        return not_in(given, Stage.APPLICATIONS, Stage.NOMINATIONS)

    def decided(self, given: Given) -> Entry | Refused:
        """Composed as the rulebook says, with recusal."""
        rules = self.unless_barred(selection_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        return composition(rules.shortlist.panel, self.members, given) or self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """This panel makes the shortlist."""
        return replace(state, panel=self.members)


@dataclass(frozen=True, slots=True)
class QuotaMet:
    """How many on the list belong to a quota's category; which persons they are is private."""

    category: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ShortlistMade(Decision):
    """The shortlist that goes to the members."""

    POWER: ClassVar[PowerName] = "shortlist"

    listed: tuple[Listed, ...]
    quotas: tuple[QuotaMet, ...] = ()

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """By the panel, after nominations."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        return (
            not_in(given, Stage.NOMINATIONS)
            or still_open(given, "nominations-close")
            or composition(rules.shortlist.panel, given.state.panel, given)
        )

    def effect(self, given: Given) -> Entry | Refused:
        """By the panel, after nominations, from those nominated, within the limits and the quotas."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = (
            self.barred(given)
            or self._eligible(rules, given)
            or self._limits(rules, given)
            or self._quotas(rules)
            or self._more_than_the_panel(rules, given)
        )
        return no or self._sole(rules, given) or self

    @clause("labour-2018", "5.IV.5(B)")
    @clause("model-association", "4.6")
    def _eligible(self, rules: SelectionRules, given: Given) -> Refused | None:
        chosen = [one.person for one in self.listed]
        if not chosen or len(set(chosen)) != len(chosen):
            return refused("listed-twice", THE_RECORD, "A shortlist names each person once.")
        incumbent = next(
            (
                a
                for a in given.state.applicants
                if a.incumbent and not a.withdrawn and not is_barred(given.state, a.person)
            ),
            None,
        )
        automatic = rules.shortlist.incumbent_automatic
        if incumbent is not None and automatic.value and incumbent.person not in chosen:
            return refused(
                "incumbents-place",
                automatic,
                "The sitting representative shall be on the shortlist.",
            )
        able = {a.person for a in self._able(rules, given)}
        wrong = [person for person in chosen if person not in able]
        if wrong:
            needed = rules.nominations.needed
            accepted = "one nomination" if needed.value == 1 else f"{needed.value} nominations"
            return refused(
                "not-nominated",
                needed,
                f"Everybody on the shortlist is longlisted and has {accepted} accepted, or an automatic place.",
            )
        return None

    def _able(self, rules: SelectionRules, given: Given) -> tuple[Applicant, ...]:
        needed, consent = rules.nominations.needed.value, rules.nominations.consent.value
        automatic = rules.shortlist.incumbent_automatic.value
        return tuple(
            a
            for a in given.state.applicants
            if not a.withdrawn
            and not is_barred(given.state, a.person)
            and (
                (a.incumbent and automatic)
                or (
                    a.longlisted
                    and nominations_of(given.state, a.person, consent_needed=consent) >= needed
                )
            )
        )

    def _limits(self, rules: SelectionRules, given: Given) -> Refused | None:
        least = min(rules.shortlist.at_least.value, len(self._able(rules, given)))
        if len(self.listed) < least:
            return refused(
                "shortlist-too-short",
                rules.shortlist.at_least,
                f"The shortlist has at least {least} where so many can be listed.",
            )
        most = rules.shortlist.at_most
        if len(self.listed) > most.value:
            return refused("shortlist-too-long", most, f"The shortlist has at most {most.value}.")
        return None

    def _more_than_the_panel(self, rules: SelectionRules, given: Given) -> Refused | None:
        if self.present <= len(given.state.panel):
            return None
        return refused(
            "more-than-the-panel",
            rules.shortlist.panel,
            f"{self.present} were present, and the panel has {len(given.state.panel)} seats.",
        )

    def _quotas(self, rules: SelectionRules) -> Refused | None:
        known = [quota.category for quota in rules.shortlist.quotas]
        named = [quota.category for quota in self.quotas]
        if len(set(named)) != len(named) or set(named) - set(known):
            return refused(
                "no-such-quota",
                THE_RECORD,
                "Each quota of the rulebook is reported once, and no other.",
            )
        if any(not 0 <= quota.number <= len(self.listed) for quota in self.quotas):
            return refused(
                "quota-unclear",
                THE_RECORD,
                "A quota is met by so many of the list, from none to all.",
            )
        met = {quota.category: quota.number for quota in self.quotas}
        for quota in rules.shortlist.quotas:
            number = met.get(quota.category)
            if number is None or Fraction(number, len(self.listed)) < quota.at_least:
                return refused(
                    "quota-not-met",
                    quota,
                    f"At least {quota.at_least} of the shortlist is {quota.category} "
                    f"({quota.definition}; lawful basis: {quota.basis}).",
                )
        return None

    def _sole(self, rules: SelectionRules, given: Given) -> Refused | None:
        if len(self.listed) > 1 or rules.ballot.sole_nominee.value != "unsettled":
            return None
        return unsettled(rules.ballot.sole_nominee, "What a single nominee means")

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The hustings come next."""
        chosen = {one.person for one in self.listed}
        applicants = tuple(replace(a, shortlisted=a.person in chosen) for a in state.applicants)
        return replace(state, applicants=applicants, stage=Stage.HUSTINGS, shortlisted_at=at)


def shortlisted(state: Selection) -> tuple[str, ...]:
    """Who is on the shortlist and has not withdrawn, in the order of application."""
    return tuple(a.person for a in state.applicants if a.shortlisted and not a.withdrawn)


@dataclass(frozen=True, kw_only=True)
class SoleNomineeSelected(Decision):
    """One nominee is left, and the rulebook deems a sole nominee selected."""

    POWER: ClassVar[PowerName] = "shortlist"

    nominee: str

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Only where one nominee is left, and the rulebook, or an adopted reading, says so."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.HUSTINGS)
        if no is not None:
            return no
        if len(shortlisted(given.state)) != 1:
            return _not_sole()
        rule = rules.ballot.sole_nominee
        if rule.value == "unsettled":
            return unsettled(rule, "What a single nominee means")
        if rule.value != "deemed-selected":
            return refused(
                "ballot-all-the-same", rule, "Members vote on a sole nominee under this rulebook."
            )
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """The very nominee who is left."""
        no = self.barred(given)
        if no is not None:
            return no
        return self if shortlisted(given.state) == (self.nominee,) else _not_sole()

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The nominee is selected, subject to appeal and endorsement."""
        return replace(
            state,
            stage=Stage.APPEALS,
            outcome=Outcome.CANDIDATE_SELECTED,
            candidate=self.nominee,
            outcome_at=at,
            outcome_number=state.entries + 1,
        )


def _not_sole() -> Refused:
    return refused("not-sole", THE_RECORD, "More than one nominee, or another one, is left.")
