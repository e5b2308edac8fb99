"""The addresses of the pages for everybody."""

from django.urls import path

from hustings.web.public import (
    box,
    cases,
    counts,
    downloads,
    every_seat,
    front,
    program,
    record,
    rules,
    seats,
    words,
)

urlpatterns = [
    path("", front.front, name="front"),
    path("seats/", every_seat.seats, name="seats"),
    path("seats/<slug:proceeding>/", seats.seat, name="seat"),
    path("seats/<slug:proceeding>/same-returns/", seats.same_returns, name="same-returns"),
    path("seats/<slug:proceeding>/count/", counts.count, name="seat-count"),
    path("seats/<slug:proceeding>/count/papers.blt", counts.papers, name="seat-papers"),
    path(
        "seats/<slug:proceeding>/count/papers-on-record.blt",
        counts.papers_on_record,
        name="seat-papers-on-record",
    ),
    path("seats/<slug:proceeding>/box/", box.box, name="seat-box"),
    path("seats/<slug:proceeding>/box/archive.bel", box.archive, name="seat-archive"),
    path("seats/<slug:proceeding>/box/factors.jsonl", box.proofs, name="seat-factors"),
    path("seats/<slug:proceeding>/record/", record.record, name="seat-record"),
    path("seats/<slug:proceeding>/bundle.zip", downloads.bundle, name="seat-bundle"),
    path("seats/<slug:proceeding>/calendar.ics", downloads.calendar, name="seat-calendar"),
    path("seats/<slug:proceeding>/returns.csv", downloads.returns, name="seat-returns"),
    path("record/checkpoint", downloads.checkpoint, name="checkpoint"),
    path("record/trust.toml", downloads.trust, name="trust"),
    path("program/<str:name>", program.program, name="program"),
    path("rules/", rules.rulebooks, name="rulebooks"),
    path("rules/<slug:rulebook>/", rules.rulebook, name="rulebook"),
    path("rules/<slug:rulebook>/<path:clause>/", rules.clause, name="clause"),
    path("cases/", cases.cases, name="cases"),
    path("how-to-check/", words.how_to_check, name="how-to-check"),
    path("words/", words.glossary, name="words"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
