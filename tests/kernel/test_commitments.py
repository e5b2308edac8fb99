"""A commitment holds one value, says nothing about it, and opens to nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.commitments import SALT_BYTES, commit, opens

SALT = bytes(range(16))


def test_a_commitment_is_sha_256_over_label_salt_and_value() -> None:
    preimage = b"hustings/commitment/v1\x00" + b"\x00\x10" + SALT + b'"Rowan Example"'
    assert commit(SALT, "Rowan Example") == sha256(preimage).hexdigest()


def test_a_commitment_opens_to_what_it_was_made_of() -> None:
    assert opens(commit(SALT, {"a": [1, None]}), SALT, {"a": [1, None]})


@given(value=st.text(max_size=5), other=st.text(max_size=5))
def test_a_commitment_opens_to_no_other_value(value: str, other: str) -> None:
    assert opens(commit(SALT, value), SALT, other) == (value == other)


@given(st.binary(min_size=16, max_size=40))
def test_a_commitment_opens_with_no_other_salt(salt: bytes) -> None:
    assert opens(commit(SALT, "yes"), salt, "yes") == (salt == SALT)


def test_salt_and_value_cannot_trade_bytes() -> None:
    """The salt's length is hashed, so that a longer salt cannot swallow the value's first bytes."""
    assert commit(SALT, 12) != commit(SALT + b"1", 2)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        commit(bytes(SALT_BYTES - 1), "yes")
