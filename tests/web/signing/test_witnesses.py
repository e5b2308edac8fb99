"""An officer reads, and signs, that a witness is listed or retired; the record and the site then list the same."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hustings.conduct.choosing_witnesses import propose_listing, propose_retirement
from hustings.conduct.drafting import Waiting
from hustings.conduct.founding import register_of
from hustings.conduct.witness_list import the_list
from hustings.kernel.refusals import Refused
from hustings.store.models import Organisation
from tests.store.witnessed import AGENT, vkey_of
from tests.web.office.playing import sign_here, signed_in, stop_the_clock, text_of
from tests.web.seats import COMMITTEE, OFFICE, found_union

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> Organisation:
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path  # type: ignore[attr-defined]
    stop_the_clock(monkeypatch, NOW)
    return found_union(NOW).organisation


def written(waiting: Waiting | Refused) -> str:
    assert isinstance(waiting, Waiting), waiting
    return f"/sign/{waiting.reference}/"


def listed(here: Organisation) -> list[tuple[str, bool]]:
    """By the site; the record must say the same."""
    found = [(one.witness.name, one.listed) for one in the_list(here)]
    register = register_of(here).witnesses.values()
    assert found == [(one.key.name, one.until is None) for one in register]
    return found


def test_the_statement_is_read_whole_and_signed_by_the_officer_who_was_asked(
    here: Organisation,
) -> None:
    officer = f"{COMMITTEE}@commonweal.example"
    address = written(propose_listing(here, str(vkey_of(AGENT)), officer))
    page = text_of(signed_in(COMMITTEE).get(address))
    assert f"{AGENT} is listed as an outside witness of the record." in page
    assert str(vkey_of(AGENT)) in page
    assert signed_in(OFFICE).get(address).status_code == 404
    assert listed(here) == []
    sign_here(signed_in(COMMITTEE), address, COMMITTEE)
    assert listed(here) == [(AGENT, True)]
    address = written(propose_retirement(here, AGENT, f"{OFFICE}@commonweal.example"))
    assert "is no longer an outside witness" in text_of(signed_in(OFFICE).get(address))
    sign_here(signed_in(OFFICE), address, OFFICE)
    assert listed(here) == [(AGENT, False)]


def test_a_statement_that_something_has_overtaken_is_not_accepted(here: Organisation) -> None:
    officer = f"{OFFICE}@commonweal.example"
    first, second = (written(propose_listing(here, str(vkey_of(AGENT)), officer)) for _ in range(2))
    sign_here(signed_in(OFFICE), first, OFFICE)
    told = text_of(sign_here(signed_in(OFFICE), second, OFFICE))
    assert "This key is on the list already" in told
    assert listed(here) == [(AGENT, True)]
