"""How a body decided: who, with what votes, on which ground and why, asked as the rulebook's power asks."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hustings.proceedings.values import Visibility, Withheld
from hustings.rulebooks.schema import Power
from hustings.web.office import fields as ask
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.desk import Desk
from hustings.web.office.said import entry_words


def decision_fields(desk: Desk, power: Power, grounds: Sequence[str], *, quiet: bool) -> Fields:
    """Who decided, with what votes, on which ground and why, as the rulebook's power asks."""
    return {
        **_votes_asked(power),
        **_ground_asked(grounds, quiet=quiet),
        **_reasons_asked(quiet=quiet),
        **_earlier_asked(desk),
    }


def _votes_asked(power: Power) -> Fields:
    return {
        "body": ask.choose(
            _("Which body decided?"), [(b, capfirst(gettext(b))) for b in power.bodies],
            initial=power.bodies[0] if len(power.bodies) == 1 else None,
        ),
        "present": ask.number(
            _("How many had a seat and were there?"),
            _("It decides with at least %(quorum)s.") % {"quorum": power.quorum},
        ),
        "in_favour": ask.number(_("Votes for")),
        "against": ask.number(_("Votes against"), initial=0),
        "abstained": ask.number(_("Abstained"), initial=0),
        "not_voting": ask.number(_("There but not voting"), _("A chair who does not vote, for example."), initial=0),
    }  # fmt: skip


def _ground_asked(grounds: Sequence[str], *, quiet: bool) -> Fields:
    if grounds:
        listed = [(ground, ground) for ground in grounds]
        hint = _("These are all the grounds that the rules list.")
        return {"ground": ask.choose(_("On which ground?"), listed, hint)}
    if quiet:
        return {}
    return {"ground": ask.words(_("On which ground?"), initial=_("as the rules provide"))}


def _reasons_asked(*, quiet: bool) -> Fields:
    for_all = ask.words(
        _("Reasons, for everybody"),
        _("They go into the public record. Name no person who has no public role here."),
        long=True,
    )
    to_parties = ask.words(
        _("Reasons, for the parties only"),
        _("The representative, the candidates and the office read them; the public does not."),
        long=True,
        required=False,
    )
    return {**({} if quiet else {"reasons": for_all}), "reasons_to_parties": to_parties}


def _earlier_asked(desk: Desk) -> Fields:
    earlier = [
        (str(d.number), entry_words(desk, d.number))
        for d in desk.seat.state.decisions
        if d.superseded_by is None
    ]
    if not earlier:
        return {}
    return {
        "supersedes": ask.choose(
            _("Does it take the place of an earlier decision?"), earlier,
            nothing=_("No, it stands by itself"), required=False,
        )
    }  # fmt: skip


def decided(power: Power, answers: Answers, *, quiet: bool) -> dict[str, Any]:
    """What the answers say of the decision itself, as its entry holds it."""
    to_parties = str(answers.get("reasons_to_parties") or "").strip()
    public = answers.get("reasons") or _("Decided under %(rule)s.") % {"rule": power.citation}
    given = {name: answers[name] for name in ("body", "present", "in_favour", "against",
                                              "abstained", "not_voting")}  # fmt: skip
    return {
        **given,
        "ground": str(answers.get("ground") or _("as the rules provide")),
        "reasons": Withheld(str(public), Visibility.PUBLIC),
        "reasons_to_parties": Withheld(to_parties) if to_parties else None,
        "supersedes": int(answers["supersedes"]) if answers.get("supersedes") else None,
    }
