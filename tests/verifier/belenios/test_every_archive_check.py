"""Every numbered check on an archive, broken alone: one thing changed, every hash fits, that number fails."""

import copy
import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.groups.edwards import ed25519
from hustings.ballots.secret.making.ballots import Credential, make_ballot
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    RankedQuestion,
    read_election,
)
from hustings.ballots.secret.messages.factors import FactorsProof, factors_file
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.verifier.belenios.catalogue import ARCHIVE_CHECKS
from hustings.verifier.belenios.engines import plainly
from hustings.verifier.belenios.verify import ArchiveReport, verify_archive
from tests.verifier.belenios.forging import Forge, changed, resigned, with_small_order
from tests.verifier.belenios.making import Maker, yes_no

QUESTIONS = (
    HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1),
    HomomorphicQuestion("Which?", ("A", "B", "C"), 1, 2, blank=True),
    RankedQuestion("Who?", ("A", "B", "C")),
)
VOTES = [
    [(1, 0), (0, 1, 1, 0), (1, 2, 3)],
    [(0, 1), (1, 0, 0, 0), (3, 1, 2)],
    [(1, 0), (0, 0, 0, 1), (2, 1, 3)],
]
GROUP = ed25519()

BREAKS: dict[str, list[tuple[str, Callable[..., ArchiveReport]]]] = {}


def breaks(number: str, what: str) -> Callable[[Callable[..., ArchiveReport]], None]:
    def note(function: Callable[..., ArchiveReport]) -> None:
        BREAKS.setdefault(number, []).append((what, function))

    return note


def check(archive: bytes, earlier: bytes | None = None) -> ArchiveReport:
    return verify_archive(archive, plainly, map, Random(5).randrange, earlier)


@cache
def made(*, replacement: bool = True) -> Maker:
    """Three voters, two trustees, three questions, two shuffles, a result."""
    maker = Maker(GROUP, QUESTIONS, 3, trustees=2, replacement=replacement)
    maker.set_up()
    answers = []
    for voter, votes in enumerate(VOTES):
        ballot = json.loads(maker.cast(voter, votes))
        answers.append(ballot["answers"])
    read = GROUP.read

    def total(question: int, at: int) -> Ciphertext:
        parts = [one[question]["choices"][at] for one in answers]
        terms = [tuple((read(part[key]), 1) for part in parts) for key in ("alpha", "beta")]
        return Ciphertext(GROUP.product(terms[0]), GROUP.product(terms[1]))

    rows = [[total(0, at) for at in range(2)], [total(1, at) for at in range(4)]]
    ranked = [one[2]["choices"] for one in answers]
    row = sorted(
        (Ciphertext(read(one["alpha"]), read(one["beta"])) for one in ranked),
        key=lambda one: (GROUP.order(one.alpha), GROUP.order(one.beta)),
    )
    maker.close([*rows, row], 3, 3)
    for owner in (1, 2):
        [row] = maker.shuffle([row], owner)
    maker.write(EventType.END_SHUFFLES)
    for owner in (1, 2):
        maker.decrypt([*rows, row], owner)
    opened = tuple(tuple(GROUP.to_ints(3, one)) for one in maker.opened(row))
    maker.conclude(((2, 1), (1, 1, 1, 1), opened))
    return maker


def forge() -> Forge:
    return Forge.of(made().archive())


def check_with(change: Callable[[Forge], Any], *, refer: bool = True) -> ArchiveReport:
    one = forge()
    change(one)
    if refer:
        one.refer()
    return check(one.archive())


def message(
    kind: EventType, number: int, change: Callable[[Any], Any], at: int = 0
) -> ArchiveReport:
    """One message changed, and everything that names it."""

    def do(one: Forge) -> None:
        data = one.data(kind, number)
        data[at] = changed(data[at], change)

    return check_with(do)


def ballot(change: Callable[[Any], Any], voter: int = 1) -> ArchiveReport:
    """A ballot changed and signed anew by its voter."""

    def do(one: Forge) -> None:
        data = one.data(EventType.BALLOT, voter)
        new = changed(data[0], change)
        data[0] = resigned(new, one.election, made().s[voter], Random(6))

    return check_with(do)


