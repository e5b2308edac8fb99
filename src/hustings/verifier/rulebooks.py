"""Group 6: every proceeding ran under a rulebook that was adopted first, and the bundle holds that very text."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256

from hustings.record.bundle import RULEBOOKS, Bundle
from hustings.record.entries import Entry
from hustings.rulebooks.loader import Rulebook, from_files
from hustings.verifier.findings import Findings
from hustings.verifier.signatures import Authority

OPENING = "ProceedingOpened"


def check_rulebooks(
    bundle: Bundle, used: AbstractSet[str], authority: Authority, findings: Findings
) -> dict[str, Rulebook]:
    """6.2 and 6.3: the rulebooks of the bundle that were adopted as they are, loaded."""
    loaded: dict[str, Rulebook] = {}
    shown = _files_by_id(bundle)
    for id_ in sorted(used - shown.keys()):
        findings.fail("6.2", f"{id_} is not in the bundle")
    for id_, files in sorted(shown.items()):
        found = authority.adopted.get(id_)
        if found is None:
            findings.fail("6.2", f"{id_} was never adopted")
            continue
        hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
        if hashes != found[1].files:
            findings.fail("6.2", f"{id_} is not the text that was adopted", found[0])
            continue
        rulebook = _load(id_, files, findings)
        if rulebook is None:
            continue
        if (rulebook.id, rulebook.digest) != (id_, found[1].digest):
            findings.fail("6.2", f"{id_} has another digest than its adoption says", found[0])
            continue
        loaded[id_] = rulebook
    return loaded


def rulebooks_used(entries: Iterable[Entry]) -> set[str]:
    """The ids that the openings name."""
    return {
        str(entry.statement.body.get("rulebook"))
        for entry in entries
        if entry.statement.kind == OPENING
    }


def rulebook_of(
    opening: Entry, loaded: Mapping[str, Rulebook], authority: Authority, findings: Findings
) -> Rulebook | None:
    """6.1: the rulebook under which a proceeding opened, if it was adopted before."""
    id_ = str(opening.statement.body.get("rulebook"))
    found = authority.adopted.get(id_)
    if found is None or found[0] > opening.position:
        findings.fail("6.1", f"{id_} was not adopted before", opening.position)
        return None
    return loaded.get(id_)


def warn_of_rulebooks(loaded: Mapping[str, Rulebook], findings: Findings) -> None:
    """Say which texts are not the organisation's own."""
    for rulebook in loaded.values():
        if rulebook.unofficial:
            findings.warn(f"{rulebook.title} ({rulebook.id}) is an unofficial reconstruction.")


def _files_by_id(bundle: Bundle) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    for path, data in bundle.files.items():
        folder, _, rest = path.partition("/")
        id_, _, name = rest.partition("/")
        if folder == RULEBOOKS and name:
            found.setdefault(id_, {})[name] = data
    return found


def _load(id_: str, files: Mapping[str, bytes], findings: Findings) -> Rulebook | None:
    try:
        with findings.checking("6.3"):
            return from_files(id_, files)
    except KeyError as missing:
        findings.fail("6.3", f"{id_} has no {missing.args[0]}")
    return None
