"""The trustees' proofs over their factors, kept beside the archive of a box and given out with it."""

from collections.abc import Mapping

from hustings.store.models import Box, TrusteeProof


def keep_proofs(box: Box, lines: Mapping[int, bytes]) -> int:
    """Keep checked proofs by trustee; how many are new. Of a trustee who has given one before, that one stays."""
    known = who_proved(box)
    new = [
        TrusteeProof(box=box, trustee=trustee, line=line)
        for trustee, line in lines.items()
        if trustee not in known
    ]
    TrusteeProof.objects.bulk_create(new)
    return len(new)


def proofs_of(box: Box) -> bytes:
    """The file that goes beside the archive; empty where nobody has given a proof."""
    lines = box.proofs.order_by("trustee").values_list("line", flat=True)
    return b"".join(bytes(line) + b"\n" for line in lines)


def who_proved(box: Box) -> set[int]:
    """The trustees whose proofs are kept."""
    return set(box.proofs.values_list("trustee", flat=True))
