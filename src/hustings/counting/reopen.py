"""Re-open nominations stands as a candidate; once it is elected the count stops and the places left stay vacant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hustings.counting.count import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.transcript import Round, Transcript
from hustings.kernel.refusals import BadInput, Problem, Refused

READING = "re-open-nominations"


def count_until_reopened(
    papers: Papers,
    law: str,
    reopen: str,
    *,
    seats: int | None = None,
    readings: Mapping[str, str] | None = None,
    lots: Sequence[Lot] = (),
    constraints: Sequence[Any] = (),
) -> Transcript | LotRequired | Refused:
    """Count with ``reopen`` as a candidate like all others, and stop when it is elected.

    A lot that would only be needed after that is not asked for: the count is looked through to the end
    with a lot made up, and what comes before any tie that such a lot settles does not depend on it.
    """
    if reopen not in papers.candidates:
        what = f"{reopen!r} is not a candidate on these papers"
        raise BadInput(Problem("papers", None, "re-open", what, ", ".join(papers.candidates[:12])))

    def counted(*more: Lot) -> Transcript | LotRequired | Refused:
        drawn = [*lots, *more]
        return count(
            papers, law, seats=seats, readings=readings, lots=drawn, constraints=constraints
        )

    first = result = counted()
    made_up: list[Lot] = []
    while isinstance(result, LotRequired):
        made_up.append(Lot(result.situation, result.between))
        result = counted(*made_up)
    if isinstance(result, Refused):
        return result if isinstance(first, Transcript) or not made_up else first
    stopped = stopped_at(result, reopen)
    return first if _rests_on(stopped, made_up) else stopped


def _rests_on(transcript: Transcript, made_up: Sequence[Lot]) -> bool:
    return any(tie.lot in made_up for round in transcript.rounds for tie in round.ties)


def stopped_at(transcript: Transcript, reopen: str) -> Transcript:
    """The transcript up to the election of ``reopen``, which fills no place; whole if it is not elected.

    Of those elected in the same round, the ones before it in the order of election keep their places.
    """
    told = (*transcript.readings, (READING, reopen))
    place = transcript.candidates.index(reopen)
    if place not in transcript.elected:
        return replace(transcript, readings=told)
    last = next(round for round in transcript.rounds if place in round.elected)
    rounds = (*transcript.rounds[: last.number - 1], _cut(last, place))
    elected = transcript.elected[: transcript.elected.index(place)]
    used = {tie.lot for round in rounds for tie in round.ties}
    return replace(
        transcript,
        readings=told,
        rounds=rounds,
        elected=elected,
        vacant=transcript.seats - len(elected),
        lots=tuple(lot for lot in transcript.lots if lot in used),
        quota=transcript.quota if last.quota is None else last.quota,
    )


def _cut(round: Round, place: int) -> Round:
    kept = round.elected.index(place) + 1
    return replace(round, elected=round.elected[:kept], findings=round.findings[:kept])
