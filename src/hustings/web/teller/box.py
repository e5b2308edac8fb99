"""The box of a seat at the tellers' table: closed to its tally, opened by trustees elsewhere, entered by two."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hustings.conduct import closing, factors, tallying
from hustings.conduct.polling import Poll, poll_of
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk
from hustings.counting.formats.blt import read_blt
from hustings.counting.lots import LotRequired
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.stages import Stage
from hustings.web.base.archives import archive_file, factors_file
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded, refused_page
from hustings.web.base.templatetags.hustings import because
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_tellers
from hustings.web.teller.flows import Answers, Flow, Step
from hustings.web.teller.packs import seat_address, seat_home
from hustings.web.teller.second import SECOND, chosen
from hustings.web.teller.settling import ask_lot, lot_in, said_lot, warn_of_agreement

L = gettext_lazy
LARGEST = 512 * 1024 * 1024


class ArchiveFile(Question):
    """The archive as the trustees have continued it."""

    archive = forms.FileField(
        label=L("The archive with what the trustees did"),
        help_text=L(
            "A file ending in .bel. It is taken only if it continues the one kept here and every proof holds."
        ),
        error_messages={"required": L("Choose the archive")},
    )
    proofs = forms.FileField(
        label=L("The trustees’ proofs"),
        help_text=L(
            "The file ending in .factors.jsonl that stands beside the archive. Without it nobody can exclude that "
            "a trustee spoilt a ballot."
        ),
        required=False,
    )


@requires(Role.TELLER, Role.SCRUTINEER, writes=True)
@for_tellers
def box(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """Where the box stands, and the one thing to do with it now."""
    proceeding, back = desk.seat.proceeding, seat_home(desk)
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return refused_page(request, poll, back=back)
    form = ArchiveFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and "close" in request.POST:
        done = closing.close_box(proceeding)
        if isinstance(done, Refused):
            return refused_page(request, done, back=back)
        told = _("The box is closed. Nobody can cast a ballot any more.")
    elif request.method == "POST" and form.is_valid() and _taken(proceeding, form):
        told = _(
            "The archive is taken: it continues the one kept here, and every proof in it holds."
        )
    else:
        return render(request, "teller/box.html", _words(desk, poll, form))
    messages.success(request, told)
    return redirect("teller-box", proceeding)


def _taken(proceeding: str, form: ArchiveFile) -> bool:
    """Take the two files; a refusal of theirs stands beside the field, where another can be chosen."""
    proofs = form.cleaned_data["proofs"]
    given = form.cleaned_data["archive"].read(), proofs.read() if proofs else b""
    done = closing.take_archive(proceeding, *given)
    if isinstance(done, Refused):
        form.add_error("archive", ValidationError(because(done)))
    return not isinstance(done, Refused)


@requires(Role.TELLER, Role.SCRUTINEER)
@for_tellers
def archive(request: HttpRequest, desk: TellerDesk) -> HttpResponseBase:
    """The archive of the closed box for those who count and witness, however few ballots are in it."""
    return archive_file(request, desk.seat.proceeding, for_witnesses=True)


@requires(Role.TELLER, Role.SCRUTINEER)
@for_tellers
def proofs(request: HttpRequest, desk: TellerDesk) -> HttpResponse:
    """The trustees' proofs over all their factors, which go beside that archive."""
    return factors_file(desk.seat.proceeding, for_witnesses=True)


def _words(desk: TellerDesk, poll: Poll, form: ArchiveFile) -> dict[str, Any]:
    closed = closing.closing_event(poll.box) is not None
    result = closing.result_entry(desk.seat.proceeding) if poll.online.closed else None
    counted = desk.seat.state.count is not None
    return {
        "desk": desk,
        "poll": poll,
        "title": _("The box"),
        "back": seat_home(desk),
        "form": form if poll.online.closed else ArchiveFile(),
        "may_close": not closed and desk.now > poll.last_moment and not poll.ballot.void,
        "may_sign": closed and not poll.online.closed,
        "may_strike": desk.part is Role.SCRUTINEER and poll.runs and not closed,
        "may_open_spares": desk.part is Role.SCRUTINEER and _spares_are_to_be_opened(poll),
        "may_open": poll.online.closed and not poll.online.opened and not counted,
        "is_closed": closed,
        "is_counted": counted,
        "few": poll.online.is_handful,
        "papers_first": poll.online.is_handful and tallying.papers_are_open(desk),
        "has_result": result is not None and not isinstance(result, Refused),
        "has_proofs": factors.has_proofs(poll.box),
        "unproved": factors.unproved(poll.box),
        "packs_first": desk.seat.state.stage is Stage.BALLOT,
    }


