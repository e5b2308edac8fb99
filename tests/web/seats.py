"""A founded union with fixed keys, and walks played into its record: what the tests of the pages look at."""

import json
import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from nacl.signing import SigningKey

from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.founding import adopt, enter, found
from hustings.conduct.keys import key_id
from hustings.conduct.persons import grant, register_with
from hustings.conduct.roles import Role
from hustings.conduct.signing import sign
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry, command_of
from hustings.proceedings.few_papers import FewPapersCounted, papers_in
from hustings.proceedings.member_papers import PapersEntered, PapersRead, seal_of
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.values import Withheld
from hustings.record.entries import Signatory, read_statement
from hustings.record.organisation import Authority
from hustings.record.signing import sign as sign_statement
from hustings.rulebooks.loader import Rulebook
from hustings.store import models
from hustings.store.models import Draft, Organisation
from tests.proceedings.walk import Walk
from tests.web.kept_plays import Known, laid_out

_NAMED = re.compile(r"\bp-[a-z0-9]+(-[a-z0-9]+)*")


def reference_of(name: str) -> str:
    """The record's reference of a person of a walk: it tells nothing, and is the same in every run."""
    return "p-" + b32encode(sha256(name.encode()).digest()).decode().lower()[:12]


OFFICE, COMMITTEE = reference_of("p-office"), reference_of("p-committee")
AUTHORITIES = ((OFFICE, Role.OFFICE), (COMMITTEE, Role.GOVERNING_BODY))


def told(value: Any) -> Any:
    """The same entry with a walk's readable names (``p-ash``) as references, and ``Ash`` as the name."""
    if isinstance(value, Withheld):
        named = isinstance(value.value, str) and _NAMED.fullmatch(value.value)
        if isinstance(value.value, dict):
            return replace(value, value=json.loads(told(json.dumps(value.value))))
        words = str(value.value).removeprefix("p-").replace("-", " ").title()
        return Withheld(f"{words} Example", value.seen_by) if named else value
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return _NAMED.sub(lambda found: reference_of(found[0]), value)
    if isinstance(value, tuple):
        return tuple(told(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: told(getattr(value, f.name)) for f in fields(value)})
    return value


def key_of(person: str) -> SigningKey:
    """The test key of a person: the same one in every run."""
    return SigningKey(sha256(f"test key of {person}".encode()).digest())


@dataclass(slots=True)
class Union:
    """The Commonweal Union: founded, its rulebooks adopted, its persons with keys in the roles they act in."""

    organisation: Organisation
    known: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def person(self, reference: str, at: datetime, *roles: str, proceeding: str = "") -> None:
        """Make sure that somebody exists, has these roles, and has a key registered for them."""
        missing = set(roles) - self.known.get(reference, set())
        if not missing:
            return
        person = models.Person.objects.filter(reference=reference).first() or self._new(reference)
        for role in sorted(missing):
            grant(person, Role(role), at, proceeding=proceeding)
        self.known.setdefault(reference, set()).update(missing)
        if any(reference == name for name, _ in AUTHORITIES):
            return
        self._give_key(person, at)

    def _new(self, reference: str) -> models.Person:
        return models.Person.objects.create(
            organisation=self.organisation,
            reference=reference,
            given_name="Test",
            family_name=reference.removeprefix("p-").title(),
            email=f"{reference}@commonweal.example",
        )

    def _give_key(self, person: models.Person, at: datetime) -> None:
        public = bytes(key_of(person.reference).verify_key)
        if models.PublicKey.objects.filter(key=key_id(public)).exists():
            raise ValueError(f"{person.reference} has a key already; name every role at once")
        key = models.PublicKey.objects.create(
            person=person, key=key_id(public), public=public, requested_at=at
        )
        office = models.Person.objects.get(reference=OFFICE)
        roles = sorted(self.known[person.reference])
        refused = register_with(key, roles, None, office, key_of(OFFICE), at)
        assert refused is None, refused

    def adopted(self, rulebook: Rulebook, at: datetime) -> None:
        """Adopt a rulebook by a signed entry."""
        by = Signatory(OFFICE, Role.OFFICE.value)
        adopt(self.organisation, rulebook, by, key_of(OFFICE), at)

    def do(
        self, proceeding: str, command: Entry, at: datetime, rulebook: Rulebook | None = None
    ) -> Entry:
        """Carry out a command with every signature that it needs."""
        done = act(self.organisation, proceeding, command, rulebook=rulebook, now=at)
        while isinstance(done, Waiting):
            draft = Draft.objects.get(reference=done.reference)
            statement = read_statement(bytes(draft.statement))
            person = done.unsigned[0].person
            signature = sign_statement(statement, key_of(person))
            done = sign(done.reference, person, signature.key, signature.value, now=at)
        assert not isinstance(done, Refused), done
        assert isinstance(done, Entered)
        return done.entry

    def play(self, walk: Walk, proceeding: str = "northmoor-1") -> str:
        """Play every entry of a walk into the record, at the moments of the walk; the seat's id."""
        self.play_together({proceeding: walk})
        return proceeding

    def play_together(self, walks: Mapping[str, Walk]) -> None:
        """Play several walks side by side, in the order of time."""
        began = min(walk.entries[0][1] for walk in walks.values()) - timedelta(days=1)
        for rulebook in {walk.rulebook.digest: walk.rulebook for walk in walks.values()}.values():
            self.adopted(rulebook, began)
        for reference, roles in _actors(walks.values()).items():
            self.person(reference, began, *sorted(roles))
        scenes = [
            (at, name, said)
            for name, walk in walks.items()
            for said, (_, at) in zip(_told_in(name, walk), walk.entries, strict=True)
        ]
        for at, name, entry in sorted(scenes, key=lambda scene: scene[0]):
            command = command_of(entry)
            if isinstance(command, ProceedingOpened):
                command = replace(command, proceeding=name)
                self.do(name, command, at, walks[name].rulebook)
            else:
                self.do(name, command, at)


