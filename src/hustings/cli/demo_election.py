"""What the demonstration plays of Tidewell's secret ballot away from the site: scrutineer, trustees and voters.

Everything is made as their own commands make it, and left in one folder: in life nobody has all of it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.core import mail

from hustings.ballots.secret.credentials import LENGTH, public_of, random_text, secret_of
from hustings.ballots.secret.groups.group import Group
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.ballots import Credential, make_ballot
from hustings.ballots.secret.making.ceremony import (
    assembled,
    block_of,
    certificate,
    deal,
    decryption_key,
    take_shares,
)
from hustings.ballots.secret.making.key_files import TrusteeSecret, recovery_code
from hustings.ballots.secret.messages.election import read_election
from hustings.ballots.secret.messages.tallying import message_bytes
from hustings.ballots.secret.messages.trustees import Context, trustees_bytes
from hustings.cli import code_book, credentials
from hustings.cli.ceremony import CERTIFICATE, POLYNOMIAL, SHARE, put
from hustings.cli.code_book import CodeBook, Elector
from hustings.cli.code_letters import message
from hustings.cli.contest_files import read_contest
from hustings.cli.rehearsals import opened_by, rehearsal
from hustings.cli.whole_files import write_new
from hustings.conduct.demo.tidewell import HandedIn, OnTheRoll
from hustings.conduct.setting_up import Evidence, MadeApart
from hustings.web.base.booth import booth_hash

SPARES = 4
TRUSTEES, NEEDED = 3, 2
SENDER = "codes@scrutineer.example"
SCRUTINEER, CEREMONY = "scrutineer", "ceremony"


@dataclass(slots=True)
class ByTheirOwnHands:
    """The scrutineer's codes, the trustees' ceremony and rehearsal, the voters' ballots, kept in ``folder``."""

    folder: Path
    books: list[CodeBook] = field(default_factory=list[CodeBook])

    def prepare(self, contest: str, electors: Sequence[OnTheRoll]) -> HandedIn:
        """What the office gets of them; each begins from the contest's file."""
        self.folder.mkdir()
        file = self.folder / "contest.toml"
        write_new(file, contest.encode())
        asked = read_contest(file)
        group = group_named(asked.group)
        everybody = [Elector(one.number, one.name, one.email) for one in electors]
        book = code_book.made(
            self.folder / SCRUTINEER, asked.uuid, group, asked.name, everybody, [1] * SPARES,
            secrets.randbelow,
        )  # fmt: skip
        self.books.append(book)
        listed, declared = credentials.write_book(book)
        trustees, rehearsed = _trustees(self.folder, group)
        return HandedIn(
            MadeApart(group.name, trustees, listed), Evidence(declared, rehearsed, booth_hash())
        )

    def ballot(self, election: bytes, number: str, ranking: Sequence[int]) -> bytes:
        """The ballot of the elector with this number, sealed with the code that the scrutineer sent them."""
        book, asked = self.books[-1], read_election(election)
        code = book.holder(number).code
        secret = secret_of(book.uuid, code, book.group.q)
        own = Credential(secret, public_of(book.uuid, code, book.group))
        return make_ballot(asked, own, [tuple(ranking)], secrets.randbelow)

    def send_code(self, number: str, address: str) -> None:
        """Bring the code of the elector with this number to the mailbox, as the scrutineer's relay would."""
        book = self.books[-1]
        holder = book.holder(number)
        to = replace(holder, elector=replace(holder.elector, email=address))
        letter = message(book, to, SENDER)
        if letter is None:
            raise ValueError(f"{address} is no address")
        body = letter.get_content()
        mail.EmailMessage(letter["Subject"], body, SENDER, [address]).send()


def _trustees(folder: Path, group: Group) -> tuple[bytes, bytes]:
    """Three trustees of whom two are enough: their public keys, and the rehearsal that the first and last opened.

    Each leaves the recovery sheet, from which ``hustings trustee recover`` makes the key file.
    """
    coins, numbers = secrets.randbelow, range(1, TRUSTEES + 1)
    seeds = [random_text(LENGTH, coins) for _ in numbers]
    contexts = [Context(group.name, TRUSTEES, NEEDED, number) for number in numbers]
    certs = [certificate(group, s, c, coins) for s, c in zip(seeds, contexts, strict=True)]
    block = block_of(group, certs)
    dealt = [deal(block, seed, coins) for seed in seeds]
    shares = [take_shares(block, dealt, seed, coins) for seed in seeds]
    room = folder / CEREMONY
    room.mkdir()
    for at, number in enumerate(numbers):
        put(room, CERTIFICATE, number, message_bytes(certs[at].json()))
        put(room, POLYNOMIAL, number, message_bytes(dealt[at].json()))
        put(room, SHARE, number, message_bytes(shares[at].json(group)))
        sheet = recovery_code(TrusteeSecret(seeds[at]))
        write_new(folder / f"trustee-{number}.sheet", f"{sheet}\n".encode(), secret=True)
    whole = trustees_bytes((assembled(block, dealt, shares),), group)
    keys = {
        number: decryption_key(group, seeds[number - 1], shares[number - 1])
        for number in (1, TRUSTEES)
    }
    begun = rehearsal(whole, group.name, "the demonstration's trustees")
    return whole, opened_by(begun, keys)
