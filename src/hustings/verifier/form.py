"""Group 1: the bundle holds the files that it says, each as it says."""

from hashlib import sha256

from hustings.record.bundle import CHECKPOINT, ENTRIES, LEAVES, OPENINGS, Bundle, has_place
from hustings.verifier.findings import Findings

ALWAYS = (ENTRIES, LEAVES, OPENINGS, CHECKPOINT)


def check_form(bundle: Bundle, findings: Findings) -> None:
    """1.1 to 1.3."""
    listed = bundle.manifest.files
    for path in sorted({*listed, *ALWAYS} - bundle.files.keys()):
        findings.fail("1.1", f"{path} is missing")
    for path in sorted(bundle.files.keys() - listed.keys()):
        findings.fail("1.1", f"{path} is not in the manifest")
    for path, data in bundle.files.items():
        if path in listed and sha256(data).hexdigest() != listed[path]:
            findings.fail("1.2", f"{path} is not the file that the manifest lists")
        if not has_place(path):
            findings.fail("1.3", f"{path} has no place in a bundle")
