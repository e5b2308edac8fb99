"""The trustees' proofs on the site: taken with the archive, given out with it, and asked for if missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hustings.ballots.secret.making.decrypting import DecryptionKey, factors_proof
from hustings.ballots.secret.messages.factors import factors_file
from hustings.conduct.bundles import bundle_of
from hustings.conduct.closing import Taken, close_box, take_archive
from hustings.conduct.packing import packed_bundle
from hustings.kernel.refusals import Refused
from hustings.proceedings.online_ballot import OnlineBallotClosed
from hustings.proceedings.values import Visibility
from hustings.store.models import Box
from hustings.verifier.belenios.engines import plainly
from hustings.verifier.belenios.following import follow_archive
from tests.conduct.polls import played_once, rules_with_cell
from tests.conduct.town import SEAT, Town, signed_in
from tests.conduct.voters import GROUP, TRUSTEE
from tests.proceedings.walk import TELLERS
from tests.web.booth.conftest import announced
from tests.web.booth.test_whole_ballot import archive_now, coins, forging, opened_elsewhere
from tests.web.booth.test_whole_ballot import voted as voted  # noqa: PLC0414 - a fixture here too
from tests.web.office.playing import text_of
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db
PROOFS = f"/seats/{SEAT}/box/factors.jsonl"


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Played once: everybody votes online, and four are no handful."""
    walk = announced(packs=(), rulebook=rules_with_cell(4))
    with played_once(walk, keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def closed(voted: Town) -> bytes:
    """The archive as the trustee gets it, its close on the record."""
    made = close_box(SEAT)
    assert isinstance(made, OnlineBallotClosed)
    voted.do(replace(made, by=TELLERS))
    return archive_now()


def proofs_for(archive: bytes) -> bytes:
    """What the trustee's program puts beside the archive that it has decrypted."""
    machine = follow_archive(archive, plainly, map, coins).machine
    made = machine.decryption(1)
    assert made is not None
    key = DecryptionKey(TRUSTEE, GROUP.pow_g(TRUSTEE))
    election, tally = machine.setup.election, machine.ciphertexts
    return factors_file([factors_proof(election, tally, made, key, machine.engine, coins)])


def _teller() -> Client:
    return signed_in(reference_of(TELLERS[0].person))


def test_proofs_are_taken_with_the_archive_and_given_to_everybody(
    closed: bytes, client: Client
) -> None:
    whole = opened_elsewhere(closed)
    proofs = proofs_for(whole)
    assert client.get(PROOFS).status_code == 404
    taken = take_archive(SEAT, whole, proofs)
    assert isinstance(taken, Taken)
    assert taken.proved == 1
    answer = client.get(PROOFS)
    assert (answer.status_code, answer.content) == (200, proofs)
    assert answer["Content-Disposition"].endswith(f'{Box.objects.get().uuid}.factors.jsonl"')
    assert f'href="{PROOFS}"' in client.get(f"/seats/{SEAT}/box/").content.decode()
    assert _teller().get(f"/tellers/{SEAT}/box/factors.jsonl").content == proofs


def test_the_same_proof_handed_in_twice_is_kept_once(closed: bytes) -> None:
    whole = opened_elsewhere(closed)
    take_archive(SEAT, whole, proofs_for(whole))
    again = take_archive(SEAT, whole, proofs_for(whole))
    assert isinstance(again, Taken)
    assert (again.new, again.proved) == (0, 0)


def test_an_archive_with_a_forged_factor_and_its_best_proof_is_not_taken(closed: bytes) -> None:
    forged = opened_elsewhere(closed, forging)
    taken = take_archive(SEAT, forged, proofs_for(forged))
    assert isinstance(taken, Refused)
    assert (
        "check 19.6: the line given for trustee 1 does not prove this decryption" in taken.because
    )
    assert archive_now() == closed


def test_a_trustee_without_a_proof_is_named_to_the_tellers_until_it_comes(closed: bytes) -> None:
    whole, teller = opened_elsewhere(closed), _teller()
    page = f"/tellers/{SEAT}/box/"
    assert teller.post(page, {"archive": SimpleUploadedFile("b.bel", whole)}).status_code == 302
    assert "Trustee 1 has decrypted, and the proof" in text_of(teller.get(page))
    assert f'href="{page}archive.bel"' in teller.get(page).content.decode()
    files = {
        "archive": SimpleUploadedFile("b.bel", whole),
        "proofs": SimpleUploadedFile("b.factors.jsonl", proofs_for(whole)),
    }
    assert teller.post(page, files).status_code == 302
    assert "Trustee 1 has decrypted" not in text_of(teller.get(page))


def test_everybody_reads_which_trustee_has_not_proved_that_they_spoilt_no_ballot(
    closed: bytes, client: Client
) -> None:
    page, said = f"/seats/{SEAT}/box/", "Trustee 1 has decrypted, and has not proved yet"
    assert said not in text_of(client.get(page))
    whole = opened_elsewhere(closed)
    take_archive(SEAT, whole)
    assert said in text_of(client.get(page))
    take_archive(SEAT, whole, proofs_for(whole))
    assert said not in text_of(client.get(page))


def test_a_file_that_is_no_archive_is_refused_beside_the_field_where_another_is_chosen(
    closed: bytes,
) -> None:
    file = SimpleUploadedFile("b.factors.jsonl", b"nonsense")
    answer = _teller().post(f"/tellers/{SEAT}/box/", {"archive": file})
    assert "The archive was not taken" in answer.context["form"].errors["archive"][0]
    assert answer.content.decode().count('type="file"') == 2
    assert archive_now() == closed


def test_the_bundle_carries_the_proofs_and_is_packed_anew_when_they_come(
    voted: Town, closed: bytes
) -> None:
    whole, organisation = opened_elsewhere(closed), voted.union.organisation
    take_archive(SEAT, whole)
    before = packed_bundle(organisation, SEAT)
    before.file.close()
    proofs = proofs_for(whole)
    take_archive(SEAT, whole, proofs)
    after = packed_bundle(organisation, SEAT)
    after.file.close()
    assert before.state != after.state
    files = bundle_of(organisation, (SEAT,), Visibility.PUBLIC)
    (named,) = [path for path in files if path.endswith(".factors.jsonl")]
    assert files[named] == proofs
    assert named.replace(".factors.jsonl", ".bel") in files


def _check_page(teller: Client) -> str:
    second = {"second": reference_of(TELLERS[1].person)}
    checked = teller.post(f"/tellers/{SEAT}/box/result/second/", second, follow=True)
    return text_of(checked)


def test_tellers_are_told_before_they_sign_of_whom_a_proof_is_missing(closed: bytes) -> None:
    """A row holds no ranking at all: its voter made it, or the trustee who has proved nothing."""
    take_archive(SEAT, opened_elsewhere(closed, forging))
    assert "trustee 1 has not proved that they changed none" in _check_page(_teller())


def test_where_every_row_holds_a_ranking_no_proof_is_asked_for_at_the_signing(
    closed: bytes,
) -> None:
    take_archive(SEAT, opened_elsewhere(closed))
    assert "has not proved" not in _check_page(_teller())


def test_why_an_archive_is_not_taken_says_on_a_welsh_page_that_it_is_english(closed: bytes) -> None:
    teller = _teller()
    teller.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    page = teller.post(
        f"/tellers/{SEAT}/box/", {"archive": SimpleUploadedFile("b.bel", closed[:-700])}
    ).content.decode()
    assert '<span lang="en">The archive was not taken' in page
