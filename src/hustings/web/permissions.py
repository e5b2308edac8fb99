"""Who may open a page: every view declares it here, in one line above the view, or the tests fail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from hustings.conduct.roles import Role, roles_of
from hustings.web.base.refusals import not_for_you

View = Callable[..., HttpResponseBase]
READING = ("GET", "HEAD")
WRITING = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Permission:
    """The declaration on a view: one of ``roles`` is enough, and these are the methods it answers."""

    roles: frozenset[Role]
    methods: tuple[str, ...]
    development_only: bool = False


def requires(*roles: Role, writes: bool = False) -> Callable[[View], View]:
    """Let in whoever has one of ``roles`` in the proceeding of the address (its ``proceeding`` argument).

    A view answers GET and HEAD; with ``writes=True`` also POST. Nothing is ever stored on GET:
    the middleware ``reading_only`` refuses it at the database.
    """
    if not roles:
        raise ValueError("a view names at least one role; Role.STRANGER is everybody")
    permission = Permission(frozenset(roles), WRITING if writes else READING)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in permission.methods:
                return HttpResponseNotAllowed(permission.methods)
            person = getattr(request, "person", None)
            held = roles_of(person.id if person else None, kwargs.get("proceeding"))
            if held & permission.roles:
                return view(request, *args, **kwargs)
            if person is None and request.method != "POST":
                return redirect_to_login(request.get_full_path())
            return not_for_you(request, permission.roles)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def permission_of(view: View) -> Permission | None:
    """What ``view`` declares, if it declares anything."""
    return getattr(view, "permission", None)
