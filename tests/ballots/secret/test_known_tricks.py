"""Tricks that this family of protocols has fallen to somewhere, each played against ours (see the security model)."""

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.answers import statement_of
from hustings.ballots.secret.checks.ballots import check_ballot
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.trustees import check_trustees
from hustings.ballots.secret.credentials import new_code, public_of, secret_of
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.archives import begin
from hustings.ballots.secret.making.ballots import Credential, make_ballot, sign_ballot
from hustings.ballots.secret.making.decrypting import partial_decryption
from hustings.ballots.secret.making.keys import public_key
from hustings.ballots.secret.making.proving import (
    Held,
    disjunction,
    encrypt,
    holds,
    knowledge,
    zero_or_one,
)
from hustings.ballots.secret.making.shuffling import permutation
from hustings.ballots.secret.messages.ballot import (
    Answer,
    HomomorphicAnswer,
    RankedAnswer,
    read_ballot,
    unsigned_bytes,
)
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    RankedQuestion,
    read_election,
)
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.tallying import PartialDecryption, message_bytes
from hustings.ballots.secret.messages.trustees import (
    SingleTrustee,
    TrusteeKey,
    credentials_bytes,
    trustees_bytes,
)
from hustings.ballots.secret.rankings import open_rankings
from hustings.kernel.refusals import CheckFailed
from hustings.verifier.belenios.together import NOT_PROVED
from tests.ballots.secret.making.elections import (
    UUID,
    TestElection,
    drawn,
    opened,
    tool,
    trustees_for,
)
from tests.ballots.secret.making.forged import forged, is_last_first

ED, FIELD = group_named("Ed25519"), group_named("RFC-3526-2048")
YES_NO = HomomorphicQuestion("Shall A be re-adopted?", ("Yes", "No"), 1, 1)
RANK = RankedQuestion("Rank", ("A", "B", "C"))


def _credential(made: TestElection, voter: int) -> Credential:
    group, uuid = made.election.group, made.election.uuid
    code = made.codes[voter]
    return Credential(secret_of(uuid, code, group.q), public_of(uuid, code, group))


def _failed(made: TestElection, raw: bytes) -> str:
    with pytest.raises(CheckFailed) as caught:
        check_ballot(raw, made.election, made.weights, PlainEngine(made.election.group))
    return caught.value.number


def _signed(made: TestElection, voter: int, *answers: Answer) -> bytes:
    """Answers that somebody put together, signed as they should be with a code that they hold."""
    own = _credential(made, voter)
    unsigned = unsigned_bytes(made.election, own.public, answers)
    return sign_ballot(made.election, own, unsigned, made.coins)


def _rejected(made: TestElection) -> str:
    report = made.report()
    assert report.verdict == "reject"
    assert report.result is None
    return report.failed[0].check


# --- copied and replayed ballots --------------------------------------------------------------------


def test_a_ballot_copied_under_another_code_does_not_hold() -> None:
    """The copier would learn from the tally how the first voter voted: its proofs name the first voter's code."""
    made = opened("Ed25519", (YES_NO,))
    copied = read_ballot(made.ballot(0, [(1, 0)]), made.election).answers
    assert _failed(made, _signed(made, 1, *copied)) == "16.2"


def test_a_ranking_copied_under_another_code_does_not_hold() -> None:
    """So does the one proof that a ranking has."""
    made = opened("Ed25519", (RANK,))
    copied = read_ballot(made.ballot(0, [(1, 2, 3)]), made.election).answers
    assert _failed(made, _signed(made, 1, *copied)) == "16.5"


