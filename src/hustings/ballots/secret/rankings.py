"""What decrypted numbers say: a ranking, by the same reading as a paper, or nothing that counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from hustings.ballots.validity import Rejection, ValidityRules, marks_from_numbers, read_marks


@dataclass(frozen=True, slots=True)
class Opened:
    """The rankings of an opened question, each once with how many ballots carry it, and those that count not.

    ``rankings`` are in ascending order. ``invalid`` has each reason with the numbers as they were decrypted.
    """

    rankings: tuple[tuple[tuple[int, ...], int], ...]
    invalid: tuple[tuple[Rejection, tuple[int, ...]], ...]

    @property
    def valid(self) -> int:
        """Ballots with a ranking."""
        return sum(number for _, number in self.rankings)


def open_rankings(
    rows: Iterable[Sequence[int]],
    candidates: int,
    rules: ValidityRules | None = None,
    *,
    foreign: Collection[int] = (),
) -> Opened:
    """Read the decrypted rows of a question of rankings: 1, 2, 3 … by candidate, 0 for none.

    Nothing proves beforehand that a row is a ranking, so whatever it holds is read like a paper that a
    voter filled in freely; ``ValueError`` for a row that is not of this question. Rows at the places of ``foreign``
    were sealed as no ranking, whatever their numbers seem to say, and are read like a blank paper.
    """
    rules = rules or ValidityRules()
    rankings: Counter[tuple[int, ...]] = Counter()
    invalid: list[tuple[Rejection, tuple[int, ...]]] = []
    for place, row in enumerate(rows):
        if len(row) != candidates:
            raise ValueError(f"a row of {len(row)} numbers, where {candidates} candidates stand")
        numbers = (0,) * candidates if place in foreign else row
        read = read_marks(marks_from_numbers(tuple(n or None for n in numbers)), rules)
        if isinstance(read, Rejection):
            invalid.append((read, tuple(row)))
        else:
            rankings[read] += 1
    return Opened(tuple(sorted(rankings.items())), tuple(sorted(invalid)))