def more(key: str) -> Callable[[Any], None]:
    """One added to a number that is written as a string."""

    def add(value: Any) -> None:
        value[key] = str(int(value[key]) + 1)

    return add


def test_the_election_that_everything_is_broken_in_holds() -> None:
    report = check(made().archive())
    assert (report.verdict, report.state, report.failed) == ("accept", "result", ())
    assert check(made(replacement=False).archive()).verdict == "accept"


# --- 12: the archive ----------------------------------------------------------------------------


@breaks("12.1", "another version")
def _() -> ArchiveReport:
    return check(
        made().archive().replace(b'{"version":1,"timestamp"', b'{"version":2,"timestamp"', 1)
    )


@breaks("12.2", "two empty blocks at the end, as tar programs write them")
def _() -> ArchiveReport:
    return check(made().archive() + bytes(1024))


@breaks("12.2", "a record that is cut off")
def _() -> ArchiveReport:
    return check(made().archive()[:-512])


@breaks("12.3", "a digit changed under the old name")
def _() -> ArchiveReport:
    return check(made().archive().replace(b'"num_tallied":3', b'"num_tallied":2', 1))


@breaks("12.4", "an event with a space")
def _() -> ArchiveReport:
    return check(forge().archive(lambda event: event.replace(b'"type":', b'"type": ')))


@breaks("12.5", "an event after another one")
def _() -> ArchiveReport:
    return check(forge().archive(_other_parent))


def _other_parent(event: bytes) -> bytes:
    at = event.index(b'"parent":"') + 10
    return event[:at] + b"0" * 64 + event[at + 64 :]


@breaks("12.5", "an event with another height")
def _() -> ArchiveReport:
    return check(forge().archive(lambda event: event.replace(b'"height":', b'"height":1', 1)))


@breaks("12.6", "data before an event that has none")
def _() -> ArchiveReport:
    return check_with(lambda one: one.data(EventType.END_BALLOTS).append(b"{}"))


@breaks("12.7", "data after the result")
def _() -> ArchiveReport:
    return check_with(lambda one: one.dangling.append(b'{"result":[]}'))


@breaks("12.7", "a ballot that does not hold, cut off before its event")
def _() -> ArchiveReport:
    one = forge()
    ballot = one.data(EventType.BALLOT, 2)[0]
    del one.events[3:]
    one.dangling.append(
        changed(ballot, lambda value: more("response")(value["signature"]["proof"]))
    )
    return check(one.archive())


@breaks("12.8", "a copy of another election")
def _() -> ArchiveReport:
    return check(made().archive(), yes_no("Ed25519", [(1, 0)]).archive())


@breaks("12.8", "a copy that has more")
def _() -> ArchiveReport:
    one = forge()
    del one.events[-1]
    return check(one.archive(), made().archive())


# --- 13: the order of events --------------------------------------------------------------------


def moved(kind: EventType, number: int, to: int) -> ArchiveReport:
    def do(one: Forge) -> None:
        event = one.events.pop(one.places(kind)[number])
        one.events.insert(to, event)

    return check_with(do)


def repeated(kind: EventType, at: int | None = None) -> ArchiveReport:
    def do(one: Forge) -> None:
        event = copy.deepcopy(one.events[one.places(kind)[0]])
        one.events.insert(len(one.events) if at is None else at, event)

    return check_with(do)


@breaks("13.1", "a second setup")
def _() -> ArchiveReport:
    return repeated(EventType.SETUP, 2)


@breaks("13.1", "an archive without events")
def _() -> ArchiveReport:
    return check_with(lambda one: one.events.clear())


@breaks("13.2", "a ballot after the close")
def _() -> ArchiveReport:
    return moved(EventType.BALLOT, 2, 4)


@breaks("13.3", "the poll closed twice")
def _() -> ArchiveReport:
    return repeated(EventType.END_BALLOTS, 4)


@breaks("13.3", "a second tally")
def _() -> ArchiveReport:
    return repeated(EventType.ENCRYPTED_TALLY, 6)


@breaks("13.4", "a shuffle after the end of shuffles")
def _() -> ArchiveReport:
    return moved(EventType.SHUFFLE, 1, 8)


