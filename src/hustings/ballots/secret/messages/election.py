"""``election.json``: what is asked, of whom it is hidden, and the fingerprint that every proof is bound to."""

import re
from dataclasses import dataclass
from typing import cast

from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.messages.spelling import Reader, compact, read_free

VERSION = 1
UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,}")
FIELDS = ("version", "description", "name", "group", "public_key", "questions", "uuid")
OWN = "hustings"
"""Our own field of ``election.json``, which other tools pass over: ``{"replacement":false}``."""


@dataclass(frozen=True, slots=True)
class HomomorphicQuestion:
    """Answers of which at least ``min`` and at most ``max`` are chosen, or none of them by a blank vote."""

    question: str
    answers: tuple[str, ...]
    min: int
    max: int
    blank: bool | None = None

    def json(self) -> dict[str, object]:
        """As ``election.json`` has it."""
        blank = {} if self.blank is None else {"blank": self.blank}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.min,
            "max": self.max,
            "question": self.question,
        }


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """Answers that each get a number from 0 to 255; ``extra`` is a hint for counting."""

    question: str
    answers: tuple[str, ...]
    extra: object = None

    def json(self) -> dict[str, object]:
        """As ``election.json`` has it."""
        value = {"answers": list(self.answers), "question": self.question}
        extra = {} if self.extra is None else {"extra": self.extra}
        return {"type": "NonHomomorphic", "value": value, **extra}


@dataclass(frozen=True, slots=True)
class ListsQuestion:
    """Lists of candidates, each led by the name of the list: one list, and candidates on it."""

    question: str
    lists: tuple[tuple[str, ...], ...]

    def json(self) -> dict[str, object]:
        """As ``election.json`` has it."""
        value = {"answers": [list(one) for one in self.lists], "question": self.question}
        return {"type": "Lists", "value": value}


Question = HomomorphicQuestion | RankedQuestion | ListsQuestion


@dataclass(frozen=True, slots=True)
class Election:
    """An election as its exact bytes say it; ``replacement`` is whether a voter's later ballot replaces an earlier one.

    Belenios always allows replacement; an election of ours that does not says so in a field of its own.
    """

    raw: bytes
    group: Group
    name: str
    description: str
    public_key: Element
    questions: tuple[Question, ...]
    uuid: str
    replacement: bool
    fingerprint: str


def election_bytes(
    *,
    group: Group,
    name: str,
    description: str,
    public_key: Element,
    questions: tuple[Question, ...],
    uuid: str,
    administrator: str | None = None,
    credential_authority: str | None = None,
    language: str | None = None,
    replacement: bool = True,
) -> bytes:
    """``election.json`` in its canonical form; from then on its bytes are never written anew."""
    optional = {
        "administrator": administrator,
        "credential_authority": credential_authority,
        "language": language,
    }
    whole = {
        "version": VERSION,
        "description": description,
        "name": name,
        "group": group.name,
        "public_key": group.text(public_key),
        "questions": [one.json() for one in questions],
        "uuid": uuid,
        **{key: value for key, value in optional.items() if value is not None},
        **({} if replacement else {OWN: {"replacement": False}}),
    }
    return compact(whole).encode()


def read_election(raw: bytes) -> Election:
    """Read ``election.json``; ``ValueError`` for what no election of crypto v1 can be.

    Whether the key is a member of the group is for the check to say.
    """
    found = read_free(raw)
    for key in FIELDS:
        if key not in found:
            raise ValueError(f"the field {key!r} is missing")
    if found["version"] is True or found["version"] != VERSION:
        raise ValueError(f"version {found['version']!r}: only crypto version 1 is read")
    group = group_named(str(found["group"]))
    reader = Reader(group)
    questions = reader.many(found["questions"], lambda one: _read_question(reader, one))
    uuid = reader.string(found["uuid"])
    if not UUID.fullmatch(uuid):
        raise ValueError("the uuid is not 14 or more base58 characters")
    return Election(
        raw,
        group,
        reader.string(found["name"]),
        reader.string(found["description"]),
        reader.element(found["public_key"]),
        questions,
        uuid,
        _replacement(found.get(OWN, {})),
        fingerprint(raw),
    )


def _replacement(own: object) -> bool:
    if not isinstance(own, dict):
        raise ValueError(f"the field {OWN!r} is not an object")
    allowed = cast("dict[str, object]", own).get("replacement", True)
    if not isinstance(allowed, bool):
        raise ValueError("replacement is neither true nor false")
    return allowed


def _read_question(reader: Reader, value: object) -> Question:
    if not isinstance(value, dict):
        raise ValueError("a question is not an object")
    asked = cast("dict[str, object]", value)
    if "type" in asked:
        return _read_typed(reader, asked)
    lenient = Reader(reader.group, lenient=True)
    found = lenient.fields(asked, ("answers", "min", "max", "question"), ("blank",))
    answers = reader.many(found["answers"], reader.string)
    blank = found.get("blank")
    if blank is not None and not isinstance(blank, bool):
        raise ValueError("blank is neither true nor false")
    least, most = reader.small(found["min"]), reader.small(found["max"])
    if least > most:
        raise ValueError(f"min {least} is above max {most}")
    return HomomorphicQuestion(reader.string(found["question"]), answers, least, most, blank)


def _read_typed(reader: Reader, found: dict[str, object]) -> Question:
    lenient = Reader(reader.group, lenient=True)
    value = lenient.fields(found.get("value"), ("answers", "question"))
    question = reader.string(value["question"])
    match found["type"]:
        case "NonHomomorphic":
            answers = reader.many(value["answers"], reader.string)
            if len(answers) > reader.group.most_ints:
                raise ValueError(f"{len(answers)} answers do not fit one element of this group")
            return RankedQuestion(question, answers, found.get("extra"))
        case "Lists":
            lists = reader.many(value["answers"], lambda one: reader.many(one, reader.string))
            if not all(lists):
                raise ValueError("a list without its name")
            return ListsQuestion(question, lists)
        case other:
            raise ValueError(f"questions of type {other!r} are unknown")
