"""The count of a seat, round by round, and the papers to count again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct import clock
from hustings.conduct.roles import Role
from hustings.conduct.showing.counts import (
    ShownCount,
    attested_by_tellers,
    count_of,
    papers_with_names,
    sheet_rows,
)
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import as_json
from hustings.proceedings.reconciliation import BallotReconciled
from hustings.web.permissions import requires
from hustings.web.pictures.drawing import grouped
from hustings.web.pictures.transfers import draw_transfers, read_transcript
from hustings.web.public.reading import seat_or_404
from hustings.web.public.seats import coming_of, head_of


@requires(Role.STRANGER)
def count(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The sheet, the transfers, one sentence a round, and why each candidate was or was not elected."""
    seat = seat_or_404(proceeding)
    counted = count_of(seat)
    now = clock.now()
    page = {
        **head_of(seat, now),
        **coming_of(seat, now),
        "count": counted,
        "attested": attested_by_tellers(seat),
    }
    if counted is not None:
        page |= _words(counted)
    return render(request, "public/count.html", page)


@requires(Role.STRANGER)
def papers(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The papers as the tellers entered them, with the candidates' names."""
    return _file(papers_with_names(_counted(proceeding)), f"{proceeding}.blt")


@requires(Role.STRANGER)
def papers_on_record(request: HttpRequest, proceeding: str) -> HttpResponse:
    """The papers exactly as they stand in the record, with the candidates' references."""
    return _file(_counted(proceeding).papers, f"{proceeding}-on-record.blt")


def _counted(proceeding: str) -> ShownCount:
    counted = count_of(seat_or_404(proceeding))
    if counted is None:
        raise Http404(_("No papers have been counted."))
    return counted


def _file(papers: str, name: str) -> HttpResponse:
    answer = HttpResponse(papers, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _words(counted: ShownCount) -> dict[str, object]:
    transcript = counted.transcript
    rows = sheet_rows(transcript)
    last = {"exhausted": _("Exhausted"), "not-transferable": _("Not transferable")}
    return {
        "transcript": transcript,
        "packs_together": counted.reconciled is not None
        and any(len(told.packs) > 1 for told in counted.reconciled.told),
        "winner": ", ".join(transcript.candidates[c] for c in transcript.elected),
        "picture": draw_transfers(
            read_transcript(as_json(transcript)), title=_("The transfers"), say=gettext
        ),
        "head": [
            _("Candidate"),
            *(_("Round %(number)s") % {"number": round.number} for round in transcript.rounds),
        ],
        "rows": [[last.get(row[0], row[0]), *map(grouped, row[1:])] for row in rows],
        "rounds": [
            (r.number, [grouped(one) for one in round_sentences(transcript, r)])
            for r in transcript.rounds
        ],
        "why": [
            (name, [grouped(one) for one in explain(transcript, name)])
            for name in transcript.candidates
        ],
        "references": list(zip(counted.references, transcript.candidates, strict=True)),
        "denominators": _denominators(counted),
        "packs": _packs(counted.reconciled),
    }


def _packs(reconciled: BallotReconciled | None) -> dict[str, Any]:
    """What became of the papers of every numbered pack, packs across, so that it fits a telephone."""
    if reconciled is None or reconciled.returned is None:
        return {}
    told = reconciled.told
    rows = (
        (_("Returned"), [line.returned or 0 for line in told]),
        (_("Handed back spoilt before voting"), [line.spoilt or 0 for line in told]),
        (_("Never given out"), [line.unused or 0 for line in told]),
        (_("Outstanding: not come back"), [line.outstanding or 0 for line in told]),
    )
    issued = [sum(column) for column in zip(*(numbers for _name, numbers in rows), strict=True)]
    whole = [*rows, (_("Issued: these added up"), issued)]
    names = [", ".join(line.packs) for line in told]
    return {
        "head": [_("Papers"), *(_("Pack %(pack)s") % {"pack": name} for name in names)],
        "rows": [[name, *(f"{number:,}" for number in numbers)] for name, numbers in whole],
    }


def _denominators(counted: ShownCount) -> list[dict[str, str]]:
    shares = {name: f"{n:,}" for name, n in counted.transcript.denominators.items()}
    on_paper = [
        {"name": _("Papers issued"), "value": f"{counted.issued:,}"},
        {"name": _("Papers returned, of those issued"), "value": f"{counted.returned:,}"},
        {
            "name": _("Returned papers without a vote that can be read"),
            "value": f"{counted.spoilt:,}",
        },
    ]
    online = [
        {"name": _("Ballots cast online"), "value": f"{counted.online or 0:,}"},
        {"name": _("Ballots without a ranking"), "value": f"{counted.invalid:,}"},
    ]
    return [
        *(on_paper if counted.issued else []),
        *(online if counted.online is not None else []),
        {"name": _("Valid papers"), "value": shares["valid_papers"]},
        {"name": _("Papers with a first preference"), "value": shares["first_preference_papers"]},
        {"name": _("Papers in play in the last round"), "value": shares["continuing_papers"]},
    ]
