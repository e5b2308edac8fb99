"""Count papers by a law's name and its readings, as a rulebook or a person on the command line gives them."""

from collections.abc import Sequence
from typing import Literal, get_args

from hustings.counting.laws import alternative_vote, plurality
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused

LawId = Literal["alternative-vote", "plurality"]
TieName = Literal["lot", "first-preferences-back"]
UntilName = Literal["majority", "last-two"]

LAWS: tuple[LawId, ...] = get_args(LawId)


def count(
    papers: Papers,
    law: LawId = "alternative-vote",
    *,
    tie: TieName = "lot",
    until: UntilName = "majority",
    lots: Sequence[Lot] = (),
) -> Transcript | LotRequired | Refused:
    """Count the papers by the law named; a reading that the law does not have is refused."""
    match law:
        case "alternative-vote":
            readings = alternative_vote.Readings(
                alternative_vote.TieReading(tie), alternative_vote.Until(until)
            )
            return alternative_vote.count(papers, readings, lots)
        case "plurality":
            if tie != "lot" or until != "majority":
                because = "Plurality has one round: a tie goes to lot, and there is nothing to look back to."
                return Refused("reading-not-of-this-law", "3", because)
            return plurality.count(papers, lots)
