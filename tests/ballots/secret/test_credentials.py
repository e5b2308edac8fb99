"""A voter's code, and the key that it stands for."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.secret.credentials import (
    ALPHABET,
    new_code,
    public_of,
    read_code,
    secret_of,
    with_dashes,
)
from hustings.ballots.secret.groups.named import group_named
from tests.ballots.secret.making.elections import drawn


@given(st.text(ALPHABET, min_size=22, max_size=22))
def test_a_code_is_read_however_it_is_spaced(plain: str) -> None:
    """Spaces, dashes of every kind, or nothing between the characters."""
    code = with_dashes(plain)
    for typed in (plain, code, code.replace("-", " \u2013 "), f" {code}\n", ".".join(plain)):
        assert read_code(typed) == code


def test_a_nought_or_a_capital_o_can_only_be_the_small_o() -> None:
    """Codes have neither."""
    assert read_code("o1O203-aaaaaaaaaaaaaaaa") == with_dashes("o1o2o3aaaaaaaaaaaaaaaa")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "22 characters, and this one has 3"),
        ("l" + "1" * 21, "character 1 of the code is one that no code has"),
        ("1" * 21 + "I", "character 22 of the code is one that no code has"),
    ],
)
def test_what_is_wrong_with_a_code_is_said_without_repeating_it(typed: str, said: str) -> None:
    """A message may be kept or shown; a code may not."""
    with pytest.raises(ValueError, match=said) as caught:
        read_code(typed)
    assert typed not in str(caught.value)


def test_codes_are_of_128_bits_and_in_their_groups() -> None:
    """58^22 is a little more than 2^128; 5, 6, 5 and 6 characters."""
    coins = drawn("codes")
    codes = [new_code(coins) for _ in range(200)]
    assert len(set(codes)) == 200
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(5, 6, 5, 6)}
    assert {one for code in codes for one in code} == set(ALPHABET) | {"-"}
    assert 58**22 > 2**128


def test_keys_are_those_of_belenios_tool(shared_data: Path) -> None:
    """Derivations that releases of the tool made with ``--derive``."""
    vectors = json.loads((shared_data / "belenios" / "vectors.json").read_text("utf-8"))
    ours = [one for one in vectors["credentials"] if len(one["credential"]) == 25]
    assert len(ours) == 2
    for one in ours:
        group = group_named(one["group"])
        assert secret_of(one["uuid"], one["credential"], group.q) == int(one["exponent"])
        assert group.text(public_of(one["uuid"], one["credential"], group)) == one["public"]
