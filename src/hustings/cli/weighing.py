"""What the files prove that a witness keeps, for whoever is shown one: worked out again from the log's signatures."""

import click

from hustings.cli.witness_site import NotTaken, Site, TryAgain
from hustings.record.checkpoints import Checkpoint
from hustings.record.witness_kept import Kept, fork_in
from hustings.record.witnessing import (
    LogForked,
    NotShown,
    Seen,
    check_continues,
    check_same_history,
    read_continuation,
)


def say_what_it_holds(kept: Kept) -> None:
    """Name the log and what it signed; end with status 1 where that contradicts itself."""
    click.echo(f"The log's key: {kept.log}")
    for one in kept.signed:
        click.echo(f"Signed by the log: {one.size} entries, root {one.root.hex()}")
    if kept.before.signed is None:
        seen = kept.before.seen
        click.echo(f"Signed by nobody (a trust file): {seen.size} entries, root {seen.root.hex()}")
    forked = fork_in(kept)
    if forked is None:
        click.echo("Nothing here shows that the log broke its promise.")
    elif forked.before.signed is None:
        raise click.ClickException(
            f"The log is not the one of the trust file: {forked.why}. "
            "That is proof to whoever knows the file to be right."
        )
    else:
        raise click.ClickException(f"PROOF THAT THE LOG BROKE ITS PROMISE: {forked.why}.")


def ask_for_proofs(site: Site, kept: Kept) -> None:
    """Ask the site to show that its log continues each checkpoint; say which are shown to be of one history."""
    found: list[Checkpoint] = []
    for one in kept.signed:
        try:
            found.append(_continuing(site, one, kept))
            for other in found:
                check_same_history(Seen(other.size, other.root), found[-1])
        except LogForked as forked:
            raise click.ClickException(f"THE LOG BROKE ITS PROMISE: {forked}.") from None
        except NotShown as no:
            raise TryAgain(f"{one.size} entries: not shown to be continued, {no}.") from None
        click.echo(f"{one.size} entries: continued by the {found[-1].size} that the log has now.")
    if len({one.note.text for one in found}) > 1:
        raise TryAgain("The log has grown meanwhile; ask again.")
    click.echo("All of it is one history.")


def _continuing(site: Site, one: Checkpoint, kept: Kept) -> Checkpoint:
    try:
        answer = site.after(one.size)
        if answer is None:
            raise NotShown("the site says that its log is smaller")
        return check_continues(Seen(one.size, one.root), read_continuation(answer), kept.log)
    except NotTaken as no:
        raise NotShown(no.because) from None
    except ValueError as problem:
        raise NotShown(str(problem)) from None
