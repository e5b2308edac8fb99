"""What people take away holds up: the bundle verifies, the calendar reads, the spreadsheet is harmless."""

import csv
import io
from pathlib import Path
from secrets import randbelow

import pytest
from django.test import Client
from icalendar import Calendar

from hustings.conduct.showing.feed import csv_of
from hustings.conduct.showing.returns import ShownReturn
from hustings.proceedings.state import UnitRow
from hustings.record.archive import read_bundle
from hustings.store import log
from hustings.verifier.trust import read_trust
from hustings.verifier.verify import verify
from tests.web.seats import Union


@pytest.mark.parametrize("seat", ["declared", "disputed", "exempt"])
def test_the_bundle_verifies_with_the_trust_file(
    stranger: Client, tmp_path: Path, seat: str
) -> None:
    place = tmp_path / f"{seat}.zip"
    place.write_bytes(stranger.get(f"/seats/{seat}/bundle.zip").content)
    trust = read_trust(stranger.get("/record/trust.toml").content)
    report = verify(read_bundle(place), trust, map, randbelow)
    assert not report.failed
    assert report.verdict.status == 0


def test_taking_the_bundle_writes_nothing(stranger: Client, union: Union) -> None:
    before = log.size(union.organisation)
    one = stranger.get("/seats/declared/bundle.zip").content
    assert stranger.get("/seats/declared/bundle.zip").content == one
    assert log.size(union.organisation) == before


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