def test_a_ranking_encrypted_anew_by_somebody_else_does_not_hold() -> None:
    """The ciphertext looks like another one, but who made it anew does not know what is inside."""
    made = opened("Ed25519", (RANK,))
    [answer] = read_ballot(made.ballot(0, [(1, 2, 3)]), made.election).answers
    assert isinstance(answer, RankedAnswer)
    r = made.coins(ED.q)
    alpha = ED.mul(answer.choices.alpha, ED.pow_g(r))
    beta = ED.mul(answer.choices.beta, ED.pow(made.election.public_key, r))
    statement = statement_of(made.election, _credential(made, 1).public)
    texts = statement.texts([Ciphertext(alpha, beta)])
    prefix = f"raweg|{statement.bound}|{ED.text(made.election.public_key)},{texts}|"
    guess = knowledge(ED, prefix, r, made.coins)
    assert _failed(made, _signed(made, 1, RankedAnswer(Ciphertext(alpha, beta), guess))) == "16.5"


def test_the_same_ballot_twice_is_rejected() -> None:
    made = opened("Ed25519", (YES_NO,))
    raw = made.ballot(0, [(1, 0)])
    made.add(EventType.BALLOT, raw)
    made.add(EventType.BALLOT, raw)
    assert _rejected(made) == "15.2"


def test_an_old_ballot_put_back_after_a_newer_one_is_rejected() -> None:
    """Somebody at the server undoes a voter's change of mind."""
    made = opened("Ed25519", (YES_NO,))
    old, new = made.ballot(0, [(1, 0)]), made.ballot(0, [(0, 1)])
    for raw in (old, new, old):
        made.add(EventType.BALLOT, raw)
    assert _rejected(made) == "15.2"


def test_a_second_ballot_is_rejected_where_ballots_are_not_replaced() -> None:
    made = opened("Ed25519", (YES_NO,), replacement=False)
    for choice in ((1, 0), (0, 1)):
        made.add(EventType.BALLOT, made.ballot(0, [choice]))
    assert _rejected(made) == "15.8"


# --- proofs that are not bound to key or election -----------------------------------------------------


def _another_with_the_same_key(made: TestElection) -> TestElection:
    """Another election under the same key and questions, with the cheater's own voter."""
    raw = made.election.raw.replace(b'"name":"Selection"', b'"name":"Rehearsal"')
    assert raw != made.election.raw
    election = read_election(raw)
    group = election.group
    tip, archive = begin(1, raw, trustees_bytes(made.trustees, group), credentials_bytes((), group))
    return replace(made, election=election, tip=tip, archive=archive, counted={})


def test_a_ballot_of_the_poll_does_not_hold_in_another_election_with_the_same_key() -> None:
    """A rehearsal would else be used to decrypt single ballots of the poll: proofs name the whole election."""
    made = opened("Ed25519", (YES_NO,))
    carried = read_ballot(made.ballot(0, [(1, 0)]), made.election).answers
    other = _another_with_the_same_key(made)
    assert _failed(other, made.ballot(0, [(1, 0)])) == "15.3"
    assert _failed(other, _signed(other, 0, *carried)) == "16.2"


def test_a_proof_whose_challenge_leaves_out_the_statement_is_rejected() -> None:
    """The weak way of making a proof without a verifier: ciphertexts are chosen after the challenge."""
    made = opened("Ed25519", (YES_NO,))
    own, y = _credential(made, 0), made.election.public_key
    statement = statement_of(made.election, own.public)
    held = [Held(1, made.coins(ED.q)), Held(0, made.coins(ED.q))]
    choices = tuple(encrypt(ED, y, one) for one in held)
    weak = tuple(
        disjunction(ED, y, "prove|", [holds(one, 0), holds(one, 1)], one.value, made.coins)
        for one in held
    )
    total = Held(1, held[0].randomness + held[1].randomness)
    overall = disjunction(ED, y, "prove|", [holds(total, 1)], 0, made.coins)
    answer = HomomorphicAnswer(choices, weak, overall)
    assert _failed(made, _signed(made, 0, answer)) == "16.2"
    good = tuple(
        zero_or_one(statement, *pair, made.coins) for pair in zip(choices, held, strict=True)
    )
    assert _failed(made, _signed(made, 0, HomomorphicAnswer(choices, good, overall))) == "16.3"


