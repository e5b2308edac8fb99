"""Trust files: read strictly, with one clear sentence for what is wrong."""

from base64 import b64encode

import pytest

from hustings.kernel.refusals import BadInput
from hustings.verifier.trust import KnownCheckpoint, read_trust
from tests.record.making import LOG_VKEY, WITNESS_VKEYS, public

ROOT = b64encode(bytes(32)).decode()
ADA = b64encode(public("ada")).decode()
WITNESSES = ", ".join(f'"{key}"' for key in WITNESS_VKEYS)
WHOLE = f"""
organisation = "commonweal"

[log]
key = "{LOG_VKEY}"

[witnesses]
quorum = 2
keys = [{WITNESSES}]

[checkpoint]
size = 120
root = "{ROOT}"

[authorities]
keys = ["{ADA}"]
"""


def test_a_whole_trust_file_is_read() -> None:
    trust = read_trust(WHOLE.encode())
    assert trust.log == LOG_VKEY
    assert trust.organisation == "commonweal"
    assert (trust.witnesses, trust.quorum) == (WITNESS_VKEYS, 2)
    assert trust.checkpoint == KnownCheckpoint(120, bytes(32))
    assert trust.authorities == {public("ada")}


def test_the_log_key_is_enough() -> None:
    trust = read_trust(f'[log]\nkey = "{LOG_VKEY}"'.encode())
    assert (trust.witnesses, trust.checkpoint, trust.authorities) == ((), None, None)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (f'key = "{LOG_VKEY}"', "", "log.key: is missing"),
        (f'key = "{LOG_VKEY}"', 'key = "x"', "log.key: .*is not a verifier key"),
        (f'key = "{LOG_VKEY}"', f'key = "{WITNESS_VKEYS[0]}"', "not a log's plain key"),
        ("[log]", "[log]\nsize = 1", "log.size: is not known here"),
        ("[log]", "[logs]", "logs: is not known here"),
        (f"keys = [{WITNESSES}]", "keys = []", "witnesses.keys: is not a list"),
        (f"keys = [{WITNESSES}]", "keys = [5]", "witnesses.keys: is not a list"),
        (f"keys = [{WITNESSES}]", f'keys = ["{LOG_VKEY}"]', "not a witness's cosignature key"),
        (f"keys = [{WITNESSES}]", f'keys = [{WITNESSES}, "{WITNESS_VKEYS[0]}"]', "one key twice"),
        ("quorum = 2", "quorum = 4", "from 1 to 3"),
        ("quorum = 2", "quorum = 0", "from 1 to 3"),
        ("quorum = 2", "quorum = true", "from 1 to 3"),
        ("quorum = 2", "", "from 1 to 3"),
        ("size = 120", "size = 0", "checkpoint: size is 0"),
        ("size = 120", 'size = "120"', "checkpoint: size is"),
        (f'root = "{ROOT}"', 'root = "AAAA"', "32 bytes"),
        (f'root = "{ROOT}"', "", "checkpoint: root is None"),
        (f'["{ADA}"]', '["AAAA"]', "authorities.keys: a public key"),
        (f'["{ADA}"]', f'"{ADA}"', "authorities.keys: is not a list"),
        ('"commonweal"', "5", "organisation: is not a text"),
        ("[witnesses]", "witnesses = 1\n[other]", r"."),
        ("[log]", "[log", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(before: str, after: str, what: str) -> None:
    assert before in WHOLE
    with pytest.raises(BadInput, match=what):
        read_trust(WHOLE.replace(before, after, 1).encode(), "trust.toml")


@pytest.mark.parametrize("data", [b"\xff", b"", b"log = 1", b"[" * 50_000])
def test_what_is_no_trust_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"trust\.toml"):
        read_trust(data, "trust.toml")
