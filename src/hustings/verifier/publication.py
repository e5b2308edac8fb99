"""Group 10: what is public gives nobody's vote away."""

from hustings.counting.formats.blt import read_blt
from hustings.kernel.refusals import BadInput
from hustings.proceedings.entry import Entry as Said
from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.petition import PetitionCounted
from hustings.proceedings.publication import (
    agree_on_the_first,
    figures_may_be_public,
    is_unanimous,
)
from hustings.proceedings.readoption import BodyBallotReturned
from hustings.proceedings.reconciliation import BallotReconciled
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.record.entries import Entry
from hustings.verifier.findings import Findings
from hustings.verifier.openings import Opened
from hustings.verifier.replaying import Replayed


def check_publication(replayed: Replayed, opened: Opened, findings: Findings) -> None:
    """10.1, and warnings: figures that tell how everybody voted, votes that only their tellers have seen.

    What an entry itself tells of a handful is refused when it is replayed (8.1); here are the openings.
    """
    if replayed.rulebook is None:
        return
    cell = replayed.rulebook.rules.publication.minimum_cell.value
    for entry, said in replayed.said:
        kept = KEPT.get(type(said))
        if kept is not None:
            _check_kept(entry, opened, kept, cell, findings)
        if isinstance(said, FewPapersCounted):
            _warn_of_attested(entry, cell, findings)
        if _all_voted_alike(said):
            _warn_of_unanimity(entry, findings)
        votes = _public_figures(entry, opened) if isinstance(said, ReturnMade) else None
        if votes is None:
            continue
        if not figures_may_be_public(votes, cell):
            what = f"figures of fewer than {cell} votes are opened to the public"
            findings.fail("10.1", what, entry.position)
        elif is_unanimous(votes):
            _warn_of_unanimity(entry, findings)


KEPT: dict[type[Said], str] = {
    FewPapersCounted: "papers",
    BallotReconciled: "account",
    OnlineBallotClosed: "handful",
    BodyBallotReturned: "totals",
    PetitionCounted: "totals",
}
"""The field of each kind of entry that only the parties may see opened."""


def _check_kept(entry: Entry, opened: Opened, kept: str, cell: int, findings: Findings) -> None:
    opening = opened.of(entry).get(kept)
    if opening is not None and opening.visibility is Visibility.PUBLIC:
        what = f"{kept} of fewer than {cell} voters are opened to the public"
        findings.fail("10.1", what, entry.position)


def _warn_of_attested(entry: Entry, cell: int, findings: Findings) -> None:
    findings.warn(
        f"Position {entry.position} of the log: fewer than {cell} papers counted, or ballots online, so they are not "
        "published; who is selected is attested by two tellers, not proved."
    )


def _warn_of_unanimity(entry: Entry, findings: Findings) -> None:
    findings.warn(
        f"The figures at position {entry.position} of the log are unanimous: they tell how everybody voted."
    )


def _all_voted_alike(said: Said) -> bool:
    """Whether what an entry itself tells is how each voter voted."""
    match said:
        case BodyBallotReturned(in_favour=int(yes), against=int(no), spoilt=int(spoilt)):
            return is_unanimous({"yes": yes, "no": no, "spoilt": spoilt})
        case PapersEntered(blt=blt, spoilt=not_counting):
            return _one_first(blt, not_counting)
        case OnlineResultEntered(blt=blt, invalid=not_counting):
            return _one_first(blt, not_counting)
        case _:
            return False


def _one_first(blt: str, not_counting: int) -> bool:
    try:
        return agree_on_the_first(read_blt(blt.encode()).as_papers(), not_counting)
    except BadInput:
        return False


def _public_figures(entry: Entry, opened: Opened) -> dict[str, int] | None:
    opening = opened.of(entry).get("figures")
    if opening is None or opening.visibility is not Visibility.PUBLIC:
        return None
    if not isinstance(opening.value, dict):
        return None
    return {
        name: number
        for name, number in opening.value.items()
        if isinstance(number, int) and not isinstance(number, bool)
    }
