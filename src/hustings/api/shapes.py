"""The shapes that the API answers with; they are what its OpenAPI description says."""

from typing import Any

from ninja import Schema


class Step(Schema):
    """What happens next, by when, and the rule that says so; without a date, why there is none."""

    what: str
    by: str | None
    rule: str
    note: str


class SeatLine(Schema):
    """One seat in the list."""

    id: str
    seat: str
    stage: str
    rulebook: str
    entries: int
    sentence: str


class SeatDetail(SeatLine):
    """One seat: where it stands, its result as the verifier works it out, and what comes next."""

    rulebook_digest: str
    result: dict[str, Any]
    next: Step | None
    candidates: dict[str, str]


class EntryLine(Schema):
    """One entry exactly as it stands in the log, with the openings that are public."""

    entry: dict[str, Any]
    leaf_hash: str
    openings: list[dict[str, Any]]


class Entries(Schema):
    """A page of entries; ``next`` is the number to ask for after the last one, or null at the end."""

    seat: str
    entries: list[EntryLine]
    next: int | None


class Proof(Schema):
    """A Merkle proof (RFC 6962): hashes in hexadecimal, nearest first."""

    size: int
    root: str
    path: list[str]


class Cosigned(Schema):
    """A cosigned checkpoint was taken: of so many entries; ``new`` are the witnesses that were not under it before."""

    size: int
    new: list[str]


class Refusal(Schema):
    """Why there is no answer."""

    because: str
