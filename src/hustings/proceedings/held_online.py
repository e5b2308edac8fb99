"""Every ballot of a proceeding that was held online, as its entries tell it, and who may see its archive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from hustings.proceedings.entry import Entry
from hustings.proceedings.few_papers import FewPapersCounted, papers_in
from hustings.proceedings.member_ballot import BallotOpened
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.online_ballot import (
    CodeStruckOff,
    OnlineBallotClosed,
    OnlineResultEntered,
)
from hustings.proceedings.publication import archive_may_be_public
from hustings.proceedings.spare_codes import SparesProvedUnused
from hustings.proceedings.values import Visibility


@dataclass(frozen=True, slots=True)
class HeldOnline:
    """One ballot held online: its opening, and as far as it has come its close and its result.

    ``opened_at``, ``closed_at`` and ``entered_at`` are the places of these entries in the log.
    ``archive`` is the digest that the result names; of a handful it is there where the rankings are withheld, too.
    """

    candidates: tuple[str, ...]
    box: OnlineBox
    opened_at: int
    closed: OnlineBallotClosed | None = None
    closed_at: int | None = None
    archive: str | None = None
    result: OnlineResultEntered | None = None
    entered_at: int | None = None
    struck: tuple[tuple[int, str], ...] = ()
    """Public parts of the codes that were struck off, each with the place of its entry."""
    unused: SparesProvedUnused | None = None
    unused_at: int | None = None

    def archive_is_for(self, audience: Visibility, cell: int) -> bool:
        """Whether these readers get the archive: after the close; all of them, unless a handful voted.

        The archive of fewer ballots than the minimum cell goes to the scrutineer and the witnesses only.
        """
        if self.closed is None:
            return False
        return audience is not Visibility.PUBLIC or archive_may_be_public(self.closed.ballots, cell)


def called_as_another(
    candidates: Sequence[str], answers: Sequence[str], names: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first candidate in whose place an election names somebody else of the proceeding, and that name.

    ``answers`` are the election's, in its order and as many; ``names`` those that the record discloses, also of those
    who have withdrawn. Another spelling of a candidate's own name is nobody else's.
    """
    known = {*map(plain, names.values()), *map(plain, candidates)}
    for candidate, answer in zip(candidates, answers, strict=True):
        own = {plain(names.get(candidate, candidate)), plain(candidate)}
        if plain(answer) in known - own:
            return candidate, answer
    return None


def plain(name: str) -> str:
    """A name without regard to capitals, spaces, and how its accents are written."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())


def held_online(said: Iterable[tuple[int, Entry]]) -> tuple[HeldOnline, ...]:
    """The ballots of a proceeding that were held online, from its entries with their places in the log."""
    found: list[HeldOnline] = []
    for at, entry in said:
        match entry:
            case BallotOpened(online=OnlineBox() as box):
                found.append(HeldOnline(entry.candidates, box, at))
            case CodeStruckOff() if found:
                struck = (*found[-1].struck, (at, entry.credential))
                found[-1] = replace(found[-1], struck=struck)
            case SparesProvedUnused() if found:
                found[-1] = replace(found[-1], unused=entry, unused_at=at)
            case OnlineBallotClosed() if found:
                found[-1] = replace(found[-1], closed=entry, closed_at=at)
            case OnlineResultEntered() if found:
                found[-1] = replace(found[-1], archive=entry.archive, result=entry, entered_at=at)
            case FewPapersCounted() if found and entry.archive:
                found[-1] = replace(
                    found[-1], archive=entry.archive, result=_kept_result(entry), entered_at=at
                )
            case _:
                continue
    return tuple(found)


def _kept_result(said: FewPapersCounted) -> OnlineResultEntered | None:
    """The rankings of a handful as the parties have them; None for everybody else."""
    kept = papers_in(said) if said.papers.is_disclosed else None
    if kept is None or kept.online is None:
        return None
    return OnlineResultEntered(
        archive=said.archive, blt=kept.online.blt, invalid=kept.online.invalid, by=said.by
    )
