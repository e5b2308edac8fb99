"""What may be published of votes: never the figures of a handful of voters, nor what they could be worked out from.

No page, bundle or letter adds votes up across units, so a return's withheld figures cannot be found by
subtraction. Papers are added up, pack by pack, and votes by channel; there what is small is published
together with others, or not at all.
"""

from collections.abc import Mapping, Sequence

from hustings.counting.papers import Papers


def figures_may_be_public(votes: Mapping[str, int], minimum_cell: int) -> bool:
    """Whether a unit's figures reach the minimum cell; below it only the decision is published."""
    return sum(votes.values()) >= minimum_cell


def is_handful(number: int, minimum_cell: int) -> bool:
    """Whether somebody voted, and too few to hide each of them among the others."""
    return 0 < number < minimum_cell


def archive_may_be_public(ballots: int | None, minimum_cell: int) -> bool:
    """Whether the archive of a closed ballot online is for everybody; ``None``: the record does not tell how many.

    Its rankings are those of its voters and its ballots can be numbered, so it is kept back where they are a
    handful: the scrutineer and the witnesses have it.
    """
    return ballots is not None and not is_handful(ballots, minimum_cell)


def is_unanimous(votes: Mapping[str, int]) -> bool:
    """Whether publishing the figures would tell how everybody voted; the tellers are warned first."""
    return sum(1 for n in votes.values() if n > 0) == 1


def agree_on_the_first(papers: Papers, spoilt: int = 0) -> bool:
    """Whether every paper that came back has the same first preference, so that everybody's is known."""
    firsts = {ranking[0] for ranking in papers.rankings if ranking}
    return len(firsts) == 1 and not spoilt and not any(number for _, number in papers.rejected)


def told_together(
    papers: Sequence[tuple[str, int, bool]], minimum_cell: int
) -> tuple[tuple[str, ...], ...]:
    """Group packs, each (name, papers that came back, given out at all), so that no group tells of a handful.

    A pack of which nothing was given out tells of nobody, and one from which enough came back hides each
    voter: they stand alone. All others are told as one; while too little came back of them, the pack of
    those left from which least came back joins them, because the total less the rest would give it away.
    """
    small = [one for one in papers if one[2] and one[1] < minimum_cell and minimum_cell > 1]
    large = sorted((one for one in papers if one[1] >= minimum_cell), key=lambda one: one[1:2])
    while small and large and sum(back for _, back, _ in small) < minimum_cell:
        small.append(large.pop(0))
    together = {name for name, _, _ in small}
    alone = [(name,) for name, _, _ in papers if name not in together]
    in_order = tuple(name for name, _, _ in papers if name in together)
    return tuple(sorted([*alone, in_order] if in_order else alone))
