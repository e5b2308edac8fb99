"""The rules in our words: every clause with its source, every reading with the choices that it leaves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hustings.conduct.published import rulebook_known_as
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.conduct.roles import Role
from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.refusals import BadInput
from hustings.rulebooks.loader import Rulebook, load, shipped
from hustings.rulebooks.telling import meant_by, tell
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
        "clauses": [(_heading(book, number), one) for number, one in book.clauses.items()],
        "readings": [(book.readings[n], meant_by(book, n)) for n in sorted(book.readings)],
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
        "heading": _heading(book, clause),
        "resting": _resting_on(book, clause),
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


def _heading(book: Rulebook, number: str) -> dict[str, str]:
    """A clause by its number; what only a source is called, by that name, with a capital."""
    if _is_numbered(book, number):
        return {"number": number, "name": ""}
    return {"number": number, "name": number[:1].upper() + number[1:]}


def _is_numbered(book: Rulebook, number: str) -> bool:
    """Whether the text calls it a clause: the values cite it as one, or it begins like a number."""
    first = number.split(maxsplit=1)[0]
    return (
        first == "Sch."
        or any(letter.isdigit() for letter in first)
        or any(told.ground == Citation(Ground.CLAUSE, number) for told in tell(book))
    )


def _resting_on(book: Rulebook, clause: str) -> list[str]:
    """Everything that names this clause as its ground, in sentences, in the order of the rules."""
    grounds = {Citation(Ground.CLAUSE, clause), Citation(Ground.SOURCE, clause)}
    return [told.says for told in tell(book) if told.ground in grounds]