def test_a_shuffle_proved_for_another_election_is_rejected() -> None:
    """The same key, the same ciphertexts, another name."""
    made = opened("Ed25519", (RANK,))
    for voter in range(2):
        made.cast(voter, (1, 2, 3))
    made.close()
    here = made.election
    made.election = _another_with_the_same_key(made).election
    made.shuffle(1)
    made.election = here
    assert _rejected(made) in {"18.4", "18.5"}


def test_a_decryption_proved_for_another_election_is_rejected() -> None:
    made = opened("Ed25519", (YES_NO,))
    made.cast(0, (1, 0))
    made.close()
    here = made.election
    made.election = _another_with_the_same_key(made).election
    made.decrypt(1)
    made.election = here
    assert _rejected(made) == "19.5"


# --- elements outside the group -----------------------------------------------------------------------

OF_ORDER_2 = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"
"""The point (0, -1) of the curve, which is not in the group."""


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_a_ciphertext_outside_the_group_is_rejected_though_its_proofs_are_made_for_it(
    name: str,
) -> None:
    """Multiplied by an element of order 2; with even challenges every equation would hold all the same."""
    made = opened(name, (RANK,))
    [answer] = read_ballot(made.ballot(0, [(1, 2, 3)]), made.election).answers
    assert isinstance(answer, RankedAnswer)
    group, beta = made.election.group, answer.choices.beta
    if name == "Ed25519":
        outside = ED.mul(beta, ED.read(OF_ORDER_2))
    else:
        minus_one = FIELD.read(str(2 * FIELD.q))
        outside = FIELD.mul(beta, minus_one)
    assert not group.is_member(outside)
    bad = replace(answer, choices=Ciphertext(answer.choices.alpha, outside))
    assert _failed(made, _signed(made, 0, bad)) == "15.7"


def test_a_point_that_is_written_in_two_ways_is_taken_in_one() -> None:
    """``y`` plus the prime of the field is the same coordinate, and another hash."""
    text = format((1 + 2**255 - 19), "064x")
    with pytest.raises(ValueError, match="canonical"):
        ED.read(text)


def test_a_decryption_factor_outside_the_group_is_rejected() -> None:
    made = opened("Ed25519", (YES_NO,))
    made.cast(0, (1, 0))
    made.close()
    made.decrypt(1)
    last = made.decryptions[1]
    bad = ED.mul(last.factors[0][0], ED.read(OF_ORDER_2))  # type: ignore[arg-type]
    text, wrong = ED.text(last.factors[0][0]), ED.text(bad)  # type: ignore[arg-type]
    raw = message_bytes(last.json(ED)).replace(text.encode(), wrong.encode())
    again = opened("Ed25519", (YES_NO,))
    again.cast(0, (1, 0))
    again.close()
    again.owned(EventType.PARTIAL_DECRYPTION, 1, raw)
    assert _rejected(again) == "19.4"


# --- more than one vote ---------------------------------------------------------------------------------


def _stuffed(made: TestElection, values: tuple[int, int]) -> bytes:
    """The proofs of an honest vote on ciphertexts that hold something else: the best that a cheater can do."""
    y, own = made.election.public_key, _credential(made, 0)
    statement = statement_of(made.election, own.public)
    held = [Held(value, made.coins(ED.q)) for value in values]
    choices = tuple(encrypt(ED, y, one) for one in held)
    claimed = [Held(min(one.value % 2, 1), one.randomness) for one in held]
    individual = tuple(
        zero_or_one(statement, *pair, made.coins) for pair in zip(choices, claimed, strict=True)
    )
    total = Held(1, sum(one.randomness for one in held))
    bound = f"{statement.bound}|{statement.texts(choices)}"
    prefix = f"prove|{bound}|{statement.texts([statement.sum(choices)])}|"
    overall = disjunction(ED, y, prefix, [holds(total, 1)], 0, made.coins)
    return _signed(made, 0, HomomorphicAnswer(choices, individual, overall))