@breaks("13.4", "a shuffle where there is nothing to shuffle")
def _() -> ArchiveReport:
    maker = yes_no("Ed25519", [(1, 0)])
    one = Forge.of(maker.archive())
    del one.events[-2:]
    empty = b'{"ciphertexts":[],"proofs":[]}'
    one.events.append((EventType.SHUFFLE, [empty, b'{"owner":1,"payload":""}']))
    one.refer()
    return check(one.archive())


@breaks("13.5", "a decryption before the end of shuffles")
def _() -> ArchiveReport:
    return moved(EventType.PARTIAL_DECRYPTION, 0, 7)


@breaks("13.6", "a second result")
def _() -> ArchiveReport:
    return repeated(EventType.RESULT)


@breaks("13.6", "a result before the decryptions")
def _() -> ArchiveReport:
    return moved(EventType.RESULT, 0, 8)


# --- 14: the setup ------------------------------------------------------------------------------


@breaks("14.1", "another version")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.update(version=2))


@breaks("14.1", "a group that Belenios does not have")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.update(group="P-256"))


@breaks("14.2", "other credentials than named")
def _() -> ArchiveReport:
    return check_with(lambda one: one.data(EventType.SETUP).__setitem__(2, b"[]"), refer=False)


@breaks("14.3", "a credential twice")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.append(value[0]), at=2)


@breaks("14.3", "a credential outside the group")
def _() -> ArchiveReport:
    def add(value: Any) -> None:
        value[0] = with_small_order(value[0])

    return message(EventType.SETUP, 0, add, at=2)


@breaks("14.3", "a credential with which anybody can sign")
def _() -> ArchiveReport:
    identity = GROUP.text(GROUP.identity)
    return message(EventType.SETUP, 0, lambda value: value.append(identity), at=2)


@breaks("14.4", "a negative weight")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.append(value.pop() + ",-1"), at=2)


@breaks("14.4", "a weight of two for a ranking")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.append(value.pop() + ",2"), at=2)


@breaks("14.5", "a key whose exponent nobody proved to know")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: more("response")(value[1][1]["pok"]), at=1)


@breaks("14.5", "no trustees")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.clear(), at=1)


@breaks("14.5", "a trustee whose key hides nothing")
def _() -> ArchiveReport:
    maker = made()
    identity = GROUP.text(GROUP.identity)
    proof = maker.schnorr(f"pok|Ed25519|{identity}|", 0)
    key = {"pok": proof.json(), "public_key": identity}
    return message(EventType.SETUP, 0, lambda value: value.append(["Single", key]), at=1)


def threshold(shared_data: Path, change: Callable[[Any], Any]) -> ArchiveReport:
    """The published election of two in three, its setup changed."""
    folder = shared_data / "belenios" / "good" / "src33-02-threshold-2of3"
    one = Forge.of((folder / "archive.bel").read_bytes())
    data = one.data(EventType.SETUP)
    data[1] = changed(data[1], lambda value: change(value[1][1]))
    one.refer()
    return check(one.archive())


@breaks("14.6", "a key less than certificates")
def _(shared_data: Path) -> ArchiveReport:
    return threshold(shared_data, lambda block: block["verification_keys"].pop() and None)


@breaks("14.6", "another threshold")
def _(shared_data: Path) -> ArchiveReport:
    return threshold(shared_data, lambda block: block.update(threshold=3))


@breaks("14.7", "a certificate's signature")
def _(shared_data: Path) -> ArchiveReport:
    return threshold(shared_data, lambda block: more("response")(block["certs"][0]["signature"]))


@breaks("14.7", "the signature over all certificates")
def _(shared_data: Path) -> ArchiveReport:
    return threshold(shared_data, lambda block: more("response")(block["signatures"][1]))


@breaks("14.8", "a key that is not that of the share, proved and signed by its trustee")
def _(shared_data: Path) -> ArchiveReport:
    folder = shared_data / "belenios" / "good" / "src33-02-threshold-2of3" / "private"
    maker, secret = made(), 4711
    text = GROUP.text(GROUP.pow_g(secret))

    def exchange(block: Any) -> None:
        name = sha256(block["certs"][0]["message"].encode()).hexdigest()
        seed = (folder / f"{name}.key").read_text().strip()
        signing = int(sha256(f"sk|{seed}".encode()).hexdigest(), 16) % GROUP.q
        proof = maker.schnorr(f"pok|Ed25519|{text}|", secret)
        signature = maker.schnorr(f"sigmsg|{text}|", signing)
        block["verification_keys"][0] = {
            "pok": proof.json(),
            "public_key": text,
            "signature": signature.json(),
        }

    return threshold(shared_data, exchange)


