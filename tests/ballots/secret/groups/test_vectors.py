"""The groups compute what belenios-tool computes: constants, generators, encodings, credentials."""

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.secret.groups.group import Group
from hustings.ballots.secret.groups.named import GROUPS, group_named

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "golden" / "secret" / "belenios-vectors.json").read_text()
)


@pytest.fixture(params=GROUPS)
def group(request: pytest.FixtureRequest) -> Group:
    return group_named(request.param)


def test_constants_small_powers_and_inverses_are_the_tools(group: Group) -> None:
    known = VECTORS[group.name]
    assert group.text(group.g) == known["g"]
    assert group.text(group.identity) == known["one"]
    assert str(group.q) == known["q"]
    assert group.text(group.pow_g(2)) == group.text(group.mul(group.g, group.g)) == known["g^2"]
    assert group.text(group.inv(group.g)) == known["g^-1"]


def test_independent_generators_are_the_tools(group: Group) -> None:
    for number, text in VECTORS[group.name].get("generators", {}).items():
        assert group.text(group.independent_generator(int(number))) == text


def test_rankings_are_encoded_as_the_tool_does_and_decoded_again(group: Group) -> None:
    for ints, text in VECTORS[group.name].get("of_ints", {}).items():
        element = group.of_ints(json.loads(ints))
        assert group.text(element) == text
        assert group.to_ints(len(json.loads(ints)), element) == json.loads(ints)


def test_public_credentials_follow_from_the_exponents(group: Group) -> None:
    for credential in VECTORS["credentials"]:
        if credential["group"] == group.name:
            assert (
                group.text(group.pow_g_secret(int(credential["exponent"]))) == credential["public"]
            )
