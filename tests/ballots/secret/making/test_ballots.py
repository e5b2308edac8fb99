"""Ballots made here are those of the booth, byte for byte, and hold against the checks."""

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.secret.checks.ballots import check_ballot
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.credentials import public_of, secret_of
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.making.ballots import Credential, make_ballot
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
    election_bytes,
    read_election,
)
from tests.ballots.secret.making.elections import drawn

GOLDEN = Path("tests/golden/secret")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("ballot-*.json")), ids=lambda path: path.stem)
def test_with_the_same_coins_a_ballot_is_the_booths_byte_for_byte(path: Path) -> None:
    """The vectors were made by the booth; each names its coins in the order in which they fall."""
    vector = json.loads(path.read_text("utf-8"))
    election = read_election(vector["election"].encode())
    secret = secret_of(election.uuid, vector["code"], election.group.q)
    public = public_of(election.uuid, vector["code"], election.group)
    assert secret == int(vector["exponent"])
    coins = iter(map(int, vector["coins"]))
    raw = make_ballot(
        election, Credential(secret, public), vector["choices"], lambda _: next(coins)
    )
    assert raw.decode() == vector["ballot"]
    assert fingerprint(raw) == vector["tracker"]
    assert next(coins, None) is None


CHOOSE = HomomorphicQuestion("Which?", ("A", "B", "C"), 1, 2)
BLANK = HomomorphicQuestion("Which?", ("A", "B", "C"), 1, 2, blank=True)
RANK = RankedQuestion("Rank", ("A", "B", "C"))
LISTS = ListsQuestion("Lists", (("X", "x1", "x2"), ("Y", "y1")))


def _made(question: Question, choice: Any) -> bytes:
    group, coins = group_named("Ed25519"), drawn("ballots")
    secret = coins(group.q)
    credential = Credential(secret, group.pow_g_secret(secret))
    raw = election_bytes(
        group=group,
        name="n",
        description="",
        public_key=group.pow_g(coins(group.q)),
        questions=(question,),
        uuid="Rr3gqyJDXw7Uzm",
    )
    election = read_election(raw)
    ballot = make_ballot(election, credential, [choice], coins)
    check_ballot(ballot, election, {credential.public: 1}, PlainEngine(group))
    return ballot


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        (CHOOSE, (1, 0, 0)),
        (CHOOSE, (0, 1, 1)),
        (BLANK, (1, 0, 0, 0)),
        (BLANK, (0, 1, 0, 1)),
        (BLANK, (0, 0, 0, 1)),
        (RANK, (2, 1, 255)),
        (RANK, (0, 0, 0)),
        (LISTS, ((1, 1, 0), (0, 0))),
        (LISTS, ((0, 0, 0), (1, 1))),
        (LISTS, ((1, 1, 1), (0, 0))),
    ],
)
def test_every_allowed_choice_makes_a_ballot_that_holds(question: Question, choice: Any) -> None:
    """Strict canonical form, members, every proof, the signature."""
    assert _made(question, choice)


@pytest.mark.parametrize(
    ("question", "choice", "said"),
    [
        (CHOOSE, (0, 0, 0), "0 answers chosen, not 1 to 2"),
        (CHOOSE, (1, 1, 1), "3 answers chosen, not 1 to 2"),
        (CHOOSE, (2, 0, 0), "a choice is 0 or 1"),
        (CHOOSE, (1, 0), "2 choices for 3 places"),
        (BLANK, (1, 1, 0, 0), "a blank vote chooses nothing else"),
        (RANK, (1, 2), "2 numbers for 3 answers"),
        (RANK, (1, 2, 256), "256 does not lie between 0 and 255"),
        (LISTS, ((1, 1, 0), (1, 1)), "exactly one list is chosen"),
        (LISTS, ((1, 1, 0), (0, 1)), "candidates are chosen on the chosen list only"),
        (LISTS, ((1, 0, 0), (0, 0)), "at least one candidate of the list is chosen"),
        (LISTS, (1, 0), "a row of numbers is expected for each list"),
        (RANK, ((1, 2, 3),), "a number is expected for each answer"),
    ],
)
def test_what_the_question_does_not_allow_is_refused_before_anything_is_encrypted(
    question: Question, choice: Any, said: str
) -> None:
    """No proof could be made for it."""
    with pytest.raises(ValueError, match=said):
        _made(question, choice)


def test_an_answer_is_expected_for_each_question() -> None:
    """A ballot is whole or it is none."""
    group, coins = group_named("Ed25519"), drawn("ballots")
    raw = election_bytes(
        group=group,
        name="n",
        description="",
        public_key=group.pow_g(2),
        questions=(CHOOSE, RANK),
        uuid="Rr3gqyJDXw7Uzm",
    )
    with pytest.raises(ValueError, match="1 answers to 2 questions"):
        make_ballot(read_election(raw), Credential(1, group.g), [(1, 0, 0)], coins)
