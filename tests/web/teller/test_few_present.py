"""A meeting of a handful: the form asks how many were there, and the return says only that they were enough."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from hustings.conduct.bundles import bundle_of
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.rulebooks.loader import from_files, load
from hustings.store.models import Draft, Notice
from tests.proceedings.walk import Walk
from tests.web.teller.table import MINE, SEAT, SECOND, TELLER, Table, table, text_of
from tests.web.teller.test_return import FLOW, made, meeting, until_figures

pytestmark = pytest.mark.django_db
PAGES = (
    "/", f"/seats/{SEAT}/", f"/seats/{SEAT}/returns/", f"/seats/{SEAT}/returns.csv", f"/seats/{SEAT}/record/",
    f"/seats/{SEAT}/calendar.ics", f"/seats/{SEAT}/bundle.zip", "/api/v1/seats", f"/api/v1/seats/{SEAT}",
    f"/api/v1/seats/{SEAT}/entries", f"/api/v1/seats/{SEAT}/bundle.zip",
)  # fmt: skip


def met(monkeypatch: pytest.MonkeyPatch, quorum: int, cell: int = 10) -> Table:
    """The branches have met, under the model rules with this quorum and this minimum cell."""
    shipped = load("model-association")
    rules = shipped.files["rules.toml"]
    for name, shown, value in ((b"quorum", 0, quorum), (b"minimum_cell", 10, cell)):
        assert rules.count(b"\n%s = { value = %d," % (name, shown)) == 1
        rules = rules.replace(
            b"%s = { value = %d," % (name, shown), b"%s = { value = %d," % (name, value)
        )
    book = from_files("model-association", {**shipped.files, "rules.toml": rules})
    return table(Walk(book).trigger_open(), monkeypatch)


def until_check(table: Table, present: int, open_: int, reselect: int) -> str:
    """Every question answered; what the page says on which all of it is looked at."""
    until_figures(table, present)
    votes = {"open": open_, "reselect": reselect, "abstained": 0, "spoilt": 0}
    table.answer(
        TELLER,
        FLOW,
        ("figures", votes),
        ("answer", {"seen": ",".join(f"{name}={n}" for name, n in votes.items())}),
        ("sheet", {"without": "on"}),
        ("second", {"second": SECOND}),
    )
    return text_of(table.get(TELLER, f"{FLOW}check/"))


def everything_told(table: Table) -> Iterator[tuple[str, str]]:
    """Every page, download and answer of the API about the seat, every letter, and the bundle of each audience."""
    client, reached = Client(), 0
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code in {200, 404}, path
        reached += answer.status_code == 200
        if not path.endswith(".zip"):
            yield path, answer.content.decode()
        elif answer.status_code == 200:
            with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
                yield path, without_rules({name: bundle.read(name) for name in bundle.namelist()})
    assert reached >= 9
    for audience in (Visibility.PUBLIC, Visibility.PARTIES):
        bundle_ = bundle_of(table.union.organisation, (SEAT,), audience)
        yield audience.value, without_rules(bundle_)
    yield "mail", "\n".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox)
    yield "letters", "\n".join(str(vars(one)) for one in Notice.objects.all())


def without_rules(files: dict[str, bytes]) -> str:
    parts = [part for name, part in files.items() if not name.startswith("rulebooks/")]
    return b"\n".join(parts).decode("utf-8", "replace")


def numbers(text: str) -> set[str]:
    """The whole numbers that stand alone in a text, not those inside a fingerprint or a drawing."""
    text = re.sub(r"<(svg|path|style)\b.*?>", "", text, flags=re.DOTALL)
    return set(re.findall(r"(?<![\w+/=.#-])\d+(?![\w+/=.-])", text))


def test_a_meeting_of_a_handful_is_returned_and_nobody_reads_how_many_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """97 were there, of whom 52 and 43 voted; 50 are a quorum and 100 a cell, so that the numbers stand out.

    The parties' bundle has the figures of the votes, and is where 52 is found; 97 is nowhere.
    """
    table = met(monkeypatch, quorum=50, cell=100)
    checked = until_check(table, 97, 52, 43)
    asked = text_of(table.get(TELLER, f"{FLOW}present/"))
    assert (
        "With fewer than 100 present, the number is not published: the return says instead" in asked
    )
    assert "97 (not published)" in checked
    assert "The meeting was quorate yes, the quorum is 50" in checked
    assert "Fewer than 100 were present, so the number is not published. The return says" in checked
    address = table.post(TELLER, f"{FLOW}check/")["Location"]
    for teller in (TELLER, SECOND):
        statement = text_of(table.get(teller, address))
        assert "The meeting was quorate yes" in statement
        assert "97" not in numbers(statement)
        assert "Members present" not in statement
    table.sign(TELLER, address)
    table.sign(SECOND, address)
    assert table.seat().state.standing_return(MINE) is not None
    (entry,) = (one.entry for one in table.seat().entries if isinstance(one.entry, ReturnMade))
    assert (entry.present, entry.quorate) == (None, True)
    told = {where: numbers(shown) for where, shown in everything_told(table)}
    assert [where for where in told if "97" in told[where]] == []
    assert [where for where in told if "52" in told[where]] == ["parties"]


def test_the_same_is_signed_whatever_handful_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    table = met(monkeypatch, quorum=5)
    signed: list[ReturnMade] = []
    for present in (5, 9):
        until_check(table, present, 3, 2)
        table.post(TELLER, f"{FLOW}check/")
        signed.append(made(table))
        Draft.objects.all().delete()
    assert signed[0] == signed[1]
    assert signed[0].quorate


def test_fewer_than_the_quorum_are_refused_where_their_number_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = met(monkeypatch, quorum=5)
    table.answer(TELLER, FLOW, ("meeting", meeting(table)))
    answer = table.post(TELLER, f"{FLOW}present/", present=4, representative="no")
    assert answer.status_code == 200
    assert "The meeting needs at least 5 present." in text_of(answer)
    assert table.get(TELLER, f"{FLOW}check/")["Location"] == f"{FLOW}present/"


def test_without_a_quorum_a_handful_is_left_out_and_nothing_said_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = met(monkeypatch, quorum=0)
    checked = until_check(table, 8, 3, 2)
    assert "Fewer than 10 were present, so the number is not published." in checked
    assert "quorate" not in checked
    table.post(TELLER, f"{FLOW}check/")
    assert (made(table).present, made(table).quorate) == (None, None)


def test_enough_are_told_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    table = met(monkeypatch, quorum=5)
    checked = until_check(table, 10, 6, 4)
    assert "not published" not in checked
    address = table.post(TELLER, f"{FLOW}check/")["Location"]
    assert (made(table).present, made(table).quorate) == (10, None)
    statement = text_of(table.get(SECOND, address))
    assert "Members present 10" in statement
    assert "The meeting was quorate" not in statement
