"""The demonstration's two outside witnesses: keys and states of their own, and the look that every witness takes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import sleep

import click
from nacl.signing import SigningKey

from hustings.cli.cosigning import Witness, look
from hustings.cli.whole_files import write_new
from hustings.cli.witness_site import NotTaken, Site, WebSite
from hustings.conduct import clock
from hustings.conduct.authority import enter_signed
from hustings.conduct.founding import state_of
from hustings.conduct.published import checkpoint_text
from hustings.conduct.trust_file import trust_text
from hustings.conduct.witnessing import LogIsSmaller, continuation_after, hand_in
from hustings.kernel.refusals import Refused
from hustings.record.checkpoints import read_checkpoint
from hustings.record.entries import Signatory
from hustings.record.keyfiles import key_file, read_key_file
from hustings.record.organisation import WitnessListed
from hustings.record.signing import sign
from hustings.store.models import Organisation
from hustings.verifier.trust import read_trust

NAMES = ("agent.candidate-2.example", "northmoor-courier.example")
FOLDER = "witnesses"
EVERY = 5.0
"""Seconds between two looks at the newest checkpoint."""
TOLD = (
    f"Two outside witnesses, played by this command from {{folder}}/{FOLDER}, look at the log every "
    f"{EVERY:.0f} seconds\nand cosign it with the command that any outsider has: hustings witness run."
)


@dataclass(frozen=True, slots=True)
class HereSite:
    """The site before it is served: the same answers without the wire."""

    organisation: Organisation

    def after(self, size: int) -> bytes | None:
        try:
            return continuation_after(self.organisation, size)
        except LogIsSmaller:
            return None

    def newest(self) -> bytes:
        return checkpoint_text(self.organisation).encode()

    def hand_in(self, cosigned: bytes) -> None:
        taken = hand_in(self.organisation, cosigned, clock.now())
        if isinstance(taken, Refused):
            raise NotTaken(400, taken.because)


def appoint(data: Path, organisation: Organisation, office: Signatory, key: SigningKey) -> None:
    """Make the witnesses' keys, and have the office list them."""
    folder = data / FOLDER
    folder.mkdir()
    for name in NAMES:
        write_new(folder / f"{name}.key", key_file(os.urandom(32), witness=name), secret=True)
    for _, witness in _witnesses(folder):
        statement = state_of(organisation, WitnessListed(witness.verifier_key), (office,))
        done = enter_signed(organisation, statement, (sign(statement, key),), clock.now())
        if isinstance(done, Refused):
            raise click.ClickException(done.because)


def look_first(data: Path, organisation: Organisation) -> None:
    """Let each take its first look."""
    trust = read_trust(trust_text(organisation).encode())
    for file, witness in _witnesses(data / FOLDER):
        look(HereSite(organisation), witness, file, trust, int(clock.now().timestamp()))


def are_here(data: Path) -> bool:
    """Whether a demonstration made this data, and its witnesses with it."""
    return all((data / FOLDER / f"{name}.json").exists() for name in NAMES)


def watch(data: Path, address: str) -> None:
    """Let the witnesses look over the wire whenever the log has grown, behind the pages, for as long as they answer."""
    Thread(target=_watch, args=(data / FOLDER, WebSite(address)), daemon=True).start()


def _watch(folder: Path, site: Site) -> None:
    witnesses, seen = list(_witnesses(folder)), 0
    while True:
        sleep(EVERY)
        try:
            newest = read_checkpoint(site.newest()).size
            if newest == seen:
                continue
            for file, witness in witnesses:
                look(site, witness, file, None, int(clock.now().timestamp()))
            seen = newest
        except NotTaken as no:
            click.echo(f"The witnesses: {no.because}", err=True)
        except click.ClickException as no:
            click.echo(f"The witnesses: {no.message}", err=True)


def _witnesses(folder: Path) -> Iterator[tuple[Path, Witness]]:
    """Each witness with the file of its state."""
    for name in NAMES:
        found = read_key_file((folder / f"{name}.key").read_bytes())
        yield folder / f"{name}.json", Witness(name, found.open(None))
