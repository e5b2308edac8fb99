"""Papers on which candidates are marked and not ranked: whoever stands on a paper has a mark of it."""

from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.papers import Papers

if TYPE_CHECKING:
    from numpy.typing import NDArray


def marks_on(papers: Papers) -> "NDArray[np.intp]":
    """How many candidates are marked on each row of papers, those who withdrew included."""
    return (papers.ranks >= 0).sum(axis=1)


def votes_of(papers: Papers, counted: "NDArray[np.bool_]") -> list[int]:
    """Every candidate's votes on the rows counted, 0 for those who withdrew."""
    votes = [0] * len(papers.candidates)
    for candidate in papers.standing:
        rows = (papers.ranks == candidate).any(axis=1) & counted
        votes[candidate] = int(papers.copies[rows].sum()) if rows.any() else 0
    return votes


def number_of(papers: Papers, rows: "NDArray[np.bool_]") -> int:
    """How many papers lie on these rows."""
    return int(papers.copies[rows].sum()) if rows.any() else 0


def marked_for_any(papers: Papers) -> "NDArray[np.bool_]":
    """The rows on which anybody who stands is marked."""
    standing = np.zeros(len(papers.ranks), dtype=bool)
    for candidate in papers.standing:
        standing |= (papers.ranks == candidate).any(axis=1)
    return standing
