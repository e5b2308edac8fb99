"""``hustings contest decrypt`` and ``prove``: a trustee's part of the tally, and one proof of it beside the archive."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.whole_files import refuse

if TYPE_CHECKING:
    from hustings.ballots.secret.checks.factors import Decryption
    from hustings.ballots.secret.making.decrypting import DecryptionKey
    from hustings.verifier.belenios.following import Followed
    from hustings.verifier.belenios.machine import Machine

FILE = click.Path(path_type=Path)
FEWEST = 2
"""A tally of fewer ballots is never decrypted."""


def owned(owner: int, payload: bytes) -> bytes:
    """The note that says whose a payload is, as events have it."""
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.ballots.secret.messages.tallying import Owned, message_bytes

    return message_bytes(Owned(owner, hex_hash(payload)).json())


@click.command("decrypt")
@click.argument("archive", type=FILE)
@click.argument("key", type=FILE)
@click.option(
    "--ceremony",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of your ceremony, if some of several trustees are enough.",
)
@click.option("--witness", "statements", type=FILE, multiple=True, help="A witness's statement.")
@click.option("--trust", "trusted", multiple=True, help="A witness's public key, as you know it.")
@click.option(
    "--at-least",
    type=click.IntRange(FEWEST),
    default=FEWEST,
    show_default=True,
    help="Decrypt no fewer ballots than this.",
)
def decrypt(
    archive: Path,
    key: Path,
    *,
    ceremony: Path | None,
    statements: tuple[Path, ...],
    trusted: tuple[str, ...],
    at_least: int,
) -> None:
    """Decrypt your part of the tally in ARCHIVE with KEY; the whole archive is verified before.

    A poll has to have been closed before a witness whom you trust; only a rehearsal needs none.
    """
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.making.decrypting import decryption_of, partial_decryption
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.cli import closes
    from hustings.cli.polls import add_event, follow
    from hustings.cli.rehearsals import is_rehearsal

    known = follow(archive)
    _check_may_be_decrypted(known, at_least)
    if not is_rehearsal(known.machine.setup.election.raw) and not statements:
        refuse("A poll is decrypted after a witnessed close: --witness STATEMENT --trust KEY.")
    for statement in statements:
        closes.check_witness(statement, known, trusted)
    own = _own_key(key, ceremony, known.machine)
    owner = _owner_of(own, known.machine)
    if owner in known.machine.factors:
        refuse(f"Trustee {owner} has decrypted already.")
    closes.remember(key, known)
    machine = known.machine
    election = machine.setup.election
    made = partial_decryption(election, machine.ciphertexts, own, secrets.randbelow)
    raw = message_bytes(made.json(election.group))
    added = add_event(archive, known, EventType.PARTIAL_DECRYPTION, raw, owned(owner, raw))
    file = _prove(archive, machine, decryption_of(owner, made, election.group), own)
    click.echo(f"Trustee {owner} has decrypted.\nlast event: {added}")
    click.echo(f"proved together: {file}; it goes wherever the archive goes.")


def _prove(archive: Path, machine: "Machine", made: "Decryption", own: "DecryptionKey") -> Path:
    from hustings.ballots.secret.making.decrypting import factors_proof
    from hustings.cli.factors import add_proof

    election, tally = machine.setup.election, machine.ciphertexts
    proof = factors_proof(election, tally, made, own, machine.engine, secrets.randbelow)
    return add_proof(archive, machine, proof)


@click.command("prove")
@click.argument("archive", type=FILE)
@click.argument("key", type=FILE)
@click.option(
    "--ceremony",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of your ceremony, if some of several trustees are enough.",
)
def prove(archive: Path, key: Path, *, ceremony: Path | None) -> None:
    """Prove, beside ARCHIVE, that all factors of your decryption are those of KEY.

    `hustings contest decrypt` has done it already. This is for whoever decrypted with another program, and for
    everybody, when a row of the result looks as if a trustee had changed it: only who did cannot prove.
    """
    from hustings.cli.polls import follow

    machine = follow(archive).machine
    own = _own_key(key, ceremony, machine)
    owner = _owner_of(own, machine)
    made = machine.decryption(owner)
    if made is None:
        refuse(f"Trustee {owner} has not decrypted yet; `hustings contest decrypt` proves as well.")
    file = _prove(archive, machine, made, own)
    click.echo(f"Trustee {owner} has proved their factors: {file}")


def _check_may_be_decrypted(known: "Followed", at_least: int) -> None:
    from hustings.verifier.belenios.stages import Stage

    machine, stage = known.machine, known.stage
    if machine.ranked() and stage in {Stage.TALLIED, Stage.SHUFFLING}:
        refuse("Rankings are shuffled before they are decrypted, and the shuffles ended.")
    if stage not in {Stage.TALLIED, Stage.SHUFFLED, Stage.DECRYPTING}:
        refuse(f"The poll is {stage.value}; a tally is decrypted once, after the close.")
    if 0 < len(machine.latest) < at_least:
        refuse(
            f"Ballots in the tally: {len(machine.latest)}. Fewer than {at_least} are never decrypted, "
            "because the result would tell how somebody voted."
        )


def _own_key(key: Path, ceremony: Path | None, machine: "Machine") -> "DecryptionKey":
    from hustings.ballots.secret.making.ceremony import decryption_key
    from hustings.ballots.secret.making.channel import channel_keys
    from hustings.ballots.secret.making.decrypting import DecryptionKey
    from hustings.cli.ceremony import block, shares
    from hustings.cli.trustee_keys import opened

    whole = None if ceremony is None else block(ceremony)
    group, _, secret = opened(key)
    if group.name != machine.setup.election.group.name:
        refuse(f"{key}: this key is of the group {group.name}, and the poll of another.")
    try:
        if whole is None or ceremony is None:
            x = secret.exponent(group)
            return DecryptionKey(x, group.pow_g_secret(x))
        number = whole.number_of(channel_keys(secret.seed(), group.q))
        return decryption_key(group, secret.seed(), shares(ceremony, whole)[number - 1])
    except ValueError as problem:
        refuse(f"{key}: {problem}.")


def _owner_of(own: "DecryptionKey", machine: "Machine") -> int:
    keys = machine.setup.holders.keys
    if own.public not in keys:
        refuse(
            "This key is none of the trustees' of this poll; is --ceremony missing, or another's?"
        )
    return keys.index(own.public) + 1


COMMANDS = (decrypt, prove)
