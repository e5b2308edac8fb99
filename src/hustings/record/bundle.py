"""A bundle: everything that a stranger needs to check proceedings again, as named files of bytes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from hustings import __version__
from hustings.kernel.canonical import Json, canonical_bytes, read_canonical
from hustings.kernel.merkle import leaf_hash
from hustings.kernel.refusals import BadInput, Problem
from hustings.proceedings.values import Visibility
from hustings.record.entries import ORGANISATION, matching, read_entry
from hustings.record.openings import Opening, opening_bytes

FORMAT = "hustings-bundle/1"
MANIFEST = "manifest.json"
ENTRIES = "entries.jsonl"
LEAVES = "leaves.bin"
OPENINGS = "openings.jsonl"
CHECKPOINT = "checkpoint"
WITNESSED = "witnessed"
RULEBOOKS = "rulebooks"
ROLLS = "rolls"
ARCHIVES = "archives"
ARCHIVE, FACTORS = ".bel", ".factors.jsonl"
LONGEST_LINE = 4_000_000

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,20}")
_HASH = re.compile(r"[0-9a-f]{64}")
_PLACES = re.compile(
    rf"{ENTRIES}|{LEAVES}|{OPENINGS}|{CHECKPOINT}|{WITNESSED}"
    rf"|{RULEBOOKS}/[a-z0-9]+(-[a-z0-9]+)*/(rules\.toml|readings\.toml|clauses\.md)"
    rf"|{ROLLS}/[0-9a-f]{{64}}\.json"
    rf"|{ARCHIVES}/[0-9a-f]{{64}}\.(bel|factors\.jsonl)"
)
_KEYS = frozenset(
    {"format", "organisation", "proceedings", "audience", "software", "claims", "files"}
)
_SEEN_BY = {
    Visibility.PUBLIC: {Visibility.PUBLIC},
    Visibility.PARTIES: {Visibility.PUBLIC, Visibility.PARTIES},
    Visibility.SEALED: set(Visibility),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says that it is: whose, of which proceedings, for whom, made by which version.

    ``claims`` are the state and the result of each proceeding as the organisation shows them;
    ``files`` are all the other files with their SHA-256.
    """

    organisation: str
    proceedings: tuple[str, ...]
    audience: Visibility
    software: str
    claims: Mapping[str, Json]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it was read: its manifest, and every other file as it came."""

    manifest: Manifest
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a bundle. ``log`` is the organisation's whole log, each entry as its canonical bytes.

    Entries of proceedings that are not listed go in as hashes only. ``rulebooks`` are the three
    files of each by id, ``rolls`` the published commitments by digest, ``archives`` those of the ballots held
    online, by their SHA-256, and ``factors`` the trustees' proofs that stand beside them, by the same;
    ``witnessed`` the last checkpoint that witnesses cosigned, if it is another.
    """

    organisation: str
    proceedings: Sequence[str]
    log: Sequence[bytes]
    checkpoint: bytes
    openings: Sequence[Opening] = ()
    rulebooks: Mapping[str, Mapping[str, bytes]] = field(
        default_factory=dict[str, Mapping[str, bytes]]
    )
    rolls: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    claims: Mapping[str, Json] = field(default_factory=dict[str, Json])
    audience: Visibility = Visibility.PUBLIC
    archives: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    factors: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    witnessed: bytes | None = None
    listed_archives: Sequence[str] = ()
    """Archives by their SHA-256 that whoever packs the bundle adds: they can be too large to hold."""


def make_bundle(contents: Contents) -> dict[str, bytes]:
    """The files of a bundle, the same for the same contents."""
    shown = {ORGANISATION, *contents.proceedings}
    entries = [read_entry(data) for data in contents.log]
    visible = [entry.statement.proceeding in shown for entry in entries]
    inside = {entry.position for entry, seen in zip(entries, visible, strict=True) if seen}
    openings = sorted(
        (
            opening
            for opening in contents.openings
            if opening.position in inside and opening.visibility in _SEEN_BY[contents.audience]
        ),
        key=lambda opening: (opening.position, opening.field),
    )
    files = {
        ENTRIES: _lines(data for data, seen in zip(contents.log, visible, strict=True) if seen),
        LEAVES: b"".join(
            leaf_hash(data) for data, seen in zip(contents.log, visible, strict=True) if not seen
        ),
        OPENINGS: _lines(opening_bytes(opening) for opening in openings),
        CHECKPOINT: contents.checkpoint,
        **({} if contents.witnessed is None else {WITNESSED: contents.witnessed}),
        **{
            f"{RULEBOOKS}/{id_}/{name}": data
            for id_, book in contents.rulebooks.items()
            for name, data in book.items()
        },
        **{f"{ROLLS}/{digest}.json": data for digest, data in contents.rolls.items()},
        **{archive_path(digest): data for digest, data in contents.archives.items()},
        **{factors_path(digest): data for digest, data in contents.factors.items()},
    }
    return with_manifest(
        files,
        contents.organisation,
        contents.proceedings,
        contents.audience,
        contents.claims,
        {archive_path(digest): digest for digest in contents.listed_archives},
    )