@pytest.mark.parametrize(
    ("values", "check"), [((1000, 0), "16.2"), ((2, -1), "16.2"), ((1, 1), "16.3")]
)
def test_a_ballot_that_holds_more_than_one_vote_is_rejected(
    values: tuple[int, int], check: str
) -> None:
    """A thousand times Yes; two Yes and a No taken away; both."""
    made = opened("Ed25519", (YES_NO,))
    assert _failed(made, _stuffed(made, values)) == check


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_key_chosen_after_the_others_to_cancel_them_is_rejected() -> None:
    """The last trustee publishes ``g^x`` divided by the first one's key, so that ``x`` alone decrypts."""
    coins = drawn("rogue")
    first = trustees_for(ED, (1,), coins)
    x = coins(ED.q)
    rogue = ED.mul(ED.pow_g(x), ED.inv(first.y))
    key = TrusteeKey(public_key(ED, x, coins).pok, rogue)
    with pytest.raises(CheckFailed, match=r"14\.5"):
        check_trustees((*first.trustees, SingleTrustee(key)), ED.pow_g(x), PlainEngine(ED))


def test_a_proof_of_a_key_in_one_group_does_not_do_for_another_key() -> None:
    """The proof names its key."""
    coins = drawn("keys")
    one, other = public_key(ED, 5, coins), public_key(ED, 6, coins)
    mixed = TrusteeKey(one.pok, other.public_key)
    with pytest.raises(CheckFailed, match=r"14\.5"):
        check_trustees((SingleTrustee(mixed),), other.public_key, PlainEngine(ED))


def test_a_key_that_hides_nothing_is_rejected() -> None:
    """The exponent 0: the proof is right, and everybody can decrypt."""
    key = public_key(ED, 0, drawn("zero"))
    with pytest.raises(CheckFailed, match=r"14\.5"):
        check_trustees((SingleTrustee(key),), ED.identity, PlainEngine(ED))


# --- coins ------------------------------------------------------------------------------------------------


def test_every_secret_number_is_drawn_from_the_whole_range() -> None:
    """A prover never asks for fewer values than there are: no coin is cut to so many bits."""
    asked: Counter[int] = Counter()
    honest = drawn("whole range")

    def coins(most: int) -> int:
        asked[most] += 1
        return honest(most)

    made = opened("Ed25519", (YES_NO, RANK), trustees=((2, 3),), coins=coins)
    made.cast(0, (1, 0), (1, 2, 3))
    made.cast(1, (0, 1), (3, 2, 1))
    made.whole(shuffles=(1,), decrypts=(1, 2))
    assert set(asked) == {ED.q, 58, 2}, (
        "exponents; characters of codes and seeds; the shuffle of two"
    )


def test_no_coin_is_used_twice() -> None:
    """Two proofs with one nonce give the secret away: every answer is another one, even with the same choice."""
    made = opened("Ed25519", (RANK,))
    ballots = [made.ballot(0, [(1, 2, 3)]).decode() for _ in range(3)]
    responses = [one for text in ballots for one in re.findall(r'"response":"(\d+)"', text)]
    alphas = [one for text in ballots for one in re.findall(r'"alpha":"(\w+)"', text)]
    assert len(set(responses)) == len(responses) == 6
    assert len(set(alphas)) == len(alphas) == 3


def test_every_order_of_a_shuffle_is_equally_likely() -> None:
    """All 4 * 3 * 2 falls of the coins give each of the 24 orders once."""
    found: Counter[tuple[int, ...]] = Counter()
    for falls in product(range(4), range(3), range(2)):
        left = iter(falls)

        def coins(most: int, left: Any = left) -> int:
            value = next(left)
            assert value < most
            return value

        found[tuple(permutation(4, coins))] += 1
    assert set(found.values()) == {1}
    assert len(found) == 24


def test_codes_are_as_even_as_their_coins() -> None:
    """58 characters, each asked for as one of 58."""
    fallen = iter([0, 57] * 11)
    code = new_code(lambda most: next(fallen) if most == 58 else 99)
    assert code == "1z1z1-z1z1z1-z1z1z-1z1z1z"


