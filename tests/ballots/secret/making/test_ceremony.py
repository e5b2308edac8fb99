"""The ceremony of k-of-n trustees: as belenios-tool 3.3 holds it, and with somebody who cheats."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hustings.ballots.secret.credentials import random_text
from hustings.ballots.secret.groups.group import Group
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.ceremony import (
    Block,
    Polynomial,
    WrongShare,
    assembled,
    block_of,
    certificate,
    deal,
    decryption_key,
    read_polynomial,
    read_share,
    take_shares,
    value_at,
)
from hustings.ballots.secret.making.channel import Unreadable, channel_keys, receive, send
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.trustees import Context, read_signed
from tests.ballots.secret.making.elections import drawn

ED = group_named("Ed25519")


def _ceremony(k: int, n: int, seed: str = "x") -> tuple[Block, list[str], list[Polynomial]]:
    coins = drawn(seed)
    seeds = [random_text(22, coins) for _ in range(n)]
    certs = [
        certificate(ED, own, Context(ED.name, n, k, number), coins)
        for number, own in enumerate(seeds, start=1)
    ]
    block = block_of(ED, certs)
    return block, seeds, [deal(block, own, coins) for own in seeds]


@pytest.mark.parametrize(
    "folder", ["src33-02-threshold-2of3", "src33ff-02-threshold-2of3"], ids=["Ed25519", "field"]
)
def test_the_messages_of_belenios_tool_3_3_are_taken(shared_data: Path, folder: str) -> None:
    """Certificates, polynomials and shares that 3.3.0 made: every trustee's key comes out the same."""
    private = shared_data / "belenios" / "good" / folder / "private"
    certs = [json.loads(line) for line in _lines(private / "certs.jsons")]
    group: Group = group_named(json.loads(certs[0]["message"])["context"]["group"])
    reader = Reader(group)
    block = block_of(group, [read_signed(reader, one) for one in certs])
    dealt = [
        read_polynomial(reader, line.encode()) for line in _lines(private / "polynomials.jsons")
    ]
    theirs = [read_share(reader, line.encode()) for line in _lines(private / "voutputs.jsons")]
    seeds = [path.read_text("utf-8").strip() for path in private.glob("*.key")]
    for own in seeds:
        number = block.number_of(channel_keys(own, group.q))
        ours = take_shares(block, dealt, own, drawn("3.3"))
        assert ours.public_key.public_key == theirs[number - 1].public_key.public_key
        assert decryption_key(group, own, theirs[number - 1]) == decryption_key(group, own, ours)
    whole = json.loads((private / "threshold.json").read_text("utf-8"))
    assert assembled(block, dealt, theirs).json(group) == ["Pedersen", whole]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_any_k_keys_make_the_same_secret() -> None:
    """f(0) from any two of three values of a polynomial of degree 1: 5 + 7x has 12, 19, 26."""
    assert [value_at((5, 7), j, 101) for j in (1, 2, 3)] == [12, 19, 26]


def test_a_wrong_share_is_refused_and_names_its_owner() -> None:
    """Trustee 2 sends trustee 1 the share that was meant for itself."""
    block, seeds, dealt = _ceremony(2, 3)
    own = channel_keys(seeds[1], ED.q)
    wrong = send(ED, own.sign, block.keys[0].encryption, '{"secret":"12345"}', drawn("cheat"))
    dealt[1] = replace(dealt[1], secrets=(wrong, *dealt[1].secrets[1:]))
    with pytest.raises(WrongShare, match="trustee 2: the share is not the one") as caught:
        take_shares(block, dealt, seeds[0], drawn("y"))
    assert caught.value.owner == 2
    assert take_shares(block, dealt, seeds[2], drawn("y"))


def test_a_share_meant_for_somebody_else_does_not_open() -> None:
    """Shares in another order: trustee 3's does not open for trustee 1."""
    block, seeds, dealt = _ceremony(2, 3)
    first, second, third = dealt[2].secrets
    dealt[2] = replace(dealt[2], secrets=(third, second, first))
    with pytest.raises(WrongShare, match="trustee 3: the share cannot be read"):
        take_shares(block, dealt, seeds[0], drawn("y"))


def test_a_message_encrypted_again_to_somebody_else_is_not_taken() -> None:
    """A recipient who passes a signed message on as if it had been meant for the next one."""
    keys = [channel_keys(random_text(22, drawn(str(n))), ED.q) for n in range(3)]
    sender, middle, last = keys
    readers = [ED.pow_g(one.read) for one in keys]
    inner = send(ED, sender.sign, readers[1], "a share", drawn("z"))
    from hustings.ballots.secret.making import channel

    clear = channel._decrypt(ED, middle.read, inner).decode()  # pyright: ignore[reportPrivateUsage]
    passed = channel._encrypt(ED, readers[2], clear, drawn("w"))  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(Unreadable, match="meant for another trustee"):
        receive(ED, last.read, ED.pow_g(sender.sign), passed)


def test_a_certificate_of_another_ceremony_is_refused() -> None:
    """Made for 2 of 3 at place 1, shown in a ceremony of 3 of 3, or at another place."""
    coins = drawn("x")
    made = [
        certificate(ED, random_text(22, coins), Context(ED.name, 3, k, n), coins)
        for k, n in ((3, 1), (3, 2), (2, 3))
    ]
    with pytest.raises(WrongShare, match="trustee 3: the certificate was made for another"):
        block_of(ED, made)
    block, _, _ = _ceremony(2, 3)
    with pytest.raises(WrongShare, match="trustee 1: the certificate was made for another"):
        block_of(ED, block.certs[::-1])


def test_a_certificate_that_was_changed_is_refused() -> None:
    """The signature is over the whole message."""
    block, _, _ = _ceremony(2, 2)
    first, second = block.certs
    changed = replace(first, message=second.message.replace('"index":2', '"index":1'))
    with pytest.raises(WrongShare, match="trustee 1: the certificate does not hold"):
        block_of(ED, (changed, second))


def test_a_polynomial_signed_for_other_certificates_is_refused() -> None:
    """Trustee 1 was shown another certificate of trustee 3 than trustee 2 was: the signatures do not meet."""
    block, seeds, dealt = _ceremony(2, 3)
    coins = drawn("another")
    other = certificate(ED, random_text(22, coins), Context(ED.name, 3, 2, 3), coins)
    shown = block_of(ED, (*block.certs[:2], other))
    with pytest.raises(WrongShare, match="trustee 1: the polynomial does not hold"):
        take_shares(shown, dealt, seeds[1], drawn("y"))


def test_a_key_that_is_not_that_of_the_shares_is_refused() -> None:
    """Trustee 2 publishes a key of its own choosing."""
    block, seeds, dealt = _ceremony(2, 2)
    shares = [take_shares(block, dealt, own, drawn(own)) for own in seeds]
    with pytest.raises(WrongShare, match="trustee 2: the key is not that of the shares"):
        assembled(block, dealt, [shares[0], shares[0]])


def test_a_stranger_has_no_place_in_the_ceremony() -> None:
    """A key that belongs to none of the certificates."""
    block, _, _ = _ceremony(1, 1)
    with pytest.raises(ValueError, match="belongs to none of the certificates"):
        deal(block, "1" * 22, drawn("y"))
