"""``hustings key``: a key is made once, is its owner's alone, and signs what was shown."""

import json
import stat
from base64 import b64decode
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.cli.key import command
from hustings.kernel.refusals import BadInput
from hustings.record.entries import Signature, statement_bytes
from hustings.record.keyfiles import key_file, read_key_file
from hustings.record.signing import key_id, verify
from tests.record.test_entries import STATEMENT


def key(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], input=typed)


def told(result: Result, name: str) -> str:
    lines = [line for line in result.stdout.splitlines() if line.startswith(f"{name}: ")]
    assert len(lines) == 1, result.output
    return lines[0].removeprefix(f"{name}: ")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An unlocked key."""
    place = tmp_path / "my.key"
    assert key("make", place, "--no-passphrase").exit_code == 0
    return place


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """A statement to sign."""
    place = tmp_path / "statement.json"
    place.write_bytes(statement_bytes(STATEMENT))
    return place


def test_a_key_file_is_its_owners_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_made_is_shown_again(file: Path, tmp_path: Path) -> None:
    made = key("make", tmp_path / "other.key", "--no-passphrase")
    shown = key("show", tmp_path / "other.key")
    assert told(made, "key") == told(shown, "key") == key_id(b64decode(told(shown, "public")))
    assert told(shown, "locked") == "no"


def test_two_keys_are_different(file: Path, tmp_path: Path) -> None:
    key("make", tmp_path / "other.key", "--no-passphrase")
    assert told(key("show", file), "key") != told(key("show", tmp_path / "other.key"), "key")


def test_a_key_is_never_written_over(file: Path) -> None:
    before = file.read_bytes()
    result = key("make", file, "--no-passphrase")
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert file.read_bytes() == before


def test_a_locked_key_opens_with_its_passphrase_only(tmp_path: Path, statement: Path) -> None:
    place = tmp_path / "locked.key"
    assert key("make", place, typed="correct horse\ncorrect horse\n").exit_code == 0
    assert told(key("show", place), "locked") == "with a passphrase"
    assert key("sign", statement, "--key", place, "--yes", typed="correct horse\n").exit_code == 0
    wrong = key("sign", statement, "--key", place, "--yes", typed="battery staple\n")
    assert isinstance(wrong.exception, BadInput)
    assert "does not open this key" in str(wrong.exception)
    assert "signature:" not in wrong.stdout


def test_a_signature_holds_for_the_statement(file: Path, statement: Path) -> None:
    result = key("sign", statement, "--key", file, "--yes")
    public = b64decode(told(key("show", file), "public"))
    signature = Signature(told(result, "key"), b64decode(told(result, "signature")))
    verify(public, STATEMENT, signature)


def test_what_is_signed_is_shown_and_asked_first(file: Path, statement: Path) -> None:
    result = key("sign", statement, "--key", file, typed="n\n")
    assert result.exit_code == 1
    assert "ReturnMade" in result.stderr
    assert "signature:" not in result.stdout
    assert key("sign", statement, "--key", file, typed="y\n").exit_code == 0


@pytest.mark.parametrize("data", [b"", b"{}", b"hello"])
def test_what_is_no_statement_is_not_signed(file: Path, tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "other.json"
    place.write_bytes(data)
    result = key("sign", place, "--key", file, "--yes")
    assert result.exit_code == 1
    assert "is not a statement" in result.output


def test_a_file_that_is_not_there_is_named(file: Path, tmp_path: Path) -> None:
    for words in (("show", tmp_path / "no"), ("sign", tmp_path / "no", "--key", file)):
        result = key(*words)
        assert result.exit_code == 1
        assert "cannot be read" in result.output


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"key": "00" * 16},
        {"public": "AAAA"},
        {"secret": "AAAA"},
        {"lock": "padlock"},
        {"lock": "argon2id-secretbox"},
        {"public": 5},
    ],
)
def test_a_key_file_of_a_wrong_form_is_turned_back(change: dict[str, object]) -> None:
    table = json.loads(key_file(bytes(32))) | change
    with pytest.raises(BadInput, match="key file"):
        read_key_file(json.dumps(table).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_key_file_is_turned_back(data: bytes) -> None:
    with pytest.raises(BadInput, match="key file"):
        read_key_file(data)


def test_a_secret_of_another_key_is_found() -> None:
    table = json.loads(key_file(bytes(32)))
    table["secret"] = json.loads(key_file(b"\x01" * 32))["secret"]
    with pytest.raises(BadInput, match="does not belong"):
        read_key_file(json.dumps(table).encode()).open(None)


def test_a_lock_that_would_take_all_memory_is_not_tried() -> None:
    table = json.loads(key_file(bytes(32), b"x", bytes(16), bytes(24))) | {"memory": 1 << 40}
    with pytest.raises(BadInput, match="is the most that is tried"):
        read_key_file(json.dumps(table).encode())
