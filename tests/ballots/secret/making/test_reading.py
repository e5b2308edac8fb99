"""What trustees and boxes read from files is read, or turned back as one ``ValueError``, whatever the bytes."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.archives import resume
from hustings.ballots.secret.making.ceremony import read_polynomial, read_share
from hustings.ballots.secret.making.key_files import (
    FIELDS,
    read_locked,
    read_private_key,
    read_recovery,
)
from hustings.ballots.secret.messages.election import HomomorphicQuestion
from hustings.ballots.secret.messages.spelling import Reader
from tests.ballots.secret.making.elections import opened

ED = group_named("Ed25519")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
TABLES = st.fixed_dictionaries(dict.fromkeys(FIELDS, JSON))
MESSAGES = st.fixed_dictionaries(
    dict.fromkeys(("polynomial", "secrets", "coefexps", "signature"), JSON)
)


@given(
    st.binary(max_size=300)
    | st.one_of(JSON, TABLES, MESSAGES).map(lambda x: json.dumps(x).encode())
)
@example(b"[" * 5000)
def test_any_bytes_are_read_or_turned_back(data: bytes) -> None:
    """Nothing but ``ValueError`` comes out of a reader."""
    for read in (
        read_locked,
        lambda raw: read_polynomial(Reader(ED), raw),
        lambda raw: read_share(Reader(ED), raw),
        resume,
        lambda raw: read_private_key(raw.decode()),
        lambda raw: read_recovery(raw.decode()),
    ):
        with suppress(ValueError):
            read(data)


def _box() -> bytes:
    made = opened("Ed25519", (HomomorphicQuestion("q", ("Yes", "No"), 1, 1),), voters=2)
    made.cast(0, (1, 0))
    made.cast(1, (1, 0))
    return made.archive


BOX = _box()


@settings(max_examples=300)
@given(st.integers(0, len(BOX) - 1), st.integers(1, 255))
def test_a_box_with_one_byte_changed_is_not_gone_on_with(place: int, change: int) -> None:
    """Nothing that was acknowledged is cut off because a disk has turned a bit before it."""
    changed = bytearray(BOX)
    changed[place] ^= change
    with pytest.raises(ValueError):  # noqa: PT011 (each place has words of its own)
        resume(bytes(changed))


@pytest.mark.parametrize("length", [1, 300, 512, 600, 4000])
def test_room_that_was_made_and_not_filled_is_no_event(length: int) -> None:
    """After a power cut a file may end in zeros."""
    assert resume(BOX + bytes(length)) == resume(BOX)


@given(st.integers(0, len(BOX)))
def test_a_box_cut_anywhere_goes_on_after_its_last_whole_event(length: int) -> None:
    """Never beyond what is there, never with half an event."""
    try:
        found = resume(BOX[:length])
    except ValueError:
        assert length < resume(BOX).end
        return
    assert found.end <= length
    assert BOX[: found.end] == BOX[:length][: found.end]
    assert resume(BOX[: found.end]) == found
