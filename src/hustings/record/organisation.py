"""What an organisation says of itself in the record: founding, keys, rulebooks, proceedings, outside witnesses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from hustings.kernel.canonical import Json
from hustings.record.entries import is_reference, matching, whole_number
from hustings.record.notes import KeyKind, VerifierKey, read_verifier_key
from hustings.record.signing import key_id, public_text, read_public
from hustings.rulebooks.loader import Rulebook

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,20}")
_HASH = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"[a-z][a-z0-9.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Authority:
    """A person whose key the founding itself names, and the role in which that key speaks."""

    person: str
    role: str
    public: bytes


@dataclass(frozen=True, slots=True)
class OrganisationFounded:
    """The first entry of every log: who the organisation is, who may register keys, and the log's own key."""

    name: str
    slug: str
    authorities: tuple[Authority, ...]
    log: VerifierKey

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {
            "name": self.name,
            "slug": self.slug,
            "authorities": [
                {
                    "person": authority.person,
                    "role": authority.role,
                    "key": key_id(authority.public),
                    "public": public_text(authority.public),
                }
                for authority in self.authorities
            ],
            "log": str(self.log),
        }


@dataclass(frozen=True, slots=True)
class KeyRegistered:
    """A person's key, the roles in which it speaks, and the one unit for which (None: no unit's limit).

    ``authority`` makes it one more key that may register others; only an authority can grant that.
    """

    person: str
    roles: tuple[str, ...]
    public: bytes
    unit: str | None = None
    authority: bool = False

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {
            "person": self.person,
            "roles": list(self.roles),
            "unit": self.unit,
            "authority": self.authority,
            "key": key_id(self.public),
            "public": public_text(self.public),
        }


@dataclass(frozen=True, slots=True)
class KeyRevoked:
    """From here on the key signs nothing; what it signed before stands."""

    key: str

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {"key": self.key}


@dataclass(frozen=True, slots=True)
class RulebookAdopted:
    """A rulebook version that proceedings may open under, byte for byte."""

    rulebook: str
    digest: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, rulebook: Rulebook) -> "RulebookAdopted":
        """The adoption of a loaded rulebook."""
        files = {name: sha256(data).hexdigest() for name, data in rulebook.files.items()}
        return cls(rulebook.id, rulebook.digest, files)

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {"rulebook": self.rulebook, "digest": self.digest, "files": dict(self.files)}


@dataclass(frozen=True, slots=True)
class ProceedingsCounted:
    """How many entries each proceeding has so far, and the root over their leaves in the log.

    With it a bundle of one proceeding can neither leave out its last entries nor show one reader an
    entry where it shows another reader a different one.
    """

    counts: Mapping[str, int]
    roots: Mapping[str, str] = field(default_factory=dict[str, str])

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {"counts": dict(self.counts), "roots": dict(self.roots)}


@dataclass(frozen=True, slots=True)
class WitnessListed:
    """From here on the organisation asks this outside witness to cosign its log, and takes what it signs."""

    witness: VerifierKey

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {"witness": str(self.witness)}


@dataclass(frozen=True, slots=True)
class WitnessRetired:
    """From here on the organisation takes nothing more from this witness; its key is never listed again."""

    witness: VerifierKey

    def body(self) -> dict[str, Json]:
        """The body of the statement."""
        return {"witness": str(self.witness)}


OrganisationSays = (
    OrganisationFounded
    | KeyRegistered
    | KeyRevoked
    | RulebookAdopted
    | ProceedingsCounted
    | WitnessListed
    | WitnessRetired
)


def read_organisation(kind: str, body: Mapping[str, Json]) -> OrganisationSays:
    """Read the body of an entry about the organisation; ``ValueError`` says what is wrong with it."""
    reader = _READERS.get(kind)
    if reader is None:
        raise ValueError(f"{kind} is not a kind of entry about the organisation")
    says = reader(body)
    if says.body() != body:
        raise ValueError(f"{kind} has other keys or another form than the record writes")
    return says


