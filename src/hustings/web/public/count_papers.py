"""What became of the papers of a count, from the packs to the votes: every figure follows from the one above it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hustings.conduct.showing.counts import ShownCount
from hustings.proceedings.reconciliation import PacksTold


@dataclass(frozen=True, slots=True)
class Account:
    """Papers of some packs: issued, and what became of them; ``missing`` is what the tellers had to explain."""

    name: str
    issued: int
    unused: int
    spoilt: int
    outstanding: int
    cast: int

    @property
    def missing(self) -> int:
        """Papers issued less all that are accounted for."""
        return self.issued - self.unused - self.spoilt - self.outstanding - self.cast


def papers_told(counted: ShownCount) -> dict[str, Any]:
    """What the page of a count says of its papers: sentences, the packs as a table, and the votes as rows."""
    accounts = tuple(_accounts(counted))
    return {
        "sentences": _sentences(counted, accounts),
        "issued_to": [
            _("Pack %(pack)s, papers %(first)s to %(last)s: %(to)s")
            % {"pack": p.pack, "first": f"{p.first:,}", "last": f"{p.last:,}", "to": p.to}
            for p in counted.packs
        ],
        "packs": _table(accounts),
        "together": any("," in one.name for one in accounts),
        "explained": counted.reconciled.explained if counted.reconciled is not None else "",
        "rows": _rows(counted),
    }


def _accounts(counted: ShownCount) -> Iterator[Account]:
    """The packs as they may be told; nothing where all that came back is a handful."""
    issued = {pack.pack: pack.papers for pack in counted.packs}
    told: tuple[PacksTold, ...] = () if counted.reconciled is None else counted.reconciled.told
    for one in told:
        if one.figures is not None:
            cast, spoilt, unused, outstanding = one.figures
            papers = sum(issued[name] for name in one.packs)
            yield Account(", ".join(one.packs), papers, unused, spoilt, outstanding, cast)


def _whole(accounts: tuple[Account, ...]) -> Account:
    return Account(
        _("Together"),
        sum(one.issued for one in accounts),
        sum(one.unused for one in accounts),
        sum(one.spoilt for one in accounts),
        sum(one.outstanding for one in accounts),
        sum(one.cast for one in accounts),
    )


def _sentences(counted: ShownCount, accounts: tuple[Account, ...]) -> list[str]:
    said: list[str] = []
    if accounts:
        whole = _whole(accounts)
        text = _(
            "Of %(issued)s papers issued, %(cast)s were cast; the others: %(unused)s never given out, "
            "%(outstanding)s given out and not come back, %(spoilt)s handed back spoilt and replaced."
        )
        if whole.missing:
            text = _(
                "Of %(issued)s papers issued, %(cast)s were cast; the others: %(unused)s never given out, "
                "%(outstanding)s given out and not come back, %(spoilt)s handed back spoilt and replaced, "
                "%(missing)s not accounted for."
            )
        figures = (
            *(whole.issued, whole.cast, whole.unused, whole.outstanding),
            *(whole.spoilt, whole.missing),
        )
        names = ("issued", "cast", "unused", "outstanding", "spoilt", "missing")
        said.append(text % {n: f"{f:,}" for n, f in zip(names, figures, strict=True)})
    if not counted.rejected:
        return [*said, _none_rejected(counted)]
    text = _(
        "Of the %(cast)s cast, %(valid)s are valid and counted, and %(rejected)s rejected, because they bear no "
        "vote that counts: blank, unclear, or marked so that somebody could be known."
    )
    if counted.online is not None and not counted.packs:
        text = _(
            "Of the %(cast)s cast online, %(valid)s are valid and counted, and %(rejected)s rejected, because they "
            "rank nobody."
        )
    elif counted.online is not None:
        text = _(
            "Of the %(cast)s cast on paper and online, %(valid)s are valid and counted, and %(rejected)s rejected, "
            "because they bear no vote that counts: blank, unclear, or marked so that somebody could be known."
        )
    figures = {"cast": counted.cast, "valid": counted.valid, "rejected": counted.rejected}
    return [*said, text % {name: f"{figure:,}" for name, figure in figures.items()}]


def _none_rejected(counted: ShownCount) -> str:
    text = _("All %(cast)s cast are valid and counted.")
    if counted.online is not None:
        text = (
            _("All %(cast)s cast on paper and online are valid and counted.")
            if counted.packs
            else _("All %(cast)s cast online are valid and counted.")
        )
    return text % {"cast": f"{counted.cast:,}"}


def _table(accounts: tuple[Account, ...]) -> dict[str, Any]:
    """Packs across, so that it fits a telephone; what was issued, less what was not cast."""
    if not accounts:
        return {}
    columns = accounts if len(accounts) == 1 else (*accounts, _whole(accounts))
    rows = [
        (_("Issued"), [one.issued for one in columns]),
        (_("Never given out: they stayed in their pack"), [one.unused for one in columns]),
        (
            _("Handed back spoilt before voting, and replaced"),
            [one.spoilt for one in columns],
        ),
        (_("Given out, and not come back"), [one.outstanding for one in columns]),
        (_("Not accounted for"), [one.missing for one in columns]),
        (_("Cast: came back to be counted"), [one.cast for one in columns]),
    ]
    names = [_("Pack %(pack)s") % {"pack": one.name} for one in accounts]
    more = [] if len(accounts) == 1 else [_("Together")]
    return {
        "head": [_("Papers"), *names, *more],
        "rows": [
            [name, *(f"{number:,}" for number in numbers)]
            for name, numbers in rows
            if name != _("Not accounted for") or any(numbers)
        ],
    }


def _rows(counted: ShownCount) -> list[dict[str, str]]:
    """From those who may vote to the votes of the last round, each with the name of what it is a number of."""
    shares = counted.transcript.denominators
    first = shares["first_preference_papers"]
    on_paper = bool(counted.packs) and counted.online is not None
    rows = [
        (_("Members who may vote, on the frozen roll"), counted.electors),
        (_("Cast on paper"), counted.returned if on_paper else None),
        (_("Cast online"), counted.online),
        (_("Rejected, of those cast"), counted.rejected),
        (_("Valid"), counted.valid),
        (_("Valid, and for somebody who still stands"), first if first != counted.valid else None),
        (_("In play in the last round"), shares["continuing_papers"]),
    ]
    return [{"name": name, "value": f"{number:,}"} for name, number in rows if number is not None]
