"""Papers read by hand: each teller for themselves, pack by pack, until the reading is sealed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.ballots.entry import (
    TELLERS_FIND,
    EnteredPaper,
    PackEntry,
    compare,
    read_pack_entry,
    tally,
)
from hustings.ballots.validity import HIGHEST_NUMBER, Rejection
from hustings.conduct import tallying
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk
from hustings.counting.formats.blt import Blt
from hustings.kernel.refusals import Refused
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.reconciliation import packs_in
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded, refused_page
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.packs import seat_home
from hustings.web.teller.papers import new_salt, not_now
from hustings.web.teller.return_forms import whole_number
from hustings.web.teller.sheets import read_sheet, sheets_on, throw_away, write_on_sheet

L = gettext_lazy
MOST_AT_ONCE = 500
REASONS = {
    Rejection.NOT_ISSUED: L("It is not one of the issued papers"),
    Rejection.IDENTIFIES: L("A mark on it could tell who voted"),
    Rejection.UNCLEAR: L("What it means is not clear"),
}


class OnePaper(Question):
    """One paper, or a pile of the same: the number beside each candidate."""

    def __init__(self, names: list[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        wrong = {
            "invalid": _("Enter a number, or leave it empty"),
            "min_value": _("Enter 1 or more"),
        }
        for n, name in enumerate(names):
            field = whole_number(name, min_value=1, max_value=HIGHEST_NUMBER, required=False)
            field.error_messages |= wrong
            self.fields[f"number_{n}"] = field
        self.fields["rejected"] = forms.ChoiceField(
            required=False,
            label=_("Does it count?"),
            choices=[
                ("", _("Yes, as far as its numbers go")),
                *((r.value, REASONS[r]) for r in TELLERS_FIND),
            ],
        )
        self.fields["pile"] = whole_number(
            _("How many papers are exactly like this?"), initial=1, min_value=1, max_value=MOST_AT_ONCE
        )  # fmt: skip

    def paper(self) -> EnteredPaper:
        """The paper as read."""
        cleaned = self.cleaned_data
        numbers = tuple(cleaned[n] for n in self.fields if n.startswith("number_"))
        return EnteredPaper(
            numbers, Rejection(cleaned["rejected"]) if cleaned["rejected"] else None
        )


@dataclass(frozen=True, slots=True)
class PackSheet:
    """One teller's sheet of one pack."""

    entry: PackEntry
    whole: bool


def _subject(pack: PacksIssued) -> str:
    return f"by-hand/{pack.pack}"


def _sheet(desk: TellerDesk, pack: PacksIssued, person: str, content: dict[str, Any]) -> PackSheet:
    candidates = desk.ballot.candidates if desk.ballot else ()
    papers = content.get("papers", [])
    table = {"pack": pack.pack, "teller": person, "candidates": list(candidates), "papers": papers}
    return PackSheet(read_pack_entry(table), bool(content.get("whole")))


def _names(desk: TellerDesk) -> list[str]:
    return [desk.names.get(one, one) for one in (desk.ballot.candidates if desk.ballot else ())]


def _packs(desk: TellerDesk) -> list[PacksIssued]:
    """The packs of which papers came back."""
    done = tallying.reconciled(desk)
    packs = packs_in(done.account) if done and done.account.is_disclosed else None
    back = {one.pack for one in packs or () if one.returned}
    return [pack for pack in tallying.packs_issued(desk) if pack.pack in back]


