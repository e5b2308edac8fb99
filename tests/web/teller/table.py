"""A seat with its tellers at a table: a played walk, units whose people have keys, a clock that stands still."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from hustings.conduct.keys import key_id
from hustings.conduct.persons import grant, register_with
from hustings.conduct.reading import read_seat
from hustings.conduct.roles import Person, Role
from hustings.conduct.seats import Seat
from hustings.proceedings.values import Visibility
from hustings.record.entries import read_statement
from hustings.record.signing import sign as sign_statement
from hustings.store import models
from hustings.web.signin.models import Account
from tests.proceedings.walk import AFFILIATES, BRANCHES, Walk
from tests.web.seats import OFFICE, Union, key_of, play_alone, reference_of

SEAT = "northmoor-1"
MINE, OTHER, AFFILIATE = BRANCHES[0], BRANCHES[1], AFFILIATES[0]
SECRETARY, TELLER, SECOND, OTHER_TELLER, OFFICER = NAMED = tuple(
    reference_of(f"p-{name}")
    for name in ("my-secretary", "my-teller", "my-second", "other-teller", "my-officer")
)

GIVEN = dict(zip(NAMED, ("Secretary", "First", "Second", "Other", "Officer"), strict=True))


def signed_in(reference: str) -> Client:
    """A visitor signed in as a person of the union."""
    person = models.Person.objects.get(reference=reference)
    client = Client()
    client.force_login(Account.objects.of(Person(reference, str(person)), person.email))
    return client


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@dataclass(slots=True)
class Table:
    """The union with its one seat, and the persons of three units in it."""

    walk: Walk
    union: Union
    clients: dict[str, Client] = field(default_factory=dict[str, Client])

    def seat(self) -> Seat:
        """The seat as the parties see it."""
        return read_seat(self.union.organisation, SEAT, Visibility.PARTIES)

    def __call__(self, person: str) -> Client:
        """The browser of a person, who is signed in."""
        return self.clients.setdefault(person, signed_in(person))

    def get(self, person: str, path: str) -> Any:
        """A page as this person sees it."""
        return self(person).get(path)

    def post(self, person: str, path: str, **answers: Any) -> Any:
        """An answer that this person gives."""
        return self(person).post(path, answers)

    def sign(self, person: str, address: str) -> Any:
        """Sign the statement at ``address`` as a person does by hand."""
        draft = models.Draft.objects.get(reference=address.strip("/").split("/")[-1])
        signature = sign_statement(read_statement(bytes(draft.statement)), key_of(person))
        value = b64encode(signature.value).decode()
        given = {"key": signature.key, "signature": value}
        return self(person).post(address, given, follow=True)

    def answer(self, person: str, flow: str, *steps: tuple[str, dict[str, Any]]) -> Any:
        """Answer the steps of a flow one after the other; the last answer of the site."""
        done = None
        for slug, given in steps:
            done = self(person).post(f"{flow}{slug}/", given)
            assert done.status_code == 302, (slug, text_of(done))
        return done

    def enter(self, reference: str, role: Role, unit: str | None = None) -> None:
        """Somebody new with a key, acting for one unit or for the whole seat."""
        organisation = self.union.organisation
        at = self.walk.entries[0][1] - timedelta(hours=20)
        of = None if unit is None else organisation.units.get(reference=unit)
        person = models.Person.objects.create(
            organisation=organisation,
            reference=reference,
            given_name=GIVEN[reference],
            family_name="Example",
            email=f"{reference}@commonweal.example",
        )
        grant(person, role, at, unit=of, proceeding="" if unit else SEAT)
        public = bytes(key_of(reference).verify_key)
        key = models.PublicKey.objects.create(
            person=person, key=key_id(public), public=public, requested_at=at
        )
        office = models.Person.objects.get(reference=OFFICE)
        after = self.walk.now
        refused = register_with(key, [role.value], unit, office, key_of(OFFICE), after)
        assert refused is None, refused


def table(walk: Walk, monkeypatch: Any) -> Table:
    """Play a walk, stop the clock where it stands, and enter the people of two branches and an affiliate."""
    laid = Table(walk, play_alone(walk, SEAT))
    for unit, kind in ((MINE, "branch"), (OTHER, "branch"), (AFFILIATE, "affiliate")):
        models.Unit.objects.create(
            organisation=laid.union.organisation, reference=unit, name=unit.title(), kind=kind,
            part_of="union-0" if kind == "affiliate" else "", area="Northmoor",
        )  # fmt: skip
    for reference, role, unit in (
        (SECRETARY, Role.UNIT_SECRETARY, MINE),
        (TELLER, Role.TELLER, MINE),
        (SECOND, Role.TELLER, MINE),
        (OTHER_TELLER, Role.TELLER, OTHER),
        (OFFICER, Role.AFFILIATE_OFFICER, AFFILIATE),
    ):
        laid.enter(reference, role, unit)
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: walk.now)
    return laid


def in_the_trigger(monkeypatch: Any, rulebook: str = "model-association") -> Table:
    """The branches have met; no return has been made."""
    return table(Walk(rulebook).trigger_open(), monkeypatch)
