"""What tellers do with papers, exactly: deal them out, pass them on, find the lowest, look back."""

from collections.abc import Sequence

from hustings.counting.papers import Papers
from hustings.counting.transcript import Amount

Pile = list[int]
"""Rankings by their place in the store; every paper of a ranking travels with it."""


class Table:
    """The table on which the papers lie: one pile for each candidate, and those that are exhausted."""

    __slots__ = ("exhausted", "papers", "piles", "standing")

    def __init__(self, papers: Papers) -> None:
        self.papers = papers
        self.standing = [c not in papers.withdrawn for c in range(len(papers.candidates))]
        self.piles: list[Pile] = [[] for _ in papers.candidates]
        self.exhausted: Pile = []
        self._deal(range(len(papers.rankings)))

    def _deal(self, rankings: Sequence[int]) -> None:
        standing, piles, store = self.standing, self.piles, self.papers.rankings
        for place in rankings:
            for candidate in store[place]:
                if standing[candidate]:
                    piles[candidate].append(place)
                    break
            else:
                self.exhausted.append(place)

    def size(self, pile: Pile) -> int:
        """How many papers lie in a pile."""
        multiplicities = self.papers.multiplicities
        return sum(multiplicities[place] for place in pile)

    def votes(self) -> tuple[int, ...]:
        """Papers by candidate, 0 for those who stand no longer."""
        return tuple(self.size(pile) for pile in self.piles)

    def still_standing(self) -> tuple[int, ...]:
        """The candidates neither withdrawn nor excluded."""
        return tuple(c for c, stands in enumerate(self.standing) if stands)

    def pass_on(self, candidate: int) -> None:
        """Exclude a candidate: each paper goes to its next preference for one who stands, or is exhausted."""
        self.standing[candidate] = False
        moving, self.piles[candidate] = self.piles[candidate], []
        self._deal(moving)


def with_fewest(among: Sequence[int], votes: Sequence[Amount]) -> tuple[int, ...]:
    """All of ``among`` who have the fewest votes."""
    fewest = min(votes[c] for c in among)
    return tuple(c for c in among if votes[c] == fewest)


def with_most(among: Sequence[int], votes: Sequence[Amount]) -> tuple[int, ...]:
    """All of ``among`` who have the most votes."""
    most = max(votes[c] for c in among)
    return tuple(c for c in among if votes[c] == most)


def look_back_from_first(
    tied: tuple[int, ...], history: Sequence[Sequence[Amount]]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Narrow a tie to those with the fewest votes, round by round from the first preferences onwards.

    Each step is a round in which they differ and who is left after it; nothing, if they never differ.
    """
    steps: list[tuple[int, tuple[int, ...]]] = []
    for number, votes in enumerate(history, start=1):
        left = with_fewest(tied, votes)
        if len(left) < len(tied):
            steps.append((number, left))
            tied = left
        if len(tied) == 1:
            break
    return tuple(steps)
