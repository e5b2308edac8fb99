"""The papers that are given out with names can be read by whoever counts them again."""

from dataclasses import replace

from hustings.conduct.showing.counts import ShownCount, papers_with_names
from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.transcript import Transcript

PAPERS = '3 1\n2 1 2 0\n1 2 0\n0\n"p-1"\n"p-2"\n"p-3"\n"Northmoor"\n'


def test_candidates_whose_names_are_the_same_without_quotes_are_told_apart_by_their_references() -> (
    None
):
    counted = count(read_blt(PAPERS.encode()).as_papers(), "alternative-vote")
    assert isinstance(counted, Transcript)
    names = ("Ann 'Red' Ash", 'Ann "Red"  Ash', "Ben Birch")
    shown = ShownCount(
        replace(counted, candidates=names), counted.candidates, PAPERS, 1, None, 3, 0, 3
    )
    again = read_blt(papers_with_names(shown).encode())
    assert again.candidates == ("Ann 'Red' Ash (p-1)", "Ann 'Red' Ash (p-2)", "Ben Birch")
    assert again.papers == read_blt(PAPERS.encode()).papers
