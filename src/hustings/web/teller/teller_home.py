"""The page of a seat's own tellers: what waits to be told, counted, drawn or signed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.conduct import tallying
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk
from hustings.conduct.words import STAGES
from hustings.proceedings.entry import Entry
from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.member_count import CountMade, LotDrawn, is_countable
from hustings.proceedings.member_papers import PapersEntered, PapersRead
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.petition import PetitionCounted
from hustings.proceedings.readoption import BodyBallotReturned
from hustings.proceedings.reconciliation import BallotReconciled
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState
from hustings.timetable.sentences import say_instant
from hustings.web.permissions import requires
from hustings.web.teller.counting import lot_needed, lot_sentence
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.flows import signing_page

SIGNED_HERE: tuple[type[Entry], ...] = (
    OnlineBallotClosed,
    OnlineResultEntered,
    BallotReconciled,
    PapersRead,
    PapersEntered,
    FewPapersCounted,
    LotDrawn,
    CountMade,
    BodyBallotReturned,
    PetitionCounted,
)


@requires(Role.TELLER, Role.SCRUTINEER)
@for_tellers
def seat(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """Where the papers stand, what waits for a signature, what can be done."""
    waiting = [one for kind in SIGNED_HERE for one in tallying.statements(desk, kind)]
    lot = lot_needed(desk)
    page = {
        "desk": desk,
        "sentence": sentence_of(desk),
        "lot": lot_sentence(desk, lot) if lot else "",
        "deeds": _deeds(desk),
        "signs": any(one.waits_for(desk.person) for one in waiting),
        "statements": [
            {
                "statement": one,
                "mine": one.waits_for(desk.person),
                "address": signing_page(one.reference),
                "unsigned": ", ".join(name for _ref, name in one.unsigned),
            }
            for one in waiting
        ],
    }
    return render(request, "teller/seat.html", page)


def sentence_of(desk: TellerDesk) -> str:
    """Where the papers of the seat stand, in one sentence."""
    state, ballot = desk.seat.state, desk.ballot
    match state.stage:
        case Stage.BALLOT if ballot is not None:
            said = {"n": ballot.issued, "when": say_instant(ballot.closes, desk.zone, _)}
            if desk.now <= ballot.closes and not ballot.packs:
                return _("Everybody votes online. The ballot is open until %(when)s.") % said
            if desk.now <= ballot.closes:
                return _("%(n)s papers are out. The ballot is open until %(when)s.") % said
            if not ballot.packs:
                return _("The ballot closed on %(when)s. The box online is closed next.") % said
            return _("The ballot closed on %(when)s. Its %(n)s papers are to be reconciled.") % said
        case Stage.COUNT if ballot is not None and _waits_for_the_box(ballot):
            return _("Everybody voted online. What the trustees open is entered next.")
        case Stage.COUNT if ballot is not None and ballot.packs and ballot.papers is None:
            return _papers_wait(len(ballot.readings))
        case Stage.COUNT if lot_needed(desk) is not None:
            return _("The count has stopped at a tie that only a lot can settle.")
        case Stage.COUNT:
            return _("The papers are entered and can be counted.")
        case Stage.PETITION if state.petition is not None:
            said = {"when": say_instant(state.petition.closes, desk.zone, _)}
            if desk.now <= state.petition.closes:
                return _("Signing is open until %(when)s. Nothing is counted before.") % said
            return _("Signing was open until %(when)s. The signatures can be counted.") % said
        case Stage.READOPTION:
            return _("A ballot on readoption is running; its result can be reported.")
        case stage:
            name = _(STAGES[stage]) if stage in STAGES else ""
            return _("Nothing waits for the tellers. The seat stands at: %(stage)s.") % {
                "stage": name
            }


def _waits_for_the_box(ballot: BallotState) -> bool:
    return not ballot.packs and ballot.online is not None and not ballot.online.opened


def _papers_wait(readings: int) -> str:
    if readings == 0:
        return _("The papers are reconciled. Two tellers read them, each alone.")
    if readings == 1:
        return _("One teller has read the papers and sealed that. A second reading is missing.")
    return _("Two readings are sealed. They can be opened, compared and entered.")


def _deeds(desk: TellerDesk) -> list[dict[str, str]]:
    where = [desk.seat.proceeding]
    found = [*_while_voting(desk), *_while_counting(desk), *_other_ballots(desk)]
    return [{"words": words, "address": reverse(name, args=where)} for words, name in found]


def _while_voting(desk: TellerDesk) -> list[tuple[str, str]]:
    state, ballot = desk.seat.state, desk.ballot
    if state.stage is not Stage.BALLOT or ballot is None:
        return []
    found: list[tuple[str, str]] = []
    online = ballot.online
    if online is not None:
        found.append((_("The box online"), "teller-box"))
    if online is not None and ballot.packs:
        found.append((_("The polling desk"), "teller-desk"))
    box_is_closed = online is None or online.closed
    if ballot.packs and box_is_closed and desk.now > ballot.closes:
        found.append((_("Reconcile the packs"), "teller-packs"))
    return found


def _while_counting(desk: TellerDesk) -> list[tuple[str, str]]:
    state, ballot = desk.seat.state, desk.ballot
    if state.stage is not Stage.COUNT or ballot is None:
        return []
    found: list[tuple[str, str]] = []
    if ballot.online is not None and not ballot.online.opened:
        found.append((_("The box online"), "teller-box"))
    if (ballot.papers is None and ballot.packs) or state.recount_ordered:
        found.append((_("Read the papers"), "teller-papers"))
        if len(ballot.readings) > 1:
            found.append((_("Open and compare the readings"), "teller-settle"))
    elif lot_needed(desk) is not None:
        found.append((_("Enter the lot that was drawn"), "teller-lot"))
    if is_countable(ballot) and lot_needed(desk) is None:
        found.append((_("Make the count"), "teller-count"))
    return found


def _other_ballots(desk: TellerDesk) -> list[tuple[str, str]]:
    state, petition = desk.seat.state, desk.seat.state.petition
    if state.stage is Stage.PETITION and petition is not None and desk.now > petition.closes:
        return [(_("Report the count of the petition"), "teller-petition")]
    if state.stage is Stage.READOPTION:
        return [(_("Report the result of the ballot"), "teller-body-ballot")]
    return []
