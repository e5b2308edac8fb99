"""Signed notes against the published values of Go's ``sumdb/note`` and of a log with public witnesses.

PeterNeumann and EnochRoot are the test keys of golang.org/x/mod/sumdb/note (note_test.go).
"""

from base64 import b64decode

import pytest
from nacl.signing import SigningKey

from hustings.record.notes import (
    KeyKind,
    Note,
    NoteSignature,
    all_signed,
    check_note,
    cosign_note,
    note_bytes,
    read_note,
    read_verifier_key,
    sign_note,
    verifier_key,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdn"
    "gotpRZb6KE6RyyBwJnAM=\n"
)
ENOCHS_LINE = (
    "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnW"
    "Lox33WWd1RvMc+QQ=\n"
)
SIGNED = f"{TEXT}\n{PETERS_LINE}{ENOCHS_LINE}".encode()


def test_gos_note_is_signed_by_both_its_keys() -> None:
    note = read_note(SIGNED)
    keys = [read_verifier_key(PETER), read_verifier_key(ENOCH)]
    assert note.text == TEXT
    assert all_signed(note, keys) == tuple(keys)


def test_signing_with_gos_seed_gives_gos_bytes() -> None:
    """Ed25519 is deterministic, so another maker's note must come out byte for byte."""
    note = sign_note(TEXT, SigningKey(PETERS_SEED), "PeterNeumann")
    assert note_bytes(note) == f"{TEXT}\n{PETERS_LINE}".encode()


def test_a_note_is_written_as_it_was_read() -> None:
    assert note_bytes(read_note(SIGNED)) == SIGNED


def test_a_changed_text_is_not_signed() -> None:
    note = read_note(SIGNED.replace(b"problem is", b"answer is"))
    with pytest.raises(ValueError, match="PeterNeumann does not hold"):
        check_note(note, read_verifier_key(PETER))


def test_a_note_without_the_keys_line_is_not_signed_by_it() -> None:
    note = read_note(f"{TEXT}\n{ENOCHS_LINE}".encode())
    with pytest.raises(ValueError, match="no signature of PeterNeumann"):
        check_note(note, read_verifier_key(PETER))


def test_one_false_line_of_a_known_key_spoils_the_note() -> None:
    """C2SP signed-note: where a signature of a known key does not verify, the note is rejected."""
    false = Note(TEXT, (*read_note(SIGNED).signatures, _swapped(read_note(SIGNED))))
    with pytest.raises(ValueError, match="PeterNeumann does not hold"):
        check_note(false, read_verifier_key(PETER))


def _swapped(note: Note) -> NoteSignature:
    peter, enoch = note.signatures
    return type(peter)(peter.name, peter.hash, enoch.blob)


def test_lines_of_unknown_keys_are_nobodys_business() -> None:
    note = read_note(SIGNED + "\u2014 somebody.example AAAAAAAAAAAAAAAA\n".encode())
    assert check_note(note, read_verifier_key(PETER)) is None


def test_a_verifier_key_is_written_as_it_was_read() -> None:
    for text in (PETER, ENOCH, "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"):
        assert str(read_verifier_key(text)) == text


def test_every_cut_of_a_verifier_key_is_refused() -> None:
    for start in range(len(PETER)):
        for end in range(start, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(ValueError, match="verifier key"):
                    read_verifier_key(PETER[start:end])


def test_every_changed_character_of_a_verifier_key_is_refused() -> None:
    for place in range(len(PETER)):
        changed = PETER[:place] + chr(ord(PETER[place]) + 1) + PETER[place + 1 :]
        with pytest.raises(ValueError, match="verifier key"):
            read_verifier_key(changed)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "++",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+12345678+AwEB",
    ],
)
def test_a_verifier_key_of_a_wrong_form_is_refused(text: str) -> None:
    """The cases that Go's and transparency-dev's own tests refuse."""
    with pytest.raises(ValueError, match="verifier key"):
        read_verifier_key(text)


def test_a_key_of_small_order_is_refused() -> None:
    """The neutral element would "sign" everything."""
    neutral = verifier_key("log.example", KeyKind.ED25519, SigningKey(bytes(32)))
    weak = type(neutral)(neutral.name, neutral.kind, b"\x01" + bytes(31))
    with pytest.raises(ValueError, match="main group"):
        read_verifier_key(str(weak))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        f"{TEXT}\n{PETERS_LINE[:-1]}".encode(),
        f"\x01{TEXT}\n{PETERS_LINE}".encode(),
        b"\xff" + SIGNED,
        f"{TEXT}\n\u2014 Bad Name x08go/ZJkuBS9UG/SffcvIA=\n".encode(),
        f"{TEXT}\n{PETERS_LINE}Unexpected line.\n".encode(),
        f"{TEXT}\n{PETERS_LINE * 101}".encode(),
        f"{TEXT}\n\u2014 a+b AAAAAAAAAA==\n".encode(),
        f"{TEXT}\n\u2014 short AAAAAA==\n".encode(),
        f"{TEXT}\n\u2014 loose AAAAAAB=\n".encode(),
        b"\n\n" + PETERS_LINE.encode(),
        b"x" * 1_000_001,
        b"",
    ],
)
def test_a_note_of_a_wrong_form_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"note|signature line|base64"):
        read_note(data)


def test_an_empty_line_inside_the_text_belongs_to_the_text() -> None:
    note = sign_note("one\n\ntwo\n", SigningKey(PETERS_SEED), "PeterNeumann")
    assert read_note(note_bytes(note)).text == "one\n\ntwo\n"


def test_a_cosignature_says_when() -> None:
    key = SigningKey(bytes(range(32)))
    note = cosign_note(read_note(SIGNED), key, "witness.example/w1", 1679315147)
    public = verifier_key("witness.example/w1", KeyKind.COSIGNATURE, key)
    assert check_note(read_note(note_bytes(note)), public) == 1679315147


def test_a_cosignature_is_no_plain_signature() -> None:
    key = SigningKey(bytes(range(32)))
    note = cosign_note(read_note(SIGNED), key, "witness.example/w1", 1679315147)
    with pytest.raises(ValueError, match="no signature"):
        check_note(note, verifier_key("witness.example/w1", KeyKind.ED25519, key))


def test_the_time_of_a_cosignature_is_signed() -> None:
    key = SigningKey(bytes(range(32)))
    note = cosign_note(read_note(SIGNED), key, "w", 7)
    line = note.signatures[-1]
    later = type(line)(line.name, line.hash, (8).to_bytes(8, "big") + line.blob[8:])
    with pytest.raises(ValueError, match="w does not hold"):
        check_note(Note(note.text, (later,)), verifier_key("w", KeyKind.COSIGNATURE, key))


def test_a_time_beyond_63_bits_is_refused() -> None:
    key = SigningKey(bytes(range(32)))
    note = cosign_note(read_note(SIGNED), key, "w", 2**63)
    with pytest.raises(ValueError, match="beyond"):
        check_note(note, verifier_key("w", KeyKind.COSIGNATURE, key))


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u00a0b"])
def test_a_key_has_a_name_without_spaces_and_pluses(name: str) -> None:
    with pytest.raises(ValueError, match="key's name"):
        verifier_key(name, KeyKind.ED25519, SigningKey(bytes(32)))