def archive_path(digest: str) -> str:
    """Where an archive stands in a bundle."""
    return f"{ARCHIVES}/{digest}{ARCHIVE}"


def factors_path(digest: str) -> str:
    """Where the trustees' proofs over their factors stand that go with an archive."""
    return f"{ARCHIVES}/{digest}{FACTORS}"


def archives_in(files: Mapping[str, bytes], ending: str = ARCHIVE) -> dict[str, bytes]:
    """The archives among files by the digests that they are named by; or, by the same, the proofs beside them."""
    begins = f"{ARCHIVES}/"
    return {
        path.removeprefix(begins).removesuffix(ending): data
        for path, data in files.items()
        if path.startswith(begins) and path.endswith(ending)
    }


def with_manifest(
    files: Mapping[str, bytes],
    organisation: str,
    proceedings: Sequence[str],
    audience: Visibility = Visibility.PUBLIC,
    claims: Mapping[str, Json] | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """The files with the manifest that lists them, and files that are ``elsewhere`` by their SHA-256."""
    manifest: dict[str, Json] = {
        "format": FORMAT,
        "organisation": organisation,
        "proceedings": list(proceedings),
        "audience": audience.value,
        "software": f"hustings {__version__}",
        "claims": dict(claims or {}),
        "files": {
            **{name: sha256(data).hexdigest() for name, data in files.items()},
            **(elsewhere or {}),
        },
    }
    return {**files, MANIFEST: canonical_bytes(manifest) + b"\n"}


def read_files(files: Mapping[str, bytes], name: str = "bundle") -> Bundle:
    """A bundle from its files; ``BadInput`` where there is no manifest that can be read."""
    data = files.get(MANIFEST)
    if data is None:
        raise BadInput(Problem(name, None, MANIFEST, "is missing; this is not a bundle."))
    try:
        manifest = _manifest(read_canonical(data.removesuffix(b"\n")))
    except ValueError as problem:
        raise BadInput(Problem(f"{name}/{MANIFEST}", None, "", f"{problem}.")) from None
    return Bundle(manifest, {path: files[path] for path in files if path != MANIFEST})


def lines_of(data: bytes, name: str) -> list[bytes]:
    """The lines of a ``.jsonl`` file, without their ends; ``ValueError`` for one cut off or too long."""
    if not data:
        return []
    if not data.endswith(b"\n"):
        raise ValueError(f"{name} ends in the middle of a line")
    lines = data[:-1].split(b"\n")
    longest = max(map(len, lines))
    if longest > LONGEST_LINE:
        raise ValueError(f"{name} has a line of {longest} bytes; {LONGEST_LINE} is the most")
    return lines


def has_place(path: str) -> bool:
    """Whether a file of this name has a place in a bundle."""
    return _PLACES.fullmatch(path) is not None


def is_for(audience: Visibility, seen_by: Visibility) -> bool:
    """Whether a bundle for ``audience`` may hold an opening that ``seen_by`` may see."""
    return seen_by in _SEEN_BY[audience]


def _lines(rows: Iterable[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in rows)


def _manifest(value: Json) -> Manifest:
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise ValueError(f"has not exactly the keys {', '.join(sorted(_KEYS))}")
    if value["format"] != FORMAT:
        raise ValueError(f"is of the format {value['format']!r}; this version reads {FORMAT}")
    claims, files, listed = value["claims"], value["files"], value["proceedings"]
    software = value["software"]
    if not isinstance(claims, dict) or not isinstance(files, dict) or not isinstance(listed, list):
        raise ValueError("claims and files are tables, proceedings is a list")
    proceedings = tuple(matching(_SLUG, item, "a proceeding") for item in listed)
    if len(set(proceedings)) != len(proceedings) or ORGANISATION in proceedings:
        raise ValueError("lists a proceeding twice, or the organisation as one")
    if not isinstance(software, str):
        raise ValueError("software is not a text")
    return Manifest(
        organisation=matching(_SLUG, value["organisation"], "organisation"),
        proceedings=proceedings,
        audience=Visibility(value["audience"]),
        software=software,
        claims=claims,
        files={path: matching(_HASH, hash_, path) for path, hash_ in files.items()},
    )
