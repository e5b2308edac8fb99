"""The API reads the public record for anybody, to the byte, and nothing that is not public."""

import json

import pytest
from django.test import Client

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.merkle import leaf_hash, root_from_inclusion, verify_consistency
from hustings.proceedings.values import Visibility
from hustings.store.log import log_of
from hustings.store.openings import openings
from tests.proceedings.walk import Walk
from tests.web.seats import Union, play_alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def union(tmp_path: object, settings: object) -> Union:
    settings.HUSTINGS_LOG_KEYS = tmp_path  # type: ignore[attr-defined]
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return play_alone(Walk("model-association").counted())


def answer(path: str) -> object:
    got = Client().get(f"/api/v1{path}")
    assert got.status_code == 200, got.content
    return json.loads(got.content)


def test_the_list_has_each_seat_with_its_sentence(union: Union) -> None:
    (line,) = answer("/seats")  # type: ignore[misc]
    assert line["id"] == "northmoor-1"
    assert line["stage"] == "appeals"
    assert line["sentence"].startswith("The members have selected a candidate.")


def test_a_seat_has_the_result_that_the_verifier_works_out(union: Union) -> None:
    found = answer("/seats/northmoor-1")
    assert found["result"]["trigger"]["outcome"] == "open-selection"  # type: ignore[index]
    assert found["result"]["elected"] in found["candidates"]  # type: ignore[index]


def test_entries_come_to_the_byte_as_their_leaves_were_hashed(union: Union) -> None:
    lines = answer("/seats/northmoor-1/entries")["entries"]  # type: ignore[index]
    assert len(lines) > 20
    for line in lines:
        assert leaf_hash(canonical_bytes(line["entry"])).hex() == line["leaf_hash"]


def test_no_value_that_is_withheld_leaves_by_the_api(union: Union) -> None:
    hidden = {Visibility.PARTIES, Visibility.SEALED}
    salts = [o.salt.hex() for o in openings(union.organisation, hidden)]
    assert salts
    text = Client().get("/api/v1/seats/northmoor-1/entries").content.decode()
    assert not [salt for salt in salts if salt in text]
    assert "nothing found" not in text


def test_an_inclusion_proof_leads_to_the_checkpoints_root(union: Union) -> None:
    proof = answer("/proofs/inclusion/5")
    log = log_of(union.organisation)
    path = [bytes.fromhex(step) for step in proof["path"]]  # type: ignore[index]
    root = root_from_inclusion(log.leaves[5], 5, proof["size"], path)  # type: ignore[index]
    assert root.hex() == proof["root"]  # type: ignore[index]
    checkpoint = Client().get("/api/v1/checkpoint").content.decode()
    assert checkpoint.splitlines()[1] == str(proof["size"])  # type: ignore[index]


def test_a_consistency_proof_shows_that_an_earlier_log_is_a_prefix(union: Union) -> None:
    proof = answer("/proofs/consistency/7")
    log = log_of(union.organisation)
    path = [bytes.fromhex(step) for step in proof["path"]]  # type: ignore[index]
    new = bytes.fromhex(proof["root"])  # type: ignore[index]
    verify_consistency(7, proof["size"], log.root_at(7), new, path)  # type: ignore[index]


def test_what_is_not_there_is_said_in_a_sentence(union: Union) -> None:
    for path in ("/seats/nowhere", "/seats/nowhere/entries", "/proofs/inclusion/99999"):
        got = Client().get(f"/api/v1{path}")
        assert got.status_code == 404
        assert json.loads(got.content)["because"].endswith(".")


def test_nothing_can_be_written_through_it(union: Union) -> None:
    assert Client().post("/api/v1/seats", {}).status_code == 405
