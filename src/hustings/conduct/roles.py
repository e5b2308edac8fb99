"""Who somebody is to the organisation and to one proceeding: the only question that a page asks about rights."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, cast


class Role(StrEnum):
    """The roles that a permission can name. ``STRANGER`` is anybody at all, signed in or not."""

    STRANGER = "stranger"
    MEMBER = "member"
    UNIT_SECRETARY = "unit-secretary"
    TELLER = "teller"
    AFFILIATE_OFFICER = "affiliate-officer"
    PROCEDURES_SECRETARY = "procedures-secretary"
    REPRESENTATIVE = "representative"
    CANDIDATE = "candidate"
    OFFICE = "office"
    GOVERNING_BODY = "governing-body"
    SCRUTINEER = "scrutineer"


OFFICE_ROLES = (Role.OFFICE, Role.GOVERNING_BODY, Role.PROCEDURES_SECRETARY)
"""Who has the pages of the office."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person known to the organisation, as pages see one: the record's id, and the name to greet by."""

    id: str
    name: str


class Directory(Protocol):
    """Where persons and their roles are looked up; the store has one, and tests bring their own."""

    def with_address(self, address: str) -> Person | None:
        """The one person whose current e-mail address this is, in whatever case it is written."""
        ...

    def person(self, person: str) -> Person | None:
        """The person with this id, or ``None`` where the organisation knows nobody by it (any more)."""
        ...

    def roles_of(self, person: str, proceeding: str | None) -> frozenset[Role]:
        """The roles that ``person`` has in ``proceeding``, or anywhere in the organisation for ``None``."""
        ...


class NobodyKnown:
    """The directory of an organisation that has entered nobody yet: everyone is a stranger."""

    def with_address(self, address: str) -> Person | None:
        return None

    def person(self, person: str) -> Person | None:
        return None

    def roles_of(self, person: str, proceeding: str | None) -> frozenset[Role]:
        return frozenset()


def directory() -> Directory:
    """The directory that the setting ``HUSTINGS_DIRECTORY`` names as ``module.Class``."""
    from django.conf import settings

    module, _, name = str(settings.HUSTINGS_DIRECTORY).rpartition(".")
    return cast(Callable[[], Directory], getattr(import_module(module), name))()


def person_with_address(address: str) -> Person | None:
    """The person who may be sent a sign-in code at ``address``; nobody else is."""
    return directory().with_address(address.strip())


def person_known_as(person: str) -> Person | None:
    """The person with this id, if the organisation still knows one."""
    return directory().person(person)


def roles_of(person: str | None, proceeding: str | None = None) -> frozenset[Role]:
    """Every role that ``person`` (``None``: not signed in) has in ``proceeding``; all are strangers too."""
    if person is None:
        return frozenset({Role.STRANGER})
    return directory().roles_of(person, proceeding) | {Role.STRANGER}
