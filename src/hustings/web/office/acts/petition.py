"""The petition: opened on a ground of the rules, ended early on one of theirs; tellers count its signatures."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hustings.kernel.refusals import Refused
from hustings.proceedings.petition import PetitionEndedEarly, PetitionOpened, petition_rules
from hustings.proceedings.stages import Stage
from hustings.rulebooks.deciding_stages import Petition
from hustings.timetable.sentences import say_span
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, Words
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.desk import Desk


def _rules(desk: Desk) -> Petition | None:
    rules = petition_rules(desk.given)
    return None if isinstance(rules, Refused) else rules


def _not_to_open(desk: Desk) -> Words | None:
    if _rules(desk) is None:
        return _("This rulebook has no petition.")
    if desk.seat.state.petition is not None:
        return _("The petition has been opened already.")
    return None if desk.seat.state.roll else _("The roll of electors is not frozen yet.")


def _not_to_end(desk: Desk) -> Words | None:
    if _rules(desk) is None:
        return _("This rulebook has no petition.")
    return None if desk.seat.state.stage is Stage.PETITION else _("No petition is running.")


def _fields(desk: Desk) -> Fields:
    rules, roll = _rules(desk), desk.seat.state.roll
    step = desk.seat.state.step("signing")
    lasts = (
        ""
        if rules is None
        else _("It is open for %(span)s.") % {"span": say_span(rules.signing.value, gettext)}
    )
    most = "" if rules is None or rules.places is None else rules.places.value
    fields: Fields = {
        "opens": ask.moment(
            _("When does signing begin?"),
            lasts,
            initial=ask.day_without_hour(step.starts if step else None),
        ),
        "places": ask.number(
            _("At how many places can people sign?"),
            _("There may be %(most)s at most.") % {"most": most} if most else "",
            min_value=1,
        ),
    }
    if roll is None or roll.electors is None:
        fields["electors"] = ask.number(_("How many electors are on the frozen roll?"))
    return fields


def _opened(desk: Desk, answers: Answers) -> dict[str, Any]:
    roll = desk.seat.state.roll
    known = None if roll is None else roll.electors
    return {
        "electors": answers["electors"] if known is None else known,
        "places": answers["places"],
        "opens": answers["opens"],
    }


def _grounds(desk: Desk) -> Sequence[str]:
    rules = _rules(desk)
    return () if rules is None else rules.grounds.value


def _early_ends(desk: Desk) -> Sequence[str]:
    rules = _rules(desk)
    return () if rules is None else rules.early_ends.value


PETITION = (
    Act(
        "petition", PetitionOpened, _("Open the petition"),
        _("For its whole time, on the frozen roll. Nothing is counted before the end."),
        _fields, _opened, unready=_not_to_open, grounds=_grounds,
    ),
    Act(
        "petition-ends", PetitionEndedEarly, _("End the petition early"),
        _("Only on the grounds that the rules list; reaching the figure is none. The signatures are never counted."),
        unready=_not_to_end, grounds=_early_ends,
    ),
)  # fmt: skip