def _founded(body: Mapping[str, Json]) -> OrganisationFounded:
    listed = body.get("authorities")
    if not isinstance(listed, list) or not listed:
        raise ValueError("the founding names no authority")
    authorities = tuple(_authority(item) for item in listed)
    if len({authority.public for authority in authorities}) != len(authorities):
        raise ValueError("the founding names one key twice")
    log = read_verifier_key(_text(body, "log"))
    if log.kind is not KeyKind.ED25519:
        raise ValueError("the log signs its checkpoints with a plain Ed25519 key")
    slug = matching(_SLUG, body.get("slug"), "slug")
    return OrganisationFounded(_text(body, "name"), slug, authorities, log)


def _authority(item: Json) -> Authority:
    if not isinstance(item, dict):
        raise ValueError("an authority is a table")
    role = matching(_SLUG, item.get("role"), "role")
    return Authority(_reference(item, "person"), role, read_public(item.get("public")))


def _registered(body: Mapping[str, Json]) -> KeyRegistered:
    roles = body.get("roles")
    if not isinstance(roles, list) or not roles:
        raise ValueError("a key is registered for at least one role")
    named = tuple(matching(_SLUG, role, "role") for role in roles)
    if list(named) != sorted(set(named)):
        raise ValueError("the roles of a key stand in alphabetical order, each once")
    unit = None if body.get("unit") is None else _reference(body, "unit")
    public = read_public(body.get("public"))
    authority = body.get("authority") is True
    return KeyRegistered(_reference(body, "person"), named, public, unit, authority)


def _revoked(body: Mapping[str, Json]) -> KeyRevoked:
    return KeyRevoked(matching(_KEY, body.get("key"), "key"))


def _adopted(body: Mapping[str, Json]) -> RulebookAdopted:
    files = body.get("files")
    if not isinstance(files, dict) or not files:
        raise ValueError("an adoption lists the rulebook's files")
    hashes = {
        matching(_FILE, name, "a file"): matching(_HASH, hash_, "a file's hash")
        for name, hash_ in files.items()
    }
    rulebook = matching(_SLUG, body.get("rulebook"), "rulebook")
    return RulebookAdopted(rulebook, matching(_HASH, body.get("digest"), "digest"), hashes)


def _counted(body: Mapping[str, Json]) -> ProceedingsCounted:
    counts, roots = body.get("counts"), body.get("roots")
    if not isinstance(counts, dict) or not isinstance(roots, dict):
        raise ValueError("counts and roots are tables of proceedings")
    if not roots.keys() <= counts.keys():
        raise ValueError("roots names a proceeding that is not counted")
    numbers = {
        matching(_SLUG, name, "a proceeding"): whole_number(number, name)
        for name, number in counts.items()
    }
    return ProceedingsCounted(
        numbers, {name: matching(_HASH, root, "a root") for name, root in roots.items()}
    )


def _witness_listed(body: Mapping[str, Json]) -> WitnessListed:
    return WitnessListed(_witness(body))


def _witness_retired(body: Mapping[str, Json]) -> WitnessRetired:
    return WitnessRetired(_witness(body))


def _witness(body: Mapping[str, Json]) -> VerifierKey:
    witness = read_verifier_key(_text(body, "witness"))
    if witness.kind is not KeyKind.COSIGNATURE:
        raise ValueError("a witness cosigns with a key of its own kind, not with a log's")
    return witness


def _text(body: Mapping[str, Json], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is not a text")
    return value


def _reference(body: Mapping[str, Json], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not is_reference(value):
        raise ValueError(f"{name} is not a reference like p-1a2b3c")
    return value


_READERS = {
    "OrganisationFounded": _founded,
    "KeyRegistered": _registered,
    "KeyRevoked": _revoked,
    "RulebookAdopted": _adopted,
    "ProceedingsCounted": _counted,
    "WitnessListed": _witness_listed,
    "WitnessRetired": _witness_retired,
}