@breaks("14.9", "a trustee left out")
def _() -> ArchiveReport:
    return message(EventType.SETUP, 0, lambda value: value.pop() and None, at=1)


# --- 15: the form of ballots ----------------------------------------------------------------------


def raw_ballot(change: Callable[[bytes], bytes]) -> ArchiveReport:
    def do(one: Forge) -> None:
        data = one.data(EventType.BALLOT, 1)
        data[0] = change(data[0])

    return check_with(do)


@breaks("15.1", "a space")
def _() -> ArchiveReport:
    return raw_ballot(lambda raw: raw.replace(b'"credential":', b'"credential": ', 1))


@breaks("15.1", "a field more")
def _() -> ArchiveReport:
    return message(EventType.BALLOT, 1, lambda value: value.update(note="hello"))


@breaks("15.1", "no signature")
def _() -> ArchiveReport:
    return message(EventType.BALLOT, 1, lambda value: value.pop("signature") and None)


@breaks("15.2", "a ballot replayed")
def _() -> ArchiveReport:
    return repeated(EventType.BALLOT, 3)


@breaks("15.3", "another election's name")
def _() -> ArchiveReport:
    return ballot(lambda value: value.update(election_uuid="11111111111111"))


@breaks("15.3", "another election's fingerprint")
def _() -> ArchiveReport:
    return ballot(lambda value: value.update(election_hash="A" * 43))


@breaks("15.4", "a credential made up by the server")
def _() -> ArchiveReport:
    election = made().election
    secret = 12345
    stuffed = make_ballot(
        election,
        Credential(secret, GROUP.pow_g(secret)),
        VOTES[0],
        lambda n: Random(7).randrange(n),
    )
    return check_with(lambda one: one.events.insert(4, (EventType.BALLOT, [stuffed])))


@breaks("15.5", "a signature over another ballot")
def _() -> ArchiveReport:
    return message(EventType.BALLOT, 1, lambda value: value["signature"].update(hash="A" * 43))


@breaks("15.6", "an individual proof too few")
def _() -> ArchiveReport:
    return ballot(lambda value: value["answers"][0]["individual_proofs"].pop() and None)


@breaks("15.6", "an answer too few")
def _() -> ArchiveReport:
    return ballot(lambda value: value["answers"].pop() and None)


@breaks("15.6", "a response above the order")
def _() -> ArchiveReport:
    def raise_by_q(value: Any) -> None:
        proof = value["answers"][2]["proof"]
        proof["response"] = str(int(proof["response"]) + GROUP.q)

    return ballot(raise_by_q)


@breaks("15.7", "a point of mixed order")
def _() -> ArchiveReport:
    def add(value: Any) -> None:
        choice = value["answers"][2]["choices"]
        choice["beta"] = with_small_order(choice["beta"])

    return ballot(add)


@breaks("15.8", "a second ballot of a credential where votes are final")
def _() -> ArchiveReport:
    maker = made(replacement=False)
    one = Forge.of(maker.archive())
    one.events.insert(4, (EventType.BALLOT, [maker.ballot(0, VOTES[1])]))
    return check(one.archive())


# --- 16: the proofs of ballots ------------------------------------------------------------------


@breaks("16.1", "a signature by another")
def _() -> ArchiveReport:
    return message(EventType.BALLOT, 1, lambda value: more("response")(value["signature"]["proof"]))


@breaks("16.2", "an individual proof")
def _() -> ArchiveReport:
    return ballot(lambda value: more("response")(value["answers"][0]["individual_proofs"][0][0]))


@breaks("16.2", "another voter's answers, signed by this one")
def _() -> ArchiveReport:
    other = json.loads(forge().data(EventType.BALLOT, 0)[0])["answers"]
    return ballot(lambda value: value.update(answers=other))


@breaks("16.3", "the overall proof")
def _() -> ArchiveReport:
    return ballot(lambda value: more("response")(value["answers"][0]["overall_proof"][0]))


