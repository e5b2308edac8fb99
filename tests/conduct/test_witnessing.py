"""What is shown to outside witnesses, what is taken from them, and what is refused with a sentence."""

import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from hustings.conduct.published import NotPublishedYet
from hustings.conduct.trust_file import trust_text
from hustings.conduct.witness_list import the_list
from hustings.conduct.witnessing import (
    LogIsSmaller,
    Taken,
    continuation_after,
    hand_in,
    sent_back,
    to_show,
)
from hustings.kernel.refusals import Refused
from hustings.record.bundle import WITNESSED
from hustings.record.checkpoints import checkpoint_bytes, cosign, read_checkpoint
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.vouching import quorum
from hustings.record.witnessing import Seen, check_continues, read_continuation
from hustings.store import checkpoints
from hustings.store.log import log_of
from hustings.store.models import Cosignature, Organisation
from hustings.verifier.anchors import check_signed
from hustings.verifier.findings import Findings
from hustings.verifier.trust import Trust
from tests.store.making import LOG_KEY, MORNING, union
from tests.store.witnessed import (
    AGENT,
    GAZETTE,
    grow,
    key_of,
    listed,
    logged,
    looked,
    retired,
    signed,
    vkey_of,
)

pytestmark = pytest.mark.django_db
THIRD = "scrutineer.example"


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    assert answer.because.endswith(".")
    return answer.code


def witnessed(here: Organisation) -> int | None:
    found = checkpoints.latest_witnessed(here)
    return None if found is None else found.size


@pytest.mark.parametrize("old", [0, 1, 4, 6, 7])
def test_what_is_shown_continues_what_was_seen(old: int) -> None:
    here = logged(7)
    shown = read_continuation(continuation_after(here, old))
    own = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    assert check_continues(Seen(old, log_of(here).root_at(old)), shown, own).size == 7


def test_whoever_has_seen_more_than_there_is_is_told_so() -> None:
    with pytest.raises(LogIsSmaller, match="has 3 entries, not 4"):
        continuation_after(logged(3), 4)


def test_before_a_checkpoint_there_is_nothing_to_show() -> None:
    with pytest.raises(NotPublishedYet):
        continuation_after(union(), 0)


def test_a_cosignature_is_kept_once_however_often_it_is_handed_in() -> None:
    here = logged(3)
    listed(here, AGENT)
    assert looked(here, AGENT) == Taken(3, (AGENT,))
    assert looked(here, AGENT) == Taken(3, ())
    assert hand_in(here, signed(here, AGENT, at=MORNING + timedelta(1)), MORNING) == Taken(3, ())
    assert Cosignature.objects.count() == 1


def test_a_witness_that_is_not_on_the_list_is_refused() -> None:
    here = logged(3)
    listed(here, GAZETTE)
    assert refused(looked(here, AGENT)) == "not-listed"
    assert not Cosignature.objects.exists()


def test_a_key_under_the_name_of_a_listed_witness_is_not_that_witness() -> None:
    here = logged(3)
    listed(here, AGENT)
    shown = read_continuation(continuation_after(here, 0)).checkpoint
    forged = checkpoint_bytes(cosign(shown, key_of(GAZETTE), AGENT, 5))
    assert refused(hand_in(here, forged, MORNING)) == "not-listed"


def test_a_signature_that_does_not_hold_is_refused() -> None:
    here = logged(3)
    listed(here, AGENT)
    told = hand_in(here, _bent(signed(here, AGENT)), MORNING)
    assert refused(told) == "does-not-hold"


@contextmanager
def on_taking_the_turn(do: Callable[[], object]) -> Iterator[list[str]]:
    """Do something the moment that a writer begins to take the log's turn; the list has each such moment."""
    taken: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT") and not taken:
            taken.append(sql)
            do()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield taken


def test_nobody_waits_for_the_log_s_turn_with_what_does_not_hold() -> None:
    """Anybody may send it, as often as they like: it must not keep the organisation's own writers waiting."""
    here = logged(3)
    listed(here, AGENT)
    late = signed(here, AGENT, at=MORNING + timedelta(hours=1))
    for data in (_bent(signed(here, AGENT)), late, signed(here, GAZETTE)):
        with on_taking_the_turn(lambda: None) as taken:
            refused(hand_in(here, data, MORNING))
        assert not taken
    with on_taking_the_turn(lambda: None) as taken:
        assert hand_in(here, signed(here, AGENT), MORNING) == Taken(3, (AGENT,))
    assert taken


