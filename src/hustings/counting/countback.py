"""A vacancy after an election, filled from the papers that elected the member who has gone."""

from collections.abc import Sequence

from hustings.counting.laws import alternative_vote, cambridge_ma
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, withdraw
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput, Problem, Refused


def fill_vacancy(
    papers: Papers,
    member: str,
    unwilling: Sequence[str] = (),
    *,
    readings: cambridge_ma.Readings | None = None,
    lots: Sequence[Lot] = (),
) -> Transcript | LotRequired | Refused:
    """Fill the place of a member elected by ``cambridge-ma``, by its clause 13.

    ``lots`` are those of the election and those of this count. Ties of this count are settled by the
    latest round in which the tied differed, as in the election itself, then by lot.
    """
    if member not in papers.candidates:
        what = f"{member!r} is not a candidate on these papers"
        raise BadInput(Problem("papers", None, "member", what, ", ".join(papers.candidates[:12])))
    place = papers.candidates.index(member)
    used: list[Lot] = []
    pile = cambridge_ma.papers_of(papers, place, readings, used)
    while isinstance(pile, LotRequired):
        drawn = [lot for lot in lots if lot.situation == pile.situation]
        if not drawn:
            return pile
        used += drawn
        pile = cambridge_ma.papers_of(papers, place, readings, used)
    if isinstance(pile, Refused):
        return pile
    latest = alternative_vote.Readings(tie=alternative_vote.TieReading.LATEST_ROUND_BACK)
    later = [lot for lot in lots if lot not in used]
    return alternative_vote.count(withdraw(pile, unwilling), latest, later)