@requires(Role.TELLER, Role.SCRUTINEER)
@for_tellers
def papers(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """The two ways to enter papers, and how far the packs are."""
    refused = not_now(desk)
    if refused is not None:
        return refused_page(request, refused, back=seat_home(desk))
    rows = []
    for number, issued in enumerate(_packs(desk), 1):
        kept = sheets_on(desk.seat.proceeding, _subject(issued))
        mine = _sheet(desk, issued, desk.person, kept.get(desk.person, {}))
        others = [
            one for one, content in kept.items() if one != desk.person and content.get("whole")
        ]
        rows.append({"number": number, "pack": issued, "mine": mine, "others": len(others)})
    whole = bool(rows) and all(row["mine"].whole for row in rows)
    words = {"desk": desk, "rows": rows, "back": seat_home(desk), "whole": whole}
    words |= {
        "sealed": has_sealed(desk),
        "both": len(desk.ballot.readings if desk.ballot else ()) > 1,
    }
    return render(request, "teller/count/papers.html", words)


@requires(Role.TELLER, Role.SCRUTINEER, writes=True)
@for_tellers
def pack(request: HttpRequest, desk: TellerDesk, pack: int) -> HttpResponse:
    """Enter one pack, a paper or a pile at a time."""
    refused = not_now(desk)
    if refused is not None:
        return refused_page(request, refused, back=seat_home(desk))
    packs = _packs(desk)
    if not 1 <= pack <= len(packs):
        raise Http404
    issued = packs[pack - 1]
    content = read_sheet(desk.person, desk.seat.proceeding, _subject(issued))
    sheet = _sheet(desk, issued, desk.person, content)
    form = OnePaper(_names(desk), initial={"pile": 1})
    if request.method == "POST":
        verb, _colon, about = request.POST.get("do", "add").partition(":")
        if has_sealed(desk):
            text = _("Your reading is sealed. Give another as a file if you have to read again.")
            return refused_page(request, Worded("sealed", "", text), back=seat_home(desk))
        if verb in {"up", "down"}:
            form = OnePaper(_names(desk), initial=_moved(request, verb, about))
        else:
            given = OnePaper(_names(desk), request.POST) if verb == "add" else None
            if _changed(desk, issued, sheet, verb, about, given):
                return redirect("teller-by-hand", desk.seat.proceeding, pack)
            form = given or form
    words = {"desk": desk, "form": form, "pack": issued, "sheet": sheet, "papers": _shown(sheet)}
    words |= {"names": _names(desk), "number": len(sheet.entry.papers)}
    words |= {"back": reverse("teller-papers", args=[desk.seat.proceeding])}
    return render(request, "teller/count/by_hand.html", words)


def _moved(request: HttpRequest, verb: str, about: str) -> dict[str, Any]:
    """The form as it was, one number up or down; nothing is kept by this."""
    initial = {name: value for name, value in request.POST.items() if name != "do"}
    now = initial.get(about, "")
    number = int(now) if now.isdecimal() and len(now) < 4 else 0
    number = number + 1 if verb == "up" else number - 1
    initial[about] = str(number) if 1 <= number <= HIGHEST_NUMBER else ""
    return initial


def _changed(
    desk: TellerDesk, issued: PacksIssued, sheet: PackSheet, verb: str, about: str,
    form: OnePaper | None,
) -> bool:  # fmt: skip
    papers = [paper.as_json() for paper in sheet.entry.papers]
    lines: dict[str, Any] = {"papers": papers}
    if form is not None:
        if not form.is_valid():
            return False
        lines["papers"] = [*papers, *[form.paper().as_json()] * form.cleaned_data["pile"]]
    elif verb == "remove" and about.isdecimal() and 1 <= int(about) <= len(papers):
        del papers[int(about) - 1]
    elif verb in {"whole", "open"}:
        lines["whole"] = verb == "whole"
    if sheet.whole and verb in {"add", "remove"}:
        return True  # a pack declared whole is opened again before it changes
    write_on_sheet(desk.person, desk.seat.proceeding, _subject(issued), **lines)
    return True


def _shown(sheet: PackSheet) -> list[dict[str, Any]]:
    """The papers as entered, the last first; papers alike that follow each other are one pile."""
    piles: list[dict[str, Any]] = []
    for place, paper in enumerate(sheet.entry.papers, 1):
        text = _text(paper)
        if piles and piles[-1]["text"] == text:
            piles[-1]["last"] = place
        else:
            piles.append({"first": place, "last": place, "text": text})
    return piles[::-1]


def _text(paper: EnteredPaper | None) -> str:
    if paper is None:
        return _("no such paper")
    numbers = ",\u00a0".join("–" if n is None else str(n) for n in paper.numbers)
    if paper.rejected is None:
        return numbers
    return _("%(numbers)s; does not count: %(why)s") % {
        "numbers": numbers,
        "why": REASONS[paper.rejected],
    }


# --- what becomes of the sheets ---------------------------------------------------------------------------


@requires(Role.TELLER, Role.SCRUTINEER, writes=True)
@for_tellers
def hand_over(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """This teller's whole packs become the reading that they check and seal."""
    papers_page = reverse("teller-papers", args=[desk.seat.proceeding])
    if request.method != "POST":
        return redirect(papers_page)
    refused = not_now(desk) or _not_all_whole(desk)
    if refused is not None:
        return refused_page(request, refused, back=papers_page)
    _hand_over(desk, [sheet.entry for sheet in _my_sheets(desk)])
    return redirect("teller-file-step", desk.seat.proceeding, "check")


def _my_sheets(desk: TellerDesk) -> list[PackSheet]:
    return [
        _sheet(
            desk,
            issued,
            desk.person,
            read_sheet(desk.person, desk.seat.proceeding, _subject(issued)),
        )
        for issued in _packs(desk)
    ]


def _not_all_whole(desk: TellerDesk) -> Refused | None:
    sheets = _my_sheets(desk)
    if sheets and all(sheet.whole for sheet in sheets):
        return None
    text = _("Enter every pack of which papers came back, and declare each whole.")
    return Worded("packs-not-whole", "", text)


def _hand_over(desk: TellerDesk, packs: list[PackEntry]) -> None:
    counted = tally(packs)
    papers = tuple((number, marks) for marks, number in counted.counted)
    blt = Blt(packs[0].candidates, 1, (), papers, desk.seat.state.seat)
    spoilt = sum(number for _why, number in counted.rejected)
    throw_away(desk.seat.proceeding, "papers", desk.person)
    write_on_sheet(
        desk.person,
        desk.seat.proceeding,
        "papers",
        file={"text": [tallying.blt_text(blt)], "salt": [new_salt()]},
        spoilt={"spoilt": [str(spoilt)]},
    )


def has_sealed(desk: TellerDesk) -> bool:
    """Whether this teller's reading is sealed; their sheets then stay as they are."""
    sealed = desk.ballot.readings if desk.ballot else ()
    return any(one.person == desk.person for one in sealed)


def differences_by_place(desk: TellerDesk, other: str) -> list[dict[str, Any]]:
    """Where two sealed readings were made by hand: each paper that was read differently, by its place."""
    found: list[dict[str, Any]] = []
    for issued in _packs(desk):
        kept = sheets_on(desk.seat.proceeding, _subject(issued))
        mine, theirs = kept.get(desk.person, {}), kept.get(other, {})
        if mine.get("whole") and theirs.get("whole"):
            first = _sheet(desk, issued, desk.person, mine).entry
            second = _sheet(desk, issued, other, theirs).entry
            found += [
                {
                    "pack": d.pack,
                    "place": d.place,
                    "mine": _text(d.first),
                    "theirs": _text(d.second),
                }
                for d in compare(first, second)
            ]
    return found
