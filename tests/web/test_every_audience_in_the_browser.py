"""Every page that an audience reaches by links, on a telephone in a real browser: nothing that axe finds."""

from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.urls import Resolver404, resolve
from playwright.sync_api import Error as BrowserStopped

from hustings.conduct.persons import enter_person, grant
from hustings.conduct.roles import Role
from hustings.proceedings.nominations import NominationMade
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.values import Actor
from hustings.proceedings.values import Role as Part
from hustings.store.models import Person
from tests.conduct.conftest import Build, build
from tests.conduct.town import HOLDER, SEAT, Town, signed_in
from tests.proceedings.walk import AFFILIATES, BRANCHES, Walk
from tests.web.public.test_in_the_browser import PAGES
from tests.web.seats import COMMITTEE, OFFICE, reference_of

__all__ = ["build"]

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("mailbox"),
]

DEPTH = 3
OWN = ("/me/", "/unit/")
"""Addresses where everybody sees something of their own; a page elsewhere is looked at once."""

WRONG = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((one) => +one.tagName[1]);
  return [
    levels.filter((one) => one === 1).length === 1 ? "" : "not one heading of the first level",
    levels.some((one, i) => one > (i ? levels[i - 1] : 0) + 1) ? "a level of headings left out" : "",
    document.title.includes(" – ") ? "" : "no title of its own",
    document.documentElement.scrollWidth > 390 ? "wider than a telephone" : "",
  ].filter(Boolean);
}"""


def trigger() -> Walk:
    """Branches have met; some have reported."""
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[1])
    walk.returned(AFFILIATES[1], UnitAnswer.RESELECT)
    return walk


def nominations() -> Walk:
    """Two are longlisted, and one unit has nominated the first."""
    walk = Walk("model-association").longlisted("p-ash", "p-birch").at("nominations")
    secretary = Actor("p-secretary", Part.UNIT_SECRETARY)
    walk.do(NominationMade(unit=BRANCHES[0], nominee="p-ash", by=(secretary,)))
    return walk


def everybody(town: Town) -> Iterator[tuple[str, str]]:
    """(person, where their work begins) of every audience while units decide, a stranger first."""
    yield "", "/"
    yield OFFICE, "/office/"
    yield COMMITTEE, "/office/"
    yield HOLDER, "/me/"
    for number in ("N-1", "N-2"):
        yield town.person_of(number).reference, "/me/"
    for unit in (BRANCHES[0], AFFILIATES[0]):
        yield Person.objects.get(email=f"{unit}@commonweal.example").reference, "/unit/"
    yield _granted(town, "First Teller", Role.TELLER, BRANCHES[0]), "/unit/"


def candidates(town: Town) -> Iterator[tuple[str, str]]:
    """Who waits for nominations, and whose unit nominates."""
    ash = Person.objects.get(reference=reference_of("p-ash"))
    grant(ash, Role.CANDIDATE, town.walk.now, proceeding=SEAT)
    yield ash.reference, "/me/"
    secretary = Person.objects.get(email=f"{BRANCHES[0]}@commonweal.example")
    yield secretary.reference, "/unit/"


def _granted(town: Town, name: str, role: Role, unit: str) -> str:
    organisation = town.union.organisation
    person = enter_person(organisation, name, unit.title(), f"{role.value}@commonweal.example")
    grant(person, role, town.walk.entries[0][1], unit=organisation.units.get(reference=unit))
    return str(person.reference)


def window(browser: Any, address: str, person: str) -> Any:
    """A telephone on which this person is signed in; nobody is, if there is none."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    if person:
        cookie = signed_in(person).cookies[site.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context.new_page()


def kind_of(path: str) -> tuple[str, str] | None:
    """Which page an address is, whatever seat, unit or clause it is about; each act is a page of its own."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found.view_name, str(found.kwargs.get("act", ""))


def problems_on(page: Any, path: str) -> list[Any]:
    """What axe and our own rules find on a page; a download has nothing to look at."""
    from axe_playwright_python.sync_playwright import Axe

    try:
        answer = page.goto(path)
    except BrowserStopped as stopped:
        return [] if "Download is starting" in stopped.message else [stopped.message]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    if answer.status not in (200, 409) and not (answer.status == 403 and "/office/seats/" in path):
        return [answer.status]  # the desk shows work that is another body's, and whose it is
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = Axe().run(page).response["violations"]
    return [*page.evaluate(WRONG), *((one["id"], one["nodes"][0]["html"]) for one in found)]


def walk_links(page: Any, address: str, start: str, seen: set[Any]) -> dict[str, list[Any]]:
    """Look at every kind of page within three links of ``start`` once; what is wrong, by address."""
    queue, wrong, own = deque([(start, 0)]), dict[str, list[Any]](), set[Any]()
    while queue:
        path, depth = queue.popleft()
        if found := problems_on(page, address + path):
            wrong[path] = found
        if depth == DEPTH:
            continue
        links = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"
        for link in page.evaluate(links):
            target, kind = urlsplit(link), kind_of(urlsplit(link).path)
            known = own if target.path.startswith(OWN) else seen
            if link.startswith(address) and kind is not None and kind not in known:
                known.add(kind)
                queue.append((target.path, depth + 1))
    return wrong


@pytest.mark.parametrize(
    ("story", "audiences"),
    [(trigger, everybody), (nominations, candidates)],
    ids=["trigger", "nominations"],
)
def test_whatever_page_somebody_reaches_holds_on_a_telephone(
    build: Build, browser: Any, live_server: Any, story: Any, audiences: Any
) -> None:
    town, wrong = build(story()), dict[str, list[Any]]()
    seen = {kind_of(path) for path in PAGES}  # looked at by the test of the public pages
    for person, start in audiences(town):
        page = window(browser, live_server.url, person)
        wrong |= walk_links(page, live_server.url, start, seen)
        page.context.close()
    assert wrong == {}
