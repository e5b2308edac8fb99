"""Ballot papers in numbered packs: every paper issued is returned, spoilt, unused or outstanding."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hustings.ballots.reading import JsonTable, number_at, table_of, text_at
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of papers numbered from ``first`` to ``last``, both in it."""

    name: str
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            what = f"papers {self.first} to {self.last} are not a pack"
            raise BadInput(Problem("packs", None, self.name, what, "first = 1, last = 100"))

    @property
    def issued(self) -> int:
        """How many papers were issued in the pack."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class PackAccount:
    """What became of the papers of one pack.

    ``returned``: in the box or by post, whether they count or not. ``spoilt``: handed back and
    replaced. ``unused``: never given to an elector. ``outstanding``: given out and not come back.
    """

    pack: Pack
    returned: int
    spoilt: int
    unused: int
    outstanding: int

    def __post_init__(self) -> None:
        for name in ("returned", "spoilt", "unused", "outstanding"):
            if getattr(self, name) < 0:
                what = "a number of papers cannot be below nought"
                raise BadInput(
                    Problem("packs", None, f"{self.pack.name}: {name}", what, f"{name} = 0")
                )

    @property
    def accounted(self) -> int:
        """The papers whose fate is stated."""
        return self.returned + self.spoilt + self.unused + self.outstanding

    @property
    def difference(self) -> int:
        """Papers issued less papers accounted for: nought when the pack reconciles."""
        return self.pack.issued - self.accounted

    def as_json(self) -> JsonTable:
        """The account as the record holds it."""
        return {
            "pack": self.pack.name,
            "first": self.pack.first,
            "last": self.pack.last,
            "returned": self.returned,
            "spoilt": self.spoilt,
            "unused": self.unused,
            "outstanding": self.outstanding,
        }


ACCOUNT_KEYS = ("pack", "first", "last", "returned", "spoilt", "unused", "outstanding")


def read_account(value: Json, where: str = "account") -> PackAccount:
    """Read what :meth:`PackAccount.as_json` wrote; ``BadInput`` otherwise."""
    table = table_of(value, where, ACCOUNT_KEYS)
    pack = Pack(
        text_at(table, where, "pack"),
        number_at(table, where, "first"),
        number_at(table, where, "last"),
    )
    return PackAccount(
        pack,
        returned=number_at(table, where, "returned"),
        spoilt=number_at(table, where, "spoilt"),
        unused=number_at(table, where, "unused"),
        outstanding=number_at(table, where, "outstanding"),
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The packs added up: ``issued = returned + spoilt + unused + outstanding``, or what does not fit."""

    issued: int
    returned: int
    spoilt: int
    unused: int
    outstanding: int
    entered: int
    problems: tuple[str, ...]

    @property
    def difference(self) -> int:
        """Papers issued less papers accounted for, over all packs."""
        return self.issued - (self.returned + self.spoilt + self.unused + self.outstanding)

    @property
    def reconciles(self) -> bool:
        """Whether every pack adds up and every paper returned was entered."""
        return not self.problems

    def as_json(self) -> JsonTable:
        """The reconciliation as the record holds it."""
        return {
            "issued": self.issued,
            "returned": self.returned,
            "spoilt": self.spoilt,
            "unused": self.unused,
            "outstanding": self.outstanding,
            "entered": self.entered,
            "difference": self.difference,
            "problems": list(self.problems),
        }


def reconcile(accounts: Sequence[PackAccount], entered: dict[str, int]) -> Reconciliation:
    """Add the packs up and compare with the papers ``entered`` by pack, counted and rejected alike."""
    problems = [*_packs_that_clash([a.pack for a in accounts])]
    for account in accounts:
        problems += _pack_problems(account, entered.get(account.pack.name, 0))
    known = {account.pack.name for account in accounts}
    for name, number in sorted(entered.items()):
        if name not in known:
            problems.append(
                f"{_papers(number)} entered for pack {name}, and no such pack was issued."
            )
    return Reconciliation(
        issued=sum(a.pack.issued for a in accounts),
        returned=sum(a.returned for a in accounts),
        spoilt=sum(a.spoilt for a in accounts),
        unused=sum(a.unused for a in accounts),
        outstanding=sum(a.outstanding for a in accounts),
        entered=sum(entered.values()),
        problems=tuple(problems),
    )


def _papers(number: int) -> str:
    return "1 paper was" if number == 1 else f"{number} papers were"


def _packs_that_clash(packs: list[Pack]) -> list[str]:
    names = [pack.name for pack in packs]
    problems = [
        f"Pack {name} is listed {names.count(name)} times."
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    for before, after in pairwise(sorted(packs, key=lambda pack: (pack.first, pack.last))):
        if after.first <= before.last and after.name != before.name:
            problems.append(
                f"Packs {before.name} and {after.name} both hold paper number {after.first}."
            )
    return problems


def _pack_problems(account: PackAccount, entered: int) -> list[str]:
    problems: list[str] = []
    name, issued, accounted = account.pack.name, account.pack.issued, account.accounted
    sum_of_parts = (
        f"{account.returned} returned + {account.spoilt} spoilt + {account.unused} unused + "
        f"{account.outstanding} outstanding = {accounted}"
    )
    if account.difference > 0:
        problems.append(
            f"Pack {name}: {issued} issued, but {sum_of_parts}; {account.difference} not accounted for."
        )
    if account.difference < 0:
        problems.append(
            f"Pack {name}: {issued} issued, but {sum_of_parts}; {-account.difference} more than issued."
        )
    if entered != account.returned:
        problems.append(
            f"Pack {name}: {account.returned} returned, but {entered} entered by the tellers."
        )
    return problems
