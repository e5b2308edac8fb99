"""Ballots that the booth sealed and opened: each holds its own choices, and nothing that was changed does."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.secret.checks.ballots import check_ballot
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.messages.election import Election, read_election
from hustings.ballots.secret.opened import OPENED_CHECKS, check_opened, read_opened, said
from hustings.kernel.refusals import CheckFailed

ROOT = Path(__file__).resolve().parents[3]
VECTORS = {
    file.stem: json.loads(file.read_text("utf-8"))
    for file in sorted((ROOT / "tests/golden/secret").glob("ballot-*.json"))
}
YES = VECTORS["ballot-ed25519-yes"]


def election_of(vector: dict[str, Any]) -> Election:
    return read_election(vector["election"].encode())


def check(opened: dict[str, Any], election: Election | None = None) -> None:
    election = election or election_of(YES)
    read = read_opened(json.dumps(opened, ensure_ascii=False).encode(), election)
    check_opened(read, election, PlainEngine(election.group))


def refused(opened: dict[str, Any], election: Election | None = None) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(opened, election)
    return failed.value.number


def with_ballot(text: str) -> dict[str, Any]:
    return YES["opened"] | {"ballot": text, "seal": fingerprint(text.encode())}


@pytest.mark.parametrize("name", VECTORS)
def test_the_booths_ballots_are_sound(name: str) -> None:
    """Made in TypeScript, checked here as a server checks what it is given: every proof and the signature."""
    vector = VECTORS[name]
    election = election_of(vector)
    credential = election.group.parse(vector["credential"])
    assert (
        election.group.text(election.group.pow_g(int(vector["exponent"]))) == vector["credential"]
    )
    engine = PlainEngine(election.group)
    ballot = check_ballot(vector["ballot"].encode(), election, {credential: 1}, engine)
    assert ballot.tracker == vector["tracker"]
    assert ballot.signature.hash == ballot.signed == vector["seal"]


@pytest.mark.parametrize("name", VECTORS)
def test_an_opened_ballot_holds_its_own_choices(name: str) -> None:
    check(VECTORS[name]["opened"], election_of(VECTORS[name]))


def test_other_choices_or_other_randomness_do_not_hold() -> None:
    opened = YES["opened"]
    assert refused(opened | {"choices": [[0, 0, 1], [1, 0, 1]]}) == "21.5"
    first, *rest = opened["randomness"][0]
    changed = [[str(int(first) + 1), *rest], opened["randomness"][1]]
    assert refused(opened | {"randomness": changed}) == "21.5"


def test_another_ranking_does_not_hold() -> None:
    vector = VECTORS["ballot-ed25519-ranking"]
    opened = vector["opened"] | {"choices": [[3, 0, 2, 1, 0]]}
    assert refused(opened, election_of(vector)) == "21.5"


def test_what_is_not_an_opened_ballot_is_not_read() -> None:
    opened = YES["opened"]
    assert refused({**opened, "version": 2}) == "21.1"
    assert refused({**opened, "more": 1}) == "21.1"
    assert refused(opened | {"choices": [[0, 1, 0]]}) == "21.1"
    assert refused(opened | {"randomness": [["1"], ["2"]]}) == "21.1"
    assert refused(opened | {"choices": [[0, 1, -1], [1, 0, 1]]}) == "21.1"
    assert refused(with_ballot(opened["ballot"].replace('":[', '": [', 1))) == "21.1"


def test_a_signed_ballot_is_no_tested_one() -> None:
    assert refused(with_ballot(YES["ballot"])) == "21.2"


def test_a_ballot_of_another_election_or_under_another_seal_is_found_out() -> None:
    other = replace(election_of(YES), fingerprint=fingerprint(b"another"))
    assert refused(YES["opened"], other) == "21.3"
    assert refused(YES["opened"] | {"seal": fingerprint(b"another")}) == "21.4"


def test_a_ballot_whose_proofs_would_not_have_been_accepted_is_found_out() -> None:
    """The ciphertexts are as promised, and a proof is not: such a ballot would have been lost."""
    text = YES["opened"]["ballot"]
    response = re.search(r'"response":"(\d+)"', text)
    assert response is not None
    changed = text[: response.start(1)] + str(int(response[1]) - 1) + text[response.end(1) :]
    assert refused(with_ballot(changed)) == "16.2"


def test_choices_are_said_in_words() -> None:
    yes, two = election_of(YES).questions
    assert said(yes, (0, 1, 0)) == ["Yes"]
    assert said(yes, (1, 0, 0)) == []
    assert said(two, (1, 0, 1)) == ["Ŷ", "C"]
    [ranking] = election_of(VECTORS["ballot-ed25519-ranking"]).questions
    assert said(ranking, (3, 0, 1, 2, 0)) == ["1. C", "2. D", "3. A"]


def test_the_reference_lists_every_check() -> None:
    reference = (ROOT / "docs/reference/booth.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| (21\.\d) \| (.+) \|$", reference, re.MULTILINE))
    assert listed == OPENED_CHECKS
