"""What the tools page makes is what the command line takes: codes, their declaration, a trustee's key."""

from pathlib import Path

import pytest

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.trustees import check_key
from hustings.ballots.secret.credentials import public_of
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.making.key_files import read_private_key
from hustings.ballots.secret.messages.spelling import Reader, read_json
from hustings.ballots.secret.messages.trustees import read_credentials, read_key
from hustings.cli.contest_files import read_declaration
from tests.booth.conftest import Cast

pytestmark = pytest.mark.needs("node")

UUID = "Rr3gqyJDXw7Uzm"


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_codes_of_the_tools_page_are_declared_as_the_command_line_reads_them(
    cast: Cast, tmp_path: Path, name: str
) -> None:
    group = group_named(name)
    [made] = cast([{"do": "codes", "group": name, "uuid": UUID, "electors": "1\n2,3\n4"}])
    listed = made["publicCredentials"].encode()
    (tmp_path / "declared.json").write_text(made["declaration"], "utf-8")
    declared = read_declaration(tmp_path / "declared.json")
    assert (declared.uuid, declared.electors, declared.spares) == (UUID, 3, 0)
    assert declared.credentials == hex_hash(listed)
    codes = [line.split(",")[1] for line in made["letters"].splitlines()[1:]]
    expected = {
        public_of(UUID, code, group): weight for code, weight in zip(codes, (1, 3, 1), strict=True)
    }
    found = read_credentials(Reader(group), listed)
    assert {one.key: one.weight for one in found} == expected


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_a_key_of_the_tools_page_is_adopted_and_its_proof_holds(cast: Cast, name: str) -> None:
    group = group_named(name)
    [made] = cast([{"do": "key", "group": name}])
    public = read_key(Reader(group), read_json(made["publicKey"]))
    check_key(public, PlainEngine(group), "the trustee")
    secret = read_private_key(made["privateKey"])
    assert group.pow_g(secret.exponent(group)) == public.public_key
