"""The addresses of the tellers' pages."""

from django.urls import URLPattern, URLResolver, path

from hustings.web.permissions import View
from hustings.web.teller import box, by_hand, desk, spares, striking, teller_home, unit_home, views


def _flow(address: str, view: View, name: str) -> list[URLPattern]:
    return [
        path(f"{address}/", view, name=name),
        path(f"{address}/<slug:step>/", view, name=f"{name}-step"),
    ]


UNIT, SEAT = "unit/<slug:proceeding>/<slug:unit>", "tellers/<slug:proceeding>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("unit/", unit_home.units, name="teller-units"),
    path(f"{UNIT}/", unit_home.unit, name="teller-unit"),
    *_flow(f"{UNIT}/return", views.make_return, "teller-return"),
    *_flow(f"{UNIT}/meeting", views.call_meeting, "teller-notice"),
    *_flow(f"{UNIT}/nomination", views.nominate, "teller-nomination"),
    path(f"{SEAT}/", teller_home.seat, name="teller-seat"),
    *_flow(f"{SEAT}/packs", views.reconcile, "teller-packs"),
    path(f"{SEAT}/papers/", by_hand.papers, name="teller-papers"),
    path(f"{SEAT}/papers/by-hand/done/", by_hand.hand_over, name="teller-hand-over"),
    *_flow(f"{SEAT}/papers/settle", views.settle, "teller-settle"),
    path(f"{SEAT}/papers/by-hand/<int:pack>/", by_hand.pack, name="teller-by-hand"),
    *_flow(f"{SEAT}/papers/file", views.papers_file, "teller-file"),
    path(f"{SEAT}/desk/", desk.desk_page, name="teller-desk"),
    path(f"{SEAT}/box/", box.box, name="teller-box"),
    path(f"{SEAT}/box/archive.bel", box.archive, name="teller-archive"),
    path(f"{SEAT}/box/factors.jsonl", box.proofs, name="teller-factors"),
    path(f"{SEAT}/box/strike-off/", striking.strike, name="teller-strike"),
    path(f"{SEAT}/box/spare-codes/", spares.unused, name="teller-spares"),
    *_flow(f"{SEAT}/box/close", views.close_box, "teller-box-close"),
    *_flow(f"{SEAT}/box/result", views.enter_result, "teller-box-result"),
    *_flow(f"{SEAT}/count", views.make_count, "teller-count"),
    *_flow(f"{SEAT}/lot", views.draw_lot, "teller-lot"),
    *_flow(f"{SEAT}/ballot", views.body_ballot, "teller-body-ballot"),
    *_flow(f"{SEAT}/petition", views.petition, "teller-petition"),
]
