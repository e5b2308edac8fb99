"""Signatures hold for one statement and one key, and for nothing else (RFC 8032)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from nacl.signing import SigningKey

from hustings.record.entries import Signature, statement_bytes
from hustings.record.signing import (
    Signed,
    forged,
    key_id,
    message_of,
    public_text,
    read_public,
    sign,
    verify,
    verify_bytes,
)
from tests.record.making import key, public
from tests.record.test_entries import STATEMENT

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
EMPTY = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b"
)


def test_the_first_example_of_rfc_8032() -> None:
    """RFC 8032, 7.1, TEST 1: the empty message."""
    assert SigningKey(SEED).verify_key.encode() == PUBLIC
    assert SigningKey(SEED).sign(b"").signature == EMPTY
    verify_bytes(PUBLIC, b"", EMPTY)


def test_what_is_signed_is_a_label_and_the_canonical_bytes() -> None:
    assert message_of(STATEMENT) == b"hustings/statement/v1\n" + statement_bytes(STATEMENT)


def test_a_signature_holds() -> None:
    verify(public("ada"), STATEMENT, sign(STATEMENT, key("ada")))


def test_a_signature_names_its_key() -> None:
    assert sign(STATEMENT, key("ada")).key == key_id(public("ada"))


def test_a_key_id_is_half_a_sha_256() -> None:
    """SHA-256 of the public key of RFC 8032's first example."""
    assert key_id(PUBLIC) == "21fe31dfa154a261626bf854046fd227"


@pytest.mark.parametrize(
    "change",
    [{"after": 40}, {"body": {}}, {"kind": "Other"}, {"proceeding": "eastwater-2026"}, {"by": ()}],
)
def test_a_signature_does_not_hold_for_another_statement(change: dict[str, object]) -> None:
    signature = sign(STATEMENT, key("ada"))
    with pytest.raises(ValueError, match="does not hold"):
        verify(public("ada"), replace(STATEMENT, **change), signature)  # type: ignore[arg-type]


def test_a_signature_does_not_hold_for_another_key() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        verify(public("bea"), STATEMENT, sign(STATEMENT, key("ada")))


def test_a_signature_without_the_label_does_not_hold() -> None:
    bare = key("ada").sign(statement_bytes(STATEMENT)).signature
    with pytest.raises(ValueError, match="does not hold"):
        verify(public("ada"), STATEMENT, Signature("00" * 16, bare))


def test_a_signature_has_one_form() -> None:
    """Adding the group's order to S gives another number for the same proof (RFC 8032, 5.1.7)."""
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(EMPTY[32:], "little") + order
    with pytest.raises(ValueError, match="does not hold"):
        verify_bytes(PUBLIC, b"", EMPTY[:32] + s.to_bytes(32, "little"))


def test_a_public_key_is_read_as_it_was_written() -> None:
    assert read_public(public_text(PUBLIC)) == PUBLIC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        public_text(b"\x01" + bytes(31)),
        public_text(bytes(32)),
        public_text(b"\x02" + bytes(31)),
        None,
        5,
    ],
)
def test_a_public_key_that_is_none_is_refused(text: object) -> None:
    """Among them the neutral element and points outside the main group, under which anything "holds"."""
    with pytest.raises(ValueError, match="public key"):
        read_public(text)


def test_forged_signatures_are_found_by_their_places() -> None:
    good = Signed(public("ada"), b"x", key("ada").sign(b"x").signature)
    bad = Signed(public("bea"), b"x", good.value)
    signed = [good] * 300 + [bad] + [good] * 300 + [bad]
    assert forged(signed) == (300, 601)
    with ThreadPoolExecutor(2) as pool:
        assert forged(signed, pool.map) == (300, 601)


def test_nothing_signed_is_nothing_forged() -> None:
    assert forged([]) == ()
