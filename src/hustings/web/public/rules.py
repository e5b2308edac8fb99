"""The rules in our words: every clause with its source, every reading with the choices that it leaves."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hustings.conduct.published import rulebook_known_as
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.kernel.refusals import BadInput
from hustings.rulebooks.citations import citations_in
from hustings.rulebooks.loader import Rulebook, load, shipped
from hustings.web.permissions import requires
from hustings.web.public.labels import label_of


@requires(Role.STRANGER)
def rulebooks(request: HttpRequest) -> HttpResponse:
    """Every rulebook that can be read here."""
    books = [_book(id_) for id_ in shipped()]
    listed = [(book, label_of(book)) for book in books]
    return render(request, "public/rulebooks.html", {"books": listed})


@requires(Role.STRANGER)
def rulebook(request: HttpRequest, rulebook: str) -> HttpResponse:
    """One rulebook: its clauses, its readings, its label and its digest."""
    book = _book(rulebook)
    page = {
        "book": book,
        "label": label_of(book),
        "clauses": tuple(book.clauses.values()),
        "readings": [book.readings[number] for number in sorted(book.readings)],
    }
    return render(request, "public/rulebook.html", page)


@requires(Role.STRANGER)
def clause(request: HttpRequest, rulebook: str, clause: str) -> HttpResponse:
    """One clause in our words, where it is written, and what rests on it."""
    book = _book(rulebook)
    if clause not in book.clauses:
        raise Http404(_("The rulebook has no such clause."))
    page = {
        "book": book,
        "label": label_of(book),
        "clause": book.clauses[clause],
        "values": sorted(_resting_on(book, clause)),
    }
    return render(request, "public/clause.html", page)


def _book(id_: str) -> Rulebook:
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        organisation = None
    try:
        found = rulebook_known_as(organisation, id_)
    except BadInput:
        found = load(id_) if id_ in shipped() else None
    if found is None:
        raise Http404(_("There is no such rulebook."))
    return found


def _resting_on(book: Rulebook, clause: str) -> Iterator[tuple[str, str]]:
    """(where in the rules, the value) of everything that names this clause as its ground."""
    table = tomllib.loads(book.files["rules.toml"].decode())
    for cited in citations_in(table):
        if cited.ground in ("clause", "source") and cited.named == clause:
            where = ", ".join(
                str(p).replace("_", " ") for p in cited.path if not isinstance(p, int)
            )
            yield where, _shown(_at(table, cited.path), cited.value)


def _at(table: Mapping[str, Any], path: tuple[Any, ...]) -> Any:
    inner: Any = table
    for part in path:
        inner = inner[part]
    return inner


def _shown(cited: Any, value: object) -> str:
    if value is not None:
        return _plain(value)
    rest = {k: v for k, v in cited.items() if k not in ("clause", "source", "reading", "id")}
    return "; ".join(f"{name}: {_plain(v)}" for name, v in rest.items() if not isinstance(v, dict))


def _plain(value: object) -> str:
    """A value as people write it: lists with commas, what has parts with its parts named."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, dict):
        return " ".join(f"{str(name).replace('_', ' ')} {_plain(v)}" for name, v in value.items())
    return re.sub(r"(?<=[a-z])-(?=[a-z])", " ", str(value)) if _is_one_word(value) else str(value)


def _is_one_word(value: object) -> bool:
    """A word of the rulebook's own, as ``pooled-majority``, and not a sentence or an address."""
    return isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", value) is not None
