"""An officer at their desk for tests: a played seat, a clock that stands still, and the three steps of an act."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from hustings.conduct.roles import Person
from hustings.proceedings.decisions import Decision
from hustings.record.entries import read_statement
from hustings.record.signing import sign as sign_statement
from hustings.store import models
from hustings.web.office.acts.register import ACTS
from hustings.web.signin.models import Account
from tests.proceedings.walk import Walk
from tests.web.seats import OFFICE, Union, key_of, play_alone

SEAT = "northmoor-1"


def signed_in(reference: str) -> Client:
    """A visitor signed in as a person of the union."""
    person = models.Person.objects.get(reference=reference)
    client = Client()
    client.force_login(Account.objects.of(Person(reference, str(person)), person.email))
    return client


@dataclass(slots=True)
class Playing:
    """The office of a union with one seat, at the moment at which its walk stands."""

    walk: Walk
    union: Union
    client: Client = field(default_factory=Client)

    def decided(self, act: str, **more: Any) -> dict[str, Any]:
        """Answers that make a decision in good form, with ``more`` of its own."""
        kind = ACTS[act].kind
        assert issubclass(kind, Decision)
        power = self.walk.rulebook.rules.powers[kind.POWER]
        return {
            "body": power.bodies[0],
            "present": power.quorum + 2,
            "in_favour": power.quorum + 1,
            "against": 0,
            "abstained": 1,
            "not_voting": 0,
            "ground": power.grounds[0] if power.grounds else "as the rules ask",
            "reasons": "The rules ask for it.",
            **more,
        }

    def get(self, act: str, query: str = "") -> Any:
        """The page with the questions."""
        return self.client.get(f"/office/seats/{SEAT}/{act}/{query}")

    def check(self, act: str, answers: dict[str, Any], **more: Any) -> Any:
        """The page on which the answers are checked."""
        return self.client.post(f"/office/seats/{SEAT}/{act}/", {**answers, **more})

    def make(self, act: str, answers: dict[str, Any], seen: int | None = None) -> Any:
        """Make it, as somebody who has seen that many entries (all of them where none are given)."""
        number = len(self.walk.entries) if seen is None else seen
        return self.check(act, answers, step="make", seen=number)

    def make_and_sign(self, act: str, answers: dict[str, Any], seen: int | None = None) -> Any:
        """Make it and sign it with the officer's own key."""
        made = self.make(act, answers, seen)
        assert made.status_code == 302, made.content.decode()
        return sign_here(self.client, made["Location"], OFFICE)


def sign_here(client: Client, address: str, person: str) -> Any:
    """Sign the statement at ``address`` as a person does by hand."""
    draft = models.Draft.objects.get(reference=address.strip("/").split("/")[-1])
    signature = sign_statement(read_statement(bytes(draft.statement)), key_of(person))
    value = b64encode(signature.value).decode()
    return client.post(address, {"key": signature.key, "signature": value}, follow=True)


def at_the_desk(walk: Walk, monkeypatch: Any, person: str = OFFICE) -> Playing:
    """Play a walk, stop the clock where it stands, and sign the officer in."""
    union = play_alone(walk, SEAT)
    stop_the_clock(monkeypatch, walk.now)
    return Playing(walk, union, signed_in(person))


def stop_the_clock(monkeypatch: Any, at: datetime) -> None:
    """From here on it is ``at``."""
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: at)


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
