"""The pages of each flow, with who may open them."""

from django.http import HttpRequest, HttpResponse

from hustings.conduct.returning import UnitDesk
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk
from hustings.web.permissions import View, requires
from hustings.web.teller import nominating, notices, returns
from hustings.web.teller.box import CLOSE, RESULT
from hustings.web.teller.counting import LOT, MAKE_COUNT
from hustings.web.teller.desks import for_tellers, for_unit
from hustings.web.teller.flows import Flow
from hustings.web.teller.packs import RECONCILE
from hustings.web.teller.papers import FILE
from hustings.web.teller.settling import SETTLE
from hustings.web.teller.totals import BODY_BALLOT, PETITION


def _unit_flow(flow: Flow, *roles: Role) -> View:
    @requires(*roles, writes=True)
    @for_unit(*roles)
    def page(request: HttpRequest, desk: UnitDesk, step: str = "") -> HttpResponse:
        return flow.run(request, desk, step)

    return page


def _seat_flow(flow: Flow) -> View:
    @requires(Role.TELLER, Role.SCRUTINEER, writes=True)
    @for_tellers
    def page(request: HttpRequest, desk: TellerDesk, step: str = "") -> HttpResponse:
        return flow.run(request, desk, step)

    return page


make_return = _unit_flow(returns.RETURN, *returns.ROLES)
call_meeting = _unit_flow(notices.NOTICE, *notices.ROLES)
nominate = _unit_flow(nominating.NOMINATION, *nominating.ROLES)
reconcile = _seat_flow(RECONCILE)
papers_file = _seat_flow(FILE)
settle = _seat_flow(SETTLE)
close_box = _seat_flow(CLOSE)
enter_result = _seat_flow(RESULT)
make_count = _seat_flow(MAKE_COUNT)
draw_lot = _seat_flow(LOT)
body_ballot = _seat_flow(BODY_BALLOT)
petition = _seat_flow(PETITION)
