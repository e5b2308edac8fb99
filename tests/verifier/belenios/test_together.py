"""Check 19.6: all factors of a decryption proved together, and every way in which that proof can fail."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from hustings.ballots.secret.checks.equations import PlainEngine, failed_equations
from hustings.ballots.secret.checks.factors import (
    Decryption,
    factors_equation,
    statement_of,
    weight_of,
)
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.hashes import challenge
from hustings.ballots.secret.making.decrypting import decryption_of, factors_proof
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    RankedQuestion,
)
from hustings.ballots.secret.messages.factors import factors_file
from hustings.ballots.secret.messages.proofs import Proof
from hustings.ballots.secret.messages.tallying import flat
from hustings.verifier.belenios.together import ANOTHER_DECRYPTION, ANOTHER_ELECTION, NOT_PROVED
from hustings.verifier.belenios.verify import ArchiveReport
from tests.ballots.secret.making.elections import TestElection, drawn, opened

YES_NO = HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1)
RANK = RankedQuestion("Who?", ("A", "B", "C"))
LISTS = ListsQuestion("Lists", (("X", "x1", "x2"), ("Y", "y1")))


def _whole(group: str = "Ed25519") -> TestElection:
    """Two trustees have decrypted totals and rankings, and proved it."""
    made = opened(group, (YES_NO, RANK), trustees=(1, 1))
    for voter in range(3):
        made.cast(voter, (1, 0), (1, 2, 3))
    made.whole(shuffles=(1,), decrypts=(1, 2))
    made.prove(1, 2)
    return made


@cache
def _lines() -> tuple[TestElection, list[Any]]:
    made = _whole()
    file = factors_file(made.proofs.values())
    return made, [json.loads(line) for line in file.splitlines()]


def _told(report: ArchiveReport) -> list[tuple[str, str]]:
    return [(one.check, one.what) for one in report.failed]


def _with(change: Callable[[list[Any]], object]) -> list[tuple[str, str]]:
    """What is said of the proofs after a change in one of them."""
    made, lines = _lines()
    copy = json.loads(json.dumps(lines))
    change(copy)
    data = b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in copy)
    return _told(made.report(data))


# --- honest proofs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_proofs_of_totals_and_rankings_hold(group: str) -> None:
    report = _whole(group).beside()
    assert (report.verdict, report.warnings) == ("accept", ())


def test_proofs_of_lists_hold() -> None:
    made = opened("Ed25519", (LISTS,))
    made.cast(0, ((1, 1, 0), (0, 0)))
    made.cast(1, ((0, 0, 0), (1, 1)))
    made.whole()
    made.prove(1)
    assert made.beside().warnings == ()


def test_proofs_of_those_who_are_left_of_several_trustees_hold() -> None:
    made = opened("Ed25519", (YES_NO,), trustees=((2, 3),))
    made.cast(0, (1, 0))
    made.cast(1, (0, 1))
    made.whole(decrypts=(1, 3))
    made.prove(1, 3)
    assert made.beside().warnings == ()


def test_a_proof_over_no_ballots_at_all_holds() -> None:
    made = opened("Ed25519", (YES_NO,))
    made.whole()
    made.prove(1)
    assert made.beside().warnings == ()


def test_a_proof_can_be_made_again_at_any_time() -> None:
    made = _whole()
    made.prove(2)
    assert made.beside().verdict == "accept"


# --- who has given none ---------------------------------------------------------------------------------


def test_nothing_is_said_where_nobody_looked_for_proofs() -> None:
    assert _lines()[0].report().warnings == ()


def test_a_trustee_without_a_proof_is_named() -> None:
    made, _ = _lines()
    (said,) = made.report(factors_file([made.proofs[1]])).warnings
    assert said.startswith(
        "No proof over all factors together stands beside this archive of trustee 2;"
    )


def test_proofs_of_a_trustee_who_has_not_decrypted_here_are_named() -> None:
    made = opened("Ed25519", (YES_NO,), trustees=(1, 1))
    made.cast(0, (1, 0))
    made.cast(1, (1, 0))
    made.close()
    made.decrypt(1)
    before = made.archive
    made.decrypt(2)
    made.prove(1, 2)
    made.archive = before
    assert any("is given for trustee 2, and no decryption" in one for one in made.beside().warnings)


# --- a factor that is another ---------------------------------------------------------------------------


def _forged_equation(spoil: Callable[[list[Element], Any], list[Element]]) -> list[int]:
    """What becomes of the proof of a trustee who has changed factors and holds the key."""
    made = _whole()
    key, group, engine = made.keys[1], made.election.group, PlainEngine(made.election.group)
    honest = decryption_of(1, made.decryptions[1], group)
    forged = Decryption(1, honest.hash, spoil(list(honest.factors), group))
    said = factors_proof(made.election, made.tally, forged, key, engine, made.coins)
    statement = statement_of(made.election, made.tally, forged, key.public, engine)
    return failed_equations([factors_equation(statement, said.proof, group.g)], engine)


def test_the_proof_of_an_honest_trustee_holds() -> None:
    assert _forged_equation(lambda factors, _: factors) == []


@pytest.mark.parametrize("place", range(5))
def test_a_single_wrong_factor_fails_wherever_it_stands(place: int) -> None:
    def spoil(factors: list[Element], group: Any) -> list[Element]:
        factors[place] = group.mul(factors[place], group.g)
        return factors

    assert _forged_equation(spoil) == [0]


def test_two_factors_wrong_in_opposite_ways_do_not_cancel() -> None:
    def spoil(factors: list[Element], group: Any) -> list[Element]:
        factors[0] = group.mul(factors[0], group.g)
        factors[1] = group.mul(factors[1], group.inv(group.g))
        return factors

    assert _forged_equation(spoil) == [0]


def test_two_factors_exchanged_do_not_pass() -> None:
    assert _forged_equation(lambda factors, _: [factors[1], factors[0], *factors[2:]]) == [0]


def test_a_factor_cannot_be_chosen_after_the_challenge_as_it_can_in_a_proof_of_its_own() -> None:
    """The forger of 19.5 once more: commitments ``g^w`` and ``A^v``, and then the factor that would make them fit.

    It has to be ``F = A^(x + (v - w)/c)``, so the first factor is worked out from that. But it stands in the message,
    whose hash gives the weights and the challenge: with it both are others.
    """
    made = _whole()
    election, group, key = made.election, made.election.group, made.keys[1]
    engine, q, honest = PlainEngine(group), group.q, made.decryptions[1]
    before = statement_of(election, made.tally, decryption_of(1, honest, group), key.public, engine)
    w, v = made.coins(q), made.coins(q)
    stated = [group.text(group.pow_g(w)), group.text(group.pow(before.base, v))]
    c = challenge(before.prefix, stated, q)
    wanted = group.pow(before.base, key.x + (v - w) * pow(c, -1, q))
    change = group.mul(wanted, group.inv(before.power))
    seed = before.prefix.split("|")[1]
    first = flat(honest.factors[0])
    first[0] = group.mul(first[0], group.pow(change, pow(weight_of(seed, 0), -1, q)))
    forged = decryption_of(1, replace(honest, factors=(tuple(first), *honest.factors[1:])), group)
    proof = Proof(c, (w - key.x * c) % q)
    unhashed = Decryption(1, decryption_of(1, honest, group).hash, forged.factors)
    fits = statement_of(election, made.tally, unhashed, key.public, engine)
    assert failed_equations([factors_equation(fits, proof, group.g)], engine) == []
    after = statement_of(election, made.tally, forged, key.public, engine)
    assert failed_equations([factors_equation(after, proof, group.g)], engine) == [0]


def test_weights_have_128_bits_and_differ_by_place_and_seed() -> None:
    weights = [weight_of(seed, place) for seed in ("a", "b") for place in range(200)]
    assert len(set(weights)) == 400
    assert {one.bit_length() for one in weights} >= {127, 128}
    assert max(weights) < 2**128


def test_a_proof_made_without_the_key_does_not_hold() -> None:
    made = _whole()
    group, engine = made.election.group, PlainEngine(made.election.group)
    thief = replace(made.keys[2], public=made.keys[1].public)
    honest = decryption_of(1, made.decryptions[1], group)
    said = factors_proof(made.election, made.tally, honest, thief, engine, drawn("a thief"))
    made.proofs[1] = said
    assert _told(made.beside()) == [("19.6", NOT_PROVED.format(1))]


def test_a_proof_of_one_tally_is_none_of_another() -> None:
    """What was decrypted is part of the statement: the same factors for exchanged ciphertexts are another."""
    made = _whole()
    group, engine = made.election.group, PlainEngine(made.election.group)
    tally = ((made.tally[0][1], made.tally[0][0]), made.tally[1])
    honest = decryption_of(1, made.decryptions[1], group)
    statement = statement_of(made.election, tally, honest, made.keys[1].public, engine)
    equation = factors_equation(statement, made.proofs[1].proof, group.g)
    assert failed_equations([equation], engine) == [0]


# --- the file -------------------------------------------------------------------------------------------


def _other_number(line: Any, key: str) -> None:
    line["proof"][key] = str(int(line["proof"][key]) - 1)


@pytest.mark.parametrize("key", ["challenge", "response"])
def test_another_number_in_a_proof_fails_and_names_its_owner(key: str) -> None:
    told = _with(lambda lines: _other_number(lines[1], key))
    assert told == [("19.6", NOT_PROVED.format(2))]


def test_a_proof_under_another_trustees_number_fails() -> None:
    def exchange(lines: list[Any]) -> None:
        lines[0]["proof"], lines[1]["proof"] = lines[1]["proof"], lines[0]["proof"]

    assert _with(exchange) == [("19.6", NOT_PROVED.format(1))]


def test_a_proof_of_another_decryption_is_named() -> None:
    told = _with(lambda lines: lines[0].update(decryption="0" * 64))
    assert told == [("19.6", ANOTHER_DECRYPTION.format(1))]


def test_a_proof_of_another_election_is_named() -> None:
    told = _with(lambda lines: lines[1].update(election="A" * 43))
    assert told == [("19.6", ANOTHER_ELECTION.format(2))]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines.append(lines[1]), "line 3: trustee 2 stands twice, or out of order"),
        (lambda lines: lines.reverse(), "line 2: trustee 1 stands twice, or out of order"),
        (lambda lines: lines[0].update(format="x/1"), "line 1: the format is not"),
        (lambda lines: lines[0].update(more=1), "line 1: unknown field 'more'"),
        (lambda lines: lines[1].pop("proof"), "line 2: the field 'proof' is missing"),
        (lambda lines: lines[1].update(trustee="2"), "line 2: a natural number is expected"),
        (lambda lines: lines[0]["proof"].update(response=str(2**256)), "line 1: a number is not"),
        (lambda lines: lines[0].update(election="é"), "line 1: it is not in its canonical form"),
    ],
)
def test_a_line_that_is_not_right_is_named(
    change: Callable[[list[Any]], object], said: str
) -> None:
    ((check, what),) = _with(change)
    assert check == "19.6"
    assert what.startswith(f"the trustees' proofs: {said}")


def test_a_file_that_was_cut_off_is_refused() -> None:
    made, _ = _lines()
    file = factors_file(made.proofs.values())
    ((check, what),) = _told(made.report(file[:-1]))
    assert (check, "cut off" in what) == ("19.6", True)


def test_bytes_that_are_no_text_are_refused() -> None:
    ((check, _),) = _told(_lines()[0].report(b"\xff\xfe\n"))
    assert check == "19.6"
