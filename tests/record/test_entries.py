"""Entries and statements have one form and one spelling; everything else is turned back."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.canonical import canonical_bytes
from hustings.proceedings.values import Visibility
from hustings.record.entries import (
    Entry,
    Signatory,
    Signature,
    Statement,
    entry_bytes,
    read_entry,
    read_statement,
    statement_bytes,
    statement_part,
)
from hustings.record.log import entered

STATEMENT = Statement(
    organisation="commonweal",
    proceeding="northmoor-2026",
    kind="ReturnMade",
    body={"unit": "u-7", "present": 12, "evidence": ["a", None, True]},
    by=(Signatory("p-1a", "teller"), Signatory("p-2b", "teller")),
    after=41,
    commitments={"figures": "ab" * 32},
)
ENTRY = Entry(
    position=41,
    number=7,
    at=datetime(2026, 11, 22, 15, 25, tzinfo=UTC),
    statement=STATEMENT,
    signatures=(Signature("0f" * 16, bytes(64)),),
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
BODIES = st.dictionaries(
    TEXTS,
    st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | TEXTS, st.lists),
    max_size=4,
)


def spelled(entry: Entry) -> Any:
    return json.loads(entry_bytes(entry))


def test_the_bytes_of_an_entry_are_these() -> None:
    """Written out once, so that a change of the format is seen here first."""
    expected = (
        '{"at":"2026-11-22T15:25:00Z","number":7,"position":41,'
        f'"signatures":[{{"key":"{"0f" * 16}","value":"{"A" * 86}=="}}],'
        '"statement":{"after":41,"body":{"evidence":["a",null,true],"present":12,"unit":"u-7"},'
        '"by":[{"person":"p-1a","role":"teller"},{"person":"p-2b","role":"teller"}],'
        f'"commitments":{{"figures":"{"ab" * 32}"}},'
        '"kind":"ReturnMade","organisation":"commonweal","proceeding":"northmoor-2026","v":1,'
        '"visibility":"public"}}'
    )
    assert entry_bytes(ENTRY) == expected.encode()


@given(body=BODIES, after=st.integers(0, 99), visibility=st.sampled_from(Visibility))
def test_what_is_written_is_read_back(body: Any, after: int, visibility: Visibility) -> None:
    statement = replace(STATEMENT, body=body, after=after, visibility=visibility)
    entry = replace(ENTRY, statement=statement, position=99)
    assert read_entry(entry_bytes(entry)) == entry
    assert read_statement(statement_bytes(statement)) == statement


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ((), [], "not a table"),
        (("position",), -1, "position"),
        (("position",), True, "position"),
        (("position",), "41", "position"),
        (("number",), 0, "number"),
        (("at",), "2026-11-22T15:25:00+00:00", "not written"),
        (("at",), "2026-11-22T15:25Z", "not written"),
        (("at",), "2026-13-22T15:25:00Z", "not written"),
        (("at",), 5, "at is 5"),
        (("signatures",), {}, "not a list"),
        (("signatures", 0, "key"), "0F" * 16, "key"),
        (("signatures", 0, "value"), "AAAA", "64 bytes"),
        (("signatures", 0, "value"), "A" * 85 + "B==", "64 bytes"),
        (("signatures", 0, "value"), "not base64", "base64"),
        (("signatures", 0, "value"), None, "base64"),
        (("statement",), "x", "not a table"),
        (("statement", "v"), 2, "this version reads 1"),
        (("statement", "v"), True, "this version reads 1"),
        (("statement", "organisation"), "Common Weal", "organisation"),
        (("statement", "organisation"), "", "organisation"),
        (("statement", "proceeding"), "../x", "proceeding"),
        (("statement", "proceeding"), "a\n", "proceeding"),
        (("statement", "kind"), "return_made", "kind"),
        (("statement", "visibility"), "secret", "visibility"),
        (("statement", "visibility"), [], "visibility"),
        (("statement", "body"), [], "not a table"),
        (("statement", "commitments"), {"figures": "AB" * 32}, "commitment"),
        (("statement", "commitments"), {"figures": 5}, "commitment"),
        (("statement", "commitments"), {"no field": "ab" * 32}, "field"),
        (("statement", "by"), [{"person": "p-1"}], "lacks role"),
        (("statement", "by"), [{"person": "p 1", "role": "teller"}], "person"),
        (("statement", "by"), [{"person": "p-1", "role": "Teller"}], "role"),
        (("statement", "by"), [{"person": "p-1", "role": "teller"}] * 2, "twice"),
        (("statement", "after"), -1, "after"),
    ],
)
def test_an_entry_of_a_wrong_form_is_turned_back(path: Any, value: Any, what: str) -> None:
    table = spelled(ENTRY)
    if path:
        place = table
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    else:
        table = value
    with pytest.raises(ValueError, match=what):
        read_entry(canonical_bytes(table))


@pytest.mark.parametrize("path", [(), ("statement",), ("signatures", 0), ("statement", "by", 0)])
def test_a_key_too_many_or_too_few_is_turned_back(path: Any) -> None:
    for change in ("extra", "missing"):
        table = spelled(ENTRY)
        place = table
        for step in path:
            place = place[step]
        if change == "extra":
            place["note"] = "x"
        else:
            place.pop(next(iter(place)))
        with pytest.raises(ValueError, match="lacks"):
            read_entry(canonical_bytes(table))


def test_an_entry_spelled_in_another_way_is_turned_back() -> None:
    with pytest.raises(ValueError, match="canonical"):
        read_entry(entry_bytes(ENTRY).replace(b'"number":7', b'"number": 7'))


def test_an_entry_drops_fractions_of_a_second() -> None:
    at = datetime(2026, 11, 22, 15, 25, 0, 999_999, tzinfo=UTC)
    assert entered(STATEMENT, at, position=41, number=7).at == ENTRY.at


def test_a_statement_cannot_have_seen_what_is_not_there() -> None:
    with pytest.raises(ValueError, match="has seen 41 entries of 40"):
        entered(STATEMENT, ENTRY.at, position=40, number=7)


def test_signatures_stand_in_the_order_of_their_keys() -> None:
    two = [Signature("ff" * 16, bytes(64)), Signature("00" * 16, bytes(64))]
    entry = entered(STATEMENT, ENTRY.at, position=41, number=7, signatures=two)
    assert [signature.key[:2] for signature in entry.signatures] == ["00", "ff"]


@given(body=BODIES)
def test_the_statement_is_found_inside_its_entry(body: Any) -> None:
    statement = replace(STATEMENT, body={"statement": body, '"statement":': 1})
    entry = replace(ENTRY, statement=statement)
    assert statement_part(entry_bytes(entry)) == statement_bytes(statement)