# --- the box ----------------------------------------------------------------------------------------------


def test_a_ballot_outside_the_counted_run_is_rejected() -> None:
    """Cast after the close, when the first decryption is known."""
    made = opened("Ed25519", (YES_NO,))
    made.cast(0, (1, 0))
    late = made.ballot(1, [(0, 1)])
    made.close()
    made.add(EventType.BALLOT, late)
    assert _rejected(made) == "13.2"


def test_a_ballot_left_out_of_the_tally_is_found() -> None:
    made = opened("Ed25519", (YES_NO,))
    made.cast(0, (1, 0))
    made.cast(1, (0, 1))
    made.counted.pop(_credential(made, 1).public)
    made.close()
    assert _rejected(made) == "17.1"


def test_a_ballot_of_a_code_that_is_not_on_the_list_is_rejected() -> None:
    made = opened("Ed25519", (YES_NO,))
    stranger = Credential(7, ED.pow_g(7))
    raw = make_ballot(made.election, stranger, [(1, 0)], made.coins)
    assert _failed(made, raw) == "15.4"


def test_a_ranking_exchanged_in_the_shuffle_is_found() -> None:
    """The trustee who shuffles puts a ranking of its own in the place of another."""
    made = opened("Ed25519", (RANK,))
    for voter in range(3):
        made.cast(voter, (1, 2, 3))
    made.close()
    honest = made.tally
    own = encrypt(ED, made.election.public_key, Held(1, made.coins(ED.q)))
    made.tally = ((*honest[0][:2], own),)
    made.shuffle(1)
    assert _rejected(made) in {"18.4", "18.5"}


def test_a_changed_result_is_found() -> None:
    made = opened("Ed25519", (YES_NO,))
    made.cast(0, (1, 0))
    made.close()
    made.decrypt(1)
    made.add(EventType.RESULT, b'{"result":[[0,1]]}')
    assert _rejected(made) == "20.3"


# --- a decryption whose proof leaves out the factor ----------------------------------------------------


def _forged(made: TestElection, place: int) -> PartialDecryption:
    """Trustee 1 has read the rankings, and turns one into "first: C, nobody second" within its proof."""
    election, group, beta = made.election, made.election.group, made.tally[0][place].beta

    def wanted(factor: Element) -> bool:
        return is_last_first(election, group.mul(beta, group.inv(factor)))

    return forged(election, made.tally, made.keys[1], made.coins, place, wanted)


def _with_a_forged_factor(name: str) -> TestElection:
    made = opened(name, (RANK,))
    for voter in range(3):
        made.cast(voter, (1, 2, 3))
    made.close()
    made.shuffle(1)
    made.add(EventType.END_SHUFFLES)
    made.decryptions[1] = _forged(made, 1)
    raw = message_bytes(made.decryptions[1].json(made.election.group))
    made.owned(EventType.PARTIAL_DECRYPTION, 1, raw)
    return made


def test_a_factor_forged_after_its_challenge_gives_nobody_a_vote() -> None:
    """The proof holds, as crypto version 1 has it; the row is seen to hold no ranking, and is read as a blank paper."""
    made = _with_a_forged_factor("Ed25519")
    rows = made.end()[0]
    report = made.report()
    assert (report.verdict, report.foreign) == ("accept", {0: frozenset({1})})
    assert "1 of the rows of question 1 were opened from something" in report.warnings[0]
    assert open_rankings(rows, 3).rankings == (((0, 1, 2), 2), ((2,), 1))  # type: ignore[arg-type]
    found = open_rankings(rows, 3, foreign=report.foreign[0])  # type: ignore[arg-type]
    assert (found.rankings, [row for _, row in found.invalid]) == ((((0, 1, 2), 2),), [rows[1]])


