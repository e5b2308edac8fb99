"""Every status with which the API answers is in its own description, and too much is turned back in a sentence."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hustings.api.record import api
from hustings.conduct.packing import GrewMeanwhile
from hustings.kernel.refusals import Refused
from tests.store.making import MORNING
from tests.store.witnessed import AGENT, GAZETTE, grow, listed, logged, signed

pytestmark = pytest.mark.django_db
HERE = "/api/v1"
MUCH = b"x" * 2_700_000
"""More than Django reads of a body into memory."""

SCHEMA: dict[str, Any] = api.get_openapi_schema()
COSIGNATURES = f"{HERE}/checkpoint/cosignatures"


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: MORNING)


def declared(path: str, method: str = "get") -> set[int]:
    return {int(status) for status in SCHEMA["paths"][path][method]["responses"]}


def posted(data: bytes, path: str = COSIGNATURES, kind: str = "text/plain") -> Any:
    return Client(enforce_csrf_checks=True).post(path, data, content_type=kind)


def founded() -> None:
    logged(3)


GIVEN: dict[str, tuple[str, str, Callable[[], None], int]] = {
    "seats of nobody": ("/seats", "/seats", lambda: None, 404),
    "a seat": ("/seats/{seat}", "/seats/nowhere", founded, 404),
    "entries": ("/seats/{seat}/entries", "/seats/nowhere/entries", founded, 404),
    "entries after nonsense": ("/seats/{seat}/entries", "/seats/x/entries?after=-1", founded, 422),
    "entries after too many": (
        "/seats/{seat}/entries",
        f"/seats/organisation/entries?after={10**30}",
        founded,
        422,
    ),
    "a bundle": ("/seats/{seat}/bundle.zip", "/seats/nowhere/bundle.zip", founded, 404),
    "a checkpoint": ("/checkpoint", "/checkpoint", founded, 200),
    "a checkpoint of nobody": ("/checkpoint", "/checkpoint", lambda: None, 404),
    "after": ("/checkpoint/after/{size}", "/checkpoint/after/2", founded, 200),
    "after more": ("/checkpoint/after/{size}", "/checkpoint/after/9", founded, 409),
    "after nonsense": ("/checkpoint/after/{size}", "/checkpoint/after/x", founded, 422),
    "after, of nobody": ("/checkpoint/after/{size}", "/checkpoint/after/2", lambda: None, 404),
    "inclusion": ("/proofs/inclusion/{position}", "/proofs/inclusion/2", founded, 200),
    "inclusion of more": ("/proofs/inclusion/{position}", "/proofs/inclusion/3", founded, 404),
    "inclusion of nonsense": ("/proofs/inclusion/{position}", "/proofs/inclusion/x", founded, 422),
    "consistency": ("/proofs/consistency/{size}", "/proofs/consistency/2", founded, 200),
    "consistency of more": ("/proofs/consistency/{size}", "/proofs/consistency/9", founded, 404),
    "consistency of nothing": ("/proofs/consistency/{size}", "/proofs/consistency/0", founded, 422),
}


@pytest.mark.parametrize(("path", "asked", "before", "status"), GIVEN.values(), ids=GIVEN)
def test_every_status_of_reading_is_declared(
    path: str, asked: str, before: Callable[[], None], status: int
) -> None:
    before()
    answer = Client().get(HERE + asked)
    assert answer.status_code == status
    assert status in declared(HERE + path)
    assert status == 200 or json.loads(answer.content)["because"].endswith(".")


def test_every_address_is_asked_here() -> None:
    asked = {HERE + path for path, *_ in GIVEN.values()} | {COSIGNATURES}
    assert asked == SCHEMA["paths"].keys()


def test_every_status_for_a_witness_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {posted(b"hello").status_code}
    here = logged(3)
    listed(here, AGENT)
    earlier = signed(here, AGENT)
    grow(here, 1)
    for data in (signed(here, AGENT), earlier, signed(here, GAZETTE), b"hello", b"x" * 32_769):
        told.add(posted(data).status_code)
    assert told == {200, 400, 403, 404, 409, 413}
    assert told == declared(COSIGNATURES, "post")
    for code in ("not-a-key", "does-not-hold", "not-ours", "anything else"):
        monkeypatch.setattr(
            "hustings.api.record.hand_in", lambda *_, code=code: Refused(code, "", "No.")
        )
        assert posted(b"x").status_code in declared(COSIGNATURES, "post")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/octet-stream"])
def test_much_too_much_is_turned_back_unread_with_one_quiet_line(
    caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    logged(3)
    with caplog.at_level(logging.WARNING):
        answer = posted(MUCH, kind=kind)
    assert answer.status_code == 413
    assert json.loads(answer.content)["because"].endswith(".")
    (line,) = caplog.records
    assert line.levelno == logging.WARNING
    assert line.exc_info is None


def test_a_file_that_is_too_long_for_a_checkpoint_is_turned_back_unread(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logged(3)
    with caplog.at_level(logging.WARNING):
        answer = posted(MUCH, kind="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert json.loads(answer.content)["because"].endswith(".")
    assert not [line for line in caplog.records if line.exc_info]


def test_a_bundle_that_changes_while_it_is_packed_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged(3)

    def grew(*_: object) -> None:
        raise GrewMeanwhile

    monkeypatch.setattr("hustings.web.base.bundles.packed_bundle", grew)
    answer = Client().get(f"{HERE}/seats/northmoor/bundle.zip")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert json.loads(answer.content)["because"].endswith(".")
    assert declared(f"{HERE}/seats/{{seat}}/bundle.zip") == {200, 304, 404, 503}
