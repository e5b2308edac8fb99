"""A small organisation with fixed keys, whose log grows entry by entry, signed as people would sign it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from nacl.signing import SigningKey

from hustings.kernel.canonical import Json
from hustings.proceedings.values import Visibility
from hustings.record.checkpoints import checkpoint_bytes, cosign, make_checkpoint
from hustings.record.entries import ORGANISATION, Entry, Signatory, Statement, entry_bytes
from hustings.record.log import Log, entered
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.openings import Opening, make_commitments
from hustings.record.organisation import (
    Authority,
    KeyRegistered,
    OrganisationFounded,
)
from hustings.record.signing import key_id, sign

SLUG = "commonweal"
ORIGIN = "record.example/commonweal"
FIRST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def key(name: str) -> SigningKey:
    """The key of somebody in these tests, the same at every run."""
    return SigningKey(sha256(f"test key of {name}".encode()).digest())


def public(name: str) -> bytes:
    """Their public key."""
    return key(name).verify_key.encode()


def id_of(name: str) -> str:
    """The id of their key."""
    return key_id(public(name))


LOG_KEY = key("the log")
LOG_VKEY = verifier_key(ORIGIN, KeyKind.ED25519, LOG_KEY)
WITNESSES = tuple(f"witness.example/{name}" for name in ("agent", "scrutineer", "gazette"))
WITNESS_VKEYS = tuple(verifier_key(name, KeyKind.COSIGNATURE, key(name)) for name in WITNESSES)


def founding(*names: str) -> OrganisationFounded:
    """The founding by these authorities, each in the governing body's name."""
    return OrganisationFounded(
        "Commonweal Union",
        SLUG,
        tuple(Authority(f"p-{name}", "governing-body", public(name)) for name in names),
        LOG_VKEY,
    )


def registration(
    name: str, *roles: str, unit: str | None = None, authority: bool = False, person: str = ""
) -> dict[str, Json]:
    """The body that registers somebody's key."""
    who = person or f"p-{name}"
    return KeyRegistered(who, tuple(sorted(roles)), public(name), unit, authority).body()


@dataclass
class Writer:
    """Writes a log as a server would: it numbers, dates and signs, and forgets nothing."""

    entries: list[Entry] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    at: datetime = FIRST
    numbers: Counter[str] = field(default_factory=Counter)

    def write(
        self,
        kind: str,
        body: Mapping[str, Json],
        *by: str,
        proceeding: str = ORGANISATION,
        withheld: Mapping[str, tuple[Json, Visibility]] | None = None,
        at: datetime | None = None,
        keys: Iterable[str] | None = None,
        visibility: Visibility = Visibility.PUBLIC,
    ) -> Entry:
        """Append a statement by ``name:role`` persons, signed by their keys (or by ``keys``)."""
        position = len(self.entries)
        secret = {name: value for name, (value, _) in (withheld or {}).items()}
        salts = [sha256(f"{position}/{name}".encode()).digest()[:16] for name in sorted(secret)]
        named = [one.partition(":")[::2] for one in by]
        statement = Statement(
            organisation=SLUG,
            proceeding=proceeding,
            kind=kind,
            body=body,
            by=tuple(Signatory(f"p-{name}", role) for name, role in named),
            after=position,
            visibility=visibility,
            commitments=make_commitments(secret, salts),
        )
        self.at = at or self.at + timedelta(minutes=1)
        signing = sorted({name for name, _ in named}) if keys is None else keys
        self.numbers[proceeding] += 1
        entry = entered(
            statement,
            self.at,
            position=position,
            number=self.numbers[proceeding],
            signatures=[sign(statement, key(name)) for name in signing],
        )
        self.entries.append(entry)
        for name, salt in zip(sorted(secret), salts, strict=True):
            value, seen_by = (withheld or {})[name]
            self.openings.append(Opening(position, name, salt, value, seen_by))
        return entry

    def found(self, *names: str) -> "Writer":
        """Found the organisation."""
        self.write(
            "OrganisationFounded",
            founding(*names).body(),
            *(f"{name}:governing-body" for name in names),
        )
        return self

    def register(self, name: str, *roles: str, unit: str | None = None, by: str = "ada") -> Entry:
        """Register somebody's key, signed by an authority."""
        return self.write(
            "KeyRegistered", registration(name, *roles, unit=unit), f"{by}:governing-body"
        )

    @property
    def log(self) -> list[bytes]:
        """Every entry as its bytes."""
        return [entry_bytes(entry) for entry in self.entries]


def checkpoint(
    log: Sequence[bytes], witnesses: Sequence[str] = (), signer: SigningKey = LOG_KEY
) -> bytes:
    """The log's checkpoint, cosigned an hour after the last test entry."""
    made = make_checkpoint(Log.of(log), ORIGIN, signer)
    for name in witnesses:
        made = cosign(made, key(name), name, int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()))
    return checkpoint_bytes(made)
