"""Small phrases that every telling of a count is made of: figures with their nouns, and names in a row."""

from collections.abc import Sequence
from fractions import Fraction

from hustings.counting.lots import FIGURES, Fate, figure_of
from hustings.counting.transcript import Amount, Round, Tie, Transcript, exact_text

IN_PER_CENT = tuple(law for law, (one, _) in FIGURES.items() if one == "per cent")
"""Laws whose votes are shares of a whole, in hundredths of it."""


def counted(number: Amount, what: str) -> str:
    """A figure and its noun: ``1 vote``, ``2.5 votes``."""
    return f"{exact_text(number)} {what}" if number == 1 else f"{exact_text(number)} {what}s"


def votes_of(transcript: Transcript, number: Amount) -> str:
    """An amount of votes as a sentence says it, with what the law counts; those without end by both."""
    return figure_of(transcript.law, told(number))


def told(amount: Amount) -> str:
    """An exact amount; one whose decimals do not end is also cut to two of them, and says so."""
    exact = exact_text(amount)
    if "/" not in exact:
        return exact
    whole, rest = divmod(abs(Fraction(amount)) * 100 // 1, 100)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02}… (exactly {exact})"


def listed(parts: Sequence[str]) -> str:
    """``Ada``, ``Ada and Ben``, ``Ada, Ben and Cal``; nobody where there is none."""
    if not parts:
        return "nobody"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def is_decided_before(round: Round, tie: Tie) -> bool:
    """Whether a tie was settled on the votes before the round: who is excluded, whose surplus moves."""
    at_once = tie.fate is Fate.EXCLUDED and tie.chosen in round.excluded
    return at_once or (round.number > 1 and tie.chosen in round.of)


def nearest(transcript: Transcript, round: Round) -> tuple[int, Amount] | None:
    """Who had the fewest votes before a round among those whom it leaves, and how many."""
    before = transcript.rounds[round.number - 2]
    gone = {c for earlier in transcript.rounds[: before.number] for c in earlier.excluded}
    gone |= {c for earlier in transcript.rounds[: before.number] for c in earlier.elected}
    gone.update(transcript.withdrawn, round.of, round.excluded)
    others = [c for c in range(len(transcript.candidates)) if c not in gone]
    if not others:
        return None
    least = min(others, key=lambda c: (before.votes[c], c))
    return least, before.votes[least]


def settled(transcript: Transcript, at: Round, tie: Tie) -> str:
    """How a tie was settled: where the law looked back, what the lot drew, what it meant."""
    names = transcript.candidates
    words = f"{listed([names[c] for c in tie.between])} had {votes_of(transcript, tie.votes)} each"
    words += f" in round {at.number}."
    kind = "the fewest" if tie.fate is Fate.EXCLUDED else "the most"
    for place, (number, left) in enumerate(tie.looked_back):
        point = tie.points[place] if tie.points else str(number)
        had = votes_of(transcript, votes_at(transcript, point)[left[0]])
        verb = "had" if len(left) == 1 else "each had"
        words += f" Looking back to round {point}, {listed([names[c] for c in left])} {verb} {had},"
        words += f" {kind} of them."
    meant = {Fate.SURPLUS_FIRST: "the first whose surplus moves"}.get(tie.fate, tie.fate.value)
    if tie.lot is not None:
        words += f" The lot drew {tie.lot.order[0]} first, who is {meant}."
    elif tie.seed is not None:
        words += f" Drawn from the seed {tie.seed} was {names[tie.chosen]}, who is {meant}."
    elif tie.looked_back:
        words += f" So {names[tie.chosen]} is {meant}."
    return words


def votes_at(transcript: Transcript, point: str) -> tuple[Amount, ...]:
    """Everybody's votes at a point of the count: after round ``3``, or after batch ``3.2`` of it."""
    number, _, batch = point.partition(".")
    round = transcript.rounds[int(number) - 1]
    return round.batches[int(batch) - 1].votes if batch else round.votes
