"""``hustings contest``, after the close: tally, witness, shuffle, result, and the archive for everybody."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from hustings.cli import contest_decrypting
from hustings.cli.contest_decrypting import owned
from hustings.cli.factors import beside, read_beside
from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.ballots.secret.messages.proofs import Ciphertext
    from hustings.ballots.secret.messages.tallying import Result
    from hustings.verifier.belenios.machine import Machine

FILE = click.Path(path_type=Path)


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
@click.option("--again", is_flag=True, help="Shuffle although you have shuffled already.")
@click.option("--end", is_flag=True, help="End the shuffles: the last trustee has shuffled.")
def shuffle(archive: Path, *, trustee: int | None, again: bool, end: bool) -> None:
    """Put the rankings in an order that only you could know, and forget it; the proof goes into ARCHIVE.

    Do it on a machine of your own: whoever has seen every shuffle made knows which ranking is whose.
    """
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
    if trustee in machine.shuffled and not again:
        refuse(f"Trustee {trustee} has shuffled already; --again, if that is meant.")
    rows = [cast("tuple[Ciphertext, ...]", machine.ciphertexts[place]) for place in places]
    made = shuffle_of(machine.setup.election, rows, secrets.randbelow)
    raw = message_bytes(made.json(machine.setup.election.group))
    added = add_event(archive, known, EventType.SHUFFLE, raw, owned(trustee, raw))
    click.echo(f"Trustee {trustee} has shuffled {len(rows[0])} rankings.\nlast event: {added}")


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
    if papers is not None:
        click.echo(f"papers written; count them: hustings count {papers}")
    if machine.foreign:
        whose = machine.together.whose_rows(machine.factors)
        click.echo(f"Some rows hold no ranking at all. {whose}", err=True)


def _open_tally(machine: "Machine") -> "Result":
    from hustings.ballots.secret.making.results import opened_result
    from hustings.kernel.refusals import CheckFailed
    from hustings.verifier.belenios.together import listed

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
    except CheckFailed as problem:
        refuse(f"There is no result yet: {problem}.")
    except ValueError as problem:
        missing = machine.together.missing(machine.factors)
        whose = (
            f" Of {listed(missing)} no proof over all factors stands beside it." if missing else ""
        )
        refuse(f"There is no result: {problem}, so some factor is not that of its key.{whose}")


@click.command("archive")
@click.argument("archive", type=FILE)
@click.argument("copy", type=FILE)
def archive(archive: Path, copy: Path) -> None:
    """Write COPY of the archive for everybody, with the trustees' proofs beside it, every check made before."""
    from hustings.ballots.secret.messages.factors import factors_file
    from hustings.cli.polls import follow_bytes, grown, tell_set_aside

    data, proofs = read_bytes(archive), read_beside(archive)
    if beside(copy).exists():
        refuse(
            f"{beside(copy)} is there already, and would stand beside the copy; choose a new name."
        )
    whole = data[: grown(data, str(archive)).end]
    known = follow_bytes(whole, str(archive), proofs)
    tell_set_aside(known, beside(archive))
    write_new(copy, whole)
    if known.machine.together.proofs:
        write_new(beside(copy), factors_file(known.machine.together.proofs.values()))
    click.echo(f"state: {known.stage.value}\nlast event: {known.chain.last}")


COMMANDS = (tally, witness, shuffle, *contest_decrypting.COMMANDS, result, archive)
