"""``hustings witness``: a key under a name, and addresses that are no site's."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hustings.cli.key import command as key_command
from hustings.cli.witness import command
from hustings.cli.witness_site import NotTaken, TryAgain, WebSite
from hustings.record.notes import KeyKind, VerifierKey, read_verifier_key
from tests.serving import serving


def witness(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], input=typed)


def test_a_witness_s_key_is_its_own_alone_and_shown_as_organisations_list_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "agent.key"
    made = witness("new", "agent.example", file, "--no-passphrase")
    key = read_verifier_key(made.stdout.strip())
    assert (key.name, key.kind) == ("agent.example", KeyKind.COSIGNATURE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert witness("show", file).stdout == made.stdout


def test_a_witness_s_key_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "agent.key"
    witness("new", "agent.example", file, "--no-passphrase")
    before = file.read_bytes()
    assert "is there already" in witness("new", "agent.example", file, "--no-passphrase").output
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_no_key_can_have_is_refused(tmp_path: Path, name: str) -> None:
    told = witness("new", name, tmp_path / "agent.key", "--no-passphrase")
    assert told.exit_code == 1
    assert "is not a witness's name" in told.output
    assert not list(tmp_path.iterdir())


def test_a_person_s_key_is_no_witness_s(tmp_path: Path) -> None:
    CliRunner().invoke(key_command, ["make", str(tmp_path / "my.key"), "--no-passphrase"])
    told = witness("show", tmp_path / "my.key")
    assert told.exit_code == 1
    assert "is not a witness's key" in told.output


@pytest.mark.parametrize("site", ["record.example", "file:///etc/passwd", "ftp://x", "https://"])
def test_what_is_no_site_s_address_is_not_asked(tmp_path: Path, site: str) -> None:
    words = ("run", site, "--key", tmp_path / "k", "--state", tmp_path / "s")
    told = witness(*words)
    assert told.exit_code == 1
    assert "is not an address of the web" in told.output


def test_a_site_that_does_not_answer_is_asked_again_another_time(tmp_path: Path) -> None:
    """Port 1 of this machine: nobody listens there."""
    file, trust = tmp_path / "agent.key", tmp_path / "trust.toml"
    line = witness("new", "agent.example", file, typed="correct horse\ncorrect horse\n").stdout
    (tmp_path / "passphrase").write_text("correct horse\n")
    trust.write_text(f'[log]\nkey = "{_as_a_log_s(line.strip())}"\n')
    words = ("run", "http://127.0.0.1:1", "--key", file, "--state", tmp_path / "s")
    words += ("--trust", trust, "--passphrase-file", tmp_path / "passphrase")
    told = witness(*words)
    assert told.exit_code == 4, told.output
    assert "cannot be reached" in told.output


@pytest.fixture
def odd_site() -> Iterator[str]:
    """A site that sends elsewhere, except where it never ends."""

    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            endless = self.path.startswith("/endless/")
            self.send_response(200 if endless else 301)
            self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", str(200_000 if endless else 0))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(b"x" * 200_000 if endless else b"")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with serving(Odd) as address:
        yield address


def test_a_site_that_sends_elsewhere_or_never_ends_is_not_followed(odd_site: str) -> None:
    with pytest.raises(NotTaken, match=r"sends elsewhere, to https://elsewhere\.example/"):
        WebSite(odd_site).after(5)
    with pytest.raises(TryAgain, match="more than 100000 bytes"):
        WebSite(f"{odd_site}/endless/").newest()


def _as_a_log_s(line: str) -> str:
    return str(VerifierKey("log.example", KeyKind.ED25519, read_verifier_key(line).public))
