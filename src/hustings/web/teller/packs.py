"""Reconcile the packs: every paper issued is returned, spoilt, unused or outstanding, or it is explained."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.publication import is_handful
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.proceedings.stages import Stage
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.return_forms import whole_number
from hustings.web.teller.second import SECOND, chosen

L = gettext_lazy
PARTS = ("returned", "spoilt", "unused", "outstanding")


class Accounts(Question):
    """What became of the papers, pack by pack; each pack is a group of four numbers."""

    def __init__(self, packs: tuple[PacksIssued, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        labels = {
            "returned": _("Returned, in the box or by post"),
            "spoilt": _("Spoilt: handed back and replaced"),
            "unused": _("Unused: never given to anybody"),
            "outstanding": _("Outstanding: given out, not come back"),
        }
        self.packs = packs
        for n, _pack in enumerate(packs):
            for part in PARTS:
                self.fields[f"{part}_{n}"] = whole_number(labels[part])

    def groups(self) -> list[dict[str, Any]]:
        """The packs with their four fields each, for the page."""
        return [
            {"pack": pack, "fields": [self[f"{part}_{n}"] for part in PARTS]}
            for n, pack in enumerate(self.packs)
        ]


class Explained(Question):
    """Why the papers do not add up."""

    explained = forms.CharField(
        label=L("What explains the difference?"),
        help_text=L("It goes into the public record. Name nobody."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        error_messages={"required": L("Explain the difference; it stands in the record")},
    )


def _accounts(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    form = Accounts(tallying.packs_issued(desk), post)
    issued = desk.ballot.issued if desk.ballot else 0
    words = {"issued": issued}
    return Asked(form, _("What became of the papers?"), "teller/count/packs.html", words)


def _returned(desk: TellerDesk, answers: Answers) -> tuple[PackReturned, ...]:
    given = answers["accounts"]
    return tuple(
        PackReturned(pack.pack, *(given[f"{part}_{n}"] for part in PARTS))
        for n, pack in enumerate(tallying.packs_issued(desk))
    )


def difference(desk: TellerDesk, answers: Answers) -> int:
    """Papers issued less papers accounted for."""
    issued = desk.ballot.issued if desk.ballot else 0
    packs = _returned(desk, answers)
    return issued - sum(p.returned + p.spoilt + p.unused + p.outstanding for p in packs)


def _said_accounts(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    issued = tallying.packs_issued(desk)
    text = _(
        "%(issued)s issued = %(returned)s returned + %(spoilt)s spoilt + %(unused)s unused "
        "+ %(outstanding)s outstanding"
    )
    other = _(
        "%(issued)s issued, but %(returned)s returned + %(spoilt)s spoilt + %(unused)s unused "
        "+ %(outstanding)s outstanding = %(sum)s"
    )
    rows = []
    for pack, back in zip(issued, _returned(desk, answers), strict=True):
        total = back.returned + back.spoilt + back.unused + back.outstanding
        said = {
            "issued": pack.papers, "returned": back.returned, "spoilt": back.spoilt,
            "unused": back.unused, "outstanding": back.outstanding, "sum": total,
        }  # fmt: skip
        name = _("Pack %(pack)s") % {"pack": pack.pack}
        rows.append((name, (text if total == pack.papers else other) % said))
    return rows


def _gap(desk: TellerDesk, answers: Answers) -> bool:
    return "accounts" in answers and difference(desk, answers) != 0


def _explain(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    gap = difference(desk, answers)
    words = {"gap": abs(gap), "missing": gap > 0}
    title = _("The papers do not add up")
    return Asked(Explained(post), title, "teller/count/explain.html", words)


def _said_explained(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    gap = difference(desk, answers)
    words = _("%(n)s papers not accounted for") if gap > 0 else _("%(n)s papers more than issued")
    return [
        (_("Difference"), words % {"n": abs(gap)}),
        (_("Explanation"), answers["explain"]["explained"]),
    ]


def _not_now(desk: TellerDesk) -> Refused | None:
    if desk.seat.state.stage is Stage.BALLOT and desk.ballot is not None:
        return None
    return Worded("no-ballot-now", "", _("There are no papers to reconcile for this seat now."))


def _cell(desk: TellerDesk) -> int:
    return desk.seat.rulebook.rules.publication.minimum_cell.value


def _warn(desk: TellerDesk, answers: Answers) -> list[str]:
    """What everybody reads of packs from which a handful came back."""
    backs = [pack.returned for pack in _returned(desk, answers)]
    if is_handful(sum(backs), _cell(desk)):
        text = _(
            "Fewer than %(cell)s papers came back. Everybody reads that, and no figure; "
            "the figures stay with the parties."
        )
    elif any(is_handful(back, _cell(desk)) for back in backs):
        text = _(
            "Fewer than %(cell)s papers came back of a pack. Everybody reads its figures together "
            "with those of others; pack by pack they stay with the parties."
        )
    else:
        return []
    return [text % {"cell": _cell(desk)}]


def seat_address(name: str) -> Any:
    """The address of a step of a flow of this name."""
    return lambda desk, slug: reverse(f"{name}-step", args=[desk.seat.proceeding, slug])


def seat_home(desk: TellerDesk) -> str:
    """The tellers' page of the seat."""
    return reverse("teller-seat", args=[desk.seat.proceeding])


RECONCILE = Flow(
    subject=lambda desk: "packs",
    address=seat_address("teller-packs"),
    home=seat_home,
    steps=(
        Step("accounts", _accounts, _said_accounts),
        Step("explain", _explain, _said_explained, _gap),
        SECOND,
    ),
    title=L("Check the reconciliation before you sign it"),
    button=L("Go on to sign it"),
    command=lambda desk, answers: BallotReconciled.of(
        _returned(desk, answers),
        _cell(desk),
        explained=answers.get("explain", {}).get("explained", "") if _gap(desk, answers) else "",
        by=tallying.actors(desk, chosen(answers)),
    ),
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_not_now,
    warn=_warn,
)
