"""Group 9: a roll's commitment in the bundle, against which members check their rows, is one that an entry froze."""

from collections.abc import Set as AbstractSet
from hashlib import sha256

from hustings.record.bundle import ROLLS, Bundle
from hustings.verifier.findings import Findings


def check_rolls(bundle: Bundle, frozen: AbstractSet[str], findings: Findings) -> None:
    """9.1 and 9.2. That the digest in the entry is that of its trees is a matter of the replay (8.2)."""
    for path, data in bundle.files.items():
        if not path.startswith(f"{ROLLS}/"):
            continue
        named = path.removeprefix(f"{ROLLS}/").removesuffix(".json")
        if named not in frozen:
            findings.fail("9.1", f"{path} is no roll that an entry froze")
        elif sha256(data).hexdigest() != named:
            findings.fail("9.2", f"{path} has another digest than its name")
