"""What the files prove that a witness keeps, for whoever is shown one: worked out again from the log's signatures."""

import click

from hustings.cli.not_shown import Apart, leads_to, proof_from
from hustings.cli.witness_site import Site, TryAgain
from hustings.record.checkpoints import Checkpoint
from hustings.record.witness_kept import Before, Kept, fork_in
from hustings.record.witnessing import (
    LogForked,
    NotShown,
    Seen,
    check_continues,
)

OTHER_LOG = "The log is not the one of the trust file: {}. That is proof to whoever knows the file to be right."
PROVES_NOTHING = 4
"""The status where neither a fork nor one history is shown."""


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
        raise click.ClickException(OTHER_LOG.format(forked.why))
    else:
        raise click.ClickException(f"PROOF THAT THE LOG BROKE ITS PROMISE: {forked.why}.")


def ask_for_proofs(site: Site, kept: Kept) -> None:
    """Ask the site to show that one checkpoint of its log continues all of these; say which are shown to be."""
    signed = sorted(kept.signed, key=lambda one: one.size)
    try:
        now = _continuing(site, signed[-1], kept)
        for one in [*_of_trust_file(kept), *map(Before.of, signed)]:
            size = one.seen.size
            if not leads_to(site, one, now, kept.log):
                raise TryAgain(f"{size} entries: not shown to be continued by {now.size}.")
            click.echo(f"{size} entries: continued by the {now.size} that the log shows now.")
    except Apart as apart:
        if apart.then.signed is None:
            raise click.ClickException(OTHER_LOG.format(apart)) from None
        raise click.ClickException(f"THE LOG BROKE ITS PROMISE: {apart}.") from None
    except LogForked as forked:
        raise click.ClickException(f"THE LOG BROKE ITS PROMISE: {forked}.") from None
    click.echo("All of it is one history.")


def _of_trust_file(kept: Kept) -> list[Before]:
    """What nobody signed and the log has to continue all the same; an empty log is continued by every other."""
    return [kept.before] if kept.before.signed is None and kept.before.seen.size else []


def _continuing(site: Site, one: Checkpoint, kept: Kept) -> Checkpoint:
    """What the site shows to continue the largest."""
    shown = proof_from(site, one.size, kept.log)
    try:
        if shown is None:
            raise TryAgain(f"The site shows nothing that would continue {one.size} entries.")
        return check_continues(Seen(one.size, one.root), shown, kept.log)
    except NotShown as no:
        raise TryAgain(f"{one.size} entries: not shown to be continued, {no}.") from None
