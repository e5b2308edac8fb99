"""Signed notes (C2SP signed-note): a text, and under it one line for each key that signed it."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.signing import SigningKey

from hustings.record.signing import verify_bytes

LONGEST = 1_000_000
MOST_SIGNATURES = 100
LATEST_TIME = 2**63 - 1
_NAME = re.compile(r"[^\s+]+")
_HEX = re.compile(r"[0-9a-f]{8}")
_DASH = "\u2014 "


class KeyKind(IntEnum):
    """The signature types of signed-note that a log and its witnesses use here."""

    ED25519 = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key by name: ``name+hash+base64`` is how it is printed, read out and put into a trust file."""

    name: str
    kind: KeyKind
    public: bytes

    @property
    def hash(self) -> bytes:
        """Four bytes that name the key in a signature line."""
        return _key_hash(self.name, bytes([self.kind]) + self.public)

    def __str__(self) -> str:
        material = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.hash.hex()}+{material}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line under a note: the key's name, its four bytes, and what it signed with."""

    name: str
    hash: bytes
    blob: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text (ending in a newline) and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...]


def _key_hash(name: str, material: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + material).digest()[:4]


def read_verifier_key(text: str) -> VerifierKey:
    """Read ``name+hash+base64``; ``ValueError`` says what is wrong."""
    name, hash_, material_text = [*text.split("+", 2), "", ""][:3]
    if _NAME.fullmatch(name) is None or _HEX.fullmatch(hash_) is None:
        raise ValueError(f"{text[:80]!r} is not a verifier key; it is written name+hash+base64")
    material = _base64(material_text, "a verifier key")
    if _key_hash(name, material).hex() != hash_:
        raise ValueError(f"the hash in the verifier key {name}+{hash_} does not fit its key")
    if material[:1] not in (b"\x01", b"\x04") or len(material) != 33:
        raise ValueError(f"the verifier key {name}+{hash_} is of a kind that is not used here")
    if not crypto_core_ed25519_is_valid_point(material[1:]):
        raise ValueError(f"the verifier key {name}+{hash_} is not a point of Ed25519's main group")
    return VerifierKey(name, KeyKind(material[0]), material[1:])


def verifier_key(name: str, kind: KeyKind, key: SigningKey) -> VerifierKey:
    """The verifier key of a signing key, under a name without spaces and plus signs."""
    if not is_key_name(name):
        raise ValueError(f"{name!r} is not a key's name: it is empty, or has a space or a plus")
    return VerifierKey(name, kind, key.verify_key.encode())


def is_key_name(name: str) -> bool:
    """Whether a key may be called so: not empty, no space, no plus sign."""
    return _NAME.fullmatch(name) is not None


def read_note(data: bytes) -> Note:
    """Read a signed note strictly; ``ValueError`` says what is wrong with anything else."""
    if len(data) > LONGEST:
        raise ValueError(f"a note of {len(data)} bytes is longer than {LONGEST}")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("the note is not UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise ValueError("the note has control characters")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n"):
        raise ValueError("the note is not a text, an empty line and signature lines")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise ValueError(f"the note has more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", signatures)


def note_bytes(note: Note) -> bytes:
    """Write a note as it is sent and stored."""
    lines = (
        f"{_DASH}{line.name} {b64encode(line.hash + line.blob).decode()}\n"
        for line in note.signatures
    )
    return f"{note.text}\n{''.join(lines)}".encode()


def sign_note(text: str, key: SigningKey, name: str) -> Note:
    """A note with one plain Ed25519 signature, the log's own."""
    public = verifier_key(name, KeyKind.ED25519, key)
    blob = key.sign(text.encode()).signature
    return Note(text, (NoteSignature(name, public.hash, blob),))


def cosign_note(note: Note, key: SigningKey, name: str, time: int) -> Note:
    """The note with a witness's cosignature/v1 added, made at POSIX time ``time``."""
    public = verifier_key(name, KeyKind.COSIGNATURE, key)
    blob = time.to_bytes(8, "big") + key.sign(_cosigned(note.text, time)).signature
    return Note(note.text, (*note.signatures, NoteSignature(name, public.hash, blob)))


def signatures_of(note: Note, key: VerifierKey) -> tuple[NoteSignature, ...]:
    """The lines that claim to be this key's. Lines of other keys are nobody's business."""
    return tuple(s for s in note.signatures if (s.name, s.hash) == (key.name, key.hash))


def check_note(note: Note, key: VerifierKey) -> int | None:
    """Check that ``key`` signed the note, and return a cosignature's time; ``ValueError`` if it did not."""
    lines = signatures_of(note, key)
    if not lines:
        raise ValueError(f"the note bears no signature of {key.name}")
    times = [_check_line(note.text, line, key) for line in lines]
    return times[-1]


def all_signed(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Those of ``keys`` that signed; ``ValueError`` where a line claims to be a key's and is not."""
    found: list[VerifierKey] = []
    for key in keys:
        if signatures_of(note, key):
            check_note(note, key)
            found.append(key)
    return tuple(found)


def _check_line(text: str, line: NoteSignature, key: VerifierKey) -> int | None:
    time = None if key.kind is KeyKind.ED25519 else int.from_bytes(line.blob[:8], "big")
    message = text.encode() if time is None else _cosigned(text, time)
    if time is not None and time > LATEST_TIME:
        raise ValueError(f"the cosignature of {key.name} has a time beyond what it may say")
    try:
        verify_bytes(key.public, message, line.blob if time is None else line.blob[8:])
    except ValueError as problem:
        raise ValueError(f"the note's signature of {key.name} does not hold: {problem}") from None
    return time


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _signature(line: str) -> NoteSignature:
    name, space, blob_text = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or _NAME.fullmatch(name) is None:
        raise ValueError(f"{line[:60]!r} is not a signature line")
    blob = _base64(blob_text, "a signature line")
    if len(blob) < 5:
        raise ValueError("a signature line is too short")
    return NoteSignature(name, blob[:4], blob[4:])


def _base64(text: str, name: str) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise ValueError(f"{name} is not base64") from None
    if b64encode(data).decode() != text:
        raise ValueError(f"{name} has base64 that could be written in another way")
    return data
