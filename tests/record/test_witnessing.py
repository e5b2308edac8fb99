"""A witness takes a checkpoint only where the log continues what was seen, worked out again from the entries."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.merkle import root_of
from hustings.kernel.refusals import BadInput
from hustings.record.checkpoints import cosign, make_checkpoint, sign_checkpoint
from hustings.record.log import Log
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.witness_state import WitnessState, read_state, state_bytes
from hustings.record.witnessing import (
    NOTHING_SEEN,
    Continuation,
    LogForked,
    NotShown,
    OlderThanSeen,
    Seen,
    check_continues,
    continuation_bytes,
    continuation_of,
    further,
    read_continuation,
)
from tests.record.making import LOG_KEY, LOG_VKEY, ORIGIN, WITNESSES, key

AGENT = WITNESSES[0]
AGENT_VKEY = verifier_key(AGENT, KeyKind.COSIGNATURE, key(AGENT))
SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33]
"""Powers of two, and what stands beside them."""


def log(size: int, **changed: bytes) -> Log:
    """A log of so many entries; ``at_3=b"x"`` puts another entry at position 3."""
    return Log.of(changed.get(f"at_{i}", str(i).encode()) for i in range(size))


def shown(now: Log, old: int, *, size: int | None = None) -> Continuation:
    then = Log(now.leaves[: now.size if size is None else size])
    return continuation_of(now, old, make_checkpoint(then, ORIGIN, LOG_KEY))


def seen(of: Log, size: int) -> Seen:
    return Seen(size, of.root_at(size))


@pytest.mark.parametrize("size", SIZES)
def test_a_log_that_has_only_grown_is_taken_at_every_size(size: int) -> None:
    now = log(size)
    for old in range(size + 1):
        taken = check_continues(seen(now, old), shown(now, old), LOG_VKEY)
        assert (taken.size, taken.root) == (size, now.root)


@given(old=st.integers(1, 70), more=st.integers(0, 70), place=st.integers(0, 69))
def test_a_log_with_an_entry_rewritten_is_never_taken(old: int, more: int, place: int) -> None:
    """Its own proof leads to the root that it signed, and from another one than was seen: that shows the fork.

    Where as many were seen as fill a whole subtree (1, 2, 4, 8 ...), its root is no part of the proof, which then
    shows nothing.
    """
    honest = log(old)
    other = log(old + more, **{f"at_{place % old}": b"rewritten"})
    whole = old & (old - 1) == 0 and more
    with pytest.raises(NotShown if whole else LogForked):
        check_continues(seen(honest, old), shown(other, old), LOG_VKEY)


@given(height=st.integers(1, 6), more=st.integers(2, 70), place=st.integers(0, 63))
def test_a_whole_subtree_that_was_rewritten_shows_from_one_entry_further(
    height: int, more: int, place: int
) -> None:
    old = 2**height
    assert further(old) == old + 1
    honest, other = log(old + more), log(old + more, **{f"at_{place % old}": b"rewritten"})
    asked = shown(honest, old + 1)
    assert check_continues(seen(honest, old), asked, LOG_VKEY) == asked.checkpoint
    with pytest.raises(LogForked):
        check_continues(seen(honest, old), shown(other, old + 1), LOG_VKEY)
    damaged = replace(asked, proof=(bytes(32), *asked.proof[1:]))
    with pytest.raises(NotShown):
        check_continues(seen(honest, old), damaged, LOG_VKEY)


def test_only_a_whole_subtree_is_asked_for_from_one_entry_further() -> None:
    """One entry further than one is another whole subtree, whose proof leaves out the first entry as well."""
    assert [size for size in range(70) if further(size)] == [2, 4, 8, 16, 32, 64]
    with pytest.raises(NotShown, match="begins at 6 entries, and 5 were seen"):
        check_continues(seen(log(9), 5), shown(log(9), 6), LOG_VKEY)
    with pytest.raises(NotShown, match="nothing to be proved"):
        check_continues(seen(log(5), 4), shown(log(5), 5), LOG_VKEY)


@given(
    old=st.integers(1, 64), more=st.integers(1, 64), bit=st.integers(0, 255), forked=st.booleans()
)
def test_a_proof_with_a_bit_changed_or_a_step_missing_shows_nothing(
    old: int, more: int, bit: int, *, forked: bool
) -> None:
    """Neither that the log continues what was seen nor that it does not, whichever is true."""
    now = log(old + more, **({"at_0": b"rewritten"} if forked else {}))
    whole = shown(now, old)
    step = bytearray(whole.proof[bit % len(whole.proof)])
    step[bit // 8] ^= 1 << bit % 8
    swapped = (*whole.proof[: bit % len(whole.proof)], bytes(step))
    swapped += whole.proof[len(swapped) :]
    for proof in (swapped, whole.proof[1:], whole.proof[:-1], (*whole.proof, now.root)):
        with pytest.raises(NotShown):
            check_continues(seen(log(old), old), replace(whole, proof=proof), LOG_VKEY)


def test_what_others_signed_under_the_checkpoint_is_left_off() -> None:
    """So a witness hands in its own line, and hears whether that one is taken."""
    bare = shown(log(6), 4)
    both = replace(bare, checkpoint=cosign(bare.checkpoint, key(AGENT), AGENT, 9))
    assert check_continues(seen(log(6), 4), both, LOG_VKEY) == bare.checkpoint


def test_a_smaller_checkpoint_is_older_than_what_was_seen_and_no_fork() -> None:
    """Whether it is of the same history, the two checkpoints alone do not say."""
    now = log(9)
    for smaller in (0, 1, 8):
        with pytest.raises(OlderThanSeen, match=f"has {smaller} entries, and 9 were seen before"):
            check_continues(seen(now, 9), shown(now, 0, size=smaller), LOG_VKEY)


def test_a_log_of_no_entries_has_one_root() -> None:
    empty = sign_checkpoint(ORIGIN, 0, log(1).root, LOG_KEY)
    with pytest.raises(ValueError, match="of no entries has another root"):
        check_continues(NOTHING_SEEN, Continuation(0, (), empty), LOG_VKEY)


def test_two_histories_of_one_size_are_a_fork() -> None:
    with pytest.raises(LogForked, match="two different histories of 5"):
        check_continues(seen(log(5), 5), shown(log(5, at_2=b"other"), 5), LOG_VKEY)


def test_whoever_has_seen_nothing_takes_the_first_that_the_log_signed() -> None:
    assert (NOTHING_SEEN.size, NOTHING_SEEN.root) == (0, root_of([]))
    assert check_continues(NOTHING_SEEN, shown(log(6), 0), LOG_VKEY).size == 6


def test_a_proof_where_nothing_is_to_be_proved_is_no_answer() -> None:
    for old in (0, 6):
        with pytest.raises(NotShown, match="nothing to be proved"):
            check_continues(
                seen(log(6), old), replace(shown(log(6), old), proof=(log(1).root,)), LOG_VKEY
            )


def test_a_proof_from_another_size_is_no_answer() -> None:
    with pytest.raises(NotShown, match="begins at 3 entries, and 4 were seen"):
        check_continues(seen(log(6), 4), shown(log(6), 3), LOG_VKEY)


def test_what_the_log_did_not_sign_is_not_its_own_and_proves_nothing_against_it() -> None:
    now = log(6)
    forged = continuation_of(now, 4, make_checkpoint(now, ORIGIN, key("somebody else")))
    with pytest.raises(ValueError, match="bears no signature"):
        check_continues(seen(now, 4), forged, LOG_VKEY)
    elsewhere = continuation_of(now, 4, make_checkpoint(now, "other.example", LOG_KEY))
    with pytest.raises(ValueError, match=r"is of other\.example"):
        check_continues(seen(now, 4), elsewhere, LOG_VKEY)


def test_a_proof_is_of_the_checkpoint_and_not_of_the_log_behind_it() -> None:
    taken = check_continues(seen(log(6), 4), shown(log(20), 4, size=6), LOG_VKEY)
    assert taken.size == 6


@pytest.mark.parametrize(("old", "size"), [(0, 3), (3, 3), (3, 8), (4, 8), (5, 21)])
def test_a_continuation_is_read_as_it_was_written(old: int, size: int) -> None:
    whole = shown(log(size), old)
    assert read_continuation(continuation_bytes(whole)) == whole


def test_a_proof_of_as_many_steps_as_there_may_be_is_read() -> None:
    longest = replace(shown(log(3), 1), proof=(log(1).root,) * 63)
    assert read_continuation(continuation_bytes(longest)) == longest


def test_a_continuation_is_spelt_as_add_checkpoint_asks() -> None:
    """A log of two entries that had one: the proof is the hash of the second leaf."""
    lines = continuation_bytes(shown(log(2), 1)).decode().split("\n")
    assert lines[0] == "old 1"
    assert len(lines[1]) == 44
    assert lines[2:5] == ["", ORIGIN, "2"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"old 4\n", b"old 04\n", "old size"),
        (b"old 4\n", b"old -4\n", "old size"),
        (b"old 4\n", b"old \n", "old size"),
        (b"old 4\n", b"4\n", "old size"),
        (b"old 4\n", b"old 99999999999999999\n", "old size"),
        (b"old 4\n", "old \u0664\n".encode(), "not ASCII"),
        (b"old 4\n", b"old 4\nAAAA\n", "step of the proof"),
        (b"old 4\n", b"old 4\n" + 63 * (43 * b"A" + b"=\n"), "63 is the most"),
        (b"\n\n", b"\n", "step of the proof is not"),
        (b"=\n\n\xe2", b"=\n\xe2", "not a text"),
    ],
)
def test_a_continuation_of_a_wrong_form_is_refused(before: bytes, after: bytes, told: str) -> None:
    data = continuation_bytes(shown(log(9), 4))
    assert before in data
    with pytest.raises(ValueError, match=told):
        read_continuation(data.replace(before, after, 1))


@given(st.binary(max_size=200), st.integers(0, 400), st.binary(max_size=3))
def test_whatever_a_site_answers_is_read_or_refused(
    data: bytes, place: int, inserted: bytes
) -> None:
    whole = continuation_bytes(shown(log(9), 4))
    for given_out in (data, whole[:place] + inserted + whole[place + 1 :]):
        try:
            read = read_continuation(given_out)
        except ValueError:
            continue
        assert continuation_bytes(read) == given_out


def state() -> WitnessState:
    checkpoint = make_checkpoint(log(5), ORIGIN, LOG_KEY)
    return WitnessState(LOG_VKEY, AGENT_VKEY, cosign(checkpoint, key(AGENT), AGENT, 9))


def test_a_state_is_read_as_it_was_written_and_knows_what_was_seen() -> None:
    kept = read_state(state_bytes(state()))
    assert kept == state()
    assert kept.seen == seen(log(5), 5)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"log": str(AGENT_VKEY)},
        {"witness": str(LOG_VKEY)},
        {"witness": str(verifier_key(AGENT, KeyKind.COSIGNATURE, key("another")))},
        {"cosigned": 5},
        {"cosigned": state_bytes(state()).decode()},
    ],
)
def test_a_state_that_somebody_changed_is_turned_back(change: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="is not what a witness kept"):
        read_state(json.dumps(json.loads(state_bytes(state())) | change).encode())


def test_a_state_with_another_root_is_turned_back() -> None:
    other = make_checkpoint(log(5, at_1=b"x"), ORIGIN, LOG_KEY).note.text
    data = json.loads(state_bytes(state()))
    data["cosigned"] = data["cosigned"].replace(state().cosigned.note.text, other)
    with pytest.raises(BadInput, match="does not hold"):
        read_state(json.dumps(data).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_state_is_turned_back(data: bytes) -> None:
    with pytest.raises(BadInput, match="is not what a witness kept"):
        read_state(data)
