"""Two laws on the same papers: the first round in which they part, and whether it changes who is elected."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.counting.transcript import Amount, Round, Transcript, exact_text
from hustings.kernel.canonical import Json


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same in a round: a candidate's votes (or what left the count) by either law."""

    what: str
    one: Amount
    other: Amount


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two counts part: ``round`` is ``None`` where they go the same way to the end."""

    one: Transcript
    other: Transcript
    round: int | None
    differences: tuple[Difference, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Where they part, every figure that differs there, and who is elected by either."""
        names = self.one.law, self.other.law
        if self.round is None:
            told = [f"{names[0]} and {names[1]} go the same way in every round."]
        else:
            told = [f"{names[0]} and {names[1]} part in round {self.round}."]
            told += [_did(transcript, self.round) for transcript in (self.one, self.other)]
            told += [
                f"{each.what}: {exact_text(each.one)} by {names[0]}, {exact_text(each.other)} by {names[1]}."
                for each in self.differences
            ]
        return (*told, _elected(self.one, self.other))

    def as_json(self) -> dict[str, Json]:
        """The same as data."""
        return {
            "laws": [self.one.law, self.other.law],
            "parts_in_round": self.round,
            "differences": [
                {
                    "what": d.what,
                    self.one.law: exact_text(d.one),
                    self.other.law: exact_text(d.other),
                }
                for d in self.differences
            ],
            "elected": {t.law: [*_names(t)] for t in (self.one, self.other)},
            "same_elected": set(self.one.elected) == set(self.other.elected),
            "sentences": list(self.sentences),
        }


def compare(one: Transcript, other: Transcript) -> Parting:
    """Compare two counts of the same papers round by round."""
    for number, (first, second) in enumerate(zip(one.rounds, other.rounds, strict=False), start=1):
        differences = _differences(one, first, second)
        if differences or _decided(first) != _decided(second):
            return Parting(one, other, number, differences)
    shorter = min(len(one.rounds), len(other.rounds))
    parts = None if len(one.rounds) == len(other.rounds) else shorter + 1
    return Parting(one, other, parts, ())


def _decided(round: Round) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(round.elected), frozenset(round.excluded)


def _differences(one: Transcript, first: Round, second: Round) -> tuple[Difference, ...]:
    rows = [*zip(one.candidates, first.votes, second.votes, strict=True)]
    rows += [("Not transferable", first.not_transferable, second.not_transferable)]
    rows += [("Exhausted", first.exhausted, second.exhausted)]
    rows += [("Lost by fractions", first.loss_by_fraction, second.loss_by_fraction)]
    return tuple(Difference(*row) for row in rows if row[1] != row[2])


def _did(transcript: Transcript, number: int) -> str:
    """What one law does in a round, whom it elects and excludes there."""
    if number > len(transcript.rounds):
        return f"{transcript.law} ends with round {len(transcript.rounds)}."
    round = transcript.rounds[number - 1]
    told = f"{transcript.law}: {transcript.what(round)}"
    if round.elected:
        told += f"; elected {_listed([transcript.candidates[c] for c in round.elected])}"
    return f"{told}."


def _elected(one: Transcript, other: Transcript) -> str:
    if set(one.elected) == set(other.elected):
        return f"Both elect {_listed(_names(one))}."
    return f"{one.law} elects {_listed(_names(one))}; {other.law} elects {_listed(_names(other))}."


def _names(transcript: Transcript) -> list[str]:
    return [transcript.candidates[c] for c in transcript.elected]


def _listed(parts: Sequence[str]) -> str:
    if not parts:
        return "nobody"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
