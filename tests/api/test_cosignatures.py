"""The addresses for witnesses: nobody needs a session, and only a listed key's signature counts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hustings.record.witnessing import read_continuation
from hustings.store.models import Cosignature
from tests.store.making import MORNING
from tests.store.witnessed import AGENT, GAZETTE, grow, listed, logged, signed

pytestmark = pytest.mark.django_db
HERE = "/api/v1/checkpoint"


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: MORNING)


def handed_in(data: bytes) -> Any:
    """As from a browser of anybody, whose forged posts the site turns away elsewhere."""
    client = Client(enforce_csrf_checks=True)
    return client.post(f"{HERE}/cosignatures", data, content_type="text/plain")


def test_a_checkpoint_comes_with_the_proof_that_it_continues_what_was_seen() -> None:
    logged(5)
    got = Client().get(f"{HERE}/after/3")
    assert got["Content-Type"] == "text/plain; charset=utf-8"
    shown = read_continuation(got.content)
    assert (shown.old, shown.checkpoint.size) == (3, 5)


def test_what_cannot_be_shown_is_said_in_a_sentence() -> None:
    missing = Client().get(f"{HERE}/after/0")
    logged(5)
    smaller = Client().get(f"{HERE}/after/6")
    assert (missing.status_code, smaller.status_code) == (404, 409)
    assert json.loads(missing.content) == {"because": "No organisation has been founded here yet."}
    assert json.loads(smaller.content) == {"because": "The log has 5 entries, not 6."}
    assert Client().get(f"{HERE}/after/-1").status_code in {404, 422}


def test_anybody_may_bring_a_listed_witness_s_cosignature() -> None:
    here = logged(5)
    listed(here, AGENT)
    first, again = (handed_in(signed(here, AGENT)) for _ in range(2))
    assert (first.status_code, json.loads(first.content)) == (200, {"size": 5, "new": [AGENT]})
    assert (again.status_code, json.loads(again.content)) == (200, {"size": 5, "new": []})
    assert AGENT in Client().get(HERE).content.decode()


def test_every_refusal_has_a_status_and_a_sentence_and_keeps_nothing() -> None:
    here = logged(3)
    listed(here, AGENT)
    earlier = signed(here, AGENT)
    grow(here, 1)
    late = signed(here, AGENT, at=MORNING + timedelta(hours=1))
    assert handed_in(signed(here, AGENT)).status_code == 200
    asked = {
        b"hello": 400,
        signed(here, GAZETTE): 403,
        earlier.replace(b"\n3\n", b"\n2\n", 1): 409,
        earlier: 409,
        b"x" * 32_769: 413,
    }
    told = {data: handed_in(data) for data in asked}
    assert {data: answer.status_code for data, answer in told.items()} == asked
    assert all(json.loads(answer.content)["because"].endswith(".") for answer in told.values())
    grow(here, 1)
    assert handed_in(late).status_code == 200, "the same line is there already"
    newer = signed(here, AGENT, 4, at=MORNING + timedelta(hours=1))
    assert handed_in(newer).status_code == 400
    assert Cosignature.objects.count() == 1


def test_nothing_is_taken_by_get_and_nothing_else_takes_a_post() -> None:
    logged(3)
    assert Client().get(f"{HERE}/cosignatures").status_code == 405
    for path in ("", "/after/1"):
        assert Client().post(HERE + path).status_code == 405
