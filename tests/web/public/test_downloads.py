"""What people take away holds up: the bundle verifies, the calendar reads, the spreadsheet is harmless."""

import csv
import html
import io
import json
from pathlib import Path
from secrets import randbelow
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client, override_settings
from icalendar import Calendar

from hustings.conduct import clock
from hustings.conduct.packing import (
    GrewMeanwhile,
    forget_what_was_erased_here,
    packed_bundle,
)
from hustings.conduct.published import bundle_files
from hustings.conduct.sealing import seal
from hustings.conduct.showing.feed import csv_of
from hustings.conduct.showing.returns import ShownReturn
from hustings.proceedings.state import UnitRow
from hustings.record.archive import read_bundle
from hustings.store import checkpoints, log
from hustings.store.models import Cosignature
from hustings.store.openings import erase
from hustings.store.packed import forget_packed
from hustings.verifier.trust import read_trust
from hustings.verifier.verify import verify
from tests.web.seats import Union


@pytest.mark.parametrize("seat", ["declared", "disputed", "exempt"])
def test_the_bundle_verifies_with_the_trust_file(
    stranger: Client, tmp_path: Path, seat: str
) -> None:
    place = tmp_path / f"{seat}.zip"
    place.write_bytes(stranger.get(f"/seats/{seat}/bundle.zip").getvalue())
    trust = read_trust(stranger.get("/record/trust.toml").content)
    report = verify(read_bundle(place), trust, map, randbelow)
    assert not report.failed
    assert report.verdict.status == 0


def test_how_to_check_names_the_lines_of_the_trust_file_to_compare(stranger: Client) -> None:
    page = html.unescape(stranger.get("/how-to-check/").content.decode())
    file = stranger.get("/record/trust.toml").content.decode().splitlines()
    assert [line.partition(" = ")[0] for line in file if line in fixed_on(page)] == [
        "organisation", "key", "keys",
    ]  # fmt: skip


def fixed_on(page: str) -> list[str]:
    """The lines that the page has in its box."""
    box = page[page.index("They never change:") :]
    return box[box.index("<code>") + 6 : box.index("</code>")].splitlines()


def test_taking_the_bundle_writes_nothing(stranger: Client, union: Union) -> None:
    before = log.size(union.organisation)
    one = stranger.get("/seats/declared/bundle.zip").getvalue()
    assert stranger.get("/seats/declared/bundle.zip").getvalue() == one
    assert log.size(union.organisation) == before


def test_who_has_the_bundle_is_not_sent_it_again_until_the_record_has_grown(
    stranger: Client, union: Union
) -> None:
    first = stranger.get("/seats/exempt/bundle.zip")
    etag = first["ETag"]
    assert first["Content-Disposition"] == 'attachment; filename="exempt.zip"'
    assert int(first["Content-Length"]) == len(first.getvalue())
    again = stranger.get("/api/v1/seats/exempt/bundle.zip", headers={"if-none-match": etag})
    assert (again.status_code, again.getvalue(), again["ETag"]) == (304, b"", etag)
    since = stranger.get(
        "/seats/exempt/bundle.zip", headers={"if-modified-since": first["Last-Modified"]}
    )
    assert since.status_code == 304
    seal(union.organisation)
    newest = checkpoints.latest(union.organisation)
    assert newest is not None
    Cosignature.objects.create(checkpoint=newest, witness="w", line="l", at=newest.at)
    grown = stranger.get("/seats/exempt/bundle.zip", headers={"if-none-match": etag})
    assert grown.status_code == 200
    assert grown["ETag"] != etag
    with ZipFile(io.BytesIO(grown.getvalue())) as bundle:
        assert bundle.read("checkpoint").endswith(b"\nl\n")


