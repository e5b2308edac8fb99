"""The count of a seat, round by round, and the papers to count again."""

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
from hustings.web.permissions import requires
from hustings.web.pictures.drawing import grouped
from hustings.web.pictures.transfers import draw_transfers, read_transcript
from hustings.web.public.count_papers import papers_told
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
        "told": papers_told(counted),
    }
