"""Around every page: who is asking, which headers protect them, nothing stored on GET, and not too much at once."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from hustings.conduct.packing import GrewMeanwhile
from hustings.conduct.roles import person_known_as
from hustings.web.base.packed import ASK_AGAIN
from hustings.web.base.refusals import TOO_MUCH, ask_again, too_much

Next = Callable[[HttpRequest], HttpResponse]

FILES, FORM = "multipart/form-data", "application/x-www-form-urlencoded"
_NO_DEVICES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
_WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|DROP|ALTER|CREATE)\b", re.IGNORECASE
)
_OURSELVES = ('"django_session"', '"hustings_attempts"')
"""A visit and the count of attempts are not state of the organisation: they may move on GET."""


class StoredOnGet(Exception):
    """A page tried to change the organisation's state on GET; nothing was stored."""


def headers(get_response: Next) -> Next:
    """No device access for any page, and no copy of a signed-in person's page in a shared cache."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _NO_DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "person", None) is not None:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return respond


def person(get_response: Next) -> Next:
    """Put ``request.person`` there; a session of somebody whom the organisation no longer knows ends."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.person = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.person = person_known_as(request.user.person)  # type: ignore[attr-defined, union-attr]
            if request.person is None:  # type: ignore[attr-defined]
                logout(request)
        return get_response(request)

    return respond


def reading_only(get_response: Next) -> Next:
    """Refuse at the database whatever a GET or HEAD would store."""

    def refuse(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if _WRITE.match(sql) and not any(table in sql for table in _OURSELVES):
            raise StoredOnGet(sql.split("(", maxsplit=1)[0][:80])
        return execute(sql, params, many, context)

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        with connections["default"].execute_wrapper(refuse):
            return get_response(request)

    return respond


def not_too_much(get_response: Next) -> Next:
    """Turn back a body that would not be read into memory, unread: in JSON whatever no form of a page has sent.

    Files come in parts, which are not kept in memory, and have their own limits.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.content_type == FILES or _announced(request) <= most:
            return get_response(request)
        if request.content_type == FORM:
            return too_much(request)
        because = _("This is too much at once: at most %(most)d bytes are read.") % {"most": most}
        return JsonResponse({"because": because}, status=TOO_MUCH)

    return respond


def not_at_this_moment(get_response: Next) -> Next:
    """A page instead of a failure, where a file grew each time while it was packed."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return ask_again(request, ASK_AGAIN) if isinstance(exception, GrewMeanwhile) else None

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
