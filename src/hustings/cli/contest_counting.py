"""``hustings contest``, after the close: tally, witness, shuffle, decrypt, result, and the archive for everybody."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.ballots.secret.making.decrypting import DecryptionKey
    from hustings.ballots.secret.messages.proofs import Ciphertext
    from hustings.ballots.secret.messages.tallying import Result
    from hustings.verifier.belenios.following import Followed
    from hustings.verifier.belenios.machine import Machine

FILE = click.Path(path_type=Path)
FOREIGN = (
    "Rows that are rejected as they hold no ranking at all were made by hand, or by a trustee who decrypted "
    "last. If they could matter, let other trustees decrypt a copy of the archive as it was before, and compare."
)
FEWEST = 2
"""A tally of fewer ballots is never decrypted."""


@click.command("tally")
@click.argument("archive", type=FILE)
def tally(archive: Path) -> None:
    """Add up the encrypted ballots of a closed poll. Anybody can do this, and it comes out the same."""
    from hustings.ballots.secret.archive import EventType
    from hustings.cli.polls import add_event, follow, tally_data
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    if known.stage is not Stage.CLOSED:
        refuse(f"{archive}: the poll is {known.stage.value}; a tally follows the close.")
    added = add_event(archive, known, EventType.ENCRYPTED_TALLY, *tally_data(known))
    click.echo(f"ballots that count: {len(known.machine.latest)}\nlast event: {added}")


@click.command("witness")
@click.argument("archive", type=FILE)
@click.argument("key", type=FILE)
@click.argument("statement", type=FILE)
def witness(archive: Path, key: Path, statement: Path) -> None:
    """Sign with KEY (of `hustings key make`) that you saw the poll in ARCHIVE close, and write STATEMENT.

    Do it only if the closing event is the one that was read out at the close.
    """
    from hustings.cli import closes
    from hustings.cli.polls import follow
    from hustings.record.keyfiles import read_key_file

    said = closes.statement(follow(archive))
    file = read_key_file(read_bytes(key))
    asked = None
    if file.locked:
        asked = cast("str", click.prompt("Passphrase", hide_input=True, err=True)).encode()
    signature = file.open(asked).sign(closes.statement_bytes(said)).signature
    write_new(statement, closes.witness_bytes(said, file.public, signature))
    click.echo(f"ballots: {said['ballots']}\nclosing event: {said['closing_event']}")


@click.command("shuffle")
@click.argument("archive", type=FILE)
@click.option("--trustee", type=click.IntRange(1, 999), help="Your number.")
@click.option("--end", is_flag=True, help="End the shuffles: the last trustee has shuffled.")
def shuffle(archive: Path, *, trustee: int | None, end: bool) -> None:
    """Put the rankings in an order that only you could know, and forget it; the proof goes into ARCHIVE."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.making.shuffling import shuffle_of
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.cli.polls import add_event, follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    machine, places = known.machine, known.machine.ranked()
    if not places:
        refuse(f"{archive}: no question of this poll is a ranking, so nothing is shuffled.")
    if known.stage not in {Stage.TALLIED, Stage.SHUFFLING}:
        refuse(f"{archive}: the poll is {known.stage.value}; shuffles come right after the tally.")
    if end:
        if known.stage is not Stage.SHUFFLING:
            refuse(f"{archive}: nobody has shuffled yet.")
        click.echo(f"last event: {add_event(archive, known, EventType.END_SHUFFLES)}")
        return
    if trustee is None or trustee > len(machine.setup.holders.keys):
        refuse(f"Say who shuffles: --trustee from 1 to {len(machine.setup.holders.keys)}.")
    rows = [cast("tuple[Ciphertext, ...]", machine.ciphertexts[place]) for place in places]
    made = shuffle_of(machine.setup.election, rows, secrets.randbelow)
    raw = message_bytes(made.json(machine.setup.election.group))
    added = add_event(archive, known, EventType.SHUFFLE, raw, _owned(trustee, raw))
    click.echo(f"Trustee {trustee} has shuffled {len(rows[0])} rankings.\nlast event: {added}")


def _owned(owner: int, payload: bytes) -> bytes:
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
    from hustings.ballots.secret.making.decrypting import partial_decryption
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
    closes.remember(key, known)
    machine = known.machine
    election = machine.setup.election
    made = partial_decryption(election, machine.ciphertexts, own, secrets.randbelow)
    raw = message_bytes(made.json(election.group))
    added = add_event(archive, known, EventType.PARTIAL_DECRYPTION, raw, _owned(owner, raw))
    click.echo(f"Trustee {owner} has decrypted.\nlast event: {added}")


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
    owner = keys.index(own.public) + 1
    if owner in machine.factors:
        refuse(f"Trustee {owner} has decrypted already.")
    return owner


@click.command("result")
@click.argument("archive", type=FILE)
@click.option("--papers", type=FILE, help="Write the papers of a ranking here, for hustings count.")
@click.option("--question", type=click.IntRange(1), default=1, help="Which question's papers.")
def result(archive: Path, *, papers: Path | None, question: int) -> None:
    """End the poll once enough trustees have decrypted; print the result, exact."""
    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.messages.tallying import message_bytes, result_json
    from hustings.cli.outcomes import papers_of, told
    from hustings.cli.polls import add_event, follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    if known.stage not in {Stage.DECRYPTING, Stage.RESULT}:
        refuse(f"{archive}: the poll is {known.stage.value}; nobody has decrypted.")
    machine = known.machine
    already = machine.result is not None
    found = machine.result or _open_tally(machine)
    raw, election = message_bytes(result_json(found)), machine.setup.election
    if not already:
        machine.conclude(raw)
    document = None if papers is None else papers_of(election, found, question, machine.foreign)
    if not already:
        add_event(archive, known, EventType.RESULT, raw)
    if papers is not None and document is not None:
        write_new(papers, document)
    click.echo(told(election, found, machine.foreign))
    if machine.foreign:
        click.echo(FOREIGN, err=True)


def _open_tally(machine: "Machine") -> "Result":
    from hustings.ballots.secret.making.results import opened_result
    from hustings.kernel.refusals import CheckFailed

    weight = sum(machine.setup.weights[key] for key in machine.latest)
    try:
        return opened_result(
            machine.setup.election,
            machine.ciphertexts,
            machine.factors,
            machine.setup.holders,
            weight,
            machine.engine,
        )
    except (CheckFailed, ValueError) as problem:
        refuse(f"There is no result yet: {problem}.")


@click.command("archive")
@click.argument("archive", type=FILE)
@click.argument("copy", type=FILE)
def archive(archive: Path, copy: Path) -> None:
    """Write COPY of the archive for everybody, every check of it made before."""
    from hustings.cli.polls import follow_bytes, grown

    data = read_bytes(archive)
    whole = data[: grown(data, str(archive)).end]
    known = follow_bytes(whole, str(archive))
    write_new(copy, whole)
    click.echo(f"state: {known.stage.value}\nlast event: {known.chain.last}")


COMMANDS = (tally, witness, shuffle, decrypt, result, archive)
