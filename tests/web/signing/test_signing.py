"""Signing pages: seen by those who are asked and by nobody else, signed once, or refused with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.reading import read_seat
from hustings.store.models import Person
from tests.proceedings.walk import BRANCHES, Walk
from tests.web.office.playing import SEAT, Playing, at_the_desk, sign_here, signed_in, text_of
from tests.web.seats import OFFICE, reference_of, told

pytestmark = pytest.mark.django_db
TELLERS = tuple(reference_of(f"p-teller-{n}") for n in (1, 2))


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> tuple[Playing, str]:
    """A branch's return that waits for the signatures of its two tellers, and its address."""
    walk = Walk("model-association").trigger_open()
    playing = at_the_desk(walk, monkeypatch)
    for person in TELLERS:
        playing.union.person(person, walk.now, "teller")
    command = told(walk.return_of(BRANCHES[0]))
    done = act(playing.union.organisation, SEAT, command, now=walk.now)
    assert isinstance(done, Waiting), done
    return playing, f"/sign/{done.reference}/"


def test_a_statement_says_what_it_is_who_signs_and_until_when(waiting: Any) -> None:
    _playing, address = waiting
    page = text_of(signed_in(TELLERS[0]).get(address))
    assert "Read this, then sign it" in page
    assert "made its return" in page
    assert "not signed yet" in page
    assert "It waits until" in page


def test_my_page_names_each_statement_that_waits_for_me_who_signed_it_and_by_when(
    waiting: Any,
) -> None:
    _playing, address = waiting
    sign_here(signed_in(TELLERS[0]), address, TELLERS[0])
    page = signed_in(TELLERS[1]).get("/me/")
    assert f'href="{address}"' in page.content.decode()
    said = text_of(page)
    assert "One thing waits for you." in said
    assert "Read and sign: Branch-1 made its return" in said
    first = Person.objects.get(reference=TELLERS[0])
    assert f"Northmoor. {first} has signed it. It waits until" in said
    assert address not in signed_in(TELLERS[0]).get("/me/").content.decode()


def test_whoever_signs_in_a_demonstration_is_led_to_their_key(
    waiting: Any, settings: Any, tmp_path: Path
) -> None:
    _playing, address = waiting
    mailbox = "/mailbox/to/rowan@example.org/"
    assert mailbox not in signed_in(TELLERS[0]).get(address).content.decode()
    person = {"address": "rowan@example.org", "person": TELLERS[0], "name": "Rowan Example"}
    people = [{**person, "role": "teller", "jwk": {"kty": "OKP"}}]
    (tmp_path / "demonstration.json").write_text(json.dumps(people), "utf-8")
    settings.DATA = tmp_path
    assert mailbox in signed_in(TELLERS[0]).get(address).content.decode()
    assert mailbox not in signed_in(TELLERS[1]).get(address).content.decode()
    settings.DEVELOPMENT = False
    assert mailbox not in signed_in(TELLERS[0]).get(address).content.decode()


def test_a_branch_is_shown_no_declaration_that_only_affiliates_make(waiting: Any) -> None:
    _playing, address = waiting
    page = text_of(signed_in(TELLERS[0]).get(address))
    assert "Representative in the room" in page
    assert "Its own rules were followed" not in page


def test_whoever_is_not_asked_to_sign_finds_no_such_page(waiting: Any) -> None:
    _playing, address = waiting
    for stranger in (OFFICE, reference_of("p-holder")):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(address, {"key": "", "signature": ""}).status_code == 404
        assert signed_in(stranger).get(f"{address}refuse/").status_code == 404


def test_the_first_signature_waits_for_the_second(waiting: Any) -> None:
    playing, address = waiting
    page = sign_here(signed_in(TELLERS[0]), address, TELLERS[0])
    assert "once everybody named below has signed" in text_of(page)
    assert not read_seat(playing.union.organisation, SEAT).state.returns


def test_the_last_signature_shows_what_now_stands_in_the_record(waiting: Any) -> None:
    playing, address = waiting
    for teller in TELLERS:
        page = sign_here(signed_in(teller), address, teller)
    assert "This stands in the record" in text_of(page)
    assert read_seat(playing.union.organisation, SEAT).state.returns[0].unit == BRANCHES[0]


def test_a_signature_that_does_not_fit_is_refused(waiting: Any) -> None:
    _playing, address = waiting
    page = signed_in(TELLERS[0]).post(address, {"key": "0" * 32, "signature": "AAAA"})
    assert page.status_code == 409
    assert "does not fit the statement" in text_of(page)


def test_the_other_tellers_signature_is_not_taken_for_mine(waiting: Any) -> None:
    playing, address = waiting
    page = sign_here(signed_in(TELLERS[0]), address, TELLERS[1])
    assert page.status_code == 409
    assert not read_seat(playing.union.organisation, SEAT).state.returns


def test_a_refusal_needs_a_reason_and_the_other_signer_reads_it(waiting: Any) -> None:
    _playing, address = waiting
    client = signed_in(TELLERS[0])
    assert "“Why do you refuse?” needs an answer" in text_of(
        client.post(f"{address}refuse/", {"because": ""})
    )
    client.post(f"{address}refuse/", {"because": "The figures are not ours."})
    page = text_of(signed_in(TELLERS[1]).get(address))
    assert "refused to sign: The figures are not ours." in page
    assert "Read this, then sign it" not in page


def test_the_list_names_what_waits_for_this_person_only(waiting: Any) -> None:
    _playing, address = waiting
    assert address in signed_in(TELLERS[0]).get("/sign/").content.decode()
    assert address not in signed_in(OFFICE).get("/sign/").content.decode()
    sign_here(signed_in(TELLERS[0]), address, TELLERS[0])
    assert address not in signed_in(TELLERS[0]).get("/sign/").content.decode()


def test_looking_at_a_statement_signs_nothing(waiting: Any) -> None:
    _playing, address = waiting
    client = signed_in(TELLERS[0])
    client.get(address)
    assert "not signed yet" in text_of(client.get(address))
