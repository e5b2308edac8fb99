"""The folder of a key ceremony: everybody's certificate, polynomial and share, by number; nothing in it is secret."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.ballots.secret.groups.group import Group
    from hustings.ballots.secret.making.ceremony import Block, Polynomial, Share
    from hustings.ballots.secret.messages.spelling import Reader
    from hustings.ballots.secret.messages.trustees import SignedMessage

T = TypeVar("T")
CERTIFICATE, POLYNOMIAL, SHARE = "certificate", "polynomial", "share"


def place(folder: Path, kind: str, number: int) -> Path:
    """Where trustee ``number`` puts a message of this kind."""
    return folder / f"{kind}-{number}.json"


def put(folder: Path, kind: str, number: int, data: bytes) -> Path:
    """Write a message of the ceremony, once."""
    file = place(folder, kind, number)
    if file.exists():
        refuse(
            f"{file}: there is a {kind} of trustee {number} already; nothing was changed. If somebody "
            f"else put it there, agree who has which number; to begin with trustee {number} anew: "
            f"hustings trustee replace {folder} {number}"
        )
    write_new(file, data)
    return file


def set_aside(folder: Path, number: int) -> Path:
    """Begin anew without trustee ``number``: that certificate and all that was dealt go into a folder of their own.

    Nothing is destroyed, for a poll that was opened with these keys is decrypted with them.
    """
    aside = next(one for at in count(1) if not (one := folder / f"set-aside-{at}").exists())
    gone = [place(folder, CERTIFICATE, number)]
    for kind in (POLYNOMIAL, SHARE):
        gone += sorted(folder.glob(f"{kind}-*.json"))
    kept = sorted(folder.glob(f"{CERTIFICATE}-*.json"))
    aside.mkdir()
    for file in kept:
        write_new(aside / file.name, read_bytes(file))
    for file in gone:
        file.replace(aside / file.name)
    return aside


def _every(
    folder: Path, kind: str, count: int, group: "Group", read: "Callable[[Reader, bytes], T]"
) -> list[T]:
    from hustings.ballots.secret.messages.spelling import Reader

    files = [place(folder, kind, number) for number in range(1, count + 1)]
    for number, file in enumerate(files, start=1):
        if not file.exists():
            refuse(f"{folder}: the {kind} of trustee {number} is still missing.")
    found: list[T] = []
    for number, file in enumerate(files, start=1):
        try:
            found.append(read(Reader(group), read_bytes(file)))
        except ValueError as problem:
            refuse(f"{file}: trustee {number}: this is not a {kind}: {problem}.")
    return found


def group_of(folder: Path) -> "tuple[Group, int]":
    """The group of a ceremony and how many take part, as its first certificate says."""
    from hustings.ballots.secret.groups.named import GROUPS, group_named
    from hustings.ballots.secret.messages.spelling import Reader, read_json
    from hustings.ballots.secret.messages.trustees import read_certificate, read_signed

    files = sorted(folder.glob(f"{CERTIFICATE}-*.json"))
    if not files:
        refuse(f"{folder} holds no certificate.")
    raw = read_bytes(files[0])
    for name in GROUPS:
        try:
            reader = Reader(group_named(name))
            context = read_certificate(reader, read_signed(reader, read_json(raw)).message).context
        except ValueError:
            continue
        if context is not None and context.group == name:
            return group_named(name), context.size
    raise click.ClickException(f"{files[0]}: this is not a certificate.")


def block(folder: Path) -> "Block":
    """All certificates, checked."""
    from hustings.ballots.secret.making.ceremony import WrongShare, block_of

    group, count = group_of(folder)
    certs = _every(folder, CERTIFICATE, count, group, _read_certificate)
    try:
        return block_of(group, certs)
    except WrongShare as wrong:
        refuse(
            f"{folder}: {wrong}. All certify with the same --of and --needed, each with a number of "
            f"their own. To take that certificate out: hustings trustee replace {folder} {wrong.owner}"
        )
    except ValueError as problem:
        refuse(f"{folder}: {problem}.")


def _read_certificate(reader: "Reader", raw: bytes) -> "SignedMessage":
    from hustings.ballots.secret.messages.spelling import read_json
    from hustings.ballots.secret.messages.trustees import read_signed

    return read_signed(reader, read_json(raw))


def polynomials(folder: Path, of: "Block") -> "list[Polynomial]":
    """All polynomials."""
    from hustings.ballots.secret.making.ceremony import read_polynomial

    return _every(folder, POLYNOMIAL, len(of.certs), of.group, read_polynomial)


def shares(folder: Path, of: "Block") -> "list[Share]":
    """All shares."""
    from hustings.ballots.secret.making.ceremony import read_share

    return _every(folder, SHARE, len(of.certs), of.group, read_share)


def fingerprint_of(certificate: "SignedMessage") -> str:
    """What is read aloud of a certificate."""
    from hustings.ballots.secret.making.keys import fingerprint_words

    return fingerprint_words(certificate.message.encode())


def script_of(of: "Block") -> str:
    """The ceremony as it is held: who says what, and what everybody compares."""
    names = range(1, len(of.certs) + 1)
    lines = [
        f"KEY CEREMONY: {of.threshold} of {len(of.certs)} trustees, group {of.group.name}",
        "",
        "Trustees from rival camps meet, each with a device of their own that nobody else touches.",
        "The scrutineer is not a trustee. Witnesses may watch; nothing that is read out is secret.",
        "",
        "1. Each trustee in turn reads aloud the fingerprint that their own device showed for their",
        "   certificate. Everybody else compares it with this sheet, and says so.",
        "",
    ]
    for number, one in zip(names, of.certs, strict=True):
        lines.append(f"   trustee {number}:  {fingerprint_of(one)}   agreed by all: [ ]")
    lines += [
        "",
        "   If a single character differs, stop: somebody else's certificate is in the folder.",
        "2. Each trustee deals:    hustings trustee deal KEY FOLDER --agreed",
        "3. Each trustee shares:   hustings trustee share KEY FOLDER",
        "   A wrong share is refused and names its owner. Then that trustee is replaced, and all deal anew.",
        "4. Anybody assembles:     hustings trustee assemble TRUSTEES.json --ceremony FOLDER",
        "   Everybody notes the fingerprint of the file that it prints.",
        "5. Each trustee writes out the recovery sheet, seals it, and keeps it apart from the device.",
        "6. Rehearse before the poll opens: hustings trustee rehearse TRUSTEES.json REHEARSAL.bel,",
        "   then shuffle and decrypt it as if it were the poll, once with a trustee left out.",
        "",
        "Present: ______________________   Date: ____________   Signed: ______________________",
    ]
    return "\n".join(lines)
