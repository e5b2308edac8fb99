"""What can never be in the other tables, whoever writes to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hustings.store.models.drafts import Draft, DraftSignatory, DraftStage
from hustings.store.models.notices import Notice
from hustings.store.models.organisations import Organisation
from hustings.store.models.persons import KeyState, Person, PublicKey, RoleGrant
from tests.store.making import MORNING, union

pytestmark = pytest.mark.django_db

LATER = MORNING + timedelta(hours=1)
EARLIER = MORNING - timedelta(hours=1)


@pytest.fixture
def here() -> Organisation:
    return union()


@pytest.fixture
def ada(here: Organisation) -> Person:
    return Person.objects.create(
        organisation=here,
        reference="p-abcdefghij23",
        given_name="Ada",
        family_name="Fell",
        email="ada@members.example",
    )


def turned_back(row: Any, **wrong: object) -> None:
    """Saving ``row`` with these values is refused, as it stands it is not."""
    row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "red"},
        {"accent": "#12345"},
        {"accent_dark": "url(x)"},
        {"origin": "two words"},
        {"origin": "a+b"},
        {"minimum_cell": 1},
    ],
    ids=str,
)
def test_an_organisation_s_settings_are_limited(here: Organisation, wrong: dict) -> None:
    turned_back(here, **wrong)


@pytest.mark.parametrize("reference", ["ada", "p-ABCDEFGHIJ23", "p-abcdefghij2", "p-abcdefghij01"])
def test_a_reference_tells_nothing(ada: Person, reference: str) -> None:
    turned_back(ada, reference=reference)


def test_two_persons_do_not_share_an_address(here: Organisation, ada: Person) -> None:
    other = Person(
        organisation=here,
        reference="p-222222222222",
        family_name="Reed",
        email="bo@members.example",
    )

    turned_back(other, email="ADA@members.example")


def test_many_persons_may_have_no_address(here: Organisation) -> None:
    for reference in ("p-222222222222", "p-333333333333"):
        Person.objects.create(organisation=here, reference=reference, family_name="Reed")

    assert Person.objects.filter(email="").count() == 2


def test_a_grant_ends_after_it_begins(ada: Person) -> None:
    turned_back(RoleGrant(person=ada, role="teller", since=MORNING), until=EARLIER)


def test_the_same_grant_is_not_made_twice(ada: Person) -> None:
    RoleGrant.objects.create(person=ada, role="teller", since=MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=ada, role="teller", since=MORNING)


@pytest.mark.parametrize(
    "wrong",
    [
        {"public": bytes(31)},
        {"key": "not a hash"},
        {"state": "trusted"},
        {"state": KeyState.REGISTERED},
        {"state": KeyState.REVOKED},
    ],
    ids=str,
)
def test_a_key_that_cannot_be_is_turned_back(ada: Person, wrong: dict) -> None:
    turned_back(
        PublicKey(person=ada, key="0" * 32, public=bytes(32), requested_at=MORNING), **wrong
    )


def test_nobody_registers_their_own_key(ada: Person) -> None:
    key = PublicKey(person=ada, key="0" * 32, public=bytes(32), requested_at=MORNING)

    turned_back(key, state=KeyState.REGISTERED, registered_at=LATER, registered_by=ada)


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "crow"},
        {"sent_at": EARLIER},
        {"served_at": LATER},
        {"sent_at": LATER, "served_at": MORNING},
        {"bounced_at": LATER},
        {"sent_at": MORNING, "served_at": LATER, "bounced_at": LATER},
    ],
    ids=str,
)
def test_a_notice_s_moments_come_in_order(here: Organisation, ada: Person, wrong: dict) -> None:
    notice = Notice(
        organisation=here,
        kind="IntentionAsked",
        person=ada,
        channel="email",
        subject="Do you intend to stand?",
        body="Please answer by Monday 8 July 2019, 6 pm.",
        queued_at=MORNING,
    )

    turned_back(notice, **wrong)


@pytest.fixture
def draft(here: Organisation) -> Draft:
    return Draft.objects.create(
        organisation=here,
        reference="d-1",
        proceeding="northmoor",
        kind="ReturnMade",
        statement=b"{}",
        openings=b"",
        made_at=MORNING,
        expires_at=LATER,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "forgotten"},
        {"stage": DraftStage.ENTERED},
        {"entered_as": 3},
        {"expires_at": MORNING},
    ],
    ids=str,
)
def test_a_draft_that_cannot_be_is_turned_back(draft: Draft, wrong: dict) -> None:
    turned_back(draft, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "0" * 32},
        {"value": bytes(64)},
        {"signed_at": LATER},
        {"key": "0" * 32, "value": bytes(64), "signed_at": LATER, "refused_at": LATER},
    ],
    ids=["only a key", "only a value", "only a moment", "signed and refused"],
)
def test_a_signature_is_whole_or_not_there(draft: Draft, wrong: dict) -> None:
    turned_back(DraftSignatory(draft=draft, person="p-1", role="teller"), **wrong)


def test_one_key_does_not_sign_for_two_persons(draft: Draft) -> None:
    signed = {"key": "0" * 32, "value": bytes(64), "signed_at": LATER}
    DraftSignatory.objects.create(draft=draft, person="p-1", role="teller", **signed)

    turned_back(DraftSignatory(draft=draft, person="p-2", role="teller"), **signed)
