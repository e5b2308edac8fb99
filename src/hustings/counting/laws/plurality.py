"""One place, one mark: whoever has the most votes is elected, and a tie goes to lot."""

from collections.abc import Sequence

from hustings.counting.lots import Fate, Lot, LotRequired, find_lot, require_lot, unneeded
from hustings.counting.papers import Papers
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.counting.verbs import with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "plurality"


def count(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    if papers.seats != 1:
        because = f"Plurality fills one place, and these papers are for {papers.seats}."
        return Refused("one-place-only", "1", because)
    if not papers.standing:
        return Refused(
            "nobody-stands", "1", "Every candidate has withdrawn; there is nobody to elect."
        )
    votes = _first_preferences(papers)
    if not any(votes):
        because = "No paper is marked for a candidate who stands, so nobody can be elected."
        return Refused("no-paper-counts", "1", because)
    return _declare(papers, votes, lots)


@clause(LAW, "1")
def _first_preferences(papers: Papers) -> tuple[int, ...]:
    votes = [0] * len(papers.candidates)
    for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
        if ranking[0] not in papers.withdrawn:
            votes[ranking[0]] += number
    return tuple(votes)


@clause(LAW, "2")
def _declare(
    papers: Papers, votes: tuple[int, ...], lots: Sequence[Lot]
) -> Transcript | LotRequired | Refused:
    digest = papers.digest()
    most = with_most(papers.standing, votes)
    tie = _settle(papers, digest, most, votes[most[0]], lots) if len(most) > 1 else None
    if isinstance(tie, LotRequired | Refused):
        return tie
    used = () if tie is None or tie.lot is None else (tie.lot,)
    round = Round(
        number=1,
        votes=votes,
        exhausted=papers.valid - sum(votes),
        elected=most if tie is None else (tie.chosen,),
        finding=Finding.MOST,
        ties=() if tie is None else (tie,),
    )
    return unneeded(lots, used, "3") or Transcript(
        law=LAW,
        readings=(),
        title=papers.title,
        candidates=papers.candidates,
        withdrawn=tuple(sorted(papers.withdrawn)),
        seats=1,
        quota=None,
        rounds=(round,),
        elected=round.elected,
        lots=used,
        valid=papers.valid,
        rejected=papers.rejected,
        papers=digest,
    )


@clause(LAW, "3")
def _settle(
    papers: Papers, digest: str, tied: tuple[int, ...], votes: int, lots: Sequence[Lot]
) -> Tie | LotRequired | Refused:
    required = require_lot(
        law=LAW,
        clause="3",
        reading="lot",
        papers=digest,
        round=1,
        between=[papers.candidates[c] for c in tied],
        votes=str(votes),
        first_drawn_is=Fate.ELECTED,
    )
    lot = find_lot(required, lots)
    if not isinstance(lot, Lot):
        return lot
    return Tie(tied, votes, Fate.ELECTED, papers.candidates.index(lot.order[0]), (), lot)