@pytest.mark.needs("belenios-tool")
def test_the_tool_takes_a_forged_factor_and_a_second_decryption_opens_what_was_sealed(
    tmp_path: Path,
) -> None:
    """Nothing in the archive tells who did it; the same tally decrypted honestly does."""
    made = _with_a_forged_factor("RFC-3526-2048")
    key = made.keys[1]
    forged = made.end()[0]
    (tmp_path / f"{UUID}.bel").write_bytes(made.archive)
    assert "all checks passed" in tool(tmp_path, "election", "verify")
    assert made.report().foreign == {0: frozenset({1})}
    made.decryptions[1] = partial_decryption(made.election, made.tally, key, made.coins)
    assert made.end()[0] == ((1, 2, 3),) * 3 != forged


def test_a_trustee_who_forged_a_factor_has_no_proof_to_give() -> None:
    """The key is theirs and every proof of crypto version 1 holds; over all factors together none does."""
    made = _with_a_forged_factor("Ed25519")
    made.end()
    for report in (made.report(), made.beside()):
        assert "or trustee 1 changed them, of whom no proof" in report.warnings[0]
    made.prove(1)
    (failure,) = made.beside().failed
    assert (failure.check, failure.what) == ("19.6", NOT_PROVED.format(1))


def test_a_row_made_by_hand_is_laid_to_its_voter_once_every_factor_is_proved() -> None:
    made = opened("Ed25519", (RANK,))
    made.cast(0, (1, 2, 3))
    r, k = made.coins(ED.q), made.coins(ED.q)
    beta = ED.mul(ED.pow_secret(made.election.public_key, r), ED.pow_g_secret(k))
    sealed, own = Ciphertext(ED.pow_g_secret(r), beta), _credential(made, 1)
    statement = statement_of(made.election, own.public)
    prefix = f"raweg|{statement.bound}|{ED.text(statement.y)},{statement.texts([sealed])}|"
    made.take(_signed(made, 1, RankedAnswer(sealed, knowledge(ED, prefix, r, made.coins))))
    made.whole(shuffles=(1,))
    made.prove(1)
    (said,) = made.beside().warnings
    assert said.startswith("1 of the rows of question 1")
    assert said.endswith("made them by hand: every trustee has proved all their factors together.")


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_what_is_sealed_as_a_ranking_is_taken_for_one(name: str) -> None:
    """Any numbers of any length, and hardly ever a power that was not made of numbers."""
    group = group_named(name)
    for numbers in ((1,), (0, 0), (255, 255, 255), tuple(range(1, 21)), (255,) * group.most_ints):
        assert group.may_hold(len(numbers), group.of_ints(numbers))
    assert not any(group.may_hold(20, group.pow_g(k)) for k in range(2**32, 2**32 + 50))


# --- what is written down about all this ----------------------------------------------------------------


def test_the_security_model_names_every_trick_here_and_none_that_is_not_played() -> None:
    page = Path("docs/reference/security-model.md").read_text("utf-8")
    own = {
        name
        for name in re.findall(r"^def (test_\w+)", Path(__file__).read_text("utf-8"), re.MULTILINE)
        if name != "test_the_security_model_names_every_trick_here_and_none_that_is_not_played"
    }
    named = set(re.findall(r"`(test_\w+)`", page))
    elsewhere = {
        name
        for file in Path("tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert own <= named
    assert named <= elsewhere


def test_the_table_of_checking_voters_is_what_the_chances_give() -> None:
    """The least ``m`` with ``1 - (1 - c)^m`` of at least a half, 95 and 99.9 per cent, exactly."""
    page = Path("docs/reference/security-model.md").read_text("utf-8")
    rows = [
        tuple(map(int, row.groups()))
        for row in re.finditer(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    ]
    assert [row[0] for row in rows] == [1, 2, 5, 10, 20, 50]
    for percent, *found in rows:
        careless = 1 - Fraction(percent, 100)
        for least, chance in zip(found, ("0.5", "0.95", "0.999"), strict=True):
            assert 1 - careless**least >= Fraction(chance) > 1 - careless ** (least - 1)