def test_what_was_erased_is_in_no_bundle_that_was_packed_before(
    stranger: Client, union: Union, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    before = stranger.get("/seats/declared/bundle.zip").getvalue()
    with ZipFile(io.BytesIO(before)) as bundle:
        line = json.loads(bundle.read("openings.jsonl").splitlines()[0])
    with django_capture_on_commit_callbacks() as after_it_stands:
        assert erase(union.organisation, line["position"], line["field"], clock.now(), "asked")
    assert forget_packed in after_it_stands
    forget_packed()
    assert bundles_on(settings.DATA) == []
    after = stranger.get("/seats/declared/bundle.zip").getvalue()
    with ZipFile(io.BytesIO(after)) as bundle:
        assert line["salt"].encode() not in bundle.read("openings.jsonl")


def bundles_on(data: Path) -> list[str]:
    kept = (one for one in Path(data, "bundles").glob("*/*") if one.name != "lock")
    return [one.parent.name for one in kept]


def test_a_machine_that_erased_nothing_itself_keeps_no_bundle_from_before(
    stranger: Client, union: Union, settings: Any, tmp_path: Path
) -> None:
    """Two machines with one database: the other one erased, and this one is asked for another seat."""
    settings.DATA = tmp_path / "this machine"
    stranger.get("/seats/exempt/bundle.zip").getvalue()
    before = stranger.get("/seats/declared/bundle.zip").getvalue()
    with ZipFile(io.BytesIO(before)) as bundle:
        line = json.loads(bundle.read("openings.jsonl").splitlines()[0])
    assert sorted(bundles_on(settings.DATA)) == ["declared", "exempt"]
    with override_settings(DATA=tmp_path / "the other machine"):
        assert erase(union.organisation, line["position"], line["field"], clock.now(), "asked")
    stranger.get("/seats/exempt/bundle.zip").getvalue()
    assert bundles_on(settings.DATA) == ["exempt"]


def test_a_machine_that_nobody_asks_deletes_them_when_it_starts_and_as_it_works(
    stranger: Client, union: Union, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path / "this machine"
    before = stranger.get("/seats/declared/bundle.zip").getvalue()
    with ZipFile(io.BytesIO(before)) as bundle:
        line = json.loads(bundle.read("openings.jsonl").splitlines()[0])
    forget_what_was_erased_here()
    assert bundles_on(settings.DATA) == ["declared"]
    with override_settings(DATA=tmp_path / "the other machine"):
        assert erase(union.organisation, line["position"], line["field"], clock.now(), "asked")
    forget_what_was_erased_here()
    assert bundles_on(settings.DATA) == []


def test_what_is_erased_while_a_bundle_is_packed_is_not_in_it(
    union: Union, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """Another machine erases after this one has read the opening and before its file stands."""
    settings.DATA = tmp_path
    lines: list[Any] = []

    def slowly(organisation: Any, proceeding: str) -> Any:
        files, archives = bundle_files(organisation, proceeding)
        if not lines:
            lines.append(json.loads(files["openings.jsonl"].splitlines()[0]))
            erase(organisation, lines[0]["position"], lines[0]["field"], clock.now(), "asked")
        return files, archives

    monkeypatch.setattr("hustings.conduct.packing.bundle_files", slowly)
    with packed_bundle(union.organisation, "declared").file as file, ZipFile(file) as bundle:
        assert lines[0]["salt"].encode() not in bundle.read("openings.jsonl")


@pytest.mark.parametrize("seat", ["..", "nowhere", "organisation", "%2e%2e"])
def test_there_is_no_bundle_of_what_is_no_seat(stranger: Client, seat: str) -> None:
    assert stranger.get(f"/api/v1/seats/{seat}/bundle.zip").status_code == 404


def test_the_calendar_has_every_date_that_still_holds(stranger: Client) -> None:
    feed = Calendar.from_ical(stranger.get("/seats/disputed/calendar.ics").content)
    events = {str(event["uid"]): event for event in feed.walk("VEVENT")}
    assert "returns-due.disputed@hustings" in events
    assert len(events) == len(feed.walk("VEVENT"))


def test_the_spreadsheet_has_one_row_a_unit_and_no_withheld_figures(stranger: Client) -> None:
    text = stranger.get("/seats/disputed/returns.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [rows[0]["unit"], rows[0]["standing"], rows[0]["open"]] == ["Branch-1", "void", "31"]
    assert [rows[1]["unit"], rows[1]["open"]] == ["Branch-2", ""]
    assert "not public" in rows[1]["figures"]
    assert len(rows) == 12


def test_no_cell_of_the_spreadsheet_is_a_formula() -> None:
    unit = UnitRow("u", '=HYPERLINK("http://example.org")', "branch", "", True, "")
    shown = ShownReturn(unit, "branch", "+1", "stands", False, False, None, "", None, None, ())
    (row,) = list(csv.reader(io.StringIO("".join(csv_of((shown,))))))[1:]
    assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_a_bundle_that_grows_each_time_it_is_packed_is_asked_for_again_on_a_page(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grew(*_: object) -> None:
        raise GrewMeanwhile

    monkeypatch.setattr("hustings.web.base.bundles.packed_bundle", grew)
    told = stranger.get("/seats/declared/bundle.zip")
    assert told.status_code == 503
    assert int(told["Retry-After"]) > 0
    assert "Not at this moment" in told.content.decode()
