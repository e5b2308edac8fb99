"""A rehearsal: an election with an id and voters of its own, which the real trustees decrypt before the poll opens."""

import secrets
import time
from typing import TYPE_CHECKING

from hustings.cli.whole_files import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.ballots.secret.groups.group import Element, Group
    from hustings.ballots.secret.making.decrypting import DecryptionKey
    from hustings.ballots.secret.messages.trustees import Trustees

NAME = "Rehearsal"
ADMINISTRATOR = "hustings trustee rehearse"
"""Stands in ``election.json``, and tells a rehearsal from a poll."""

CHOICES = (((1, 0), (1, 2, 3)), ((0, 1), (3, 2, 1)), ((1, 0), (2, 1, 3)))
"""What the made-up voters choose; three of them, so that nobody's single ballot is decrypted even here."""


def rehearsal(trustees_raw: bytes, group_name: str, where: str) -> bytes:
    """The archive of a rehearsal up to its tally."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.credentials import random_text
    from hustings.ballots.secret.groups.named import group_named
    from hustings.ballots.secret.making.archives import begin
    from hustings.ballots.secret.making.ballots import Credential, make_ballot
    from hustings.ballots.secret.messages.election import (
        HomomorphicQuestion,
        RankedQuestion,
        election_bytes,
        read_election,
    )
    from hustings.ballots.secret.messages.trustees import PublicCredential, credentials_bytes
    from hustings.cli.polls import tally_event

    group = group_named(group_name)
    trustees = read_trustees_file(trustees_raw, group, where)
    questions = (
        HomomorphicQuestion("Does it work?", ("Yes", "No"), 1, 1),
        RankedQuestion("In which order?", ("First", "Second", "Third")),
    )
    raw = election_bytes(
        group=group,
        name=NAME,
        description="Decrypted before the poll opens, to show that the keys work.",
        public_key=key_of_all(trustees, group),
        questions=questions,
        uuid=random_text(14, secrets.randbelow),
        administrator=ADMINISTRATOR,
    )
    election, coins = read_election(raw), secrets.randbelow
    voters = [Credential(x, group.pow_g_secret(x)) for x in (coins(group.q) for _ in CHOICES)]
    listed = tuple(PublicCredential(one.public) for one in voters)
    tip, archive = begin(int(time.time()), raw, trustees_raw, credentials_bytes(listed, group))
    for voter, choices in zip(voters, CHOICES, strict=True):
        tip, piece = tip.add(EventType.BALLOT, make_ballot(election, voter, choices, coins))
        archive += piece
    tip, piece = tip.add(EventType.END_BALLOTS)
    return archive + piece + tally_event(archive + piece, tip)


def opened_by(archive: bytes, keys: "Mapping[int, DecryptionKey]") -> bytes:
    """The rehearsal to its result, where one hand holds these keys by number: each trustee shuffles, then decrypts."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.making.decrypting import partial_decryption
    from hustings.ballots.secret.making.results import result_of
    from hustings.ballots.secret.making.shuffling import shuffle_of
    from hustings.ballots.secret.messages.tallying import message_bytes, result_json
    from hustings.cli.polls import follow_bytes, grown

    machine, tip = follow_bytes(archive, NAME).machine, grown(archive, NAME).tip
    election, coins, rows = machine.setup.election, secrets.randbelow, list(machine.ciphertexts)
    (place,) = machine.ranked()
    for number in keys:
        made = shuffle_of(election, [rows[place]], coins)
        rows[place] = made.ciphertexts[0]
        raw = message_bytes(made.json(election.group))
        tip, piece = tip.owned(EventType.SHUFFLE, number, raw)
        archive += piece
    tip, piece = tip.add(EventType.END_SHUFFLES)
    archive += piece
    parts = {n: partial_decryption(election, rows, key, coins) for n, key in keys.items()}
    for number, part in parts.items():
        raw = message_bytes(part.json(election.group))
        tip, piece = tip.owned(EventType.PARTIAL_DECRYPTION, number, raw)
        archive += piece
    holders, most = machine.setup.holders, len(CHOICES)
    found = result_of(election, rows, parts, holders, most, machine.engine)
    return archive + tip.add(EventType.RESULT, message_bytes(result_json(found)))[1]


def is_rehearsal(election: bytes) -> bool:
    """Whether ``election.json`` says of itself, to everybody who sees it, that it is a rehearsal."""
    from hustings.ballots.secret.messages.spelling import read_object

    found = read_object(election)
    return (found.get("name"), found.get("administrator")) == (NAME, ADMINISTRATOR)


def read_trustees_file(raw: bytes, group: "Group", where: str) -> "Trustees":
    """``trustees.json``, every key proved; one sentence otherwise."""
    from hustings.ballots.secret.checks.equations import PlainEngine
    from hustings.ballots.secret.checks.trustees import check_trustees
    from hustings.ballots.secret.messages.spelling import Reader
    from hustings.ballots.secret.messages.trustees import read_trustees, trustees_bytes
    from hustings.kernel.refusals import CheckFailed

    try:
        trustees = read_trustees(Reader(group), raw)
        check_trustees(trustees, key_of_all(trustees, group), PlainEngine(group))
    except (ValueError, CheckFailed) as problem:
        refuse(f"{where}: these are not trustees in the group {group.name}: {problem}.")
    if trustees_bytes(trustees, group) != raw:
        refuse(f"{where}: the file is not in its canonical form.")
    return trustees


def key_of_all(trustees: "Trustees", group: "Group") -> "Element":
    """The election's key: the product of the trustees'."""
    from hustings.ballots.secret.making.ceremony import key_of
    from hustings.ballots.secret.messages.trustees import SingleTrustee

    key = group.identity
    for one in trustees:
        own = one.key.public_key if isinstance(one, SingleTrustee) else key_of(one, group)
        key = group.mul(key, own)
    return key
