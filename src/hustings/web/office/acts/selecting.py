"""The selection: due diligence, longlist, panel, shortlist, hustings, ballot, recount."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hustings.conduct.boxing import boxes_set_up
from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import (
    DueDiligenceReported,
    Listed,
    LonglistMade,
    selection_rules,
)
from hustings.proceedings.member_ballot import (
    BallotOpened,
    HustingsNoticed,
    PacksIssued,
    on_the_paper,
)
from hustings.proceedings.member_count import RecountOrdered
from hustings.proceedings.nominations import nominations_of
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.shortlist import (
    PanelAppointed,
    QuotaMet,
    ShortlistMade,
    SoleNomineeSelected,
    shortlisted,
)
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Applicant, PanelMember
from hustings.proceedings.values import Visibility, Withheld
from hustings.rulebooks.selecting_stages import Panel, SelectionRules
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, for_parties, public
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.acts.beginning import person
from hustings.web.office.acts.packs import EXAMPLE, PacksField
from hustings.web.office.desk import Desk


def _rules(desk: Desk) -> SelectionRules | None:
    rules = selection_rules(desk.given)
    return None if isinstance(rules, Refused) else rules


def _running(desk: Desk) -> list[Applicant]:
    return [a for a in desk.seat.state.applicants if not a.withdrawn]


def _named(desk: Desk, found: list[Applicant]) -> list[tuple[str, str]]:
    return [
        (a.person, _("%(name)s (sitting representative)") % {"name": desk.name(a.person)})
        if a.incumbent
        else (a.person, desk.name(a.person))
        for a in found
    ]


def _listed(desk: Desk, answers: Answers) -> tuple[Listed, ...]:
    return tuple(Listed(one, public(desk.name(one))) for one in answers["listed"])


# --- applications to longlist -------------------------------------------------------------------------


def _diligence_fields(desk: Desk) -> Fields:
    waiting = sorted(_running(desk), key=lambda a: a.due_diligence is not None)
    return {
        "applicant": ask.choose(_("About which applicant?"), _named(desk, waiting)),
        "clear": ask.yes_no(
            _("Was anything found that the panel has to weigh?"),
            _("No, nothing"),
            _("Yes, something"),
        ),
        "findings": ask.words(_("What was found"), _("Only the parties read this."), long=True),
    }


def _diligence(desk: Desk, answers: Answers) -> dict[str, Any]:
    return {
        "applicant": answers["applicant"],
        "clear": Withheld(answers["clear"] == "yes", Visibility.PARTIES),
        "findings": for_parties(answers["findings"]),
    }


def _longlist_fields(desk: Desk) -> Fields:
    return {
        "listed": ask.several(_("Who is on the longlist?"), _named(desk, _running(desk))),
        "reasons_to_others": ask.words(
            _("Reasons for those left out"), _("They read this in writing; nobody else does."),
            long=True, required=False,
        ),
    }  # fmt: skip


def _longlist(desk: Desk, answers: Answers) -> dict[str, Any]:
    others = str(answers["reasons_to_others"]).strip()
    return {
        "listed": _listed(desk, answers),
        "reasons_to_others": for_parties(others) if others else None,
    }


# --- panel and shortlist ------------------------------------------------------------------------------


def panel_fields(desk: Desk, panel: Panel) -> Fields:
    """One question for each seat of a panel, in the order of the rulebook."""
    seats = [seat.appointed_by for seat in panel.seats for _n in range(seat.number)]
    return {
        f"seat_{n}": person(
            desk, _("Seat %(n)s, appointed by the %(body)s") % {"n": n, "body": body}
        )
        for n, body in enumerate(seats, start=1)
    }


def panel_members(panel: Panel, answers: Answers) -> tuple[PanelMember, ...]:
    """The panel that the answers make."""
    seats = [seat.appointed_by for seat in panel.seats for _n in range(seat.number)]
    return tuple(PanelMember(answers[f"seat_{n}"], body) for n, body in enumerate(seats, start=1))


def _panel_fields(desk: Desk) -> Fields:
    rules = _rules(desk)
    return {} if rules is None else panel_fields(desk, rules.shortlist.panel)


def _panel(desk: Desk, answers: Answers) -> dict[str, Any]:
    rules = _rules(desk)
    return {"members": () if rules is None else panel_members(rules.shortlist.panel, answers)}


def _shortlist_fields(desk: Desk) -> Fields:
    rules, state = _rules(desk), desk.seat.state
    consent = rules is None or rules.nominations.consent.value
    listed = [
        (
            key,
            ngettext(
                "%(name)s: %(n)s nomination accepted",
                "%(name)s: %(n)s nominations accepted",
                number,
            )
            % {"name": name, "n": number},
        )
        for key, name in _named(desk, [a for a in _running(desk) if a.longlisted])
        for number in (nominations_of(state, key, consent_needed=consent),)
    ]
    fields: Fields = {"listed": ask.several(_("Who is on the shortlist?"), listed)}
    for n, quota in enumerate(rules.shortlist.quotas if rules is not None else ()):
        said = {"category": quota.category, "least": quota.at_least}
        fields[f"quota_{n}"] = ask.number(
            _("How many of them are %(category)s?") % said,
            _("At least %(least)s of the list. Only the number is kept, never who.") % said,
        )
    return fields


def _shortlist(desk: Desk, answers: Answers) -> dict[str, Any]:
    rules = _rules(desk)
    quotas = tuple(
        QuotaMet(quota.category, answers[f"quota_{n}"])
        for n, quota in enumerate(rules.shortlist.quotas if rules is not None else ())
    )
    return {"listed": _listed(desk, answers), "quotas": quotas}


def _sole_fields(desk: Desk) -> Fields:
    left = [(person, desk.name(person)) for person in shortlisted(desk.seat.state)]
    return {"nominee": ask.choose(_("Who is the only nominee left?"), left)}


# --- hustings and ballot ------------------------------------------------------------------------------


def _hustings_fields(desk: Desk) -> Fields:
    step = desk.seat.state.step("hustings")
    return {
        "at": ask.moment(
            _("When are the hustings?"), initial=ask.day_without_hour(step.starts if step else None)
        ),
        "place": ask.words(_("Where?"), required=False),
    }


def _hustings(desk: Desk, answers: Answers) -> dict[str, Any]:
    place = str(answers["place"]).strip()
    return {"at": answers["at"], "place": public(place) if place else None}


def _ballot_fields(desk: Desk) -> Fields:
    listed, roll = shortlisted(desk.seat.state), desk.seat.state.roll
    step = desk.seat.state.step("ballot-closes")
    places = [(str(n), str(n)) for n in range(1, len(listed) + 1)]
    fields: Fields = {
        f"place_{n}": ask.choose(
            _("Place of %(name)s on the paper") % {"name": desk.name(person)},
            places,
        )
        for n, person in enumerate(listed, start=1)
    }
    electors = roll.electors if roll is not None else None
    hint = _(
        "One pack on each line: its name, to whom it goes, its first and its last number. "
        "For example: %(example)s."
    ) % {"example": EXAMPLE}
    if electors is not None:
        hint += " " + _("There are %(n)s electors.") % {"n": electors}
    fields["closes"] = ask.moment(
        _("When does the ballot close?"), initial=step.last if step else None
    )
    made = boxes_set_up(desk.seat.proceeding)
    fields["packs"] = PacksField(label=_("Numbered packs"), help_text=hint, required=not made)
    if made:
        fields["online"] = ask.choose(
            _("Do members vote online as well?"),
            [(uuid, _box_words(box)) for uuid, box in made.items()],
            _("Without one, members vote on paper only."),
            nothing=_("No, on paper only"),
            required=False,
        )
    return fields


def _box_words(box: OnlineBox) -> str:
    return _("In election %(uuid)s, with codes for %(electors)s electors") % {
        "uuid": box.uuid, "electors": box.electors,
    }  # fmt: skip


def _ballot(desk: Desk, answers: Answers) -> dict[str, Any]:
    listed = shortlisted(desk.seat.state)
    place = {person: int(answers[f"place_{n}"]) for n, person in enumerate(listed, start=1)}
    packs: tuple[PacksIssued, ...] = answers["packs"]
    made = boxes_set_up(desk.seat.proceeding)
    ordered = sorted(listed, key=lambda person: (place[person], person))
    beside = [one for one in on_the_paper(desk.seat.state) if one not in place]
    return {
        "candidates": (*ordered, *beside),
        "closes": answers["closes"],
        "packs": packs,
        "online": made.get(answers.get("online") or ""),
    }


SELECTING = (
    Act(
        "due-diligence", DueDiligenceReported, _("Report due diligence"),
        _("Whether checks found something that the panel has to weigh. What they found stays with the parties."),
        _diligence_fields, _diligence,
        done=lambda desk: all(a.due_diligence is not None for a in _running(desk)),
        stages=frozenset({Stage.APPLICATIONS, Stage.NOMINATIONS}),
        nothing=_("Nobody has applied."),
    ),
    Act(
        "longlist", LonglistMade, _("Make the longlist"),
        _("Everybody whom the rules put there is on it; those left out are told why."),
        _longlist_fields, _longlist, stages=frozenset({Stage.APPLICATIONS}),
        nothing=_("Nobody has applied."),
    ),
    Act(
        "panel", PanelAppointed, _("Appoint the panel"),
        _("Composed as the rules say, of persons without a connection with a contender."),
        _panel_fields, _panel, stages=frozenset({Stage.APPLICATIONS, Stage.NOMINATIONS}),
        nothing=_("The organisation knows no persons who could sit on a panel."),
        done=lambda desk: bool(desk.seat.state.panel),
    ),
    Act(
        "shortlist", ShortlistMade, _("Make the shortlist"),
        _("From those nominated, within the limits and the quotas of the rules."),
        _shortlist_fields, _shortlist, stages=frozenset({Stage.NOMINATIONS}),
        nothing=_("Nobody is on the longlist."),
    ),
    Act(
        "sole-nominee", SoleNomineeSelected, _("Declare a sole nominee selected"),
        _("Where one nominee is left and the rules deem them selected."),
        _sole_fields, lambda desk, answers: {"nominee": answers["nominee"]},
        stages=frozenset({Stage.HUSTINGS}), nothing=_("Nobody is on the shortlist."),
    ),
    Act(
        "hustings", HustingsNoticed, _("Call the hustings"),
        _("When and where those shortlisted speak to the members."),
        _hustings_fields, _hustings, stages=frozenset({Stage.HUSTINGS}),
        done=lambda desk: desk.seat.state.hustings_at is not None,
    ),
    Act(
        "ballot", BallotOpened, _("Open the members’ ballot"),
        _("Papers go out in numbered packs, a box opens online, or both; the order of the candidates is fixed."),
        _ballot_fields, _ballot, stages=frozenset({Stage.HUSTINGS}),
    ),
    Act(
        "recount", RecountOrdered, _("Order a recount"),
        _("The papers are counted again before the tellers."),
        stages=frozenset({Stage.APPEALS}),
    ),
)  # fmt: skip
