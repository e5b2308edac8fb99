"""Who stands before which unit or which seat: every page of the tellers begins with this."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from hustings.conduct.returning import UnitDesk, unit_desk
from hustings.conduct.roles import Role
from hustings.conduct.tallying import TellerDesk, teller_desk
from hustings.kernel.refusals import BadInput
from hustings.web.base.refusals import not_for_you

UnitPage = Callable[..., HttpResponse]


def for_unit(*roles: Role) -> Callable[[UnitPage], UnitPage]:
    """Let in who has one of ``roles`` for this very unit; the page gets the desk instead of two names."""

    def declare(page: UnitPage) -> UnitPage:
        @wraps(page)
        def guarded(request: HttpRequest, proceeding: str, unit: str, **more: str) -> HttpResponse:
            desk = _unit_or_404(request, proceeding, unit)
            if not desk.roles & set(roles):
                return not_for_you(request, frozenset(roles))
            return page(request, desk, **more)

        return guarded

    return declare


def for_tellers(page: UnitPage) -> UnitPage:
    """Let in the tellers of the whole seat and its scrutineer; tellers of one unit are not."""

    @wraps(page)
    def guarded(request: HttpRequest, proceeding: str, **more: str) -> HttpResponse:
        desk = _seat_or_404(request, proceeding)
        if desk.part is None:
            return not_for_you(request, frozenset({Role.TELLER, Role.SCRUTINEER}))
        return page(request, desk, **more)

    return guarded


def _unit_or_404(request: HttpRequest, proceeding: str, unit: str) -> UnitDesk:
    try:
        return unit_desk(request.person.id, proceeding, unit)  # type: ignore[attr-defined]
    except (LookupError, BadInput) as none:
        raise Http404 from none


def _seat_or_404(request: HttpRequest, proceeding: str) -> TellerDesk:
    try:
        return teller_desk(request.person.id, proceeding)  # type: ignore[attr-defined]
    except (LookupError, BadInput) as none:
        raise Http404 from none