@breaks("16.4", "the proof about the blank vote")
def _() -> ArchiveReport:
    return ballot(lambda value: more("response")(value["answers"][1]["blank_proof"][1]))


@breaks("16.5", "the proof of a ranking")
def _() -> ArchiveReport:
    return ballot(lambda value: more("response")(value["answers"][2]["proof"]))


def list_ballot(change: Callable[[Any], Any]) -> ArchiveReport:
    """An open election with one question of lists and one ballot, changed and signed anew."""
    question = ListsQuestion("Which list?", (("One", "A", "B"), ("Two", "C")))
    maker = Maker(GROUP, (question,), 1)
    maker.set_up()
    credential = Credential(maker.s[0], maker.credentials[0])
    coins = Random(8)
    raw = make_ballot(maker.election, credential, [((1, 0, 1), (0, 0))], coins.randrange)
    new = resigned(changed(raw, change), maker.election, maker.s[0], coins)
    maker.write(EventType.BALLOT, new)
    return check(maker.archive())


def test_the_ballot_of_lists_holds_unchanged() -> None:
    assert list_ballot(lambda _: None).verdict == "accept"


@breaks("16.3", "the proof that one list is chosen")
def _() -> ArchiveReport:
    return list_ballot(lambda value: more("response")(value["answers"][0]["overall_proof"]))


@breaks("16.6", "the proof that a list not chosen has no candidate chosen")
def _() -> ArchiveReport:
    return list_ballot(lambda value: more("response")(value["answers"][0]["list_proofs"][1][0]))


@breaks("16.7", "the proof that a candidate is chosen")
def _() -> ArchiveReport:
    return list_ballot(lambda value: more("challenge")(value["answers"][0]["nonzero_proof"]))


@breaks("16.7", "a commitment to nothing")
def _() -> ArchiveReport:
    identity = GROUP.text(GROUP.identity)
    return list_ballot(
        lambda value: value["answers"][0]["nonzero_proof"].update(commitment=identity)
    )


# --- 17: the tally --------------------------------------------------------------------------------


@breaks("17.1", "two totals exchanged")
def _() -> ArchiveReport:
    return message(EventType.ENCRYPTED_TALLY, 0, lambda value: value[0].reverse())


@breaks("17.1", "a ballot left out")
def _() -> ArchiveReport:
    return check_with(lambda one: one.events.pop(3) and None)


@breaks("17.2", "another number of ballots")
def _() -> ArchiveReport:
    return message(EventType.ENCRYPTED_TALLY, 0, lambda value: value.update(num_tallied=4), at=1)


@breaks("17.2", "another weight")
def _() -> ArchiveReport:
    return message(EventType.ENCRYPTED_TALLY, 0, lambda value: value.update(total_weight=4), at=1)


# --- 18: the shuffles -----------------------------------------------------------------------------


@breaks("18.1", "a ciphertext left out")
def _() -> ArchiveReport:
    return message(EventType.SHUFFLE, 1, lambda value: value["ciphertexts"][0].pop() and None)


@breaks("18.2", "an owner who is no trustee")
def _() -> ArchiveReport:
    return message(EventType.SHUFFLE, 1, lambda value: value.update(owner=3), at=1)


@breaks("18.3", "a commitment outside the group")
def _() -> ArchiveReport:
    def add(value: Any) -> None:
        value["proofs"][0][0][0] = with_small_order(value["proofs"][0][0][0])

    return message(EventType.SHUFFLE, 1, add)


def response(at: int) -> Callable[[Any], None]:
    def add(value: Any) -> None:
        responses = value["proofs"][0][1]
        responses[at] = str((int(responses[at]) + 1) % GROUP.q)

    return add


@breaks("18.4", "the first response")
def _() -> ArchiveReport:
    return message(EventType.SHUFFLE, 1, response(0))


@breaks("18.4", "a response of the chain")
def _() -> ArchiveReport:
    def add(value: Any) -> None:
        chain = value["proofs"][0][1][4]
        chain[1] = str((int(chain[1]) + 1) % GROUP.q)

    return message(EventType.SHUFFLE, 1, add)


