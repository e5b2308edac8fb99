"""Whatever the record withholds from the public is on no public page, in no download and in no picture."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client

from hustings.conduct.reading import seat_ids
from hustings.proceedings.values import Visibility
from hustings.store.openings import openings
from tests.web.public.stories import SECRETS
from tests.web.seats import Union

SEAT_PAGES = (
    "", "count/", "count/papers.blt", "count/papers-on-record.blt", "record/", "same-returns/",
    "calendar.ics", "returns.csv", "bundle.zip",
)  # fmt: skip
PAGES = ("/", "/cases/", "/how-to-check/", "/words/", "/accessibility/", "/record/checkpoint",
         "/record/trust.toml")  # fmt: skip


def everything_public(stranger: Client, union: Union) -> Iterator[tuple[str, str]]:
    seats = (f"/seats/{s}/{page}" for s in seat_ids(union.organisation) for page in SEAT_PAGES)
    for path in (*PAGES, *seats):
        answer = stranger.get(path)
        assert answer.status_code in {200, 404}, path
        content = answer.getvalue()
        if path.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as bundle:
                content = b"\n".join(bundle.read(name) for name in bundle.namelist()
                                     if not name.startswith("rulebooks/"))  # fmt: skip
        yield path, content.decode("utf-8", "replace")


def test_no_withheld_text_is_on_any_public_page(stranger: Client, union: Union) -> None:
    withheld = {
        opening.value
        for opening in openings(union.organisation)
        if opening.visibility is not Visibility.PUBLIC and isinstance(opening.value, str)
    }
    public = {
        opening.value
        for opening in openings(union.organisation, {Visibility.PUBLIC})
        if isinstance(opening.value, str)
    }
    looked_for = (withheld - public) | set(SECRETS)
    assert len(looked_for) >= 5
    for path, shown in everything_public(stranger, union):
        assert not [value for value in looked_for if str(value) in shown], path


def test_no_withheld_figures_are_on_any_public_page(stranger: Client, union: Union) -> None:
    withheld = [
        opening.value
        for opening in openings(union.organisation)
        if opening.visibility is not Visibility.PUBLIC and isinstance(opening.value, dict)
    ]
    assert withheld
    for path, shown in everything_public(stranger, union):
        for votes in withheld:
            line = f"{votes['open']} for an open selection, {votes['reselect']} for"
            cells = f",{votes['open']},{votes['reselect']},{votes['abstained']},"
            assert line not in shown, path
            assert cells not in shown, path
            assert f'"open":{votes["open"]},"reselect":{votes["reselect"]}' not in shown, path


def test_no_salt_of_a_withheld_value_leaves_in_a_bundle(stranger: Client, union: Union) -> None:
    from base64 import b64encode

    salts = {
        one.salt for one in openings(union.organisation) if one.visibility is not Visibility.PUBLIC
    }
    assert salts
    for path, shown in everything_public(stranger, union):
        assert not [s for s in salts if s.hex() in shown or b64encode(s).decode() in shown], path


@pytest.mark.parametrize("seat", ["declared", "disputed", "exempt"])
def test_nobody_who_acts_is_named_or_known_by_reference(
    stranger: Client, union: Union, seat: str
) -> None:
    """Tellers, secretaries and the office act in a role; pages say the role."""
    from tests.web.seats import OFFICE, reference_of

    for path in ("", "record/"):
        shown = stranger.get(f"/seats/{seat}/{path}").content.decode()
        for person in (OFFICE, reference_of("p-teller-1"), reference_of("p-member")):
            assert person not in shown
