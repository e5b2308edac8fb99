"""Evidence: kept once, within limits, and erasable without losing that it was there."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from hustings.kernel.refusals import Refused
from hustings.store.blobs import erase_blob, keep_blob
from hustings.store.models.blobs import LARGEST, Blob
from tests.store.making import MORNING, union

pytestmark = pytest.mark.django_db

SHEET = b"\x89PNG tally sheet of the Northmoor branch"


def test_a_file_is_kept_by_its_hash() -> None:
    kept = keep_blob(union(), SHEET, "image/png", MORNING)

    assert isinstance(kept, Blob)
    assert kept.sha256 == sha256(SHEET).hexdigest()
    assert bytes(Blob.objects.get().content) == SHEET


def test_the_same_file_is_kept_once() -> None:
    here = union()

    assert keep_blob(here, SHEET, "image/png", MORNING) == keep_blob(
        here, SHEET, "image/png", MORNING
    )
    assert Blob.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (SHEET, "image/svg+xml", "file-type"),
        (SHEET, "text/html", "file-type"),
        (b"", "image/png", "file-size"),
        (bytes(LARGEST + 1), "image/png", "file-size"),
    ],
    ids=["a drawing with script", "a page", "empty", "one byte too large"],
)
def test_what_cannot_be_kept_is_refused(content: bytes, content_type: str, code: str) -> None:
    refused = keep_blob(union(), content, content_type, MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == code
    assert Blob.objects.count() == 0


def test_an_erased_file_leaves_its_hash() -> None:
    kept = keep_blob(union(), SHEET, "image/png", MORNING)
    assert isinstance(kept, Blob)

    erase_blob(kept, MORNING)

    left = Blob.objects.get()
    assert (left.content, left.sha256, left.erased_at) == (
        None,
        sha256(SHEET).hexdigest(),
        MORNING,
    )


@pytest.mark.parametrize(
    "wrong",
    [{"size": 1}, {"content": None}, {"content_type": "text/html"}, {"erased_at": MORNING}],
    ids=str,
)
def test_the_database_turns_back_a_file_that_does_not_fit_itself(wrong: dict) -> None:
    keep_blob(union(), SHEET, "image/png", MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        Blob.objects.update(**wrong)