@breaks("18.5", "the response about encrypting anew")
def _() -> ArchiveReport:
    return message(EventType.SHUFFLE, 1, response(3))


# --- 19: the decryptions ----------------------------------------------------------------------------


@breaks("19.1", "an owner who is no trustee")
def _() -> ArchiveReport:
    return message(EventType.PARTIAL_DECRYPTION, 1, lambda value: value.update(owner=3), at=1)


@breaks("19.2", "a trustee twice")
def _() -> ArchiveReport:
    return repeated(EventType.PARTIAL_DECRYPTION, -1)


@breaks("19.3", "a factor left out")
def _() -> ArchiveReport:
    return message(
        EventType.PARTIAL_DECRYPTION, 0, lambda value: value["decryption_factors"][0].pop() and None
    )


@breaks("19.4", "a factor outside the group")
def _() -> ArchiveReport:
    def add(value: Any) -> None:
        row = value["decryption_factors"][2]
        row[0] = with_small_order(row[0])

    return message(EventType.PARTIAL_DECRYPTION, 0, add)


@breaks("19.5", "a wrong factor")
def _() -> ArchiveReport:
    return message(
        EventType.PARTIAL_DECRYPTION, 0, lambda value: value["decryption_factors"][0].reverse()
    )


def proved(number: int) -> bytes:
    """A proof of trustee 1 for what stands in the archive, with a challenge and a response out of the air."""
    raw = forge().data(EventType.PARTIAL_DECRYPTION, 0)[0]
    election = read_election(forge().data(EventType.SETUP, 0)[0])
    said = FactorsProof(election.fingerprint, 1, sha256(raw).hexdigest(), Proof(number, number))
    return factors_file([said])


@breaks("19.6", "a proof over all factors that does not hold")
def _() -> ArchiveReport:
    return verify_archive(made().archive(), plainly, map, Random(5).randrange, proofs=proved(12345))


# --- 20: the result -------------------------------------------------------------------------------


@breaks("20.1", "a trustee who is needed and has not decrypted")
def _() -> ArchiveReport:
    return check_with(lambda one: one.events.pop(-2) and None)


@breaks("20.2", "a total left out")
def _() -> ArchiveReport:
    return message(EventType.RESULT, 0, lambda value: value["result"][0].pop() and None)


@breaks("20.2", "a ranking left out")
def _() -> ArchiveReport:
    return message(EventType.RESULT, 0, lambda value: value["result"][2].pop() and None)


@breaks("20.3", "one vote moved")
def _() -> ArchiveReport:
    return message(EventType.RESULT, 0, lambda value: value["result"].__setitem__(0, [1, 2]))


@breaks("20.4", "a ranking changed")
def _() -> ArchiveReport:
    return message(EventType.RESULT, 0, lambda value: value["result"][2][0].reverse())


@breaks("20.4", "two rankings in another order")
def _() -> ArchiveReport:
    return message(EventType.RESULT, 0, lambda value: value["result"][2].reverse())


@pytest.mark.parametrize(
    ("number", "place", "what"),
    [
        (number, place, what)
        for number, all_ in BREAKS.items()
        for place, (what, _) in enumerate(all_)
    ],
)
def test_this_alone_fails(
    number: str, place: int, what: str, request: pytest.FixtureRequest
) -> None:
    function = BREAKS[number][place][1]
    needs_data = function.__code__.co_argcount == 1
    report = function(request.getfixturevalue("shared_data")) if needs_data else function()
    assert [failure.check for failure in report.failed] == [number], what
    assert report.verdict == "reject"
    assert report.result is None


def test_every_check_is_broken() -> None:
    assert sorted(BREAKS) == sorted(ARCHIVE_CHECKS)


def test_an_archive_cut_off_before_an_event_holds_and_says_so() -> None:
    """Data without their event, at each stage: a ballot, a tally with and without its numbers, a shuffle, a result."""
    for keep, left in ((3, 1), (5, 1), (5, 2), (6, 1), (9, 1), (10, 2), (11, 1)):
        one = forge()
        next_data = one.events[keep][1]
        one.events, one.dangling = one.events[:keep], next_data[:left]
        report = check(one.archive())
        assert (keep, report.verdict, report.failed) == (keep, "warn", ())
        assert report.result is None