def _told_in(name: str, walk: Walk) -> list[Entry]:
    """A walk's entries with references; seals are made anew, because they hold the readers' references."""
    entries: list[Entry] = [told(entry) for entry, _ in walk.entries]
    for place, entry in enumerate(entries):
        if isinstance(entry, PapersRead):
            opened = next((one for one in map(opened_in, entries[place:]) if one), {})
            if entry.by[0].person in opened:
                seal = seal_of(name, entry.by[0].person, *opened[entry.by[0].person])
                entries[place] = replace(entry, seal=seal)
    return entries


def opened_in(entry: Entry) -> dict[str, tuple[str, str, int]]:
    """(salt, papers, spoilt) of each reading that an entry opens, by reader."""
    if isinstance(entry, FewPapersCounted):
        kept = papers_in(entry)
        assert kept is not None
        assert kept.papers is not None
        entry = kept.papers
    if not isinstance(entry, PapersEntered):
        return {}
    return {
        one.person: (one.salt, *((one.read or entry).blt, (one.read or entry).spoilt))
        for one in entry.readings
    }


def _actors(walks: Iterable[Walk]) -> dict[str, set[str]]:
    actors: dict[str, set[str]] = {}
    for entry, _ in (scene for walk in walks for scene in walk.entries):
        for actor in told(entry).by:
            actors.setdefault(actor.person, set()).add(actor.role.value)
    return actors


def found_union(at: datetime) -> Union:
    """Found the union with its two authorities; the log's own key is a new one in every run."""
    (Path(settings.HUSTINGS_LOG_KEYS) / "commonweal.key").unlink(missing_ok=True)
    authorities = tuple(
        Authority(name, role.value, bytes(key_of(name).verify_key)) for name, role in AUTHORITIES
    )
    organisation, statement = found(
        "commonweal", "Commonweal Union", "commonweal.example/log", authorities, 10
    )
    signatures = tuple(sign_statement(statement, key_of(name)) for name, _ in AUTHORITIES)
    enter(organisation, statement, signatures, at)
    union = Union(organisation)
    for name, role in AUTHORITIES:
        union.person(name, at, role.value)
        public = bytes(key_of(name).verify_key)
        models.PublicKey.objects.create(
            person=models.Person.objects.get(reference=name),
            key=key_id(public),
            public=public,
            state="registered",
            requested_at=at,
            registered_at=at,
        )
    return union


def play_alone(walk: Walk, proceeding: str = "northmoor-1") -> Union:
    """A union whose only seat is this walk's."""
    return play_together({proceeding: walk})


def play_together(walks: Mapping[str, Walk]) -> Union:
    """A union with these seats and no others."""
    began = min(walk.entries[0][1] for walk in walks.values()) - timedelta(days=2)
    return played("alone", walks, lambda: found_union(began))


def played(name: str, walks: Mapping[str, Walk], begin: Callable[[], Union]) -> Union:
    """The walks played into the union that ``begin`` founds; laid out again where they have been played before."""

    def play() -> Known:
        union = begin()
        union.play_together(walks)
        return union.known

    known = laid_out(name, walks, play)
    return Union(Organisation.objects.get(), known)