def test_a_witness_retired_while_its_line_was_verified_is_refused() -> None:
    here = logged(3)
    listed(here, AGENT)
    with on_taking_the_turn(lambda: retired(here, AGENT)):
        assert refused(hand_in(here, signed(here, AGENT), MORNING)) == "not-listed"
    assert not Cosignature.objects.exists()


def test_a_witness_that_signed_more_while_its_line_was_verified_does_not_go_back() -> None:
    here = logged(3)
    listed(here, AGENT)
    earlier = signed(here, AGENT)
    grow(here, 2)
    with on_taking_the_turn(lambda: looked(here, AGENT)):
        assert refused(hand_in(here, earlier, MORNING)) == "went-back"
    assert Cosignature.objects.count() == 1


def test_of_what_a_witness_sends_back_only_its_own_line_counts() -> None:
    """The agent is asked, and its answer has a line in the gazette's name: the gazette has nothing to do with it."""
    here = logged(3)
    listed(here, AGENT, GAZETTE)
    agent = next(one.witness for one in the_list(here) if one.witness.name == AGENT)
    ours = bytes(checkpoints.latest(here).note)  # type: ignore[union-attr]
    gazette, own = (signed(here, name).removeprefix(ours) for name in (GAZETTE, AGENT))
    bent = _bent(signed(here, GAZETTE)).removeprefix(ours)
    for answer in (gazette, bent, b""):
        assert refused(sent_back(agent, 3, answer, MORNING)) in {"not-its-line", "not-a-checkpoint"}
    assert not Cosignature.objects.exists()
    assert sent_back(agent, 3, bent + own, MORNING) == Taken(3, (AGENT,))


def _bent(data: bytes) -> bytes:
    """The last signature with a bit changed."""
    given = read_checkpoint(data)
    *others, line = given.note.signatures
    bent = replace(line, blob=line.blob[:-1] + bytes([line.blob[-1] ^ 1]))
    note = replace(given.note, signatures=(*others, bent))
    return checkpoint_bytes(replace(given, note=note))


