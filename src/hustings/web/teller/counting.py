"""Make the count, and draw the lot where the law sends a tie to lot."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.counting.lots import Fate, LotRequired
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_count import CountMade, LotDrawn
from hustings.proceedings.values import Visibility, Withheld
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.packs import seat_address, seat_home
from hustings.web.teller.papers import not_now as papers_not_now
from hustings.web.teller.return_forms import one_box
from hustings.web.teller.second import SECOND, chosen

L = gettext_lazy


class SeenCount(Question):
    """The count as it comes out, looked at."""

    seen = one_box(
        L("The result"),
        L("I have looked at it, round by round"),
        error_messages={"required": L("Look at the result first")},
    )


def _result(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    result = tallying.count_now(desk)
    words: dict[str, Any] = {"rounds": [], "elected": ""}
    if isinstance(result, Transcript):
        names = [desk.names.get(c, c) for c in result.candidates]
        words["elected"] = names[result.elected[0]]
        words |= _most(result)
        words["head"] = [
            _("Candidate"),
            *(_("Round %(n)s") % {"n": r.number} for r in result.rounds),
        ]
        words["rounds"] = [
            [name, *(str(r.votes[c]) for r in result.rounds)] for c, name in enumerate(names)
        ]
        words["rounds"] += [
            [_("Papers that name nobody left"), *(str(r.exhausted) for r in result.rounds)],
            [_("All papers that count"), *(str(result.valid) for _r in result.rounds)],
        ]
    return Asked(SeenCount(post), _("What the papers come to"), "teller/count/result.html", words)


def _most(result: Transcript) -> dict[str, str]:
    """The last figure of whoever is elected, and of how many papers it is."""
    last = result.rounds[-1]
    return {"votes": str(last.votes[result.elected[0]]), "of": str(last.continuing)}


def _said_result(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    result = tallying.count_now(desk)
    if not isinstance(result, Transcript):
        return [(_("Count"), _("not finished"))]
    elected = result.candidates[result.elected[0]]
    return [
        (_("Law"), result.law),
        (_("Papers that count"), str(result.valid)),
        (_("Rounds"), str(len(result.rounds))),
        (_("Selected"), desk.names.get(elected, elected)),
    ]


def lot_needed(desk: TellerDesk) -> LotRequired | None:
    """The lot that the count waits for."""
    if papers_not_now(desk) is not None:
        return None
    result = tallying.count_now(desk)
    return result if isinstance(result, LotRequired) else None


def lot_sentence(desk: TellerDesk, lot: LotRequired) -> str:
    """Between whom, in which round, and what the first drawn is."""
    names = [desk.names.get(one, one) for one in lot.between]
    said = {
        "names": _(" and ").join(names), "votes": lot.votes, "round": lot.round,
    }  # fmt: skip
    if lot.first_drawn_is is Fate.EXCLUDED:
        text = _(
            "%(names)s have %(votes)s votes each in round %(round)s. "
            "Draw all the names: whoever is drawn first is excluded."
        )
    else:
        text = _(
            "%(names)s have %(votes)s votes each in round %(round)s. "
            "Draw all the names: whoever is drawn first is elected."
        )
    return text % said


def _count_not_now(desk: TellerDesk) -> Refused | None:
    refused = papers_not_now(desk)
    if refused is not None:
        return refused
    result = tallying.count_now(desk)
    if isinstance(result, LotRequired):
        return Worded("lot-required", f"{result.law} {result.clause}", lot_sentence(desk, result))
    return result if isinstance(result, Refused) else None


def _count_allowed(desk: TellerDesk, refused: Refused) -> list[str]:
    if refused.code == "lot-required":
        link = '<a href="{}">{}</a>'
        address = reverse("teller-lot", args=[desk.seat.proceeding])
        return [
            _("Draw the lot before witnesses, enter it on the tellers' page, then count again."),
            format_html(link, address, _("Enter the lot that was drawn")),
        ]
    return []


MAKE_COUNT = Flow(
    subject=lambda desk: "count",
    address=seat_address("teller-count"),
    home=seat_home,
    steps=(Step("result", _result, _said_result), SECOND),
    title=L("Check the count before you sign it"),
    button=L("Go on to sign it"),
    command=lambda desk, answers: CountMade(by=tallying.actors(desk, chosen(answers))),
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_count_not_now,
    allowed=_count_allowed,
)


class Drawn(Question):
    """The names in the order in which they were drawn."""

    def __init__(self, between: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for place in range(len(between)):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=_("Drawn as number %(n)s") % {"n": place + 1},
                choices=[("", _("Choose a name")), *between],
                error_messages={"required": _("Choose the name that was drawn")},
            )

    def clean(self) -> dict[str, Any]:
        """Every name once."""
        cleaned = super().clean() or {}
        order = [cleaned[name] for name in self.fields if name in cleaned]
        if len(set(order)) != len(order):
            self.add_error("place_0", _("Every name is drawn once; one stands here twice"))
        return cleaned


class Witnesses(Question):
    """Who saw it."""

    witnesses = forms.CharField(
        label=L("Who watched the lot being drawn?"),
        help_text=L("Names stay with the parties; the public record holds their commitment only."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": L("Name at least one witness")},
    )


def _lot(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    lot = lot_needed(desk)
    between = [(one, desk.names.get(one, one)) for one in lot.between] if lot else []
    words = {
        "sentence": lot_sentence(desk, lot) if lot else "",
        "law": f"{lot.law} {lot.clause}" if lot else "",
    }
    return Asked(Drawn(between, post), _("A lot decides"), "teller/count/lot.html", words)


def _order(answers: Answers) -> tuple[str, ...]:
    drawn = answers["drawn"]
    return tuple(drawn[f"place_{n}"] for n in range(len(drawn)))


def _lot_not_now(desk: TellerDesk) -> Refused | None:
    if lot_needed(desk) is not None:
        return None
    return papers_not_now(desk) or Worded("no-lot-needed", "", _("The count needs no lot."))


def _lot_command(desk: TellerDesk, answers: Answers) -> LotDrawn:
    lot = lot_needed(desk)
    return LotDrawn(
        situation=lot.situation if lot else "",
        order=_order(answers),
        witnesses=Withheld(answers["witnesses"]["witnesses"], Visibility.PARTIES),
        by=tallying.actors(desk, chosen(answers)),
    )


LOT = Flow(
    subject=lambda desk: f"lot/{lot.situation if (lot := lot_needed(desk)) else ''}",
    address=seat_address("teller-lot"),
    home=seat_home,
    steps=(
        Step(
            "drawn",
            _lot,
            lambda desk, answers: [
                (_("Drawn as number %(n)s") % {"n": n}, desk.names.get(one, one))
                for n, one in enumerate(_order(answers), 1)
            ],
        ),
        Step(
            "witnesses",
            lambda desk, answers, post, files: Asked(Witnesses(post), _("The witnesses")),
            lambda desk, answers: [(_("Witnesses"), answers["witnesses"]["witnesses"])],
        ),
        SECOND,
    ),
    title=L("Check the lot before you sign it"),
    button=L("Go on to sign it"),
    command=_lot_command,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_lot_not_now,
)
