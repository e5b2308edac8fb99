"""Checkpoints against one that a real log and a real witness signed, and against bad ones."""

import pytest
from nacl.signing import SigningKey

from hustings.record.checkpoints import (
    checkpoint_bytes,
    checkpoint_text,
    cosign,
    make_checkpoint,
    read_checkpoint,
)
from hustings.record.log import Log
from hustings.record.notes import KeyKind, check_note, read_verifier_key, verifier_key

REAL = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

\u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHb\
dQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3Nyg\
NI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTy\
nk5XeU/zZ0WBxtqB0DrAWfBw==
""".encode()
"""A published checkpoint of a public certificate log (staging) with a public witness's cosignature."""

LOG_KEY = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
ORIGIN = "record.example/commonweal"
KEY = SigningKey(b"log key of a test, 32 bytes long")
WITNESS = SigningKey(b"a witness of a test, 32 bytes ..")


def test_a_real_checkpoint_is_read() -> None:
    checkpoint = read_checkpoint(REAL)
    assert checkpoint.origin == "arche2025h1.staging.ct.transparency.dev"
    assert checkpoint.size == 1432088532
    assert checkpoint.root.hex().startswith("53b58cefd8eb")


def test_a_real_logs_signature_holds() -> None:
    assert check_note(read_checkpoint(REAL).note, read_verifier_key(LOG_KEY)) is None


def test_a_real_witness_cosigned_at_its_time() -> None:
    """0x6a122120 seconds after 1970 began: Saturday 23 May 2026, 21:50:24 UTC."""
    assert check_note(read_checkpoint(REAL).note, read_verifier_key(WITNESS_KEY)) == 0x6A122120


def test_a_real_signature_does_not_hold_for_another_size() -> None:
    other = read_checkpoint(REAL.replace(b"1432088532", b"1432088531"))
    for key in (LOG_KEY, WITNESS_KEY):
        with pytest.raises(ValueError, match="does not hold"):
            check_note(other.note, read_verifier_key(key))


def test_a_checkpoint_speaks_for_the_log() -> None:
    log = Log.of([b"one", b"two", b"three"])
    checkpoint = read_checkpoint(checkpoint_bytes(make_checkpoint(log, ORIGIN, KEY)))
    assert (checkpoint.size, checkpoint.root) == (3, log.root)
    assert check_note(checkpoint.note, verifier_key(ORIGIN, KeyKind.ED25519, KEY)) is None


def test_a_witness_adds_its_line_and_changes_nothing() -> None:
    checkpoint = make_checkpoint(Log.of([b"one"]), ORIGIN, KEY)
    both = read_checkpoint(checkpoint_bytes(cosign(checkpoint, WITNESS, "witness.example", 5)))
    assert both.note.text == checkpoint.note.text
    assert check_note(both.note, verifier_key(ORIGIN, KeyKind.ED25519, KEY)) is None
    assert check_note(both.note, verifier_key("witness.example", KeyKind.COSIGNATURE, WITNESS)) == 5


def test_an_empty_log_has_a_checkpoint() -> None:
    checkpoint = read_checkpoint(checkpoint_bytes(make_checkpoint(Log(), ORIGIN, KEY)))
    assert checkpoint.size == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\n1\n", b"\n01\n"),
        (b"\n1\n", b"\n-1\n"),
        (b"\n1\n", b"\n1 \n"),
        (b"\n1\n", b"\n\n"),
        (b"\n1\n", b"\n1e3\n"),
        (b"\n1\n", "\n\u0661\n".encode()),
        (b"\n1\n", b"\n99999999999999999\n"),
        (b"=\n\n", b"=\nmore\n\n"),
        (b"=\n\n", b"\n\n"),
        (b"=\n\n", b"==\n\n"),
        (b"record.example/commonweal\n1", b"\n1"),
    ],
)
def test_a_checkpoint_of_a_wrong_form_is_refused(before: bytes, after: bytes) -> None:
    data = checkpoint_bytes(make_checkpoint(Log.of([b"one"]), ORIGIN, KEY))
    with pytest.raises(ValueError, match="checkpoint"):
        read_checkpoint(data.replace(before, after, 1))


@pytest.mark.parametrize("origin", ["", "two\nlines"])
def test_an_origin_is_one_line(origin: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        checkpoint_text(origin, 0, bytes(32))