def test_a_checkpoint_of_another_log_or_size_is_not_ours() -> None:
    here = logged(3)
    listed(here, AGENT)
    ours = signed(here, AGENT)
    for before, after in ((b"\n3\n", b"\n4\n"), (b"commonweal.", b"other.")):
        assert refused(hand_in(here, ours.replace(before, after, 1), MORNING)) == "not-ours"


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff", b"[" * 10_000])
def test_what_is_no_checkpoint_is_refused(data: bytes) -> None:
    assert refused(hand_in(logged(1), data, MORNING)) == "not-a-checkpoint"


@pytest.mark.parametrize(
    ("minutes", "code"), [(-6, "before-the-checkpoint"), (6, "in-the-future"), (5, ""), (-5, "")]
)
def test_a_witness_whose_clock_is_far_from_ours_is_refused(minutes: int, code: str) -> None:
    here = logged(3)
    listed(here, AGENT)
    at = MORNING + timedelta(minutes=minutes)
    told = hand_in(here, signed(here, AGENT, at=at), MORNING)
    assert (refused(told) if code else told) == (code or Taken(3, (AGENT,)))


def test_a_witness_does_not_go_back_to_a_smaller_log() -> None:
    here = logged(3)
    listed(here, AGENT)
    earlier = signed(here, AGENT)
    grow(here, 2)
    assert looked(here, AGENT) == Taken(5, (AGENT,))
    assert refused(hand_in(here, earlier, MORNING)) == "went-back"


def test_a_retired_witness_is_refused_and_what_it_signed_no_longer_counts() -> None:
    here = logged(3)
    listed(here, AGENT)
    looked(here, AGENT)
    assert witnessed(here) == 3
    retired(here, AGENT)
    grow(here, 1)
    assert refused(looked(here, AGENT)) == "not-listed"
    assert witnessed(here) is None
    assert Cosignature.objects.count() == 1


def test_witnesses_who_come_one_after_another_sign_under_one_checkpoint_while_the_log_grows() -> (
    None
):
    """The agent signs 3 entries; the log grows to 5 and the gazette is shown 3; next the agent is shown 5."""
    here = logged(3)
    listed(here, AGENT, GAZETTE)
    looked(here, AGENT)
    grow(here, 2)
    assert looked(here, GAZETTE) == Taken(3, (GAZETTE,))
    assert witnessed(here) == 3
    assert looked(here, AGENT, 3) == Taken(5, (AGENT,))
    assert witnessed(here) == 3
    grow(here, 1)
    assert looked(here, GAZETTE, 3) == Taken(5, (GAZETTE,))
    assert witnessed(here) == 5


def test_more_than_half_of_the_witnesses_that_sign_have_to_sign() -> None:
    here = logged(3)
    listed(here, AGENT, GAZETTE, THIRD)
    looked(here, AGENT)
    assert witnessed(here) == 3, "the others have never signed and do not count yet"
    looked(here, GAZETTE)
    looked(here, THIRD)
    grow(here, 1)
    looked(here, AGENT, 3)
    assert witnessed(here) == 3
    looked(here, THIRD, 3)
    assert witnessed(here) == 4


def verdict(here: Organisation, *names: str) -> bool:
    """Whether check 4.2 holds for whoever trusts these witnesses, more than half of them."""
    newest = checkpoints.latest(here)
    assert newest is not None
    given = checkpoints.published_witnessed(here, newest.size)
    bundle = SimpleNamespace(files={} if given is None else {WITNESSED: given})
    keys = tuple(map(vkey_of, names))
    own = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    findings = Findings()
    check_signed(
        bundle,  # type: ignore[arg-type]
        read_checkpoint(checkpoints.published(newest)),
        SimpleNamespace(leaves=log_of(here).leaves),  # type: ignore[arg-type]
        Trust(own, witnesses=keys, quorum=quorum(len(keys))),
        findings,
    )
    return not findings.failures


def test_a_new_witness_breaks_no_trust_file_that_was_printed_before_it_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gazette begins with what the site prints, five entries, and is shown seven before the agent is."""
    here = logged(5)
    listed(here, AGENT, GAZETTE)
    looked(here, AGENT)
    grow(here, 2)
    looked(here, GAZETTE, old=5)
    grow(here, 1)
    assert verdict(here, AGENT)
    founding = SimpleNamespace(slug=here.slug, log="KEY", authorities=())
    register = SimpleNamespace(founding=founding)
    monkeypatch.setattr("hustings.conduct.trust_file.register_of", lambda _: register)
    told = tomllib.loads(trust_text(here))
    assert told["checkpoint"]["size"] == 5
    assert told["witnesses"] == {"keys": [str(vkey_of(AGENT))], "quorum": 1}
    looked(here, AGENT, old=5)
    told = tomllib.loads(trust_text(here))
    assert told["checkpoint"]["size"] == 7
    assert told["witnesses"]["keys"] == sorted(str(vkey_of(one)) for one in (AGENT, GAZETTE))
    assert told["witnesses"]["quorum"] == 2
    assert verdict(here, AGENT)
    assert verdict(here, AGENT, GAZETTE)


def test_a_witness_that_is_asked_is_shown_what_another_has_cosigned() -> None:
    here = logged(5)
    listed(here, AGENT, GAZETTE)
    looked(here, AGENT)
    grow(here, 2)
    assert to_show(here, 0)[0] == 5
    assert to_show(here, 5)[0] == 7


def test_the_list_tells_who_signed_what_and_who_was_retired() -> None:
    here = logged(3)
    listed(here, AGENT, GAZETTE)
    looked(here, AGENT)
    retired(here, GAZETTE)
    told = [(one.witness.name, one.cosigned, one.listed) for one in the_list(here)]
    assert told == [(AGENT, 3, True), (GAZETTE, None, False)]


@pytest.mark.django_db(transaction=True)
def test_a_cosignature_handed_in_many_times_at_once_is_kept_once() -> None:
    here = logged(3)
    listed(here, AGENT, GAZETTE)
    notes = [signed(here, AGENT), signed(here, GAZETTE)] * 4

    def one(note: bytes) -> Taken | Refused:
        try:
            return hand_in(here, note, MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(one, notes))
    assert all(isinstance(answer, Taken) for answer in told), told
    assert sorted(name for answer in told for name in answer.new) == [AGENT, GAZETTE]  # type: ignore[union-attr]
    assert Cosignature.objects.count() == 2
