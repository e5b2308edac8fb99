"""Openings show what an entry committed to, one field at a time."""

from dataclasses import replace

import pytest

from hustings.kernel.canonical import canonical_bytes
from hustings.proceedings.values import Visibility
from hustings.record.openings import (
    Opening,
    check_opening,
    make_commitments,
    opening_bytes,
    read_opening,
)
from tests.record.making import Writer

SALTS = [bytes([n]) * 16 for n in range(3)]


def written() -> Writer:
    writer = Writer()
    reasons = {"reasons": ("No quorum.", Visibility.PUBLIC), "to": ({"n": 1}, Visibility.PARTIES)}
    writer.write("ReturnVoided", {"unit": "u-7"}, withheld=reasons)
    return writer


def test_an_opening_fits_its_entry() -> None:
    writer = written()
    for opening in writer.openings:
        check_opening(writer.entries[0], opening)


def test_an_opening_is_read_as_it_was_written() -> None:
    for opening in written().openings:
        assert read_opening(opening_bytes(opening)) == opening


@pytest.mark.parametrize(
    "change", [{"value": "Quorum."}, {"salt": bytes(16)}, {"field": "to"}, {"value": None}]
)
def test_an_opening_that_was_changed_does_not_fit(change: dict[str, object]) -> None:
    writer = written()
    opening = replace(writer.openings[0], **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is not what entry 0 holds"):
        check_opening(writer.entries[0], opening)


def test_an_opening_of_a_field_that_is_not_there_does_not_fit() -> None:
    writer = written()
    with pytest.raises(ValueError, match="commits to no name"):
        check_opening(writer.entries[0], replace(writer.openings[0], field="name"))


def test_each_field_has_its_own_salt() -> None:
    made = make_commitments({"b": "same", "a": "same"}, SALTS[:2])
    assert sorted(made) == ["a", "b"]
    assert made["a"] != made["b"]


@pytest.mark.parametrize("salts", [SALTS[:1], SALTS, [SALTS[0], SALTS[0]]])
def test_too_few_or_repeated_salts_are_refused(salts: list[bytes]) -> None:
    with pytest.raises(ValueError, match="2 different salts"):
        make_commitments({"a": 1, "b": 2}, salts)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("position", -1),
        ("field", ""),
        ("salt", "00" * 15),
        ("salt", "0" * 33),
        ("salt", "zz" * 16),
        ("visibility", "all"),
        ("visibility", {}),
        ("more", 1),
    ],
)
def test_an_opening_of_a_wrong_form_is_turned_back(key: str, value: object) -> None:
    table = {"position": 0, "field": "a", "salt": "00" * 16, "value": 1, "visibility": "public"}
    read_opening(canonical_bytes(table))  # type: ignore[arg-type]
    table[key] = value  # type: ignore[assignment]
    with pytest.raises(ValueError, match=r"."):
        read_opening(canonical_bytes(table))  # type: ignore[arg-type]


def test_openings_compare_by_all_that_they_hold() -> None:
    assert Opening(0, "a", SALTS[0], 1, Visibility.PUBLIC) != Opening(
        0, "a", SALTS[1], 1, Visibility.PUBLIC
    )
