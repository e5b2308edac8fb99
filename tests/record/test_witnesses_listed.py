"""What an organisation may say about its outside witnesses, and what its record then lists."""

import pytest

from hustings.record.notes import KeyKind, VerifierKey, verifier_key
from hustings.record.organisation import WitnessListed, WitnessRetired, read_organisation
from hustings.record.witnesses_listed import ListedWitness, after_witness
from tests.record.making import LOG_KEY, ORIGIN, WITNESSES, key

AGENT, GAZETTE = (
    verifier_key(name, KeyKind.COSIGNATURE, key(name)) for name in (WITNESSES[0], WITNESSES[2])
)


def after(*said: WitnessListed | WitnessRetired, own: bytes = b"") -> dict[bytes, ListedWitness]:
    """What is listed after all this, from entry 10 on."""
    listed: dict[bytes, ListedWitness] = {}
    for position, says in enumerate(said, start=10):
        listed = dict(after_witness(listed, says, position, {own}))
    return listed


def named(name: str, of: VerifierKey) -> VerifierKey:
    return VerifierKey(name, of.kind, of.public)


def test_a_witness_stands_from_the_entry_that_lists_it_to_the_one_that_retires_it() -> None:
    told = after(WitnessListed(AGENT), WitnessListed(GAZETTE), WitnessRetired(AGENT))
    assert told == {
        AGENT.public: ListedWitness(AGENT, 10, 12),
        GAZETTE.public: ListedWitness(GAZETTE, 11),
    }


def test_a_name_is_free_again_once_its_witness_was_retired() -> None:
    again = named(AGENT.name, GAZETTE)
    told = after(WitnessListed(AGENT), WitnessRetired(AGENT), WitnessListed(again))
    assert told[GAZETTE.public] == ListedWitness(again, 12)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((WitnessListed(AGENT),) * 2, "is on the list already"),
        (
            (WitnessListed(AGENT), WitnessRetired(AGENT), WitnessListed(AGENT)),
            "was retired already",
        ),
        (
            (WitnessListed(AGENT), WitnessListed(named("other.example", AGENT))),
            "as witness.example",
        ),
        (
            (WitnessListed(AGENT), WitnessListed(named(AGENT.name, GAZETTE))),
            "retire that one first",
        ),
        ((WitnessRetired(AGENT),), "is not a witness on the list"),
        ((WitnessListed(AGENT), WitnessRetired(named("x.example", AGENT))), "is not a witness on"),
        ((WitnessListed(AGENT), *(WitnessRetired(AGENT),) * 2), "is not a witness on the list"),
    ],
)
def test_one_key_is_listed_once_for_ever_and_one_name_once_at_a_time(
    said: tuple[WitnessListed | WitnessRetired, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        after(*said)


def test_a_key_of_the_organisation_s_own_is_no_witness_s() -> None:
    with pytest.raises(ValueError, match="a witness is somebody else"):
        after(WitnessListed(AGENT), own=AGENT.public)


@pytest.mark.parametrize("kind", ["WitnessListed", "WitnessRetired"])
def test_an_entry_names_a_cosignature_key_and_nothing_else(kind: str) -> None:
    read = read_organisation(kind, {"witness": str(AGENT)})
    assert (type(read).__name__, read.body()) == (kind, {"witness": str(AGENT)})
    log = str(verifier_key(ORIGIN, KeyKind.ED25519, LOG_KEY))
    for body in (
        {},
        {"witness": 5},
        {"witness": "agent"},
        {"witness": log},
        {"witness": str(AGENT), "x": 1},
    ):
        with pytest.raises(ValueError, match="."):
            read_organisation(kind, body)  # type: ignore[arg-type]