def _spares_are_to_be_opened(poll: Poll) -> bool:
    online = poll.online
    return bool(online.closed and online.box.declaration and online.box.spares) and (
        online.unused is None
    )


def _signed(made: Entry | Refused, desk: TellerDesk, answers: Answers) -> Any:
    """The same entry by this teller and the second one; a refusal is shown before it comes to this."""
    if isinstance(made, Refused):
        raise LookupError(made.because)
    return replace(made, by=tallying.actors(desk, chosen(answers)))


def _close_in_words(desk: TellerDesk, made: Entry) -> list[tuple[str, str]]:
    """What two tellers say when they sign the close."""
    if not isinstance(made, OnlineBallotClosed):
        return []
    ballots = made.ballots if made.handful is None else made.handful.value
    return [(_("Ballots in the box"), str(ballots)), (_("Closed at the event"), made.event)]


def _result_in_words(desk: TellerDesk, made: Entry) -> list[tuple[str, str]]:
    """What two tellers say when they sign the result: papers, and the archive that they come from."""
    if not isinstance(made, OnlineResultEntered):
        return []
    papers = sum(number for number, _ranking in read_blt(made.blt.encode()).papers)
    return [
        (_("Rankings that count"), str(papers)),
        (_("Rankings that do not count"), str(made.invalid)),
        (_("Fingerprint of the archive"), made.archive),
    ]


def _refusal(made: Entry | Refused) -> Refused | None:
    return made if isinstance(made, Refused) else None


CLOSE = Flow(
    subject=lambda desk: "box-close",
    address=seat_address("teller-box-close"),
    home=seat_home,
    steps=(SECOND,),
    title=L("Check the close of the box before you sign it"),
    button=L("Go on to sign it"),
    command=lambda desk, answers: _signed(closing.closed_as(desk.seat.proceeding), desk, answers),
    facts=_close_in_words,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=lambda desk: _refusal(closing.closed_as(desk.seat.proceeding)),
)


def _result(desk: TellerDesk, answers: Answers) -> Any:
    """The rankings for everybody; where they are a handful, whom all votes select, and they for the parties."""
    if not tallying.online_is_few(desk):
        return _signed(closing.result_entry(desk.seat.proceeding), desk, answers)
    by = tallying.actors(desk, chosen(answers))
    return tallying.few_counted(desk, None, lot_in(answers), by)


def _no_result(desk: TellerDesk) -> Refused | None:
    if tallying.online_is_few(desk) and tallying.papers_are_open(desk):
        text = _("Read the papers first; what was cast online is counted together with them.")
        return Worded("papers-first", "", text)
    return _refusal(closing.result_entry(desk.seat.proceeding))


def _lot_needed(desk: TellerDesk, answers: Answers) -> bool:
    """Only a handful is counted at once; its ties are settled by one drawing of all names."""
    return tallying.online_is_few(desk) and isinstance(
        tallying.count_few(desk, None, ()), LotRequired
    )


def _warn(desk: TellerDesk, answers: Answers) -> list[str]:
    made, poll = closing.result_entry(desk.seat.proceeding), poll_of(desk.seat.proceeding)
    if isinstance(made, Refused) or isinstance(poll, Refused):
        return []
    doubts = _doubts(factors.in_doubt(poll.box))
    if not tallying.online_is_few(desk):
        return [*doubts, *warn_of_agreement(made.blt, made.invalid)]
    text = _(
        "Fewer than %(cell)s voted online. What they cast stays with the parties; "
        "everybody else reads only whom all votes select."
    )
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    return [*doubts, text % {"cell": cell}]


def _doubts(owners: tuple[int, ...]) -> list[str]:
    """Before a result is signed for good: rows that somebody may have spoilt, and who could prove that they did not."""
    if not owners:
        return []
    text = ngettext(
        "Some ballots hold no ranking at all, and trustee %(who)s has not proved that they changed none. Ask for the "
        "proof (“hustings contest prove”) and hand it in before you sign: afterwards the result stands.",
        "Some ballots hold no ranking at all, and trustees %(who)s have not proved that they changed none. Ask for the "
        "proofs (“hustings contest prove”) and hand them in before you sign: afterwards the result stands.",
        len(owners),
    )
    return [text % {"who": ", ".join(map(str, owners))}]


RESULT = Flow(
    subject=lambda desk: "box-result",
    address=seat_address("teller-box-result"),
    home=seat_home,
    steps=(Step("lot", ask_lot, said_lot, _lot_needed), SECOND),
    title=L("Check the result of the box before you sign it"),
    button=L("Go on to sign it"),
    command=_result,
    facts=_result_in_words,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_no_result,
    warn=_warn,
)
