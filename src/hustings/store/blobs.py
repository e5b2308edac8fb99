"""Evidence: files kept once by their hash, within a limit of size, of types that pages may show."""

from datetime import datetime
from hashlib import sha256

from hustings.kernel.refusals import Refused
from hustings.store.models.blobs import CONTENT_TYPES, LARGEST, Blob
from hustings.store.models.organisations import Organisation


def keep_blob(
    organisation: Organisation, content: bytes, content_type: str, at: datetime
) -> Blob | Refused:
    """Keep a file, or say why it cannot be kept; the same bytes are kept once."""
    if content_type not in CONTENT_TYPES:
        return Refused(
            "file-type",
            "evidence",
            "This type of file is not kept as evidence. Give a PDF, a JPEG or PNG picture, or text.",
        )
    if not 0 < len(content) <= LARGEST:
        return Refused(
            "file-size",
            "evidence",
            f"A file of evidence has between 1 and {LARGEST:,} bytes; this one has {len(content):,}.",
        )
    kept, _ = Blob.objects.get_or_create(
        organisation=organisation,
        sha256=sha256(content).hexdigest(),
        defaults={
            "content_type": content_type,
            "size": len(content),
            "content": content,
            "kept_at": at,
        },
    )
    return kept


def erase_blob(blob: Blob, at: datetime) -> None:
    """Let go of the bytes; that there was such a file, and its hash, stay."""
    Blob.objects.filter(pk=blob.pk, erased_at__isnull=True).update(content=None, erased_at=at)
