"""A small organisation for the pages' tests: one person for each role, plainly fictional."""

from typing import ClassVar

from hustings.conduct.keys import KeyState, PersonKey, key_id
from hustings.conduct.roles import Person, Role
from hustings.kernel.refusals import Refused


class SmallDirectory:
    """One person per role, ``p-office`` at ``office@example.org`` and so on; nobody is forgotten at first."""

    forgotten: ClassVar[set[str]] = set()

    def with_address(self, address: str) -> Person | None:
        name, _, place = address.lower().partition("@")
        return self.person(f"p-{name}") if place == "example.org" else None

    def person(self, person: str) -> Person | None:
        role = person.removeprefix("p-")
        if person in self.forgotten or role not in set(Role) - {Role.STRANGER}:
            return None
        return Person(person, f"{role.title()} Example")

    def roles_of(self, person: str, proceeding: str | None) -> frozenset[Role]:
        return frozenset({Role(person.removeprefix("p-"))})


class SmallKeyring:
    """Keys that were asked for, in memory."""

    asked: ClassVar[dict[str, list[tuple[PersonKey, bytes]]]] = {}

    def keys_of(self, person: str) -> tuple[PersonKey, ...]:
        return tuple(key for key, _ in self.asked.get(person, []))

    def request(self, person: str, public_key: bytes, at: object) -> PersonKey | Refused:
        key = PersonKey(key_id(public_key), KeyState.REQUESTED, at)  # type: ignore[arg-type]
        self.asked.setdefault(person, []).append((key, public_key))
        return key
